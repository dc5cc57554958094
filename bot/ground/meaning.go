package ground

import (
	"slices"

	"dateline/retrieval/match"
)

// Scores of words that may stand for one another.
const (
	grouped = 0.75 // of words that say the same is done
	meant   = 0.65 // from which they mean the same
	faint   = 0.4  // from which they do where their vectors agree
	hinted  = 0.35 // from which vectors agree; those of opposites do too
	likely  = 0.5  // from which they do for a noun
)

// byMeaning is a lexicon without vectors: words then meet by their forms and meanings, and not by the company they keep.
type byMeaning struct{ match.Lexicon }

func (byMeaning) Word(string) ([]float32, bool) { return []float32{}, true }

// meaning is what the words of a claim mean, to be looked for in others.
type meaning struct {
	topic  []match.Word // those that carry a topic, in base forms
	share  []float64    // the weight of each
	deeds  [][]deed     // what each says is done
	target *match.Target
}

// meaning is made once.
func (g *Grounder) meaning(claim *reading) *meaning {
	if claim.meaning != nil {
		return claim.meaning
	}
	m := &meaning{}
	for _, s := range claim.sentences {
		words := inBase(s.words)
		for i, w := range words {
			if w.Stop {
				continue
			}
			w.Capital = w.Capital && (!claim.begins(w.Span) || claim.covers(w.Span))
			m.topic, m.share, m.deeds = append(m.topic, w), append(m.share, inform(g.lexicon.Weight(w.Form))), append(m.deeds, deedsOf(words, i))
		}
	}
	m.target = match.New(m.topic, byMeaning{g.lexicon})
	claim.meaning = m
	return m
}

// in is how well words meet each word of the topic by its meaning, or by saying that the same is done, and where.
func (m *meaning) in(words []match.Word) match.Match {
	words = inBase(words)
	found := m.target.In(words)
	for j, w := range words {
		if w.Stop {
			continue
		}
		own := deedsOf(words, j)
		for k, deeds := range m.deeds {
			if len(own) > 0 && found.Scores[k] < grouped && compare(deeds, own) == same {
				found.Scores[k], found.At[k] = grouped, j
			}
		}
	}
	return found
}

// covers is the share of a claim's information that one of some texts meets.
func (m *meaning) covers(texts ...match.Match) float64 {
	met, all := 0.0, 0.0
	for k, share := range m.share {
		all += share
		if slices.ContainsFunc(texts, func(text match.Match) bool { return text.Scores[k] >= faint }) {
			met += share
		}
	}
	return met / max(all, 1)
}
