package discord

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/memory"
)

// A message that asks something is answered once, however often the bot hears of it: a session that is resumed may repeat it,
// missed.go looks it up, and another process may have heard it too. Interactions need no such care, since Discord takes one
// response to each.

const (
	// lease is how long a process that was heard of last counts as being at a message; it says so every renewEvery.
	lease      = time.Minute
	renewEvery = lease / 4
)

// heard are the messages that this process has undertaken to answer lately, by their IDs.
type heard struct {
	mu     sync.Mutex
	by     map[string]hearing
	pruned time.Time
}

// hearing is when and where a message was heard.
type hearing struct {
	spot
	at     time.Time
	inHand bool
}

// spot is a channel or a thread; guild "" is direct messages.
type spot struct{ guild, channel string }

// begin reports whether a message is new.
func (h *heard) begin(id string, in spot, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, there := h.by[id]; there {
		return false
	}
	if h.by == nil {
		h.by = map[string]hearing{}
	}
	if now.Sub(h.pruned) > missedFor {
		h.pruned = now
		for id, one := range h.by {
			if !one.inHand && now.Sub(one.at) > missedFor {
				delete(h.by, id)
			}
		}
	}
	h.by[id] = hearing{in, now, true}
	return true
}

// end says that the process is no longer at a message; unless it was answered, it may be begun again.
func (h *heard) end(id string, answered bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !answered {
		delete(h.by, id)
		return
	}
	one := h.by[id]
	one.inHand = false
	h.by[id] = one
}

// inHand are the messages that the process is at.
func (h *heard) inHand() (ids []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, one := range h.by {
		if one.inHand {
			ids = append(ids, id)
		}
	}
	return ids
}

// spots are where messages were heard, the last ones first.
func (h *heard) spots() (all []spot) {
	h.mu.Lock()
	lately := slices.Collect(maps.Values(h.by))
	h.mu.Unlock()
	slices.SortFunc(lately, func(a, b hearing) int { return b.at.Compare(a.at) })
	for _, one := range lately {
		all = append(all, one.spot)
	}
	return all
}

// hear undertakes to answer a message. It is the bot's to answer where that is memory.Unheard or memory.BrokenOff, and then unhear
// is to be called. What memory cannot tell counts as Unheard.
func (b *Bot) hear(ctx context.Context, m *discordgo.Message) memory.Hearing {
	if !b.heard.begin(m.ID, spot{m.GuildID, m.ChannelID}, b.clock.now()) {
		return memory.Answered
	}
	hearing, done := context.WithTimeout(ctx, b.keepWithin)
	defer done()
	h, err := b.memory.Hear(hearing, m.ID, lease)
	switch {
	case ctx.Err() != nil: // it is left to the next process, or to the one that is at it
		b.heard.end(m.ID, false)
		return memory.InHand
	case err != nil:
		b.log.Error("whether a message was heard before is not known", "message", m.ID, "error", err)
		return memory.Unheard
	case h == memory.InHand, h == memory.Answered:
		b.heard.end(m.ID, h == memory.Answered)
	}
	return h
}

// unhear says that the bot is done with a message; answered, that its reader was answered or told why not.
func (b *Bot) unhear(ctx context.Context, id string, answered bool) {
	b.heard.end(id, answered)
	if !answered {
		return
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), b.keepWithin)
	defer done()
	if err := b.memory.Heard(ctx, id); err != nil {
		b.log.Error("that a message was answered is not noted", "message", id, "error", err)
	}
}

// holdOn tells other processes which messages this one is at, until ctx ends.
func (b *Bot) holdOn(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.clock.after(renewEvery):
		}
		ids := b.heard.inHand()
		if len(ids) == 0 {
			continue
		}
		if err := b.memory.Hold(ctx, ids, lease); err != nil && ctx.Err() == nil {
			b.log.Error("which messages are in hand is not noted", "error", err)
		}
	}
}
