package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/errgroup"
)

// A bot in many servers has Discord deal them out to shards, a session each, and a process may run some of them. What a process does
// by itself, such as telling of corrections, it does in the servers of its shards alone; direct messages, and what is done once for
// the whole bot, are with shard 0. What readers ask is answered wherever it arrives: all that outlives an answer is in memory.

// Shards are the shards that a process runs, those numbered First to Last of so many in all. The zero value is all that there are: one.
type Shards struct{ First, Last, Of int }

var errShards = errors.New("write such as 0-3/16 for the first four of sixteen shards, or 5/16 for one of them")

// ParseShards reads such as 0-3/16, or 5/16.
func ParseShards(text string) (s Shards, err error) {
	part, of, whole := strings.Cut(text, "/")
	first, last, several := strings.Cut(part, "-")
	if !several {
		last = first
	}
	number := func(text string) int {
		n, failed := strconv.ParseUint(text, 10, 31)
		err = errors.Join(err, failed)
		return int(n)
	}
	s = Shards{number(first), number(last), number(of)}
	switch {
	case err != nil || !whole || s.Of == 0:
		return Shards{}, errShards
	case s.First > s.Last:
		return Shards{}, fmt.Errorf("the range ends before it begins; %w", errShards)
	case s.Last >= s.Of:
		return Shards{}, fmt.Errorf("of %d shards the last is number %d", s.Of, s.Of-1)
	}
	return s, nil
}

func (s Shards) String() string {
	switch {
	case s.Of <= 1:
		return "0/1"
	case s.First == s.Last:
		return fmt.Sprintf("%d/%d", s.First, s.Of)
	}
	return fmt.Sprintf("%d-%d/%d", s.First, s.Last, s.Of)
}

// each are the shards one by one.
func (s Shards) each() (all []Shards) {
	for i := s.First; i <= s.Last; i++ {
		all = append(all, Shards{i, i, max(1, s.Of)})
	}
	return all
}

// has tells whether a server is one of the shards', "" being direct messages; by the formula at
// https://discord.com/developers/docs/events/gateway#sharding.
func (s Shards) has(guild string) bool {
	id, _ := strconv.ParseUint(guild, 10, 64) // "" is 0
	shard := int((id >> 22) % uint64(max(1, s.Of)))
	return s.First <= shard && shard <= s.Last
}

// ours are the servers among these that are the shards'.
func (s Shards) ours(guilds []string) []string {
	return slices.DeleteFunc(guilds, func(guild string) bool { return !s.has(guild) })
}

// Whole tells whether the shards do what is done once for the whole bot.
func (s Shards) Whole() bool { return s.has("") }

// apart is how long Discord wants between the sessions of one of its queues, and something for the way there.
const apart = 5*time.Second + 500*time.Millisecond

// keepConnected keeps a connection for each shard until ctx ends or Discord ends one for good. hear adds the handlers to a new
// session of a shard; up is called whenever a connection stands.
func (b *Bot) keepConnected(ctx context.Context, hear func(Shards, *discordgo.Session), up func()) error {
	if b.shards.Of > 1 {
		queues := b.queues(ctx)
		for _, g := range b.gateways {
			g.apart = b.apart
			g.turn = func(ctx context.Context) error {
				return b.awaitTurn(ctx, fmt.Sprint("identify ", g.shard.First%queues))
			}
		}
	}
	all, ctx := errgroup.WithContext(ctx)
	for _, g := range b.gateways {
		all.Go(func() error {
			return g.keep(ctx, func(s *discordgo.Session) { hear(g.shard, s) }, up)
		})
	}
	return all.Wait()
}

// queues is how many sessions Discord lets the bot begin at once: those of shards whose numbers differ when divided by it.
func (b *Bot) queues(ctx context.Context) int {
	var told discordgo.GatewayBotResponse
	address := discordgo.EndpointGatewayBot
	if err := b.api.call(ctx, route{method: "GET", address: address, limits: b.api.session.Ratelimiter, bucket: address}, nil, &told); err != nil {
		b.log.Warn("how many shards may connect at once is not known, so they do one by one", "error", err)
		return 1
	}
	start := told.SessionStartLimit
	b.log.Info("running shards", "shards", b.shards.String(), "recommended", told.Shards, "at_once", start.MaxConcurrency, "sessions_left", start.Remaining)
	if start.Remaining < len(b.gateways) {
		b.log.Warn("Discord lets the bot begin fewer sessions than it has shards until the count begins anew", "sessions_left", start.Remaining,
			"anew_in", time.Duration(start.ResetAfter)*time.Millisecond)
	}
	return max(1, start.MaxConcurrency)
}

// awaitTurn waits until a session may be begun in a queue, which other processes stand in too.
func (b *Bot) awaitTurn(ctx context.Context, queue string) error {
	reserving, done := context.WithTimeout(ctx, b.keepWithin)
	at, err := b.memory.Reserve(reserving, queue, b.apart)
	done()
	if err != nil {
		b.log.Error("whether another process connects is not known", "error", err)
		return ctx.Err() // Discord sends away who comes too early, and is asked again
	}
	if wait := time.Until(at); wait > 0 {
		b.rest(ctx, wait)
	}
	return ctx.Err()
}
