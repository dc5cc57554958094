package web

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// articleView is an article's page, or the passage of it that is shown beside an answer.
type articleView struct {
	desk.Card
	Headline      string
	Published     string
	Updated       string
	Out           string // its own address on the web, "" where it has none
	Here          string // this page, at the cited words
	Told          []paragraph
	ToMachines    []paragraph
	Before, After bool // paragraphs are left out there
	Excerpt       bool // no more than cited passages may be shown
	Lost          bool // the cited passage is no longer in the article
}

// article shows an article, or where the coverage may not be shown as a whole, the cited passage with its neighbours.
//
// The parameter p names a passage and q, as start-end, the bytes of it that are cited; with part=passage the passage comes
// without a page around it, for the script.
func article(s *Site, r *http.Request) (shown, error) {
	query := r.URL.Query()
	beside := query.Get("part") == "passage"
	v, err := s.article(r.Context(), visitor(r), r.PathValue("id"), query.Get("p"), spanOf(query.Get("q")), beside)
	switch {
	case err != nil:
		return shown{}, err
	case beside:
		return shown{template: "passage", view: v, bare: true}, nil
	}
	return shown{template: "article", title: v.Headline, view: v}, nil
}

// article reads an article with the words of a passage marked, both of which may be none; with brief, or where no more may be
// shown, the passage and its neighbours alone.
func (s *Site) article(ctx context.Context, who netip.Addr, id, passage string, words retrieval.Span, brief bool) (articleView, error) {
	if err := s.mayName(ctx, who, id); err != nil {
		return articleView{}, err
	}
	card, err := s.desk.Article(ctx, id)
	if isUsage(err) || err == nil && card.ID != id {
		return articleView{}, errNoPage
	}
	if err != nil {
		return articleView{}, err
	}
	v := articleView{
		Card: card, Headline: cmp.Or(oneLine(card.Headline), card.ID), Published: desk.English.Day(bot.Day{Time: card.Article.Published}),
		Out: webAddress(card.URL), Excerpt: s.excerpts, Here: bot.ArticlePath(id, passage, words),
	}
	if u := (bot.Day{Time: card.Article.Updated}).String(); !card.Article.Updated.IsZero() && u != v.Published {
		v.Updated = u
	}
	var at, marked retrieval.Span
	if passage != "" {
		sources, err := s.desk.Passages(ctx, []string{passage})
		if err != nil {
			return articleView{}, err
		}
		v.Lost = true
		if len(sources) > 0 {
			var found bool
			at, marked, found = citedIn(card.Article, sources[0], words)
			v.Lost = !found
		}
	}
	v.Told, v.ToMachines = paragraphs(card.Article, at, marked)
	if s.excerpts || brief {
		v.Told, v.Before, v.After = excerpt(v.Told)
		v.ToMachines = nil
	}
	return v, nil
}

// passage leads from a passage to its place in its article.
func passage(s *Site, r *http.Request) (shown, error) {
	id, query := r.PathValue("id"), r.URL.Query()
	sources, err := s.desk.Passages(r.Context(), []string{id})
	switch {
	case err != nil:
		return shown{}, err
	case len(sources) == 0:
		return shown{}, errNoPage
	}
	to := bot.ArticlePath(sources[0].ArticleID, id, spanOf(query.Get("q")))
	if query.Get("part") == "passage" {
		to = strings.Replace(to, "#", "&part=passage#", 1)
	}
	return shown{to: to}, nil
}

// webAddress is an address of the web, and "" for any other.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}
