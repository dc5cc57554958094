package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Gateway opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Gateway close codes that the server uses by itself.
const (
	closeUnknownOp        = 4001
	closeDecodeError      = 4002
	closeNotAuthenticated = 4003
	closeBadToken         = 4004
	closeAlreadyAuth      = 4005
	closeBadSequence      = 4007
	closeTimedOut         = 4009
	closeBadShard         = 4010
	closeShardingRequired = 4011
	closeBadVersion       = 4012
	closeBadIntents       = 4013
	closeDisallowed       = 4014
)

// privileged are the intents that an application must be granted in Discord's portal.
const privileged = discordgo.IntentGuildMembers | discordgo.IntentGuildPresences | discordgo.IntentMessageContent

// knownIntents has the bit of every intent that Discord has given a meaning.
const knownIntents = discordgo.Intent(1<<17-1) | 1<<20 | 1<<21 | 1<<24 | 1<<25

// compressFrom is the size in bytes from which a payload is compressed for a client that asked for it.
const compressFrom = 1024

// EnableIntents grants privileged intents, as in Discord's portal. Without it an IDENTIFY that asks for them ends in 4014.
func (s *Server) EnableIntents(intents discordgo.Intent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enabled |= intents
}

// connection is one websocket. Its fields other than ws and out are guarded by the server's mutex.
type connection struct {
	ws       *websocket.Conn
	out      chan frame
	session  *session
	compress bool
	silent   bool
	alive    bool // it has sent a heartbeat
}

// frame is a message to write or, where code is set, the end of the connection.
type frame struct {
	kind int
	data []byte
	code int
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	fate := s.fate(Dial)
	s.mu.Unlock()
	if fate != nil && fate.kind == drop {
		panic(http.ErrAbortHandler)
	}
	upgrader := websocket.Upgrader{}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &connection{ws: ws, out: make(chan frame, 4096)}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		ws.Close()
		return
	}
	s.connected[c] = true
	s.serving.Add(2)
	switch version := r.URL.Query().Get("v"); {
	case version != "9" && version != "10":
		s.hangUp(c, closeBadVersion)
	case fate != nil:
		s.suffer(c, *fate)
	default:
		c.send(object{"op": opHello, "d": object{"heartbeat_interval": s.heartbeat.Milliseconds()}})
	}
	s.mu.Unlock()

	stop := make(chan struct{})
	go func() {
		defer s.serving.Done()
		c.write(stop)
	}()
	s.read(c)
	close(stop)
	s.serving.Done()
}

// read handles what the client sends until the connection ends.
func (s *Server) read(c *connection) {
	for {
		_, data, err := c.ws.ReadMessage()
		s.mu.Lock()
		if err != nil {
			delete(s.connected, c)
			if c.session != nil && c.session.at == c {
				c.session.at = nil
				var closed *websocket.CloseError
				if errors.As(err, &closed) && (closed.Code == 1000 || closed.Code == 1001) {
					delete(s.sessions, c.session.id) // a client that says goodbye gives its session up
				}
			}
			s.notify()
			s.mu.Unlock()
			c.ws.Close()
			return
		}
		s.receive(c, data)
		s.notify()
		s.mu.Unlock()
	}
}

func (s *Server) receive(c *connection, data []byte) {
	var packet struct {
		Op   int             `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(data, &packet) != nil {
		s.hangUp(c, closeDecodeError)
		return
	}
	switch packet.Op {
	case opHeartbeat:
		c.alive = true
		if fate := s.fate(Heartbeat); fate != nil {
			s.suffer(c, *fate)
			return
		}
		c.send(object{"op": opHeartbeatAck})
	case opIdentify:
		s.identify(c, packet.Data)
	case opResume:
		s.resume(c, packet.Data)
	case 3, 4, 8: // presence, voice state and member requests need a session and get no reply here
		if c.session == nil {
			s.hangUp(c, closeNotAuthenticated)
		}
	default:
		s.hangUp(c, closeUnknownOp)
	}
}

func (s *Server) validToken(token string) bool {
	return !s.revoked && strings.TrimPrefix(token, "Bot ") == s.Token
}

// write sends what is queued, in order.
func (c *connection) write(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case f := <-c.out:
			deadline := time.Now().Add(10 * time.Second)
			if f.code != 0 {
				_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, ""), deadline)
				c.ws.Close()
				return
			}
			_ = c.ws.SetWriteDeadline(deadline)
			if c.ws.WriteMessage(f.kind, f.data) != nil {
				c.ws.Close()
				return
			}
		}
	}
}

func (c *connection) send(payload any) {
	data, err := json.Marshal(payload)
	if err != nil {
		panic("discordtest: a payload that is not JSON: " + err.Error())
	}
	c.sendRaw(data)
}

func (c *connection) sendRaw(data []byte) {
	f := frame{kind: websocket.TextMessage, data: data}
	if c.compress && len(data) >= compressFrom {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(data) // a bytes.Buffer takes everything
		_ = z.Close()
		f = frame{kind: websocket.BinaryMessage, data: b.Bytes()}
	}
	c.queue(f)
}

// queue hands a frame to the writer; a client that has let thousands pile up is cut off, as Discord does.
func (c *connection) queue(f frame) {
	if c.silent {
		return
	}
	select {
	case c.out <- f:
	default:
		c.ws.Close()
	}
}

// hangUp ends a connection with a close code. After most of them the session is lost.
func (s *Server) hangUp(c *connection, code int) {
	switch code {
	case closeBadToken, closeBadSequence, closeTimedOut, closeBadShard, closeShardingRequired, closeBadVersion, closeBadIntents, closeDisallowed:
		if c.session != nil {
			delete(s.sessions, c.session.id)
		}
	}
	if c.session != nil {
		c.session.at = nil
	}
	c.queue(frame{code: code})
}
