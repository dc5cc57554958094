package storetest

import (
	"testing"

	"dateline/retrieval"
)

// forOnly makes a story one for an audience alone.
func forOnly(e retrieval.Entry, audience string) retrieval.Entry {
	e.Article.Audience = audience
	return e
}

// testAudience checks that to each audience the store is as one that never held what is for others, to the last bit of a
// score.
func testAudience(t *testing.T, open func(t *testing.T) suite) {
	all := []retrieval.Entry{
		story("all1", "Harbour", "The harbour opened.", "The ferry sailed."),
		story("all2", "Bridge", "The bridge closed."),
		dated(by(forOnly(story("oaks1", "Harbour plan", "The harbour grows.", "A ferry sails, and the ferry again."), "oaks"), "Oak Gazette"), "2016-12-22"),
		forOnly(story("elms1", "Ferry", "The ferry sank at the harbour.", "The bridge held."), "elms"),
		forOnly(story("elms2", "Ferry found", "The ferry was found."), "elms"),
	}
	s := open(t)
	s.put(all[:2]...)
	s.put(all[2:]...)
	for _, audience := range []string{"", "oaks", "elms", "ash"} {
		var seen, hidden []retrieval.Entry
		for _, e := range all {
			if e.Article.Audience == "" || e.Article.Audience == audience {
				seen = append(seen, e)
			} else {
				hidden = append(hidden, e)
			}
		}
		alone := open(t)
		alone.put(seen...)
		alone.store = alone.store.For(audience)
		as := suite{t: t, store: s.store.For(audience), reopen: s.reopen}
		as.holds(seen...)
		for _, e := range hidden {
			if a, ok, err := as.store.Article(t.Context(), e.Article.ID); ok || err != nil || a.ID != "" {
				t.Errorf("%q sees article %q of %q: %v", audience, e.Article.ID, e.Article.Audience, err)
			}
			as.same("Passages of another audience", as.passages(e.Passages[0].ID), []retrieval.Passage(nil))
			as.same("ArticlePassages of another audience", as.articlePassages(e.Article.ID), []retrieval.Passage(nil))
			vectors, err := as.store.Vectors(t.Context(), []string{e.Passages[0].ID})
			if err != nil || len(vectors) != 1 || vectors[0] != nil {
				t.Errorf("%q has a vector of %q: %v, %v", audience, e.Article.ID, vectors, err)
			}
			f := retrieval.Filter{Articles: []string{e.Article.ID}}
			as.same("Terms within an article of another audience", ids(as.terms("harbour ferry", retrieval.Articles, f, 10)), []string{})
		}
		for _, unit := range []retrieval.Unit{retrieval.Passages, retrieval.Articles} {
			for _, f := range []retrieval.Filter{{}, {Since: date("2016-09-01")}, {Outlets: []string{"Oak Gazette"}}} {
				as.same("Terms", as.terms("harbour ferry", unit, f, 10), alone.terms("harbour ferry", unit, f, 10))
			}
		}
		as.same("Nearest", as.nearest(between(20), retrieval.Filter{}, 10), alone.nearest(between(20), retrieval.Filter{}, 10))
	}
	if whole, err := s.store.Whole().Articles(t.Context()); err != nil || len(whole) != len(all) {
		t.Errorf("the whole store lists %d articles, %v", len(whole), err)
	}

	s.apply(retrieval.Change{Delete: []string{"elms1"}})
	as := suite{t: t, store: s.store.For("elms"), reopen: s.reopen}
	as.holds(all[0], all[1], all[4])
}
