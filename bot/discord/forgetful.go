package discord

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"dateline/bot/memory"
)

// Where memory fails, or another process holds it up, readers are answered all the same, without what cannot be had.
const (
	// usualLook is how long memory may take for each thing that the first response waits for.
	usualLook = 500 * time.Millisecond
	// usualKeep is how long it may take for what the answer waits for.
	usualKeep = 3 * time.Second
)

// settled are the settings of places as they were last read.
type settled struct {
	mu sync.Mutex
	by map[string]memory.Settings
}

func (o *settled) get(place string) (memory.Settings, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s, there := o.by[place]
	return s, there
}

func (o *settled) keep(place string, s memory.Settings) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.by == nil || len(o.by) >= maxPlaces {
		o.by = map[string]memory.Settings{}
	}
	o.by[place] = s
}

// settingsAnyway are the settings of a place; where they cannot be read, those that were read last, or else none but that
// commands are answered in private.
func (b *Bot) settingsAnyway(ctx context.Context, w where) memory.Settings {
	ctx, done := context.WithTimeout(ctx, b.lookWithin)
	defer done()
	place := w.guild + "/" + strings.Join(w.scopes(), "/")
	s, err := b.settingsOf(ctx, w)
	if err == nil {
		b.settled.keep(place, s)
		return s
	}
	b.log.Error("settings cannot be read", "guild", w.guild, "error", err)
	s, there := b.settled.get(place)
	if !there {
		s.Private = new(true)
	}
	return s
}

// takeInTime takes a question from the quotas that hold for it. Where memory takes its time, the first response comes before;
// where it fails, the question is let through.
func (b *Bot) takeInTime(ctx context.Context, at place, q *asked, s memory.Settings, private bool) (memory.Taken, error) {
	soon, done := context.WithTimeout(ctx, b.lookWithin)
	taken, err := b.take(soon, at.locale(), q, s)
	done()
	if refused := new(refusal); err == nil || errors.As(err, refused) {
		return taken, err
	}
	if err := at.begin(ctx, private); err != nil {
		return memory.Taken{}, err
	}
	later, done := context.WithTimeout(ctx, b.keepWithin)
	defer done()
	taken, err = b.take(later, at.locale(), q, s)
	if refused := new(refusal); err == nil || errors.As(err, refused) || ctx.Err() != nil {
		return taken, err
	}
	b.log.Error("a question is not counted", "guild", q.guild, "error", err)
	return memory.Taken{}, nil
}
