package analysis

import (
	"maps"
	"slices"

	"dateline/retrieval"
)

// Field is one text by which a unit is found. Passages have a body; articles have all others, of which the context speaks
// for each of their passages.
type Field int

// The fields.
const (
	Body     Field = iota // a passage's own text
	Context               // an article's headline and lede
	Article               // an article's headline and its passages, related headlines apart
	Headline              // an article's headline once more
	Outlet                // its outlet's name
	Fields                // how many there are

	// Words of an article as they are written, in lower case and without diacritics, each once, for misspelt ones to be told by.
	Words = Fields
)

// Unit is a passage or an article as an index takes it: the terms of each field, in order.
type Unit [Fields + 1][]string

// Units returns the units of an article's passages and then its own.
func Units(a retrieval.Article, passages []retrieval.Passage) []Unit {
	l := Of(a.Language)
	words := map[string]bool{}
	read := func(text string) []string { return l.read(text, l, words) }
	headline := read(a.Headline)
	var own Unit
	own[Context] = slices.Concat(headline, l.Terms(a.Lede(), l))
	own[Article] = slices.Clone(headline)
	own[Headline] = headline
	own[Outlet] = read(a.Outlet)
	var units []Unit
	for _, p := range passages {
		terms := read(p.Text)
		units = append(units, Unit{Body: terms})
		if p.Kind != retrieval.RelatedHeadline && p.Kind != retrieval.Instruction {
			own[Article] = append(own[Article], terms...)
		}
	}
	own[Words] = slices.Collect(maps.Keys(words))
	return append(units, own)
}
