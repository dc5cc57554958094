package local

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"dateline/retrieval"
)

// admit checks a change against the state that it would change. It returns the entries as they are kept, passages in
// reading order and vectors at length 1, and the vectors' dimensions, 0 while there are none.
func (s *snapshot) admit(change retrieval.Change) (put []retrieval.Entry, dims int, err error) {
	dims = s.manifest.Dims
	leaving := map[string]bool{} // articles whose passages make room
	for _, id := range change.Delete {
		leaving[id] = true
	}
	articles := map[string]bool{}
	for _, e := range change.Put {
		id := e.Article.ID
		if id == "" || len(id) > retrieval.MaxArticleID {
			return nil, 0, fmt.Errorf("put article %q: an ID has 1 to %d bytes", id, retrieval.MaxArticleID)
		}
		if articles[id] {
			return nil, 0, fmt.Errorf("put article %q: it is put twice", id)
		}
		articles[id], leaving[id] = true, true
	}
	passages := map[string]bool{}
	for _, e := range change.Put {
		if e, dims, err = admitEntry(e, dims); err != nil {
			return nil, 0, fmt.Errorf("put article %q: %w", e.Article.ID, err)
		}
		for _, p := range e.Passages {
			if passages[p.ID] || s.holds(p.ID, leaving) {
				return nil, 0, fmt.Errorf("put article %q: passage %q is there already", e.Article.ID, p.ID)
			}
			passages[p.ID] = true
		}
		put = append(put, e)
	}
	return put, dims, nil
}

// holds reports whether a passage is of a live article that is not leaving.
func (s *snapshot) holds(passage string, leaving map[string]bool) bool {
	for _, v := range s.views {
		if i, ok := v.holds(passage); ok && !leaving[v.articleID(int(v.owner[i]))] {
			return true
		}
	}
	return false
}

// admitEntry checks one article on its own. Zero dims are those of its first vector.
func admitEntry(e retrieval.Entry, dims int) (retrieval.Entry, int, error) {
	if len(e.Vectors) != len(e.Passages) {
		return e, dims, fmt.Errorf("it has %d passages and %d vectors", len(e.Passages), len(e.Vectors))
	}
	order := make([]int, len(e.Passages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(e.Passages[a].Span.Start, e.Passages[b].Span.Start)
	})
	kept := retrieval.Entry{Article: e.Article}
	for _, i := range order {
		p := e.Passages[i]
		if err := admitPassage(p, e.Article); err != nil {
			return e, dims, fmt.Errorf("passage %q: %w", p.ID, err)
		}
		v := e.Vectors[i]
		if v != nil {
			dims = cmp.Or(dims, len(v))
			var err error
			if v, err = admitVector(v, dims); err != nil {
				return e, dims, fmt.Errorf("passage %q: %w", p.ID, err)
			}
		}
		kept.Passages = append(kept.Passages, p)
		kept.Vectors = append(kept.Vectors, v)
	}
	return kept, dims, nil
}

func admitPassage(p retrieval.Passage, a retrieval.Article) error {
	switch {
	case p.ID == "":
		return errors.New("it has no ID")
	case p.ArticleID != a.ID:
		return fmt.Errorf("it is of article %q", p.ArticleID)
	case p.Span.Start < 0 || p.Span.Start > p.Span.End || p.Span.End > len(a.Text) || p.Span.In(a.Text) != p.Text:
		return fmt.Errorf("its text is not what its article has at %d to %d", p.Span.Start, p.Span.End)
	}
	return nil
}

// admitVector returns v at length 1, or what is wrong with it.
func admitVector(v []float32, dims int) ([]float32, error) {
	if len(v) != dims {
		return nil, fmt.Errorf("the vector has %d dimensions, the index %d", len(v), dims)
	}
	return normalized(v)
}
