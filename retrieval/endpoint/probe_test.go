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
		{name: "vLLM", reply: owned("vllm"), path: "/v1", reachable: true, write: "/v1", server: "vLLM", models: []string{"writer"}},
		{name: "LM Studio", reply: owned("organization_owner"), path: "/v1", reachable: true, write: "/v1", server: "LM Studio", models: []string{"writer"}},
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
