package endpoint

import (
	"context"
	"slices"
	"sync"
)

type userKey struct{}

// WithUser marks the requests made with ctx as those of one user, for whom key stands: whoever waits for a busy server
// is served in turns, a request of each user after the other. "" is nobody in particular; all of those share one turn.
// The key is kept only while a request of it waits, and is neither sent nor logged.
func WithUser(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, userKey{}, key)
}

func userOf(ctx context.Context) string {
	key, _ := ctx.Value(userKey{}).(string)
	return key
}

type waitKey struct{}

// WithWait has wait told when a request made with ctx comes to wait for a busy server, with a function that says how many
// of those who wait are to be served before it; and told nil when it waits no longer. wait must not block; nil is nobody
// who wants to know.
func WithWait(ctx context.Context, wait func(ahead func() int)) context.Context {
	if wait == nil {
		return ctx
	}
	return context.WithValue(ctx, waitKey{}, wait)
}

// queue gives out a number of slots. Users who wait are served in turns, the requests of one first come first served.
// A full queue turns away whoever comes, unless another user has more waiting by two or more: then the newest of
// those has to go, so that nobody fills the queue alone.
type queue struct {
	full func() error // what those turned away are told

	mu      sync.Mutex
	free    int
	waiting int
	turns   []string // users who wait, the next to be served first
	lines   map[string][]*waiter
}

// waiter hears once, without blocking whoever tells it: nil is that the slot is its own.
type waiter struct{ told chan error }

func newQueue(slots int, full func() error) *queue {
	return &queue{free: slots, full: full, lines: map[string][]*waiter{}}
}

// enter waits for a slot, which the caller gives back with leave, until ctx ends or quit is closed: whoever goes leaves
// the queue at once. It returns the error of ctx, or quitting's for quit.
func (q *queue) enter(ctx context.Context, quit <-chan struct{}, quitting func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	user := userOf(ctx)
	w, err := q.join(user)
	if w == nil {
		return err
	}
	if wait, ok := ctx.Value(waitKey{}).(func(func() int)); ok {
		wait(func() int { return q.before(user, w) })
		defer wait(nil)
	}
	select {
	case err := <-w.told:
		return err
	case <-ctx.Done():
		err = ctx.Err()
	case <-quit:
		err = quitting()
	}
	q.quit(user, w)
	return err
}

// join takes a free slot, or a place in the queue: then a waiter is returned.
func (q *queue) join(user string) (*waiter, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.free > 0 {
		q.free--
		return nil, nil
	}
	if q.waiting >= queueLength && !q.displace(len(q.lines[user])) {
		return nil, q.full()
	}
	w := &waiter{told: make(chan error, 1)}
	if len(q.lines[user]) == 0 {
		q.turns = append(q.turns, user)
	}
	q.lines[user] = append(q.lines[user], w)
	q.waiting++
	return w, nil
}

// displace turns away the newest of the user with most waiting, where those are at least two more than own.
func (q *queue) displace(own int) bool {
	longest := q.turns[0]
	for _, user := range q.turns {
		if len(q.lines[user]) > len(q.lines[longest]) {
			longest = user
		}
	}
	line := q.lines[longest]
	if len(line) < own+2 {
		return false
	}
	newest := line[len(line)-1]
	q.remove(longest, newest)
	newest.told <- q.full()
	return true
}

// leave gives a slot back, to whoever is next.
func (q *queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pass()
}

func (q *queue) pass() {
	if len(q.turns) == 0 {
		q.free++
		return
	}
	user := q.turns[0]
	next := q.lines[user][0]
	q.remove(user, next)
	if len(q.lines[user]) > 0 {
		q.turns = append(q.turns[1:], user)
	}
	next.told <- nil
}

// quit takes a waiter out that no longer wants its place, or passes on the slot that it was given meanwhile.
func (q *queue) quit(user string, w *waiter) {
	q.mu.Lock()
	defer q.mu.Unlock()
	select {
	case err := <-w.told:
		if err == nil {
			q.pass()
		}
	default:
		q.remove(user, w)
	}
}

func (q *queue) remove(user string, w *waiter) {
	at := slices.Index(q.lines[user], w)
	q.lines[user] = slices.Delete(q.lines[user], at, at+1)
	q.waiting--
	if len(q.lines[user]) == 0 {
		delete(q.lines, user)
		at = slices.Index(q.turns, user)
		q.turns = slices.Delete(q.turns, at, at+1)
	}
}

// ahead is how many of those who wait would be served before a request that the user made now.
func (q *queue) ahead(user string) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.aheadOf(user, len(q.lines[user]))
}

// before is how many of those who wait are to be served before w; 0 where it waits no longer.
func (q *queue) before(user string, w *waiter) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	own := slices.Index(q.lines[user], w)
	if own < 0 {
		return 0
	}
	return q.aheadOf(user, own)
}

// aheadOf is how many are served before a request of the user with so many of their own before it.
func (q *queue) aheadOf(user string, own int) int {
	n, first := 0, true
	for _, other := range q.turns {
		if other == user {
			n += own
			first = false
			continue
		}
		turns := own // each other user has as many turns as there are own requests before, and one more where it stands first
		if first {
			turns++
		}
		n += min(len(q.lines[other]), turns)
	}
	return n
}
