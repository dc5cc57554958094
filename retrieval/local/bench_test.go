package local

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"

	"github.com/philippgille/chromem-go"
)

const (
	benchPassages = 10_000
	benchDims     = 100
)

func BenchmarkApply(b *testing.B) {
	for _, n := range []int{80, benchPassages} {
		entries := archiveOf(n, benchDims)
		b.Run(fmt.Sprintf("folder/%d", n), func(b *testing.B) {
			dir := b.TempDir()
			for i := 0; b.Loop(); i++ {
				s := openWriter(b, filepath.Join(dir, fmt.Sprint(i)))
				apply(b, s, retrieval.Change{Put: entries})
				s.Close()
			}
		})
		b.Run(fmt.Sprintf("memory/%d", n), func(b *testing.B) {
			for b.Loop() {
				s := NewMemory(identity)
				apply(b, s, retrieval.Change{Put: entries})
				s.Close()
			}
		})
	}
}

// BenchmarkApplyOne commits single articles to a large index, merges included.
func BenchmarkApplyOne(b *testing.B) {
	s := openWriter(b, b.TempDir())
	apply(b, s, retrieval.Change{Put: archiveOf(benchPassages, benchDims)})
	for i := 0; b.Loop(); i++ {
		apply(b, s, retrieval.Change{Put: []retrieval.Entry{newEntry(fmt.Sprint("one", i), "One", benchDims, "A paragraph.")}})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{80, benchPassages} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			apply(b, openWriter(b, dir), retrieval.Change{Put: archiveOf(n, benchDims)})
			for b.Loop() {
				openReader(b, dir).Close()
			}
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	entries := archiveOf(benchPassages, benchDims)
	s := openWriter(b, b.TempDir())
	apply(b, s, retrieval.Change{Put: entries})
	random := rand.New(rand.NewPCG(4, 5))
	var questions []string
	var vectors [][]float32
	for range 50 {
		e := entries[random.IntN(len(entries))]
		questions = append(questions, strings.Join(strings.Fields(e.Passages[3].Text)[:12], " "))
		vectors = append(vectors, randomVector(random, benchDims))
	}
	one := retrieval.Filter{Articles: []string{entries[7].Article.ID}}
	most := retrieval.Filter{}
	for _, e := range entries[50:] {
		most.Articles = append(most.Articles, e.Article.ID)
	}
	for _, u := range []struct {
		name string
		unit retrieval.Unit
	}{{"passages", retrieval.Passages}, {"articles", retrieval.Articles}} {
		b.Run("terms/"+u.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := s.Terms(b.Context(), questions[i%len(questions)], u.unit, retrieval.Filter{}, 100); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for _, f := range []struct {
		name   string
		filter retrieval.Filter
	}{{"all", retrieval.Filter{}}, {"most", most}, {"one article", one}} {
		b.Run("nearest/"+f.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := s.Nearest(b.Context(), vectors[i%len(vectors)], f.filter, 100); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("nearest/against chromem-go", func(b *testing.B) { benchAgainstChromem(b, s, entries, vectors) })
}

// benchAgainstChromem reports how much longer than chromem-go's own query a search takes.
func benchAgainstChromem(b *testing.B, s *Store, entries []retrieval.Entry, vectors [][]float32) {
	bare, err := chromem.NewDB().CreateCollection("bare", nil, noEmbedding)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range entries {
		for i, p := range e.Passages {
			if err := bare.AddDocument(b.Context(), chromem.Document{ID: p.ID, Embedding: e.Vectors[i]}); err != nil {
				b.Fatal(err)
			}
		}
	}
	var ours, theirs time.Duration
	for i := 0; b.Loop(); i++ {
		v := vectors[i%len(vectors)]
		start := time.Now()
		if _, err := s.Nearest(b.Context(), v, retrieval.Filter{}, 100); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if _, err := bare.QueryEmbedding(b.Context(), v, 100, nil, nil); err != nil {
			b.Fatal(err)
		}
		ours += middle.Sub(start)
		theirs += time.Since(middle)
	}
	b.ReportMetric(float64(ours)/float64(theirs), "times")
}
