package archive_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/retrieval/archive"
)

// patience is how long a test that goes wrong waits.
const patience = 20 * time.Second

// watched is a folder under watch. Each sync says what files there are; fails makes one fail.
type watched struct {
	t     *testing.T
	dir   string
	syncs chan string
	said  chan string
	fails chan error
	end   func() error
}

func watch(t *testing.T, settle time.Duration) *watched {
	w := &watched{t: t, dir: filepath.Join(t.TempDir(), "news"), syncs: make(chan string, 100), said: make(chan string, 100), fails: make(chan error, 1)}
	w.write("a.txt", "One")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- archive.Watch{
			Folders: []string{w.dir}, Settle: settle, Longest: 20 * settle, Look: 20 * time.Millisecond,
			Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Say: func(sentence string) { w.said <- sentence }, Sync: w.sync,
		}.Run(ctx)
	}()
	w.end = func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(patience):
			return errors.New("the watch does not end")
		}
	}
	t.Cleanup(cancel)
	w.until("a.txt=One")
	return w
}

func (w *watched) sync(context.Context) error {
	select {
	case err := <-w.fails:
		return err
	default:
	}
	var files []string
	err := filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(w.dir, path)
		files = append(files, filepath.ToSlash(name)+"="+string(text))
		return err
	})
	w.syncs <- strings.Join(files, " ")
	return err
}

// until waits for a sync that sees exactly these files.
func (w *watched) until(files string) {
	w.t.Helper()
	w.wait(w.syncs, func(seen string) bool { return seen == files }, files)
}

func (w *watched) says(words string) {
	w.t.Helper()
	w.wait(w.said, func(said string) bool { return strings.Contains(said, words) }, words)
}

func (w *watched) wait(events <-chan string, right func(string) bool, want string) {
	w.t.Helper()
	last, late := "nothing", time.After(patience)
	for {
		select {
		case last = <-events:
			if right(last) {
				return
			}
		case <-late:
			w.t.Fatalf("last is %s, want %s", last, want)
		}
	}
}

func (w *watched) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	w.ok(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600))
}

func (w *watched) ok(errs ...error) {
	w.t.Helper()
	if err := errors.Join(errs...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watched) path(name string) string { return filepath.Join(w.dir, name) }

func TestWatch(t *testing.T) {
	w := watch(t, 20*time.Millisecond)
	w.write("a.txt", "Two")
	w.until("a.txt=Two")
	w.write("deep/er/b.txt", "In a new folder") // and what is written there later is noticed too
	w.until("a.txt=Two deep/er/b.txt=In a new folder")
	w.write("deep/er/b.txt", "B")
	w.until("a.txt=Two deep/er/b.txt=B")
	w.ok(os.Rename(w.path("deep"), w.path("sea")))
	w.until("a.txt=Two sea/er/b.txt=B")
	w.write("sea/er/b.txt", "C")
	w.until("a.txt=Two sea/er/b.txt=C")
	w.write(".a.txt.swp", "Three") // as editors save
	w.ok(os.Rename(w.path(".a.txt.swp"), w.path("a.txt")))
	w.until("a.txt=Three sea/er/b.txt=C")
	w.ok(os.RemoveAll(w.path("sea")))
	w.until("a.txt=Three")

	w.ok(os.Rename(w.dir, w.dir+".away"))
	w.says("is gone; waiting")
	w.write("a.txt", "Four") // another folder in its place
	w.says("is back")
	w.until("a.txt=Four")
	w.write("a.txt", "Five")
	w.until("a.txt=Five")

	w.fails <- errors.New("the endpoint does not answer")
	w.write("a.txt", "Six")
	w.says("the endpoint does not answer; trying again")
	w.until("a.txt=Six")
	if err := w.end(); err != nil {
		t.Error(err)
	}
}

// A burst of writes is one sync, which sees the last of them.
func TestWatchWaitsForStillness(t *testing.T) {
	w := watch(t, 500*time.Millisecond)
	text := ""
	for range 50 {
		text += "x"
		w.write("a.txt", text)
	}
	select {
	case seen := <-w.syncs:
		if seen != "a.txt="+text {
			t.Errorf("a sync in the middle sees %s", seen)
		}
	case <-time.After(patience):
		t.Fatal("no sync")
	}
	if err := w.end(); err != nil || len(w.syncs) > 0 {
		t.Errorf("%d syncs more (%v)", len(w.syncs), err)
	}
}

// While the writing does not end, what there is is synced all the same.
func TestWatchDoesNotWaitForEver(t *testing.T) {
	w := watch(t, 50*time.Millisecond)
	late := time.After(patience)
	for len(w.syncs) == 0 {
		w.write("a.txt", "On and on")
		select {
		case <-late:
			t.Fatal("no sync")
		default:
		}
	}
	if err := w.end(); err != nil {
		t.Error(err)
	}
}

// A reader that stays sees what another commits, at its next tick; what it cannot read it says once.
func TestFollow(t *testing.T) {
	o := newOpening(t, t.TempDir(), &embedder{identity: identity})
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	reader, _ := o.open(t, kerry)
	var log strings.Builder
	moves := 0
	ticks, done := make(chan time.Time), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer close(done)
		archive.Follow(ctx, reader, ticks, slog.New(slog.NewTextHandler(&log, nil)), func() { moves++ })
	}()
	tick := func() { // the second is taken once the first is dealt with
		ticks <- time.Time{}
		ticks <- time.Time{}
	}
	tick()
	want(t, reader, kerry)
	o.open(t, kerry, convoy)
	want(t, reader, kerry)
	tick()
	want(t, reader, kerry, convoy)
	manifest := filepath.Join(o.Dir(), "MANIFEST.json")
	whole, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	tick()
	want(t, reader, kerry, convoy)
	if err := os.WriteFile(manifest, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	o.open(t, convoy)
	tick()
	want(t, reader, convoy)
	cancel()
	<-done
	if moves != 2 {
		t.Errorf("told of %d moves, want 2", moves)
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings, want 1:\n%s", n, &log)
	}
}
