package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
)

const (
	// pace is how often an answer in the making is edited.
	pace = time.Second
	// busyEvery counts paces; what shows that the bot is at it lasts about ten seconds.
	busyEvery = 8
	// stopAfter counts paces without a claim; then a message stands there all the same, so that its asker can stop it.
	stopAfter = 3
)

// errStopped ends the making of an answer whose asker stopped it.
var errStopped = errors.New("stopped by its asker")

// making is an answer in the making.
type making struct {
	mu     sync.Mutex
	claims []bot.Claim
	ahead  func() int // how many questions are before it; nil unless it waits for the model
	done   int        // parts of what is read for it, of so many
	of     int
}

// comes notes how far it has come.
func (m *making) comes(done, of int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done, m.of = done, of
}

// waits notes that the question waits for a busy model, or no longer does.
func (m *making) waits(ahead func() int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ahead = ahead
}

// leastParts is how many parts have to be read for an answer, for readers to be told how far it has come.
const leastParts = 3

// place says where a question stands that waits for the model, or how far a long answer has come; "" where there is nothing to say.
func (m *making) place(l desk.Locale) string {
	m.mu.Lock()
	ahead, done, of := m.ahead, m.done, m.of
	m.mu.Unlock()
	switch {
	case ahead == nil && of >= leastParts && done < of:
		return l.Say("answer.reading", "done", done, "all", of)
	case ahead == nil:
		return ""
	}
	if n := ahead(); n > 0 {
		return l.Count("queue", n)
	}
	return l.Say("queue.next")
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

// compose has a desk answer what was asked, and shows its claims at a place as they come, at most once a pace. id is the
// answer's, by which its asker may stop it; errStopped where that was before the first claim.
func (b *Bot) compose(ctx context.Context, at place, id string, q *asked, d Desk, former []bot.Turn) (bot.Answer, error) {
	var m making
	began := b.clock.now()
	asking, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	b.running.stopBy(id, func() { stop(errStopped) })
	a, err := func() (bot.Answer, error) {
		var showing sync.WaitGroup
		defer showing.Wait() // of two edits under way, the first could come last
		done := make(chan struct{})
		defer close(done)
		showing.Go(func() {
			if err := guarded(func() error { return b.stream(ctx, at, id, q, &m, done) }); err != nil {
				b.log.Error("claims not shown as they came", "error", err)
				if gone(err) || errors.Is(err, errTooLong) {
					stop(err)
				}
			}
		})
		return q.put(bot.WithProgress(bot.WithWait(asking, m.waits), m.comes), d, former, m.add)
	}()
	switch why := context.Cause(asking); {
	case why == nil, ctx.Err() != nil:
	case !errors.Is(why, errStopped) && (err != nil || gone(why)):
		return a, why
	case err != nil:
		return b.stopped(ctx, q, d, m.soFar(), b.clock.now().Sub(began))
	}
	return a, err
}

// stream shows the claims so far, and the question's place where it waits for the model, until done is closed. What cannot be
// shown now is shown a pace later, or at the end. An error is why there is nowhere to show the answer any more.
func (b *Bot) stream(ctx context.Context, at place, id string, q *asked, m *making, done <-chan struct{}) error {
	shown, stood := 0, ""
	late := b.clock.after(handOver)
	for turn := 0; ; turn++ {
		if shown == 0 && turn%busyEvery == 0 {
			at.busy(ctx)
		}
		over := false
		select {
		case <-done:
			return nil
		case <-late:
			over = true
		case <-b.clock.after(pace):
		}
		claims, stands := m.soFar(), m.place(at.locale())
		if len(claims) == shown && stands == stood && (shown > 0 || turn < stopAfter || at.shown().ID != "") && !over {
			continue
		}
		draft := makingMessage(claims, cmp.Or(stands, at.locale().Say("answer.making")), id, at.locale())
		var err error
		if over {
			if err = at.hand(ctx, q.where, draft); err != nil {
				return fmt.Errorf("%w: %s", errTooLong, err.Error()) // its code is of another place
			}
		} else {
			err = at.put(ctx, draft, false)
		}
		switch {
		case err == nil:
			shown, stood = len(claims), stands
		case gone(err):
			return err
		default:
			b.log.Debug("claims not shown yet", "error", err)
		}
	}
}

// running are the answers in the making, by their IDs.
type running struct {
	mu sync.Mutex
	by map[string]*underway
}

// underway is an answer from when it is asked for until it is kept, with its message.
type underway struct {
	asker, channel string
	stop           func() // nil until it is being made
	over           chan struct{}
}

// begin tells that an answer will be made and shown in a channel, until end is called.
func (r *running) begin(id, asker, channel string) (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = map[string]*underway{}
	}
	u := &underway{asker: asker, channel: channel, over: make(chan struct{})}
	r.by[id] = u
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.by, id)
		close(u.over)
	}
}

// stopBy tells how the making of an answer is stopped.
func (r *running) stopBy(id string, stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if u := r.by[id]; u != nil {
		u.stop = stop
	}
}

// get returns who asked for an answer that can be stopped, and how.
func (r *running) get(id string) (asker string, stop func(), ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	u := r.by[id]
	if u == nil || u.stop == nil {
		return "", nil, false
	}
	return u.asker, u.stop, true
}

// wait returns when the answers that are in the making in a channel now are kept. It reports whether there were any.
func (r *running) wait(ctx context.Context, channel string) (any bool, err error) {
	r.mu.Lock()
	var over []chan struct{}
	for _, u := range r.by {
		if u.channel == channel {
			over = append(over, u.over)
		}
	}
	r.mu.Unlock()
	for _, o := range over {
		select {
		case <-o:
		case <-ctx.Done():
			return true, ctx.Err()
		}
	}
	return len(over) > 0, nil
}
