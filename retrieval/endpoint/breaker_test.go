package endpoint_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

// broken is what a server out of order answers.
var broken = endpointtest.Error(http.StatusInternalServerError, "server_error", "out of memory")

func TestBreakerOpensWhenTheServerFails(t *testing.T) {
	tests := []struct {
		name     string
		reply    endpointtest.Reply
		refuse   int
		kind     error
		failures int
		says     string
	}{
		{"unreachable", nil, 99, endpoint.ErrUnreachable, 3, "start the server"},
		{"500", broken, 0, endpoint.ErrServer, 3, "out of memory"},
		{"an error in a 200", endpointtest.ErrorIn200, 0, endpoint.ErrServer, 3, "the engine gave up"},
		{"an error in the stream", endpointtest.ErrorEvent, 0, endpoint.ErrServer, 3, "out of memory"},
		{"a proxy's page", endpointtest.HTMLError, 0, endpoint.ErrServer, 3, "502"},
		{"busy for good", endpointtest.QueueFull, 0, endpoint.ErrBusy, 3, "server busy"},
		{"cut", endpointtest.EngineDied, 0, endpoint.ErrCut, 3, "crashed"},
		{"silent before the first byte", endpointtest.SlowFirstByte(time.Hour, endpointtest.Answer("Kerry did.")), 0, endpoint.ErrStalled, 1, "sent nothing for 5m0s"},
		{"silent in the stream", endpointtest.Stalled(endpointtest.Event("Kerry ")), 0, endpoint.ErrStalled, 1, "fell silent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, tt.reply)
				s.Refuse(tt.refuse)
				c := client(t, s)
				for range tt.failures {
					if _, err := ask(t, c, question("Who?")); !errors.Is(err, tt.kind) {
						t.Fatalf("%v, want %v", err, tt.kind)
					}
				}
				time.Sleep(2 * time.Second) // on the test's own clock
				asked, start := len(s.Requests()), time.Now()
				got, err := ask(t, c, question("Who?"))
				want(t, got, err, "", endpoint.ErrOpen)
				if errors.Is(err, tt.kind) {
					t.Errorf("%v is also %v", err, tt.kind)
				}
				if len(s.Requests()) != asked || time.Since(start) != 0 {
					t.Errorf("%d more requests, after %v", len(s.Requests())-asked, time.Since(start))
				}
				for _, words := range []string{"tried again in 28s", tt.says} {
					if !strings.Contains(err.Error(), words) {
						t.Errorf("%q does not say %q", err, words)
					}
				}
			})
		})
	}
}

func TestBreakerStaysClosedWhenTheRequestFails(t *testing.T) {
	tests := []struct {
		name  string
		reply endpointtest.Reply
		kind  error
	}{
		{"context", endpointtest.ContextExceeded(5000, 4096), endpoint.ErrContext},
		{"model missing", endpointtest.Error(http.StatusNotFound, "api_error", `model "writer" not found`), endpoint.ErrModel},
		{"key", endpointtest.BadKey, endpoint.ErrKey},
		{"credit", endpointtest.NoCredit, endpoint.ErrKey},
		{"address", endpointtest.HTMLPage, endpoint.ErrAddress},
		{"refused request", endpointtest.ErrorText, endpoint.ErrRequest},
		{"odd shape", endpointtest.NoObject, endpoint.ErrShape},
		{"incomplete", endpointtest.LengthCut("Kerry "), endpoint.ErrIncomplete},
		{"empty", endpointtest.Answer(" "), endpoint.ErrEmpty},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := endpointtest.New(t, tt.reply)
			c := client(t, s)
			for range 6 {
				if _, err := ask(t, c, question("Who?")); !errors.Is(err, tt.kind) {
					t.Fatalf("%v, want %v", err, tt.kind)
				}
			}
			if n := len(s.Requests()); n != 6 {
				t.Errorf("%d requests, want 6", n)
			}
		})
	}
	t.Run("a prompt that is not sent, an asker who leaves", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Minute, endpointtest.Answer("Kerry did.")))
			c := client(t, s)
			for range 6 {
				_, err := ask(t, c, question(""))
				want(t, "", err, "", endpoint.ErrRequest)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				_, err = askWith(ctx, t, c, question("Who?"))
				cancel()
				want(t, "", err, "", context.DeadlineExceeded)
			}
			got, err := ask(t, c, question("Who?"))
			want(t, got, err, "Kerry did.", nil)
		})
	})
	t.Run("a success in between", func(t *testing.T) {
		fine := endpointtest.Answer("Kerry did.")
		s := endpointtest.New(t, broken, broken, fine, broken, broken, fine)
		c := client(t, s)
		for i := range 6 {
			_, err := ask(t, c, question("Who?"))
			if fails := i%3 != 2; fails != errors.Is(err, endpoint.ErrServer) {
				t.Errorf("question %d: %v", i, err)
			}
		}
	})
}

// opened is a client whose breaker has just opened, after three failures of its server.
func opened(t *testing.T, next ...endpointtest.Reply) (*endpoint.Client, *endpointtest.Server) {
	t.Helper()
	s := endpointtest.InMemory(t, broken)
	c := client(t, s, func(cfg *endpoint.Config) { cfg.InFlight = 4 })
	for range 3 {
		_, err := ask(t, c, question("Who?"))
		want(t, "", err, "", endpoint.ErrServer)
	}
	s.Play(next...)
	return c, s
}

func TestBreakerClosesByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := opened(t, endpointtest.SlowFirstByte(10*time.Second, endpointtest.Answer("Kerry did.")))
		time.Sleep(29 * time.Second)
		_, err := ask(t, c, question("Too soon?"))
		want(t, "", err, "", endpoint.ErrOpen)
		time.Sleep(2 * time.Second)
		trial := make(chan error)
		go func() {
			_, err := ask(t, c, question("Who?"))
			trial <- err
		}()
		synctest.Wait()
		start := time.Now()
		_, err = ask(t, c, question("Beside the trial?")) // one is let through, the others need not wait for it
		want(t, "", err, "", endpoint.ErrOpen)
		if !strings.Contains(err.Error(), "being tried again") || time.Since(start) != 0 {
			t.Errorf("%q after %v", err, time.Since(start))
		}
		if err := <-trial; err != nil {
			t.Errorf("the trial: %v", err)
		}
		got, err := ask(t, c, question("Who?"))
		want(t, got, err, "Kerry did.", nil)
		if n := len(s.Requests()); n != 5 {
			t.Errorf("%d requests, want 5", n)
		}
	})
	t.Run("a trial that fails opens it again", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c, _ := opened(t, broken, endpointtest.Answer("Kerry did."))
			time.Sleep(31 * time.Second)
			_, err := ask(t, c, question("Who?"))
			want(t, "", err, "", endpoint.ErrServer)
			_, err = ask(t, c, question("Who?"))
			want(t, "", err, "", endpoint.ErrOpen)
			time.Sleep(31 * time.Second)
			got, err := ask(t, c, question("Who?"))
			want(t, got, err, "Kerry did.", nil)
		})
	})
	t.Run("a trial whose asker leaves tells nothing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c, _ := opened(t, endpointtest.SlowFirstByte(time.Minute, endpointtest.Answer("Kerry did.")))
			time.Sleep(31 * time.Second)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := askWith(ctx, t, c, question("Who?"))
			want(t, "", err, "", context.DeadlineExceeded)
			got, err := ask(t, c, question("Who?"))
			want(t, got, err, "Kerry did.", nil)
		})
	})
	t.Run("a trial that was seen to answer is enough", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c, _ := opened(t, endpointtest.Stalled(endpointtest.Event("Kerry ")), endpointtest.Answer("Kerry did."))
			time.Sleep(31 * time.Second)
			for _, err := range c.Chat(t.Context(), question("Who?")) {
				if err != nil {
					t.Error(err)
				}
				break
			}
			got, err := ask(t, c, question("Who?"))
			want(t, got, err, "Kerry did.", nil)
		})
	})
}

func TestBreakerSendsTheQueueAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Hour, endpointtest.Answer("Kerry did.")))
		c := client(t, s)
		start := time.Now()
		ends := make(chan error)
		for range 6 {
			go func() {
				_, err := ask(t, c, question("Who?"))
				ends <- err
			}()
		}
		open := 0
		for range 6 {
			if err := <-ends; errors.Is(err, endpoint.ErrOpen) {
				open++
			} else {
				want(t, "", err, "", endpoint.ErrStalled)
			}
		}
		if took := time.Since(start); open != 5 || took != endpoint.DefaultFirstByte || len(s.Requests()) != 1 {
			t.Errorf("%d were told that it is open, after %v and %d requests", open, took, len(s.Requests()))
		}
		s.Play(endpointtest.Answer("Kerry did."))
		time.Sleep(31 * time.Second)
		got, err := ask(t, c, question("Who?"))
		want(t, got, err, "Kerry did.", nil)
	})
}

func TestBreakersOfChatAndEmbeddingsAreApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := opened(t, endpointtest.Embeddings(8))
		if _, err := c.Embeddings(t.Context(), "reader", inputs(2)); err != nil {
			t.Errorf("embeddings while chat is left alone: %v", err)
		}
		s.Play(broken)
		for range 3 {
			_, err := c.Embeddings(t.Context(), "reader", inputs(2))
			want(t, "", err, "", endpoint.ErrInput)
		}
		asked := len(s.Requests())
		_, err := c.Embeddings(t.Context(), "reader", inputs(2))
		checkSentence(t, err)
		want(t, "", err, "", endpoint.ErrOpen)
		if len(s.Requests()) != asked || !strings.Contains(err.Error(), "embeddings") {
			t.Errorf("%v after %d more requests", err, len(s.Requests())-asked)
		}
	})
	t.Run("one bad input among good ones opens nothing", func(t *testing.T) {
		s := endpointtest.New(t, endpointtest.BadInput("passage 0", http.StatusInternalServerError, 8))
		c := client(t, s)
		_, err := c.Embeddings(t.Context(), "reader", inputs(32)) // six failures in a row, of one batch and its halves
		want(t, "", err, "", endpoint.ErrInput)
		if _, err := c.Embeddings(t.Context(), "reader", inputs(32)[1:]); err != nil {
			t.Error(err)
		}
	})
}

func TestBreakerSurvivesAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := opened(t, endpointtest.Answer("Kerry did."))
		time.Sleep(31 * time.Second)
		func() {
			defer func() { _ = recover() }()
			for piece, err := range c.Chat(t.Context(), question("Who?")) {
				panic(fmt.Sprint("the reader's side fails at ", piece, err))
			}
		}()
		got, err := ask(t, c, question("Who?"))
		want(t, got, err, "Kerry did.", nil)
	})
}
