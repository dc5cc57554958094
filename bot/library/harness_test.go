package library_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/library"
	"dateline/bot/memory"
	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

// site is a server on loopback, whose pages may change.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
	block chan struct{} // where not nil, answers wait for it
	asked chan struct{} // told of each request that waits
}

func newSite(t *testing.T) *site {
	s := &site{pages: map[string]string{}, asked: make(chan struct{}, 100)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		page, ok := s.pages[r.URL.Path]
		block := s.block
		s.mu.Unlock()
		if block != nil {
			s.asked <- struct{}{}
			select {
			case <-block:
			case <-r.Context().Done():
				return
			}
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		if strings.HasSuffix(r.URL.Path, ".xml") {
			w.Header().Set("Content-Type", "application/rss+xml")
		} else {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		_, _ = io.WriteString(w, page)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) says(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = strings.ReplaceAll(body, "{{site}}", s.URL)
}

func (s *site) at() netip.AddrPort { return netip.MustParseAddrPort(s.Listener.Addr().String()) }

// feed is one of whole texts.
func feed(items ...string) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Example Wire</title>`)
	for _, title := range items {
		fmt.Fprintf(&b, `<item><title>%s</title><guid isPermaLink="false">%s</guid><pubDate>Wed, 28 Sep 2016 10:00:00 GMT</pubDate>`+
			`<description>The harbour office at Kettle Island said so of it on Monday: %s, and nothing else.</description></item>`, title, title, title)
	}
	return b.String() + `</channel></rss>`
}

// set is a library under test, and what its index would hold.
type set struct {
	*library.Library
	t      *testing.T
	config library.Config
	memory *memory.Memory
	clock  time.Time
	found  map[string][]string // headlines by audience, as of the last Sync
	syncs  int
	stuck  error // of Sync
}

var start = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

func newSet(t *testing.T, sites ...*site) *set {
	s := &set{t: t, clock: start}
	var allowed []netip.AddrPort
	c := fetch.Config{Interval: time.Nanosecond}
	for _, site := range sites {
		allowed = append(allowed, site.at())
		c.Ports = append(c.Ports, site.at().Port())
	}
	c.Allow = func(a netip.AddrPort) bool { return slices.Contains(allowed, a) }
	web := fetch.New(c)
	t.Cleanup(web.Close)
	var err error
	now := func() time.Time { return s.clock }
	state := t.TempDir()
	if s.memory, err = memory.Open(t.Context(), filepath.Join(state, memory.FileName), now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.memory.Close() })
	s.config = library.Config{
		State: state, Records: s.memory, Web: web, OwnWeb: web, Every: 15 * time.Minute, Patience: 72 * time.Hour, Usual: library.Usual,
		Now: now, Log: slog.New(slog.DiscardHandler), Sync: s.sync,
	}
	s.restart()
	return s
}

// restart begins with what lies in the state folder.
func (s *set) restart() {
	s.t.Helper()
	var err error
	if s.Library, err = library.New(s.t.Context(), s.config); err != nil {
		s.t.Fatal(err)
	}
}

func (s *set) sync(ctx context.Context) error {
	s.syncs++
	if s.stuck != nil {
		return s.stuck
	}
	folders, err := library.Folders(s.config.State, nil)
	if err != nil {
		return err
	}
	articles, _, err := ingest.Read(ctx, folders...)
	if err != nil {
		return err
	}
	s.found = map[string][]string{}
	for _, a := range articles {
		s.found[a.Audience] = append(s.found[a.Audience], a.Headline)
	}
	for _, headlines := range s.found {
		slices.Sort(headlines)
	}
	return ctx.Err()
}

// finds checks what an audience's own articles are.
func (s *set) finds(audience string, headlines ...string) {
	s.t.Helper()
	if got := s.found[audience]; !slices.Equal(got, headlines) {
		s.t.Errorf("%q has %q, want %q", audience, got, headlines)
	}
}

// folders are the additions that lie there, as guild/ID or shared/ID.
func (s *set) folders() []string {
	s.t.Helper()
	found, err := filepath.Glob(filepath.Join(s.config.State, "guilds", "*", "*"))
	if err != nil {
		s.t.Fatal(err)
	}
	shared, _ := filepath.Glob(filepath.Join(s.config.State, "shared", "*"))
	var names []string
	for _, f := range append(found, shared...) {
		name, _ := filepath.Rel(s.config.State, f)
		names = append(names, strings.TrimPrefix(filepath.ToSlash(name), "guilds/"))
	}
	return names
}

func (s *set) status(guild string, n int) []library.Status {
	s.t.Helper()
	got, err := s.Status(s.t.Context(), guild)
	if err != nil || len(got) != n {
		s.t.Fatalf("the status of %q is %+v, %v; want %d additions", guild, got, err, n)
	}
	return got
}

func (s *set) add(guild, address string) library.Added {
	s.t.Helper()
	s.clock = s.clock.Add(time.Second)
	added, err := s.Add(s.t.Context(), guild, "7", address, nil)
	if err != nil {
		s.t.Fatalf("add %s: %v", address, err)
	}
	return added
}

func (s *set) attach(guild, name, body string) (library.Added, error) {
	return s.AddFile(s.t.Context(), guild, "7", name, strings.NewReader(body))
}

// refused checks why something was refused, in words that lead nowhere on this machine.
func (s *set) refused(err error, why library.Why) {
	s.t.Helper()
	r, ok := errors.AsType[*library.Refused](err)
	if !ok || r.Why != why || r.Error() == "" {
		s.t.Fatalf("got %v, want a refusal: %s", err, why)
	}
	if strings.Contains(r.Error(), "secret") || strings.Contains(r.Error(), s.config.State) {
		s.t.Errorf("refused with %q", r)
	}
}

func (s *set) mustBe(id, state string) library.Status {
	s.t.Helper()
	all, err := s.Status(s.t.Context(), "11")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, st := range all {
		if st.ID == id {
			if st.State != state {
				s.t.Errorf("it is %s (%s), want %s", st.State, st.Reason, state)
			}
			return st
		}
	}
	s.t.Fatalf("there is no addition %s", id)
	return library.Status{}
}
