package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// ErrIntents is returned where Discord does not allow the bot what it asked to hear.
var ErrIntents = errors.New("the bot asks for intents that Discord does not allow it (close code 4014); turn on the " +
	"Message Content Intent at https://discord.com/developers/applications (your application, Bot, Privileged Gateway Intents), or set MESSAGE_CONTENT to off")

// ErrShards is returned where Discord does not take the bot's shards for what they are.
var ErrShards = errors.New("the bot's servers are to be dealt out to other shards (Discord's close codes 4010 and 4011), of which one has at most " +
	"2,500 servers: run more of them, such as --shards 0-1/2, and say the same number of all in each process")

// intents are what the bot hears: messages, whose text Discord includes where they mention the bot, answer it or are
// direct; and which servers it is in. Interactions need none.
const intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// intentsOf are the intents of a bot that hears every message, or of one that does not.
func intentsOf(everything bool) discordgo.Intent {
	if everything {
		return intents | discordgo.IntentMessageContent
	}
	return intents
}

const (
	// quietFor is how long a connection may bring nothing: twice the interval at which Discord asks for a heartbeat,
	// 41.25 s, each of which it acknowledges.
	quietFor   = 2*41250*time.Millisecond + 5*time.Second
	openWithin = 20 * time.Second
	writeWait  = 10 * time.Second
	// unstuckWithin is how long opening may go on once its connection was closed.
	unstuckWithin = time.Second
	// A connection that held for steady was a good one: the next is tried after firstBackoff at most.
	steady       = time.Minute
	firstBackoff = time.Second
	maxBackoff   = 5 * time.Minute // 288 identifies a day, of the 1,000 that Discord allows
)

// gateway keeps a connection to Discord's gateway for one shard.
type gateway struct {
	api    *api
	log    *slog.Logger
	clock  clock
	jitter func(time.Duration) time.Duration // a random part of a wait
	quiet  time.Duration
	open   time.Duration
	hears  discordgo.Intent
	shard  Shards                      // one
	turn   func(context.Context) error // waits until a session may be begun; nil where there is none to wait for
	apart  time.Duration               // sessions of a queue; 0 where there is none
	begun  atomic.Bool                 // the session was, so that it can be resumed
	line   atomic.Pointer[line]        // the latest connection

	connects atomic.Uint64
	standing atomic.Pointer[discordgo.Session] // the session whose connection stands, nil where none does
}

func newGateway(a *api, log *slog.Logger, clock clock, hears discordgo.Intent, shard Shards) *gateway {
	if shard.Of > 1 {
		log = log.With("shard", shard.First)
	}
	return &gateway{api: a, log: log, clock: clock, jitter: rand.N[time.Duration], quiet: quietFor, open: openWithin, hears: hears, shard: shard}
}

// keep stays connected until ctx ends or Discord ends it for good. hear adds the handlers to a new session; up is called
// whenever a connection stands.
func (g *gateway) keep(ctx context.Context, hear func(*discordgo.Session), up func()) error {
	var session *discordgo.Session
	lost := make(chan struct{}, 1)
	wait := firstBackoff
	for {
		if session == nil {
			var err error
			if session, err = g.session(lost); err != nil {
				return err
			}
			hear(session)
		}
		if g.turn != nil && !g.begun.Load() && g.turn(ctx) != nil {
			return nil
		}
		err := g.connect(ctx, session)
		switch {
		case errors.Is(err, errStuck) && ctx.Err() == nil:
			g.log.Warn("gateway not reached", "error", err)
			session = nil
		case errors.Is(err, errStuck):
			return nil
		case ctx.Err() != nil:
			_ = session.Close() // a connection that could not be made has nothing to close
			return nil
		case final(err) != nil:
			return final(err)
		case err != nil:
			g.log.Warn("gateway not reached", "error", discreet(err))
			if stale(err) {
				session = nil
			}
		default:
			g.log.Info("gateway connected")
			g.connects.Add(1)
			g.standing.Store(session)
			up()
			since := g.clock.now()
			select {
			case <-lost:
				g.standing.Store(nil)
			case <-ctx.Done():
				g.standing.Store(nil)
				return closed(session.Close())
			}
			held := g.clock.now().Sub(since)
			g.log.Warn("gateway connection lost", "held", held)
			if held >= steady {
				wait = firstBackoff
			}
		}
		select {
		case <-g.clock.after(g.jitter(wait)):
		case <-ctx.Done():
		}
		wait = min(2*wait, maxBackoff)
	}
}

