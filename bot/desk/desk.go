// Package desk is what every surface offers, once: ask, summary and coverage, with their options, their validation and
// their help. Discord, the terminal and the command line only differ in how they show what it returns.
package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/retrieval"
)

// Answerer is the road: evidence found, composed and grounded.
type Answerer interface {
	Ask(ctx context.Context, q bot.Question, show func(bot.Claim)) (bot.Answer, error)
	Answer(ctx context.Context, q bot.Question, found retrieval.Result, show func(bot.Claim)) (bot.Answer, error)
}

// Desk answers what surfaces ask of it. It is safe for concurrent use.
type Desk struct {
	Bot    Answerer
	Search bot.Searcher
	Store  retrieval.Store
	Now    func() time.Time // for relative dates in options; nil means time.Now
}

// Window is how a surface's options since, until and outlet come in: as their readers wrote them.
type Window struct {
	Since  string // a date: 2016-09-28, September 2016 or 2016
	Until  string // likewise, inclusive
	Outlet string
}

// ErrUsage marks an error whose sentence tells a reader what to write instead.
var ErrUsage = errors.New("usage")

type usageError struct{ sentence string }

func (e usageError) Error() string        { return e.sentence }
func (e usageError) Is(target error) bool { return target == ErrUsage }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// Ask answers a question within a window. See bot.Bot.Ask for show.
func (d *Desk) Ask(ctx context.Context, question string, w Window, show func(bot.Claim)) (bot.Answer, error) {
	f, err := d.filter(ctx, w)
	if err != nil {
		return bot.Answer{}, err
	}
	answer, err := d.Bot.Ask(ctx, bot.Question{Text: question, Filter: f}, show)
	if errors.Is(err, bot.ErrNoQuestion) || errors.Is(err, bot.ErrLongQuestion) {
		return answer, usageError{err.Error()}
	}
	return answer, err
}

// Lengths of a summary, in sentences.
var lengths = map[string]int{"brief": 3, "standard": 6, "detailed": 12}

// Lengths names the lengths of a summary, shortest first.
var Lengths = []string{"brief", "standard", "detailed"}

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
	sentences, ok := lengths[cmp.Or(s.Length, Lengths[0])]
	if !ok {
		return bot.Answer{}, usagef("there is no length %q; write %s", s.Length, strings.Join(Lengths, ", "))
	}
	f, err := d.filter(ctx, w)
	if err != nil {
		return bot.Answer{}, err
	}
	q := bot.Question{Task: bot.Summarising, Sentences: sentences, Filter: f}
	switch {
	case s.Article != "" && s.Topic != "":
		return bot.Answer{}, usagef("name an article or a topic, not both")
	case s.Article != "":
		article, err := d.article(ctx, s.Article)
		if err != nil {
			return bot.Answer{}, err
		}
		q.Text = cmp.Or(article.Headline, article.ID)
		found, err := d.whole(ctx, q, article)
		if err != nil {
			return bot.Answer{}, err
		}
		return d.Bot.Answer(ctx, q, found, show)
	case s.Topic != "":
		q.Text = s.Topic
		if err := q.Check(); err != nil {
			return bot.Answer{}, usageError{err.Error()}
		}
		found, err := d.Search.Search(ctx, retrieval.Query{Text: q.Text, Filter: f, K: topicPassages})
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
		return d.Bot.Answer(ctx, q, found, show)
	}
	return bot.Answer{}, usagef("name the article to summarise by its headline, or a topic")
}

// whole is an article's passages as evidence, in reading order.
func (d *Desk) whole(ctx context.Context, q bot.Question, article retrieval.Article) (retrieval.Result, error) {
	passages, err := d.Store.ArticlePassages(ctx, article.ID)
	if err != nil {
		return retrieval.Result{}, fmt.Errorf("read article %q: %w", article.ID, err)
	}
	through, err := d.coverageThrough(ctx)
	found := retrieval.Result{Query: retrieval.Query{Text: q.Text}, Confidence: 1, CoverageThrough: through}
	for _, p := range passages {
		if article.Retracted || p.Kind == retrieval.Instruction {
			continue
		}
		found.Evidence = append(found.Evidence, retrieval.Evidence{N: len(found.Evidence) + 1, Passage: p, Article: article})
	}
	return found, err
}

func (d *Desk) coverageThrough(ctx context.Context) (time.Time, error) {
	articles, err := d.Store.Articles(ctx)
	if err != nil || len(articles) == 0 {
		return time.Time{}, err
	}
	return articles[len(articles)-1].Published, nil
}

// article is the one with this ID or headline (letter case and surrounding marks aside), or the only one whose headline
// holds the words.
func (d *Desk) article(ctx context.Context, name string) (retrieval.Article, error) {
	matches, err := d.Headlines(ctx, name, 3)
	if err != nil {
		return retrieval.Article{}, err
	}
	switch {
	case len(matches) == 0:
		return retrieval.Article{}, usagef("no article is called %q; write words of its headline, or name a topic instead", name)
	case len(matches) == 1, strings.EqualFold(matches[0].ID, name), sameHeadline(matches[0].Headline, name):
		return matches[0], nil
	}
	names := make([]string, len(matches))
	for i, a := range matches {
		names[i] = fmt.Sprintf("“%s” (%s)", a.Headline, a.ID)
	}
	return retrieval.Article{}, usagef("several articles match %q: %s; name one by its whole headline or ID", name, strings.Join(names, ", "))
}

// Headlines returns up to n articles whose headline holds the words typed, or whose ID they are: exact matches first, then
// those that begin with them, then the newest.
func (d *Desk) Headlines(ctx context.Context, typed string, n int) ([]retrieval.Article, error) {
	articles, err := d.Store.Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	slices.Reverse(articles)
	typed = strings.ToLower(bare(typed))
	rank := func(a retrieval.Article) int {
		headline := strings.ToLower(a.Headline)
		switch {
		case typed == "":
			return 0
		case strings.EqualFold(a.ID, typed), sameHeadline(headline, typed):
			return 0
		case strings.HasPrefix(headline, typed):
			return 1
		}
		return 2
	}
	matches := slices.DeleteFunc(articles, func(a retrieval.Article) bool {
		headline := strings.ToLower(a.Headline)
		for word := range strings.FieldsSeq(typed) {
			if !strings.Contains(headline, word) && !strings.EqualFold(a.ID, typed) {
				return true
			}
		}
		return false
	})
	slices.SortStableFunc(matches, func(a, b retrieval.Article) int { return cmp.Compare(rank(a), rank(b)) })
	return matches[:min(n, len(matches))], nil
}

func sameHeadline(a, b string) bool { return strings.EqualFold(bare(a), bare(b)) }

// bare is a headline without the marks and blanks that surround it where it is quoted.
func bare(s string) string { return strings.Trim(s, " \t\n.\"“”'") }

// Passages returns the passages with these IDs as numbered sources, for showing what an answer rests on. Passages that
// are no longer in the coverage are left out.
func (d *Desk) Passages(ctx context.Context, ids []string) ([]bot.Source, error) {
	passages, err := d.Store.Passages(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	articles, err := d.Store.Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	var sources []bot.Source
	for _, p := range passages {
		i := slices.IndexFunc(articles, func(a retrieval.Article) bool { return a.ID == p.ArticleID })
		if i >= 0 {
			sources = append(sources, bot.NewSource(len(sources)+1, retrieval.Evidence{Passage: p, Article: articles[i]}))
		}
	}
	return sources, nil
}

// Find returns the evidence for a query within a window, at most k passages.
func (d *Desk) Find(ctx context.Context, query string, w Window, k int) (retrieval.Result, error) {
	if err := (bot.Question{Text: query}).Check(); err != nil {
		return retrieval.Result{}, usageError{err.Error()}
	}
	f, err := d.filter(ctx, w)
	if err != nil {
		return retrieval.Result{}, err
	}
	found, err := d.Search.Search(ctx, retrieval.Query{Text: query, Filter: f, K: k, Marked: true})
	if err != nil {
		return found, fmt.Errorf("search the coverage: %w", err)
	}
	return found, nil
}
