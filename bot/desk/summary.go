package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/retrieval"
)

// Lengths names the lengths of a summary, shortest first.
var Lengths = []string{bot.Brief, bot.Standard, bot.Detailed}

// Summary asks for a summary of one article, by ID or headline, or else of a topic.
type Summary struct {
	Article string
	Topic   string
	Length  string // one of Lengths; "" means brief
}

// topicPassages bounds the evidence of a topic's summary, onTopic is the share of the best one's score that the others need.
const (
	topicPassages = 12
	onTopic       = 0.5
)

// Summary summarises an article or a topic, each sentence cited.
func (d *Desk) Summary(ctx context.Context, s Summary, w Window, show func(bot.Claim)) (bot.Answer, error) {
	s.Article, s.Topic = strings.TrimSpace(s.Article), strings.TrimSpace(s.Topic)
	length := cmp.Or(s.Length, Lengths[0])
	if !slices.Contains(Lengths, length) {
		return bot.Answer{}, usage("error.length", "value", s.Length, "choices", strings.Join(Lengths, ", "))
	}
	f, err := d.filter(ctx, w)
	if err != nil {
		return bot.Answer{}, err
	}
	q := bot.Question{Task: bot.Summarising, Length: length, Filter: f, Audience: d.audience}
	switch {
	case s.Article != "" && s.Topic != "":
		return bot.Answer{}, usage("error.article_and_topic")
	case s.Article != "":
		article, err := d.article(ctx, s.Article)
		if err != nil {
			return bot.Answer{}, err
		}
		q.Text = cmp.Or(article.Headline, article.ID)
		found, err := d.whole(ctx, q, article.ID)
		if err != nil {
			return bot.Answer{}, err
		}
		return d.summarised(ctx, q, found, show)
	case s.Topic != "":
		q.Text = s.Topic
		if err := q.Check(); err != nil {
			return bot.Answer{}, asked(err)
		}
		found, err := d.Search.Search(ctx, retrieval.Query{Text: q.Text, Filter: d.only(f), Audience: d.audience, K: topicPassages})
		if err != nil {
			return bot.Answer{}, fmt.Errorf("search the coverage: %w", err)
		}
		least := 0.0
		for _, e := range found.Evidence {
			least = max(least, onTopic*e.Score)
		}
		found.Evidence = slices.DeleteFunc(found.Evidence, func(e retrieval.Evidence) bool {
			return e.Scores.Terms == 0 || e.Score < least
		})
		for i := range found.Evidence {
			found.Evidence[i].N = i + 1
		}
		return d.summarised(ctx, q, found, show)
	}
	return bot.Answer{}, usage("error.nothing_to_summarise")
}

func (d *Desk) summarised(ctx context.Context, q bot.Question, found retrieval.Result, show func(bot.Claim)) (bot.Answer, error) {
	answer, err := d.Bot.Answer(ctx, q, found, show)
	if err != nil {
		return answer, err
	}
	return answer, d.amend(ctx, answer.Sources)
}

// whole is an article's passages as evidence, in reading order.
func (d *Desk) whole(ctx context.Context, q bot.Question, id string) (retrieval.Result, error) {
	article, _, err := d.Store.Article(ctx, id)
	if err != nil {
		return retrieval.Result{}, fmt.Errorf("read article %q: %w", id, err)
	}
	passages, err := d.passages(ctx, article)
	if err != nil {
		return retrieval.Result{}, err
	}
	through, err := d.coverageThrough(ctx)
	found := retrieval.Result{Query: retrieval.Query{Text: q.Text}, Confidence: 1, CoverageThrough: through}
	for _, p := range passages {
		found.Evidence = append(found.Evidence, retrieval.Evidence{N: len(found.Evidence) + 1, Passage: p, Article: article})
	}
	return found, err
}

// passages are those of an article that may be evidence, in reading order.
func (d *Desk) passages(ctx context.Context, article retrieval.Article) ([]retrieval.Passage, error) {
	if article.Retracted {
		return nil, nil
	}
	passages, err := d.Store.ArticlePassages(ctx, article.ID)
	if err != nil {
		return nil, fmt.Errorf("read article %q: %w", article.ID, err)
	}
	return slices.DeleteFunc(passages, func(p retrieval.Passage) bool { return p.Kind == retrieval.Instruction }), nil
}

func (d *Desk) coverageThrough(ctx context.Context) (time.Time, error) {
	articles, err := d.Store.Articles(ctx)
	if err != nil || len(articles) == 0 {
		return time.Time{}, err
	}
	return articles[len(articles)-1].Published, nil
}
