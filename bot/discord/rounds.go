package discord

import (
	"context"
	"errors"
	"time"
)

const (
	// roundEvery is how often the bot looks whether a reader is to be told something, also where the coverage stayed as it was.
	roundEvery = 10 * time.Minute
	// usualPause paces what readers are told unasked, since living readers' answers count against the same limits.
	usualPause = 2 * time.Second
	// tellWithin is how long telling one reader may take; then another process may take it over.
	tellWithin = 2 * time.Minute
)

// errLater is the end of a round that left something for the next one.
var errLater = errors.New("readers are to be told later")

// Stir says that the coverage may have changed: readers whose answers no longer stand are told, and so are those who follow
// a question. It returns at once.
func (b *Bot) Stir() {
	b.stirs.Add(1)
	wake(b.stirred)
}

// wake has whoever waits for something to be due find it so.
func wake(due chan<- struct{}) {
	select {
	case due <- struct{}{}:
	default: // it is due already
	}
}

// rounds tells readers what the coverage's changes mean for them and forgets what is not to be kept any more, until ctx ends:
// whenever it is stirred, and every so often. What is under way when ctx ends is taken up again by the next process.
func (b *Bot) rounds(ctx context.Context) {
	for ctx.Err() == nil {
		wait := roundEvery
		for _, round := range []func(context.Context) error{b.correct, b.news, b.forgetGuilds} {
			switch err := guarded(func() error { return round(ctx) }); {
			case err == nil, ctx.Err() != nil:
			case errors.Is(err, errLater):
				wait = tellWithin
			default:
				b.log.Error("a round is not made in full", "error", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-b.stirred:
		case <-b.clock.after(wait):
		}
	}
}

// pause lets some time pass between two things that readers are told unasked.
func (b *Bot) pause(ctx context.Context) { b.rest(ctx, b.between) }

func (b *Bot) rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-b.clock.after(d):
	}
}
