package local

import (
	"fmt"

	"dateline/retrieval"
)

// admit checks a change against the state that it would change. It returns the entries as they are kept, and the vectors'
// dimensions, 0 while there are none. Vectors that have length 1 come without a copy, and so does chromem-go keep them.
func (s *snapshot) admit(change retrieval.Change) (put []retrieval.Entry, dims int, err error) {
	if put, dims, err = change.Admit(s.manifest.Dims); err != nil {
		return nil, 0, err
	}
	leaving := map[string]bool{} // articles whose passages make room
	for _, id := range change.Delete {
		leaving[id] = true
	}
	for _, e := range put {
		leaving[e.Article.ID] = true
	}
	for _, e := range put {
		for _, p := range e.Passages {
			if s.holds(p.ID, leaving) {
				return nil, 0, fmt.Errorf("put article %q: %w", e.Article.ID, retrieval.ErrPassageHeld(p.ID))
			}
		}
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
