package local

import (
	"cmp"
	"context"
	"fmt"
	"strings"

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

// Nearest ranks passages by cosine similarity, -1 to 1. The search is exact.
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
	if vector, err = retrieval.AdmitVector(vector, dims); err != nil {
		return nil, fmt.Errorf("search vectors: %w", err)
	}
	if k = min(k, now.units[fieldBody]); k <= 0 {
		return nil, ctx.Err()
	}
	return now.nearest(ctx, vector, f, k)
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
			if place, ok := v.holds(id); ok {
				p, err := v.passage(place)
				if err != nil {
					return nil, err
				}
				passages = append(passages, p)
				break
			}
		}
	}
	return passages, ctx.Err()
}

// Vectors returns the vectors of the passages with these IDs, in the order asked; nil for unknown ones and for those that
// have none.
func (s *Store) Vectors(ctx context.Context, ids []string) ([][]float32, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	vectors := make([][]float32, len(ids))
	for n, id := range ids {
		for _, v := range now.views {
			if place, ok := v.holds(id); ok {
				if vectors[n], err = v.vectorOf(ctx, place); err != nil {
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
			var passages []retrieval.Passage
			for place := v.first[i]; place < v.first[i+1]; place++ {
				p, err := v.passage(int(place))
				if err != nil {
					return nil, err
				}
				passages = append(passages, p)
			}
			return passages, ctx.Err()
		}
	}
	return nil, ctx.Err()
}

// FirstPassages returns the IDs of the passages with which articles open, by their own; those of unknown articles, and of articles
// without passages, are left out. Nothing is read for it.
func (s *Store) FirstPassages(ctx context.Context, articles []string) (map[string]string, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	first := make(map[string]string, len(articles))
	for _, id := range articles {
		for _, v := range now.views {
			if i, ok := v.alive(id); ok {
				if v.first[i] < v.first[i+1] {
					first[id] = strings.Clone(v.passageID(int(v.first[i])))
				}
				break
			}
		}
	}
	return first, ctx.Err()
}

// Article returns all of one article; ok is false where none has this ID.
func (s *Store) Article(ctx context.Context, id string) (a retrieval.Article, ok bool, err error) {
	now, err := s.acquire()
	if err != nil {
		return a, false, err
	}
	defer s.release(now)
	for _, v := range now.views {
		if i, ok := v.alive(id); ok {
			a, err = v.whole(i)
			return a, err == nil, cmp.Or(err, ctx.Err())
		}
	}
	return a, false, ctx.Err()
}

// Articles lists every article, as [retrieval.Article.Listed] has it, by published date (unknown first), then ID. The list
// is made once a commit, and shared: it must not be changed.
func (s *Store) Articles(ctx context.Context) ([]retrieval.Article, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	return now.articles(), ctx.Err()
}

// ArticlesByID returns, by their IDs, those articles among these that there are, as Articles lists them. They too are
// shared and must not be changed.
func (s *Store) ArticlesByID(ctx context.Context, ids []string) (map[string]*retrieval.Article, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	articles := make(map[string]*retrieval.Article, len(ids))
	for _, id := range ids {
		for _, v := range now.views {
			if i, ok := v.alive(id); ok {
				articles[id] = new(v.article(i))
				break
			}
		}
	}
	return articles, ctx.Err()
}
