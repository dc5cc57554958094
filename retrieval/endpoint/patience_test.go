package endpoint_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

// TestPoint11Patience runs each case on a clock of its own: took is exact.
func TestPoint11Patience(t *testing.T) {
	answer := endpointtest.Answer("Kerry did.")
	event := endpointtest.Event
	tests := []struct {
		name   string
		script []endpointtest.Reply
		refuse int
		text   string
		kind   error
		took   time.Duration
		asked  int
	}{
		{name: "429 with Retry-After in seconds", script: []endpointtest.Reply{endpointtest.RateLimited("7"), answer}, text: "Kerry did.", took: 7 * time.Second, asked: 2},
		{name: "429 with Retry-After as a date", script: []endpointtest.Reply{endpointtest.RateLimited("Sat, 01 Jan 2000 00:00:09 GMT"), answer}, text: "Kerry did.", took: 9 * time.Second, asked: 2},
		{name: "429 without Retry-After", script: []endpointtest.Reply{endpointtest.RateLimited(""), endpointtest.RateLimited(""), answer}, text: "Kerry did.", took: 1500 * time.Millisecond, asked: 3},
		{name: "429 that asks for more than a minute", script: []endpointtest.Reply{endpointtest.RateLimited("3600")}, kind: endpoint.ErrBusy, asked: 1},
		{name: "429 for good", script: []endpointtest.Reply{endpointtest.RateLimited("")}, kind: endpoint.ErrBusy, took: 15500 * time.Millisecond, asked: 6},
		{name: "503 queue full", script: []endpointtest.Reply{endpointtest.QueueFull, answer}, text: "Kerry did.", took: 500 * time.Millisecond, asked: 2},
		{name: "503 loading", script: []endpointtest.Reply{endpointtest.Loading, endpointtest.Loading, endpointtest.Loading, answer}, text: "Kerry did.", took: 3500 * time.Millisecond, asked: 4},
		{name: "refused twice", script: []endpointtest.Reply{answer}, refuse: 2, text: "Kerry did.", took: 1500 * time.Millisecond, asked: 1},
		{name: "refused for good", refuse: 99, kind: endpoint.ErrUnreachable, took: 1500 * time.Millisecond},
		{name: "400", script: []endpointtest.Reply{endpointtest.ErrorText}, kind: endpoint.ErrRequest, asked: 1},
		{name: "401", script: []endpointtest.Reply{endpointtest.BadKey}, kind: endpoint.ErrKey, asked: 1},
		{name: "404", script: []endpointtest.Reply{endpointtest.NoSuchPath}, kind: endpoint.ErrAddress, asked: 1},
		{name: "500", script: []endpointtest.Reply{endpointtest.Error(500, "", "broken")}, kind: endpoint.ErrServer, asked: 1},
		{name: "slow first byte within the limit", script: []endpointtest.Reply{endpointtest.SlowFirstByte(299*time.Second, answer)}, text: "Kerry did.", took: 299 * time.Second, asked: 1},
		{name: "slow first byte over the limit", script: []endpointtest.Reply{endpointtest.SlowFirstByte(301*time.Second, answer)}, kind: endpoint.ErrStalled, took: 300 * time.Second, asked: 1},
		{name: "comments alone do not count as a first byte", script: []endpointtest.Reply{endpointtest.Paced(50*time.Second, ": a\n\n", ": b\n\n", ": c\n\n", ": d\n\n", ": e\n\n", ": f\n\n", ": g\n\n")}, kind: endpoint.ErrStalled, took: 300 * time.Second, asked: 1},
		{name: "comments, then the answer", script: []endpointtest.Reply{endpointtest.Paced(70*time.Second, ": a\n\n", ": b\n\n", strings.Join(endpointtest.AnswerParts("Kerry did."), ""))}, text: "Kerry did.", took: 210 * time.Second, asked: 1},
		{name: "a stream that moves has no limit", script: []endpointtest.Reply{endpointtest.Paced(59*time.Second, event("a"), event("b"), event("c"), event("d"), event("e"), event("f"), event("g"), endpointtest.Finish("stop")+endpointtest.Done)}, text: "abcdefg", took: 472 * time.Second, asked: 1},
		{name: "a stream that stalls", script: []endpointtest.Reply{endpointtest.Stalled(event("Kerry "))}, text: "Kerry ", kind: endpoint.ErrStalled, took: time.Minute, asked: 1},
		{name: "a stream that stays open after its end", script: []endpointtest.Reply{endpointtest.Stalled(event("Kerry did."), endpointtest.Finish("stop"))}, text: "Kerry did.", took: 2 * time.Second, asked: 1},
		{name: "an object that stalls", script: []endpointtest.Reply{endpointtest.Stalled(`{"choices":`)}, kind: endpoint.ErrStalled, took: time.Minute, asked: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, tt.script...)
				s.Refuse(tt.refuse)
				start := time.Now()
				got, err := ask(t, client(t, s), question("Who?"))
				want(t, got, err, tt.text, tt.kind)
				if took := time.Since(start); took != tt.took || len(s.Requests()) != tt.asked {
					t.Errorf("took %v and %d requests, want %v and %d", took, len(s.Requests()), tt.took, tt.asked)
				}
			})
		})
	}
}

