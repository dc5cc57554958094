package search

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval/match"
)

// roles tell for each topic word of a question what it does there.
type roles struct {
	names     []bool // names and figures
	predicate []bool // all else but the noun that is counted or asked for
	verbs     []bool // verbs that say something by themselves
}

func (q Question) roles() roles {
	n := len(q.Topic)
	r := roles{make([]bool, n), make([]bool, n), make([]bool, n)}
	for i, w := range q.Topic {
		is := func(t match.Word) bool { return t.Start == w.Start }
		r.names[i] = w.Capital && w.Start > 0 || w.Acronym || w.Figure()
		r.predicate[i] = !r.names[i] && !slices.ContainsFunc(q.asked, is) && !slices.ContainsFunc(q.counted, is)
		r.verbs[i] = !w.Capital && w.Verb() && !light[w.Form]
	}
	return r
}

// light verbs say little by themselves.
var light = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`take taken make made give given go going come get put say said tell told happen happened
become set called call know known according did think held`) {
		set[w] = true
	}
	return set
}()

var (
	toCome = regexp.MustCompile(`(?i)\b(?:will|next|going to|upcoming|(?:is|are) .*\bto be\b)\b`)
	ahead  = regexp.MustCompile(`(?i)\b(?:will|would|next|plans?|planned|due|shall|coming|going to|(?:is|are|was|were) to|expected|from now)\b`)
)

// referring begins a sentence that speaks of what the one before it names: It was set up; The board counts.
var referring = regexp.MustCompile(`^[“"]?(?:But |And |Earlier |Later )?(?:He|She|It|They|His|Her|Their|Its|This|That|These|Those|The|Both|Such)\b`)

// What a sentence takes over of the topic met before it.
const (
	storyCarry     = 0.5 // of the headline and the lede
	plainCarry     = 0.5 // of the sentence before
	referringCarry = 0.8 // of the sentence before, where it refers to that
)

// carry is what a sentence meets together with what stands before it, at a discount.
func (s *sentence) carry() match.Match {
	carried := s.match.Carry(s.story, storyCarry)
	switch {
	case s.before == nil:
		return carried
	case referring.MatchString(s.text()):
		return carried.Carry(s.before.carried, referringCarry)
	}
	return carried.Carry(s.before.carried, plainCarry)
}
