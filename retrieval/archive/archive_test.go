package archive_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/local"
	"dateline/retrieval/segment"
)

// embedder makes a vector of its own for every text, and fails where fail says so.
type embedder struct {
	identity string
	texts    atomic.Int64 // embedded so far
	fail     func(text string) error
}

func (e *embedder) Identity() string { return e.identity }

func (e *embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	var vectors [][]float32
	for _, text := range texts {
		if e.fail != nil {
			if err := e.fail(text); err != nil {
				return nil, err
			}
		}
		vectors = append(vectors, vector(text))
	}
	e.texts.Add(int64(len(texts)))
	return vectors, ctx.Err()
}

func vector(text string) []float32 {
	h := fnv.New64a()
	h.Write([]byte(text))
	random := rand.New(rand.NewPCG(h.Sum64(), 1))
	v := make([]float32, 16)
	square := 0.0
	for i := range v {
		v[i] = float32(random.NormFloat64())
		square += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(square))
	}
	return v
}

const identity = "test-16"

// article is one of a paragraph; other words give it another hash.
func article(id, text string) retrieval.Article {
	return retrieval.Article{
		ID: id, Headline: "Headline of " + id, Text: text, Hash: id + text, Published: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC),
		Blocks: []retrieval.Block{{Span: retrieval.Span{Start: 0, End: len(text)}, Kind: retrieval.Body}},
	}
}

// listed is coverage that is at hand. It counts how often it was remembered and forgotten.
type listed struct {
	articles              []retrieval.Article
	err                   error
	remembered, forgotten int
	brief                 bool // once remembered, it leaves out what it can
}

func (l *listed) Articles(context.Context) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		for _, a := range l.articles {
			if l.brief {
				a = retrieval.Article{ID: a.ID, Path: a.Path, Hash: a.Hash, Corrects: a.Corrects}
			}
			if !yield(a, nil) {
				return
			}
		}
		if l.err != nil {
			yield(retrieval.Article{}, l.err)
		}
	}
}

func (l *listed) Remember() error {
	l.remembered++
	return nil
}

func (l *listed) Forget() {
	l.forgotten++
	l.brief = false
}

// held are the articles of a store with their words.
func held(t *testing.T, s retrieval.Store) map[string]string {
	t.Helper()
	articles, err := s.Articles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, a := range articles {
		all[a.ID] = whole(t, s, a.ID).Text
	}
	return all
}

// whole is all of an article that the store lists.
func whole(t *testing.T, s retrieval.Store, id string) retrieval.Article {
	t.Helper()
	a, ok, err := s.Article(t.Context(), id)
	if err != nil || !ok {
		t.Fatalf("Article(%q) = %v, %v", id, ok, err)
	}
	return a
}

func want(t *testing.T, s retrieval.Store, articles ...retrieval.Article) {
	t.Helper()
	all := map[string]string{}
	for _, a := range articles {
		all[a.ID] = a.Text
	}
	if diff := cmp.Diff(all, held(t, s)); diff != "" {
		t.Errorf("articles (-want +held):\n%s", diff)
	}
}

