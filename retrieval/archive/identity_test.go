package archive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/local"
)

// at is an article that ingest names by its place: other words give it another hash, another place another ID.
func at(path, text string) retrieval.Article {
	a := article(path, text)
	a.Path, a.Headline, a.Hash = path, "A headline", text
	return a
}

// synced brings the store in step, checks that this settles it, and returns its articles by place.
func synced(t *testing.T, s retrieval.Store, articles ...retrieval.Article) (map[string]retrieval.Article, archive.Changes) {
	t.Helper()
	changes, err := archive.Sync(t.Context(), s, &embedder{identity: identity}, articles, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := archive.Sync(t.Context(), s, &embedder{identity: identity}, articles, nil); err != nil || !again.None() {
		t.Errorf("once more: %+v (%v)", again, err)
	}
	all, err := s.Articles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]retrieval.Article{}
	for _, a := range all {
		if _, twice := places[a.Path]; twice {
			t.Errorf("two articles are at %s", a.Path)
		}
		places[a.Path] = whole(t, s, a.ID)
	}
	if len(places) != len(articles) {
		t.Errorf("%d articles are held, want %d", len(places), len(articles))
	}
	return places, changes
}

// Each step gives the coverage as text by place, and wants the IDs by place.
func TestMoves(t *testing.T) {
	type coverage = map[string]string
	for name, steps := range map[string][]struct {
		coverage, ids coverage
		changes       archive.Changes
	}{
		"and moves on": {
			{coverage{"a": "Ferry."}, coverage{"a": "a"}, archive.Changes{Added: 1, Passages: 1}},
			{coverage{"b": "Ferry."}, coverage{"b": "a"}, archive.Changes{Moved: 1}},
			{coverage{"c": "Ferry."}, coverage{"c": "a"}, archive.Changes{Moved: 1}},
			{coverage{"c": "Ferry sank."}, coverage{"c": "a"}, archive.Changes{Changed: 1, Passages: 1}},
			{coverage{"a": "Ferry sank."}, coverage{"a": "a"}, archive.Changes{Moved: 1}},
		},
		"and another takes its place": {
			{coverage{"a": "Ferry."}, coverage{"a": "a"}, archive.Changes{Added: 1, Passages: 1}},
			{coverage{"b": "Ferry."}, coverage{"b": "a"}, archive.Changes{Moved: 1}},
			{coverage{"a": "Mill.", "b": "Ferry."}, coverage{"a": "a-2", "b": "a"}, archive.Changes{Added: 1, Passages: 1}},
			{coverage{"a": "Mill shut.", "b": "Ferry."}, coverage{"a": "a-2", "b": "a"}, archive.Changes{Changed: 1, Passages: 1}},
			{coverage{"a": "Mill shut."}, coverage{"a": "a-2"}, archive.Changes{Deleted: 1}},
			{coverage{"a": "Mill shut.", "a-2": "Quay."}, coverage{"a": "a-2", "a-2": "a-2-2"}, archive.Changes{Added: 1, Passages: 1}},
		},
		"copies do not": {
			{coverage{"a": "Ferry."}, coverage{"a": "a"}, archive.Changes{Added: 1, Passages: 1}},
			{coverage{"a": "Ferry.", "b": "Ferry."}, coverage{"a": "a", "b": "b"}, archive.Changes{Added: 1, Passages: 1}},
			{coverage{"b": "Ferry."}, coverage{"b": "b"}, archive.Changes{Deleted: 1}},
			{coverage{"c": "Ferry.", "d": "Ferry."}, coverage{"c": "b", "d": "d"}, archive.Changes{Added: 1, Moved: 1, Passages: 1}},
		},
		"two swap": {
			{coverage{"a": "Ferry.", "b": "Mill."}, coverage{"a": "a", "b": "b"}, archive.Changes{Added: 2, Passages: 2}},
			{coverage{"a": "Mill.", "b": "Ferry."}, coverage{"a": "a", "b": "b"}, archive.Changes{Changed: 2, Passages: 2}},
		},
		"many at once": {
			{coverage{"a": "Ferry.", "b": "Mill.", "c": "Quay."}, coverage{"a": "a", "b": "b", "c": "c"}, archive.Changes{Added: 3, Passages: 3}},
			{coverage{"x/a": "Ferry.", "x/b": "Mill."}, coverage{"x/a": "a", "x/b": "b"}, archive.Changes{Moved: 2, Deleted: 1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := local.NewMemory(identity)
			for i, step := range steps {
				var articles []retrieval.Article
				for path, text := range step.coverage {
					articles = append(articles, at(path, text))
				}
				slices.SortFunc(articles, func(a, b retrieval.Article) int { return strings.Compare(a.Path, b.Path) })
				held, changes := synced(t, s, articles...)
				if changes != step.changes {
					t.Errorf("step %d: %+v, want %+v", i+1, changes, step.changes)
				}
				ids := coverage{}
				for path, a := range held {
					ids[path] = a.ID
				}
				if diff := cmp.Diff(step.ids, ids); diff != "" {
					t.Errorf("step %d, IDs (-want +got):\n%s", i+1, diff)
				}
			}
		})
	}
}

func TestFormerVersions(t *testing.T) {
	s := local.NewMemory(identity)
	var want []string
	for i := range retrieval.MaxFormer + 3 {
		held, _ := synced(t, s, at("a", fmt.Sprintf("Version %d.", i)))
		if diff := cmp.Diff(want, held["a"].Former); diff != "" {
			t.Fatalf("former versions of version %d (-want +got):\n%s", i, diff)
		}
		want = append(want, held["a"].Hash)
		want = want[max(0, len(want)-retrieval.MaxFormer):]
	}
	moved := at("b", fmt.Sprintf("Version %d.", retrieval.MaxFormer+2))
	if held, _ := synced(t, s, moved); len(held["b"].Former) != retrieval.MaxFormer {
		t.Errorf("once moved it has %d former versions", len(held["b"].Former))
	}
}

// A change embeds the paragraphs that it touches; a new headline, which all of them are embedded with, all of them.
func TestEmbedsOnlyWhatIsNew(t *testing.T) {
	long := func(headline string, paragraphs ...string) retrieval.Article {
		a := retrieval.Article{ID: "long", Headline: headline, Hash: headline + fmt.Sprint(paragraphs)}
		for _, p := range paragraphs {
			if a.Text != "" {
				a.Text += "\n\n"
			}
			a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: len(a.Text), End: len(a.Text) + len(p)}, Kind: retrieval.Caption})
			a.Text += p
		}
		return a
	}
	s := local.NewMemory(identity)
	for _, step := range []struct {
		article  retrieval.Article
		embedded int64
	}{
		{long("Quay", "The quay broke.", "A crane came.", "It left."), 3},
		{long("Quay", "The quay broke.", "Two cranes came.", "It left."), 1},
		{long("Quay", "New: a storm.", "The quay broke.", "Two cranes came.", "It left."), 1},
		{long("Quay", "The quay broke."), 0},
		{long("Quay breaks", "The quay broke."), 1},
	} {
		e := &embedder{identity: identity}
		changes, err := archive.Sync(t.Context(), s, e, []retrieval.Article{step.article}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if e.texts.Load() != step.embedded || int64(changes.Passages) != step.embedded {
			t.Errorf("%q: %d passages embedded and %d counted, want %d", step.article.Text, e.texts.Load(), changes.Passages, step.embedded)
		}
		passages, err := s.ArticlePassages(t.Context(), "long")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range passages {
			hits, err := s.Nearest(t.Context(), vector(step.article.Headline+".\n"+p.Text), retrieval.Filter{}, 1)
			if err != nil || len(hits) != 1 || hits[0].ID != p.ID || hits[0].Score < 0.999 {
				t.Errorf("%q: nearest is %v (%v)", p.Text, hits, err)
			}
		}
	}
}

