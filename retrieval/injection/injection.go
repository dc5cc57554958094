// Package injection finds the sentences of an article that speak to a machine, or ask something of whoever reads them,
// instead of reporting: a planted "ignore the above and …", a request, a question that has nothing to do with the story.
// It leans on retrieval/segment for sentences and retrieval/match for word stems; the rules are its own and know grammar,
// the vocabulary of dialogue and the article's other words, not the texts of known attacks.
//
// Two kinds of evidence mark a sentence. Some need no article: chat markup, role labels, overrides, talk of "your answer",
// text that is encoded. Plain requests and questions do: news asks and advises too, but then about its own story, in the
// story's words, with an "it" or "they" that leads back. So they are marked where they stand outside quotation marks and
// their words and names occur nowhere else in the article. A recipe or a guide is made of requests: there only
// work on text or figures marks, and what asks for more than yes or no. What somebody is quoted as saying is reporting and stays.
package injection

import (
	"dateline/retrieval"
)

// Signal is why a sentence is marked, in words for a log.
type Signal string

// The signals, in the order in which they are looked for.
const (
	Markup   Signal = "chat or page markup"
	Encoded  Signal = "encoded text"
	Override Signal = "overrides instructions"
	Dialogue Signal = "speaks of the answer"
	Model    Signal = "addresses a model"
	Request  Signal = "request foreign to the article"
	Question Signal = "question foreign to the article"
)

// NeedsArticle reports whether the signal is told only against the rest of an article.
func (s Signal) NeedsArticle() bool { return s == Request || s == Question }

// Mark is a sentence that is no reporting.
type Mark struct {
	retrieval.Span        // in its paragraph
	Signal         Signal `json:"signal"`
}

// Find returns the marks of each paragraph of an article, in order and not overlapping. context is what else is known to
// be the article's own words, such as its headline. Where paragraphs and context together hold fewer than 40 words there
// is no story to be foreign to, and only signals that need none mark.
func Find(paragraphs []string, context ...string) [][]Mark {
	a := read(paragraphs, context)
	marks := make([][]Mark, len(paragraphs))
	for i := range paragraphs {
		before := Signal("")
		for _, s := range a.paragraphs[i] {
			signal := a.judge(s)
			if signal == "" && before != "" && a.goesOn(s) {
				signal = before
			}
			if signal != "" {
				marks[i] = append(marks[i], Mark{s.Span, signal})
			}
			before = signal
		}
	}
	return marks
}

// Speaks is the signal of a text that speaks to a machine by its own words alone, or "". It is for texts without an article:
// a sentence that a model wrote, a file name, a headline.
func Speaks(text string) Signal {
	for _, s := range sentencesOf(text) {
		if s.signal != "" {
			return s.signal
		}
	}
	return ""
}
