package weaviate

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"dateline/retrieval/analysis"
)

// Respell finds, for words that the coverage does not hold in any form, the word of the coverage that each is probably
// meant to be, written as the coverage writes it: the nearest, one that begins alike before any other, then the most
// frequent. Words without one are left out, as are stop words and those of fewer than four letters or with anything but
// letters in them.
func (s *Store) Respell(ctx context.Context, words []string) (map[string]string, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	read := map[string]string{}
	for _, word := range words {
		meant, err := s.respell(ctx, v, word)
		if err != nil {
			return nil, fmt.Errorf("look for words like %q: %w", word, err)
		}
		if meant != "" {
			read[word] = meant
		}
	}
	return read, ctx.Err()
}

// respell returns "" for a word that needs none, or that nothing is near.
func (s *shelf) respell(ctx context.Context, v *view, word string) (string, error) {
	typed := []rune(analysis.Plainly(word))
	if !analysis.Spellable([]byte(string(typed))) || analysis.Stops(word, v.languages) {
		return "", nil
	}
	if n, err := s.uses(ctx, v, []string{word}); err != nil || n[0] > 0 {
		return "", err
	}
	known, err := s.vocabulary(ctx)
	if err != nil {
		return "", err
	}
	words := known.near(typed, 1, true)
	if len(words) == 0 && len(typed) >= analysis.LongTypo {
		words = known.near(typed, 2, true)
	}
	if len(words) == 0 {
		words = known.near(typed, 1, false)
	}
	if len(words) == 0 {
		return "", nil
	}
	used, err := s.uses(ctx, v, words)
	if err != nil {
		return "", err
	}
	best := 0
	for i, n := range used {
		if n > used[best] {
			best = i
		}
	}
	if used[best] == 0 {
		return "", nil
	}
	return s.asWritten(ctx, v, words[best])
}

// uses counts, for each word, the passages and articles that hold it in any form.
func (s *shelf) uses(ctx context.Context, v *view, words []string) ([]int, error) {
	var query []analysis.Wanted
	var of []int // the word of each term
	for i, word := range words {
		for _, w := range analysis.Ask(word, v.languages) {
			query = append(query, w)
			of = append(of, i)
		}
	}
	used := make([]int, len(words))
	if len(query) == 0 {
		return used, ctx.Err()
	}
	_, counts, err := v.search(ctx, s, query, "", analysis.Body, analysis.Article)
	if err != nil {
		return nil, err
	}
	for t, i := range of {
		used[i] += counts[analysis.Body][t] + counts[analysis.Article][t]
	}
	return used, nil
}

// edits is how many letters are changed, left out, added or swapped with their neighbours between two words (optimal string
// alignment).
func edits(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// asWritten is a word as an article that has it writes it most often.
func (s *shelf) asWritten(ctx context.Context, v *view, word string) (string, error) {
	var has []where
	for _, w := range analysis.Ask(word, v.languages) {
		has = append(has, equals(pText, w.Term), equals(pBy, w.Term))
	}
	arguments := fmt.Sprintf("limit:%d,where:%v", mostLooked, all(append(v.stored(), either(has...))...))
	var answer struct{ Get map[string][]found }
	q := "{Get{" + selection(s.of.articles, arguments, fmt.Sprintf("%s %s %s", pArticle, pEdition, pRecord)) + "}}"
	if err := s.query(ctx, q, &answer); err != nil {
		return "", err
	}
	for _, f := range answer.Get[s.of.articles] {
		if _, ok := v.holds(f.Article, f.Edition); !ok {
			continue
		}
		var w whole
		if err := json.Unmarshal([]byte(f.Record), &w); err != nil {
			return "", fmt.Errorf("read article %q: %w", f.Article, err)
		}
		forms, best := map[string]int{}, ""
		for _, form := range strings.FieldsFunc(w.Article.Headline+" "+w.Article.Text+" "+w.Article.Outlet, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
			if analysis.Plainly(form) == word {
				if forms[form]++; forms[form] > forms[best] {
					best = form
				}
			}
		}
		if best != "" {
			return best, nil
		}
	}
	return word, nil
}

// mostLooked is in how many articles it is looked for how a word is written; the first mostly has it.
const mostLooked = 5
