// Package discord is the bot's place in Discord: it hears questions in mentions, direct messages, replies and slash
// commands, has the desk answer them, and shows what comes back within Discord's limits, pinging nobody.
//
// It is the only room that knows bwmarrin/discordgo, chosen for its gateway client and its shapes of Discord's objects.
// What discordgo leaves to its users is done here, each in one place:
//
//   - gateway.go supervises the connection: deadlines for a gateway that falls silent, an end to resuming with a token
//     that is worthless, backing off.
//   - api.go makes the requests: repeated only where that does no harm, 429 honoured, allowed_mentions always empty.
//   - crew.go keeps what is in hand, so that Run can finish it before it returns.
//   - serve.go recovers what panics, logs what fails and tells the reader.
//
// A reader's request comes in by message.go or interaction.go, goes to the file named as the command (ask.go, summary.go,
// help.go, passages.go) and is shown by render.go, a pure function of the answer.
package discord

import (
	"cmp"
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// Desk is what the bot asks of the desk; *desk.Desk is one.
type Desk interface {
	Ask(ctx context.Context, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Summary(ctx context.Context, s desk.Summary, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Headlines(ctx context.Context, typed string, n int) ([]retrieval.Article, error)
	Passages(ctx context.Context, ids []string) ([]bot.Source, error)
}

// Config is what a Bot needs.
type Config struct {
	Token  string        // the bot's token, with or without "Bot " before it
	APIURL string        // where Discord is; "" means https://discord.com
	Desk   Desk          // answers
	Log    *slog.Logger  // gets identifiers and timings, never a question's text
	Grace  time.Duration // how long answers in the making may take once Run's ctx has ended; 0 means 20 s
}

// Bot is one bot in Discord.
type Bot struct {
	desk    Desk
	log     *slog.Logger
	grace   time.Duration
	api     *api
	gateway *gateway
	clock   clock
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
	return &Bot{
		desk: cfg.Desk, log: cfg.Log, grace: cmp.Or(cfg.Grace, usualGrace), api: api, clock: wall,
		gateway: newGateway(api, cfg.Log, wall),
	}, nil
}

// Run connects, registers the commands where they changed, and answers until ctx ends. Then it takes no new questions,
// finishes those in hand within the grace, and returns nil. It returns early only for what no second attempt mends:
// ErrToken, ErrIntents, or another end that Discord calls final.
func (b *Bot) Run(ctx context.Context) error {
	work, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	connected, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	defer b.api.client.CloseIdleConnections()

	hands := newCrew()
	var self atomic.Pointer[discordgo.User]
	start := func(task func(closing bool)) {
		hands.start(func(closing bool) {
			if err := guarded(func() error { task(closing); return nil }); err != nil {
				b.log.Error("an event was not handled", "error", err)
			}
		})
	}
	hear := func(s *discordgo.Session) {
		s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) { self.Store(r.User) })
		s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) {
			start(func(closing bool) { b.onMessage(work, m.Message, self.Load(), closing) })
		})
		s.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
			start(func(closing bool) { b.onInteraction(work, i.Interaction, closing) })
		})
	}
	var registered atomic.Bool
	up := func() {
		if registered.CompareAndSwap(false, true) {
			start(func(bool) { registered.Store(b.register(work)) })
		}
	}
	over := make(chan error, 1)
	go func() { over <- b.gateway.keep(connected, hear, up) }()

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

// register reports whether Discord has the commands.
func (b *Bot) register(ctx context.Context) bool {
	changed, err := b.api.register(ctx)
	if err != nil {
		b.log.Error("commands not registered; the next connection tries again", "error", err)
		return false
	}
	b.log.Info("commands registered", "changed", changed)
	return true
}
