package search

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval/match"
)

// speller is a Store that finds, for words that its coverage does not hold, those that they probably are meant to be.
type speller interface {
	Respell(ctx context.Context, words []string) (map[string]string, error)
}

// quoted is what stands in quotation marks: it is asked for as it is written.
var quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”|‘[^’]*’|(?:^|\s)'[^']*'(?:\W|$)`)

// respell maps the words of a question that are probably misspelt to those that they are read as. Words that the lexicon knows
// are written right though the coverage lacks them, and names of outlets, authors and sections are the coverage's own.
func (s *Search) respell(ctx context.Context, text string, known *coverage) (map[string]string, error) {
	store, ok := s.store.(speller)
	if !ok {
		return nil, nil
	}
	verbatim := quoted.FindAllStringIndex(text, -1)
	var doubted []string
	for _, w := range match.Words(text) {
		_, inLexicon := s.ranker.lexicon.Word(strings.ToLower(w.Form))
		if w.Stop || w.Acronym || w.Figure() || inLexicon || known.names[strings.ToLower(w.Form)] ||
			slices.ContainsFunc(verbatim, func(at []int) bool { return w.Start >= at[0] && w.End <= at[1] }) {
			continue
		}
		doubted = append(doubted, strings.TrimSuffix(strings.TrimSuffix(w.In(text), "'s"), "’s"))
	}
	if len(doubted) == 0 {
		return nil, nil
	}
	read, err := store.Respell(ctx, doubted)
	if err != nil {
		return nil, fmt.Errorf("spell the question: %w", err)
	}
	return read, nil
}

// spelt says in words what was read as what.
func spelt(read map[string]string) string {
	var parts []string
	for _, word := range slices.Sorted(maps.Keys(read)) {
		parts = append(parts, word+" read as "+read[word])
	}
	return strings.Join(parts, ", ")
}
