package digest_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
	"dateline/retrieval/ingest"
	"dateline/retrieval/segment"
	"dateline/seeds"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// article makes an article of paragraphs, published on a day of May 2016 by an outlet.
func article(id string, day int, outlet, headline string, paragraphs ...string) retrieval.Article {
	a := retrieval.Article{
		ID: id, Headline: headline, Outlet: outlet, Published: time.Date(2016, 5, day, 9, 0, 0, 0, time.UTC),
		Text: strings.Join(paragraphs, "\n\n"),
	}
	at := 0
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
		at += len(p) + len("\n\n")
	}
	a.Sketch = retrieval.NewSketch(a.Text)
	return a
}

// evidenceOf numbers the passages of articles.
func evidenceOf(articles ...retrieval.Article) []retrieval.Evidence {
	var all []retrieval.Evidence
	for _, a := range articles {
		for _, p := range segment.Passages(a) {
			all = append(all, retrieval.Evidence{N: len(all) + 1, Passage: p, Article: a})
		}
	}
	return all
}

func seedArticles(t testing.TB) []retrieval.Article {
	t.Helper()
	articles, _, err := ingest.Read(t.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		t.Fatal(err)
	}
	return articles
}