func TestRetractions(t *testing.T) {
	for headline, want := range map[string]bool{
		"RETRACTED: Ferry sinks":         true,
		"RETRACTED Ferry sinks":          true,
		"Retracted: Ferry sinks":         true,
		"[Withdrawn] Ferry sinks":        true,
		"(WITHDRAWN) FERRY SINKS":        true,
		"WITHDRAWN: FERRY SINKS":         true,
		"WITHDRAWN — Ferry sinks":        true,
		"RETRACTED":                      true,
		"Withdrawn troops return home":   false,
		"WITHDRAWN TROOPS RETURN HOME":   false,
		"Retracted claims haunt senator": false,
		"Ferry sinks; report retracted":  false,
		"":                               false,
	} {
		a := at("a", "The ferry sank.")
		a.Headline = headline
		held, changes := synced(t, local.NewMemory(identity), a)
		if held["a"].Retracted != want || changes.Added != 1 {
			t.Errorf("%q: retracted is %v, want %v", headline, held["a"].Retracted, want)
		}
	}
	s := local.NewMemory(identity)
	synced(t, s, at("a", "The ferry sank."), at("b", "The mill shut."))
	gone := at("a", "The ferry sank.")
	gone.Retracted, gone.Hash = true, "now with a mark"
	held, changes := synced(t, s, gone, at("b", "The mill shut."))
	if want := (archive.Changes{Retracted: 1}); changes != want || !held["a"].Retracted || held["b"].Retracted {
		t.Errorf("changes %+v, want %+v; held %+v", changes, want, held)
	}
	if _, changes := synced(t, s, at("a", "The ferry sank."), at("b", "The mill shut.")); changes != (archive.Changes{Changed: 1}) {
		t.Errorf("stands again: %+v", changes)
	}
}

