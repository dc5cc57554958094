package search

import (
	"regexp"
	"slices"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// plainlyTold is the confidence in evidence of which the form alone shows that it answers, whatever the features say.
const plainlyTold = 0.6

var happening = regexp.MustCompile(`(?i)\bwhat (?:else )?(?:happened|took place|was going on)\b`)

// sameWord is the least score of a topic word that is met by itself, not by a related one.
const sameWord = 0.85

// toldPlainly reports whether a sentence answers by its form: it tells an event of the day for whose events the question asks, or begins
// an article whose headline is of that to which something happened; the one whose words are asked for says something, of all that is
// asked about; or it lists who was there.
func (g *reading) toldPlainly() bool {
	ofDay := happening.MatchString(g.Text) && len(g.days) > 0
	for i := range g.sentences {
		s := &g.sentences[i]
		if ofDay && g.onThoseDays(s) && g.namesAll(s.match) || g.answersInForm(s) || g.newsworth(s) >= g.trustedNews() || g.Asks == Person && g.lists(s) || g.Asks == Words && len(g.Speaker) > 0 && g.saysOfAll(s) {
			return true
		}
	}
	return false
}

var monthNames = wordSet("january february march april may june july august september october november december")

// onThoseDays reports whether a sentence tells an event that happened on the days that the question bounds.
func (g *reading) onThoseDays(s *sentence) bool {
	for _, e := range g.eventsOf(s) {
		if e.Sentence == s.span && !e.Planned && !e.Said && !e.Aside && slices.ContainsFunc(g.days, func(c calendarDays) bool { return c.meets(e.From, e.To) }) {
			return true
		}
	}
	return false
}

// namesAll reports whether a text itself has every word of what is asked about, the days aside.
func (q Question) namesAll(m match.Match) bool {
	for i, w := range q.Topic {
		if ofWhat(w) && m.Scores[i] < sameWord {
			return false
		}
	}
	return true
}

// ofWhat reports whether a word of a question for news says of what.
func ofWhat(w match.Word) bool { return !w.Figure() && !monthNames[w.Form] && !newsWords[w.Form] }

var newsWords = wordSet(`happen happened happening latest newest new recent recently lately news coverage article articles story stories headline headlines
	reporting report reports update updates development developments situation status information`)

// lists reports whether a sentence names several who attended what is asked about.
func (g *reading) lists(s *sentence) bool {
	const several = 2
	attended := false
	for i, w := range g.Topic {
		switch here := w.Stem == attend; {
		case here && s.match.Scores[i] >= related:
			attended = true
		case here, max(g.around(s, i), s.story.Scores[i]) < sameWord:
			return false
		}
	}
	return attended && len(g.answers(s, func(k mention.Kind) bool { return k != mention.Code })) >= several
}

var attend = match.Words("attend")[0].Stem

// saysOfAll reports whether the speaker says something in a sentence, and every other topic word is met by itself in it, its
// paragraph before it, the headline or the lede.
func (g *reading) saysOfAll(s *sentence) bool {
	if g.unfit(s) != "" || g.speaks(s, s.text()) < 1 {
		return false
	}
	for i, w := range g.Topic {
		of, least := max(g.around(s, i), s.story.Scores[i]), sameWord
		switch {
		case slices.ContainsFunc(g.Speaker, func(t match.Word) bool { return t.Start == w.Start || t.Stem == w.Stem }):
			of, least = s.match.Scores[i], relatedName
		case speech.MatchString(w.Form), w.Stem == "say", w.Stem == "tell":
			continue
		case g.roles.names[i]:
			least = relatedName
		}
		if of < least {
			return false
		}
	}
	return true
}
