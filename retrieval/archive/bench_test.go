package archive_test

import (
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/seeds"
)

// BenchmarkIndex indexes articles of ten passages, in the sample articles' words, with the embedded word vectors, into a
// folder, and opens that: passages a second, seconds to open, and bytes on disk beyond the text.
func BenchmarkIndex(b *testing.B) {
	articles, _, err := ingest.Read(b.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		b.Fatal(err)
	}
	words := strings.Fields(strings.NewReplacer(".", "", "“", "", "”", "").Replace(texts(articles)))
	for _, passages := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(passages), func(b *testing.B) {
			articles := noise(words, passages)
			var made, opened time.Duration
			var indexed, beyond int64
			for b.Loop() {
				o := archive.Options{
					Data: b.TempDir(), Coverage: []string{"noise"}, Embedder: embed.NewStatic(), Log: slog.New(slog.DiscardHandler),
					Say: func(string) {},
				}
				start := time.Now()
				s, changes, err := archive.Open(b.Context(), o, &listed{articles: articles})
				made += time.Since(start)
				if err != nil {
					b.Fatal(err)
				}
				s.Close()
				indexed += int64(changes.Passages)
				beyond += size(b, o.Dir()) - int64(len(texts(articles)))
				start = time.Now()
				if s, err = local.Open(b.Context(), o.Dir(), o.Identity()); err != nil {
					b.Fatal(err)
				}
				opened += time.Since(start)
				s.Close()
			}
			b.ReportMetric(float64(indexed)/made.Seconds(), "passages/s")
			b.ReportMetric(opened.Seconds()/float64(b.N), "s-to-open")
			b.ReportMetric(float64(beyond)/float64(indexed), "B-beyond-text/passage")
		})
	}
}

func texts(articles []retrieval.Article) string {
	var b strings.Builder
	for _, a := range articles {
		b.WriteString(a.Headline + "\n" + a.Text + "\n")
	}
	return b.String()
}

// noise makes articles of ten paragraphs of a passage each.
func noise(words []string, passages int) []retrieval.Article {
	rng := rand.New(rand.NewPCG(1, 2))
	var articles []retrieval.Article
	for i := range passages / 10 {
		a := retrieval.Article{ID: fmt.Sprintf("noise-%06d", i), Headline: "Noise of the day", Path: fmt.Sprintf("%d.txt", i), Hash: fmt.Sprint(i)}
		for range 10 {
			var text strings.Builder
			for n := range 100 {
				text.WriteString(words[rng.IntN(len(words))] + map[bool]string{true: ". The ", false: " "}[n%20 == 19])
			}
			if a.Text != "" {
				a.Text += "\n\n"
			}
			start := len(a.Text)
			a.Text += strings.TrimSuffix(text.String(), " The ")
			a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: start, End: len(a.Text)}, Kind: retrieval.Body})
		}
		a.Sketch = retrieval.NewSketch(a.Text)
		articles = append(articles, a)
	}
	return articles
}

func size(tb testing.TB, dir string) (bytes int64) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		at, err := os.Stat(path)
		bytes += at.Size()
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return bytes
}
