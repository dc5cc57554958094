package analysis

import (
	"cmp"
	"slices"

	"dateline/retrieval/language"
)

// Wanted is a term that is looked for in the articles of some languages: bit n of In stands for the n-th.
type Wanted struct {
	Term string
	In   uint64
}

// Ask analyses a question for each language that there is articles in, of which there are at most 64. A question that is not
// certainly in another language is taken for English, as far as its stop words and numbers go. What it repeats counts once.
// The terms come in order.
func Ask(question string, languages []*Language) []Wanted {
	asked := English
	if len(languages) != 1 || languages[0] != English {
		asked = Of(language.Of(question))
	}
	var query []Wanted
	for n, l := range languages {
		for _, term := range l.Terms(question, asked) {
			query = append(query, Wanted{term, 1 << n})
		}
	}
	slices.SortFunc(query, func(a, b Wanted) int { return cmp.Compare(a.Term, b.Term) })
	distinct := query[:0]
	for _, w := range query {
		if last := len(distinct) - 1; last >= 0 && distinct[last].Term == w.Term {
			distinct[last].In |= w.In
		} else {
			distinct = append(distinct, w)
		}
	}
	return distinct
}
