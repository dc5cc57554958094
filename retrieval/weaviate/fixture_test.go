package weaviate

import (
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/weaviate/weaviatetest"
)

const identity = "test vectors"

var indexes atomic.Int32

// newServer is one for an index of its own on a cluster, whose collections go with the test.
func newServer(t testing.TB, c *weaviatetest.Cluster) *Server {
	t.Helper()
	s := serverAt(t, c.Address(fmt.Sprintf("test%d", indexes.Add(1))))
	t.Cleanup(func() { dropIndex(t, s, identity) })
	return s
}

// serverAt is another one for an index that is there.
func serverAt(t testing.TB, address string) *Server {
	t.Helper()
	a, err := ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	return New(a, "", slog.New(slog.NewTextHandler(t.Output(), nil)))
}

func openWriter(t testing.TB, s *Server) *Store {
	t.Helper()
	w, err := s.OpenWriter(t.Context(), identity)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Logf("close: %v", err)
		}
	})
	return w
}

func openReader(t testing.TB, s *Server) *Store {
	t.Helper()
	r, err := s.Open(t.Context(), identity)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func apply(t testing.TB, s retrieval.Store, c retrieval.Change) {
	t.Helper()
	if err := s.Apply(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// newEntry makes an article of one passage a paragraph.
func newEntry(random *rand.Rand, dims int, a retrieval.Article, paragraphs ...string) retrieval.Entry {
	a.Text, a.Hash = strings.Join(paragraphs, "\n\n"), a.ID+a.Headline
	e := retrieval.Entry{Article: a}
	start := 0
	for i, text := range paragraphs {
		span := retrieval.Span{Start: start, End: start + len(text)}
		start = span.End + len("\n\n")
		e.Article.Blocks = append(e.Article.Blocks, retrieval.Block{Span: span, Kind: retrieval.Body})
		e.Passages = append(e.Passages, retrieval.Passage{
			ID: fmt.Sprintf("%s-%d", a.ID, i), ArticleID: a.ID, Kind: retrieval.Body, Span: span, Text: text,
			Sentences: []retrieval.Span{{Start: 0, End: len(text)}}, Paragraph: i + 1,
		})
		e.Vectors = append(e.Vectors, randomVector(random, dims))
	}
	return e
}

func randomVector(random *rand.Rand, dims int) []float32 {
	v := make([]float32, dims)
	var square float64
	for i := range v {
		v[i] = float32(random.NormFloat64())
		square += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(square))
	}
	return v
}

// word is the n-th of a language of made-up words.
func word(n int) string {
	const onsets, nuclei, codas = "bdfgklmnprstvz", "aeiou", "lmnrst"
	var b strings.Builder
	for i := 0; i == 0 || n > 0; i++ {
		b.WriteByte(onsets[n%len(onsets)])
		n /= len(onsets)
		b.WriteByte(nuclei[n%len(nuclei)])
		n /= len(nuclei)
		if i > 0 {
			b.WriteByte(codas[n%len(codas)])
		}
	}
	return b.String()
}

// paragraph is so many words, spread as unevenly as those of a language are.
func paragraph(random *rand.Rand, words int) string {
	zipf := rand.NewZipf(random, 1.2, 8, 50_000)
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word(int(zipf.Uint64()) + 3))
	}
	b.WriteByte('.')
	return b.String()
}

// articlesOf makes articles of made-up words, by outlets and in languages that take turns, from a number on.
func articlesOf(random *rand.Rand, from, count, passages, dims int, languages ...string) []retrieval.Entry {
	entries := make([]retrieval.Entry, count)
	for i := range entries {
		var paragraphs []string
		for range passages {
			paragraphs = append(paragraphs, paragraph(random, 60+random.IntN(60)))
		}
		n := from + i
		entries[i] = newEntry(random, dims, retrieval.Article{
			ID: fmt.Sprintf("article%06d", n), Headline: paragraph(random, 6), Outlet: "The " + word(n%7+5), Language: languages[n%len(languages)],
			Published: time.Date(2016, 1, 1, 0, n, 0, 0, time.UTC),
		}, paragraphs...)
	}
	return entries
}

// question is words of a passage.
func question(e retrieval.Entry, passage int) string {
	words := strings.Fields(e.Passages[passage].Text)
	return strings.Join(words[:min(9, len(words))], " ")
}
