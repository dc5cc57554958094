package search

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// Ranked is a passage with its fused score. Scores are its two sides, the terms' and the vectors', each beside the best that
// any passage has of each of their parts.
type Ranked struct {
	Passage retrieval.Passage
	Score   float64
	Scores  retrieval.Scores
	parts   parts
	leaning float64  // what its score was multiplied by, for what the question leans to; 0 where to nothing
	stems   []string // of its words that carry a topic, sorted, each once; of the best passages alone
}

// Rank orders the passages that either index finds among its best depth, by fused score, ties by ID.
func (s *Search) Rank(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	ranked, _, err := s.rank(ctx, text, f, depth, 1, s.denseWeight(text))
	return ranked, err
}

// RankTerms orders the passages by terms alone, RankVectors by vectors alone; both are for measuring.
func (s *Search) RankTerms(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	ranked, _, err := s.rank(ctx, text, f, depth, 1, 0)
	return ranked, err
}

// RankVectors orders the passages by vectors alone.
func (s *Search) RankVectors(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	ranked, _, err := s.rank(ctx, text, f, depth, 0, 1)
	return ranked, err
}

// rank fuses what the indexes find. sparse and dense are the weights of the two sides, of which dense is bounded by how far the
// rankings agree.
func (s *Search) rank(ctx context.Context, text string, f retrieval.Filter, depth int, sparse, dense float64) ([]Ranked, fusion, error) {
	fused := fusion{terms: sparse, vectors: dense}
	var articles, passages, nearest map[string]float64
	var byTerms, byVector []retrieval.Hit
	var vector []float32
	group, asking := errgroup.WithContext(ctx)
	if sparse > 0 {
		group.Go(func() error {
			hits, err := s.store.Terms(asking, text, retrieval.Articles, f, depth)
			if err != nil {
				return fmt.Errorf("search articles by terms: %w", err)
			}
			articles, fused.spread[article] = scoresOf(hits), spreadOf(hits)
			return nil
		})
		group.Go(func() (err error) {
			if byTerms, err = s.store.Terms(asking, text, retrieval.Passages, f, depth); err != nil {
				return fmt.Errorf("search passages by terms: %w", err)
			}
			passages, fused.spread[passage] = scoresOf(byTerms), spreadOf(byTerms)
			return nil
		})
	}
	if dense > 0 {
		group.Go(func() error {
			vectors, err := s.embedder.Embed(asking, []string{text})
			if err != nil {
				return fmt.Errorf("embed the question: %w", err)
			}
			vector = vectors[0]
			if byVector, err = s.store.Nearest(asking, vector, f, depth); err != nil {
				return fmt.Errorf("search passages by vector: %w", err)
			}
			nearest, fused.spread[own] = scoresOf(byVector), spreadOf(byVector)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fused, err
	}
	found, err := s.store.Passages(ctx, slices.Sorted(maps.Keys(union(passages, nearest))))
	if err != nil {
		return nil, fused, fmt.Errorf("read passages: %w", err)
	}
	ranked := make([]Ranked, len(found))
	for i, p := range found {
		ranked[i] = Ranked{Passage: p, parts: fused.parts(articles, passages, p)}
	}
	if dense > 0 {
		if err := s.near(ctx, vector, nearest, ranked, found, &fused); err != nil {
			return nil, fused, err
		}
	}
	if sparse > 0 && dense > 0 {
		fused.agree(ranked, byVector)
	}
	fused.order(ranked)
	if sparse > 0 {
		readClosely(text, s.ranker.lexicon, ranked[:min(len(ranked), closely)])
		fused.order(ranked)
	}
	return ranked, fused, nil
}

// near fills in how near the vectors of the passages and of their articles' first passages lie.
func (s *Search) near(ctx context.Context, vector []float32, nearest map[string]float64, ranked []Ranked, found []retrieval.Passage, f *fusion) error {
	first, err := s.firstPassages(ctx, found)
	if err != nil {
		return err
	}
	cosines, err := s.cosines(ctx, vector, nearest, ranked, first)
	if err != nil {
		return err
	}
	var ledes []retrieval.Hit
	for article, id := range first {
		if c, ok := cosines[id]; ok {
			ledes = append(ledes, retrieval.Hit{ID: article, Score: c})
		}
	}
	slices.SortFunc(ledes, func(a, b retrieval.Hit) int { return cmp.Compare(b.Score, a.Score) })
	f.spread[lede] = spreadOf(ledes)
	for i := range ranked {
		p := &ranked[i]
		p.parts[own] = f.spread[own].unknown()
		if c, ok := cosines[p.Passage.ID]; ok {
			p.parts[own] = f.spread[own].of(c)
		}
		p.parts[lede] = f.spread[lede].unknown()
		if c, ok := cosines[first[p.Passage.ArticleID]]; ok {
			p.parts[lede] = f.spread[lede].of(c)
		}
	}
	return nil
}

// opener is a Store that tells the passages which open articles, by the articles' IDs, without reading the articles.
type opener interface {
	FirstPassages(ctx context.Context, articles []string) (map[string]string, error)
}

// firstPassages maps the articles of passages to the passages that open them; where the store has moved on, to one of these.
func (s *Search) firstPassages(ctx context.Context, passages []retrieval.Passage) (map[string]string, error) {
	first := map[string]string{}
	for _, p := range passages {
		if _, ok := first[p.ArticleID]; !ok {
			first[p.ArticleID] = p.ID
		}
	}
	if store, ok := s.store.(opener); ok {
		open, err := store.FirstPassages(ctx, slices.Collect(maps.Keys(first)))
		if err != nil {
			return nil, fmt.Errorf("tell what opens articles: %w", err)
		}
		maps.Copy(first, open)
		return first, nil
	}
	for article := range first {
		all, err := s.store.ArticlePassages(ctx, article)
		if err != nil {
			return nil, fmt.Errorf("read the passages of article %q: %w", article, err)
		}
		if len(all) > 0 {
			first[article] = all[0].ID
		}
	}
	return first, nil
}

// cosines are those of the passages ranked and the first ones, as far as they have vectors.
func (s *Search) cosines(ctx context.Context, vector []float32, nearest map[string]float64, ranked []Ranked, first map[string]string) (map[string]float64, error) {
	cosines := maps.Clone(nearest)
	var missing []string
	want := func(id string) {
		if _, ok := cosines[id]; !ok {
			cosines[id] = 0
			missing = append(missing, id)
		}
	}
	for _, r := range ranked {
		want(r.Passage.ID)
		want(first[r.Passage.ArticleID])
	}
	vectors, err := s.store.Vectors(ctx, missing)
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	for i, v := range vectors {
		if v == nil {
			delete(cosines, missing[i])
			continue
		}
		cosines[missing[i]] = match.Cosine(vector, v)
	}
	return cosines, nil
}

func scoresOf(hits []retrieval.Hit) map[string]float64 {
	scores := make(map[string]float64, len(hits))
	for _, h := range hits {
		scores[h.ID] = h.Score
	}
	return scores
}

func union(a, b map[string]float64) map[string]float64 {
	all := make(map[string]float64, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
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
