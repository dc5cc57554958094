// Package search turns a question into numbered evidence: terms and vectors fused, wire copies collapsed, a bounded share
// an article, and a confidence that the evidence answers.
package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
)

// Fusion is a weighted sum of scores, each normalised within its query: an article's own BM25, its best passage's and, by
// the embedder's weight, the vector's. Reciprocal rank fusion was measured and lies below BM25 alone with word vectors.
// The passage's weight was chosen on time, multihoprag500 and clapnq of ../shared/eval together, out of 0.3, 0.5 and 0.8.
const (
	passageWeight = 0.3 // beside the article's 1
	depth         = 200 // hits taken from each index before fusion
)

// Defaults and bounds of what a search returns.
const (
	defaultEvidence = 8
	perArticle      = 3 // passages, unless the query names articles
	copiesWithin    = 6 // times the evidence asked for: how far down wire copies are looked for
)

// Embedder is an Embedder that says how much its similarity weighs in a fused score beside the terms' 1.
type Embedder interface {
	retrieval.Embedder
	DenseWeight() float64
}

// Search finds evidence in a Store. It is safe for concurrent use.
type Search struct {
	Now func() time.Time // today, for "last week" in a question; nil means time.Now

	store    retrieval.Store
	embedder Embedder
	ranker   *Ranker
}

// New searches store with embedder, which must be the one that the store was filled with. The ranker judges how well the
// evidence answers.
func New(store retrieval.Store, embedder Embedder, ranker *Ranker) *Search {
	return &Search{store: store, embedder: embedder, ranker: ranker}
}

// Search finds the evidence for a query, best first.
func (s *Search) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	articles, err := s.store.Articles(ctx)
	if err != nil {
		return retrieval.Result{}, fmt.Errorf("list articles: %w", err)
	}
	result := retrieval.Result{Query: q}
	byID := make(map[string]*retrieval.Article, len(articles))
	for i, a := range articles {
		byID[a.ID] = &articles[i]
		if a.Published.After(result.CoverageThrough) {
			result.CoverageThrough = a.Published
		}
	}
	coverage := coverage{articles, byID}
	read := s.narrow(q, articles)
	result.Evidence, result.Confidence, err = s.under(ctx, q, read, coverage)
	if read.narrows() && err == nil && result.Confidence < trusted {
		wide := read.relaxed(q.Filter, articles)
		evidence, confidence, failure := s.under(ctx, q, wide, coverage)
		err = failure
		if len(result.Evidence) == 0 || confidence >= trusted && s.misses(read.topic, result.Evidence, evidence) {
			read, result.Evidence, result.Confidence = wide, evidence, confidence
		}
	}
	result.Read = read.Reading
	if err != nil {
		return result, err
	}
	return result, nil
}

// coverage is every article, also by ID.
type coverage struct {
	articles []retrieval.Article
	byID     map[string]*retrieval.Article
}

// under finds the evidence that a narrowing lets through, and the confidence in it.
func (s *Search) under(ctx context.Context, q retrieval.Query, n narrowing, c coverage) ([]retrieval.Evidence, float64, error) {
	ranked, err := s.rankUnder(ctx, q.Filter, n, c, depth)
	if err != nil {
		return nil, 0, err
	}
	ranked = slices.DeleteFunc(ranked, func(r Ranked) bool {
		a := c.byID[r.Passage.ArticleID]
		return !q.Marked && (a.Retracted || r.Passage.Kind == retrieval.Instruction)
	})
	if n.Newest {
		newestFirst(ranked, c.byID)
	}
	evidence := s.choose(ranked, c.byID, cmp.Or(q.K, defaultEvidence), len(q.Filter.Articles) > 0)
	return evidence, s.ranker.Confidence(Parse(n.topic), evidence), nil
}

// choose takes the best k passages: wire copies collapsed into the copy that ranks first among the most complete, at most
// perArticle passages an article.
func (s *Search) choose(ranked []Ranked, byID map[string]*retrieval.Article, k int, allOfArticle bool) []retrieval.Evidence {
	ranked = ranked[:min(len(ranked), copiesWithin*k)]
	heads := collapse(ranked, byID)
	taken := map[string]int{}
	var evidence []retrieval.Evidence
	for _, r := range ranked {
		if len(evidence) == k {
			break
		}
		id := r.Passage.ArticleID
		head := heads[id]
		if head.id != id || (!allOfArticle && taken[id] == perArticle) {
			continue
		}
		taken[id]++
		evidence = append(evidence, retrieval.Evidence{
			N: len(evidence) + 1, Passage: r.Passage, Article: *byID[id], AlsoCarriedBy: head.alsoCarriedBy,
			Score: r.Score, Scores: r.Scores,
		})
	}
	return evidence
}

// story is a group of wire copies: the article that stands for it and the outlets that carried the others.
type story struct {
	id            string
	alsoCarriedBy []string
}

// collapse maps each ranked article to its story. The most complete copy stands for the story, then the earliest, then
// the first by ID.
func collapse(ranked []Ranked, byID map[string]*retrieval.Article) map[string]*story {
	var order []*retrieval.Article
	for _, r := range ranked {
		if a := byID[r.Passage.ArticleID]; !slices.Contains(order, a) {
			order = append(order, a)
		}
	}
	slices.SortFunc(order, func(a, b *retrieval.Article) int {
		return cmp.Or(cmp.Compare(len(b.Text), len(a.Text)), a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	stories := map[string]*story{}
	var heads []*retrieval.Article
	for _, a := range order {
		i := slices.IndexFunc(heads, func(h *retrieval.Article) bool { return h.Sketch.SameStory(a.Sketch) })
		if i < 0 {
			heads = append(heads, a)
			stories[a.ID] = &story{id: a.ID}
			continue
		}
		head := stories[heads[i].ID]
		if a.Outlet != "" && a.Outlet != heads[i].Outlet && !slices.Contains(head.alsoCarriedBy, a.Outlet) {
			head.alsoCarriedBy = append(head.alsoCarriedBy, a.Outlet)
		}
		stories[a.ID] = head
	}
	return stories
}
