package local

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
)

// newEntry makes an article of one passage a paragraph, with vectors of its own.
func newEntry(id, headline string, dims int, paragraphs ...string) retrieval.Entry {
	e := retrieval.Entry{Article: retrieval.Article{
		ID: id, Headline: headline, Text: strings.Join(paragraphs, "\n\n"), Hash: id + headline,
		Published: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC),
	}}
	random := rand.New(rand.NewPCG(1, uint64(len(id)+len(e.Article.Text))))
	start := 0
	for i, text := range paragraphs {
		span := retrieval.Span{Start: start, End: start + len(text)}
		start = span.End + len("\n\n")
		e.Article.Blocks = append(e.Article.Blocks, retrieval.Block{Span: span, Kind: retrieval.Body})
		e.Passages = append(e.Passages, retrieval.Passage{
			ID: fmt.Sprintf("%s-%d", id, i), ArticleID: id, Kind: retrieval.Body, Span: span, Text: text,
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

// archiveOf makes articles of ten passages of 120 words each, whose words are as unevenly spread as English ones.
func archiveOf(passages, dims int) []retrieval.Entry {
	return articlesOf(rand.New(rand.NewPCG(2, 3)), 0, passages, dims)
}

func articlesOf(random *rand.Rand, from, passages, dims int) []retrieval.Entry {
	var entries []retrieval.Entry
	for i := range passages / 10 {
		var paragraphs []string
		for range 10 {
			paragraphs = append(paragraphs, paragraph(random))
		}
		headline := strings.Join(strings.Fields(paragraphs[0])[:2], " ")
		entries = append(entries, newEntry(fmt.Sprintf("article%05d", from+i), headline, dims, paragraphs...))
	}
	return entries
}

func paragraph(random *rand.Rand) string {
	zipf := rand.NewZipf(random, 1.1, 5, 30_000)
	words := make([]string, 120)
	for i := range words {
		words[i] = word(zipf.Uint64())
	}
	return strings.Join(words, " ") + "."
}

// word spells a number in syllables.
func word(n uint64) string {
	var b strings.Builder
	for n += 20; n > 0; n /= 20 {
		b.WriteByte("bdfgklmnprstvzbdfgkl"[n%20])
		b.WriteByte("aeioaeioaeioaeioaeio"[(n/3)%20])
	}
	return b.String()
}

func openWriter(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := OpenWriter(t.Context(), dir, identity)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func openReader(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, identity)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func apply(t testing.TB, s *Store, c retrieval.Change) {
	t.Helper()
	if err := s.Apply(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}
