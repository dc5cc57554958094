package discordtest

import "slices"

// Action is a misfortune of the gateway.
type Action struct {
	kind      actionKind
	code      int
	resumable bool
}

type actionKind int

const (
	drop actionKind = iota
	silence
	reconnect
	invalidate
	hangUp
	ignore
)

// Misfortunes of the gateway that take no argument.
var (
	// Drop cuts the connection without a close frame. The session can be resumed.
	Drop = Action{kind: drop}
	// Silence keeps the connection open and sends nothing over it any more, not even acknowledgements.
	Silence = Action{kind: silence}
	// Ignore sends nothing this once: a heartbeat goes unanswered, and all else goes on.
	Ignore = Action{kind: ignore}
	// Reconnect asks the client to reconnect and resume (op 7).
	Reconnect = Action{kind: reconnect}
)

// InvalidSession sends op 9; unless it is resumable the session is gone.
func InvalidSession(resumable bool) Action { return Action{kind: invalidate, resumable: resumable} }

// CloseWith closes the connection with a close code. After 4004, 4007, 4009 and 4010 to 4014 the session is gone.
func CloseWith(code int) Action { return Action{kind: hangUp, code: code} }

// Step is a moment of the gateway's conversation.
type Step int

// The steps at which DisruptAt can strike, each in place of what Discord would have sent but for Ready.
const (
	Dial      Step = iota // in place of HELLO; a Drop ends the connection before it is a websocket
	Identify              // in place of READY
	Resume                // in place of the missed events and RESUMED: InvalidSession(false) refuses it
	Ready                 // right after READY and the guilds, or after RESUMED
	Heartbeat             // in place of the acknowledgement
)

type disruption struct {
	at     Step
	action Action
	left   int
}

// Disrupt does a misfortune to every connection that is open now.
func (s *Server) Disrupt(action Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.connected {
		s.suffer(c, action)
	}
	s.notify()
}

// DisruptAt arranges a misfortune for the next times that a client reaches a step.
func (s *Server) DisruptAt(step Step, action Action, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disruptions = append(s.disruptions, &disruption{step, action, times})
}

// RevokeToken makes the token worthless, as a reset in the portal does: open connections end in 4004, and so does every
// attempt to come back; REST calls meet 401.
func (s *Server) RevokeToken() {
	s.mu.Lock()
	s.revoked = true
	s.mu.Unlock()
	s.Disrupt(CloseWith(closeBadToken))
}

// fate returns the misfortune arranged for a step, if any, and uses it up once.
func (s *Server) fate(at Step) *Action {
	for i, d := range s.disruptions {
		if d.at != at {
			continue
		}
		if d.left--; d.left <= 0 {
			s.disruptions = slices.Delete(s.disruptions, i, i+1)
		}
		return &d.action
	}
	return nil
}

func (s *Server) suffer(c *connection, a Action) {
	switch a.kind {
	case drop:
		c.ws.Close()
		if c.session != nil && c.session.at == c {
			c.session.at = nil
		}
	case silence:
		c.silent = true
	case reconnect:
		c.send(object{"op": opReconnect, "d": nil})
	case invalidate:
		if se := c.session; se != nil {
			se.at, c.session = nil, nil
			if !a.resumable {
				delete(s.sessions, se.id)
			}
		}
		c.send(object{"op": opInvalidSession, "d": a.resumable})
	case hangUp:
		s.hangUp(c, a.code)
	case ignore:
	}
}
