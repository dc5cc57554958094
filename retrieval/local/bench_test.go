package local

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"dateline/retrieval"

	"github.com/philippgille/chromem-go"
)

// benchMillion has the benchmarks of scale go on to a million passages, which takes tens of minutes, 6 GB of memory and as much of disk.
const benchMillion = "DATELINE_BENCH_MILLION"

func sizes() []int {
	sizes := []int{10_000, 100_000}
	if os.Getenv(benchMillion) != "" {
		sizes = append(sizes, 1_000_000)
	}
	return sizes
}

// benchCommit is how many passages are committed at once.
const benchCommit = 20_000

// BenchmarkNearest prints, by number and dimensions of vectors, the median search over all of them beside chromem-go's own
// query of the same memory and beside vek's bare products of it, on all processors, all in turn:
//
//	go test -run '^$' -bench 'Nearest' ./retrieval/local
func BenchmarkNearest(b *testing.B) {
	for _, dims := range []int{100, 384} {
		for _, n := range sizes() {
			b.Run(fmt.Sprintf("%dx%d", n, dims), func(b *testing.B) {
				random := rand.New(rand.NewPCG(1, 2))
				s := vectorsAlone(b, random, n, dims)
				defer s.Close()
				benchNearest(b, s, random, dims)
			})
		}
	}
}

// vectorsAlone is a store of so many vectors in one segment, without terms.
func vectorsAlone(b *testing.B, random *rand.Rand, n, dims int) *Store {
	var pieces []piece
	for i := range n / 10 {
		p, err := newPiece(vectorsOnly(random, i, 10, dims)[0])
		if err != nil {
			b.Fatal(err)
		}
		pieces = append(pieces, p)
	}
	dir := b.TempDir()
	d := draft{pieces: pieces}
	if err := errors.Join(d.writeCatalog(filepath.Join(dir, catalogName)), writeVectors(filepath.Join(dir, vectorsName), pieces)); err != nil {
		b.Fatal(err)
	}
	seg := &segment{}
	if err := seg.mapFiles(dir, identity, dims); err != nil {
		b.Fatal(err)
	}
	s := NewMemory(identity)
	s.swap(newSnapshot(manifest{Identity: identity, Dims: dims, Segments: []entry{{}}}, nil, []*segment{seg}))
	return s
}

func benchNearest(b *testing.B, s *Store, random *rand.Rand, dims int) {
	theirs := collected(b, s)
	recent := retrieval.Filter{Articles: nil}
	for i := range 500 {
		recent.Articles = append(recent.Articles, fmt.Sprintf("article%06d", 3*i))
	}
	const k = 10
	var ours, chromems, bare, filtered []time.Duration
	found, of := 0, 0
	for b.Loop() {
		query := randomVector(random, dims)
		start := time.Now()
		hits, err := s.Nearest(b.Context(), query, retrieval.Filter{}, k)
		ours = append(ours, time.Since(start))
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		bareScan(s.current, query)
		bare = append(bare, time.Since(start))
		start = time.Now()
		if _, err := s.Nearest(b.Context(), query, recent, k); err != nil {
			b.Fatal(err)
		}
		filtered = append(filtered, time.Since(start))
		start = time.Now()
		want, err := theirs.QueryEmbedding(b.Context(), query, k, nil, nil)
		chromems = append(chromems, time.Since(start))
		if err != nil {
			b.Fatal(err)
		}
		for _, w := range want {
			of++
			if slices.ContainsFunc(hits, func(h retrieval.Hit) bool { return h.ID == w.ID }) {
				found++
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(median(ours)), "ms")
	b.ReportMetric(ms(median(filtered)), "ms-of-500-articles")
	b.ReportMetric(ms(median(chromems)), "ms-chromem")
	b.ReportMetric(float64(median(chromems))/float64(median(ours)), "x-faster-than-chromem")
	b.ReportMetric(float64(median(ours))/float64(median(bare)), "x-bare-vek")
	b.ReportMetric(float64(found)/float64(of), "recall@10")
}

// collected is one chromem-go collection of all the vectors of a store, in the memory that they have.
func collected(b *testing.B, s *Store) *chromem.Collection {
	c, err := chromem.NewDB().CreateCollection("all", nil, noEmbedding)
	if err != nil {
		b.Fatal(err)
	}
	for _, v := range s.current.views {
		for n, place := range v.rows {
			if err := c.AddDocument(b.Context(), chromem.Document{ID: v.passageID(int(place)), Embedding: v.vectors.row(n)}); err != nil {
				b.Fatal(err)
			}
		}
	}
	return c
}

// bareScan is what no search can do without: the products alone, on two processors.
func bareScan(s *snapshot, query []float32) (sum float32) {
	var group sync.WaitGroup
	var sums [2]float32
	for w := range sums {
		group.Go(func() {
			for _, v := range s.views {
				rows := len(v.rows)
				for n := w * rows / 2; n < (w+1)*rows/2; n++ {
					sums[w] += dot(query, v.vectors.row(n))
				}
			}
		})
	}
	group.Wait()
	return sums[0] + sums[1]
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
