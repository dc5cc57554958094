package endpoint

import (
	"context"
	"errors"
	"maps"
	"sync"
)

// Tally is what became of all that a Client was asked, for an operator to watch.
type Tally struct {
	Requests     map[string]uint64 // by outcome: "ok", "left" where the asker went away, else what failed: "stalled", "busy", ...
	PromptTokens uint64            // of chats, as the server counts them
	AnswerTokens uint64
	Waiting      int  // requests, now
	Down         bool // the server failed until it was left alone, and has not answered since
}

// kinds names failures, in the order in which they are looked for.
var kinds = []struct {
	is   error
	name string
}{
	{ErrOpen, "left alone"}, {ErrStalled, "stalled"}, {ErrUnreachable, "unreachable"}, {ErrBusy, "busy"}, {ErrServer, "server"}, {ErrCut, "cut"},
	{ErrContext, "context"}, {ErrTruncated, "context"},
}

// tally counts. It is safe for concurrent use.
type tally struct {
	mu sync.Mutex
	Tally
}

func (t *tally) outcome(err error) {
	name := "other"
	switch {
	case err == nil, errors.Is(err, errEnough):
		name = "ok"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		name = "left"
	default:
		for _, k := range kinds {
			if errors.Is(err, k.is) {
				name = k.name
				break
			}
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.Requests == nil {
		t.Requests = map[string]uint64{}
	}
	t.Requests[name]++
}

func (t *tally) tokens(prompt, answer int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.PromptTokens += uint64(prompt)
	t.AnswerTokens += uint64(answer)
}

// Tally is what became of all requests so far.
func (c *Client) Tally() Tally {
	c.tally.mu.Lock()
	t := c.tally.Tally
	t.Requests = maps.Clone(t.Requests)
	c.tally.mu.Unlock()
	c.queue.mu.Lock()
	t.Waiting = c.queue.waiting
	c.queue.mu.Unlock()
	t.Down = c.talking.isDown() || c.embedding.isDown()
	return t
}
