package search

import (
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// spell gives a question typed without capitals those that the evidence gives its words, so that names can be told.
func spell(q Question, evidence []retrieval.Evidence) Question {
	if strings.ToLower(q.Text) != q.Text {
		return q
	}
	words := match.Words(q.Text)
	type use struct{ capital, acronym, lower int }
	uses := map[string]*use{}
	for _, w := range words {
		uses[w.Form] = &use{}
	}
	for _, e := range evidence {
		for _, span := range e.Passage.Sentences {
			for i, w := range match.Words(span.In(e.Passage.Text)) {
				if u := uses[strings.ToLower(w.Form)]; u != nil {
					switch {
					case w.Acronym:
						u.acronym++
					case w.Capital && i > 0:
						u.capital++
					case !w.Capital:
						u.lower++
					}
				}
			}
		}
	}
	text := []byte(q.Text)
	for _, w := range words {
		switch u := uses[w.Form]; {
		case w.Form == "who" || w.Form == "is" || w.Form == "it": // the words, rather than WHO, IS and IT
		case u.acronym > u.lower:
			copy(text[w.Start:], strings.ToUpper(w.In(q.Text)))
		case u.capital > u.lower && !w.Stop && text[w.Start] < 0x80:
			text[w.Start] -= 'a' - 'A'
		}
	}
	return Parse(string(text))
}
