package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/bot/desk"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
)

// BenchmarkPages serves an article's page, a page of the coverage and a search, over few articles and over 10,000.
func BenchmarkPages(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		words, store := embed.NewStatic(), local.NewMemory("bench")
		if _, err := archive.Sync(b.Context(), store, words, generated(n), nil); err != nil {
			b.Fatal(err)
		}
		s := New(Config{Desk: &desk.Desk{Search: search.New(store, words, search.NewRanker(words)), Store: store}, Log: logOf(b)})
		get(b, s, "/search?query=lock") // which reads the word vectors
		// Each search is another one, so that none is remembered.
		for name, path := range map[string]string{"article": "/article/story%d", "coverage": "/coverage?page=1&n=%d", "search": "/search?query=lock+ferry+harbour%%20%d"} {
			b.Run(fmt.Sprintf("%s of %d", name, n), func(b *testing.B) {
				i := 0
				for b.Loop() {
					i++
					w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(b.Context(), http.MethodGet, fmt.Sprintf(path, i%n), nil)
					r.RemoteAddr = fmt.Sprintf("10.0.%d.%d:1", i/200%200, i%200) // each page is another visitor's
					if s.ServeHTTP(w, r); w.Code != http.StatusOK {
						b.Fatalf("%d: %s", w.Code, w.Body)
					}
				}
			})
		}
	}
}

// generated are articles of words that are as unevenly spread as English ones.
func generated(n int) []retrieval.Article {
	random := rand.New(rand.NewPCG(7, 11))
	spread := rand.NewZipf(random, 1.1, 5, 20_000)
	vocabulary := strings.Fields("lock ferry harbour council mayor budget storm quay barge pilot bridge school strike court union vote")
	articles := make([]retrieval.Article, n)
	for i := range articles {
		var text strings.Builder
		for range 4 {
			for range 20 {
				k := spread.Uint64()
				if k < uint64(len(vocabulary)) {
					text.WriteString(vocabulary[k] + " ")
				} else {
					fmt.Fprintf(&text, "w%d ", k)
				}
			}
			text.WriteString("end. ")
		}
		articles[i] = hostile(fmt.Sprint("story", i), fmt.Sprint("Story ", i), strings.TrimSpace(text.String()))
		articles[i].Outlet, articles[i].Sketch = fmt.Sprint("Outlet ", i%12), retrieval.NewSketch(articles[i].Text)
	}
	return articles
}
