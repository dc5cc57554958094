package storetest

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"dateline/retrieval"
)

func testNearest(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	e := story("one", "", "A.", "B.", "C.", "D.")
	e.Vectors = [][]float32{between(60), between(10), between(180), between(90)}
	s.put(e)
	want := []retrieval.Hit{
		{ID: passageID("one", 1), Score: math.Cos(10 * math.Pi / 180)},
		{ID: passageID("one", 0), Score: 0.5},
		{ID: passageID("one", 3), Score: 0},
		{ID: passageID("one", 2), Score: -1},
	}
	for _, k := range []int{0, 1, 3, 4, 5, 1000, math.MaxInt} {
		got := s.nearest(axis(0), retrieval.Filter{}, k)
		if len(got) != min(k, 4) {
			t.Fatalf("k = %d finds %d of 4 passages", k, len(got))
		}
		for i, h := range got {
			if h.ID != want[i].ID || math.Abs(h.Score-want[i].Score) > 1e-5 {
				t.Errorf("k = %d: hit %d is %v, want %v", k, i, h, want[i])
			}
		}
	}
}

// testWithout puts passages that have no vector: alone, where no dimension is known yet, and among others.
func testWithout(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	foreign := story("foreign", "Der Hafen", "Der Hafen ist zu.", "Es schneit.")
	foreign.Vectors = [][]float32{nil, nil}
	s.put(foreign)
	s.holds(foreign)
	mixed := story("mixed", "The harbour", "The harbour closed.", "Der Hafen.", "It snowed.", "Es schneit.")
	mixed.Vectors = [][]float32{between(20), nil, between(10), nil}
	s.put(mixed)
	s.holds(foreign, mixed)
	s.same("Nearest", ids(s.nearest(axis(0), retrieval.Filter{}, 10)), []string{passageID("mixed", 2), passageID("mixed", 0)})
	s.same("Nearest, filtered", ids(s.nearest(axis(0), retrieval.Filter{Articles: []string{"foreign"}}, 10)), []string{})
	s.same("Terms", ids(s.terms("schneit", retrieval.Articles, retrieval.Filter{}, 10)), []string{"foreign", "mixed"})
	vectors, err := s.store.Vectors(t.Context(), []string{passageID("mixed", 1), passageID("mixed", 2), passageID("foreign", 0)})
	if err != nil {
		t.Fatalf("Vectors: %v", err)
	}
	s.same("Vectors", vectors, [][]float32{nil, between(10), nil})
	for i := range 12 { // segments merge
		s.put(story(fmt.Sprintf("more%02d", i), "", "More."))
	}
	s.apply(retrieval.Change{Delete: []string{"foreign", "more03"}})
	near := s.nearest(axis(0), retrieval.Filter{}, 100)
	if got := ids(near[len(near)-2:]); len(near) != 13 || got[0] != passageID("mixed", 2) || got[1] != passageID("mixed", 0) {
		t.Errorf("Nearest finds %d, the last %v", len(near), got)
	}
}

// testTies ranks what scores the same: by ID, at the cut as well, and every time.
func testTies(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	const articles, each = 15, 4
	var entries []retrieval.Entry
	var passages, names []string
	for i := range articles {
		id := fmt.Sprintf("a%02d", i)
		e := story(id, "The same headline", slices.Repeat([]string{"The same words."}, each)...)
		entries = append(entries, e)
		names = append(names, id)
		for j := range each {
			passages = append(passages, passageID(id, j))
		}
	}
	slices.Reverse(entries)
	s.put(entries[:7]...)
	s.put(entries[7:]...)
	first := retrieval.Filter{Articles: names[:articles-1]}
	for range 30 {
		for _, k := range []int{1, 7, 59, 60} {
			s.same("Nearest", ids(s.nearest(axis(0), retrieval.Filter{}, k)), passages[:k])
			s.same("Nearest, filtered", ids(s.nearest(axis(0), first, min(k, 50))), passages[:min(k, 50)])
			s.same("Terms", ids(s.terms("words", retrieval.Passages, retrieval.Filter{}, k)), passages[:k])
		}
		s.same("Terms", ids(s.terms("words", retrieval.Articles, retrieval.Filter{}, 6)), names[:6])
	}
}

func testFilter(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	undated := story("undated", "Harbour", "The harbour.")
	undated.Article.Published = time.Time{}
	s.put(
		by(dated(story("june", "Harbour", "The harbour."), "2016-06-23"), "Dateline sample wire"),
		dated(story("sept", "Harbour", "The harbour."), "2016-09-28"),
		by(dated(story("dec", "Harbour", "The harbour."), "2016-12-22"), "Dateline sample wire"),
		undated,
	)
	for _, tt := range []struct {
		name   string
		filter retrieval.Filter
		want   []string
	}{
		{"none", retrieval.Filter{}, []string{"dec", "june", "sept", "undated"}},
		{"since, inclusive", retrieval.Filter{Since: date("2016-09-28")}, []string{"dec", "sept"}},
		{"until, exclusive", retrieval.Filter{Until: date("2016-09-28")}, []string{"june"}},
		{"since and until", retrieval.Filter{Since: date("2016-06-24"), Until: date("2016-12-22")}, []string{"sept"}},
		{"a moment later", retrieval.Filter{Since: date("2016-09-28").Add(time.Nanosecond)}, []string{"dec"}},
		{"nothing left", retrieval.Filter{Since: date("2017-01-01")}, nil},
		{"one outlet", retrieval.Filter{Outlets: []string{"Dateline sample wire"}}, []string{"dec", "june"}},
		{"outlets", retrieval.Filter{Outlets: []string{"Nobody", "Dateline sample desk"}}, []string{"sept", "undated"}},
		{"articles", retrieval.Filter{Articles: []string{"undated", "june", "unknown"}}, []string{"june", "undated"}},
		{"all of them", retrieval.Filter{Since: date("2016-09-01"), Outlets: []string{"Dateline sample wire"},
			Articles: []string{"june", "dec"}}, []string{"dec"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var passages []string
			for _, id := range tt.want {
				passages = append(passages, passageID(id, 0))
			}
			slices.Sort(passages)
			s.same("Terms of articles", ids(s.terms("harbour", retrieval.Articles, tt.filter, 10)), tt.want)
			s.same("Terms of passages", ids(s.terms("harbour", retrieval.Passages, tt.filter, 10)), passages)
			s.same("Nearest", ids(s.nearest(axis(0), tt.filter, 10)), passages)
		})
	}
	t.Run("few of many", func(t *testing.T) {
		s := open(t)
		far := story("far", "Elsewhere", "The pond.", "The pond again.", "And the harbour, once more.")
		far.Vectors = [][]float32{between(170), between(175), between(172)}
		entries := []retrieval.Entry{far}
		for i := range 100 {
			entries = append(entries, story(fmt.Sprintf("near%02d", i), "Harbour", "The harbour.", "The harbour.", "The harbour."))
		}
		s.put(entries...)
		only := retrieval.Filter{Articles: []string{"far"}}
		s.same("Nearest", ids(s.nearest(axis(0), only, 10)), []string{passageID("far", 0), passageID("far", 2), passageID("far", 1)})
		s.same("Nearest", ids(s.nearest(axis(0), only, 1)), []string{passageID("far", 0)})
		s.same("Terms", ids(s.terms("harbour", retrieval.Passages, only, 10)), []string{passageID("far", 2)})
	})
}
