package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/storetest"

	"github.com/google/go-cmp/cmp"
)

const identity = "test/8"

func TestMemoryConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) retrieval.Store {
		s := NewMemory(identity)
		t.Cleanup(func() { s.Close() })
		return s
	}, nil)
}

func TestFolderConforms(t *testing.T) {
	storetest.Run(t, func(t *testing.T) retrieval.Store {
		return openWriter(t, t.TempDir())
	}, func(t *testing.T, s retrieval.Store) retrieval.Store {
		if err := s.(*Store).Close(); err != nil {
			t.Fatal(err)
		}
		return openWriter(t, s.(*Store).dir)
	})
}

// TestScoresDoNotDependOnHistory commits the same articles at once, and one by one among others that come and go.
func TestScoresDoNotDependOnHistory(t *testing.T) {
	entries := archiveOf(300, 8)
	once, often := NewMemory(identity), NewMemory(identity)
	apply(t, once, retrieval.Change{Put: entries})
	for i, e := range entries {
		passing := newEntry(fmt.Sprintf("passing%d", i), "Soon gone", 8, "These words will go.", e.Passages[0].Text)
		draft := newEntry(e.Article.ID, "A draft", 8, e.Passages[1].Text)
		apply(t, often, retrieval.Change{Put: []retrieval.Entry{passing, draft}})
		apply(t, often, retrieval.Change{Put: []retrieval.Entry{e}, Delete: []string{passing.Article.ID}})
	}
	if n := len(often.current.views); n < 2 {
		t.Fatalf("the history left %d segment, too few to tell", n)
	}
	for _, e := range entries[:10] {
		query := strings.Join(strings.Fields(e.Passages[0].Text)[:12], " ")
		for _, u := range []retrieval.Unit{retrieval.Passages, retrieval.Articles} {
			var hits [2][]retrieval.Hit
			for i, s := range []*Store{once, often} {
				var err error
				if hits[i], err = s.Terms(t.Context(), query, u, retrieval.Filter{}, 50); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(hits[0], hits[1]); diff != "" {
				t.Errorf("Terms(%q) differs (-once +often):\n%s", query, diff)
			}
		}
	}
}

func TestOpenTells(t *testing.T) {
	t.Run("no index", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "none")
		_, err := Open(t.Context(), dir, identity)
		wantError(t, err, ErrNoIndex, dir)
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a reader made the folder: %v", err)
		}
	})
	t.Run("nothing committed", func(t *testing.T) {
		dir := t.TempDir()
		openWriter(t, dir)
		_, err := Open(t.Context(), dir, identity)
		wantError(t, err, ErrNoIndex, dir)
	})
	t.Run("another embedder", func(t *testing.T) {
		dir := t.TempDir()
		s := openWriter(t, dir)
		apply(t, s, retrieval.Change{Put: archiveOf(10, 8)})
		_, err := Open(t.Context(), dir, "other/8")
		wantError(t, err, ErrIdentity, dir, identity, "other/8")
		s.Close()
		_, err = OpenWriter(t.Context(), dir, "other/8")
		wantError(t, err, ErrIdentity, dir)
		resettable(t, dir, "other/8")
	})
	t.Run("locked", func(t *testing.T) {
		dir := t.TempDir()
		openWriter(t, dir)
		_, err := OpenWriter(t.Context(), dir, identity)
		wantError(t, err, ErrLocked, "the index in "+dir+
			" is being written by another process; wait for it or name another folder with --data")
		_, err = Reset(t.Context(), dir, identity)
		wantError(t, err, ErrLocked)
	})
	for name, manifest := range map[string]string{
		"foreign": `{"name": "something else"}`, "not JSON": "MANIFEST", "empty": "", "later version": `{"version": 99}`,
		"a path for a segment": `{"version": 1, "identity": "test/8", "segments": [{"name": "../../x"}]}`,
	} {
		t.Run("manifest "+name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, manifestName), []byte(manifest), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Open(t.Context(), dir, identity)
			wantError(t, err, ErrDamaged, dir)
			_, err = OpenWriter(t.Context(), dir, identity)
			wantError(t, err, ErrDamaged, dir)
			resettable(t, dir, identity)
		})
	}
}

