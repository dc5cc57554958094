package local

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"

	"github.com/google/go-cmp/cmp"
)

func TestIDTable(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 1000} {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprint("id", i)
		}
		table := newIDTable(ids)
		of := func(place int) string { return ids[place] }
		for want, id := range ids {
			if got, ok := table.find(id, of); !ok || got != want {
				t.Fatalf("of %d, %s is at %d, %v; want %d", n, id, got, ok, want)
			}
		}
		for _, id := range []string{"", "id", fmt.Sprint("id", n)} {
			if got, ok := table.find(id, of); ok {
				t.Errorf("of %d, %q is at %d, want none", n, id, got)
			}
		}
	}
}

func TestCatalogOfAnotherByteOrder(t *testing.T) {
	var b, articles bytes.Buffer
	if err := writeCatalog(&b, &articles, []piece{newPiece(newEntry("one", "", 4, "A paragraph."))}, &[fields][]int32{}); err != nil {
		t.Fatal(err)
	}
	if _, err := readCatalog(b.Bytes(), bytes.NewReader(articles.Bytes())); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(b.Bytes()[b.Len()-8:])
	if _, err := readCatalog(b.Bytes(), bytes.NewReader(articles.Bytes())); err == nil || !strings.Contains(err.Error(), "byte order") {
		t.Errorf("error %v, want one on the byte order", err)
	}
}

func TestFormerFormat(t *testing.T) {
	dir := t.TempDir()
	former := fmt.Sprintf(`{"version": %d, "sequence": 4, "identity": %q, "segments": []}`, version-1, identity)
	if err := os.WriteFile(filepath.Join(dir, manifestName), []byte(former), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := OpenWriter(t.Context(), dir, identity)
	wantError(t, err, ErrDamaged, fmt.Sprintf("the index in %s is damaged or of another version: its format is version %d, and this dateline reads version %d",
		dir, version-1, version))
	resettable(t, dir, identity)
}

// TestWhatIsReadOutlivesTheStore closes the store, which unmaps its files, and then reads what it returned.
func TestWhatIsReadOutlivesTheStore(t *testing.T) {
	dir := t.TempDir()
	w := openWriter(t, dir)
	entries := archiveOf(40, 8)
	apply(t, w, retrieval.Change{Put: entries})
	w.Close()
	s, err := Open(t.Context(), dir, identity)
	if err != nil {
		t.Fatal(err)
	}
	e := entries[1]
	of := []string{e.Passages[0].ID, e.Passages[1].ID}
	articles, err1 := s.Articles(t.Context())
	byID, err2 := s.ArticlesByID(t.Context(), []string{e.Article.ID})
	whole, _, err3 := s.Article(t.Context(), e.Article.ID)
	passages, err4 := s.Passages(t.Context(), of)
	reading, err5 := s.ArticlePassages(t.Context(), e.Article.ID)
	vectors, err6 := s.Vectors(t.Context(), of)
	near, err7 := s.Nearest(t.Context(), e.Vectors[0], retrieval.Filter{}, 1)
	terms, err8 := s.Terms(t.Context(), e.Passages[0].Text, retrieval.Passages, retrieval.Filter{}, 1)
	names, err9 := s.Terms(t.Context(), e.Article.Text, retrieval.Articles, retrieval.Filter{}, 1)
	for _, err := range []error{err1, err2, err3, err4, err5, err6, err7, err8, err9, s.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if maps, err := os.ReadFile("/proc/self/maps"); err == nil && strings.Contains(string(maps), dir) {
		t.Error("files are still mapped")
	}
	e.Article.Size = len(e.Article.Text)
	listed := e.Article.Listed()
	for what, pair := range map[string][2]any{
		"Articles": {articles[1], listed}, "ArticlesByID": {*byID[e.Article.ID], listed}, "Article": {whole, e.Article},
		"Passages": {passages, e.Passages[:2]}, "ArticlePassages": {reading, e.Passages}, "Vectors": {vectors, e.Vectors[:2]},
		"Nearest": {near[0].ID, of[0]}, "Terms": {terms[0].ID, of[0]}, "Terms of articles": {names[0].ID, e.Article.ID},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

// TestFiltersAsOneByOne compares what filters let through with the articles asked one by one, in several segments with
// deletions.
func TestFiltersAsOneByOne(t *testing.T) {
	s := NewMemory(identity)
	defer s.Close()
	random := rand.New(rand.NewPCG(7, 8))
	day := func() time.Time {
		if random.IntN(5) == 0 {
			return time.Time{}
		}
		return time.Date(2016, 9, 1+random.IntN(20), 0, 0, 0, 0, time.UTC)
	}
	outlet := func() string { return []string{"", "Wire", "wire", "Desk", "Zeitung"}[random.IntN(5)] }
	for i := range 4 {
		var c retrieval.Change
		for j := range 40 - 9*i {
			e := newEntry(fmt.Sprintf("a%02d", (i*17+j)%60), "Headline", 8, "The harbour.", "The bridge.")
			e.Article.Published, e.Article.Outlet = day(), outlet()
			c.Put = append(c.Put, e)
		}
		c.Delete = []string{fmt.Sprintf("a%02d", i), fmt.Sprintf("a%02d", 59-i)}
		apply(t, s, c)
	}
	if n := len(s.current.views); n < 2 {
		t.Fatalf("%d segment, too few to tell", n)
	}
	articles, err := s.Articles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		var f retrieval.Filter
		if random.IntN(2) == 0 {
			f.Since = day()
		}
		if random.IntN(2) == 0 {
			f.Until = day()
		}
		for range random.IntN(3) {
			f.Outlets = append(f.Outlets, strings.ToUpper(outlet()))
		}
		for range random.IntN(2) * 30 {
			f.Articles = append(f.Articles, fmt.Sprintf("a%02d", random.IntN(70)))
		}
		var want []string
		for i := range articles {
			if passes(&articles[i], f) {
				want = append(want, articles[i].ID)
			}
		}
		var got []string
		for _, v := range s.current.views {
			last := -1
			for from, to := range v.allowed(f) {
				if from <= last || from >= to {
					t.Errorf("range %d to %d comes behind %d", from, to, last)
				}
				last = to
				for i := from; i < to; i++ {
					got = append(got, v.articleID(i))
				}
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%+v lets through %v, want %v", f, got, want)
		}
		hits, err := s.Nearest(t.Context(), newEntry("q", "", 8, "Q.").Vectors[0], f, 1000)
		if err != nil || len(hits) != 2*len(want) {
			t.Fatalf("%+v: Nearest finds %d passages (%v), want %d", f, len(hits), err, 2*len(want))
		}
	}
}

// passes is the filter's own words.
func passes(a *retrieval.Article, f retrieval.Filter) bool {
	dated := f.Since.IsZero() && f.Until.IsZero() || !a.Published.IsZero()
	return dated && (f.Since.IsZero() || !a.Published.Before(f.Since)) && (f.Until.IsZero() || a.Published.Before(f.Until)) &&
		(len(f.Articles) == 0 || slices.Contains(f.Articles, a.ID)) &&
		(len(f.Outlets) == 0 || slices.ContainsFunc(f.Outlets, func(o string) bool { return strings.EqualFold(o, a.Outlet) }))
}
