package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// session is what a bot identified for. It outlives its connection: events are kept for a RESUME.
type session struct {
	id      string
	intents discordgo.Intent
	shard   [2]int
	events  [][]byte    // the event with sequence number n stands at n-1
	at      *connection // nil while disconnected
	greeted bool        // READY has been answered with the guilds, or RESUMED was sent
}

// identify answers op 2 with READY, which lists the guilds that the bot is in, and with one GUILD_CREATE a guild in service.
func (s *Server) identify(c *connection, data json.RawMessage) {
	var d struct {
		Token    string           `json:"token"`
		Compress bool             `json:"compress"`
		Intents  discordgo.Intent `json:"intents"`
		Shard    *[2]int          `json:"shard"`
	}
	if json.Unmarshal(data, &d) != nil {
		s.hangUp(c, closeDecodeError)
		return
	}
	s.identifies++
	if fate := s.fate(Identify); fate != nil {
		s.suffer(c, *fate)
		return
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		shard = *d.Shard
	}
	switch {
	case c.session != nil:
		s.hangUp(c, closeAlreadyAuth)
		return
	case !s.validToken(d.Token):
		s.hangUp(c, closeBadToken)
		return
	case shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		s.hangUp(c, closeBadShard)
		return
	case s.required > shard[1]:
		s.hangUp(c, closeShardingRequired)
		return
	case s.rushes(shard[0]):
		s.rushed++
		s.suffer(c, InvalidSession(false))
		return
	case d.Intents&^knownIntents != 0:
		s.hangUp(c, closeBadIntents)
		return
	case d.Intents&privileged&^s.enabled != 0:
		s.hangUp(c, closeDisallowed)
		return
	}
	se := &session{id: "session-" + s.snowflake(), intents: d.Intents, shard: shard, at: c}
	s.sessions[se.id] = se
	c.session, c.compress = se, d.Compress

	var present []*guild
	unavailable := []object{}
	for _, id := range s.guildOrder {
		if g := s.guilds[id]; !g.kicked && se.covers(id) {
			if !g.out {
				present = append(present, g)
			}
			unavailable = append(unavailable, object{"id": id, "unavailable": true})
		}
	}
	se.emit("READY", object{"v": 9, "user": wireUser(s.Bot), "guilds": unavailable, "private_channels": []object{},
		"session_id": se.id, "resume_gateway_url": s.gatewayURL(), "shard": shard,
		"application": object{"id": s.Bot.ID, "flags": s.applicationFlags()}})
	if se.intents&discordgo.IntentGuilds != 0 {
		for _, g := range present {
			se.emit("GUILD_CREATE", s.wireGuild(g))
		}
	}
	s.greet(c)
}

// resume answers op 6: what was missed, then RESUMED; or INVALID_SESSION where the session is gone.
func (s *Server) resume(c *connection, data json.RawMessage) {
	var d struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Sequence  int    `json:"seq"`
	}
	if json.Unmarshal(data, &d) != nil {
		s.hangUp(c, closeDecodeError)
		return
	}
	s.resumes++
	if fate := s.fate(Resume); fate != nil {
		s.suffer(c, *fate)
		return
	}
	se := s.sessions[d.SessionID]
	switch {
	case !s.validToken(d.Token):
		s.hangUp(c, closeBadToken)
		return
	case se == nil:
		s.suffer(c, InvalidSession(false))
		return
	case d.Sequence < 0 || d.Sequence > len(se.events):
		s.hangUp(c, closeBadSequence)
		return
	}
	if se.at != nil && se.at != c {
		se.at.ws.Close()
	}
	se.at, c.session = c, se
	for _, event := range se.events[d.Sequence:] {
		c.sendRaw(event)
	}
	se.emit("RESUMED", object{})
	s.greet(c)
}

func (s *Server) greet(c *connection) {
	c.session.greeted = true
	if fate := s.fate(Ready); fate != nil {
		s.suffer(c, *fate)
	}
}

// covers tells whether a guild's events belong to the session's shard; direct messages, guild "", belong to shard 0.
func (se *session) covers(guildID string) bool {
	if guildID == "" {
		return se.shard[0] == 0
	}
	return shardOf(guildID, se.shard[1]) == se.shard[0]
}

// shardOf is the shard, of so many, to which a guild belongs.
func shardOf(guildID string, of int) int {
	id, err := strconv.ParseUint(guildID, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("discordtest: guild ID %q is not a snowflake", guildID))
	}
	return int((id >> 22) % uint64(of))
}

// emit numbers an event, keeps it and sends it if the session is connected.
func (se *session) emit(event string, payload any) {
	data, err := json.Marshal(object{"op": opDispatch, "t": event, "s": len(se.events) + 1, "d": payload})
	if err != nil {
		panic("discordtest: an event that is not JSON: " + err.Error())
	}
	se.events = append(se.events, data)
	if se.at != nil {
		se.at.sendRaw(data)
	}
}

// dispatch tells every session whose shard and intents cover it of an event; need is zero for events that need no intent.
func (s *Server) dispatch(event string, need discordgo.Intent, guildID string, payload func(*session) any) {
	if g := s.guilds[guildID]; g != nil && g.kicked && event != "GUILD_DELETE" && event != "INTERACTION_CREATE" {
		return
	}
	for _, se := range s.sessions {
		if se.covers(guildID) && se.intents&need == need {
			se.emit(event, payload(se))
		}
	}
}

// Connected tells whether some session is connected, has had its greeting (READY with the guilds, or RESUMED) and has
// sent a heartbeat over this connection, which discordgo does as soon as its Open is done.
func (s *Server) Connected() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, se := range s.sessions {
		if se.connected() {
			return true
		}
	}
	return false
}

func (se *session) connected() bool {
	return se.at != nil && !se.at.silent && se.at.alive && se.greeted
}

// ConnectedShards returns the shards whose sessions are connected, as Connected means it, in order.
func (s *Server) ConnectedShards() (shards []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, se := range s.sessions {
		if se.connected() {
			shards = append(shards, se.shard[0])
		}
	}
	slices.Sort(shards)
	return shards
}

// rushes tells whether a shard identifies too soon after another one of its queue, and notes that it does identify.
func (s *Server) rushes(shard int) bool {
	if s.concurrency == 0 {
		return false
	}
	queue, now := shard%s.concurrency, s.now()
	if now.Sub(s.identified[queue]) < s.apart {
		return true
	}
	s.identified[queue] = now
	return false
}

// Rushed returns how many IDENTIFYs came too soon after others, see WithConcurrency.
func (s *Server) Rushed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rushed
}

// Identifies returns how many IDENTIFYs the bot has sent, refused ones included; Discord allows a bot 1,000 a day.
func (s *Server) Identifies() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identifies
}

// Resumes returns how many RESUMEs the bot has sent, refused ones included.
func (s *Server) Resumes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.resumes
}
