package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// coverage is what questions may name of the articles. It is made once for each list that the store gives, which is the same
// one until the next commit, so that a question costs no walk over all of them.
type coverage struct {
	articles       []retrieval.Article
	oldest, newest time.Time
	outlets        []calling
	authors        map[string][]int // articles, by the author's name in lower case
	sections       map[string][]int // articles, by section and label
	names          map[string]bool  // the words of all these in lower case
}

// calling is a name that readers have for outlets.
type calling struct {
	name, lower string
	outlets     []string
}

// mostOwn bounds the audiences whose own coverage is kept described.
const mostOwn = 16

// coverage describes the articles that the store now has.
func (s *Search) coverage(ctx context.Context) (*coverage, error) {
	articles, err := s.store.Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	if s.everyone != nil {
		return s.ownCoverage(ctx, articles)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || !sameList(s.known.articles, articles) {
		s.known, s.own = newCoverage(articles), nil
	}
	return s.known, nil
}

// ownCoverage describes what an audience sees: mostly no more than everyone.
func (s *Search) ownCoverage(ctx context.Context, articles []retrieval.Article) (*coverage, error) {
	all := s.everyone
	known, err := all.coverage(ctx)
	if err != nil || sameList(known.articles, articles) {
		return known, err
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	if known := all.own[s.audience]; known != nil && sameList(known.articles, articles) {
		return known, nil
	}
	if all.own == nil || len(all.own) == mostOwn {
		all.own = map[string]*coverage{}
	}
	all.own[s.audience] = newCoverage(articles)
	return all.own[s.audience], nil
}

func sameList(a, b []retrieval.Article) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func newCoverage(articles []retrieval.Article) *coverage {
	c := &coverage{articles: articles, authors: map[string][]int{}, sections: map[string][]int{}, names: map[string]bool{}}
	outlets := map[string][]string{} // by calling
	seen := map[string]bool{}
	authors := map[string][]string{} // by byline, in lower case
	for i := range articles {
		a := &articles[i]
		if p := a.Published; !p.IsZero() {
			if c.oldest.IsZero() || p.Before(c.oldest) {
				c.oldest = p
			}
			if p.After(c.newest) {
				c.newest = p
			}
		}
		if a.Outlet != "" && !seen[a.Outlet] {
			seen[a.Outlet] = true
			for _, name := range callings(a.Outlet) {
				outlets[name] = append(outlets[name], a.Outlet)
			}
			c.name(a.Outlet)
		}
		of, ok := authors[a.Byline]
		if !ok {
			for _, author := range a.Authors() {
				of = append(of, strings.ToLower(author))
			}
			authors[a.Byline] = of
		}
		for _, author := range of {
			c.add(c.authors, author, i)
		}
		if a.Section != "" {
			c.add(c.sections, a.Section, i)
		}
		if a.Label != "" && a.Label != a.Section {
			c.add(c.sections, a.Label, i)
		}
	}
	for name, of := range outlets {
		slices.Sort(of)
		c.outlets = append(c.outlets, calling{name, strings.ToLower(name), of})
	}
	return c
}

// add files an article under a name.
func (c *coverage) add(to map[string][]int, name string, article int) {
	if to[name] == nil {
		c.name(name)
	}
	to[name] = append(to[name], article)
}

// name keeps the words of a name.
func (c *coverage) name(name string) {
	for _, w := range match.Words(name) {
		c.names[strings.ToLower(w.Form)] = true
	}
}

// sectionsCalled are the sections and labels of this name, or of which it is a part.
func (c *coverage) sectionsCalled(name string) []string {
	var found []string
	for section := range c.sections {
		if isSection(section, name) {
			found = append(found, section)
		}
	}
	slices.Sort(found)
	return found
}

// named are the articles by the authors and in the sections that a narrowing names, in the order of the list.
func (c *coverage) named(n *narrowing) []*retrieval.Article {
	var places []int
	by, names := c.authors, slices.Concat(n.Bylines, n.asked.Bylines)
	people := len(names) > 0
	if !people {
		by, names = c.sections, slices.Concat(n.Sections, n.asked.Sections)
	}
	for _, name := range names {
		if people {
			name = strings.ToLower(name)
		}
		places = append(places, by[name]...)
	}
	slices.Sort(places)
	var found []*retrieval.Article
	for _, i := range slices.Compact(places) {
		if a := &c.articles[i]; n.lets(a) {
			found = append(found, a)
		}
	}
	return found
}
