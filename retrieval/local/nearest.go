package local

import (
	"context"
	"fmt"
	"runtime"
	"sort"
	"sync/atomic"

	"dateline/retrieval"

	"github.com/viterin/vek"
	"github.com/viterin/vek/vek32"
	"golang.org/x/sync/errgroup"
)

// scanFloats is how many values of vectors one processor compares before it looks for more to do: half a megabyte, a
// fraction of a millisecond.
const scanFloats = 1 << 17

// stretch is rows of a view's vectors, from one up to another.
type stretch struct {
	view     *view
	from, to int
}

// nearest compares the query with every vector that the filter lets through, on all processors, in stretches.
func (s *snapshot) nearest(ctx context.Context, query []float32, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	stretches := s.stretches(f, max(1, scanFloats/len(query)))
	var next atomic.Int64
	found := make([]best, min(runtime.GOMAXPROCS(0), len(stretches)))
	var group errgroup.Group
	for w := range found {
		found[w].k = k
		group.Go(func() error {
			for {
				n := int(next.Add(1)) - 1
				if n >= len(stretches) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				stretches[n].compare(query, &found[w])
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("search vectors: %w", err)
	}
	return merged(found, k), ctx.Err()
}

// stretches are of at most so many rows each.
func (s *snapshot) stretches(f retrieval.Filter, rows int) []stretch {
	var stretches []stretch
	for i := range s.views {
		v := &s.views[i]
		for from, to := range v.allowed(f) {
			end := v.rowOf(v.first[to])
			for at := v.rowOf(v.first[from]); at < end; at += rows {
				stretches = append(stretches, stretch{v, at, min(at+rows, end)})
			}
		}
	}
	return stretches
}

// rowOf is the row of the first vector that is of this passage or of one behind it.
func (c *catalog) rowOf(place uint32) int {
	if len(c.rows) == c.passageCount() {
		return int(place)
	}
	return sort.Search(len(c.rows), func(n int) bool { return c.rows[n] >= place })
}

// compare adds the stretch's passages.
func (s stretch) compare(query []float32, hits *best) {
	for n := s.from; n < s.to; n++ {
		if score := float64(dot(query, s.view.vectors.row(n))); hits.within(score) {
			hits.add(retrieval.Hit{ID: s.view.passageID(int(s.view.rows[n])), Score: score})
		}
	}
}

// dot is the product of two vectors of one length: by vek's AVX2 code where the processor has it, which vek finds out.
var dot = func() func(a, b []float32) float32 {
	if vek.Info().Acceleration {
		return vek32.Dot
	}
	return plainDot
}()

// plainDot sums by four, which no addition then waits for; vek's own loop elsewhere sums one by one.
func plainDot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3)
}
