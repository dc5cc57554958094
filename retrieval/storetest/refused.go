package storetest

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dateline/retrieval"
)

// testRefused puts what cannot be kept beside what can: the error names the article, and nothing has changed.
func testRefused(t *testing.T, open func(t *testing.T) suite) {
	nan, inf, long := axis(0), axis(0), axis(0)
	nan[3], inf[3], long[3] = float32(math.NaN()), float32(math.Inf(1)), 2
	bad := func(change func(e *retrieval.Entry)) retrieval.Change {
		e := story("bad", "Bad", "The bridge opened.", "It snowed.")
		change(&e)
		return retrieval.Change{Delete: []string{"kept"}, Put: []retrieval.Entry{story("good", "Good", "The airport closed."), e}}
	}
	vector := func(v []float32) retrieval.Change {
		return bad(func(e *retrieval.Entry) { e.Vectors[1] = v })
	}
	for _, tt := range []struct {
		name   string
		change retrieval.Change
	}{
		{"zero vector", vector(make([]float32, dims))},
		{"vector of NaN", vector(nan)},
		{"vector of infinity", vector(inf)},
		{"vector not of length 1", vector(long)},
		{"vector of more dimensions", vector(append(axis(0), 0))},
		{"vector of fewer dimensions", vector(axis(0)[:dims-1])},
		{"empty vector", vector([]float32{})},
		{"fewer vectors than passages", bad(func(e *retrieval.Entry) { e.Vectors = e.Vectors[:1] })},
		{"more vectors than passages", bad(func(e *retrieval.Entry) { e.Passages = e.Passages[:1] })},
		{"passage of another article", bad(func(e *retrieval.Entry) { e.Passages[0].ArticleID = "good" })},
		{"passage without an ID", bad(func(e *retrieval.Entry) { e.Passages[0].ID = "" })},
		{"one passage twice", bad(func(e *retrieval.Entry) { e.Passages[1].ID = e.Passages[0].ID })},
		{"a passage of another article put", bad(func(e *retrieval.Entry) { e.Passages[1].ID = passageID("good", 0) })},
		{"a passage of another article kept", bad(func(e *retrieval.Entry) { e.Passages[1].ID = passageID("stays", 0) })},
		{"a text that is not the article's", bad(func(e *retrieval.Entry) { e.Passages[1].Text = "Something else." })},
		{"a span beyond the article", bad(func(e *retrieval.Entry) { e.Passages[1].Span.End = 1000 })},
		{"an article without an ID", bad(func(e *retrieval.Entry) { e.Article.ID = "" })},
		{"an ID too long", bad(func(e *retrieval.Entry) {
			e.Article.ID = strings.Repeat("x", retrieval.MaxArticleID+1)
			for i := range e.Passages {
				e.Passages[i].ArticleID = e.Article.ID
			}
		})},
		{"one article twice", func() retrieval.Change {
			c := bad(func(*retrieval.Entry) {})
			e := c.Put[1]
			e.Passages, e.Vectors = nil, nil
			c.Put = append(c.Put, e)
			return c
		}()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			kept, stays := story("kept", "Kept", "The harbour closed."), story("stays", "Stays", "The harbour stays.")
			s.put(kept, stays)
			err := s.store.Apply(t.Context(), tt.change)
			if err == nil {
				t.Error("Apply succeeds")
			} else if name := fmt.Sprintf("%q", tt.change.Put[1].Article.ID); !strings.Contains(err.Error(), name) {
				t.Errorf("error %q does not name article %s", err, name)
			}
			s.store = s.reopen(t, s.store)
			s.holds(kept, stays)
			s.put(story("good", "Good", "The airport closed.")) // and the store still works
		})
	}
	t.Run("query", func(t *testing.T) {
		s := open(t)
		s.put(story("kept", "Kept", "The harbour closed."))
		for name, v := range map[string][]float32{
			"zero": make([]float32, dims), "NaN": nan, "infinity": inf, "not of length 1": long,
			"too long": append(axis(0), 0), "too short": axis(0)[:dims-1], "none": nil,
		} {
			if hits, err := s.store.Nearest(t.Context(), v, retrieval.Filter{}, 5); err == nil {
				t.Errorf("a query vector, %s, finds %v", name, hits)
			}
		}
	})
}
