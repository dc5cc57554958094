package endpoint_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

func TestPoint12Probe(t *testing.T) {
	owned := func(owner string) endpointtest.Reply {
		return endpointtest.By(map[string]endpointtest.Reply{
			"/v1/models": endpointtest.JSON(http.StatusOK, `{"object":"list","data":[{"id":"writer","owned_by":"`+owner+`"}]}`),
		})
	}
	bare := func(list string) endpointtest.Reply {
		return endpointtest.By(map[string]endpointtest.Reply{"/v1/models": endpointtest.JSON(http.StatusOK, list)})
	}
	both := []string{"writer", "reader"}
	tests := []struct {
		name   string
		reply  endpointtest.Reply
		path   string // of the configured address
		refuse int

		reachable bool
		write     string // path of the address to write
		server    string
		models    []string
		advice    string
		kind      error
	}{
		{name: "Ollama", reply: endpointtest.Ollama(engine), path: "/v1", reachable: true, write: "/v1", server: "Ollama", models: both},
		{name: "Ollama without /v1", reply: endpointtest.Ollama(engine), reachable: true, write: "/v1", server: "Ollama", models: both, advice: "write OPENAI_BASE_URL=http://localhost:11434/v1", kind: endpoint.ErrAddress},
		{name: "llama-server", reply: endpointtest.LlamaServer(engine), path: "/v1", reachable: true, write: "/v1", server: "llama.cpp", models: both},
		{name: "llama-server without /v1", reply: endpointtest.LlamaServer(engine), reachable: true, write: "", server: "llama.cpp", models: both},
		{name: "a portal without /v1", reply: func(w http.ResponseWriter, r *endpointtest.Request) {
			if strings.HasPrefix(r.Path, "/v1/") {
				owned("vllm")(w, r)
				return
			}
			endpointtest.HTMLPage(w, r)
		}, reachable: true, write: "/v1", server: "vLLM", models: []string{"writer"}, advice: "write OPENAI_BASE_URL=", kind: endpoint.ErrAddress},
		{name: "a needless /v1", reply: endpointtest.By(map[string]endpointtest.Reply{"/api/models": bare(`{"data":[{"id":"writer"}]}`)}), path: "/api/v1", reachable: true, advice: "/api/v1", kind: endpoint.ErrAddress},
		{name: "OpenAI", reply: endpointtest.OpenAI(engine), path: "/v1", reachable: true, write: "/v1", server: "OpenAI", models: both},
		{name: "vLLM", reply: endpointtest.VLLM(engine), path: "/v1", reachable: true, write: "/v1", server: "vLLM", models: both},
		{name: "vLLM without /v1", reply: endpointtest.VLLM(engine), reachable: true, write: "/v1", server: "vLLM", models: both, advice: "write OPENAI_BASE_URL=", kind: endpoint.ErrAddress},
		{name: "LM Studio", reply: endpointtest.LMStudio(engine), path: "/v1", reachable: true, write: "/v1", server: "LM Studio", models: both},
		{name: "LM Studio without /v1", reply: endpointtest.LMStudio(engine), reachable: true, write: "/v1", server: "LM Studio", models: both, advice: "write OPENAI_BASE_URL=", kind: endpoint.ErrAddress},
		{name: "LocalAI, which imitates Ollama", reply: endpointtest.LocalAI(engine), path: "/v1", reachable: true, write: "/v1", server: "LocalAI", models: both},
		{name: "KoboldCpp, which imitates Ollama", reply: endpointtest.By(map[string]endpointtest.Reply{
			"/v1/models":   endpointtest.JSON(http.StatusOK, `{"object":"list","data":[{"id":"writer","owned_by":"koboldcpp"}]}`),
			"/api/version": endpointtest.JSON(http.StatusOK, `{"version":"0.7.0"}`),
		}), path: "/v1", reachable: true, write: "/v1", models: []string{"writer"}},
		{name: "LM Studio with nothing else to ask", reply: owned("organization_owner"), path: "/v1", reachable: true, write: "/v1", server: "LM Studio", models: []string{"writer"}},
		{name: "another", reply: owned("someone"), path: "/v1", reachable: true, write: "/v1", models: []string{"writer"}},
		{name: "a bare list", reply: bare(`[{"id":"writer"}]`), path: "/v1", reachable: true, write: "/v1", models: []string{"writer"}},
		{name: "no models", reply: bare(`{"object":"list","data":null}`), path: "/v1", reachable: true, write: "/v1", advice: "no model"},
		{name: "bad key", reply: endpointtest.BadKey, path: "/v1", reachable: true, advice: "OPENAI_API_KEY", kind: endpoint.ErrKey},
		{name: "something else", reply: endpointtest.HTMLPage, path: "/v1", reachable: true, advice: "OPENAI_BASE_URL", kind: endpoint.ErrAddress},
		{name: "nothing listens", path: "/v1", refuse: 99, advice: "start the server", kind: endpoint.ErrUnreachable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, tt.reply)
				s.Refuse(tt.refuse)
				got := client(t, s, func(cfg *endpoint.Config) { cfg.BaseURL = s.URL + tt.path }).Probe(t.Context())
				checkSentence(t, got.Err)
				write := ""
				if got.Models != nil {
					write = s.URL + tt.write
				}
				if got.Reachable != tt.reachable || got.BaseURL != write || got.Server != tt.server || !slices.Equal(got.Models, tt.models) {
					t.Errorf("%+v", got)
				}
				if !strings.Contains(got.Advice, tt.advice) || (tt.advice == "") != (got.Advice == "") {
					t.Errorf("advice %q, want %q in it", got.Advice, tt.advice)
				}
				if !errors.Is(got.Err, tt.kind) {
					t.Errorf("error %v, want %v", got.Err, tt.kind)
				}
			})
		})
	}
}

