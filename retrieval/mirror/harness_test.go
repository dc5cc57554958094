package mirror

import (
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

// site is a server on loopback that takes note of what it was asked for. {{site}} in what it says is its own address.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	pages map[string]http.HandlerFunc
}

func newSite(t *testing.T) *site {
	s := &site{pages: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		page := s.pages[r.URL.RequestURI()]
		if r.URL.Path != "/robots.txt" {
			s.asked = append(s.asked, r.URL.RequestURI())
		}
		s.mu.Unlock()
		if page == nil {
			http.NotFound(w, r)
			return
		}
		page(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// says has a path answer with a body of a type, its ETag made of the body.
func (s *site) says(path, contentType, body string) {
	body = strings.ReplaceAll(body, "{{site}}", s.URL)
	s.does(path, func(w http.ResponseWriter, r *http.Request) {
		etag := fmt.Sprintf(`"%08x"`, crc32.ChecksumIEEE([]byte(body)))
		w.Header().Set("ETag", etag)
		w.Header().Set("Content-Type", contentType)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, body)
	})
}

func (s *site) does(path string, page http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = page
}

// fails has a path answer with a status and headers in pairs.
func (s *site) fails(path string, status int, headers ...string) {
	s.does(path, func(w http.ResponseWriter, _ *http.Request) {
		for pair := range slices.Chunk(headers, 2) {
			w.Header().Set(pair[0], strings.ReplaceAll(pair[1], "{{site}}", s.URL))
		}
		w.WriteHeader(status)
	})
}

// since is what was asked for since it was last asked, in order.
func (s *site) since() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := strings.Join(s.asked, " ")
	s.asked = nil
	return asked
}

func (s *site) at(t *testing.T) netip.AddrPort {
	t.Helper()
	at, err := netip.ParseAddrPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// desk is a mirror of an address, its clock, and what was said and logged.
type desk struct {
	t *testing.T
	Mirror
	Options
	clock  time.Time
	logged *strings.Builder
	said   []string
}

// start is when tests begin.
var start = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

func newDesk(t *testing.T, s *site, path string) *desk {
	d := &desk{t: t, Mirror: New(t.TempDir(), s.URL+path), clock: start, logged: &strings.Builder{}}
	d.Options = Options{
		Web: d.fetcher(fetch.Config{}, s), Every: 15 * time.Minute, Now: func() time.Time { return d.clock },
		Log: slog.New(slog.NewTextHandler(d.logged, nil)), Say: func(sentence string) { d.said = append(d.said, sentence) },
	}
	return d
}

// fetcher may reach these sites besides the public web, and does not pause.
func (d *desk) fetcher(c fetch.Config, sites ...*site) *fetch.Fetcher {
	var allowed []netip.AddrPort
	for _, s := range sites {
		allowed = append(allowed, s.at(d.t))
		c.Ports = append(c.Ports, s.at(d.t).Port())
	}
	c.Interval = time.Nanosecond
	c.Allow = func(a netip.AddrPort) bool { return slices.Contains(allowed, a) }
	f := fetch.New(c)
	d.t.Cleanup(f.Close)
	return f
}

// look looks, a while after the last look, and wants this of its report.
func (d *desk) look(after time.Duration, want string) Report {
	d.t.Helper()
	d.clock = d.clock.Add(after)
	r, err := d.Look(d.t.Context(), d.Options)
	if err != nil {
		d.t.Fatal(err)
	}
	if got := r.String(); got != want {
		d.t.Errorf("the look brought %q, want %q\n%q\n%s", got, want, r.Warnings, d.logged)
	}
	return r
}

// read is what the mirror holds, as the index will have it.
func (d *desk) read() []retrieval.Article {
	d.t.Helper()
	articles, skipped, err := ingest.Read(d.t.Context(), ingest.Folder{Name: d.Dir, FS: os.DirFS(d.Dir), Fields: d.Fields})
	if err != nil {
		d.t.Fatal(err)
	}
	if len(skipped) > 0 {
		d.t.Errorf("skipped %v", skipped)
	}
	return articles
}

// headlines of what the mirror holds, sorted.
func (d *desk) headlines() string {
	d.t.Helper()
	var all []string
	for _, a := range d.read() {
		all = append(all, a.Headline)
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

func (d *desk) article(headline string) retrieval.Article {
	d.t.Helper()
	for _, a := range d.read() {
		if a.Headline == headline {
			return a
		}
	}
	d.t.Fatalf("there is no %q among %s", headline, d.headlines())
	return retrieval.Article{}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// story is a text as long as an article's.
func story(of string) string {
	return strings.Repeat("<p>The "+of+" came back to port on Monday after a night adrift, and nobody was hurt, the coast guard said in a statement.</p>", 6)
}

// newsPage is an article's page.
func newsPage(headline, head string) string {
	return `<!doctype html><html lang="en"><head><meta property="og:type" content="article">` + head + `</head><body><article><h1>` + headline + `</h1>` + story(headline) + `</article></body></html>`
}

// rss is a feed of items, each of them a title, a path and a text.
func rss(items ...[3]string) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example Wire</title>`)
	for n, i := range items {
		link, tag := "<guid>"+i[0]+"</guid>", "content:encoded"
		if i[1] != "" {
			link = "<link>{{site}}" + i[1] + "</link>"
		}
		if len(i[2]) < 400 {
			tag = "description"
		}
		date := start.Add(-time.Duration(n+1) * time.Hour).Format(time.RFC1123Z)
		fmt.Fprintf(&b, "<item><title>%s</title>%s<pubDate>%s</pubDate><%s><![CDATA[%s]]></%s></item>", i[0], link, date, tag, i[2], tag)
	}
	return b.String() + "</channel></rss>"
}
