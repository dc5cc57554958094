package ground

import (
	"fmt"

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

// spell is a length of time without a number: “a week”.
type spell struct {
	retrieval.Span
	days float64
}

func spells(r *reading) (found []spell) {
	for _, s := range r.sentences {
		for i, w := range s.words {
			if i > 0 && (s.words[i-1].Form == "a" || s.words[i-1].Form == "an") && inDays[w.Form] > 0 && (i+1 == len(s.words) || !perUnit[s.words[i+1].Form]) {
				found = append(found, spell{retrieval.Span{Start: s.words[i-1].Start, End: w.End}, inDays[w.Form]})
			}
		}
	}
	for _, f := range r.figures {
		if d := inDays[f.Unit]; d > 0 && !f.Age && !f.IsRange() {
			found = append(found, spell{f.Span, f.Value * d})
		}
	}
	return found
}

var (
	inDays  = map[string]float64{"hour": 1. / 24, "day": 1, "week": 7, "month": 30.4, "year": 365, "decade": 3652}
	perUnit = set(`ago later earlier before after old`)
)

// degrees says where a part has another degree, or another length of time, than a claim.
func (v *view) degrees() string {
	there := quantities(v.in.reading)
	for _, q := range quantities(v.claim) {
		for _, k := range there {
			if q.degree == allOf && k.degree != allOf && sameNoun(q.noun, k.noun) {
				return fmt.Sprintf("the passage has “%s%s” where the claim has “%s%s”", k.span.In(v.in.text), k.noun.Form, q.span.In(v.claim.text), q.noun.Form)
			}
		}
	}
	for _, p := range degreePoints(v) {
		return p.why
	}
	return ""
}

// degreePoints are all of some in a claim where the part has a number of them, and lengths of time of which it has others.
func degreePoints(v *view) (points []point) {
	there := quantities(v.in.reading)
	for _, q := range quantities(v.claim) {
		for _, k := range there {
			if sameNoun(q.noun, k.noun) && (q.degree == allOf && k.degree == fewerOf || q.degree == fewerOf && k.degree == allOf) {
				points = append(points, point{
					blank: []retrieval.Span{q.span}, pins: 1,
					why: fmt.Sprintf("the passage has “%s%s” where the claim has “%s%s”", k.span.In(v.in.text), k.noun.Form, q.span.In(v.claim.text), q.noun.Form),
				})
			}
		}
	}
	for _, q := range spells(v.claim) {
		var other *spell
		for _, k := range spells(v.in.reading) {
			if k.days >= 0.85*q.days && k.days <= 1.15*q.days {
				other = nil
				break
			}
			if other == nil {
				other = &k
			}
		}
		if other != nil && v.behindSame(q.Span, other.Span) {
			points = append(points, point{
				blank: []retrieval.Span{q.Span}, pins: 2,
				why: fmt.Sprintf("the passage has %s where the claim has %s", other.In(v.in.text), q.In(v.claim.text)),
			})
		}
	}
	return points
}
