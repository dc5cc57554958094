package conversation

import (
	"regexp"
	"strings"
	"time"

	"dateline/retrieval/mention"
)

// thing is what "it" stands for: the first single thing that the last question speaks of and that is no person, or of the
// questions before it.
func (f *followUp) thing() string {
	for i := len(f.turns) - 1; i >= 0; i-- {
		for _, phrase := range parse(f.turns[i].Full()).things() {
			if len(f.people(phrase)) == 0 && !plural(phrase) {
				return phrase
			}
		}
	}
	return ""
}

// topic is what the last question is about: a thing with more to its name before a bare one, persons where there is
// nothing else.
func (f *followUp) topic() string {
	for i := len(f.turns) - 1; i >= 0; i-- {
		things := parse(f.turns[i].Full()).things()
		for _, phrase := range things {
			if len(f.people(phrase)) == 0 && (strings.Contains(phrase, " ") || len(mention.Names(phrase)) > 0) {
				return phrase
			}
		}
		if len(things) > 0 {
			return things[0]
		}
	}
	return ""
}

var (
	placing  = regexp.MustCompile(`(?i)\b(in|at|near|outside|around|inside)\s+((?:the\s+)?(?:[\p{Ll}-]+\s+){0,3})$`)
	cityOf   = regexp.MustCompile(`(?i)^(?:the\s+)?(?:[\p{L}-]+\s+){0,2}(?:city|town|village|suburb|district|province|capital|port)\s+of\s+$`)
	squareIn = regexp.MustCompile(`^\s+(?:square|airport|street|bridge|hotel|hospital|prison|camp|crossing|border|province|station)\b`)
)

// place is where "there" is, with its preposition: the last place that the last question or its answer names with one.
func (f *followUp) place() string {
	for i := len(f.turns) - 1; i >= 0; i-- {
		for _, text := range []string{f.turns[i].Full(), f.turns[i].Answer} {
			for _, n := range mention.Names(text) {
				at := placing.FindStringSubmatchIndex(text[:n.Start])
				if at == nil || n.Kind == mention.Person || n.Kind == mention.Nationality {
					continue
				}
				end := n.End + len(squareIn.FindString(text[n.End:]))
				between := text[at[4]:at[5]]
				if cityOf.MatchString(between) {
					between = ""
				}
				return strings.ToLower(text[at[2]:at[3]]) + " " + between + text[n.Start:end]
			}
		}
	}
	return ""
}

// moment is when "then" is: the last date or time that the last answer names, or else its question.
func (f *followUp) moment() string {
	for _, text := range []string{f.last.Answer, f.last.Full()} {
		if dates := mention.Dates(text, time.Time{}); len(dates) > 0 {
			return strings.TrimRight(dates[len(dates)-1].In(text), ",;")
		}
	}
	return ""
}
