package endpointtest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// What servers were seen to answer, each under the name of the behaviour.
var (
	// HTMLPage is what a portal or a proxy answers in place of the API.
	HTMLPage = Status(http.StatusOK, "text/html; charset=utf-8", "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>")
	// HTMLError is a proxy's page about a server behind it that is down.
	HTMLError = Status(http.StatusBadGateway, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>")
	// NoSuchPath is a base URL without /v1.
	NoSuchPath = Status(http.StatusNotFound, "text/plain", "404 page not found")
	// ErrorIn200 is an error object under a success.
	ErrorIn200 = JSON(http.StatusOK, `{"error":{"message":"the engine gave up","type":"server_error","code":500}}`)
	// ErrorText is an error that is a plain string, as LM Studio writes it.
	ErrorText = JSON(http.StatusBadRequest, `{"error":"the engine cannot do this"}`)
	// ErrorTextIn200 is both.
	ErrorTextIn200 = JSON(http.StatusOK, `{"error":"the engine cannot do this"}`)
	// ErrorDetail is how servers on FastAPI say it.
	ErrorDetail = JSON(http.StatusUnprocessableEntity, `{"detail":"a field is missing"}`)
	// ErrorEvent breaks a stream with an error object, after a comment.
	ErrorEvent = Stream(Event("Kerry "), ": still here\n\n", `data: {"error":{"message":"out of memory","type":"server_error"}}`+"\n\n")
	// ErrorTextEvent breaks a stream with an error that is a plain string.
	ErrorTextEvent = Stream(Event("Kerry "), `data: {"error":"out of memory"}`+"\n\n")
	// ErrorNamedEvent breaks a stream with an event named error.
	ErrorNamedEvent = Stream(Event("Kerry "), "event: error\ndata: {\"message\":\"out of memory\"}\n\n")
	// ErrorLine breaks a stream with an object that is no event.
	ErrorLine = Stream(Event("Kerry "), `{"error":"out of memory"}`+"\n")
	// NoObject is JSON that is none of the protocol's.
	NoObject = JSON(http.StatusOK, `{"status":"ok"}`)
	// NoJSON is text.
	NoJSON = Status(http.StatusOK, "text/plain", "hello")
	// Nothing is a success without a body.
	Nothing = Status(http.StatusOK, "application/json", "")
	// EngineDied is Ollama whose runner crashed: one blank event, then a clean end.
	EngineDied = Stream(Event(""))
	// QueueFull is Ollama's answer to too many requests.
	QueueFull = Error(http.StatusServiceUnavailable, "api_error", "server busy, please try again.  maximum pending requests exceeded")
	// Loading is llama-server's answer while it reads a model.
	Loading = JSON(http.StatusServiceUnavailable, `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`)
	// NoCredit is a hosted account that is used up.
	NoCredit = JSON(http.StatusTooManyRequests, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`)
	// NoEmbeddings is llama-server asked for embeddings of a chat model.
	NoEmbeddings = Error(http.StatusNotImplemented, "not_supported_error", "This server does not support embeddings. Start it with `--embeddings`")
)

// BadKey refuses the key and repeats it, whole and with its middle starred out.
func BadKey(w http.ResponseWriter, r *Request) {
	key, starred := r.key(), "***"
	if len(key) > 8 {
		starred = key[:4] + "*****" + key[len(key)-4:]
	}
	Error(http.StatusUnauthorized, "invalid_request_error", fmt.Sprintf("Incorrect API key provided: %s (Bearer %s, %s).", key, key, starred))(w, r)
}

// EchoedKey fails with a status and repeats the key in a body of that content type.
func EchoedKey(status int, contentType string) Reply {
	return func(w http.ResponseWriter, r *Request) {
		Status(status, contentType, "cannot serve Authorization: Bearer "+r.key()+" now")(w, r)
	}
}

// RateLimited asks to be left alone: after is the value of Retry-After, none where it is empty.
func RateLimited(after string) Reply {
	return func(w http.ResponseWriter, r *Request) {
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		Error(http.StatusTooManyRequests, "rate_limit_error", "Rate limit reached")(w, r)
	}
}

// ContextExceeded is llama-server's answer to a prompt that is too long.
func ContextExceeded(prompt, limit int) Reply {
	return JSON(http.StatusBadRequest, fmt.Sprintf(`{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":%d,"n_ctx":%d}}`, prompt, limit))
}

// ContextLengthExceeded is how OpenAI and vLLM say it.
func ContextLengthExceeded(prompt, limit int) Reply {
	return JSON(http.StatusBadRequest, fmt.Sprintf(`{"error":{"message":"This model's maximum context length is %d tokens. However, your messages resulted in %d tokens.","type":"invalid_request_error","code":"context_length_exceeded"}}`, limit, prompt))
}

// SilentTruncation is Ollama's: the answer comes, and the prompt's tokens are the context's.
func SilentTruncation(context int, pieces ...string) Reply {
	parts := AnswerParts(pieces...)
	return Stream(append(parts[:len(parts)-1], Usage(context), Done)...)
}

// EarlyTruncation tells the same with the first event, as servers that count continuously do.
func EarlyTruncation(context int, pieces ...string) Reply {
	return Stream(append([]string{Usage(context)}, AnswerParts(pieces...)...)...)
}

// LengthCut is an answer that reached its limit.
func LengthCut(pieces ...string) Reply {
	var parts []string
	for _, piece := range pieces {
		parts = append(parts, Event(piece))
	}
	return Stream(append(parts, Finish("length"), Done)...)
}

// KeepAlives puts n blanks and comments before an answer and between its pieces.
func KeepAlives(n int, pieces ...string) Reply {
	noise := strings.Repeat("\n", n) + strings.Repeat(": PROCESSING\n\n", n) + "id: 7\nretry: 100\nevent: message\n"
	var parts []string
	for _, part := range AnswerParts(pieces...) {
		parts = append(parts, noise, part)
	}
	return Stream(parts...)
}

// Reasoning puts a model's reasoning into a field of its own: "reasoning" at Ollama, "reasoning_content" at llama-server.
func Reasoning(field, thought string, pieces ...string) Reply {
	first := Line(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": nil, field: thought}, "finish_reason": nil}}})
	return Stream(append([]string{first}, AnswerParts(pieces...)...)...)
}

// ArrayContent gives the pieces as arrays of parts, with a part of reasoning before them.
func ArrayContent(pieces ...string) Reply {
	part := func(parts ...any) string {
		return Line(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": parts}}}})
	}
	lines := []string{part(map[string]any{"type": "thinking", "thinking": []any{map[string]any{"type": "text", "text": "hm"}}})}
	for _, piece := range pieces {
		lines = append(lines, part(map[string]any{"type": "text", "text": piece}))
	}
	return Stream(append(lines, Finish("stop"), Done)...)
}

// EmptyChoices puts events without choices, with none, and with null content around an answer.
func EmptyChoices(pieces ...string) Reply {
	odd := []string{
		"data: {}\n\n", `data: {"choices":[]}` + "\n\n", `data: {"choices":null,"usage":null}` + "\n\n",
		`data: {"choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}]}` + "\n\n",
		`data: {"error":null,"choices":[{"delta":null}]}` + "\n\n",
	}
	parts := AnswerParts(pieces...)
	return Stream(append(append(odd, parts[:len(parts)-1]...), Usage(0), Done)...)
}

// NotStreamed answers a request for a stream with one object.
func NotStreamed(text, finish string) Reply {
	return JSON(http.StatusOK, fmt.Sprintf("{\n  \"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": %s},\n  \"finish_reason\": %s}],\n  \"usage\": {\"prompt_tokens\": 0}\n}\n",
		strconv.Quote(text), strconv.Quote(finish)))
}

// NoSystemRole refuses the system role with a status and words, as templates of Gemma and Mistral do, and lets other
// requests through to reply.
func NoSystemRole(status int, words string, reply Reply) Reply {
	return func(w http.ResponseWriter, r *Request) {
		for _, turn := range r.Turns() {
			if turn[0] == "system" {
				Error(status, "invalid_request_error", words)(w, r)
				return
			}
		}
		reply(w, r)
	}
}

// RefusesField refuses requests that carry a field, with a status and words, and lets others through to reply.
func RefusesField(field string, status int, words string, reply Reply) Reply {
	return func(w http.ResponseWriter, r *Request) {
		if _, there := r.Body[field]; there {
			Error(status, "invalid_request_error", words)(w, r)
			return
		}
		reply(w, r)
	}
}
