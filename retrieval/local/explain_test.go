package local

import (
	"math"
	"testing"

	"dateline/retrieval"
)

// What Explain takes apart adds up to what Terms scores.
func TestExplain(t *testing.T) {
	s := NewMemory(identity)
	apply(t, s, retrieval.Change{Put: []retrieval.Entry{
		newEntry("a", "Kerry warns Russia", 8, "Kerry spoke in Geneva of a truce.", "The truce held for a day."),
		newEntry("b", "Pangolins win protection", 8, "The pangolin trade is banned.", "Kerry was not there."),
	}})
	const text = "Kerry truce Geneva pangolin"
	passages, err := s.Terms(t.Context(), text, retrieval.Passages, retrieval.Filter{}, 10)
	if err != nil || len(passages) == 0 {
		t.Fatalf("found %d passages, %v", len(passages), err)
	}
	articles, err := s.Terms(t.Context(), text, retrieval.Articles, retrieval.Filter{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]float64{}
	for _, h := range articles {
		own[h.ID] = h.Score
	}
	for _, h := range passages {
		terms, err := s.Explain(t.Context(), text, []string{h.ID, "unknown"})
		if err != nil || len(terms) != 1 || len(terms[h.ID]) != 4 {
			t.Fatalf("got %+v, %v", terms, err)
		}
		passage, article := 0.0, 0.0
		for _, term := range terms[h.ID] {
			passage += term.Passage + term.Context
			article += term.Article
			if term.IDF <= 0 {
				t.Errorf("%s has the idf %v", term.Term, term.IDF)
			}
		}
		found, err := s.Passages(t.Context(), []string{h.ID})
		if err != nil {
			t.Fatal(err)
		}
		if want := own[found[0].ArticleID]; math.Abs(passage-h.Score) > 1e-9 || math.Abs(article-want) > 1e-9 {
			t.Errorf("%s: got %v and %v, want %v and %v", h.ID, passage, article, h.Score, want)
		}
	}
}
