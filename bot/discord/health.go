package discord

import (
	"time"

	"github.com/bwmarrin/discordgo"
)

// Health is how the bot fares, for an operator to watch.
type Health struct {
	Connected bool          // every shard of this process is
	Heard     time.Time     // when Discord acknowledged a heartbeat, of the shard for which that is longest ago; zero where one is not connected
	Delivery  time.Duration // how long the newest message or interaction took from Discord to here, by the clocks of both; 0 before the first
	Connects  uint64        // connections made; all but the first of each shard are reconnects
	Refused   uint64        // questions for which a quota was used up
}

// Health is how the bot fares now.
func (b *Bot) Health() Health {
	h := Health{Connected: true, Delivery: time.Duration(b.delivery.Load()), Refused: b.refused.Load()}
	for i, g := range b.gateways {
		h.Connects += g.connects.Load()
		session := g.standing.Load()
		if session == nil {
			h.Connected, h.Heard = false, time.Time{}
			continue
		}
		session.RLock()
		heard := session.LastHeartbeatAck
		session.RUnlock()
		if h.Connected && (i == 0 || heard.Before(h.Heard)) {
			h.Heard = heard
		}
	}
	return h
}

// arrived notes how long ago Discord made the ID of what the gateway brought. The session's own measure of its latency cannot be read
// while it runs: discordgo guards it with a lock that it does not export.
func (b *Bot) arrived(id string) {
	if made, err := discordgo.SnowflakeTimestamp(id); err == nil {
		b.delivery.Store(int64(max(0, time.Since(made))))
	}
}
