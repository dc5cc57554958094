// Package standing tells which answers no longer stand as they were shown, and what became of the words that they cite.
//
// It compares an answer of the ledger with the coverage as it is now, and knows of no place where answers are shown. An
// article that changed in other places than those cited is no news: what readers were shown still stands, letter for letter.
package standing

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
)

// Store is the coverage as it is now; every retrieval.Store is one.
type Store interface {
	Articles(ctx context.Context) ([]retrieval.Article, error)
	ArticlesByID(ctx context.Context, ids []string) (map[string]*retrieval.Article, error)
	ArticlePassages(ctx context.Context, articleID string) ([]retrieval.Passage, error)
}

// Notices are the articles that correct another one, oldest first, by the ID of that one.
func Notices(articles []retrieval.Article) map[string][]retrieval.Article {
	by := map[string][]retrieval.Article{}
	for i := range articles {
		if a := &articles[i]; a.Corrects != "" && !a.Retracted {
			by[a.Corrects] = append(by[a.Corrects], *a)
		}
	}
	for _, notices := range by {
		slices.SortStableFunc(notices, func(a, b retrieval.Article) int {
			return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
		})
	}
	return by
}

// MarkSource marks a source whose article was corrected: within itself, or by notices, oldest first, of which the newest one's
// day is told.
func MarkSource(s *bot.Source, notices []retrieval.Article, passages []retrieval.Passage) {
	if s.Label == bot.Correction {
		return
	}
	s.Corrected, s.CorrectedOn, s.CorrectedBy = correction(passages) != "", bot.Day{}, nil
	for _, n := range notices {
		s.Corrected, s.CorrectedOn, s.CorrectedBy = true, bot.Day{Time: n.Published}, append(s.CorrectedBy, n.ID)
	}
}

// Marks tell, for each of these articles, all that an answer which cites it depends on: where a mark is another one, the
// answer may no longer stand. It is the article's hash where nothing is known against the article, and "" where there is none.
func Marks(ctx context.Context, store Store, ids []string) (map[string]string, error) {
	there, notices, err := look(ctx, store, ids)
	if err != nil {
		return nil, err
	}
	marks := make(map[string]string, len(ids))
	for _, id := range ids {
		marks[id] = mark(there[id], notices[id])
	}
	return marks, nil
}

func mark(a *retrieval.Article, notices []retrieval.Article) string {
	if a == nil {
		return ""
	}
	mark := a.Hash
	if a.Retracted {
		mark += " retracted"
	}
	for _, n := range notices {
		mark += " " + n.ID + " " + n.Hash
	}
	return mark
}

// Now is an answer that was shown, as it stands now: what became of its articles is in Amended, the claims that rest on words
// which are gone are Withdrawn, and its sources say whether their article was corrected. What an earlier call amended is
// looked at anew; where all stands again, nothing is left of it. marks are those of the cited articles by which that is so:
// kept as the versions in the ledger, they tell when to look again.
func Now(ctx context.Context, store Store, shown bot.Answer) (now bot.Answer, marks map[string]string, err error) {
	now = shown
	now.Amended, now.Claims, now.Sources = nil, slices.Clone(shown.Claims), slices.Clone(shown.Sources)
	for i := range now.Claims {
		now.Claims[i].Withdrawn = false
	}
	cited := articles(shown)
	there, notices, err := look(ctx, store, cited)
	if err != nil {
		return shown, nil, err
	}
	marks = map[string]string{}
	for _, id := range cited {
		c := &citing{answer: &now, known: shown.Amended, id: id, article: there[id], notices: notices[id]}
		marks[id] = mark(c.article, c.notices)
		if c.article != nil {
			if err := c.read(ctx, store); err != nil {
				return shown, nil, err
			}
		}
		c.amend()
	}
	return now, marks, nil
}

// read reads the article and what the notices say.
func (c *citing) read(ctx context.Context, store Store) (err error) {
	if c.passages, err = store.ArticlePassages(ctx, c.id); err != nil {
		return fmt.Errorf("read article %q: %w", c.id, err)
	}
	c.says = map[string]string{}
	for _, n := range c.notices {
		passages, err := store.ArticlePassages(ctx, n.ID)
		if err != nil {
			return fmt.Errorf("read article %q: %w", n.ID, err)
		}
		c.says[n.ID] = says(passages)
	}
	return nil
}

// look finds articles and the notices that correct them.
func look(ctx context.Context, store Store, ids []string) (map[string]*retrieval.Article, map[string][]retrieval.Article, error) {
	all, err := store.Articles(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list articles: %w", err)
	}
	there, err := store.ArticlesByID(ctx, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("list articles: %w", err)
	}
	return there, Notices(all), nil
}

// articles are the IDs of those that an answer's claims cite, in the order of its sources.
func articles(a bot.Answer) []string {
	var ids []string
	for _, s := range a.Sources {
		if !slices.Contains(ids, s.ArticleID) && slices.ContainsFunc(a.Claims, func(c bot.Claim) bool { return cites(c, s.N) }) {
			ids = append(ids, s.ArticleID)
		}
	}
	return ids
}

func cites(c bot.Claim, n int) bool {
	return slices.ContainsFunc(c.Citations, func(cite bot.Citation) bool { return cite.N == n })
}

// Mark stands for what has become of an answer: two answers of one mark are shown alike. It is "" where all stands.
func Mark(a bot.Answer) string {
	if len(a.Amended) == 0 {
		return ""
	}
	amended := slices.Clone(a.Amended)
	slices.SortFunc(amended, func(x, y bot.Amendment) int {
		return cmp.Or(strings.Compare(x.Article, y.Article), strings.Compare(x.Kind, y.Kind), strings.Compare(x.Notice, y.Notice), strings.Compare(x.Old, y.Old))
	})
	text, err := json.Marshal(amended)
	if err != nil {
		panic(err) // strings, numbers and days
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
