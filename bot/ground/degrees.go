package ground

import (
	"fmt"
	"slices"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// degree is how many of some a text speaks of.
type degree int

const (
	_ degree = iota
	allOf
	someOf  // of what may be all
	fewerOf // than all
)

// quantified is a noun with a degree: “all of the trucks”, “17 of the 31 trucks”.
type quantified struct {
	degree
	noun match.Word
	span retrieval.Span // of the words before the noun that say it
}

// quantities are the nouns of which a reading says how many of them.
func quantities(r *reading) (found []quantified) {
	for _, s := range r.sentences {
		for i, w := range s.words {
			if w.Stop || w.Capital && i > 0 || w.Figure() {
				continue
			}
			at := i - 1
			for at >= 0 && at >= i-3 && !s.words[at].Stop && !parts[s.words[at].Form] && !wholes[s.words[at].Form] && !s.words[at].Figure() && numeral(s.words[at]) == "" { // adjectives
				at--
			}
			whole := false
			if at >= 0 && (s.words[at].Figure() || numeral(s.words[at]) != "") {
				at--
				whole = true
			}
			for at >= 0 && (definite[s.words[at].Form] || s.words[at].Form == "these" || s.words[at].Form == "those") {
				at--
			}
			of := at >= 0 && s.words[at].Form == "of"
			if of {
				at--
			}
			if at < 0 {
				continue
			}
			q := quantified{noun: w, span: retrieval.Span{Start: s.words[at].Start, End: w.Start}}
			switch f := s.words[at]; {
			case wholes[f.Form]:
				q.degree = allOf
				if at > 0 && s.words[at-1].Form == "not" {
					q.degree = fewerOf
				}
			case parts[f.Form] && (of || !whole):
				q.degree = someOf
			case of && ((f.Figure() || numeral(f) != "") && whole || fractions[f.Form]):
				q.degree = fewerOf
				if at > 1 && s.words[at-1].Form == "least" {
					continue
				}
			default:
				continue
			}
			found = append(found, q)
		}
	}
	return found
}

var wholes = set(`all every each both`)

var (
	parts     = set(`most some many few several part`)
	fractions = set(`half majority minority third thirds quarter quarters`)
)

func sameNoun(a, b match.Word) bool {
	return inBase([]match.Word{a})[0].Stem == inBase([]match.Word{b})[0].Stem
}

// overstates reports whether a part of the passage has a number of some where the claim has all of them.
func (a *account) overstates(part *source) bool {
	there := quantities(part.reading)
	return slices.ContainsFunc(quantities(a.claim), func(q quantified) bool {
		return q.degree == allOf && slices.ContainsFunc(there, func(k quantified) bool { return k.degree != allOf && sameNoun(q.noun, k.noun) })
	})
}

// otherDegree says of which noun the claim has all and a part of the passage has fewer than all, or the other way round.
func (a *account) otherDegree(part *source) string {
	for _, q := range quantities(a.claim) {
		for _, k := range quantities(part.reading) {
			if sameNoun(q.noun, k.noun) && (q.degree == allOf && k.degree == fewerOf || q.degree == fewerOf && k.degree == allOf) {
				return fmt.Sprintf("the passage has “%s%s” where the claim has “%s%s”", k.span.In(a.in.text), k.noun.Form, q.span.In(a.claim.text), q.noun.Form)
			}
		}
	}
	return ""
}
