// Package discord is the bot's place in Discord: it hears questions in mentions, direct messages, replies and slash
// commands, has the desk answer them, and shows what comes back within Discord's limits, pinging nobody.
//
// It is the only room that knows bwmarrin/discordgo, chosen for its gateway client and its shapes of Discord's objects.
// What discordgo leaves to its users is done here, each in one place:
//
//   - gateway.go supervises a connection: deadlines for a gateway that falls silent, an end to resuming with a token
//     that is worthless, backing off. shards.go has as many of them as the process runs shards, and says which servers are its.
//   - api.go makes the requests: repeated only where that does no harm, 429 honoured, allowed_mentions always empty.
//   - turn.go has each request wait for its turn and for Discord's limits, for as long as somebody waits for it.
//   - heard.go has each message answered once, also by two processes; missed.go looks up what no session heard.
//   - elsewhere.go hands over, or tells directly, what cannot be shown where it was asked; forgetful.go answers without memory.
//   - crew.go keeps what is in hand, so that Run can finish it before it returns.
//   - serve.go recovers what panics, logs what fails and tells the reader.
//
// A reader's request comes in by message.go or interaction.go and goes to the file named as the command, button or form.
// Whatever asks a question ends in question.go, which answers it, keeps it in the ledger and shows it by render.go, a pure
// function of the answer. What the bot tells by itself, when the coverage changes, goes out by rounds.go: corrections of what was
// shown by correct.go, news of what is followed by news.go. Those rounds also forget servers that removed the bot (guilds.go). Buttons name an answer of the ledger and hold nothing else, so they outlive the process.
//
// What moderators set (settings.go) holds in the place of a question: its thread, its channel or the server, the narrowest
// first. Who they are is Discord's to say and is checked again (moderate.go); who runs the bot is said by Config.Operators.
package discord

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

