package web

import (
	"cmp"
	"net/http"
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
	Marked        bool // words are marked, and not only their paragraph
	Lost          bool // the cited passage is no longer in the article
}

// article shows an article, or where the coverage may not be shown as a whole, the cited passage with its neighbours.
//
// The parameter p names a passage and q, as start-end, the bytes of it that are cited; with part=passage the passage comes
// without a page around it, for the script.
func article(s *Site, r *http.Request) (shown, error) {
	id, query := r.PathValue("id"), r.URL.Query()
	card, err := s.desk.Article(r.Context(), id)
	if isUsage(err) || err == nil && card.ID != id {
		return shown{}, errNoPage
	}
	if err != nil {
		return shown{}, err
	}
	v := articleView{
		Card: card, Headline: cmp.Or(oneLine(card.Headline), card.ID), Published: desk.English.Day(bot.Day{Time: card.Article.Published}),
		Out: webAddress(card.URL), Excerpt: s.excerpts, Here: r.URL.RequestURI(),
	}
	if u := (bot.Day{Time: card.Article.Updated}).String(); !card.Article.Updated.IsZero() && u != v.Published {
		v.Updated = u
	}
	var at, words retrieval.Span
	if p := query.Get("p"); p != "" {
		sources, err := s.desk.Passages(r.Context(), []string{p})
		if err != nil {
			return shown{}, err
		}
		v.Lost = true
		if len(sources) > 0 {
			var found bool
			at, words, found = citedIn(card.Article, sources[0], query.Get("q"))
			v.Lost = !found
		}
		v.Here = bot.ArticlePath(id, p, spanOf(query.Get("q")))
	}
	v.Marked = words.Len() > 0
	v.Told, v.ToMachines = paragraphs(card.Article, at, words)
	beside := query.Get("part") == "passage"
	if s.excerpts || beside {
		v.Told, v.Before, v.After = excerpt(v.Told)
		v.ToMachines = nil
	}
	if beside {
		return shown{template: "passage", view: v, bare: true}, nil
	}
	return shown{template: "article", title: v.Headline, view: v}, nil
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