func TestSync(t *testing.T) {
	kerry, convoy, truce := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit."), article("truce", "The truce is over.")
	corrected := article("convoy", "A convoy of 31 trucks was hit.")
	empty := retrieval.Article{ID: "empty", Headline: "A headline alone", Hash: "empty"}
	s := local.NewMemory(identity)
	for _, step := range []struct {
		name     string
		articles []retrieval.Article
		changes  archive.Changes
		embedded int64
	}{
		{"added", []retrieval.Article{kerry, convoy}, archive.Changes{Added: 2, Passages: 2}, 2},
		{"nothing to do", []retrieval.Article{convoy, kerry}, archive.Changes{}, 0},
		{"changed", []retrieval.Article{kerry, corrected}, archive.Changes{Changed: 1, Passages: 1}, 1},
		{"deleted", []retrieval.Article{kerry}, archive.Changes{Deleted: 1}, 0},
		{"all at once", []retrieval.Article{article("kerry", "Kerry left."), truce, empty}, archive.Changes{Added: 2, Changed: 1, Passages: 2}, 2},
		{"all gone", nil, archive.Changes{Deleted: 3}, 0},
		{"nothing at all", nil, archive.Changes{}, 0},
	} {
		inStep, err := archive.InStep(t.Context(), s, &listed{articles: step.articles})
		if err != nil || inStep != step.changes.None() {
			t.Errorf("%s: in step before is %v (%v)", step.name, inStep, err)
		}
		e := &embedder{identity: identity}
		got, err := archive.Sync(t.Context(), s, e, step.articles, nil)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got != step.changes || e.texts.Load() != step.embedded {
			t.Errorf("%s: got %+v with %d texts embedded, want %+v with %d", step.name, got, e.texts.Load(), step.changes, step.embedded)
		}
		want(t, s, step.articles...)
		if inStep, err := archive.InStep(t.Context(), s, &listed{articles: step.articles}); !inStep || err != nil {
			t.Errorf("%s: in step after is %v (%v)", step.name, inStep, err)
		}
	}
	if hits, err := s.Terms(t.Context(), "Kerry", retrieval.Passages, retrieval.Filter{}, 5); err != nil || len(hits) != 0 {
		t.Errorf("deleted articles are found: %v (%v)", hits, err)
	}
}

// Articles are embedded many at a time and in parallel; each passage is to get its own vector.
func TestSyncOfMany(t *testing.T) {
	var articles []retrieval.Article
	for i := range 150 {
		articles = append(articles, article(fmt.Sprintf("article%03d", i), fmt.Sprintf("Report number%d of the day.", i)))
	}
	s := local.NewMemory(identity)
	var done []int
	changes, err := archive.Sync(t.Context(), s, &embedder{identity: identity}, articles, func(p archive.Progress) {
		if p.Of != len(articles) || p.Passages != p.Articles {
			t.Errorf("progress %+v of %d articles, a passage each", p, len(articles))
		}
		done = append(done, p.Articles)
	})
	if err != nil || changes.Added != 150 || changes.Passages != 150 {
		t.Fatalf("changes %+v, error %v", changes, err)
	}
	if len(done) < 2 || !slices.IsSorted(done) || done[len(done)-1] != 150 {
		t.Errorf("progress %v", done)
	}
	for _, a := range articles {
		p := segment.Passages(a)[0]
		hits, err := s.Nearest(t.Context(), vector(a.Headline+".\n"+p.Text), retrieval.Filter{}, 1)
		if err != nil || len(hits) != 1 || hits[0].ID != p.ID || hits[0].Score < 0.999 {
			t.Fatalf("%s: nearest %v (%v)", a.ID, hits, err)
		}
	}
}

func TestEmbedFailureKeepsWhatIsDone(t *testing.T) {
	s := local.NewMemory(identity)
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	if _, err := archive.Sync(t.Context(), s, &embedder{identity: identity}, []retrieval.Article{kerry, convoy}, nil); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("model not loaded")
	failing := &embedder{identity: identity, fail: func(text string) error {
		if strings.Contains(text, "number399.") {
			return broken
		}
		return nil
	}}
	after := []retrieval.Article{article("kerry", "Kerry left.")}
	for i := range 400 * runtime.GOMAXPROCS(0) {
		after = append(after, article(fmt.Sprintf("article%05d", i), fmt.Sprintf("Report number%d. of the day.", i)))
	}
	_, err := archive.Sync(t.Context(), s, failing, after, nil)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "embed ") {
		t.Errorf("error %v", err)
	}
	now := held(t, s)
	if len(now) < 2 || len(now) == len(after) || now["kerry"] != "Kerry left." || now["convoy"] != "" || s.Sequence() != 2 {
		t.Errorf("%d articles are held after %d commits, Kerry as %q", len(now), s.Sequence(), now["kerry"])
	}
	e := &embedder{identity: identity}
	if _, err := archive.Sync(t.Context(), s, e, after, nil); err != nil || int(e.texts.Load()) != len(after)-len(now) {
		t.Errorf("the next start embeds %d passages, want %d (%v)", e.texts.Load(), len(after)-len(now), err)
	}
	want(t, s, after...)
}

func TestSyncEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := local.NewMemory(identity)
	leaving := &embedder{identity: identity, fail: func(string) error { cancel(); return nil }}
	if _, err := archive.Sync(ctx, s, leaving, []retrieval.Article{article("kerry", "Kerry warned Russia.")}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	want(t, s)
}

// full is a store that cannot be written.
type full struct{ retrieval.Store }

var errFull = errors.New("disk full")

func (full) Apply(context.Context, retrieval.Change) error { return errFull }

func TestCommitFailure(t *testing.T) {
	_, err := archive.Sync(t.Context(), full{local.NewMemory(identity)}, &embedder{identity: identity}, []retrieval.Article{article("kerry", "Kerry warned.")}, nil)
	if !errors.Is(err, errFull) || !strings.Contains(err.Error(), "commit to the index") {
		t.Errorf("error %v", err)
	}
}

// opening collects what Open says.
type opening struct {
	archive.Options
	said []string
}

func newOpening(t *testing.T, data string, e retrieval.Embedder) *opening {
	o := &opening{}
	o.Options = archive.Options{
		Data: data, Coverage: []string{"folder"}, Embedder: e, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Say: func(sentence string) { o.said = append(o.said, sentence) },
	}
	return o
}

func (o *opening) open(t *testing.T, articles ...retrieval.Article) (archive.Index, archive.Changes) {
	t.Helper()
	o.said = nil
	s, changes, err := archive.Open(t.Context(), o.Options, &listed{articles: articles})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	want(t, s, articles...)
	return s, changes
}

func TestOpen(t *testing.T) {
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	e := &embedder{identity: identity}
	o := newOpening(t, filepath.Join(t.TempDir(), "not", "yet", "there"), e)
	if _, changes := o.open(t, kerry, convoy); changes != (archive.Changes{Added: 2, Passages: 2}) {
		t.Errorf("first: %+v", changes)
	}
	if want := []string{"Bringing the index up to date; articles: 2."}; !slices.Equal(o.said, want) {
		t.Errorf("first said %q, want %q", o.said, want)
	}
	embedded := e.texts.Load()
	if _, changes := o.open(t, convoy, kerry); !changes.None() || len(o.said) != 0 || e.texts.Load() != embedded {
		t.Errorf("in step: %+v, said %q", changes, o.said)
	}
	if _, changes := o.open(t, kerry, article("convoy", "A convoy of 31 trucks was hit.")); changes != (archive.Changes{Changed: 1, Passages: 1}) {
		t.Errorf("corrected: %+v", changes)
	}
	if _, changes := o.open(t); changes != (archive.Changes{Deleted: 2}) {
		t.Errorf("emptied: %+v", changes)
	}
}

func TestDir(t *testing.T) {
	o := newOpening(t, "data", &embedder{identity: identity})
	dir := o.Dir()
	if filepath.Dir(dir) != "data" || dir != o.Dir() {
		t.Errorf("folder %s, then %s", dir, o.Dir())
	}
	other := o.Options
	other.Coverage = []string{"folder", "another"}
	joined := o.Options
	joined.Coverage = []string{"folder" + "another"}
	model := o.Options
	model.Embedder = &embedder{identity: "test-32"}
	seen := map[string]bool{dir: true}
	for _, o := range []archive.Options{other, joined, model} {
		if seen[o.Dir()] {
			t.Errorf("two indexes share %s", o.Dir())
		}
		seen[o.Dir()] = true
	}
	if !slices.Equal(o.Coverage, []string{"folder"}) {
		t.Errorf("coverage became %q", o.Coverage)
	}
}

