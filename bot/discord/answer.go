package discord

import (
	"context"
	"slices"
	"sync"
	"time"

	"dateline/bot"
)

const (
	// pace is how often an answer in the making is edited.
	pace = time.Second
	// busyEvery counts paces; what shows that the bot is at it lasts about ten seconds.
	busyEvery = 8
)

// making is an answer in the making.
type making struct {
	mu     sync.Mutex
	claims []bot.Claim
}

func (m *making) add(c bot.Claim) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.claims = append(m.claims, c)
}

func (m *making) soFar() []bot.Claim {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.claims)
}

// answer shows at a place what ask says: its claims as they come, at most once a pace, and at its end the whole answer.
func (b *Bot) answer(ctx context.Context, at place, ask func(show func(bot.Claim)) (bot.Answer, error)) error {
	var m making
	a, err := func() (bot.Answer, error) {
		var showing sync.WaitGroup
		defer showing.Wait() // of two edits under way, the first could come last
		done := make(chan struct{})
		defer close(done)
		showing.Go(func() {
			if err := guarded(func() error { b.follow(ctx, at, &m, done); return nil }); err != nil {
				b.log.Error("claims not shown as they came", "error", err)
			}
		})
		return ask(m.add)
	}()
	if err != nil {
		return err
	}
	return at.put(ctx, answerMessage(a), true)
}

// follow shows the claims so far until done is closed. What cannot be shown now comes with the next claim, or at the end.
func (b *Bot) follow(ctx context.Context, at place, m *making, done <-chan struct{}) {
	shown := 0
	for turn := 0; ; turn++ {
		if shown == 0 && turn%busyEvery == 0 {
			at.busy(ctx)
		}
		select {
		case <-done:
			return
		case <-b.clock.after(pace):
		}
		claims := m.soFar()
		if len(claims) == shown {
			continue
		}
		shown = len(claims)
		if err := at.put(ctx, draftMessage(claims), false); err != nil {
			b.log.Debug("claims not shown yet", "error", err)
		}
	}
}
