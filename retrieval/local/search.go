package local

import (
	"context"
	"fmt"
	"slices"

	"dateline/retrieval"
)

// Terms ranks passages or articles by BM25, weighted by field. Text without any term of the index, such as stop words
// alone, finds nothing. Outlets of the filter match whatever their case.
func (s *Store) Terms(ctx context.Context, text string, unit retrieval.Unit, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	if k = min(k, now.units[fieldBody]+now.units[fieldArticle]); k <= 0 {
		return nil, ctx.Err()
	}
	hits, err := now.rank(ctx, text, unit, f, k)
	if err != nil {
		return nil, fmt.Errorf("search terms: %w", err)
	}
	return hits, nil
}

// Nearest ranks passages by cosine similarity, -1 to 1.
func (s *Store) Nearest(ctx context.Context, vector []float32, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	dims := now.manifest.Dims
	if dims == 0 {
		dims = len(vector) // nothing to compare with yet
	}
	if vector, err = admitVector(vector, dims); err != nil {
		return nil, fmt.Errorf("search vectors: %w", err)
	}
	if k = min(k, now.units[fieldBody]); k <= 0 {
		return nil, ctx.Err()
	}
	hits := best{k: k}
	for _, v := range now.views {
		if err := v.nearest(ctx, vector, f, &hits); err != nil {
			return nil, fmt.Errorf("search vectors: %w", err)
		}
	}
	return hits.ranked(), nil
}

// Passages returns the passages with these IDs, in the order asked; unknown ones are left out.
func (s *Store) Passages(ctx context.Context, ids []string) ([]retrieval.Passage, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	passages := make([]retrieval.Passage, 0, len(ids))
	for _, id := range ids {
		for _, v := range now.views {
			if i, ok := v.passage[id]; ok && !v.gone(v.owner[i]) {
				passages = append(passages, v.Passages[i])
				break
			}
		}
	}
	return passages, ctx.Err()
}

// Vectors returns the vectors of the passages with these IDs, in the order asked; nil for unknown ones.
func (s *Store) Vectors(ctx context.Context, ids []string) ([][]float32, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	vectors := make([][]float32, len(ids))
	for n, id := range ids {
		for _, v := range now.views {
			if i, ok := v.passage[id]; ok && !v.gone(v.owner[i]) {
				if vectors[n], err = v.vector(ctx, id); err != nil {
					return nil, fmt.Errorf("read the vector of passage %q: %w", id, err)
				}
				break
			}
		}
	}
	return vectors, ctx.Err()
}

// ArticlePassages returns an article's passages in reading order, none of an unknown article.
func (s *Store) ArticlePassages(ctx context.Context, articleID string) ([]retrieval.Passage, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	for _, v := range now.views {
		if i, ok := v.alive(articleID); ok {
			return slices.Clone(v.Passages[v.first[i]:v.first[i+1]]), ctx.Err()
		}
	}
	return nil, ctx.Err()
}

// Articles returns every article, by published date (unknown first), then ID.
func (s *Store) Articles(ctx context.Context) ([]retrieval.Article, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	return slices.Clone(now.articles), ctx.Err()
}