func TestRefusedConnectionIsUnreachable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := endpointtest.InMemory(t)
		s.Refuse(99)
		_, err := ask(t, client(t, s), question("Who?"))
		if !errors.Is(err, endpoint.ErrUnreachable) || !errors.Is(err, syscall.ECONNREFUSED) || !strings.Contains(err.Error(), s.BaseURL()) {
			t.Errorf("%v", err)
		}
	})
}

func TestCancellationEndsTheRequest(t *testing.T) {
	tests := []struct {
		name  string
		reply endpointtest.Reply
	}{
		{"before the first byte", endpointtest.SlowFirstByte(time.Hour, endpointtest.Answer("Kerry did."))},
		{"in the stream", endpointtest.Stalled(endpointtest.Event("Kerry "))},
		{"in a pause", endpointtest.RateLimited("50")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, tt.reply)
				c := client(t, s)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(3*time.Second, cancel)
				start := time.Now()
				_, err := askWith(ctx, t, c, question("Who?"))
				if !errors.Is(err, context.Canceled) || time.Since(start) != 3*time.Second {
					t.Errorf("%v after %v", err, time.Since(start))
				}
				s.Play(endpointtest.Answer("Kerry did.")) // the slot is free again
				got, err := ask(t, c, question("Who?"))
				want(t, got, err, "Kerry did.", nil)
			})
		})
	}
	t.Run("in the queue", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Minute, endpointtest.Answer("Kerry did.")))
			c := client(t, s)
			done := make(chan struct{})
			go func() {
				defer close(done)
				_, _ = ask(t, c, question("Who?"))
			}()
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := askWith(ctx, t, c, question("Who?"))
			want(t, "", err, "", context.DeadlineExceeded)
			<-done
			if n := len(s.Requests()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	})
	t.Run("by breaking out of the range", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := endpointtest.InMemory(t, endpointtest.Stalled(endpointtest.Event("Kerry "), endpointtest.Event("did.")))
			c := client(t, s)
			for _, err := range c.Chat(t.Context(), question("Who?")) {
				if err != nil {
					t.Error(err)
				}
				break
			}
			s.Play(endpointtest.Answer("Kerry did."))
			got, err := ask(t, c, question("Who?"))
			want(t, got, err, "Kerry did.", nil)
		})
	})
}

func TestQueueHasABound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Second, endpointtest.Answer("Kerry did.")))
		c := client(t, s)
		const asked = 40
		results := make(chan error, asked)
		for range asked {
			go func() {
				_, err := ask(t, c, question("Who?"))
				results <- err
			}()
		}
		busy := 0
		for range asked {
			if err := <-results; errors.Is(err, endpoint.ErrBusy) {
				busy++
			} else if err != nil {
				t.Error(err)
			}
		}
		if busy != asked-33 { // one in flight and 32 waiting are served
			t.Errorf("%d were turned away", busy)
		}
	})
}

func TestKeyNeverShows(t *testing.T) {
	replies := map[string]endpointtest.Reply{
		"bad key":       endpointtest.BadKey,
		"echoed JSON":   endpointtest.EchoedKey(http.StatusInternalServerError, "application/json"),
		"echoed text":   endpointtest.EchoedKey(http.StatusBadRequest, "text/plain"),
		"echoed, busy":  endpointtest.EchoedKey(http.StatusServiceUnavailable, "text/plain"),
		"echoed in 200": endpointtest.EchoedKey(http.StatusOK, "text/plain"),
		"error in a stream": endpointtest.Stream(endpointtest.Event("Kerry "),
			`data: {"error":{"message":"key `+strings.ReplaceAll(secret, "/", `\/`)+` is spent"}}`+"\n\n"),
		"redirect": func(w http.ResponseWriter, _ *endpointtest.Request) {
			w.Header().Set("Location", "https://elsewhere.test/?key="+secret)
			w.WriteHeader(http.StatusFound)
		},
	}
	for name, reply := range replies {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, reply)
				c := client(t, s)
				for range 4 { // where the server is to blame, the last is refused by the breaker
					_, err := ask(t, c, question("Who?")) // checkSentence looks for the key in every error, keyless in the log
					if err == nil {
						t.Error("no error")
					}
					_, err = c.Embeddings(t.Context(), "reader", []string{"a"})
					checkSentence(t, err)
				}
				_, err := c.Models(t.Context())
				checkSentence(t, err)
				found := c.Probe(t.Context())
				checkSentence(t, found.Err)
				for _, server := range []string{endpoint.Ollama, endpoint.LlamaCpp, endpoint.LMStudio} {
					found.Server, found.BaseURL = server, s.BaseURL()
					c.ContextOf(t.Context(), found, "writer")
				}
				shown := fmt.Sprintf("%+v", found)
				for _, recorded := range s.Requests() {
					shown += fmt.Sprintf("%+v", *recorded)
				}
				if strings.Contains(shown, secret) {
					t.Error("the key is in the report or in what the fake recorded")
				}
				if !s.Requests()[0].Authorized {
					t.Error("the key was not sent")
				}
			})
		})
	}
	t.Run("a key as the model's name", func(t *testing.T) {
		s := endpointtest.New(t, endpointtest.Error(http.StatusNotFound, "", "model "+secret+" not found"))
		req := question("Who?")
		req.Model = secret
		_, err := ask(t, client(t, s), req)
		want(t, "", err, "", endpoint.ErrModel)
	})
}
