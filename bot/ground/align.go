package ground

import (
	"cmp"
	"slices"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// alignment is a claim held against the sentences of what it cites.
type alignment struct {
	claim *reading
	cited []*source
	topic []match.Word // the claim's words that carry a topic
	share []float64    // the weight of each
	best  []held       // every sentence of the passages, the one that meets most of the claim first
}

// held is a sentence that a claim is held against: where its words meet the claim's.
type held struct {
	source   *source
	index    int // of the sentence in source.sentences
	match    match.Match
	coverage float64
}

func (h held) sentence() sentence { return h.source.sentences[h.index] }

func (g *Grounder) align(claim *reading, cited []*source) *alignment {
	a := &alignment{claim: claim, cited: cited}
	for _, w := range claim.words {
		if !w.Stop {
			a.topic, a.share = append(a.topic, w), append(a.share, inform(g.lexicon.Weight(w.Form)))
		}
	}
	target := match.New(a.topic, g.lexicon)
	for _, s := range cited {
		for i, t := range s.sentences {
			m := target.In(t.words)
			a.best = append(a.best, held{source: s, index: i, match: m, coverage: target.Coverage(m, false)})
		}
	}
	slices.SortStableFunc(a.best, func(x, y held) int { return cmp.Compare(y.coverage, x.coverage) })
	return a
}

// bearing is the span of a source's passage that bears most of the claim.
func (a *alignment) bearing(s *source) retrieval.Span {
	for _, h := range a.best {
		if span := h.sentence().Span; h.source == s && span.Start >= s.from && h.coverage > 0 {
			return retrieval.Span{Start: span.Start - s.from, End: span.End - s.from}
		}
	}
	return retrieval.Span{Start: 0, End: len(s.evidence.Passage.Text)}
}
