package weaviate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"dateline/retrieval"
)

// found is an object that a query found, as far as it was asked for.
type found struct {
	Passage, Article            string
	Edition                     uint64
	Body, Context, Text, Record string
	Additional                  struct {
		Distance     float64
		Score        string
		ExplainScore string
		Vector       []float32
	} `json:"_additional"`
}

// selection is one query of objects of a collection: arguments and fields in GraphQL.
func selection(class, arguments, fields string) string {
	return fmt.Sprintf("%s(%s){%s}", class, arguments, fields)
}

// Passages returns the passages with these IDs, in the order asked; unknown ones are left out.
func (s *Store) Passages(ctx context.Context, ids []string) ([]retrieval.Passage, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	stored, err := s.passages(ctx, v, ids, pRecord)
	if err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	passages := make([]retrieval.Passage, 0, len(ids))
	for _, id := range ids {
		if f, ok := stored[id]; ok {
			var p retrieval.Passage
			if err := json.Unmarshal([]byte(f.Record), &p); err != nil {
				return nil, fmt.Errorf("read passage %q: %w", id, err)
			}
			passages = append(passages, p)
		}
	}
	return passages, ctx.Err()
}

// Vectors returns the vectors of the passages with these IDs, in the order asked; nil for unknown ones and for those that
// have none.
func (s *Store) Vectors(ctx context.Context, ids []string) ([][]float32, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	stored, err := s.passages(ctx, v, ids, "_additional{vector}")
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	vectors := make([][]float32, len(ids))
	for i, id := range ids {
		if vector := stored[id].Additional.Vector; len(vector) > 0 {
			vectors[i] = vector
		}
	}
	return vectors, ctx.Err()
}

// passages reads what is stored of passages of the state, by their IDs. What one node lacks another may have, while that
// catches up; so each is asked for what is still missing.
func (s *shelf) passages(ctx context.Context, v *view, ids []string, fields string) (map[string]found, error) {
	stored := make(map[string]found, len(ids))
	for part := range slices.Chunk(ids, mostAsked) {
		for from := range s.address.Hosts {
			missing := slices.DeleteFunc(slices.Clone(part), func(id string) bool { _, ok := stored[id]; return ok })
			if len(missing) == 0 {
				break
			}
			of, err := s.having(ctx, v, from, anyOf(pPassage, missing), fields)
			if err != nil {
				return nil, err
			}
			for _, f := range of {
				if _, ok := v.holds(f.Article, f.Edition); ok {
					stored[f.Passage] = f
				}
			}
		}
	}
	return stored, nil
}

// having asks for passages that a condition finds, beside what the server can tell of the state.
func (s *shelf) having(ctx context.Context, v *view, from int, w where, fields string) ([]found, error) {
	var answer struct{ Get map[string][]found }
	arguments := fmt.Sprintf("limit:%d,where:%v", mostHits, all(append(v.stored(), w)...))
	fields = fmt.Sprintf("%s %s %s %s", pPassage, pArticle, pEdition, fields)
	err := s.queryFrom(ctx, from, "{Get{"+selection(s.of.passages, arguments, fields)+"}}", &answer)
	return answer.Get[s.of.passages], err
}

// entire reads all of an article, from a majority of its replicas.
func (s *Store) entire(ctx context.Context, id string) (w whole, ok bool, err error) {
	v, err := s.now()
	if err != nil {
		return w, false, err
	}
	place, ok := v.find(id)
	if !ok {
		return w, false, ctx.Err()
	}
	ok, err = s.read(ctx, s.objectPath(s.of.articles, "article", id, v.rows[place].edition), pRecord, &w)
	if err == nil && !ok {
		err = fmt.Errorf("DATELINE_STORE: Weaviate lacks it, though it is committed")
	}
	if err != nil {
		err = fmt.Errorf("read article %q: %w", id, err)
	}
	return w, ok, err
}

// ArticlePassages returns an article's passages in reading order, none of an unknown article.
func (s *Store) ArticlePassages(ctx context.Context, articleID string) ([]retrieval.Passage, error) {
	w, ok, err := s.entire(ctx, articleID)
	if err != nil || !ok {
		return nil, err
	}
	return w.passages(), nil
}

// Article returns all of one article; ok is false where none has this ID.
func (s *Store) Article(ctx context.Context, id string) (a retrieval.Article, ok bool, err error) {
	w, ok, err := s.entire(ctx, id)
	if err != nil || !ok {
		return a, false, err
	}
	return w.article(), true, nil
}

// Articles lists every article, as [retrieval.Article.Listed] has it, by published date (unknown first), then ID. The list
// is made once a commit, and shared: it must not be changed.
func (s *Store) Articles(ctx context.Context) ([]retrieval.Article, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	return v.list, ctx.Err()
}

// ArticlesByID returns, by their IDs, those articles among these that there are, as Articles lists them. They too are
// shared and must not be changed.
func (s *Store) ArticlesByID(ctx context.Context, ids []string) (map[string]*retrieval.Article, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	articles := make(map[string]*retrieval.Article, len(ids))
	for _, id := range ids {
		if place, ok := v.find(id); ok {
			articles[id] = &v.articles[place]
		}
	}
	return articles, ctx.Err()
}

// FirstPassages returns the IDs of the passages that open articles, by the articles', without asking the server.
func (s *Store) FirstPassages(ctx context.Context, articles []string) (map[string]string, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	first := make(map[string]string, len(articles))
	for _, id := range articles {
		if place, ok := v.find(id); ok && v.rows[place].first != "" {
			first[id] = v.rows[place].first
		}
	}
	return first, ctx.Err()
}

// CountPassages counts an article's passages, and of them those that are instructions, without asking the server.
func (s *Store) CountPassages(ctx context.Context, articleID string) (all, marked int, err error) {
	v, err := s.now()
	if err != nil {
		return 0, 0, err
	}
	place, ok := v.find(articleID)
	if !ok {
		return 0, 0, ctx.Err()
	}
	return int(v.rows[place].passages), int(v.rows[place].marked), ctx.Err()
}
