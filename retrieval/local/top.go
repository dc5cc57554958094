package local

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"dateline/retrieval"
)

// best keeps the k best hits of those added, in memory of their own number: the highest scores and, where scores are
// equal, the first IDs. Until they are ranked, their IDs may lie in a segment's memory.
type best struct {
	k    int
	hits worstFirst
}

// byRank orders hits by falling score, then by ID.
func byRank(a, b retrieval.Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
}

// within reports whether a hit of this score may be among the best, whatever its ID: only then is that worth finding out.
func (b *best) within(score float64) bool {
	return len(b.hits) < b.k || b.k > 0 && score >= b.hits[0].Score
}

func (b *best) add(hit retrieval.Hit) {
	switch {
	case len(b.hits) < b.k:
		heap.Push(&b.hits, hit)
	case b.k > 0 && byRank(hit, b.hits[0]) < 0:
		b.hits[0] = hit
		heap.Fix(&b.hits, 0)
	}
}

// merged ranks the k best of several collections.
func merged(of []best, k int) []retrieval.Hit {
	all := best{k: k}
	for _, b := range of {
		for _, hit := range b.hits {
			all.add(hit)
		}
	}
	return all.ranked()
}

// ranked ends the collection.
func (b *best) ranked() []retrieval.Hit {
	slices.SortFunc(b.hits, byRank)
	for i := range b.hits {
		b.hits[i].ID = strings.Clone(b.hits[i].ID)
	}
	return b.hits
}

type worstFirst []retrieval.Hit

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return byRank(h[i], h[j]) > 0 }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(x any)        { *h = append(*h, x.(retrieval.Hit)) }
func (h *worstFirst) Pop() any {
	last := len(*h) - 1
	hit := (*h)[last]
	*h = (*h)[:last]
	return hit
}
