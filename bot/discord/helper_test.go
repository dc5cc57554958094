package discord

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/retrieval"
)

// patience is how long a test that goes wrong waits.
const patience = 30 * time.Second

// TestMain lets many tests run side by side: they mostly wait, since discordgo sleeps for a second whenever it closes a
// connection. What they keep lies in the computer's memory where it has a folder for that, so that they do not wait for its
// disk, which memory does with each answer.
func TestMain(m *testing.M) {
	if ram, err := os.Stat("/dev/shm"); err == nil && ram.IsDir() && os.Getenv("TMPDIR") == "" {
		if err := os.Setenv("TMPDIR", "/dev/shm"); err != nil {
			panic(err)
		}
	}
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() == "" {
		if err := flag.Set("test.parallel", "16"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// fakeDesk is a Desk whose answers are its fields; a missing one answers with the sample.
type fakeDesk struct {
	ask      func(ctx context.Context, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	followUp func(former []bot.Turn, question string) (bot.Answer, error)
	again    func(question string, offer bot.Offer) (bot.Answer, error)
	summary  func(ctx context.Context, s desk.Summary, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	tell     func(what, about string, w desk.Window) (bot.Answer, error) // of timelines, quotations and checks
	coverage func(search string, page int) (desk.Coverage, error)
	article  func(name string) (desk.Card, error)
	complete func(ctx context.Context, what desk.Completion, typed string) ([]desk.Choice, error)
	passages func(ctx context.Context, ids []string) ([]bot.Source, error)
}

func (f fakeDesk) FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	switch {
	case f.followUp != nil:
		return f.followUp(former, question)
	case f.ask != nil:
		return f.ask(ctx, question, w, show)
	}
	return sample(question), nil
}

func (f fakeDesk) Again(_ context.Context, question string, offer bot.Offer, _ func(bot.Claim)) (bot.Answer, error) {
	return f.again(question, offer)
}

func (f fakeDesk) Coverage(_ context.Context, search string, page int) (desk.Coverage, error) {
	return f.coverage(search, page)
}

func (f fakeDesk) Article(_ context.Context, name string) (desk.Card, error) { return f.article(name) }

func (fakeDesk) Standing(_ context.Context, shown bot.Answer) (bot.Answer, map[string]string, error) {
	return shown, nil, nil
}

func (fakeDesk) Marks(context.Context, []string) (map[string]string, error) { return nil, nil }

func (fakeDesk) State(context.Context) (uint64, error) { return 0, nil }

func (f fakeDesk) Summary(ctx context.Context, s desk.Summary, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	if f.summary == nil {
		return sample(s.About()), nil
	}
	return f.summary(ctx, s, w, show)
}

func (f fakeDesk) Timeline(_ context.Context, topic string, w desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
	if f.tell == nil {
		return sample(topic), nil
	}
	return f.tell("timeline", topic, w)
}

func (f fakeDesk) Quotes(_ context.Context, q desk.Quotes, w desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
	if f.tell == nil {
		return sample(q.Speaker), nil
	}
	return f.tell("quotes", q.Speaker+"/"+q.Topic, w)
}

func (f fakeDesk) Check(_ context.Context, claim string, w desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
	if f.tell == nil {
		return sample(claim), nil
	}
	return f.tell("check", claim, w)
}

func (f fakeDesk) Complete(ctx context.Context, what desk.Completion, typed string) ([]desk.Choice, error) {
	return f.complete(ctx, what, typed)
}

func (f fakeDesk) Passages(ctx context.Context, ids []string) ([]bot.Source, error) {
	if f.passages == nil {
		return sample("").Sources, nil
	}
	return f.passages(ctx, ids)
}

func claim(text string, markers ...int) bot.Claim {
	c := bot.Claim{Text: text, Kind: bot.Prose, Grounding: bot.Supported}
	for _, n := range markers {
		c.Citations = append(c.Citations, bot.Citation{N: n})
	}
	return c
}

func day(iso string) bot.Day {
	d, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		panic(err)
	}
	return bot.Day{Time: d}
}

// sample is an answer that repeats the question.
func sample(question string) bot.Answer {
	return bot.Answer{
		Question: question, Composer: "extractive", CoverageThrough: day("2016-12-22"), Timings: bot.Timings{Total: 38},
		Claims: []bot.Claim{claim("You asked: "+question+".", 1), claim("Kerry threatened to suspend talks.", 1, 2)},
		Sources: []bot.Source{
			{N: 1, ArticleID: "kerry", Headline: "Kerry warns Russia over Aleppo", Outlet: "Dateline sample desk",
				Published: day("2016-09-28"), URL: "https://news.example/kerry-warns", PassageID: "aaaaaaaaaaaa",
				Text: "Kerry told Lavrov that talks would end.", Kind: retrieval.Body, Paragraph: 6},
			{N: 2, ArticleID: "aleppo", Headline: "Aleppo under fire", Outlet: "Dateline sample wire",
				Published: day("2016-09-27"), PassageID: "bbbbbbbbbbbb", Text: "Bombs fell.", Kind: retrieval.Caption},
		},
	}
}

// testClock lets no time pass. An answer's wait for its pace waits for a tick; a wait for a time that is held lasts for
// ever; every other wait is over at once, and kept.
type testClock struct {
	mu    sync.Mutex
	held  []time.Duration
	waits []time.Duration
	paces chan time.Time
	lates chan time.Time // the times at which answers are handed over; nil holds them
	looks chan time.Time // the times at which the bot looks again for what was missed, since another process was at it; nil holds them
}

func (c *testClock) after(d time.Duration) <-chan time.Time {
	switch d {
	case pace:
		return c.paces
	case handOver:
		return c.lates
	case lease, longest:
		return c.looks
	case roundEvery, tellWithin, renewEvery: // the bot's own rounds come when it is stirred
		return nil
	}
	return c.pass(d)
}

func (c *testClock) pass(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.Contains(c.held, d) {
		return nil
	}
	c.waits = append(c.waits, d)
	over := make(chan time.Time, 1)
	over <- time.Time{}
	return over
}

// hold sets the times that are held.
func (c *testClock) hold(times ...time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = times
}

func (c *testClock) waited() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.waits)
}

// tick lets one pace pass for one answer in the making.
func (c *testClock) tick(t *testing.T) {
	t.Helper()
	select {
	case c.paces <- time.Time{}:
	case <-time.After(patience):
		t.Fatal("nobody waits for the next pace")
	}
}

// log is what a bot has logged.
type log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// stage is a small world with a bot in it.
type stage struct {
	*discordtest.Server
	guild   *discordtest.Guild
	channel *discordtest.Channel
	ada     *discordtest.User
	bot     *Bot
	memory  *memory.Memory
	path    string // of memory's file
	clock   *testClock
	log     *log
	stop    context.CancelFunc // ends Run's ctx
	ended   chan error         // what Run returned
}

// build makes the world and a bot that does not run yet. answers may be any Desk.
func build(t *testing.T, answers Desk, opts ...discordtest.Option) *stage {
	t.Helper()
	srv := discordtest.New(t, opts...)
	guild := srv.AddGuild("Newsroom")
	s := &stage{Server: srv, guild: guild, channel: srv.AddChannel(guild, "desk"), ada: srv.AddUser("ada"), log: &log{},
		clock: &testClock{paces: make(chan time.Time), held: []time.Duration{usualGrace, settle}}, ended: make(chan error, 1)}
	s.path = filepath.Join(t.TempDir(), memory.FileName)
	s.memory = must[*memory.Memory](t)(memory.Open(t.Context(), s.path, nil))
	t.Cleanup(func() { ok(t, s.memory.Close()) })
	s.hire(t, Config{Desk: answers})
	return s
}

// hire makes the bot of the stage, which does not run yet: what it is connected to is filled in.
func (s *stage) hire(t *testing.T, cfg Config) {
	t.Helper()
	cfg.Token, cfg.APIURL, cfg.Memory = s.Token, s.URL, s.memory
	cfg.Log = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	b.clock = clock{time.Now, s.clock.after}
	b.lookWithin, b.keepWithin, b.api.deferWithin = patience, patience, patience // however slow the computer is
	b.api.clock.after = s.clock.pass
	for _, g := range b.gateways {
		g.clock.after = s.clock.pass
	}
	s.bot = b
}

// run starts the bot; the test ends it, if it has not ended before, and shows what it logged if it failed.
func (s *stage) run(t *testing.T) *stage {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	s.stop = stop
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		s.ended <- s.bot.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		select {
		case <-gone:
		case <-time.After(patience):
			t.Error("Run does not end")
		}
		if t.Failed() {
			t.Log(s.log)
		}
	})
	return s
}

