package web

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"dateline/bot"
	"dateline/bot/compose"
	"dateline/bot/conversation"
	"dateline/bot/desk"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// deskOf is the real road over articles that lie in a folder.
func deskOf(tb testing.TB, folder fs.FS) *desk.Desk {
	tb.Helper()
	var articles []retrieval.Article
	for a, err := range ingest.NewCoverage("", ingest.Folder{Name: "test", FS: folder}).Articles(tb.Context()) {
		if err != nil {
			tb.Fatal(err)
		}
		articles = append(articles, a)
	}
	return deskWith(tb, articles...)
}

// deskWith is the real road over articles.
func deskWith(tb testing.TB, articles ...retrieval.Article) *desk.Desk {
	tb.Helper()
	ctx, words := tb.Context(), embed.NewStatic()
	store := local.NewMemory("test")
	if _, err := archive.Sync(ctx, store, words, articles, nil); err != nil {
		tb.Fatal(err)
	}
	ranker, grounder := search.NewRanker(words), ground.New(words)
	extractive := compose.NewExtractive(ranker)
	extractive.Judge = grounder
	found := search.New(store, words, ranker)
	return &desk.Desk{
		Bot:    &bot.Bot{Search: found, Compose: extractive, Ground: grounder, Log: slog.New(slog.DiscardHandler)},
		Search: found, Store: store, Reader: conversation.Rules{},
	}
}

// logOf logs through the test.
func logOf(tb testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(tb.Output(), nil)) }

// sample is a site over the sample articles.
func sample(tb testing.TB) *Site { return New(Config{Desk: sampleDesk(tb), Log: logOf(tb)}) }

// sampleDesk is the road over the sample articles, which all tests share.
func sampleDesk(tb testing.TB) *desk.Desk {
	tb.Helper()
	sampling.Do(func() { sampled = deskOf(tb, seeds.FS) })
	return sampled
}

var (
	sampling sync.Once
	sampled  *desk.Desk
)

// harbour is coverage in which every field of an article's page is known.
var harbour = fstest.MapFS{
	"lock.md": file(`id: lock
headline: Lock at Oakmere opens
outlet: Oakmere Post
byline: By Orla Finch
published: 2021-05-02
updated: 2021-05-03
label: analysis
url: https://post.example/lock`,
		"The lock at Oakmere opened on Sunday after nine years of work.",
		"Mayor Ida Brook said: “We waited nine years for this.” The café on the quay gave out free coffee.",
		"Barges pass it in eleven minutes, the harbour office said.",
		"The old lock stays as a monument.",
		"*Correction: An earlier version gave the time as seven minutes.*"),
	"notice.md": file(`id: notice
headline: Correction on the lock
outlet: Oakmere Post
published: 2021-05-04
corrects: lock`, "The lock at Oakmere took nine years to build and not ten, as was reported on Sunday."),
	"copy.md": file(`id: copy
headline: Oakmere's lock is open
outlet: Quay Wire
published: 2021-05-02`,
		"The lock at Oakmere opened on Sunday after nine years of work.",
		"Mayor Ida Brook said: “We waited nine years for this.” The café on the quay gave out free coffee.",
		"Barges pass it in eleven minutes, the harbour office said.",
		"The old lock stays as a monument."),
	"gone.md": file(`id: gone
headline: Ferry to be sold
outlet: Quay Wire
published: 2021-06-01
retracted: true`, "The ferry to Kettle Island will be sold, the owner said."),
}

func file(front string, paragraphs ...string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n" + strings.Join(paragraphs, "\n\n") + "\n")}
}

// get asks a site for a page.
func get(tb testing.TB, s http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequestWithContext(tb.Context(), http.MethodGet, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// document is a page as it was read.
type document struct{ *html.Node }

// open asks for a page of a status and reads it.
func open(tb testing.TB, s http.Handler, status int, address string) document {
	tb.Helper()
	answer := get(tb, s, address)
	if answer.Code != status {
		tb.Fatalf("%s: %d, want %d\n%s", address, answer.Code, status, answer.Body)
	}
	root, err := html.Parse(answer.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return document{root}
}

// all are the elements that pass, in order.
func (d document) all(pass func(*html.Node) bool) (found []*html.Node) {
	for n := range d.Descendants() {
		if n.Type == html.ElementNode && pass(n) {
			found = append(found, n)
		}
	}
	return found
}

// named are the elements of a tag, with a class where one is given behind a dot.
func (d document) named(tag string) []*html.Node {
	tag, class, _ := strings.Cut(tag, ".")
	return d.all(func(n *html.Node) bool {
		return (tag == "" || n.Data == tag) && (class == "" || slices.Contains(strings.Fields(attribute(n, "class")), class))
	})
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is the text of an element.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// text is all of a page's main part.
func (d document) text() string {
	if main := d.named("main"); len(main) == 1 {
		return textOf(main[0])
	}
	return textOf(d.Node)
}

// clock is a time that a test moves.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }
