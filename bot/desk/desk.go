// Package desk is what every surface offers, once: ask, summary, coverage and articles, with their options, their validation,
// their help, and the phrases in which the bot speaks of itself in each locale. Discord, the terminal and the command line
// only differ in how they show what it returns.
package desk

import (
	"context"
	"fmt"
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

// Reader makes a full question of a follow-up.
type Reader interface {
	Read(ctx context.Context, former []bot.Turn, question string) bot.Understood
}

// Desk answers what surfaces ask of it. It is safe for concurrent use.
type Desk struct {
	Bot    Answerer
	Search bot.Searcher
	Store  retrieval.Store
	Reader Reader           // of follow-ups; nil takes every question as it is
	Models Models           // for what is said of privacy
	Now    func() time.Time // for relative dates in options; nil means time.Now
	Pages  string           // the address of the reading room, which stands for that of an article that has none; "" where there is none

	audience string
	shown    []string // see Only
}

// For is the desk as an audience sees the coverage, such as a guild with its own: what is for everyone and what is for it
// alone. "" is everyone, whom a desk is for as it is made.
func (d *Desk) For(audience string) *Desk {
	if audience == d.audience {
		return d
	}
	own := *d
	own.Store, own.audience = d.Store.For(audience), audience
	return &own
}

// Window is how a surface's options since, until, outlet and article come in: as their readers wrote them.
type Window struct {
	Since   string // a date: 2016-09-28, September 2016 or 2016
	Until   string // likewise, inclusive
	Outlet  string
	Author  string
	Section string // or a label: opinion
	Article string // a headline, words of one, or an ID
}

// Ask answers a question within a window. See bot.Bot.Ask for show.
func (d *Desk) Ask(ctx context.Context, question string, w Window, show func(bot.Claim)) (bot.Answer, error) {
	return d.FollowUp(ctx, nil, question, w, show)
}

// FollowUp answers a question that goes on from former turns, the newest last. What the window leaves open the follow-up has
// from the last turn.
func (d *Desk) FollowUp(ctx context.Context, former []bot.Turn, question string, w Window, show func(bot.Claim)) (bot.Answer, error) {
	f, err := d.filter(ctx, w)
	if err != nil {
		return bot.Answer{}, err
	}
	understood := bot.Understood{Question: question}
	if d.Reader != nil {
		understood = d.Reader.Read(ctx, former, question)
	}
	switch understood.Courtesy {
	case bot.Thanks:
		return polite(question, English.Say("courtesy.thanks")), nil
	case bot.Greeting:
		return polite(question, English.Say("courtesy.greeting")), nil
	}
	f = within(f, understood.Filter)
	answer, err := d.Bot.Ask(ctx, bot.Question{Text: understood.Question, Filter: d.only(f), Audience: d.audience}, show)
	if err != nil {
		return answer, asked(err)
	}
	answer.Filter = f
	answer.Question = strings.TrimSpace(question)
	if understood.Changed {
		answer.Understood = understood.Question
	}
	answer.Notice = strings.TrimSpace(understood.Doubt + " " + answer.Notice)
	if answer.Abstained {
		if answer.Offers, err = d.offers(ctx, understood.Question, f, answer.Read.Filter); err != nil {
			return answer, err
		}
	}
	return answer, d.amend(ctx, answer.Sources)
}

// Again asks a question once more within an offer of its abstention.
func (d *Desk) Again(ctx context.Context, question string, offer bot.Offer, show func(bot.Claim)) (bot.Answer, error) {
	answer, err := d.Bot.Ask(ctx, bot.Question{Text: question, Filter: d.only(offer.Filter), Audience: d.audience}, show)
	if err != nil {
		return answer, asked(err)
	}
	answer.Filter = offer.Filter
	return answer, d.amend(ctx, answer.Sources)
}

// Courteous is the composer of what is said to thanks and greetings, which are no questions.
const Courteous = "courtesy"

func polite(question, reply string) bot.Answer {
	return bot.Answer{
		Question: strings.TrimSpace(question), Abstained: true, Reason: reply, Composer: Courteous,
		Claims: []bot.Claim{}, Dropped: []bot.Dropped{}, Sources: []bot.Source{},
	}
}

// within is a filter with what it leaves open taken from another.
func within(f, other retrieval.Filter) retrieval.Filter {
	if f.Since.IsZero() && f.Until.IsZero() {
		f.Since, f.Until = other.Since, other.Until
	}
	if len(f.Outlets) == 0 {
		f.Outlets = other.Outlets
	}
	if len(f.Articles) == 0 {
		f.Articles = other.Articles
	}
	return f
}

// Passages returns the passages with these IDs as numbered sources, for showing what an answer rests on. Passages that
// are no longer in the coverage are left out.
func (d *Desk) Passages(ctx context.Context, ids []string) ([]bot.Source, error) {
	passages, err := d.Store.Passages(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	of := make([]string, len(passages))
	for i, p := range passages {
		of[i] = p.ArticleID
	}
	articles, err := d.Store.ArticlesByID(ctx, of)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	var sources []bot.Source
	for _, p := range passages {
		if article := articles[p.ArticleID]; article != nil {
			sources = append(sources, bot.NewSource(len(sources)+1, retrieval.Evidence{Passage: p, Article: *article}))
		}
	}
	return sources, d.amend(ctx, sources)
}

// Find returns the evidence for a query within a window, at most k passages.
func (d *Desk) Find(ctx context.Context, query string, w Window, k int) (retrieval.Result, error) {
	if err := (bot.Question{Text: query}).Check(); err != nil {
		return retrieval.Result{}, asked(err)
	}
	f, err := d.filter(ctx, w)
	if err != nil {
		return retrieval.Result{}, err
	}
	found, err := d.Search.Search(ctx, retrieval.Query{Text: query, Filter: d.only(f), Audience: d.audience, K: k, Marked: true})
	if err != nil {
		return found, fmt.Errorf("search the coverage: %w", err)
	}
	return found, nil
}
