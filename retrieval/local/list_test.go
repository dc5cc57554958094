package local

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dateline/retrieval"

	"github.com/google/go-cmp/cmp"
)

// TestListFollowsCommits commits by chance, and wants the list that each commit leaves to be the one that its segments tell, and
// those that were handed out before to stay as they were.
func TestListFollowsCommits(t *testing.T) {
	was := fullSegment
	fullSegment = 20
	t.Cleanup(func() { fullSegment = was })
	random := rand.New(rand.NewPCG(11, 12))
	s := NewMemory(identity)
	defer s.Close()
	type handed struct{ list, copied []retrieval.Article }
	var before []handed
	today := time.Date(2016, 9, 1, 0, 0, 0, 0, time.UTC)
	for n := range 80 {
		var c retrieval.Change
		today = today.AddDate(0, 0, 1)
		for range 1 + random.IntN(2)*random.IntN(30) {
			e := newEntry(fmt.Sprint("a", random.IntN(200)), fmt.Sprint("Edition ", n), 8, "The harbour.", "The bridge.")
			if e.Article.Published = today; random.IntN(8) == 0 {
				e.Article.Published = today.AddDate(0, 0, -random.IntN(20))
			}
			if !slices.ContainsFunc(c.Put, func(p retrieval.Entry) bool { return p.Article.ID == e.Article.ID }) {
				c.Put = append(c.Put, e)
			}
		}
		if random.IntN(3) == 0 {
			c.Delete = []string{fmt.Sprint("a", random.IntN(200)), "never there"}
		}
		apply(t, s, c)
		list, err := s.Articles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s.current.list(), list); diff != "" {
			t.Fatalf("after commit %d (-of the segments +list):\n%s", n, diff)
		}
		before = append(before, handed{list, slices.Clone(list)})
	}
	for n, h := range before {
		if diff := cmp.Diff(h.copied, h.list); diff != "" {
			t.Fatalf("the list of commit %d changed (-was +is):\n%s", n, diff)
		}
	}
	full := 0
	for _, v := range s.current.views {
		if v.passageCount() >= 2*fullSegment {
			t.Errorf("a segment holds %d passages, want less than %d", v.passageCount(), 2*fullSegment)
		}
		if v.passageCount() >= fullSegment {
			full++
		}
	}
	if full < 3 || len(s.current.views)-full > maxSegments+1 {
		t.Errorf("%d segments, of which %d are full", len(s.current.views), full)
	}
}

// TestFirstPassages asks for the passages that open articles, of which one has none, one is deleted and one replaced.
func TestFirstPassages(t *testing.T) {
	s := NewMemory(identity)
	defer s.Close()
	bare := newEntry("bare", "Headline alone", 8)
	apply(t, s, retrieval.Change{Put: []retrieval.Entry{newEntry("a", "A", 8, "One.", "Two."), newEntry("b", "B", 8, "Three."), newEntry("c", "C", 8, "Four."), bare}})
	apply(t, s, retrieval.Change{Put: []retrieval.Entry{newEntry("b", "B anew", 8, "Five.", "Six.")}, Delete: []string{"c"}})
	got, err := s.FirstPassages(t.Context(), []string{"a", "b", "bare", "c", "unknown"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a": "a-0", "b": "b-0"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
