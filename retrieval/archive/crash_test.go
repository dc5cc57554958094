package archive_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/segment"
)

// indexerFolders makes the test binary a process that does what dateline index does: the folder of the coverage and that
// for indexes, separated as PATH is.
const indexerFolders = "DATELINE_TEST_INDEXER"

func TestMain(m *testing.M) {
	if folders := os.Getenv(indexerFolders); folders != "" {
		limitFiles()
		archive.CommitEvery(nil, crashCommit)
		at := filepath.SplitList(folders)
		s, _, err := index(context.Background(), at[0], at[1])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		s.Close()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const (
	crashCommit = 3  // passages in a commit
	crashFiles  = 15 // articles, of three passages each
	crashRounds = 50
)

// index reads a folder, where it has changed, and brings its index in step.
func index(ctx context.Context, coverage, data string) (archive.Index, archive.Changes, error) {
	o := options(coverage, data)
	return archive.Open(ctx, o, read(o, coverage))
}

func read(o archive.Options, coverage string) *ingest.Coverage {
	return ingest.NewCoverage(o.Remembered(), ingest.Folder{Name: coverage, FS: os.DirFS(coverage)})
}

func options(coverage, data string) archive.Options {
	return archive.Options{
		Data: data, Coverage: []string{coverage}, Embedder: embed.NewStatic(), Say: func(string) {},
		Log: slog.New(slog.DiscardHandler),
	}
}

// newsroom is a coverage folder that changes.
type newsroom struct {
	t       *testing.T
	dir     string
	rng     *rand.Rand
	edition int
	files   map[string]string // text by name
	next    int
	clock   time.Time
}

func newNewsroom(t *testing.T, seed uint64) *newsroom {
	n := &newsroom{t: t, dir: t.TempDir(), rng: rand.New(rand.NewPCG(seed, 0)), files: map[string]string{}, clock: time.Now().Add(-time.Hour)}
	for range crashFiles {
		n.add()
	}
	return n
}

func (n *newsroom) add() {
	n.next++
	n.write(fmt.Sprintf("article%04d.md", n.next), n.next)
}

// write writes the edition's version of an article: the paragraph in the middle stays from edition to edition.
func (n *newsroom) write(name string, number int) {
	paragraph := func(what string) string {
		return strings.Repeat(fmt.Sprintf("The %s report of article%d says that the harbour of Kettle Island is closed to every ferry. ", what, number), 3)
	}
	edition := fmt.Sprintf("edition%d", n.edition)
	n.put(name, fmt.Sprintf("---\nheadline: Harbour closed, story %d\n---\n%s\n\n%s\n\n%s\n", number, paragraph(edition), paragraph("standing"), paragraph("closing "+edition)))
}

// put writes a file as of some time ago, so that what is remembered of it is believed.
func (n *newsroom) put(name, text string) {
	n.files[name] = text
	n.clock = n.clock.Add(time.Second)
	path := filepath.Join(n.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, n.clock, n.clock)); err != nil {
		n.t.Fatal(err)
	}
}

func (n *newsroom) remove(name string) {
	delete(n.files, name)
	if err := os.Remove(filepath.Join(n.dir, name)); err != nil {
		n.t.Fatal(err)
	}
}

// publish makes the next edition: a third of the articles changed, a few retracted, moved, added and deleted.
func (n *newsroom) publish() {
	n.edition++
	for i, name := range slices.Sorted(maps.Keys(n.files)) {
		switch roll := n.rng.IntN(30); {
		case roll < 10:
			n.write(name, i)
		case roll == 10:
			n.remove(name)
			n.add()
		case roll == 11:
			text := n.files[name]
			n.remove(name)
			n.put(fmt.Sprintf("moved%d/%s", n.edition, filepath.Base(name)), text)
		case roll == 12 && !strings.Contains(n.files[name], "retracted: true"):
			n.put(name, strings.Replace(n.files[name], "---\n", "---\nretracted: true\n", 1))
		}
	}
}

// state is what a store holds, an article a line.
func (n *newsroom) state(s archive.Index) map[string]string {
	n.t.Helper()
	articles, err := s.Articles(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	state := map[string]string{}
	found, passages := map[string]bool{}, 0
	for _, a := range articles {
		a = whole(n.t, s, a.ID)
		line, err := json.Marshal(a)
		if err != nil {
			n.t.Fatal(err)
		}
		if state[a.ID] != "" {
			n.t.Errorf("article %s is there twice", a.ID)
		}
		state[a.ID] = string(line)
		held, err := s.ArticlePassages(n.t.Context(), a.ID)
		if err != nil {
			n.t.Fatal(err)
		}
		if diff := cmp.Diff(segment.Passages(a), held); diff != "" {
			n.t.Errorf("passages of %s (-want +held):\n%s", a.ID, diff)
		}
		for _, p := range held {
			found[p.ID] = true
		}
		passages += len(held)
	}
	hits, err := s.Nearest(n.t.Context(), embed.NewStatic().Vector("harbour"), retrieval.Filter{}, 2*passages)
	if err != nil {
		n.t.Fatal(err)
	}
	terms, err := s.Terms(n.t.Context(), "harbour", retrieval.Passages, retrieval.Filter{}, 2*passages)
	if err != nil {
		n.t.Fatal(err)
	}
	if len(found) != passages || len(hits) != passages || len(terms) != passages {
		n.t.Errorf("%d passages, %d of them different; %d found by vector, %d by term", passages, len(found), len(hits), len(terms))
	}
	return state
}

// committed is the state that a process left, which it never finished or failed to.
func (n *newsroom) committed(o archive.Options) map[string]string {
	n.t.Helper()
	s, err := local.Open(n.t.Context(), o.Dir(), o.Identity())
	if errors.Is(err, local.ErrNoIndex) {
		return nil
	}
	if err != nil {
		n.t.Fatal(err)
	}
	defer s.Close()
	return n.state(s)
}

// finish starts once more and returns the whole new state, which is checked to be of the coverage.
func (n *newsroom) finish(data string) map[string]string {
	n.t.Helper()
	s, _, err := index(n.t.Context(), n.dir, data)
	if err != nil {
		n.t.Fatalf("the next start: %v", err)
	}
	defer s.Close()
	state := n.state(s)
	if len(state) != len(n.files) {
		n.t.Errorf("the next start leaves %d articles, want %d", len(state), len(n.files))
	}
	return state
}

// between checks that each article of a state that was cut short is the old or the new one, and none is lost.
func (n *newsroom) between(old, cut, whole map[string]string) {
	n.t.Helper()
	for id, line := range cut {
		if line != old[id] && line != whole[id] {
			n.t.Errorf("article %s is neither the old nor the new one:\n%s", id, line)
		}
	}
	for id := range whole {
		if old[id] != "" && cut[id] == "" {
			n.t.Errorf("article %s is lost", id)
		}
	}
}

// indexer is a process that indexes the newsroom into data.
func (n *newsroom) indexer(data string, environment ...string) (cmd *exec.Cmd, said *strings.Builder) {
	n.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		n.t.Fatal(err)
	}
	said = &strings.Builder{}
	cmd = exec.CommandContext(n.t.Context(), exe)
	cmd.Env = append(append(os.Environ(), "GORACE=atexit_sleep_ms=0", indexerFolders+"="+n.dir+string(filepath.ListSeparator)+data), environment...)
	cmd.Stderr = said
	return cmd, said
}

// TestKilled kills a process that indexes a coverage that changes, again and again, at a random moment between its first
// and its last. The coverage is in step after the next start; its state in between is made of whole articles.
func TestKilled(t *testing.T) {
	archive.CommitEvery(t, crashCommit)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	n, data := newNewsroom(t, seed), t.TempDir()
	o := options(n.dir, data)

	n.finish(data)
	n.publish()
	start := time.Now()
	one, said := n.indexer(data)
	if err := one.Run(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	whole := time.Since(start)
	old := n.finish(data)

	killed, partial := 0, 0
	for range crashRounds {
		n.publish()
		cmd, said := n.indexer(data)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(n.rng.Float64()*float64(whole)), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		kill.Stop()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok && !exit.Exited() {
			killed++
		} else if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		cut := n.committed(o)
		new := n.finish(data)
		n.between(old, cut, new)
		if !maps.Equal(cut, old) && !maps.Equal(cut, new) {
			partial++
		}
		if t.Failed() {
			t.FailNow()
		}
		old = new
	}
	t.Logf("killed %d times, %d of them between commits", killed, partial)
	if killed < crashRounds/3 {
		t.Errorf("killed %d times of %d: the moments are not in the work", killed, crashRounds)
	}

	manifest, err := os.ReadFile(filepath.Join(o.Dir(), "MANIFEST.json"))
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(filepath.Join(o.Dir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if !strings.Contains(string(manifest), `"`+f.Name()+`"`) {
			t.Errorf("segment %s was left behind", f.Name())
		}
	}
	for _, name := range []string{"MANIFEST.json", "FILES"} {
		left, err := filepath.Glob(filepath.Join(o.Dir(), name+"*"))
		if err != nil || len(left) != 1 {
			t.Errorf("files of %s: %q, %v", name, left, err)
		}
	}
}

// TestRememberedAmiss gives an index what was remembered of the files at another state of it, as a process that is killed
// before it remembers leaves it, or whoever restores one from a copy without the other.
func TestRememberedAmiss(t *testing.T) {
	archive.CommitEvery(t, crashCommit)
	n, data := newNewsroom(t, 3), t.TempDir()
	o := options(n.dir, data)
	copied := func(to, from string) {
		t.Helper()
		if err := errors.Join(os.RemoveAll(to), os.CopyFS(to, os.DirFS(from))); err != nil {
			t.Fatal(err)
		}
	}
	keep := func(to, from string) {
		t.Helper()
		raw, err := os.ReadFile(filepath.Join(from, "FILES"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, "FILES"), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n.finish(data)
	for range 5 {
		before, after := t.TempDir(), t.TempDir()
		copied(before, o.Dir())
		n.publish()
		want := n.finish(data)
		copied(after, o.Dir())

		keep(o.Dir(), before) // killed before it remembered
		if diff := cmp.Diff(want, n.finish(data)); diff != "" {
			t.Fatalf("remembered too little (-want +got):\n%s", diff)
		}
		copied(o.Dir(), before) // as of before, and remembers what is not committed there
		keep(o.Dir(), after)
		if diff := cmp.Diff(want, n.finish(data)); diff != "" {
			t.Fatalf("remembered too much (-want +got):\n%s", diff)
		}
		if err := os.Remove(filepath.Join(o.Dir(), "MANIFEST.json")); err != nil {
			t.Fatal(err)
		}
		if got := n.finish(data); len(got) != len(want) { // the IDs of what had moved are as of now
			t.Fatalf("without its index: %d articles, want %d", len(got), len(want))
		}
		copied(o.Dir(), after)
	}
}

// failing is an embedder that gives up after so many texts.
type failing struct {
	*embed.Static
	left atomic.Int64
}

var errGaveUp = errors.New("the embedding model gave up")

func (f *failing) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if f.left.Add(-int64(len(texts))) < 0 {
		return nil, errGaveUp
	}
	return f.Static.Embed(ctx, texts)
}

// TestFailingEmbedder has the embedder give up at every stage of a change, and the next start go on.
func TestFailingEmbedder(t *testing.T) {
	archive.CommitEvery(t, crashCommit)
	n, data := newNewsroom(t, 2), t.TempDir()
	old, partial := n.finish(data), 0
	for _, left := range []int64{0, 5, 10, 15, 20} {
		n.publish()
		o := options(n.dir, data)
		gives := &failing{Static: embed.NewStatic()}
		gives.left.Store(left)
		o.Embedder = gives
		if s, _, err := archive.Open(t.Context(), o, read(o, n.dir)); err == nil {
			s.Close()
		} else if !errors.Is(err, errGaveUp) || !strings.Contains(err.Error(), o.Dir()) || !strings.Contains(err.Error(), "the next start goes on from there") ||
			strings.Contains(err.Error(), "\n") {
			t.Errorf("after %d texts: %v", left, err)
		}
		cut := n.committed(o)
		whole := n.finish(data)
		n.between(old, cut, whole)
		if !maps.Equal(cut, old) && !maps.Equal(cut, whole) {
			partial++
		}
		old = whole
	}
	if partial == 0 {
		t.Error("nothing was ever committed before the failure")
	}
}