// errStuck is the end of a session that can be neither opened nor closed any more: Discord asked it to reconnect while it was
// opening, and discordgo waits for itself then.
var errStuck = errors.New("the session is stuck")

// connect opens the session, within a time that discordgo does not set itself.
func (g *gateway) connect(ctx context.Context, session *discordgo.Session) error {
	opening, done := context.WithTimeout(ctx, g.open)
	defer done()
	session.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: g.open, NetDialContext: g.dial(opening)}
	defer context.AfterFunc(opening, func() {
		if line := g.line.Load(); line != nil {
			_ = line.Close() // so that what waits for it goes on
		}
	})()
	opened := make(chan error, 1)
	go func() { opened <- session.Open() }()
	var err error
	select {
	case err = <-opened:
	case <-opening.Done():
		select {
		case err = <-opened: // what it waited for was closed
		case <-time.After(unstuckWithin):
			return errStuck
		}
	}
	if errors.Is(err, discordgo.ErrWSAlreadyOpen) { // the loss that was reported was of an earlier connection
		return nil
	}
	return err
}

func (g *gateway) session(lost chan<- struct{}) (*discordgo.Session, error) {
	token := g.api.session.Token[len("Bot "):]
	s, err := newSession(token, g.api.client)
	if err != nil {
		return nil, err
	}
	s.Identify.Intents = g.hears
	s.ShardID, s.ShardCount = g.shard.First, g.shard.Of
	g.begun.Store(false)
	s.AddHandler(func(*discordgo.Session, *discordgo.Ready) { g.begun.Store(true) })
	s.SyncEvents = true // a handler only starts a task of its own
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	return s, nil
}

func closed(err error) error {
	if err != nil {
		return fmt.Errorf("close the gateway: %w", err)
	}
	return nil
}

// final is what a bot cannot recover from, as a sentence for its operator; nil for what passes.
func final(err error) error {
	var end *websocket.CloseError
	switch {
	case unauthorized(err):
		return ErrToken
	case !errors.As(err, &end):
		return nil
	}
	switch end.Code {
	case 4004:
		return ErrToken
	case 4014:
		return ErrIntents
	case 4010, 4011:
		return ErrShards
	case 4012, 4013:
		return fmt.Errorf("the gateway was closed for good: %w", err)
	}
	return nil
}

// stale tells whether a session cannot be resumed; discordgo would go on trying to.
func stale(err error) bool {
	return websocket.IsCloseError(err, 4003, 4007, 4009)
}

// dial makes connections that do not wait for ever; opening bounds the making.
func (g *gateway) dial(opening context.Context) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(opening, cancel)()
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		l := &line{Conn: conn, quiet: g.quiet, apart: g.apart, free: freeWrites, refilled: time.Now()}
		g.line.Store(l)
		return l, nil
	}
}

// line is a connection whose reads and writes have deadlines. discordgo sets none, so that a silent peer would hold up its
// Open and Close for ever.
type line struct {
	net.Conn
	quiet    time.Duration
	apart    time.Duration // of writes, once those are used up that are free; 0 sets no limit
	free     int
	refilled time.Time // when one was last added to those
}

// freeWrites are as many as make a connection: two for TLS, the request, the identity and a heartbeat; and one more.
const freeWrites = 6

// Read reads what comes within the time that a line may be quiet. A line that was quiet is cut without a goodbye, which
// would end the session that the next connection resumes.
func (l *line) Read(p []byte) (int, error) {
	if err := l.SetReadDeadline(time.Now().Add(l.quiet)); err != nil {
		return 0, err
	}
	n, err := l.Conn.Read(p)
	var timed net.Error
	if errors.As(err, &timed) && timed.Timeout() {
		_ = l.Close() // it is of no use any more
	}
	return n, err
}

// Write writes within writeWait. To a session that is refused for coming too soon, discordgo answers with another one at once,
// and again, of which Discord allows 1,000 a day: so a line has a limit, which heartbeats do not come near.
func (l *line) Write(p []byte) (int, error) {
	if l.apart > 0 {
		for l.free < freeWrites && time.Since(l.refilled) >= l.apart {
			l.free, l.refilled = l.free+1, l.refilled.Add(l.apart)
		}
		if l.free == freeWrites {
			l.refilled = time.Now()
		}
		if l.free--; l.free < 0 {
			time.Sleep(time.Until(l.refilled.Add(l.apart)))
		}
	}
	if err := l.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return 0, err
	}
	return l.Conn.Write(p)
}
