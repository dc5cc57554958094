package search

import (
	"regexp"
	"slices"
	"strings"

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
		if ofDay && g.onThoseDays(s) && g.namesAll(s.match) || g.newsworth(s) > 0 || g.Asks == Person && g.lists(s) || g.Asks == Words && len(g.Speaker) > 0 && g.saysOfAll(s) {
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

// asksNews reports whether the question is what happened to something, whenever that was.
func (g *reading) asksNews() bool {
	return happening.MatchString(g.Text) && len(g.days) == 0 && slices.ContainsFunc(g.Topic, ofWhat)
}

// newsworth is how well a sentence tells what happened to what is asked about, 0..1: headline and lede of an article tell that of what
// the headline names, the lede's first sentence foremost.
func (g *reading) newsworth(s *sentence) float64 {
	article := s.evidence.Article
	switch lede := article.Lede(); {
	case !g.news || !strings.HasPrefix(s.evidence.Passage.Text, lede) || s.span.End > len(lede) || !g.namesAll(g.target.In(match.Words(article.Headline))):
		return 0
	case s.index == 0:
		return 1
	}
	return restOfLede
}

// restOfLede is what the later sentences of a lede are worth: enough to stand beside its first.
const restOfLede = 0.8

// namesAll reports whether a text itself has every word of what is asked about, the days aside.
func (g *reading) namesAll(m match.Match) bool {
	for i, w := range g.Topic {
		if ofWhat(w) && m.Scores[i] < sameWord {
			return false
		}
	}
	return true
}

// ofWhat reports whether a word of a question that asks what happened says to what.
func ofWhat(w match.Word) bool { return !w.Figure() && !monthNames[w.Form] && w.Stem != "happen" }

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
