package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/retrieval"
)

func testEmpty(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	for range 2 { // as made, and as left by a change of nothing
		for _, u := range []retrieval.Unit{retrieval.Passages, retrieval.Articles} {
			if hits := s.terms("Kerry", u, retrieval.Filter{}, 10); len(hits) > 0 {
				t.Errorf("Terms finds %v", hits)
			}
		}
		if hits := s.nearest(axis(0), retrieval.Filter{}, 10); len(hits) > 0 {
			t.Errorf("Nearest finds %v", hits)
		}
		s.holds()
		s.same("unknown passages", s.passages("no", "such"), []retrieval.Passage(nil))
		s.same("unknown article", s.articlePassages("none"), []retrieval.Passage(nil))
		if err := s.store.Apply(t.Context(), retrieval.Change{Delete: []string{"none"}}); err != nil {
			t.Errorf("Apply of nothing: %v", err)
		}
	}
}

func testArticles(t *testing.T, open func(t *testing.T) suite) {
	t.Run("round trip", func(t *testing.T) {
		s := open(t)
		e := story("kerry", "Kerry warns Russia", "The first paragraph, “quoted”.", "The second, naïve paragraph.")
		e.Article.Byline, e.Article.Dateline, e.Article.Section = "A. Writer", "WASHINGTON", "World"
		e.Article.Label, e.Article.Alias, e.Article.Corrects, e.Article.Retracted = "analysis", "place", "other", true
		e.Article.Former, e.Article.Origin = []string{"a", "b"}, retrieval.Origin{"headline": "json-ld", "byline": "text"}
		e.Article.URL, e.Article.Updated = "https://example.org/kerry", time.Date(2016, 9, 29, 8, 30, 0, 0, time.FixedZone("", 2*3600))
		bare := retrieval.Entry{Article: retrieval.Article{ID: "bare"}}
		s.put(e, bare)
		s.holds(e, bare)
	})
	t.Run("order", func(t *testing.T) {
		s := open(t)
		undated := story("undated", "No date", "Text.")
		undated.Article.Published = time.Time{}
		s.put(dated(story("later", "", "Text."), "2016-12-22"), dated(story("b", "", "Text."), "2016-09-28"), undated)
		s.put(dated(story("a", "", "Text."), "2016-09-28"))
		var got []string
		for _, a := range s.articles() {
			got = append(got, a.ID)
		}
		s.same("Articles", got, []string{"undated", "a", "b", "later"})
	})
}

func testPassages(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	one, two := story("one", "", "First.", "Second.", "Third."), story("two", "", "Other.")
	one.Vectors, two.Vectors[0] = [][]float32{axis(0), axis(1), axis(2)}, axis(3)
	shuffled := one
	shuffled.Passages = []retrieval.Passage{one.Passages[2], one.Passages[0], one.Passages[1]}
	shuffled.Vectors = [][]float32{one.Vectors[2], one.Vectors[0], one.Vectors[1]}
	s.put(shuffled, two)
	s.same("reading order", s.articlePassages("one"), one.Passages)
	s.same("the order asked, unknown ones left out",
		s.passages(passageID("two", 0), "no-such-id", passageID("one", 2), passageID("one", 0)),
		[]retrieval.Passage{two.Passages[0], one.Passages[2], one.Passages[0]})
	vectors, err := s.store.Vectors(t.Context(), []string{passageID("one", 1), "no-such-id", passageID("two", 0)})
	if err != nil {
		t.Fatalf("Vectors: %v", err)
	}
	s.same("vectors in the order asked, nil for unknown ones", vectors, [][]float32{one.Vectors[1], nil, two.Vectors[0]})
}

