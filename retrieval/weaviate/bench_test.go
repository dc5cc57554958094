package weaviate

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/weaviate/weaviatetest"
)

// BenchmarkSearch asks one node for words and vectors among as many passages as WEAVIATE_PASSAGES says, of 100 dimensions as
// those of the embedded word vectors. It also prints how long they took to index.
func BenchmarkSearch(b *testing.B) {
	count := 10_000
	if n, err := strconv.Atoi(os.Getenv("WEAVIATE_PASSAGES")); err == nil {
		count = n
	}
	const each, dims, commit = 10, 100, 1000
	s := newServer(b, weaviatetest.Start(b, 1))
	w := openWriter(b, s)
	random := rand.New(rand.NewPCG(1, 2))
	var some []retrieval.Entry
	began := time.Now()
	for from := 0; from < count/each; from += commit {
		entries := articlesOf(random, from, min(commit, count/each-from), each, dims, "en")
		some = append(some, entries[0], entries[len(entries)-1])
		apply(b, w, retrieval.Change{Put: entries})
	}
	took := time.Since(began)
	began = time.Now()
	again := openReader(b, serverAt(b, s.client.address.String()))
	fmt.Printf("%d passages indexed in %.1f s, opened in %.2f s\n", count, took.Seconds(), time.Since(began).Seconds())
	later := func() time.Time { return time.Now().Add(settles) }
	for name, clock := range map[string]func() time.Time{"fresh": time.Now, "settled": later} {
		again.clock = clock
		for n, u := range []string{"passages", "articles"} {
			b.Run(name+" terms "+u, func(b *testing.B) {
				for i := range b.N {
					if _, err := again.Terms(b.Context(), question(some[i%len(some)], i%each), retrieval.Unit(n), retrieval.Filter{}, 200); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	b.Run("nearest", func(b *testing.B) {
		for i := range b.N {
			if _, err := again.Nearest(b.Context(), some[i%len(some)].Vectors[i%each], retrieval.Filter{}, 200); err != nil {
				b.Fatal(err)
			}
		}
	})
	var ids []string
	for e := range slices.Values(some) {
		for _, p := range e.Passages {
			ids = append(ids, p.ID)
		}
	}
	ids = ids[:min(len(ids), 400)]
	b.Run("passages", func(b *testing.B) {
		for b.Loop() {
			if _, err := again.Passages(b.Context(), ids); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("vectors", func(b *testing.B) {
		for b.Loop() {
			if _, err := again.Vectors(b.Context(), ids); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("article", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := again.Article(b.Context(), some[0].Article.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
}
