package local

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/analysis"

	"github.com/blevesearch/vellum/levenshtein"
)

// Respell finds, for words that the coverage does not hold in any form, the word of the coverage that each is probably
// meant to be, written as the coverage writes it: the nearest, one that begins alike before any other, then the most
// frequent. Words without one are left out, as are stop words and those of fewer than four letters or with anything but
// letters in them.
func (s *Store) Respell(ctx context.Context, words []string) (map[string]string, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.release(now)
	read := map[string]string{}
	for _, word := range words {
		meant, err := now.respell(ctx, word)
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
func (s *snapshot) respell(ctx context.Context, word string) (string, error) {
	typed := analysis.Plainly(word)
	if !analysis.Spellable([]byte(typed)) || analysis.Stops(word, s.tongues().languages) {
		return "", nil
	}
	if n, err := s.uses(ctx, word); n > 0 || err != nil {
		return "", err
	}
	_, first := utf8.DecodeRuneInString(typed)
	alike := typed[:first]
	words, err := s.near(typed, 1, alike)
	if len(words) == 0 && err == nil && utf8.RuneCountInString(typed) >= analysis.LongTypo {
		words, err = s.near(typed, 2, alike)
	}
	if len(words) == 0 && err == nil {
		words, err = s.near(typed, 1, "")
	}
	best, most := "", 0
	for _, near := range words {
		n, err := s.uses(ctx, near)
		if err != nil {
			return "", err
		}
		if n > most {
			best, most = near, n
		}
	}
	if best == "" || err != nil {
		return "", err
	}
	return s.written(ctx, best)
}

// near lists the words of the index within a distance of what was typed that begin with a prefix.
func (s *snapshot) near(typed string, distance uint8, prefix string) ([]string, error) {
	automaton, err := typos[distance]().BuildDfa(typed, distance)
	if err != nil {
		return nil, err
	}
	var from, to []byte
	if prefix != "" {
		from, to = []byte(prefix), []byte(prefix)
		to[len(to)-1]++ // no byte of UTF-8 is the last
	}
	var words []string
	for _, v := range s.views {
		found, err := v.terms.within(automaton, from, to)
		if err != nil {
			return nil, err
		}
		words = append(words, found...)
	}
	slices.Sort(words)
	return slices.Compact(words), nil
}

// typos are what makes bleve's automata of each distance, in which two letters swapped are one mistake.
var typos = map[uint8]func() *levenshtein.LevenshteinAutomatonBuilder{1: newTypos(1), 2: newTypos(2)}

func newTypos(distance uint8) func() *levenshtein.LevenshteinAutomatonBuilder {
	return sync.OnceValue(func() *levenshtein.LevenshteinAutomatonBuilder {
		b, err := levenshtein.NewLevenshteinAutomatonBuilder(distance, true)
		if err != nil {
			panic(err) // it is made of a constant
		}
		return b
	})
}

// within lists the words that an automaton accepts, from one up to another; nil is no bound.
func (t *terms) within(a *levenshtein.DFA, from, to []byte) ([]string, error) {
	dictionary, err := t.of(fieldWords).Dictionary(fieldNames[fieldWords])
	if err != nil {
		return nil, err
	}
	var words []string
	for all := dictionary.AutomatonIterator(a, from, to); ; {
		entry, err := all.Next()
		if err != nil || entry == nil {
			return words, err
		}
		words = append(words, strings.Clone(entry.Term))
	}
}

// uses counts the passages and articles that hold a word in any form: none where they all were deleted, else those that
// were too.
func (s *snapshot) uses(ctx context.Context, word string) (n int, err error) {
	err = s.holders(ctx, word, func(_ view, _, of int) bool {
		n += of
		return false
	})
	return n, err
}

// written is a word as the first article that has it writes it most often.
func (s *snapshot) written(ctx context.Context, word string) (string, error) {
	best := word
	var unread error
	err := s.holders(ctx, word, func(v view, article, _ int) bool {
		var a retrieval.Article
		if a, unread = v.whole(article); unread != nil {
			return false
		}
		forms := map[string]int{}
		for _, form := range strings.FieldsFunc(a.Headline+" "+a.Text+" "+a.Outlet, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
			if analysis.Plainly(form) == word {
				if forms[form]++; forms[form] > forms[best] {
					best = form
				}
			}
		}
		return len(forms) == 0
	})
	return best, cmp.Or(err, unread)
}

// holders visits the live articles that hold a word in a form that it has in their language, by each field and view, and
// tells how many units there have that form; the others there once visit returns false.
func (s *snapshot) holders(ctx context.Context, word string, visit func(v view, article, of int) (more bool)) error {
	t := s.tongues()
	for _, w := range t.ask(word) {
		for i, v := range s.views {
			for _, f := range []analysis.Field{fieldBody, fieldArticle, fieldOutlet} {
				err := v.holders(ctx, f, w.Term, func(article, of int) bool {
					return t.by != nil && w.In>>t.by[i][article]&1 == 0 || visit(v, article, of)
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (v view) holders(ctx context.Context, f analysis.Field, term string, visit func(article, of int) (more bool)) error {
	held, err := v.terms.held(f, term)
	if err != nil {
		return err
	}
	for all := held.Iterator(false, false, false, nil); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := all.Next()
		if err != nil || p == nil {
			return err
		}
		article := int(p.Number())
		if f == fieldBody {
			article = int(v.owner[article])
		}
		if !v.gone(article) && !visit(article, int(held.Count())) {
			return nil
		}
	}
}
