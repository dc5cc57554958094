package discord

import "time"

// Health is how the bot fares, for an operator to watch.
type Health struct {
	Connected bool
	Heard     time.Time // when Discord last acknowledged a heartbeat
	Connects  uint64    // connections made; all but the first are reconnects
	Refused   uint64    // questions for which a quota was used up
}

// Health is how the bot fares now.
func (b *Bot) Health() Health {
	h := Health{Connects: b.gateway.connects.Load(), Refused: b.refused.Load()}
	if session := b.gateway.standing.Load(); session != nil {
		session.RLock()
		h.Connected, h.Heard = true, session.LastHeartbeatAck
		session.RUnlock()
	}
	return h
}
