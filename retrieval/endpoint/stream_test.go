package endpoint_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

// canned is a transport that answers every request with one stream, given out in parts of a size.
type canned struct {
	body string
	size int
	end  error
}

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r, Body: &dripping{canned: c}}, nil
}

type dripping struct{ canned }

func (d *dripping) Read(p []byte) (int, error) {
	if d.body == "" {
		return 0, d.end
	}
	n := copy(p[:min(len(p), d.size)], d.body)
	d.body = d.body[n:]
	return n, nil
}

func (d *dripping) Close() error { return nil }

func (c canned) client(t testing.TB) *endpoint.Client {
	t.Helper()
	made, err := endpoint.New(endpoint.Config{BaseURL: "http://localhost/v1", HTTP: c})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// cutAt checks what holds of a stream cut at any place: what was yielded is the beginning of the answer, and the
// answer is whole if and only if no error came.
func cutAt(t testing.TB, stream, whole string, at, size int, end error) {
	t.Helper()
	got, err := ask(t, canned{stream[:at], size, end}.client(t), question("Who?"))
	switch {
	case !strings.HasPrefix(whole, got):
		t.Errorf("cut at %d: %q is not the beginning of %q", at, got, whole)
	case err == nil && got != whole:
		t.Errorf("cut at %d: %q passes for the whole answer", at, got)
	case err != nil && !errors.Is(err, endpoint.ErrCut):
		t.Errorf("cut at %d: %v, want %v", at, err, endpoint.ErrCut)
	}
}

func TestStreamCutAtEveryByte(t *testing.T) {
	streams := map[string]string{
		"plain":      strings.Join(endpointtest.AnswerParts("Kerry ", "“did” it."), ""),
		"comments":   ": hello\n\n" + strings.Join(endpointtest.AnswerParts("Kerry ", "“did” it."), ": alive\n\n"),
		"thinking":   strings.Join(endpointtest.AnswerParts("<thi", "nk>no</think>Kerry ", "“did” it."), ""),
		"not stream": `{"choices":[{"message":{"content":"Kerry “did” it."},"finish_reason":"stop"}]}`,
	}
	for name, stream := range streams {
		t.Run(name, func(t *testing.T) {
			for at := range len(stream) + 1 {
				cutAt(t, stream, "Kerry “did” it.", at, 7, io.EOF)
				cutAt(t, stream, "Kerry “did” it.", at, 4096, io.ErrUnexpectedEOF)
			}
		})
	}
	t.Run("over a connection", func(t *testing.T) {
		reply := endpointtest.Answer("Kerry ", "did.")
		ends := endpointtest.Length(endpointtest.Stream(endpointtest.AnswerParts("Kerry ", "did.")[:3]...)) - 2
		for at := 0; at <= endpointtest.Length(reply); at++ {
			for _, cut := range []endpointtest.Reply{endpointtest.CutCleanly(at, reply), endpointtest.CutOff(at, reply)} {
				got, err := ask(t, client(t, endpointtest.New(t, cut)), question("Who?"))
				if whole := at >= ends; whole != (err == nil) || (err != nil && !errors.Is(err, endpoint.ErrCut)) {
					t.Errorf("cut at %d of %d: %q, %v", at, ends, got, err)
				}
			}
		}
	})
}

func FuzzStreamCut(f *testing.F) {
	f.Add("Kerry", "did.", uint16(80), uint8(3), false)
	f.Add("<think>no</think>", "Kerry", uint16(300), uint8(64), true)
	f.Fuzz(func(t *testing.T, first, second string, at uint16, size uint8, broken bool) {
		stream := strings.Join(endpointtest.AnswerParts(first, second), "")
		whole, err := ask(t, canned{stream, 1 << 12, io.EOF}.client(t), question("Who?"))
		if err != nil { // all reasoning, or nothing
			return
		}
		end := io.EOF
		if broken {
			end = io.ErrUnexpectedEOF
		}
		cutAt(t, stream, whole, min(int(at), len(stream)), int(size)+1, end)
	})
}

// FuzzStreamNoise feeds anything: the answer ends, with a Failure or not at all, and shows no reasoning tag's inside.
func FuzzStreamNoise(f *testing.F) {
	f.Add([]byte("data: {\"error\":null}\n\ndata: {\"choices\":[{\"delta\":{\"content\":[]}}]}\n"))
	f.Add([]byte("{\"error\":"))
	f.Add([]byte(": \n\nevent: error\ndata: x\n"))
	f.Add([]byte("[{}]"))
	f.Fuzz(func(t *testing.T, noise []byte) {
		_, err := ask(t, canned{string(noise), 5, io.EOF}.client(t), question("Who?"))
		var failure *endpoint.Failure
		if err != nil && !errors.As(err, &failure) {
			t.Errorf("%T %v", err, err)
		}
	})
}
