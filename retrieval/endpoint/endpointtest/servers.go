package endpointtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Engine is what a whole server runs. Words count as tokens.
type Engine struct {
	ChatModels      []string
	EmbeddingModels []string
	Context         int // of each model, in words
	Length          int // of a vector by an embedding model; by a chat model it is twice that, where one is given
	Answer          string
}

// Ollama behaves as Ollama 0.17 does. It tells the context of models that it has loaded, which it does when they are asked.
func Ollama(e Engine) Reply {
	var loaded atomic.Bool
	missing := func(w http.ResponseWriter, r *Request) bool {
		if e.has(r.Model()) {
			return false
		}
		Error(http.StatusNotFound, "api_error", fmt.Sprintf("model %q not found, try pulling it first", r.Model()))(w, r)
		return true
	}
	paths := By(map[string]Reply{
		"/v1/chat/completions": func(w http.ResponseWriter, r *Request) {
			if missing(w, r) || emptyTurn(w, r) {
				return
			}
			loaded.Store(true)
			limit := int(r.Number("max_tokens")) // max_completion_tokens is ignored
			if limit == 0 {
				limit = 10 * e.Context
			}
			e.answer(w, min(wordsOf(r), e.Context), limit)
		},
		"/v1/embeddings": func(w http.ResponseWriter, r *Request) {
			if missing(w, r) {
				return
			}
			length := e.Length
			if d := int(r.Number("dimensions")); d > 0 {
				length = d
			}
			if slices.Contains(e.ChatModels, r.Model()) {
				length *= 2
			}
			Embeddings(length)(w, r) // a long input is cut silently
		},
		"/v1/models":   e.models("library"),
		"/api/version": JSON(http.StatusOK, `{"version":"0.17.4"}`),
		"/api/show":    JSON(http.StatusOK, `{"parameters":"stop    \"<|eot_id|>\"","model_info":{"llama.context_length":131072}}`),
		"/api/ps": func(w http.ResponseWriter, r *Request) {
			running := []any{}
			if loaded.Load() {
				for _, name := range e.ChatModels {
					running = append(running, map[string]any{"name": name, "model": name, "context_length": e.Context})
				}
			}
			JSON(http.StatusOK, strings.TrimPrefix(Line(map[string]any{"models": running}), "data: "))(w, r)
		},
	})
	return func(w http.ResponseWriter, r *Request) {
		if name, one := strings.CutPrefix(r.Path, "/v1/models/"); one && e.has(name) {
			JSON(http.StatusOK, `{"object":"model"}`)(w, r)
			return
		}
		paths(w, r)
	}
}

// LlamaServer behaves as llama.cpp's llama-server does, serving chat or, with no chat model, embeddings. Its paths work
// with and without /v1.
func LlamaServer(e Engine) Reply {
	return func(w http.ResponseWriter, r *Request) {
		w.Header().Set("Server", "llama.cpp")
		By(map[string]Reply{
			"/chat/completions": func(w http.ResponseWriter, r *Request) { // the model's name is ignored
				limit := int(max(r.Number("max_tokens"), r.Number("max_completion_tokens")))
				switch prompt := wordsOf(r); {
				case emptyTurn(w, r):
				case prompt > e.Context:
					ContextExceeded(prompt, e.Context)(w, r)
				default:
					e.answer(w, prompt, min(limit, e.Context-prompt))
				}
			},
			"/embeddings": func(w http.ResponseWriter, r *Request) {
				if len(e.ChatModels) > 0 {
					NoEmbeddings(w, r)
					return
				}
				for _, text := range r.Inputs() {
					if len(strings.Fields(text)) > 512 {
						Error(http.StatusInternalServerError, "server_error", "input is too large to process. increase the physical batch size")(w, r)
						return
					}
				}
				Embeddings(e.Length)(w, r)
			},
			"/models": e.models("llamacpp"),
			"/props":  JSON(http.StatusOK, fmt.Sprintf(`{"default_generation_settings":{"n_ctx":%d},"total_slots":4}`, e.Context)),
		})(w, r)
	}
}

func (e Engine) models(owner string) Reply {
	return e.list(func(string) map[string]any { return map[string]any{"owned_by": owner} })
}

func (e Engine) names() []string { return slices.Concat(e.ChatModels, e.EmbeddingModels) }

// has reports whether a model may be asked by that name; ":latest" may be left out.
func (e Engine) has(model string) bool {
	return slices.Contains(e.names(), model) || slices.Contains(e.names(), model+":latest")
}

// answer streams the engine's words up to a limit.
func (e Engine) answer(w http.ResponseWriter, prompt, limit int) {
	words := strings.SplitAfter(e.Answer, " ")
	reason := "stop"
	if len(words) > limit {
		words, reason = words[:limit], "length"
	}
	var parts []string
	for _, word := range words {
		parts = append(parts, Event(word))
	}
	Stream(append(parts, Finish(reason), Usage(prompt), Done)...)(w, nil)
}

func emptyTurn(w http.ResponseWriter, r *Request) bool {
	for _, turn := range r.Turns() {
		if turn[1] == "" {
			Error(http.StatusBadRequest, "invalid_request_error", "invalid message content")(w, r)
			return true
		}
	}
	return false
}

func wordsOf(r *Request) int {
	n := 0
	for _, turn := range r.Turns() {
		n += len(strings.Fields(turn[1]))
	}
	return n
}

// StaysEngaged is Ollama's engine, which reads a prompt to its end even after the client gave up: whoever asks next
// waits. Reading takes that long for each request.
func StaysEngaged(reading time.Duration, reply Reply) Reply {
	engine := make(chan struct{}, 1)
	return func(w http.ResponseWriter, r *Request) {
		engine <- struct{}{}
		time.Sleep(reading)
		<-engine
		if r.ctx.Err() == nil {
			reply(w, r)
		}
	}
}
