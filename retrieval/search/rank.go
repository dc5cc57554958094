package search

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dateline/retrieval"
)

// Ranked is a passage with its fused score. Scores are its parts: the terms' (its own and its article's) and the vector's,
// each normalised to the query's best.
type Ranked struct {
	Passage retrieval.Passage
	Score   float64
	Scores  retrieval.Scores
}

// Rank orders the passages that either index finds among its best depth, by fused score, ties by ID.
func (s *Search) Rank(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	return s.rank(ctx, text, f, depth, 1, s.embedder.DenseWeight())
}

// RankTerms orders the passages by terms alone, RankVectors by vectors alone; both are for measuring.
func (s *Search) RankTerms(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	return s.rank(ctx, text, f, depth, 1, 0)
}

// RankVectors orders the passages by vectors alone.
func (s *Search) RankVectors(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	return s.rank(ctx, text, f, depth, 0, 1)
}

func (s *Search) rank(ctx context.Context, text string, f retrieval.Filter, depth int, sparse, dense float64) ([]Ranked, error) {
	var passageTerms, articleTerms, nearest map[string]float64
	var order []string
	if sparse > 0 {
		hits, err := s.store.Terms(ctx, text, retrieval.Articles, f, depth)
		if err != nil {
			return nil, fmt.Errorf("search articles by terms: %w", err)
		}
		articleTerms = normalise(hits, 0)
		if hits, err = s.store.Terms(ctx, text, retrieval.Passages, f, depth); err != nil {
			return nil, fmt.Errorf("search passages by terms: %w", err)
		}
		passageTerms = normalise(hits, 0)
		order = slices.AppendSeq(order, maps.Keys(passageTerms))
	}
	if dense > 0 {
		vectors, err := s.embedder.Embed(ctx, []string{text})
		if err != nil {
			return nil, fmt.Errorf("embed the question: %w", err)
		}
		hits, err := s.store.Nearest(ctx, vectors[0], f, depth)
		if err != nil {
			return nil, fmt.Errorf("search passages by vector: %w", err)
		}
		if len(hits) > 0 {
			nearest = normalise(hits, hits[len(hits)-1].Score)
		}
		order = slices.AppendSeq(order, maps.Keys(nearest))
	}
	slices.Sort(order)
	passages, err := s.store.Passages(ctx, slices.Compact(order))
	if err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	ranked := make([]Ranked, len(passages))
	for i, p := range passages {
		terms := (passageWeight*passageTerms[p.ID] + articleTerms[p.ArticleID]) / (passageWeight + 1)
		r := Ranked{Passage: p, Scores: retrieval.Scores{Terms: terms, Vector: nearest[p.ID]}}
		r.Score = (sparse*r.Scores.Terms + dense*r.Scores.Vector) / (sparse + dense)
		ranked[i] = r
	}
	slices.SortFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Passage.ID, b.Passage.ID))
	})
	return ranked, nil
}

// normalise maps scores from floor to the best onto 0 to 1.
func normalise(hits []retrieval.Hit, floor float64) map[string]float64 {
	scores := make(map[string]float64, len(hits))
	for _, h := range hits {
		if best := hits[0].Score; best > floor {
			scores[h.ID] = max(0, (h.Score-floor)/(best-floor))
		}
	}
	return scores
}

// RankAnswers orders passages by how well their best sentence answers, ties by fused score. It is for choosing among
// passages of a sentence each.
func (s *Search) RankAnswers(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	ranked, err := s.Rank(ctx, text, f, depth)
	if err != nil {
		return nil, err
	}
	evidence := make([]retrieval.Evidence, len(ranked))
	for i, r := range ranked {
		evidence[i] = retrieval.Evidence{N: i + 1, Passage: r.Passage}
	}
	best := make([]float64, len(ranked))
	for _, sentence := range s.ranker.Sentences(Parse(text), evidence) {
		best[sentence.Evidence-1] = max(best[sentence.Evidence-1], sentence.Score)
	}
	for i := range ranked {
		ranked[i].Score = best[i]
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int { return cmp.Compare(b.Score, a.Score) })
	return ranked, nil
}
