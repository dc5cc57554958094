package desk

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/bot"
	"dateline/retrieval"
)

// Quotes asks for what a speaker said, word for word.
type Quotes struct {
	Speaker string // a person, an office or an organisation
	Topic   string // what the quotations are on; "" for anything
}

// quotedPassages is how many passages are found of a speaker; the articles that they are of are read as a whole, since who “he”
// is is told within one.
const quotedPassages = 120

// Quotes finds the quotations of a speaker, each with its place in the coverage.
func (d *Desk) Quotes(ctx context.Context, q Quotes, w Window, show func(bot.Claim)) (bot.Answer, error) {
	asked := bot.Question{Task: bot.Quoting, Text: strings.TrimSpace(q.Speaker), Topic: strings.TrimSpace(q.Topic)}
	if err := written(asked.Text, "error.no_speaker"); err != nil {
		return bot.Answer{}, err
	}
	if utf8.RuneCountInString(asked.Topic) > bot.MaxQuestion {
		return bot.Answer{}, usage("error.long", "n", bot.MaxQuestion)
	}
	return d.tell(ctx, asked, w, quotedPassages, true, show)
}

// tell has the road show what is found of a question's words: the passages, or all of the articles that they are of.
func (d *Desk) tell(ctx context.Context, q bot.Question, w Window, most int, whole bool, show func(bot.Claim)) (bot.Answer, error) {
	f, err := d.filter(ctx, w)
	if err != nil {
		return bot.Answer{}, err
	}
	if err := q.Check(); err != nil {
		return bot.Answer{}, asked(err)
	}
	q.Filter, q.Audience = f, d.audience
	began := time.Now()
	found, err := d.Search.Search(ctx, retrieval.Query{Text: strings.TrimSpace(q.Text + " " + q.Topic), Filter: d.only(f), Audience: d.audience, K: most})
	if err != nil {
		return bot.Answer{}, fmt.Errorf("search the coverage: %w", err)
	}
	if whole {
		if err := d.fill(ctx, &found); err != nil {
			return bot.Answer{}, err
		}
	}
	return d.answer(ctx, q, found, began, show)
}

// answer answers from what was found since a time.
func (d *Desk) answer(ctx context.Context, q bot.Question, found retrieval.Result, began time.Time, show func(bot.Claim)) (bot.Answer, error) {
	retrieved := time.Since(began).Milliseconds()
	answer, err := d.Bot.Answer(ctx, q, found, show)
	if err != nil {
		return answer, err
	}
	answer.Timings.Retrieve = retrieved
	answer.Timings.Total += retrieved
	return answer, d.amend(ctx, answer.Sources)
}

// fill puts all passages of the articles that were found in place of those that were, the best article first.
func (d *Desk) fill(ctx context.Context, found *retrieval.Result) error {
	var all []retrieval.Evidence
	seen := map[string]bool{}
	for _, best := range found.Evidence {
		if seen[best.Article.ID] {
			continue
		}
		seen[best.Article.ID] = true
		passages, err := d.passages(ctx, best.Article)
		if err != nil {
			return err
		}
		for _, p := range passages {
			e := retrieval.Evidence{N: len(all) + 1, Passage: p, Article: best.Article, AlsoCarriedBy: best.AlsoCarriedBy}
			for _, one := range found.Evidence {
				if one.Passage.ID == p.ID {
					e.Score, e.Scores = one.Score, one.Scores
				}
			}
			all = append(all, e)
		}
	}
	found.Evidence = all
	return nil
}