func TestContextOf(t *testing.T) {
	modelfile := endpointtest.By(map[string]endpointtest.Reply{
		"/v1/models":   endpointtest.JSON(http.StatusOK, `{"data":[{"id":"writer:latest","owned_by":"library"}]}`),
		"/api/version": endpointtest.JSON(http.StatusOK, `{"version":"0.17.4"}`),
		"/api/ps":      endpointtest.JSON(http.StatusOK, `{"models":[]}`),
		"/api/show":    endpointtest.JSON(http.StatusOK, `{"parameters":"temperature    0.2\nnum_ctx                        8192\nstop  x","model_info":{"llama.context_length":131072}}`),
	})
	list := func(entry string) endpointtest.Reply {
		return endpointtest.By(map[string]endpointtest.Reply{"/v1/models": endpointtest.JSON(http.StatusOK, `{"data":[`+entry+`]}`)})
	}
	tests := []struct {
		name  string
		reply endpointtest.Reply
		asked bool // a question came before
		want  int
	}{
		{"Ollama, loaded", endpointtest.Ollama(engine), true, 4096},
		{"Ollama, not loaded: what it was trained for is not believed", endpointtest.Ollama(engine), false, 0},
		{"Ollama, set in the Modelfile", modelfile, false, 8192},
		{"llama.cpp", endpointtest.LlamaServer(engine), false, 4096},
		{"LM Studio", endpointtest.LMStudio(engine), false, 4096},
		{"vLLM", endpointtest.VLLM(engine), false, 4096},
		{"LocalAI does not tell", endpointtest.LocalAI(engine), false, 0},
		{"OpenAI does not tell", endpointtest.OpenAI(engine), false, 0},
		{"OpenRouter", list(`{"id":"other","context_length":1},{"id":"writer","context_length":32768}`), false, 32768},
		{"Groq", list(`{"id":"writer","context_window":131072}`), false, 131072},
		{"Mistral", list(`{"id":"writer","max_context_length":32768}`), false, 32768},
		{"a server that fails", endpointtest.Error(http.StatusInternalServerError, "", "broken"), false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := client(t, endpointtest.New(t, tt.reply))
			if tt.asked {
				if _, err := ask(t, c, question("Who?")); err != nil {
					t.Fatal(err)
				}
			}
			if got := c.ContextOf(t.Context(), c.Probe(t.Context()), "writer"); got != tt.want {
				t.Errorf("%d tokens, want %d", got, tt.want)
			}
		})
	}
}

func TestReportHas(t *testing.T) {
	report := endpoint.Report{Models: []string{"llama3.2:latest", "qwen3:8b"}}
	for model, want := range map[string]bool{"llama3.2": true, "llama3.2:latest": true, "qwen3:8b": true, "qwen3": false, "": false} {
		if report.Has(model) != want {
			t.Errorf("%q: %v", model, !want)
		}
	}
}
