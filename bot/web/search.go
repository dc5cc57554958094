package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// found is how many passages a search shows.
const found = 10

// searchView is the page of a search for passages.
type searchView struct {
	Query   string
	Window  desk.Window
	Outlets []string
	Asked   bool
	Read    string
	Relaxed string
	Found   []sourceView
	Problem string
}

// Filtered reports whether a filter is set, so that it is seen.
func (v searchView) Filtered() bool { return v.Window != (desk.Window{}) }

// find shows the passages that are found, without an answer.
func find(s *Site, r *http.Request) (shown, error) {
	query := r.URL.Query()
	v := searchView{Query: strings.TrimSpace(query.Get("query")), Window: windowOf(query)}
	out := shown{template: "search", title: "Search the coverage"}
	seen, err := s.survey.look(r.Context())
	if err != nil {
		return out, err
	}
	v.Outlets = seen.outlets
	if v.Asked = v.Query != ""; v.Asked {
		if err := s.mayName(r.Context(), visitor(r), v.Window.Article); err != nil {
			return out, err
		}
		result, err := s.searches.find(r.Context(), searching{v.Query, v.Window, found}, seen.changed, s.now())
		switch {
		case errors.Is(err, desk.ErrUsage):
			out.status, v.Problem = s.failure(r.Context(), r.URL.Path, err)
		case err != nil:
			return out, err
		}
		v.Read, v.Relaxed = result.Read.Shown, result.Read.Relaxed
		for _, e := range result.Evidence {
			if e.Passage.Kind != retrieval.Instruction && !e.Article.Retracted {
				v.Found = append(v.Found, newSourceView(bot.NewSource(len(v.Found)+1, e), nil))
			}
		}
		out.title = oneLine(v.Query) + " · Search"
	}
	out.view = v
	return out, nil
}

// coverageView is the page of what is indexed.
type coverageView struct {
	desk.Coverage
	Listed         []cardView
	Before, Behind string // the pages around this one, "" where there is none
}

type cardView struct{ Headline, To, Particulars string }

// mayName bounds how often a visitor names an article otherwise than by the ID of one, which has all headlines searched.
func (s *Site) mayName(ctx context.Context, who netip.Addr, name string) error {
	seen, err := s.survey.look(ctx)
	if err == nil && name != "" && !seen.whole.Has(name) && !s.leafers.allow(who) {
		return errTooMany
	}
	return err
}

// leaf is a page of the coverage. A search of all headlines takes milliseconds, so that a visitor may make but some.
func (s *Site) leaf(ctx context.Context, who netip.Addr, search string, page int) (desk.Coverage, error) {
	if search != "" && !s.leafers.allow(who) {
		return desk.Coverage{}, errTooMany
	}
	seen, err := s.survey.look(ctx)
	if err != nil {
		return desk.Coverage{}, err
	}
	return seen.whole.Page(ctx, search, page)
}

// coverage lists what is indexed, a page of headlines at a time.
func coverage(s *Site, r *http.Request) (shown, error) {
	query := r.URL.Query()
	page, err := strconv.Atoi(query.Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	c, err := s.leaf(r.Context(), visitor(r), query.Get("search"), page)
	if err != nil {
		return shown{}, err
	}
	v := coverageView{Coverage: c}
	for _, a := range c.Listed {
		source := bot.NewSource(0, retrieval.Evidence{Article: a})
		v.Listed = append(v.Listed, cardView{cmp.Or(oneLine(a.Headline), a.ID), bot.ArticlePath(a.ID, "", retrieval.Span{}), whole(source)})
	}
	at := func(page int) string {
		return "/coverage?" + url.Values{"search": {c.Search}, "page": {strconv.Itoa(page)}}.Encode()
	}
	if c.Page > 1 {
		v.Before = at(c.Page - 1)
	}
	if c.Page < c.Pages {
		v.Behind = at(c.Page + 1)
	}
	return shown{template: "coverage", title: "The coverage", view: v}, nil
}

// whole is what is known of an article as a whole, in words.
func whole(s bot.Source) string {
	s.Kind = retrieval.Kind(s.Label) // no part of it is meant
	return strings.Join(desk.English.Particulars(s), " · ")
}