func TestCorrectionsAreLinked(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2016, 9, d, 0, 0, 0, 0, time.UTC) }
	titled := func(path, headline, outlet string, published time.Time) retrieval.Article {
		a := at(path, "Text of "+path+".")
		a.Headline, a.Outlet, a.Published = headline, outlet, published
		return a
	}
	ferry := titled("ferry", "Ferry sinks off Kettle Island", "Desk", day(1))
	ferry.URL = "https://example.org/ferry"
	updated := titled("ferry-2", "Ferry Sinks off Kettle Island.", "Desk", day(3))
	wire := titled("wire", "Ferry sinks off Kettle Island", "Wire", day(4))
	later := titled("later", "Ferry sinks off Kettle Island", "Desk", day(9))
	byHeadline := titled("n1", "Correction: Ferry sinks off Kettle Island", "Desk", day(5))
	quoted := titled("n2", "CORRECTION: “Ferry sinks off Kettle Island”", "Wire", day(5))
	byURL, byID, unknown := titled("n3", "Correction", "Desk", day(5)), titled("n4", "We were wrong", "Desk", day(5)), titled("n5", "Correction: Mill shuts", "Desk", day(5))
	byURL.Corrects, byID.Corrects = ferry.URL, "ferry"
	elsewhere := titled("n6", "Correction: Ferry sinks off Kettle Island", "Desk", day(5))
	elsewhere.Corrects = "https://example.org/gone"

	s := local.NewMemory(identity)
	held, _ := synced(t, s, ferry, updated, wire, later, byHeadline, quoted, byURL, byID, unknown, elsewhere)
	got := map[string]string{}
	for path, a := range held {
		if a.Corrects != "" {
			got[path] = a.Corrects
		}
	}
	if diff := cmp.Diff(map[string]string{"n1": "ferry-2", "n2": "wire", "n3": "ferry", "n4": "ferry"}, got); diff != "" {
		t.Errorf("corrects (-want +got):\n%s", diff)
	}

	// The link holds on when the article moves, is made when it comes late and ends when it goes.
	s = local.NewMemory(identity)
	synced(t, s, ferry)
	elsewhere = ferry
	elsewhere.ID, elsewhere.Path = "docks", "docks"
	if held, _ := synced(t, s, elsewhere, byID, byURL); held["n3"].Corrects != "ferry" || held["n4"].Corrects != "ferry" {
		t.Errorf("once moved: %q and %q", held["n3"].Corrects, held["n4"].Corrects)
	}
	if held, changes := synced(t, s, byURL); held["n3"].Corrects != "" || changes != (archive.Changes{Changed: 1, Deleted: 2}) {
		t.Errorf("once gone: %q, %+v", held["n3"].Corrects, changes)
	}
	if held, changes := synced(t, s, byURL, ferry); held["n3"].Corrects != "ferry" || changes != (archive.Changes{Added: 1, Changed: 1, Passages: 1}) {
		t.Errorf("come late: %q, %+v", held["n3"].Corrects, changes)
	}
}
