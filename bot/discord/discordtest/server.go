package discordtest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// patience is how long an Await lasts when its context has no deadline of its own.
const patience = 30 * time.Second

// discordEpoch is the first millisecond of 2015, from which snowflakes count.
const discordEpoch = 1420070400000

// Server is one Discord with one application. Its methods may be called from any goroutine.
type Server struct {
	URL   string // "http://127.0.0.1:port", without a slash at the end
	Token string // the bot's token, without "Bot " before it
	Bot   *User  // the bot's user; its ID is the application's too

	http      *httptest.Server
	transport *http.Transport
	fail      func(format string, args ...any)
	helper    func()
	clock     func() time.Time
	heartbeat time.Duration
	closing   chan struct{}
	serving   sync.WaitGroup

	mu        sync.Mutex
	changed   chan struct{} // closed, and replaced, whenever the world changes
	closed    bool
	ahead     time.Duration
	lastID    int64
	revoked   bool
	enabled   discordgo.Intent
	connected map[*connection]bool
	sessions  map[string]*session
	identifies,
	resumes int
	concurrency int // of sessions that are begun; 0 sets no limit
	apart       time.Duration
	identified  map[int]time.Time // by queue
	rushed      int
	required    int // shards
	disruptions []*disruption

	guilds       map[string]*guild
	guildOrder   []string
	channels     map[string]*channel
	channelOrder []string
	users        map[string]*User
	closedDMs    map[string]bool
	uploads      map[string]*File // attached to commands, by ID
	messages     map[string]*Message
	interactions map[string]*Interaction // by token
	commands     map[string][]*discordgo.ApplicationCommand
	pings        []Ping

	calls  []*Call
	faults []*Fault
	rates  map[string]*bucket
	limits map[string]rate
}

// Option changes a server before it starts.
type Option func(*Server)

// WithClock makes the server read the time from now instead of the computer's clock; Advance adds to either. Rate limits
// stay with the computer's.
func WithClock(now func() time.Time) Option { return func(s *Server) { s.clock = now } }

// WithHeartbeat sets the interval that HELLO asks for, instead of Discord's usual 41.25 s. discordgo takes five intervals
// without an acknowledgement for a dead connection.
func WithHeartbeat(every time.Duration) Option { return func(s *Server) { s.heartbeat = every } }

// WithConcurrency has Discord let so many sessions be begun at once (max_concurrency), and the next ones after a time, which is 5 s on
// Discord's own; without it any number may. A shard that comes too soon is told that its session is invalid.
func WithConcurrency(n int, apart time.Duration) Option {
	return func(s *Server) { s.concurrency, s.apart = n, apart }
}

// WithShards has Discord want at least so many shards of the bot.
func WithShards(n int) Option { return func(s *Server) { s.required = n } }

// WithToken sets the bot's token.
func WithToken(token string) Option { return func(s *Server) { s.Token = token } }

// New starts a server that ends with the test. The test fails if the bot has called a route that the server does not know.
func New(t testing.TB, opts ...Option) *Server {
	t.Helper()
	s, err := Start(opts...)
	if err != nil {
		t.Fatal(err)
	}
	s.fail, s.helper = t.Fatalf, t.Helper
	t.Cleanup(func() {
		s.Close()
		for _, call := range s.Unexpected() {
			t.Errorf("the bot called a route that this Discord does not know: %s %s", call.Method, call.Path)
		}
	})
	return s
}

