package endpointtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// Done is the line that ends a stream.
const Done = "data: [DONE]\n\n"

// Event is a line of a stream with one piece of text.
func Event(text string) string {
	return Line(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": text}, "finish_reason": nil}}})
}

// Finish is the event that says why the answer ended.
func Finish(reason string) string {
	return Line(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]any{}, "finish_reason": reason}}})
}

// Usage is the event that counts, which has no choices.
func Usage(promptTokens int) string {
	return Line(map[string]any{"choices": []any{}, "usage": map[string]any{"prompt_tokens": promptTokens, "completion_tokens": 9}})
}

// Line is any value as an event.
func Line(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // the test's own value
	}
	return "data: " + string(raw) + "\n\n"
}

// Stream sends each part as it is written here and flushes it.
func Stream(parts ...string) Reply {
	return func(w http.ResponseWriter, _ *Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		send(w, parts)
	}
}

func send(w http.ResponseWriter, parts []string) {
	for _, part := range parts {
		_, _ = fmt.Fprint(w, part)
		_ = http.NewResponseController(w).Flush()
	}
}

// Answer streams the pieces, ends with stop, counts nothing.
func Answer(pieces ...string) Reply {
	return Stream(AnswerParts(pieces...)...)
}

// AnswerParts are the parts of Answer's stream.
func AnswerParts(pieces ...string) []string {
	var parts []string
	for _, piece := range pieces {
		parts = append(parts, Event(piece))
	}
	return append(parts, Finish("stop"), Done)
}

// Status answers with a body of a content type.
func Status(status int, contentType, body string) Reply {
	return func(w http.ResponseWriter, _ *Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, body)
	}
}

// JSON answers with a JSON body, as it stands.
func JSON(status int, body string) Reply { return Status(status, "application/json", body) }

// Error answers with an error object.
func Error(status int, kind, message string) Reply {
	raw, err := json.Marshal(map[string]any{"error": map[string]any{"type": kind, "message": message, "code": nil, "param": nil}})
	if err != nil {
		panic(err) // strings always marshal
	}
	return JSON(status, string(raw))
}

// CutCleanly sends the first n bytes of a reply and ends as if that were all.
func CutCleanly(n int, reply Reply) Reply {
	return func(w http.ResponseWriter, r *Request) {
		header, body := play(reply, r)
		w.Header().Set("Content-Type", header)
		send(w, []string{body[:min(n, len(body))]})
	}
}

// CutOff sends the first n bytes of a reply and breaks the connection.
func CutOff(n int, reply Reply) Reply {
	clean := CutCleanly(n, reply)
	return func(w http.ResponseWriter, r *Request) {
		clean(w, r)
		panic(http.ErrAbortHandler)
	}
}

// Length is the number of bytes in the body of a reply that depends on nothing in the request.
func Length(reply Reply) int {
	_, body := play(reply, &Request{})
	return len(body)
}

func play(reply Reply, r *Request) (contentType, body string) {
	rec := httptest.NewRecorder()
	reply(rec, r)
	return rec.Header().Get("Content-Type"), rec.Body.String()
}

// SlowFirstByte waits before it replies, or until the client leaves.
func SlowFirstByte(wait time.Duration, reply Reply) Reply {
	return func(w http.ResponseWriter, r *Request) {
		if pass(r, wait) {
			reply(w, r)
		}
	}
}

// Paced sends the parts of a stream with a pause before each, or until the client leaves.
func Paced(pause time.Duration, parts ...string) Reply {
	return func(w http.ResponseWriter, r *Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for _, part := range parts {
			if !pass(r, pause) {
				return
			}
			send(w, []string{part})
		}
	}
}

// Stalled sends the parts and then nothing, until the client leaves.
func Stalled(parts ...string) Reply {
	return func(w http.ResponseWriter, r *Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		send(w, parts)
		<-r.ctx.Done()
	}
}

func pass(r *Request, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.ctx.Done():
		return false
	}
}

// By picks the reply by the end of the request's path.
func By(replies map[string]Reply) Reply {
	return func(w http.ResponseWriter, r *Request) {
		for end, reply := range replies {
			if strings.HasSuffix(r.Path, end) {
				reply(w, r)
				return
			}
		}
		Status(http.StatusNotFound, "text/plain", "404 page not found")(w, r)
	}
}
