// Package search turns a question into numbered evidence: terms and vectors fused, wire copies collapsed, a bounded share
// an article, and a confidence that the evidence answers.
package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/retrieval"
)

// depth is how many hits are taken from each index before fusion.
const depth = 200

// defaultEvidence is how many passages a search returns where the query does not say.
const defaultEvidence = 8

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

	audience string
	everyone *Search // of an audience's: the one of what is for everyone

	mu    sync.Mutex
	known *coverage            // of the list of articles that was seen last
	own   map[string]*coverage // likewise, by audience, where it sees another list
}

// New searches store with embedder, which must be the one that the store was filled with. The ranker judges how well the
// evidence answers.
func New(store retrieval.Store, embedder Embedder, ranker *Ranker) *Search {
	return &Search{store: store, embedder: embedder, ranker: ranker}
}

// Search finds the evidence for a query, best first.
func (s *Search) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	s = s.as(q.Audience)
	f, err := s.find(ctx, q)
	if err == nil && !q.Marked {
		s.judge(&f)
	}
	return f.result, err
}

// as is the search of an audience.
func (s *Search) as(audience string) *Search {
	if audience == "" {
		return s
	}
	return &Search{Now: s.Now, store: s.store.For(audience), embedder: s.embedder, ranker: s.ranker, audience: audience, everyone: s}
}

// finding is what a search found, and how.
type finding struct {
	result   retrieval.Result
	narrowed narrowing
	fusion   fusion
	chosen   []chosen
	judged   bool // the confidence is there
}

// judge is the confidence in what was found. It takes longer than the search, so it is asked for only where somebody wants it.
func (s *Search) judge(f *finding) float64 {
	if !f.judged {
		q := Parse(f.narrowed.topic)
		q.news = max(q.news, Parse(f.result.Query.Text).news)
		f.judged, f.result.Confidence = true, s.ranker.Confidence(q, f.result.Evidence)
	}
	return f.result.Confidence
}

func (s *Search) find(ctx context.Context, q retrieval.Query) (finding, error) {
	found := finding{result: retrieval.Result{Query: q}}
	known, err := s.coverage(ctx)
	if err != nil {
		return found, err
	}
	found.result.CoverageThrough = known.newest
	spelled, err := s.respell(ctx, q.Text, known)
	if err != nil {
		return found, err
	}
	q.Text = retrieval.Reading{Spelled: spelled}.Spell(q.Text)
	read := s.narrow(q, known)
	if err := s.under(ctx, q, read, known, &found); err != nil {
		return found, err
	}
	if read.narrows() && s.judge(&found) < trusted {
		wide := found
		if err := s.under(ctx, q, read.relaxed(q.Filter, known), known, &wide); err != nil {
			return found, err
		}
		few, more := found.result.Evidence, wide.result.Evidence
		if len(few) == 0 || s.judge(&wide) >= trusted && s.misses(read.topic, few, more) {
			found = wide
		}
	}
	found.result.Read = found.narrowed.Reading
	found.result.Read.Spelled = spelled
	if said := spelt(spelled); said != "" {
		found.result.Read.Shown = strings.Join(slices.DeleteFunc([]string{found.result.Read.Shown, said}, func(part string) bool { return part == "" }), ", ")
	}
	return found, nil
}

// under finds the evidence that a narrowing lets through.
func (s *Search) under(ctx context.Context, q retrieval.Query, n narrowing, known *coverage, found *finding) error {
	r, err := s.rankUnder(ctx, q.Filter, n, known, depth)
	if err != nil {
		return err
	}
	r.ranked = slices.DeleteFunc(r.ranked, func(p Ranked) bool {
		return !q.Marked && (r.byID[p.Passage.ArticleID].Retracted || p.Passage.Kind == retrieval.Instruction)
	})
	if n.Newest {
		s.ranker.newestFirst(r.ranked, r.byID, n.topic)
	}
	found.narrowed, found.fusion = n, r.fusion
	found.chosen = choose(r, cmp.Or(q.K, defaultEvidence), len(q.Filter.Articles) > 0, n.Newest)
	evidence := make([]retrieval.Evidence, len(found.chosen))
	for i, c := range found.chosen {
		id := c.Passage.ArticleID
		whole, ok, err := s.store.Article(ctx, id)
		if err != nil {
			return fmt.Errorf("read article %q: %w", id, err)
		}
		if !ok { // the store has moved on
			whole = *r.byID[id]
		}
		evidence[i] = retrieval.Evidence{
			N: i + 1, Passage: c.Passage, Article: whole, AlsoCarriedBy: c.alsoCarriedBy, Score: c.Score, Scores: c.Scores,
		}
	}
	found.result.Evidence, found.judged = evidence, false
	return nil
}
