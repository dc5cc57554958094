package speech

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isTerm reports whether a quotation is a name, a title or a term that somebody is said to use, rather than speech, where v has
// what governs it.
func (r *reader) isTerm(q *quote, s *sentence, at int, v verdict) bool {
	if r.isNamed(s, at) {
		return true
	}
	before, next := r.at(s, at-1), r.at(s, at+1)
	if v.direct && v.by.class != calls {
		attribute := v.by.from < at && next.kind == word && !next.upper && !r.isFunction(at+1) // the “Remain at Home” programme
		if !attribute && (before.kind != word && before.kind != named || before.is("that") || r.isVerb(s, at-1)) {
			return false
		}
	}
	return isTitled(q.Inner.In(r.text))
}

// isNamed reports whether words before the quotation at token at make a name or a term of it: named “…”, the term “…”.
func (r *reader) isNamed(s *sentence, at int) bool {
	if r.at(s, at-1).in(determiners) {
		at--
	}
	return r.at(s, at-1).in(naming) && !slices.ContainsFunc(s.cues, func(c cue) bool { return c.verb == at-1 })
}

// isTitled reports whether words are in title case, as a name is.
func isTitled(quoted string) bool {
	capitals := 0
	for i, w := range strings.Fields(strings.TrimRight(quoted, ",.;")) {
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(first), unicode.IsDigit(first):
			capitals++
		case !unicode.IsLetter(first), i > 0 && (determiners[w] || prepositions[w] || conjunctions[w]):
		default:
			return false
		}
	}
	return capitals > 0
}