// TestDamage damages each file of an index in each way; none opens, none panics.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	s := openWriter(t, dir)
	apply(t, s, retrieval.Change{Put: archiveOf(20, 8)})
	s.Close()
	files, err := filepath.Glob(filepath.Join(dir, segmentsName, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 4 {
		t.Fatalf("found only %q", files)
	}
	for _, path := range files {
		was, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		flipped := slices.Clone(was)
		flipped[len(flipped)/2] ^= 0x10
		for name, now := range map[string][]byte{"flipped": flipped, "cut": was[:len(was)/2], "empty": {}, "gone": nil} {
			t.Run(filepath.Base(path)+" "+name, func(t *testing.T) {
				if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
				if now != nil {
					if err := os.WriteFile(path, now, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				_, err := Open(t.Context(), dir, identity)
				wantError(t, err, ErrDamaged, dir)
			})
		}
		if err := os.WriteFile(path, was, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openReader(t, dir)
}

func wantError(t *testing.T, err, is error, parts ...string) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Fatalf("error %v, want one that %v", err, is)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

// resettable checks that Reset makes a working index of a folder and leaves what is not its own.
func resettable(t *testing.T, dir, identity string) {
	t.Helper()
	other := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Reset(t.Context(), dir, identity)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	apply(t, s, retrieval.Change{Put: archiveOf(10, 4)})
	r, err := Open(t.Context(), dir, identity)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if articles, err := r.Articles(t.Context()); err != nil || len(articles) != 1 {
		t.Errorf("after Reset there are %d articles, %v; want 1", len(articles), err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
}

func TestReaderKeepsItsState(t *testing.T) {
	dir := t.TempDir()
	w := openWriter(t, dir)
	one, two := newEntry("one", "First", 8, "The harbour."), newEntry("two", "Second", 8, "The bridge.")
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{one}})
	r := openReader(t, dir)
	if err := r.Apply(t.Context(), retrieval.Change{Put: []retrieval.Entry{two}}); err == nil {
		t.Error("a reader applies a change")
	}
	found := func(want ...string) {
		t.Helper()
		hits, err := r.Terms(t.Context(), "harbour bridge", retrieval.Articles, retrieval.Filter{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("the reader finds %q, want %q", got, want)
		}
	}
	refresh := func(want bool) {
		t.Helper()
		if changed, err := r.Refresh(t.Context()); err != nil || changed != want {
			t.Errorf("Refresh = %v, %v; want %v", changed, err, want)
		}
	}
	refresh(false)
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{two}, Delete: []string{"one"}}) // removes what the reader has open
	found("one")
	refresh(true)
	found("two")
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{one}})
	refresh(true)
	refresh(false)
	found("one", "two")
	if w.Sequence() != 3 || r.Sequence() != 3 {
		t.Errorf("sequences are %d and %d, want 3", w.Sequence(), r.Sequence())
	}
	w.Close()
	w, err := Reset(t.Context(), dir, identity)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := r.Refresh(t.Context()); !errors.Is(err, ErrNoIndex) {
		t.Errorf("Refresh after a Reset = %v, want ErrNoIndex", err)
	}
	found("one", "two")
	for _, e := range []retrieval.Entry{two, one, two} { // to the sequence that the reader knows
		apply(t, w, retrieval.Change{Put: []retrieval.Entry{e}, Delete: []string{"one"}})
	}
	refresh(true)
	found("two")
}

func TestClosed(t *testing.T) {
	s := NewMemory(identity)
	apply(t, s, retrieval.Change{Put: archiveOf(10, 8)})
	now, err := s.acquire() // a call in flight
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := now.rank(t.Context(), "baba", retrieval.Passages, retrieval.Filter{}, 5); err != nil {
		t.Errorf("a search in flight fails: %v", err)
	}
	s.release(now)
	if _, err := s.Articles(t.Context()); !errors.Is(err, errClosed) {
		t.Errorf("Articles of a closed store: %v", err)
	}
	if err := s.Apply(t.Context(), retrieval.Change{}); !errors.Is(err, errClosed) {
		t.Errorf("Apply to a closed store: %v", err)
	}
}

func TestMerges(t *testing.T) {
	segments := func(alive ...int) *snapshot {
		s := &snapshot{}
		for _, n := range alive {
			s.views = append(s.views, view{segment: &segment{catalog: catalog{first: make([]uint32, n+1), owner: make([]uint32, n)}}})
			s.manifest.Segments = append(s.manifest.Segments, entry{})
		}
		return s
	}
	for _, tt := range []struct {
		name     string
		snapshot *snapshot
		deleted  map[int]int // articles struck out now, by segment
		want     []int
	}{
		{"few", segments(100, 1, 1, 1, 1, 1, 1), nil, nil},
		{"too many small ones", segments(1000, 1, 1, 1, 1, 1, 1, 1), nil, []int{1, 2, 3, 4, 5, 6, 7}},
		{"all of one size", segments(5, 5, 5, 5, 5, 5, 5, 5), nil, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		{"each twice the smaller", segments(10000, 3000, 900, 300, 90, 30, 9, 3), nil, []int{7}},
		{"full ones stay", segments(fullSegment, fullSegment, fullSegment, 9, 9, 9, 9, 9, 9, 9), nil, nil},
		{"until one is full", segments(2*fullSegment, 45_000, 45_000, 45_000, 45_000, 45_000, 45_000, 40_000, 20_000, 1), nil, []int{7, 8, 9}},
		{"a quarter dead", segments(100, 8, 8), map[int]int{1: 2}, nil},
		{"more than a quarter dead", segments(100, 8, 8), map[int]int{1: 3}, []int{1}},
		{"all dead", segments(4, 4), map[int]int{0: 4}, []int{0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			deleted := make([][]string, len(tt.snapshot.views))
			for i, n := range tt.deleted {
				deleted[i] = make([]string, n)
			}
			var got []int
			for i, merge := range tt.snapshot.merges(deleted, 1) {
				if merge {
					got = append(got, i)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("merges %v, want %v", got, tt.want)
			}
		})
	}
}
