package endpoint

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
)

const (
	failuresToOpen = 3                // in a row
	leftAlone      = 30 * time.Second // then one request tries the server again
)

// breaker stops asking a server that is out of order, so that whoever asks is told at once and can turn to something
// else. It is gobreaker's: closed, open for leftAlone, half open for one trial, and closed again when that succeeds.
//
// It opens after failuresToOpen failures in a row that speak of the server: unreachable, an answer of 5xx or with an
// error in it, busy after all retries, an answer that broke off. A silence opens it at once, because it took minutes
// already and those who wait behind it should not wait as long. A refused key, a missing model, a prompt that is too long and
// an answer that is cut by its limit or has an odd shape come from a server that works: they count as successes, fail
// fast by themselves, and say each time what is to be corrected. What ended before the server spoke counts for
// nothing: an asker who left, a full queue, a prompt that was not sent.
type breaker struct {
	what  string // "chat" or "embeddings"
	wire  *wire
	queue *queue
	tally *tally
	gate  *gobreaker.TwoStepCircuitBreaker[struct{}]

	mu     sync.Mutex
	last   *Failure // of the server
	down   bool     // it failed until the breaker opened, and nothing has succeeded since
	until  time.Time
	opened chan struct{} // closed while the breaker is open
}

func newBreaker(what string, wire *wire, queue *queue, tally *tally) *breaker {
	b := &breaker{what: what, wire: wire, queue: queue, tally: tally, opened: make(chan struct{})}
	b.gate = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Name:          what,
		MaxRequests:   1,
		Timeout:       leftAlone,
		ReadyToTrip:   b.ready,
		IsSuccessful:  func(err error) bool { return !failedServer(err) },
		IsExcluded:    unasked,
		OnStateChange: b.changed,
	})
	return b
}

// guard waits for a slot and runs ask, unless the server is left alone, and takes note of how it ended. Whoever waits when
// the breaker opens is told at once; the slot is given back only when the outcome is known to the breaker, so that nobody
// else is sent to a server that just failed.
func (b *breaker) guard(ctx context.Context, ask func() error) (err error) {
	defer func() { b.tally.outcome(err) }()
	done, err := b.gate.Allow()
	if err != nil {
		return b.refusal()
	}
	b.mu.Lock()
	opened := b.opened
	b.mu.Unlock()
	if err := b.queue.enter(ctx, opened, b.refusal); err != nil {
		done(err)
		return err
	}
	defer b.queue.leave()
	outcome := context.Canceled // which counts for nothing, should ask not return
	defer func() { done(outcome) }()
	outcome = ask()
	b.remember(outcome)
	return outcome
}

func (b *breaker) remember(err error) {
	var f *Failure
	if failedServer(err) && errors.As(err, &f) {
		b.mu.Lock()
		b.last = f
		b.mu.Unlock()
	}
}

func (b *breaker) ready(counts gobreaker.Counts) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return counts.ConsecutiveFailures >= failuresToOpen || b.last != nil && errors.Is(b.last.Kind, ErrStalled)
}

func (b *breaker) changed(_ string, _, to gobreaker.State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch to {
	case gobreaker.StateOpen:
		b.until, b.down = time.Now().Add(leftAlone), true
		close(b.opened)
		b.wire.log.Warn("endpoint left alone", "what", b.what, "endpoint", b.wire.address, "pause", leftAlone, "cause", b.last)
	case gobreaker.StateHalfOpen:
		b.opened = make(chan struct{})
		b.wire.log.Info("endpoint tried again", "what", b.what, "endpoint", b.wire.address)
	case gobreaker.StateClosed:
		b.last, b.down = nil, false
		b.wire.log.Info("endpoint works again", "what", b.what, "endpoint", b.wire.address)
	}
}

func (b *breaker) isDown() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.down
}

// refusal is the ErrOpen of a server that is left alone.
func (b *breaker) refusal() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	when := "is being tried again right now"
	if left := time.Until(b.until); left > 0 {
		when = fmt.Sprintf("is tried again in %v", max(left.Round(time.Second), time.Second))
	}
	why := ""
	if b.last != nil { // it may work again since
		why = "; the last failure: " + b.last.Text
	}
	return b.wire.fail(ErrOpen, nil, "%s is left alone after it failed and %s%s", b.what, when, why)
}

// failedServer reports whether an error speaks of the server and not of what it was asked.
func failedServer(err error) bool {
	var f *Failure
	if !errors.As(err, &f) {
		return false
	}
	for _, kind := range []error{ErrUnreachable, ErrStalled, ErrServer, ErrCut} {
		if errors.Is(f, kind) { // also beneath an ErrInput
			return true
		}
	}
	return errors.Is(f.Kind, ErrBusy) && f.Status != 0
}

// unasked reports whether nothing was learned of the server.
func unasked(err error) bool {
	var f *Failure
	if !errors.As(err, &f) {
		return err != nil && !errors.Is(err, errEnough)
	}
	local := errors.Is(f.Kind, ErrBusy) || errors.Is(f.Kind, ErrContext) || errors.Is(f.Kind, ErrRequest)
	return errors.Is(f.Kind, ErrOpen) || local && f.Status == 0
}
