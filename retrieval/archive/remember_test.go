package archive_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/archive"
)

// What a coverage leaves out of articles that it has shown before is in the index, and stays so.
func TestOpenOfWhatIsRemembered(t *testing.T) {
	ferry, mill := at("ferry", "The ferry sank."), at("mill", "The mill shut.")
	notice := at("notice", "The ferry did not sink.")
	notice.Headline, notice.Corrects = "We were wrong", "https://example.org/ferry"
	ferry.URL = notice.Corrects
	e := &embedder{identity: identity}
	o := newOpening(t, t.TempDir(), e)
	c := &listed{articles: []retrieval.Article{mill, notice}}
	open := func(want archive.Changes, remembered, forgotten int) map[string]retrieval.Article {
		t.Helper()
		s, changes, err := archive.Open(t.Context(), o.Options, c)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if changes != want || c.remembered != remembered || c.forgotten != forgotten {
			t.Errorf("%+v, remembered %d times and forgotten %d times; want %+v, %d and %d", changes, c.remembered, c.forgotten, want, remembered, forgotten)
		}
		all := map[string]retrieval.Article{}
		for id := range held(t, s) {
			if all[id], _, err = s.Article(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	open(archive.Changes{Added: 2, Passages: 2}, 1, 0)
	c.brief = true
	open(archive.Changes{}, 2, 0)

	// What a notice corrects comes late: the notice, left out, is put anew with all that it has.
	c.articles = []retrieval.Article{mill, notice}
	late := &late{listed: c, news: ferry}
	s, changes, err := archive.Open(t.Context(), o.Options, late)
	if err != nil || changes != (archive.Changes{Added: 1, Changed: 1, Passages: 1}) {
		t.Fatalf("%+v (%v)", changes, err)
	}
	whole, _, err := s.Article(t.Context(), "notice")
	if err != nil || whole.Corrects != "ferry" || whole.Text != notice.Text || len(whole.Blocks) != 1 || whole.Headline != notice.Headline {
		t.Errorf("the notice became %+v (%v)", whole, err)
	}
	s.Close()

	// It goes, and the link with it.
	if all := open(archive.Changes{Changed: 1, Deleted: 1}, 4, 0); all["notice"].Corrects != "" {
		t.Errorf("the notice corrects %q", all["notice"].Corrects)
	}

	// What is left out and not held as it was, everything has to be read for.
	c.articles[0] = at("mill", "The mill shut for good.")
	c.brief = true
	if all := open(archive.Changes{Changed: 1, Passages: 1}, 5, 1); all["mill"].Text != "The mill shut for good." {
		t.Errorf("the mill is %q", all["mill"].Text)
	}
	c.brief = true
	c.articles[0].Path = "elsewhere" // under the ID that it had
	if all := open(archive.Changes{Moved: 1}, 6, 2); all["mill"].Text != "The mill shut for good." || all["mill"].Path != "elsewhere" {
		t.Errorf("the mill is %+v", all["mill"])
	}
}

// late is coverage to which something is added that is whole.
type late struct {
	*listed
	news retrieval.Article
}

func (l *late) Articles(ctx context.Context) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		for a, err := range l.listed.Articles(ctx) {
			if !yield(a, err) {
				return
			}
		}
		yield(l.news, nil)
	}
}

func TestOnlyWhatIsCommittedIsRemembered(t *testing.T) {
	e := &embedder{identity: identity}
	o := newOpening(t, t.TempDir(), e)
	c := &listed{articles: []retrieval.Article{at("ferry", "The ferry sank.")}}
	broken := errors.New("model not loaded")
	e.fail = func(string) error { return broken }
	if _, _, err := archive.Open(t.Context(), o.Options, c); !errors.Is(err, broken) || !strings.Contains(err.Error(), "is kept") {
		t.Errorf("error %v", err)
	}
	e.fail = nil
	c.err = errors.New("the folder is gone")
	for range 2 { // without an index, and with one
		if _, _, err := archive.Open(t.Context(), o.Options, c); err == nil || err.Error() != "the folder is gone" {
			t.Errorf("error %v, want the coverage's own", err)
		}
	}
	if c.remembered != 0 {
		t.Errorf("remembered %d times", c.remembered)
	}
}

// english embeds English alone.
type english struct{ *embedder }

func (english) Embeds(language string) bool { return language == "en" }

func TestWhatCannotBeEmbeddedHasNoVector(t *testing.T) {
	inLanguage := func(id, code, text string) retrieval.Article {
		a := at(id, text)
		a.Language, a.Hash = code, code+text
		return a
	}
	e := english{&embedder{identity: identity}}
	o := newOpening(t, t.TempDir(), e)
	vectors := func(articles ...retrieval.Article) map[string]bool {
		t.Helper()
		s, _, err := archive.Open(t.Context(), o.Options, &listed{articles: articles})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		has := map[string]bool{}
		for _, a := range articles {
			passages, err := s.ArticlePassages(t.Context(), a.ID)
			if err != nil || len(passages) != 1 {
				t.Fatalf("%d passages of %s (%v)", len(passages), a.ID, err)
			}
			v, err := s.Vectors(t.Context(), []string{passages[0].ID})
			if err != nil {
				t.Fatal(err)
			}
			has[a.ID] = v[0] != nil
		}
		return has
	}
	if has := vectors(inLanguage("a", "en", "The ferry sank."), inLanguage("b", "de", "Die Fähre sank.")); !has["a"] || has["b"] {
		t.Errorf("vectors %v", has)
	}
	if has := vectors(inLanguage("a", "de", "The ferry sank."), inLanguage("b", "en", "Die Fähre sank.")); has["a"] || !has["b"] {
		t.Errorf("once it is known better: %v", has)
	}
	if n := e.texts.Load(); n != 2 {
		t.Errorf("%d texts were embedded, want 2", n)
	}
}
