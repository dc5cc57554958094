package endpoint_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

var engine = endpointtest.Engine{
	ChatModels: []string{"writer"}, EmbeddingModels: []string{"reader"},
	Context: 4096, Length: 8, Answer: "Kerry threatened to suspend cooperation. [1]",
}

var retriever = endpointtest.Engine{EmbeddingModels: []string{"reader"}, Context: 4096, Length: 8}

// TestRows replays, row by row, what the two local servers do differently. "both" names what must hold at either.
func TestRows(t *testing.T) {
	const whole = "Kerry threatened to suspend cooperation. [1]"
	ollama, llama := endpointtest.Ollama(engine), endpointtest.LlamaServer(engine)

	t.Run("unknown model", func(t *testing.T) {
		req := question("Why?")
		req.Model = "unknown"
		got, err := ask(t, client(t, endpointtest.New(t, ollama)), req)
		want(t, got, err, "", endpoint.ErrModel)
		got, err = ask(t, client(t, endpointtest.New(t, llama)), req)
		want(t, got, err, whole, nil)
		router := endpointtest.Error(http.StatusBadRequest, "invalid_request_error", "model 'unknown' not found")
		got, err = ask(t, client(t, endpointtest.New(t, router)), req)
		want(t, got, err, "", endpoint.ErrModel)
	})

	t.Run("GET one model is never asked", func(t *testing.T) {
		for name, reply := range map[string]endpointtest.Reply{"Ollama": ollama, "llama-server": llama} {
			s := endpointtest.New(t, reply)
			c := client(t, s)
			models, err := c.Models(t.Context())
			if err != nil || len(models) != 2 || models[0] != "writer" {
				t.Errorf("%s: models %q, %v", name, models, err)
			}
			c.Probe(t.Context())
			for _, r := range s.Requests() {
				if strings.Contains(r.Path, "/models/") {
					t.Errorf("%s was asked for %s", name, r.Path)
				}
			}
		}
	})

	t.Run("max_completion_tokens is sent only where max_tokens is refused", func(t *testing.T) {
		verbose := engine
		verbose.Answer = strings.Repeat("word ", 200)
		for name, reply := range map[string]endpointtest.Reply{"Ollama": endpointtest.Ollama(verbose), "llama-server": endpointtest.LlamaServer(verbose)} {
			req := question("Why?")
			req.MaxTokens = 20
			got, err := ask(t, client(t, endpointtest.New(t, reply)), req)
			if n := len(strings.Fields(got)); n != 20 || !errors.Is(err, endpoint.ErrIncomplete) {
				t.Errorf("%s: %d words, %v: want 20 and incomplete", name, n, err)
			}
		}
	})

	t.Run("prompt longer than the context", func(t *testing.T) {
		small := engine
		small.Context = 64
		long := question(strings.Repeat("Aleppo ", 100))
		believesMore := func(cfg *endpoint.Config) { cfg.ContextTokens = 4096 }
		_, err := ask(t, client(t, endpointtest.New(t, endpointtest.Ollama(small)), believesMore), long)
		want(t, "", err, "", endpoint.ErrTruncated)
		got, err := ask(t, client(t, endpointtest.New(t, endpointtest.LlamaServer(small)), believesMore), long)
		want(t, got, err, "", endpoint.ErrContext)
		var f *endpoint.Failure
		if errors.As(err, &f) && (f.Limit != 64 || f.Prompt != 104) {
			t.Errorf("limit %d, prompt %d: want 64 and 104", f.Limit, f.Prompt)
		}
		s := endpointtest.New(t, endpointtest.Ollama(small))
		_, err = ask(t, client(t, s, func(cfg *endpoint.Config) { cfg.ContextTokens = 64 }), long)
		want(t, "", err, "", endpoint.ErrContext)
		if len(s.Requests()) != 0 {
			t.Error("a prompt that cannot fit was sent")
		}
	})

	t.Run("generation past the context is always limited", func(t *testing.T) {
		for name, reply := range map[string]endpointtest.Reply{"Ollama": ollama, "llama-server": llama} {
			s := endpointtest.New(t, reply)
			got, err := ask(t, client(t, s), question("Why?"))
			want(t, got, err, whole, nil)
			if n := s.Requests()[0].Number("max_tokens"); n != 1024 {
				t.Errorf("%s: max_tokens %v, want a quarter of the context", name, n)
			}
		}
	})

	t.Run("response_format is not sent, JSON that was cut is incomplete", func(t *testing.T) {
		s := endpointtest.New(t, endpointtest.LengthCut(`{"claims": [{"te`))
		_, err := ask(t, client(t, s), question("Why?"))
		want(t, "", err, "", endpoint.ErrIncomplete)
		if _, sent := s.Requests()[0].Body["response_format"]; sent {
			t.Error("response_format was sent")
		}
	})

	t.Run("reasoning models", func(t *testing.T) {
		for name, reply := range map[string]endpointtest.Reply{
			"Ollama":              endpointtest.Reasoning("reasoning", "Let me see.", "Kerry ", "did."),
			"llama-server":        endpointtest.Reasoning("reasoning_content", "Let me see.", "Kerry ", "did."),
			"llama-server inline": endpointtest.Answer("<thi", "nk>Let me see.</th", "ink>\n\nKerry ", "did."),
		} {
			got, err := ask(t, client(t, endpointtest.New(t, reply)), question("Who?"))
			t.Log(name)
			want(t, got, err, "Kerry did.", nil)
		}
	})

	t.Run("empty message content is never sent", func(t *testing.T) {
		req := question("Why?")
		req.System = " "
		req.Messages = append([]endpoint.Message{{Role: endpoint.User, Text: "Who?"}, {Role: endpoint.Assistant}}, req.Messages...)
		for _, reply := range []endpointtest.Reply{ollama, llama} {
			got, err := ask(t, client(t, endpointtest.New(t, reply)), req)
			want(t, got, err, whole, nil)
		}
		s := endpointtest.New(t, ollama)
		_, err := ask(t, client(t, s), question("  \n"))
		want(t, "", err, "", endpoint.ErrRequest)
		if len(s.Requests()) != 0 {
			t.Error("an empty question was sent")
		}
	})

	t.Run("embedding input over 512 tokens", func(t *testing.T) {
		long := strings.Repeat("Aleppo was shelled again. ", 400)
		for _, reply := range []endpointtest.Reply{ollama, endpointtest.LlamaServer(retriever)} {
			s := endpointtest.New(t, reply)
			if _, err := client(t, s).Embeddings(t.Context(), "reader", []string{"short", long}); err != nil {
				t.Error(err)
			}
			sent := s.Requests()[0].Inputs()
			if n := endpoint.Tokens(sent[1]); n > 510 || n < 450 || !strings.HasPrefix(long, sent[1]) {
				t.Errorf("the long input was sent with %d tokens", n)
			}
		}
	})

	t.Run("dimensions is not sent", func(t *testing.T) {
		for _, reply := range []endpointtest.Reply{ollama, endpointtest.LlamaServer(retriever)} {
			s := endpointtest.New(t, reply)
			vs, err := client(t, s).Embeddings(t.Context(), "reader", []string{"a"})
			if err != nil || len(vs[0]) != 8 {
				t.Errorf("%v, %v", vs, err)
			}
			if _, sent := s.Requests()[0].Body["dimensions"]; sent {
				t.Error("dimensions was sent")
			}
		}
	})

	t.Run("embeddings asked of a chat model", func(t *testing.T) {
		_, err := client(t, endpointtest.New(t, llama)).Embeddings(t.Context(), "writer", []string{"a", "b"})
		checkSentence(t, err)
		want(t, "", err, "", endpoint.ErrModel)
		vs, err := client(t, endpointtest.New(t, ollama)).Embeddings(t.Context(), "writer", []string{"a"})
		if err != nil || len(vs[0]) != 16 { // only the index's identity can tell
			t.Errorf("%v, %v", vs, err)
		}
	})

	t.Run("overload and loading", func(t *testing.T) {
		for _, reply := range []endpointtest.Reply{endpointtest.QueueFull, endpointtest.Loading} {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, reply, reply, endpointtest.Answer("Kerry did."))
				got, err := ask(t, client(t, s), question("Who?"))
				want(t, got, err, "Kerry did.", nil)
			})
		}
		synctest.Test(t, func(t *testing.T) { // a cold load blocks for seconds
			s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(90*time.Second, endpointtest.Answer("Kerry did.")))
			got, err := ask(t, client(t, s), question("Who?"))
			want(t, got, err, "Kerry did.", nil)
		})
	})

	t.Run("one request at a time by default", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Second, endpointtest.Answer("Kerry did.")))
			if took := together(t, client(t, s), 3); took != 3*time.Second {
				t.Errorf("three questions took %v, want them one after the other", took)
			}
			two := func(cfg *endpoint.Config) { cfg.InFlight = 2 }
			if took := together(t, client(t, s, two), 4); took != 2*time.Second {
				t.Errorf("four questions took %v, want two at a time", took)
			}
		})
	})

	t.Run("base URL without /v1", func(t *testing.T) {
		bare := func(s *endpointtest.Server) func(*endpoint.Config) {
			return func(cfg *endpoint.Config) { cfg.BaseURL = s.URL }
		}
		s := endpointtest.New(t, ollama)
		got, err := ask(t, client(t, s, bare(s)), question("Why?"))
		want(t, got, err, "", endpoint.ErrAddress)
		s = endpointtest.New(t, llama)
		got, err = ask(t, client(t, s, bare(s)), question("Why?"))
		want(t, got, err, whole, nil)
	})

	t.Run("engine dies in mid-stream", func(t *testing.T) {
		got, err := ask(t, client(t, endpointtest.New(t, endpointtest.EngineDied)), question("Why?"))
		want(t, got, err, "", endpoint.ErrCut)
		abrupt := endpointtest.CutOff(len(endpointtest.Event("Kerry "))+9, endpointtest.Answer("Kerry ", "did."))
		got, err = ask(t, client(t, endpointtest.New(t, abrupt)), question("Why?"))
		want(t, got, err, "Kerry ", endpoint.ErrCut)
	})

	t.Run("client gives up while the prompt is read", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := endpointtest.InMemory(t, endpointtest.StaysEngaged(40*time.Second, endpointtest.Answer("Kerry did.")))
			c := client(t, s)
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			_, err := askWith(ctx, t, c, question("Who?"))
			want(t, "", err, "", context.DeadlineExceeded)
			start := time.Now()
			got, err := ask(t, c, question("Who?")) // waits for the engine, which is patience, not failure
			want(t, got, err, "Kerry did.", nil)
			if took := time.Since(start); took != 75*time.Second {
				t.Errorf("took %v", took)
			}
		})
	})
}

// together asks n questions at once and returns how long all took.
func together(t *testing.T, c *endpoint.Client, n int) time.Duration {
	t.Helper()
	start := time.Now()
	done := make(chan struct{})
	for range n {
		go func() {
			defer func() { done <- struct{}{} }()
			got, err := ask(t, c, question("Who?"))
			want(t, got, err, "Kerry did.", nil)
		}()
	}
	for range n {
		<-done
	}
	return time.Since(start)
}
