package local

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval/analysis"

	index "github.com/blevesearch/bleve_index_api"
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
func (s *snapshot) near(typed string, distance int, prefix string) ([]string, error) {
	var words []string
	for _, v := range s.views {
		dictionary, _, err := v.terms.reader.(index.IndexReaderFuzzy).FieldDictFuzzyAutomaton(fieldNames[fieldWords], typed, distance, prefix)
		if err != nil {
			return nil, err
		}
		for {
			entry, err := dictionary.Next()
			if err != nil {
				return nil, err
			}
			if entry == nil {
				break
			}
			words = append(words, strings.Clone(entry.Term))
		}
		if err := dictionary.Close(); err != nil {
			return nil, err
		}
	}
	slices.Sort(words)
	return slices.Compact(words), nil
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
	err := s.holders(ctx, word, func(v view, article, _ int) bool {
		a := v.whole(article)
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
	return best, err
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

func (v view) holders(ctx context.Context, f analysis.Field, term string, visit func(article, of int) (more bool)) (err error) {
	reader, err := v.terms.reader.TermFieldReader(ctx, []byte(term), fieldNames[f], false, false, false)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := reader.Close(); err == nil {
			err = cerr
		}
	}()
	var one index.TermFieldDoc
	for {
		p, err := reader.Next(one.Reset())
		if err != nil || p == nil {
			return err
		}
		article := int(v.terms.units[p.ID.Value()])
		if f == fieldBody {
			article = int(v.owner[article])
		} else {
			article -= v.passageCount()
		}
		if !v.gone(article) && !visit(article, int(reader.Count())) {
			return nil
		}
	}
}