// play is build and run, with a bot that is connected and has registered its commands.
func play(t *testing.T, answers Desk, opts ...discordtest.Option) *stage {
	t.Helper()
	s := build(t, answers, opts...).run(t)
	s.ready(t)
	return s
}

func (s *stage) ready(t *testing.T) {
	t.Helper()
	ok(t, s.AwaitReady(t.Context()))
	ok(t, s.AwaitCommands(t.Context(), "ask", "summary", "help"))
}

// mention has ada ask the bot in the channel.
func (s *stage) mention(question string) *discordtest.Message {
	return s.Say(s.ada, s.channel, s.Bot.Mention()+" "+question)
}

func (s *stage) calls(method, route string) int { return len(s.CallsTo(method, route)) }

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must returns a function that unwraps a value and its error.
func must[V any](t *testing.T) func(V, error) V {
	return func(v V, err error) V {
		t.Helper()
		ok(t, err)
		return v
	}
}

func wantText(t *testing.T, m *discordtest.Message, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(m.Text(), part) {
			t.Errorf("message says\n%s\nwithout %q", m.Text(), part)
		}
	}
}

// silent checks that nothing pinged anybody, and that neither token nor questions were logged.
func (s *stage) silent(t *testing.T, questions ...string) {
	t.Helper()
	if pings := s.Pings(); len(pings) > 0 {
		t.Errorf("somebody was pinged: %v", pings)
	}
	for _, c := range s.Calls() {
		body := string(c.Body)
		if strings.Contains(body, `"content"`) && !strings.Contains(body, `"allowed_mentions":{"parse":[]}`) {
			t.Errorf("%s %s carries no allowed_mentions: %s", c.Method, c.Path, body)
		}
	}
	for _, secret := range append(questions, s.Token, "interaction-") {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("%q was logged:\n%s", secret, s.log)
		}
	}
}
