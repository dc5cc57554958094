package retrieval

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Admit checks a change for what no Store can keep. It returns the entries as they are kept, passages in reading order and
// vectors at length 1, and the vectors' dimensions; zero dims are those of the first vector. The error names the article.
// That a passage is of an article which stays is for the store to find out: [ErrPassageHeld].
func (c Change) Admit(dims int) (put []Entry, of int, err error) {
	articles, passages := map[string]bool{}, map[string]bool{}
	for _, e := range c.Put {
		id := e.Article.ID
		switch {
		case id == "" || len(id) > MaxArticleID:
			err = fmt.Errorf("an ID has 1 to %d bytes", MaxArticleID)
		case articles[id]:
			err = errors.New("it is put twice")
		default:
			e, dims, err = e.admit(dims)
		}
		for _, p := range e.Passages {
			if err == nil && passages[p.ID] {
				err = ErrPassageHeld(p.ID)
			}
			passages[p.ID] = true
		}
		if err != nil {
			return nil, 0, fmt.Errorf("put article %q: %w", id, err)
		}
		articles[id] = true
		put = append(put, e)
	}
	return put, dims, nil
}

// ErrPassageHeld is the ID of a passage that is put though another article has it.
type ErrPassageHeld string

func (e ErrPassageHeld) Error() string { return fmt.Sprintf("passage %q is there already", string(e)) }

// admit checks one article on its own.
func (e Entry) admit(dims int) (Entry, int, error) {
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
	kept := Entry{Article: e.Article}
	for _, i := range order {
		p := e.Passages[i]
		if err := p.admit(e.Article); err != nil {
			return e, dims, fmt.Errorf("passage %q: %w", p.ID, err)
		}
		v := e.Vectors[i]
		if v != nil {
			dims = cmp.Or(dims, len(v))
			var err error
			if v, err = AdmitVector(v, dims); err != nil {
				return e, dims, fmt.Errorf("passage %q: %w", p.ID, err)
			}
		}
		kept.Passages = append(kept.Passages, p)
		kept.Vectors = append(kept.Vectors, v)
	}
	return kept, dims, nil
}

func (p Passage) admit(a Article) error {
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

// unitTolerance is how far a vector's length may be from 1: embedders compute it in single precision, and some round.
const unitTolerance = 0.01

// AdmitVector returns v at length 1, or what is wrong with it. A vector that has the length already, within 1e-6, is returned
// as it is.
func AdmitVector(v []float32, dims int) ([]float32, error) {
	if len(v) != dims {
		return nil, fmt.Errorf("the vector has %d dimensions, the index %d", len(v), dims)
	}
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	norm := math.Sqrt(square)
	switch {
	case math.IsNaN(norm) || math.IsInf(norm, 0):
		return nil, errors.New("the vector holds a value that is not a number")
	case norm == 0:
		return nil, errors.New("the vector is zero")
	case math.Abs(norm-1) > unitTolerance:
		return nil, fmt.Errorf("the vector's length is %.3g, not 1", norm)
	case math.Abs(norm-1) < 1e-6:
		return v, nil
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / norm)
	}
	return out, nil
}
