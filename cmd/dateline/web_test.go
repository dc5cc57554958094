package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"dateline/bot/discord/discordtest"
)

// siteOf serves the files of a folder, {{site}} in them being its own address.
func siteOf(dir string) *httptest.Server {
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path.Clean(r.URL.Path))))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(r.URL.Path)))
		_, _ = w.Write(bytes.ReplaceAll(raw, []byte("{{site}}"), []byte(s.URL)))
	}))
	return s
}

// site DIR puts a folder on the web: $SITE is its address, from which may be fetched. With "off" it is taken off again.
func site(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: site DIR|off")
	}
	if args[0] == "off" {
		servers[ts].Close()
		return
	}
	s := siteOf(ts.MkAbs(args[0]))
	servers[ts] = s
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
	ts.Setenv("FETCH_ALLOW", strings.TrimPrefix(s.URL, "http://"))
}

// servers are those of the scripts, which run one after another.
var servers = map[*testscript.TestScript]*httptest.Server{}

// forget removes what is remembered of every address, so that each is looked at anew.
func forget(ts *testscript.TestScript, _ bool, _ []string) {
	found, err := filepath.Glob(filepath.Join(ts.Getenv("DATELINE_STATE"), "coverage", "*", ".mirror.json"))
	ts.Check(err)
	for _, f := range found {
		ts.Check(os.Remove(f))
	}
	if len(found) == 0 {
		ts.Fatalf("nothing is remembered")
	}
}

func TestSplitCoverage(t *testing.T) {
	for _, tt := range []struct{ list, want string }{
		{"", ""},
		{"/a:/b", "/a /b"},
		{":/a::/b:", "/a /b"},
		{"/a:https://example.org:8443/feed.xml:/b", "/a https://example.org:8443/feed.xml /b"},
		{"https://example.org:HTTP://example.com/:b", "https://example.org HTTP://example.com/ b"},
		{"https://example.org:8443", "https://example.org:8443"},
		{"https://example.org:8443:/b", "https://example.org:8443 /b"},
		{"https://example.org:2016-archive:/b", "https://example.org 2016-archive /b"},
		{"http://[2001:db8::1]:8080/feed?a=b:/c", "http://[2001:db8::1]:8080/feed?a=b /c"},
		{"https://example.org/a%3Ab:./8443", "https://example.org/a%3Ab ./8443"},
		{"articles:httpd:https", "articles httpd https"},
	} {
		if diff := cmp.Diff(strings.Fields(tt.want), splitCoverage(tt.list, ':')); diff != "" && tt.want+strings.Join(splitCoverage(tt.list, ':'), "") != "" {
			t.Errorf("%s (-want +got):\n%s", tt.list, diff)
		}
	}
	if got := splitCoverage(`C:\a;https://example.org/a:b;D:\c`, ';'); !slices.Equal(got, []string{`C:\a`, "https://example.org/a:b", `D:\c`}) {
		t.Errorf("%q", got)
	}
}

// edition is a feed of one site that grows.
const edition = `<rss version="2.0"><channel><title>Example Wire</title>%s</channel></rss>`

const (
	ferryItem      = `<item><title>Ferry crosses again</title><guid isPermaLink="false">1</guid><description>The ferry goes to Kettle Island again since Monday, the harbour office said.</description></item>`
	lighthouseItem = `<item><title>Lighthouse sold</title><guid isPermaLink="false">2</guid><description>Orla Finch bought the lighthouse at Low Weir on Tuesday, the county said.</description></item>`
)

func publish(t *testing.T, dir string, items ...string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "feed.xml"), fmt.Appendf(nil, edition, strings.Join(items, "")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// onTheWeb is a site with a feed of one item, and the settings to fetch it every second.
func onTheWeb(t *testing.T) (dir string, settings map[string]string) {
	dir = t.TempDir()
	publish(t, dir, ferryItem)
	s := siteOf(dir)
	t.Cleanup(s.Close)
	return dir, map[string]string{
		"DATELINE_DATA": t.TempDir(), "DATELINE_STATE": t.TempDir(), "DATELINE_COVERAGE": s.URL + "/feed.xml",
		"FETCH_ALLOW": strings.TrimPrefix(s.URL, "http://"), "FETCH_INTERVAL": "1s", "FEED_PATIENCE": "1s",
	}
}

// TestServeFetches has the bot answer from what comes of a feed while it runs.
func TestServeFetches(t *testing.T) {
	dir, with := onTheWeb(t)
	srv := discordtest.New(t)
	ada := srv.AddUser("ada")
	with["DISCORD_TOKEN"], with["DISCORD_API_URL"] = srv.Token, srv.URL
	settle(t, with)
	ctx, interrupt := context.WithCancel(t.Context())
	said, code := &journal{}, make(chan int, 1)
	go func() { code <- run(ctx, []string{"serve"}, strings.NewReader(""), io.Discard, said) }()
	waiting, done := context.WithTimeout(t.Context(), patience)
	defer done()
	if err := srv.AwaitReady(waiting); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	answer := func() string {
		t.Helper()
		m, err := srv.AwaitReply(waiting, srv.Say(ada, srv.DM(ada), "Who bought the lighthouse?"), discordtest.Contains(" ms"))
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return m.Text()
	}
	if got := answer(); strings.Contains(got, "Orla Finch") {
		t.Fatalf("the bot knows too early:\n%s", got)
	}
	publish(t, dir, lighthouseItem, ferryItem)
	for !strings.Contains(answer(), "Orla Finch") { // until the bot has looked; waiting ends it
	}
	interrupt()
	select {
	case c := <-code:
		if c != success {
			t.Errorf("serve ends with exit code %d:\n%s", c, said)
		}
	case <-time.After(patience):
		t.Error("serve does not end")
	}
}

// TestWatchFetches has index --watch index what comes of a feed, and say when nothing comes any more.
func TestWatchFetches(t *testing.T) {
	dir, with := onTheWeb(t)
	settle(t, with)
	ctx, interrupt := context.WithCancel(t.Context())
	out, in := io.Pipe()
	said, code := &journal{}, make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"index", "--watch"}, strings.NewReader(""), in, said)
		_ = in.Close()
	}()
	lines := bufio.NewScanner(out)
	for _, want := range []string{"1 article: 1 added; 1 passage embedded.", "2 articles: 1 added; 1 passage embedded."} {
		if !lines.Scan() || lines.Text() != want {
			t.Fatalf("index --watch says %q, want %q\n%s", lines.Text(), want, said)
		}
		publish(t, dir, lighthouseItem, ferryItem)
	}
	for deadline := time.Now().Add(patience); !strings.Contains(said.String(), "/feed.xml silent for "); runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("the silence is not said:\n%s", said)
		}
	}
	interrupt()
	for lines.Scan() {
	}
	if c := <-code; c != success {
		t.Errorf("index --watch ends with exit code %d:\n%s", c, said)
	}
	if n := strings.Count(said.String(), " silent for "); n != 1 {
		t.Errorf("the silence is said %d times:\n%s", n, said)
	}
}
