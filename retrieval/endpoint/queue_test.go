package endpoint_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

// room is a server with one slot that takes a second for an answer, and the people who ask it.
type room struct {
	*endpoint.Client
	t      *testing.T
	server *endpointtest.Server
	ended  map[string]chan error // by question
}

func newRoom(t *testing.T) *room {
	s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Second, endpointtest.Answer("Kerry did.")))
	return &room{Client: client(t, s), t: t, server: s, ended: map[string]chan error{}}
}

// comes lets a user ask, and returns when the question is in flight, in the queue or turned away.
func (r *room) comes(ctx context.Context, user, text string) {
	end := make(chan error, 1)
	r.ended[text] = end
	go func() {
		_, err := askWith(endpoint.WithUser(ctx, user), r.t, r.Client, question(text))
		end <- err
	}()
	synctest.Wait()
}

// served are the questions that reached the server, in order.
func (r *room) served() []string {
	var out []string
	for _, req := range r.server.Requests() {
		out = append(out, req.Turns()[1][1])
	}
	return out
}

func (r *room) waitFor(questions ...string) {
	r.t.Helper()
	for _, q := range questions {
		if err := <-r.ended[q]; err != nil {
			r.t.Errorf("%s: %v", q, err)
		}
	}
}

func TestUsersAreServedInTurns(t *testing.T) {
	tests := []struct {
		name string
		came []string // the first letter is the user
		want []string
	}{
		{"one user, first come first served", []string{"a1", "a2", "a3", "a4"}, []string{"a1", "a2", "a3", "a4"}},
		{"a late user passes a busy one", []string{"a1", "a2", "a3", "a4", "a5", "b1"}, []string{"a1", "a2", "b1", "a3", "a4", "a5"}},
		{"round and round", []string{"a1", "a2", "a3", "b1", "c1", "b2", "c2", "c3"}, []string{"a1", "a2", "b1", "c1", "a3", "b2", "c2", "c3"}},
		{"nobody in particular has one turn", []string{"-1", "-2", "-3", "b1", "-4", "b2"}, []string{"-1", "-2", "b1", "-3", "b2", "-4"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(t)
				for _, q := range tt.came {
					r.comes(t.Context(), strings.Trim(q[:1], "-"), q)
				}
				r.waitFor(tt.came...)
				if got := r.served(); !slices.Equal(got, tt.want) {
					t.Errorf("served %v, want %v", got, tt.want)
				}
			})
		})
	}
}

func TestWhoGoesAwayLeavesTheQueueAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t)
		start := time.Now()
		r.comes(t.Context(), "a", "a1")
		ctx, goAway := context.WithCancel(t.Context())
		r.comes(ctx, "b", "b1")
		r.comes(t.Context(), "b", "b2")
		r.comes(t.Context(), "c", "c1")
		if n := r.Waiting(endpoint.WithUser(t.Context(), "c")); n != 3 {
			t.Errorf("%d wait, want 3", n)
		}
		goAway()
		if err := <-r.ended["b1"]; !errors.Is(err, context.Canceled) || time.Since(start) != 0 {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if n := r.Waiting(endpoint.WithUser(t.Context(), "c")); n != 2 {
			t.Errorf("%d wait, want 2", n)
		}
		r.waitFor("a1", "b2", "c1")
		if got := r.served(); !slices.Equal(got, []string{"a1", "b2", "c1"}) || time.Since(start) != 3*time.Second {
			t.Errorf("served %v in %v", got, time.Since(start))
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := askWith(gone, t, r.Client, question("gone before")); !errors.Is(err, context.Canceled) || len(r.served()) != 3 {
			t.Errorf("%v, served %v", err, r.served())
		}
	})
}

func TestWaitingTellsThePlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t)
		place := func(user string) int { return r.Waiting(endpoint.WithUser(t.Context(), user)) }
		if n := place("a"); n != 0 {
			t.Errorf("%d before anybody came", n)
		}
		came := []string{"a1", "a2", "a3", "b1", "a4", "c1", "b2"} // in flight, then a2 b1 c1 a3 b2 a4
		for _, q := range came {
			r.comes(t.Context(), q[:1], q)
		}
		for user, want := range map[string]int{"a": 6, "b": 6, "c": 5, "d": 3} { // a5 last; b3 after a4; c2 before a4; d1 in the first round
			if got := place(user); got != want {
				t.Errorf("%s has %d before, want %d", user, got, want)
			}
		}
		r.waitFor(came...)
	})
}

func TestWhoeverWaitsHearsTheirPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t)
		var mu sync.Mutex
		places := map[string]func() int{}
		told := map[string]int{}
		for _, q := range []string{"a1", "a2", "b1", "a3", "c1"} { // in flight, then a2 b1 c1 a3
			r.comes(endpoint.WithWait(t.Context(), func(ahead func() int) {
				mu.Lock()
				defer mu.Unlock()
				told[q]++
				places[q] = ahead
			}), q[:1], q)
		}
		check := func(want map[string]int) {
			t.Helper()
			mu.Lock()
			defer mu.Unlock()
			for q, ahead := range places {
				if n, waits := want[q]; waits != (ahead != nil) || waits && ahead() != n {
					t.Errorf("%s: waits %v, want place %d, %v", q, ahead != nil, n, waits)
				}
			}
		}
		check(map[string]int{"a2": 0, "b1": 1, "c1": 2, "a3": 3})
		r.waitFor("a1")
		synctest.Wait()
		check(map[string]int{"b1": 0, "c1": 1, "a3": 2})
		r.waitFor("a2")
		synctest.Wait()
		check(map[string]int{"c1": 0, "a3": 1})
		r.waitFor("b1", "c1", "a3")
		check(nil)
		if told["a1"] != 0 || told["a3"] != 2 {
			t.Errorf("told %v", told)
		}
	})
}

func TestAFullQueueHasRoomForEverybody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t)
		for i := range 33 {
			r.comes(t.Context(), "greedy", fmt.Sprintf("greedy %d", i))
		}
		r.comes(t.Context(), "greedy", "one too many")
		r.comes(t.Context(), "modest", "modest")
		for _, turnedAway := range []string{"one too many", "greedy 32"} {
			select {
			case err := <-r.ended[turnedAway]:
				want(t, "", err, "", endpoint.ErrBusy)
				if !strings.Contains(err.Error(), "please ask again in a minute") || strings.Contains(err.Error(), "http") {
					t.Errorf("%q is not for a reader", err)
				}
			default:
				t.Errorf("%q still waits", turnedAway)
			}
		}
		r.waitFor("modest")
		if got := r.served(); got[2] != "modest" {
			t.Errorf("served %v", got)
		}
		for i := range 32 {
			r.waitFor(fmt.Sprintf("greedy %d", i))
		}
	})
	t.Run("nobody is turned away for an equal", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r := newRoom(t)
			for i := range 33 {
				r.comes(t.Context(), fmt.Sprint(i), fmt.Sprint(i))
			}
			r.comes(t.Context(), "late", "late")
			want(t, "", <-r.ended["late"], "", endpoint.ErrBusy)
			for i := range 33 {
				r.waitFor(fmt.Sprint(i))
			}
		})
	})
}

// TestNoSlotIsLost lets askers go away at the very moments at which slots are given to them.
func TestNoSlotIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t)
		for i := range 30 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i/2)*time.Second)
			defer cancel()
			r.comes(ctx, fmt.Sprint(i%4), fmt.Sprint(i))
		}
		for _, end := range r.ended {
			if err := <-end; err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		}
		start := time.Now()
		got, err := ask(t, r.Client, question("Who?"))
		want(t, got, err, "Kerry did.", nil)
		if took := time.Since(start); took != time.Second || r.Waiting(t.Context()) != 0 {
			t.Errorf("took %v, %d wait", took, r.Waiting(t.Context()))
		}
	})
}
