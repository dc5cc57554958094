package compose

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/endpoint/endpointtest"
)

// Where the model's server breaks, readers get sentences of the coverage; after a few failures nobody waits for it any
// more, and once it works again the model answers by itself.
func TestBreakerTurnsToTheCoverageAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := endpointtest.InMemory(t, endpointtest.Error(500, "server_error", "out of memory"))
		b := road(t, writer(t, s))
		ask := func() bot.Answer {
			t.Helper()
			found := retrieval.Result{Evidence: evidenceOf(kerry()), Confidence: 1}
			answer, err := b.Answer(t.Context(), bot.Question{Text: "What did Kerry tell Lavrov?"}, found, nil)
			if err != nil || answer.Abstained {
				t.Fatalf("abstained: %v, %v", answer.Abstained, err)
			}
			return answer
		}
		for range 3 {
			if a := ask(); a.Composer != "extractive" || !strings.HasPrefix(a.Notice, "The language model did not answer, so") {
				t.Errorf("composer %s, notice %q", a.Composer, a.Notice)
			}
		}
		asked, start := len(s.Requests()), time.Now()
		if a := ask(); a.Composer != "extractive" || !strings.HasPrefix(a.Notice, "The language model is out of order for the moment, so") {
			t.Errorf("composer %s, notice %q", a.Composer, a.Notice)
		}
		if len(s.Requests()) != asked || time.Since(start) != 0 {
			t.Errorf("%d requests more, after %v", len(s.Requests())-asked, time.Since(start))
		}
		s.Play(endpointtest.Answer("Kerry told Lavrov that the United States was preparing to suspend the talks. [1]"))
		time.Sleep(31 * time.Second)
		if a := ask(); a.Composer != "llm" || a.Notice != "" {
			t.Errorf("composer %s, notice %q after the server works again", a.Composer, a.Notice)
		}
	})
}

// A reader whose question waits for a busy model can be told its place.
func TestWhoWaitsCanBeTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Second, endpointtest.Answer("Kerry called. [1]")))
		l := writer(t, s)
		var all sync.WaitGroup
		var ahead func() int
		for n, reader := range []string{"ada", "ben", "eve"} {
			ctx := bot.WithAsker(t.Context(), reader)
			if n == 2 {
				ctx = bot.WithWait(ctx, func(told func() int) { ahead = told })
			}
			all.Go(func() {
				for _, err := range l.Compose(ctx, bot.Question{Text: "Who called?"}, retrieval.Result{Evidence: evidenceOf(kerry())}) {
					if err != nil {
						t.Error(err)
					}
				}
			})
			synctest.Wait()
		}
		if ahead == nil || ahead() != 1 {
			t.Error("the third reader is not told that one is before them")
		}
		all.Wait()
		if ahead != nil {
			t.Error("who was served is told to wait")
		}
	})
}

// A reader who asks a lot does not keep the others waiting: the requests of two are served in turns.
func TestReadersAreServedInTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Second, endpointtest.Answer("Kerry called. [1]")))
		l := writer(t, s)
		var mu sync.Mutex
		var all sync.WaitGroup
		var order []string
		for _, reader := range []string{"busy", "busy", "busy", "shy"} {
			all.Go(func() {
				drafts(bot.WithAsker(context.WithoutCancel(t.Context()), reader), l, bot.Question{Text: "Who called?"}, evidenceOf(kerry()))
				mu.Lock()
				defer mu.Unlock()
				order = append(order, reader)
			})
			synctest.Wait()
		}
		all.Wait()
		if at := slices.Index(order, "shy"); len(order) != 4 || at > 2 {
			t.Errorf("served %v", order)
		}
	})
}
