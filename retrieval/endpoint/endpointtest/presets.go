package endpointtest

import (
	"fmt"
	"net/http"
	"strings"
)

// OpenAI answers as the hosted API does, as far as its signs and its lists go.
func OpenAI(e Engine) Reply {
	return func(w http.ResponseWriter, r *Request) {
		w.Header().Set("Openai-Version", "2020-10-01")
		e.exactly(map[string]Reply{"/v1/models": e.models("system")}, NoSuchPath)(w, r)
	}
}

// VLLM answers as vLLM does: its list of models tells the context.
func VLLM(e Engine) Reply {
	return func(w http.ResponseWriter, r *Request) {
		w.Header().Set("Server", "uvicorn")
		list := e.list(func(string) map[string]any { return map[string]any{"owned_by": "vllm", "max_model_len": e.Context} })
		e.exactly(map[string]Reply{"/v1/models": list, "/version": JSON(http.StatusOK, `{"version":"0.11.0"}`)}, JSON(http.StatusNotFound, `{"detail":"Not Found"}`))(w, r)
	}
}

// LMStudio answers as LM Studio does: 200 with an error for a path that it does not know, and a list of its own.
func LMStudio(e Engine) Reply {
	return func(w http.ResponseWriter, r *Request) {
		w.Header().Set("X-Powered-By", "Express")
		list := e.list(func(name string) map[string]any {
			return map[string]any{"state": "loaded", "max_context_length": 131072, "loaded_context_length": e.Context}
		})
		unknown := JSON(http.StatusOK, fmt.Sprintf(`{"error":"Unexpected endpoint or method. (%s %s)"}`, r.Method, r.Path))
		e.exactly(map[string]Reply{"/v1/models": e.models("organization_owner"), "/api/v0/models": list}, unknown)(w, r)
	}
}

// LocalAI answers as LocalAI does: its models have no owner, and it imitates Ollama.
func LocalAI(e Engine) Reply {
	return e.exactly(map[string]Reply{
		"/v1/models":   e.list(func(string) map[string]any { return nil }),
		"/system":      JSON(http.StatusOK, `{"backends":["llama-cpp"],"loaded_models":[]}`),
		"/version":     JSON(http.StatusOK, `{"version":"v3.7.0"}`),
		"/api/version": JSON(http.StatusOK, `{"version":"0.9.0"}`),
	}, Error(http.StatusNotFound, "", "Resource not found"))
}

// exactly serves paths, chat and embeddings among them, and gives every other path to unknown.
func (e Engine) exactly(paths map[string]Reply, unknown Reply) Reply {
	return func(w http.ResponseWriter, r *Request) {
		switch reply, known := paths[r.Path]; {
		case known:
			reply(w, r)
		case r.Path == "/v1/chat/completions" && !e.has(r.Model()), r.Path == "/v1/embeddings" && !e.has(r.Model()):
			Error(http.StatusNotFound, "NotFoundError", fmt.Sprintf("The model `%s` does not exist.", r.Model()))(w, r)
		case r.Path == "/v1/chat/completions":
			e.answer(w, wordsOf(r), int(max(r.Number("max_tokens"), r.Number("max_completion_tokens"))))
		case r.Path == "/v1/embeddings":
			Embeddings(e.Length)(w, r)
		default:
			unknown(w, r)
		}
	}
}

// list is a list of the engine's models, each with what more tells of it.
func (e Engine) list(more func(name string) map[string]any) Reply {
	list := []any{}
	for _, name := range e.names() {
		entry := map[string]any{"id": name, "object": "model"}
		for field, value := range more(name) {
			entry[field] = value
		}
		list = append(list, entry)
	}
	return JSON(http.StatusOK, strings.TrimSpace(strings.TrimPrefix(Line(map[string]any{"object": "list", "data": list}), "data: ")))
}
