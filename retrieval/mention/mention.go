// Package mention finds the figures, dates, names and quotations in a text, each with its byte span and a normal form that
// compares.
//
// It reads by rule, never guesses where a text leaves something open, and gives the same result for the same text: a claim
// can be held against its passage, a question's answer told by its kind, and a query's names and dates put to the index.
// English only. It leans on the standard library and on golang.org/x/text/unicode/norm, to fold accents out of names.
package mention

import "dateline/retrieval"

// span is the span from the start of token from to the end of token to-1.
func span(ts []token, from, to int) retrieval.Span {
	return retrieval.Span{Start: ts[from].start, End: ts[to-1].end}
}

// set is a set of lower-case words.
type set map[string]struct{}

func (s set) has(word string) bool {
	_, ok := s[word]
	return ok
}
