package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// site is a handler that takes note of what it was asked for. It has no robots.txt unless one is among the pages.
type site struct {
	mu    sync.Mutex
	asked []*http.Request
	at    []time.Time
	pages map[string]http.HandlerFunc // by path
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r)
	s.at = append(s.at, time.Now())
	page := s.pages[r.URL.Path]
	s.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page(w, r)
}

// paths are what was asked for, in order, robots.txt aside.
func (s *site) paths() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var paths []string
	for _, r := range s.asked {
		if r.URL.Path != "/robots.txt" {
			paths = append(paths, r.URL.Path)
		}
	}
	return paths
}

func (s *site) set(path string, page http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = page
}

// says answers with a body of a type, and with more headers in pairs.
func says(mediaType, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if mediaType == "" {
			w.Header()["Content-Type"] = nil
		} else {
			w.Header().Set("Content-Type", mediaType)
		}
		for pair := range slices.Chunk(headers, 2) {
			w.Header().Set(pair[0], pair[1])
		}
		_, _ = w.Write([]byte(body))
	}
}

// fails answers with a status, and with headers in pairs.
func fails(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for pair := range slices.Chunk(headers, 2) {
			w.Header().Set(pair[0], pair[1])
		}
		w.WriteHeader(code)
	}
}

// redirects points to another address.
func redirects(code int, to string) http.HandlerFunc { return fails(code, "Location", to) }

func zipped(t *testing.T, body []byte) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// addressOf is where a test's server listens.
func addressOf(t *testing.T, server *httptest.Server) netip.AddrPort {
	t.Helper()
	a, err := netip.ParseAddrPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// allowing is a Fetcher that may reach these servers besides the public web, and does not pause.
func allowing(t *testing.T, cfg Config, servers ...*httptest.Server) *Fetcher {
	t.Helper()
	var allowed []netip.AddrPort
	for _, s := range servers {
		a := addressOf(t, s)
		allowed = append(allowed, a)
		cfg.Ports = append(cfg.Ports, a.Port())
	}
	cfg.Allow = func(a netip.AddrPort) bool { return slices.Contains(allowed, a) }
	cfg.Interval = orDefault(cfg.Interval, time.Nanosecond)
	f := New(cfg)
	t.Cleanup(f.Close)
	return f
}

// serve is a site on loopback and a Fetcher that may reach it.
func serve(t *testing.T, cfg Config, pages map[string]http.HandlerFunc) (*site, *httptest.Server, *Fetcher) {
	t.Helper()
	s := &site{pages: pages}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server, allowing(t, cfg, server)
}

type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// inMemory is a Fetcher for a testing/synctest bubble, in which every host is the site, without a network.
func inMemory(t *testing.T, cfg Config, handler http.Handler) *Fetcher {
	t.Helper()
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	var served sync.WaitGroup
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		defer served.Done()
		handler.ServeHTTP(w, r)
	})}
	served.Go(func() { _ = server.Serve(p) })
	f := New(cfg)
	f.transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		near, far := net.Pipe()
		select {
		case p.conns <- far:
			return near, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	t.Cleanup(func() {
		f.Close()
		_ = server.Close()
		served.Wait()
	})
	return f
}

// want checks the kind of an error and what its sentence says.
func want(t *testing.T, err, kind error, words ...string) {
	t.Helper()
	failure := failureOf(t, err)
	if !errors.Is(failure, kind) {
		t.Fatalf("%v, want %v", err, kind)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func failureOf(t *testing.T, err error) *Failure {
	t.Helper()
	var failure *Failure
	if !errors.As(err, &failure) {
		t.Fatalf("%v is no failure", err)
	}
	return failure
}
