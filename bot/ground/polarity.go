package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// polarity holds what the claim says happened, did not happen or may happen to be said so in the sentences that it is about:
// each word that they share is negated in both or in neither, and governed by a modal or an intention in both or in neither.
func polarity(a *alignment) string { return a.moods(true) }

// moods holds the words that the claim and a sentence share to be negated in both or in neither and, where factual is set, to be
// told as a fact in both or in neither.
func (a *alignment) moods(factual bool) string {
	if anyOf(a.claim.words, negations) && !slices.ContainsFunc(a.beside(a.deniable()), func(h held) bool { return h.denies() }) {
		return called(a.cited) + " does not negate it"
	}
	for _, s := range a.claim.sentences {
		for i, w := range s.words {
			if w.Stop || numeral(w) != "" || w.Capital && i > 0 || a.claim.quotes(w.Span) {
				continue
			}
			claimed := moodOf(a.claim.text, s.words, i)
			why, agreed := "", false
			for _, h := range a.meeting(s, w.Start) {
				k := a.topicAt(w.Start)
				t := h.sentence()
				j := h.match.At[k]
				if h.match.Scores[k] < 0.7 || t.words[j].Capital && j > 0 {
					continue
				}
				there := moodOf(h.source.text, t.words, j)
				if modals[w.Form] || !factual {
					there.modal = claimed.modal // “asked” and “warned” are modals themselves
				}
				for o, other := range t.words {
					if o != j && other.Stem == w.Stem && there != claimed {
						there = moodOf(h.source.text, t.words, o)
					}
				}
				if does, done := acts(s.words, i), acts(t.words, j); does != done || !does && (!w.Verb() || claimed.modal || anyOf(s.words, modals)) {
					there.modal = claimed.modal
				}
				if claimed.negated != there.negated && negatedNear(a.claim.text, s.words, i) == negatedNear(h.source.text, t.words, j) {
					there.negated = claimed.negated
				}
				if j+1 < len(t.words) && t.words[j+1].Form == "only" { // “would say only” of “would not say”
					there.negated = claimed.negated
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
	if anyOf(words, negations) || anyOf(words, denials) {
		return true
	}
	for i := 1; i < len(words); i++ {
		if opposites[words[i].Form] && words[i-1].Form != "a" || words[i].Form == "only" && speech[words[i-1].Form] { // “would say only”
			return true
		}
	}
	return false
}

// deniable are the sentences that the clauses of the claim with a negation may be about.
func (a *alignment) deniable() []held {
	found := a.about()
	for _, s := range a.claim.sentences {
		for _, w := range s.words {
			if negations[w.Form] {
				found = append(found, a.of(a.clauseOf(s, w.Start))...)
			}
		}
	}
	return found
}

// acts reports whether the word at i stands as a verb: no determiner, adjective or part of a name.
func acts(words []match.Word, i int) bool {
	w := words[i]
	if w.Capital && i > 0 || adverb(w) {
		return false
	}
	if i == 0 || finite(words, i) && !strings.HasSuffix(w.Form, "ing") || auxiliaries[words[i-1].Form] {
		return true
	}
	if !w.Verb() {
		return false
	}
	before := words[i-1]
	if strings.HasSuffix(w.Form, "ing") && !auxiliaries[before.Form] {
		return false
	}
	if before.Form == "to" || before.Form == "and" || before.Form == "or" || before.Form == "by" || before.Form == "that" {
		return true
	}
	return !determiners[before.Form] && (before.Stop || adverb(before) || before.Capital || strings.HasSuffix(before.Form, "s"))
}

// negatedNear reports whether the words about the one at i in its clause negate it once.
func negatedNear(text string, words []match.Word, i int) (odd bool) {
	for _, part := range clauses(text, words) {
		if part[0].Start <= words[i].Start && words[i].Start <= part[len(part)-1].Start {
			for k, w := range words {
				if k != i && abs(k-i) <= 5 && part[0].Start <= w.Start && w.Start <= part[len(part)-1].Start && (negations[w.Form] || denials[w.Form]) {
					odd = !odd
				}
			}
		}
	}
	return odd
}

// quotes reports whether a span stands in a quotation, which is held letter for letter.
func (r *reading) quotes(span retrieval.Span) bool {
	return slices.ContainsFunc(r.quotations, func(q mention.Quotation) bool { return within(span, q.Outer) })
}
