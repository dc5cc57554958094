package discord

import (
	"context"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/singleflight"
)

const (
	// locateWithin is how long finding a channel's parent may take; the first response waits for it.
	locateWithin = 1500 * time.Millisecond
	// maxPlaces bounds the channels that are remembered.
	maxPlaces = 10000
	// hiddenFor is how long a channel is not asked for again that Discord does not show: it counts such requests.
	hiddenFor = 10 * time.Minute
)

// where is where something is asked.
type where struct {
	guild   string // "" in direct messages
	channel string // the parent, of a thread
	thread  string // "" outside of threads
	title   string // of the thread
}

// scopes are those of the place's settings, the narrowest first.
func (w where) scopes() []string {
	if w.thread == "" {
		return []string{w.channel}
	}
	return []string{w.thread, w.channel}
}

// standing is the channel, or thread, in which messages stand there.
func (w where) standing() string { return w.scopes()[0] }

// talk is the name of the conversation that all have there, "" where each question begins its own.
func (w where) talk() string {
	if w.guild == "" {
		return w.channel
	}
	return w.thread
}

// atlas remembers which channels are threads, and of what.
type atlas struct {
	mu      sync.Mutex
	known   map[string]known
	looking singleflight.Group
}

type known struct {
	where
	until time.Time // zero: for good
}

func (a *atlas) get(channel string, now time.Time) (where, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	k, ok := a.known[channel]
	return k.where, ok && (k.until.IsZero() || now.Before(k.until))
}

func (a *atlas) keep(channel string, k known) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known == nil || len(a.known) >= maxPlaces {
		a.known = map[string]known{}
	}
	a.known[channel] = k
}

// locate finds where a channel is: Discord tells of a message or an interaction not whether that is a thread. A channel that
// Discord does not show is taken for none.
func (b *Bot) locate(ctx context.Context, guild, channel string) where {
	if guild == "" {
		return where{channel: channel}
	}
	if w, ok := b.atlas.get(channel, b.clock.now()); ok {
		return w
	}
	found, _, _ := b.atlas.looking.Do(channel, func() (any, error) { // of many who ask at once, one looks
		return b.lookUp(context.WithoutCancel(ctx), guild, channel), nil
	})
	return found.(where)
}

func (b *Bot) lookUp(ctx context.Context, guild, channel string) where {
	ctx, done := context.WithTimeout(ctx, locateWithin)
	defer done()
	w := where{guild: guild, channel: channel}
	var c discordgo.Channel
	address := discordgo.EndpointChannel(channel)
	err := b.api.call(ctx, route{method: "GET", address: address, limits: b.api.session.Ratelimiter, bucket: address}, nil, &c)
	if err != nil {
		b.log.Warn("a channel cannot be looked up", "channel", channel, "error", err)
		if refused(err) {
			b.atlas.keep(channel, known{w, b.clock.now().Add(hiddenFor)})
		}
		return w
	}
	if c.IsThread() && c.ParentID != "" {
		w = where{guild: guild, channel: c.ParentID, thread: channel, title: c.Name}
	}
	b.atlas.keep(channel, known{where: w})
	return w
}
