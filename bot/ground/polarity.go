package ground

import (
	"fmt"
	"slices"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// polarity holds what the claim says happened, did not happen or may happen to be said so in the sentences that it is about:
// each word that they share is negated in both or in neither, and governed by a modal or an intention in both or in neither.
func polarity(a *alignment) string {
	if anyOf(a.claim.words, negations) && !slices.ContainsFunc(a.about(), func(h held) bool { return h.denies() }) {
		return called(a.cited) + " does not negate it"
	}
	for _, s := range a.claim.sentences {
		for i, w := range s.words {
			if w.Stop || w.Figure() || w.Capital && i > 0 || a.claim.quotes(w.Span) {
				continue
			}
			claimed := moodOf(a.claim.text, s.words, i)
			why, agreed := "", false
			for _, h := range a.near(w.Start) {
				k := a.topicAt(w.Start)
				t := h.sentence()
				j := h.match.At[k]
				if h.match.Scores[k] < 0.7 || t.words[j].Capital && j > 0 {
					continue
				}
				there := moodOf(h.source.text, t.words, j)
				if modals[w.Form] {
					there.modal = claimed.modal // “asked” and “warned” are modals themselves
				}
				for o, other := range t.words {
					if o != j && other.Stem == w.Stem && there != claimed {
						there = moodOf(h.source.text, t.words, o)
					}
				}
				switch {
				case claimed == there:
					agreed = true
				case claimed.negated && !there.negated:
					why = fmt.Sprintf("passage %d does not negate “%s”", h.source.evidence.N, w.In(a.claim.text))
				case !claimed.negated && there.negated:
					why = fmt.Sprintf("passage %d negates “%s”", h.source.evidence.N, w.In(a.claim.text))
				case claimed.modal:
					why = fmt.Sprintf("passage %d has “%s” as a fact", h.source.evidence.N, w.In(a.claim.text))
				default:
					why = fmt.Sprintf("passage %d does not have “%s” as a fact", h.source.evidence.N, w.In(a.claim.text))
				}
			}
			if why != "" && !agreed {
				return why
			}
		}
	}
	return ""
}

// denies reports whether anything in a sentence is negated or denied.
func (h held) denies() bool {
	words := h.sentence().words
	return anyOf(words, negations) || anyOf(words, denials) || anyOf(words, opposites)
}

// quotes reports whether a span stands in a quotation, which is held letter for letter.
func (r *reading) quotes(span retrieval.Span) bool {
	return slices.ContainsFunc(r.quotations, func(q mention.Quotation) bool { return within(span, q.Outer) })
}
