package endpoint_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

func TestTally(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		works := endpointtest.Stream(endpointtest.Event("Kerry did."), endpointtest.Finish("stop"), endpointtest.Usage(40), "data: [DONE]\n\n")
		s := endpointtest.InMemory(t, works)
		c := client(t, s)
		if _, err := ask(t, c, question("Who?")); err != nil {
			t.Fatal(err)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		if _, err := askWith(gone, t, c, question("Who?")); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		s.Play(broken, broken, broken)
		for range 4 {
			if _, err := ask(t, c, question("Who?")); err == nil {
				t.Fatal("the broken server answers")
			}
		}
		want := endpoint.Tally{Requests: map[string]uint64{"ok": 1, "left": 1, "server": 3, "left alone": 1}, PromptTokens: 40, AnswerTokens: 9, Down: true}
		if diff := cmp.Diff(want, c.Tally()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		// It is down until it has answered, however often it is looked at and tried meanwhile.
		for range 10 {
			time.Sleep(time.Minute)
			if !c.Tally().Down {
				t.Fatal("the server is said to work, and nobody has asked it")
			}
			s.Play(broken)
			if _, err := ask(t, c, question("Who?")); err == nil || !c.Tally().Down {
				t.Fatalf("it failed again (%v), and is said to work", err)
			}
		}
		time.Sleep(time.Minute)
		s.Play(works)
		if _, err := ask(t, c, question("Who?")); err != nil || c.Tally().Down {
			t.Errorf("it works again: %v, %+v", err, c.Tally())
		}
	})
}