// Desk is what the bot asks of the desk; *desk.Desk is one.
type Desk interface {
	FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Again(ctx context.Context, question string, offer bot.Offer, show func(bot.Claim)) (bot.Answer, error)
	Summary(ctx context.Context, s desk.Summary, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Timeline(ctx context.Context, topic string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Quotes(ctx context.Context, q desk.Quotes, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Check(ctx context.Context, claim string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Coverage(ctx context.Context, search string, page int) (desk.Coverage, error)
	Article(ctx context.Context, name string) (desk.Card, error)
	Complete(ctx context.Context, what desk.Completion, typed string) ([]desk.Choice, error)
	Passages(ctx context.Context, ids []string) ([]bot.Source, error)
	Standing(ctx context.Context, shown bot.Answer) (now bot.Answer, marks map[string]string, err error)
	Marks(ctx context.Context, articles []string) (map[string]string, error)
	State(ctx context.Context) (uint64, error)
}

// Config is what a Bot needs.
type Config struct {
	Token  string // the bot's token, with or without "Bot " before it
	APIURL string // where Discord is; "" means https://discord.com
	Desk   Desk   // answers
	Memory *memory.Memory
	Log    *slog.Logger  // gets identifiers and timings, never a question's text
	Grace  time.Duration // how long answers in the making may take once Run's ctx has ended; 0 means 20 s
	Pause  time.Duration // between two things that readers are told unasked; 0 means 2 s
	Shards Shards        // that this process runs

	Operators      []string      // IDs of the users who run the bot
	DirectQuota    int           // questions an hour of a reader in direct messages; 0 sets no limit
	MessageContent bool          // hear every message, for channels in which the bot answers without a mention
	Models         desk.Models   // that are asked, for what is said of privacy
	Retention      time.Duration // how long memory keeps questions, for the same; 0 is without end

	// For is the desk of a server, "" of direct messages: with what it added, and of these outlets alone; nil is Desk for all.
	For     func(guild string, outlets []string) Desk
	Library Library                         // the coverage that servers add; nil lets them add none
	Check   func(ctx context.Context) error // whether the model can be asked; nil where there is none
}

// Bot is one bot in Discord.
type Bot struct {
	desk        Desk
	memory      *memory.Memory
	log         *slog.Logger
	grace       time.Duration
	operators   []string
	unbidden    bool // hears every message
	directQuota int
	models      desk.Models
	retention   time.Duration
	api         *api
	shards      Shards
	gateways    []*gateway // one a shard
	clock       clock
	atlas       atlas
	settled     settled
	roll        roll
	self        atomic.Pointer[discordgo.User] // since the first session was begun
	greeted     chan struct{}                  // holds one where a session was begun, so that some messages may have been missed
	heard       heard
	running     running
	sharing     sharing
	delivery    atomic.Int64  // nanoseconds; see Health
	refused     atomic.Uint64 // questions for which a quota was used up
	stirs       atomic.Uint64 // counts the times that the coverage may have changed
	stirred     chan struct{} // holds one where a round is due
	hastened    time.Time     // when all that is followed was last asked again

	deskFor    func(guild string, outlets []string) Desk
	library    Library
	wellness   func(ctx context.Context) error // of the model
	moderating sync.Mutex                      // from reading settings to changing them

	lookWithin, keepWithin time.Duration // that memory may take
	between                time.Duration // two things that readers are told unasked
	apart                  time.Duration // two sessions of one of Discord's queues are begun
}

// clock is the time as the bot sees it.
type clock struct {
	now   func() time.Time
	after func(time.Duration) <-chan time.Time
}

var wall = clock{time.Now, time.After}

const (
	usualGrace = 20 * time.Second
	// settle is how long readers whose answer was cut short may take to be told.
	settle = 6 * time.Second
)

// New makes a bot. A missing token and an address that is none are errors whose sentence names the variable.
func New(cfg Config) (*Bot, error) {
	api, err := newAPI(cfg.Token, cfg.APIURL, cfg.Log, wall)
	if err != nil {
		return nil, err
	}
	b := &Bot{
		desk: cfg.Desk, memory: cfg.Memory, log: cfg.Log, grace: cmp.Or(cfg.Grace, usualGrace), operators: cfg.Operators,
		unbidden: cfg.MessageContent, directQuota: cfg.DirectQuota, models: cfg.Models, retention: cfg.Retention, api: api, clock: wall,
		shards: cfg.Shards, apart: apart, stirred: make(chan struct{}, 1),
		deskFor: cfg.For, library: cfg.Library, wellness: cfg.Check, roll: make(roll, 64), greeted: make(chan struct{}, 1),
		lookWithin: usualLook, keepWithin: usualKeep, between: cmp.Or(cfg.Pause, usualPause),
	}
	for _, shard := range cfg.Shards.each() {
		b.gateways = append(b.gateways, newGateway(api, cfg.Log, wall, intentsOf(cfg.MessageContent), shard))
	}
	return b, nil
}

// Run connects, registers the commands where they changed, and answers until ctx ends. Then it takes no new questions,
// finishes those in hand within the grace, and returns nil. It returns early only for what no second attempt mends:
// ErrToken, ErrIntents, ErrShards, or another end that Discord calls final.
func (b *Bot) Run(ctx context.Context) error {
	var rounds sync.WaitGroup
	defer rounds.Wait()
	work, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	connected, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	defer b.api.client.CloseIdleConnections()

	hands := newCrew()
	start := func(task func(closing bool)) {
		hands.start(func(closing bool) {
			if err := guarded(func() error { task(closing); return nil }); err != nil {
				b.log.Error("an event was not handled", "error", err)
			}
		})
	}
	telling, hush := context.WithCancel(ctx)
	defer hush()
	known, know := context.WithCancel(telling) // which servers the bot is in, so that those that removed it are told nothing
	defer know()
	met := map[Shards]bool{} // the shards of which it is; what is noted is noted one by one
	hear := func(shard Shards, s *discordgo.Session) {
		s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) { b.self.Store(r.User) })
		b.hearGuilds(telling, shard, s, func() {
			if met[shard] = true; len(met) == len(b.gateways) {
				know()
				wake(b.greeted)
			}
		})
		s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) {
			b.arrived(m.ID)
			start(func(closing bool) { b.onMessage(work, m.Message, b.self.Load().ID, closing) })
		})
		s.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
			b.arrived(i.ID)
			start(func(closing bool) { b.onInteraction(work, i.Interaction, closing) })
		})
	}
	var registered atomic.Bool
	up := func() {
		if b.shards.Whole() && registered.CompareAndSwap(false, true) {
			start(func(bool) { registered.Store(b.register(work, b.self.Load().ID)) })
		}
	}
	rounds.Go(func() {
		<-known.Done()
		b.rounds(telling)
	})
	rounds.Go(func() { b.noteGuilds(telling) })
	rounds.Go(func() { b.holdOn(work) })
	rounds.Go(func() {
		b.catchUp(telling, func(c call) { start(func(closing bool) { b.answerCall(work, c, b.self.Load().ID, closing) }) })
	})
	over := make(chan error, 1)
	go func() { over <- b.keepConnected(connected, hear, up) }()

	select {
	case err := <-over:
		abandon()
		b.await(hands.close(), settle)
		return err
	case <-ctx.Done():
	}
	b.log.Info("shutting down", "in_hand", hands.count())
	if !b.await(hands.close(), b.grace) {
		b.log.Warn("cutting answers short", "in_hand", hands.count(), "grace", b.grace)
		abandon()
		b.await(hands.close(), settle)
	}
	hangUp()
	return <-over
}

// await reports whether done came within a time.
func (b *Bot) await(done <-chan struct{}, within time.Duration) bool {
	select {
	case <-done:
		return true
	default:
	}
	select {
	case <-done:
		return true
	case <-b.clock.after(within):
		return false
	}
}
