// Package endpointtest is a fake of the OpenAI-compatible servers that people really run, for tests of what speaks to one.
//
// A Server plays a script of Replies, one a request, and goes on with the last. Each Reply is named after the behaviour
// that it replays; Ollama and LlamaServer are whole servers with the manners of the two, path by path, and OpenAI, VLLM,
// LMStudio and LocalAI what others show of themselves.
package endpointtest

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Reply answers one request.
type Reply func(w http.ResponseWriter, r *Request)

// Request is what a Server received. The key itself is not kept.
type Request struct {
	Method     string
	Path       string
	Accept     string
	Authorized bool           // a bearer key came with it
	Body       map[string]any // decoded from JSON, nil where there was none

	key func() string // not a string, so that printing a Request does not show it
	ctx context.Context
}

// Turns are the messages of a chat, as role and content.
func (r *Request) Turns() [][2]string {
	var turns [][2]string
	messages, _ := r.Body["messages"].([]any)
	for _, m := range messages {
		turn, _ := m.(map[string]any)
		role, _ := turn["role"].(string)
		text, _ := turn["content"].(string)
		turns = append(turns, [2]string{role, text})
	}
	return turns
}

// Inputs are the texts of an embedding request.
func (r *Request) Inputs() []string {
	var inputs []string
	list, _ := r.Body["input"].([]any)
	for _, in := range list {
		text, _ := in.(string)
		inputs = append(inputs, text)
	}
	return inputs
}

// Model is the name that was asked for.
func (r *Request) Model() string {
	name, _ := r.Body["model"].(string)
	return name
}

// Number is a field of the body as a number, 0 where it is absent.
func (r *Request) Number(field string) float64 {
	n, _ := r.Body[field].(float64)
	return n
}

// Server is a fake, closed when its test ends.
type Server struct {
	URL  string            // without /v1
	HTTP http.RoundTripper // reaches the server, counting refusals; on loopback the default transport does too

	mu       sync.Mutex
	script   []Reply
	requests []*Request
	refuse   int
}

// New starts a server on loopback.
func New(t testing.TB, script ...Reply) *Server {
	t.Helper()
	s := &Server{script: script}
	real := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(real.Close)
	s.URL = real.URL
	s.reach(t, func(ctx context.Context) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", real.Listener.Addr().String())
	})
	return s
}

// InMemory starts a server without a network, for a test within a testing/synctest bubble: only its HTTP reaches it.
func InMemory(t testing.TB, script ...Reply) *Server {
	t.Helper()
	s := &Server{script: script, URL: "http://localhost:11434"}
	pipes := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	real := &http.Server{Handler: http.HandlerFunc(s.serve)}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = real.Serve(pipes)
	}()
	t.Cleanup(func() {
		_ = real.Close()
		<-served
	})
	s.reach(t, func(ctx context.Context) (net.Conn, error) {
		near, far := net.Pipe()
		select {
		case pipes.conns <- far:
			return near, nil
		case <-pipes.closed:
			return nil, net.ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	})
	return s
}

// BaseURL is what to write as OPENAI_BASE_URL.
func (s *Server) BaseURL() string { return s.URL + "/v1" }

// Play replaces what is left of the script.
func (s *Server) Play(script ...Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = script
}

// Refuse makes the next n connections through HTTP fail as where nothing listens.
func (s *Server) Refuse(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = n
}

// Requests are those received so far, oldest first.
func (s *Server) Requests() []*Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Request(nil), s.requests...)
}

func (s *Server) reach(t testing.TB, dial func(context.Context) (net.Conn, error)) {
	transport := &http.Transport{
		DisableKeepAlives: true, // no goroutine outlives its request
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			s.mu.Lock()
			refused := s.refuse > 0
			if refused {
				s.refuse--
			}
			s.mu.Unlock()
			if refused {
				return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
			}
			return dial(ctx)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	s.HTTP = transport
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	key, authorized := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	req := &Request{
		Method: r.Method, Path: r.URL.Path, Accept: r.Header.Get("Accept"),
		Authorized: authorized, key: func() string { return key }, ctx: r.Context(),
	}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &req.Body); err != nil {
			http.Error(w, "not JSON", http.StatusBadRequest)
			return
		}
	}
	s.mu.Lock()
	s.requests = append(s.requests, req)
	reply := Status(http.StatusNotFound, "text/plain", "no reply is scripted")
	if len(s.script) > 0 {
		reply = s.script[0]
	}
	if len(s.script) > 1 {
		s.script = s.script[1:]
	}
	s.mu.Unlock()
	reply(w, req)
}

// pipeListener gives a server the far ends of pipes.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }
