package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/bot/desk"
	"dateline/bot/library"
)

const (
	weir    = "---\nheadline: Weir mended\noutlet: Oakmere Post\npublished: 2021-05-02\n---\nThe weir at Oakmere was mended by Orla Finch on Sunday.\n"
	mender  = "Who mended the weir at Oakmere?"
	mended  = "Orla Finch"
	oakmere = "11" // a guild
)

// reading is the bot's coverage in a data and a state folder, as serve opens it.
func reading(t *testing.T) (*app, *opened, *library.Library) {
	t.Helper()
	a := &app{in: strings.NewReader(""), out: io.Discard, errOut: &journal{}}
	o, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := o.settings.memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	added, err := a.library(t.Context(), o, kept)
	if err != nil {
		t.Fatal(err)
	}
	stop := polled(t.Context(), added)
	t.Cleanup(func() {
		stop()
		_ = kept.Close()
		o.close()
	})
	return a, o, added
}

func knows(t *testing.T, o *opened, guild string, want bool) {
	t.Helper()
	answer, err := o.desk.For(guild).Ask(t.Context(), mender, desk.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, c := range answer.Claims {
		said += c.Text
	}
	for _, s := range answer.Sources {
		said += s.Text
	}
	if strings.Contains(said, mended) != want {
		t.Errorf("for %q the answer is %q; does it know who mended the weir? want %v", guild, said, want)
	}
}

// What a guild adds is found by the next question there, by none elsewhere, and stays through whatever other commands do with
// the same index; once it is removed nothing of it is left.
func TestAddedCoverage(t *testing.T) {
	data, state := t.TempDir(), t.TempDir()
	settle(t, map[string]string{"DATELINE_DATA": data, "DATELINE_STATE": state, "DATELINE_COVERAGE": ferry(t)})
	_, o, added := reading(t)
	knows(t, o, oakmere, false)
	a, err := added.AddFile(t.Context(), oakmere, "7", "weir.md", strings.NewReader(weir))
	if err != nil || a.Late {
		t.Fatalf("added %+v, %v", a, err)
	}
	knows(t, o, oakmere, true)
	knows(t, o, "", false)
	knows(t, o, "22", false)

	dir := o.store.Sequence()
	for _, args := range [][]string{{"ask", mender}, {"search", "weir Oakmere mended"}, {"search", "--json", "weir"}, {"index"}, {"index", "--json"}, {"ask", "--json", "Who wrote in the Oakmere Post?"}} {
		code, out, errOut := invoke(t, data, args...)
		if code != success || strings.Contains(out+errOut, mended) || strings.Contains(out+errOut, "Weir mended") {
			t.Errorf("%v exits %d and says\n%s%s", args, code, out, errOut)
		}
	}
	if _, err := o.store.Refresh(t.Context()); err != nil || o.store.Sequence() != dir {
		t.Errorf("other commands changed the index: %d, then %d (%v)", dir, o.store.Sequence(), err)
	}
	knows(t, o, oakmere, true)

	shared, err := added.AddFile(t.Context(), "", "1", "weir.md", strings.NewReader(weir))
	if err != nil {
		t.Fatal(err)
	}
	knows(t, o, "", true)
	if err := added.Remove(t.Context(), "", shared.ID); err != nil {
		t.Fatal(err)
	}
	knows(t, o, "", false)
	knows(t, o, oakmere, true)
	if err := added.Remove(t.Context(), oakmere, a.ID); err != nil {
		t.Fatal(err)
	}
	knows(t, o, oakmere, false)
	whole, err := o.store.Whole().Articles(t.Context())
	if err != nil || len(whole) != 1 {
		t.Errorf("%d articles are left, %v", len(whole), err)
	}
}

// Where index --watch has the index for itself, it is that process which brings in what a guild adds.
func TestAddedBesideWatch(t *testing.T) {
	settle(t, map[string]string{"DATELINE_DATA": t.TempDir(), "DATELINE_STATE": t.TempDir(), "DATELINE_COVERAGE": ferry(t)})
	_, o, added := reading(t)
	ctx, stop := context.WithCancel(t.Context())
	code, said := make(chan int, 1), &journal{}
	ready, told := io.Pipe()
	go func() { code <- run(ctx, []string{"index", "--watch"}, strings.NewReader(""), told, said) }()
	first := make([]byte, 1)
	if _, err := ready.Read(first); err != nil { // the first line is said once it holds the index
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, ready) }()
	a, err := added.AddFile(t.Context(), oakmere, "7", "weir.md", strings.NewReader(weir))
	if err != nil || a.Late {
		t.Fatalf("added %+v, %v\n%s", a, err, said)
	}
	knows(t, o, oakmere, true)
	knows(t, o, "", false)
	stop()
	if c := <-code; c != success {
		t.Errorf("index --watch exits %d\n%s", c, said)
	}
}

// A guild may not have the bot fetch from the operator's own network, whatever the operator may.
func TestGuildsDoNotReachWithin(t *testing.T) {
	web := ownSite(t)
	settle(t, map[string]string{"DATELINE_DATA": t.TempDir(), "DATELINE_STATE": t.TempDir(), "DATELINE_COVERAGE": ferry(t), "FETCH_ALLOW": strings.TrimPrefix(web, "http://")})
	_, o, added := reading(t)
	address := web + "/weir.html"
	if _, err := added.Add(t.Context(), oakmere, "7", address, nil); err == nil {
		t.Error("a guild reached the operator's own network")
	}
	if _, err := added.Add(t.Context(), "", "1", address, nil); err != nil {
		t.Errorf("the operator did not: %v", err)
	}
	knows(t, o, "", true)
	left, _ := filepath.Glob(filepath.Join(os.Getenv("DATELINE_STATE"), "guilds", "*", "*"))
	if len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// ownSite is a server on loopback with an article.
func ownSite(t *testing.T) (address string) {
	t.Helper()
	const page = `<html><head><title>Weir mended</title><meta property="og:type" content="article"></head><body><article><h1>Weir mended</h1>
<p>The weir at Oakmere was mended by Orla Finch on Sunday, the county said in a statement.</p></article></body></html>`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/weir.html" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page)
	}))
	t.Cleanup(s.Close)
	return s.URL
}