// Start starts a server outside a test; the caller closes it.
func Start(opts ...Option) (*Server, error) {
	s := &Server{
		Token:        "discordtest.token",
		transport:    &http.Transport{},
		fail:         func(format string, args ...any) { panic("discordtest: " + fmt.Sprintf(format, args...)) },
		helper:       func() {},
		clock:        time.Now,
		heartbeat:    41250 * time.Millisecond,
		closing:      make(chan struct{}),
		changed:      make(chan struct{}),
		connected:    map[*connection]bool{},
		identified:   map[int]time.Time{},
		sessions:     map[string]*session{},
		guilds:       map[string]*guild{},
		channels:     map[string]*channel{},
		users:        map[string]*User{},
		closedDMs:    map[string]bool{},
		uploads:      map[string]*File{},
		messages:     map[string]*Message{},
		interactions: map[string]*Interaction{},
		commands:     map[string][]*discordgo.ApplicationCommand{},
		rates:        map[string]*bucket{},
		limits:       map[string]rate{globalRate: {50, time.Second}},
	}
	for _, opt := range opts {
		opt(s)
	}
	if s.heartbeat < time.Millisecond {
		return nil, fmt.Errorf("start discordtest: heartbeat %v is under a millisecond", s.heartbeat)
	}
	s.Bot = &User{ID: s.snowflake(), Name: "dateline", Bot: true}
	s.users[s.Bot.ID] = s.Bot
	s.http = httptest.NewServer(s.routes())
	s.URL = s.http.URL
	return s, nil
}

// Close ends every connection and waits until nothing of the server runs any more. It may be called twice.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.closing)
	for c := range s.connected {
		c.ws.Close()
	}
	s.notify()
	s.mu.Unlock()
	s.transport.CloseIdleConnections()
	s.http.Close()
	s.serving.Wait()
}

// Client returns an HTTP client that sends what is meant for discord.com to this server, for discordgo's Session.Client.
func (s *Server) Client() *http.Client {
	target, err := url.Parse(s.URL)
	if err != nil {
		panic("discordtest: the server's own address: " + err.Error())
	}
	return &http.Client{Transport: redirect{target, s.transport}, Timeout: 20 * time.Second}
}

type redirect struct {
	to   *url.URL
	next http.RoundTripper
}

func (rd redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Hostname() == "discord.com" {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host, r.Host = rd.to.Scheme, rd.to.Host, rd.to.Host
	}
	return rd.next.RoundTrip(r)
}

// Now returns the server's time.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance lets d pass on the server: interactions lapse, nonces and rate limits are forgotten.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += d
	s.notify()
}

func (s *Server) now() time.Time { return s.clock().Add(s.ahead).UTC() }

// snowflake makes an ID that tells its time of birth and is larger than every ID before it.
func (s *Server) snowflake() string {
	s.lastID = max(s.lastID+1, (s.now().UnixMilli()-discordEpoch)<<22)
	return strconv.FormatInt(s.lastID, 10)
}

func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Await returns when cond holds, which is tried now and after every change of the world. The error when ctx ends first,
// or after half a minute where ctx has no deadline, names what was awaited and the calls that the bot made instead.
// cond may call any method of the server.
func (s *Server) Await(ctx context.Context, what string, cond func() bool) error {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("awaited %s in vain: %w\nthe bot's last calls:\n%s", what, ctx.Err(), s.story())
		}
	}
}

func (s *Server) story() string {
	calls := s.Calls()
	var b strings.Builder
	for _, call := range calls[max(0, len(calls)-20):] {
		fmt.Fprintf(&b, "  %d %s %s %.300s\n", call.Status, call.Method, call.Path, call.Body)
	}
	return b.String()
}

// AwaitReady returns when the bot is Connected. After a Disrupt that leaves the connection open, such as Reconnect, await
// that Resumes or Identifies has grown instead.
func (s *Server) AwaitReady(ctx context.Context) error {
	return s.Await(ctx, "a connected bot", s.Connected)
}

// AwaitCommands returns when the bot has registered commands of these names, globally or in a guild.
func (s *Server) AwaitCommands(ctx context.Context, names ...string) error {
	return s.Await(ctx, "commands "+strings.Join(names, ", "), func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, name := range names {
			if !s.registered(name) {
				return false
			}
		}
		return true
	})
}

func (s *Server) registered(name string) bool {
	for _, commands := range s.commands {
		for _, c := range commands {
			if c.Name == name {
				return true
			}
		}
	}
	return false
}