func TestOpenRebuildsWhatCannotBeUsed(t *testing.T) {
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	for name, spoil := range map[string]func(t *testing.T, dir string){
		"a manifest that is no JSON": func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "MANIFEST.json"), []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a segment that was cut": func(t *testing.T, dir string) {
			cut := 0
			err := filepath.WalkDir(filepath.Join(dir, "segments"), func(path string, d os.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				cut++
				return os.Truncate(path, 1)
			})
			if err != nil || cut == 0 {
				t.Fatalf("cut %d files: %v", cut, err)
			}
		},
		"a segment that is gone": func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, "segments")); err != nil {
				t.Fatal(err)
			}
		},
		"another embedder's": func(t *testing.T, dir string) {
			w, err := local.Reset(t.Context(), dir, "other-8")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := archive.Sync(t.Context(), w, &embedder{identity: "other-8"}, []retrieval.Article{convoy}, nil); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOpening(t, t.TempDir(), &embedder{identity: identity})
			before, _ := o.open(t, kerry, convoy)
			if err := before.Close(); err != nil {
				t.Fatal(err)
			}
			spoil(t, o.Dir())
			s, changes := o.open(t, kerry, convoy)
			if changes.Added != 2 {
				t.Errorf("changes %+v", changes)
			}
			if len(o.said) != 2 || !strings.Contains(o.said[0], "cannot be used") || !strings.Contains(o.said[0], "building it anew") {
				t.Errorf("said %q", o.said)
			}
			if hits, err := s.Terms(t.Context(), "Kerry", retrieval.Passages, retrieval.Filter{}, 5); err != nil || len(hits) == 0 {
				t.Errorf("Kerry is not found: %v (%v)", hits, err)
			}
			if _, changes := o.open(t, kerry, convoy); !changes.None() {
				t.Errorf("built anew once more: %+v", changes)
			}
		})
	}
}

func TestOpenBesideWriter(t *testing.T) {
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	o := newOpening(t, t.TempDir(), &embedder{identity: identity})
	o.open(t, kerry)
	w, err := local.OpenWriter(t.Context(), o.Dir(), o.Identity())
	if err != nil {
		t.Fatal(err)
	}
	s, changes, err := archive.Open(t.Context(), o.Options, &listed{articles: []retrieval.Article{kerry, convoy}})
	if err != nil || !changes.None() {
		t.Fatalf("changes %+v, error %v", changes, err)
	}
	want(t, s, kerry) // the last committed state
	if err := errors.Join(s.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, changes := o.open(t, kerry, convoy); changes.Added != 1 {
		t.Errorf("once the writer has left: %+v", changes)
	}
}

func TestOpenBesideFirstWriter(t *testing.T) {
	o := newOpening(t, t.TempDir(), &embedder{identity: identity})
	w, err := local.OpenWriter(t.Context(), o.Dir(), o.Identity())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	_, _, err = archive.Open(t.Context(), o.Options, &listed{articles: []retrieval.Article{article("kerry", "Kerry warned Russia.")}})
	if !errors.Is(err, local.ErrLocked) || !strings.Contains(err.Error(), "--data") {
		t.Errorf("error %v, want one that says what to do", err)
	}
}

func TestOpenFailures(t *testing.T) {
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	t.Run("a data folder that is a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		o := newOpening(t, file, &embedder{identity: identity})
		if _, _, err := archive.Open(t.Context(), o.Options, &listed{articles: []retrieval.Article{kerry}}); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("error %v, want one that names %s", err, file)
		}
	})
	t.Run("an embedder that fails keeps the old index", func(t *testing.T) {
		e := &embedder{identity: identity}
		o := newOpening(t, t.TempDir(), e)
		o.open(t, kerry)
		broken := errors.New("model not loaded")
		e.fail = func(string) error { return broken }
		if _, _, err := archive.Open(t.Context(), o.Options, &listed{articles: []retrieval.Article{kerry, convoy}}); !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
		s, err := local.Open(t.Context(), o.Dir(), o.Identity())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		want(t, s, kerry)
	})
}