func testChange(t *testing.T, open func(t *testing.T) suite) {
	t.Run("delete", func(t *testing.T) {
		s := open(t)
		one, two := story("one", "First", "The harbour closed."), story("two", "Second", "The harbour opened.")
		s.put(one, two)
		s.apply(retrieval.Change{Delete: []string{"one", "unknown", "one"}})
		s.holds(two)
		s.same("harbour", ids(s.terms("harbour", retrieval.Passages, retrieval.Filter{}, 10)), []string{passageID("two", 0)})
		s.same("harbour", ids(s.terms("harbour", retrieval.Articles, retrieval.Filter{}, 10)), []string{"two"})
		s.apply(retrieval.Change{Delete: []string{"two"}})
		s.holds()
		s.put(one)
		s.holds(one)
	})
	t.Run("replace", func(t *testing.T) {
		s := open(t)
		other := story("other", "Second", "The bridge opened.")
		s.put(story("one", "First", "A lede.", "The harbour closed.", "It snowed."), other)
		corrected := story("one", "First, corrected", "A lede.", "The airport closed.", "It snowed.")
		s.put(corrected)
		s.holds(corrected, other)
		for text, want := range map[string][]string{
			"harbour": nil, "airport": {passageID("one", 1)}, "snowed": {passageID("one", 2)},
		} {
			s.same(text, ids(s.terms(text, retrieval.Passages, retrieval.Filter{}, 10)), want)
		}
		s.put(corrected)
		s.holds(corrected, other)
	})
	t.Run("delete and put at once", func(t *testing.T) {
		s := open(t)
		s.put(story("one", "First", "The harbour closed."), story("two", "Second", "The bridge opened."))
		again := story("one", "First", "The airport closed.")
		s.apply(retrieval.Change{Delete: []string{"one", "two"}, Put: []retrieval.Entry{again}})
		s.holds(again)
	})
	t.Run("many commits", func(t *testing.T) {
		s := open(t)
		want := map[string]retrieval.Entry{}
		for i := range 30 {
			c := retrieval.Change{Delete: []string{fmt.Sprintf("s%02d", (i*5)%11)}}
			delete(want, c.Delete[0])
			for _, n := range []int{i % 11, (i + 4) % 11} {
				e := story(fmt.Sprintf("s%02d", n), "Headline", "A lede.", fmt.Sprintf("Paragraph of commit %d.", i), "A refrain.")
				c.Put = append(c.Put, e)
				want[e.Article.ID] = e
			}
			s.apply(c)
		}
		var entries []retrieval.Entry
		for _, e := range want {
			entries = append(entries, e)
		}
		s.holds(entries...)
		if got, want := len(s.terms("refrain", retrieval.Passages, retrieval.Filter{}, 100)), len(entries); got != want {
			t.Errorf("%d passages hold the sentence of %d articles", got, want)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		s := open(t)
		one := story("one", "First", "The harbour closed.")
		s.put(one)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.store.Apply(ctx, retrieval.Change{Put: []retrieval.Entry{story("two", "", "Text.")}}); err == nil {
			t.Error("Apply succeeds though cancelled")
		}
		s.store = s.reopen(t, s.store)
		s.holds(one)
	})
}

// testConcurrent reads while articles change together: a reader sees them as they were or as they are, never between.
func testConcurrent(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	state := func(n int) retrieval.Change {
		text := fmt.Sprintf("Edition %d.", n)
		paragraphs := slices.Repeat([]string{text}, 1+n%3)
		return retrieval.Change{Put: []retrieval.Entry{story("one", "First", paragraphs...), story("two", "Second", paragraphs...)}}
	}
	s.apply(state(0))
	done := make(chan struct{})
	var failures [4]error
	finished := make(chan int)
	for i := range failures {
		go func() {
			defer func() { finished <- i }()
			for {
				select {
				case <-done:
					return
				default:
					if failures[i] = readOnce(t.Context(), s.store); failures[i] != nil {
						return
					}
				}
			}
		}()
	}
	var failed error
	for n := 1; n <= 25 && failed == nil; n++ {
		failed = s.store.Apply(t.Context(), state(n))
	}
	close(done)
	for range failures {
		<-finished
	}
	for _, err := range append(failures[:], failed) {
		if err != nil {
			t.Error(err)
		}
	}
}

// readOnce asks everything once of a store whose articles all hold one text in every passage.
func readOnce(ctx context.Context, s retrieval.Store) error {
	passages, err := s.ArticlePassages(ctx, "one")
	if err != nil {
		return err
	}
	for _, p := range passages {
		if p.Text != passages[0].Text {
			return fmt.Errorf("an article holds %q beside %q", p.Text, passages[0].Text)
		}
	}
	articles, err := s.Articles(ctx)
	if err != nil {
		return err
	}
	if len(articles) != 2 || articles[0].Size != articles[1].Size {
		return fmt.Errorf("articles of two commits at once: %+v", articles)
	}
	terms, err := s.Terms(ctx, "edition", retrieval.Passages, retrieval.Filter{}, 100)
	if err != nil {
		return err
	}
	near, err := s.Nearest(ctx, axis(0), retrieval.Filter{}, 100)
	if err != nil {
		return err
	}
	for _, hits := range [][]retrieval.Hit{terms, near} {
		if n := len(hits); n != 2 && n != 4 && n != 6 {
			return fmt.Errorf("a search finds %d of 2, 4 or 6 passages", n)
		}
	}
	return nil
}
