package weaviate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/local"
	"dateline/retrieval/weaviate/weaviatetest"
)

// story is an article of so many passages that all say the same.
func story(id, says string, passages int) retrieval.Entry {
	random := rand.New(rand.NewPCG(1, uint64(passages)))
	return newEntry(random, 4, retrieval.Article{ID: id, Headline: "Headline", Outlet: "The Ledger", Published: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)},
		slices.Repeat([]string{"The ferry " + says + "."}, passages)...)
}

// state is what a store holds, whichever way it is asked: of each article its text, and how many passages are found by words
// and by vectors.
func state(t *testing.T, s retrieval.Store) map[string]string {
	t.Helper()
	held := map[string]string{}
	articles, err := s.Articles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	terms, err := s.Terms(t.Context(), "ferry", retrieval.Passages, retrieval.Filter{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	near, err := s.Nearest(t.Context(), story("any", "", 1).Vectors[0], retrieval.Filter{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for _, a := range articles {
		passages, err := s.ArticlePassages(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		all += len(passages)
		held[a.ID] = fmt.Sprint(len(passages))
		for _, p := range passages {
			held[a.ID] += " " + p.Text
		}
	}
	if len(terms) != all || len(near) != all {
		t.Errorf("of %d passages words find %d and vectors %d", all, len(terms), len(near))
	}
	return held
}

// testReaders checks that a reader stays at its state until it moves on, in this process and as another opens the index anew.
func testReaders(t *testing.T, c *weaviatetest.Cluster) {
	s := newServer(t, c)
	if _, err := s.Open(t.Context(), identity); !errors.Is(err, retrieval.ErrNoIndex) {
		t.Fatalf("an index that nobody made: %v", err)
	}
	w := openWriter(t, s)
	if _, err := s.Open(t.Context(), identity); !errors.Is(err, retrieval.ErrNoIndex) {
		t.Fatalf("an index without a commit: %v", err)
	}
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("one", "sailed", 2), story("two", "waited", 1)}})
	first := openReader(t, s)
	before := state(t, first)
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("one", "sank", 3)}, Delete: []string{"two"}})
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("three", "was raised", 1)}})
	if diff := cmp.Diff(before, state(t, first)); diff != "" || first.Sequence() != 1 {
		t.Errorf("a reader that did not move changed (-before +after):\n%s", diff)
	}
	changed, err := first.Refresh(t.Context())
	if err != nil || !changed || first.Sequence() != 3 {
		t.Errorf("Refresh: %v, %v, at %d", changed, err, first.Sequence())
	}
	if changed, err := first.Refresh(t.Context()); err != nil || changed {
		t.Errorf("Refresh where there is nothing new: %v, %v", changed, err)
	}
	var lists atomic.Int32
	s.client.http.Transport = listening{s.client.http.Transport, &lists}
	if r := openReader(t, s); r.Sequence() != 3 || lists.Load() != 0 {
		t.Errorf("opened again in one process, it is at %d and listed %d times", r.Sequence(), lists.Load())
	}
	anew := openReader(t, serverAt(t, s.String()))
	for name, r := range map[string]*Store{"moved": first, "anew": anew, "writer": w} {
		if diff := cmp.Diff(map[string]string{"one": "3" + strings.Repeat(" The ferry sank.", 3), "three": "1 The ferry was raised."}, state(t, r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if err := first.Apply(t.Context(), retrieval.Change{Delete: []string{"one"}}); err == nil || !strings.Contains(err.Error(), "reading only") {
		t.Errorf("a reader writes: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if _, err := first.Articles(t.Context()); err == nil {
		t.Error("a closed store answers")
	}
	other, err := s.OpenWriter(t.Context(), "other vectors")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dropIndex(t, s, "other vectors") })
	if held := state(t, other); len(held) > 0 {
		t.Errorf("the index for another embedder begins with %v", held)
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
	h, err := s.Health(t.Context(), identity)
	if err != nil || len(h.Nodes) != 1 || !h.Nodes[0].Healthy || h.Replication != 1 || len(h.Others) != 1 || !strings.Contains(h.Others[0], "other vectors") {
		t.Errorf("Health: %+v, %v", h, err)
	}
}

// listening counts the requests that list all articles.
type listening struct {
	http.RoundTripper
	lists *atomic.Int32
}

func (l listening) RoundTrip(r *http.Request) (*http.Response, error) {
	if body, err := r.GetBody(); err == nil {
		if raw, err := io.ReadAll(body); err == nil && strings.Contains(string(raw), "after:") {
			l.lists.Add(1)
		}
	}
	return l.RoundTripper.RoundTrip(r)
}

// testLease checks that one writes at a time, and who comes next.
func testLease(t *testing.T, c *weaviatetest.Cluster) {
	s := newServer(t, c)
	const length = 600 * time.Millisecond
	w, err := s.openWriter(t.Context(), identity, length)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("one", "sailed", 1)}})
	other := serverAt(t, s.String())
	for began := time.Now(); time.Since(began) < 2*length; { // longer than a lease that is not renewed
		if _, err := other.openWriter(t.Context(), identity, length); !errors.Is(err, retrieval.ErrLocked) || !strings.Contains(err.Error(), "process ") {
			t.Fatalf("while another process writes: %v", err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w, err = other.openWriter(t.Context(), identity, length)
	if err != nil {
		t.Fatalf("once it is closed: %v", err)
	}
	// The process dies: nothing is renewed, and nobody is told.
	w.lease.cancel(errors.New("killed"))
	w.lease.done.Wait()
	began := time.Now()
	for {
		next, err := s.openWriter(t.Context(), identity, length)
		if err == nil {
			apply(t, next, retrieval.Change{Put: []retrieval.Entry{story("two", "waited", 1)}})
			if err := next.Close(); err != nil {
				t.Error(err)
			}
			break
		}
		if !errors.Is(err, retrieval.ErrLocked) || time.Since(began) > 20*length {
			t.Fatalf("after the writer died: %v", err)
		}
	}
	late := retrieval.Change{Put: []retrieval.Entry{story("three", "was late", 1)}}
	if err := w.Apply(t.Context(), late); err == nil {
		t.Error("who is dead writes")
	}
	if held := state(t, openReader(t, s)); len(held) != 2 {
		t.Errorf("it holds %v", held)
	}
	// Who could not renew its lease in time takes another, unless somebody has it.
	w, err = other.openWriter(t.Context(), identity, length)
	if err != nil {
		t.Fatal(err)
	}
	lose := func() {
		w.lease.cancel(errLeaseLost)
		w.lease.done.Wait()
	}
	lose()
	next := soonWriter(t, s)
	if err := w.Apply(t.Context(), late); !errors.Is(err, retrieval.ErrLocked) {
		t.Errorf("who lost the lease to another writes: %v", err)
	}
	apply(t, next, retrieval.Change{Put: []retrieval.Entry{story("four", "was raised", 1)}})
	if err := next.Close(); err != nil {
		t.Error(err)
	}
	apply(t, w, late)
	if held := state(t, w); len(held) != 4 {
		t.Errorf("it holds %v", held)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	// Several who want it at once.
	var writers [6]*Store
	var taken atomic.Int32
	done := make(chan struct{})
	for i := range writers {
		go func() {
			defer func() { done <- struct{}{} }()
			w, err := serverAt(t, s.String()).openWriter(t.Context(), identity, length)
			if err == nil {
				taken.Add(1)
				writers[i] = w
			} else if !errors.Is(err, retrieval.ErrLocked) {
				t.Errorf("several at once: %v", err)
			}
		}()
	}
	for range writers {
		<-done
	}
	if taken.Load() != 1 {
		t.Errorf("%d of %d write at once", taken.Load(), len(writers))
	}
	for _, w := range writers {
		if w != nil {
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// cut is a line to a server that breaks at a request, of which the answer alone is lost or which never arrives, and stays broken.
type cut struct {
	http.RoundTripper
	left    *atomic.Int32
	arrives bool
}

var errCut = errors.New("the line is cut")

func (c cut) RoundTrip(r *http.Request) (*http.Response, error) {
	switch left := c.left.Add(-1); {
	case left > 0:
		return c.RoundTripper.RoundTrip(r)
	case left == 0 && c.arrives:
		if resp, err := c.RoundTripper.RoundTrip(r); err == nil {
			resp.Body.Close()
		}
	}
	return nil, errCut
}

// testCutOff breaks a commit off at each of its requests, as a process that is killed does. Whoever writes next finds the state
// before or after, whole, and goes on.
func testCutOff(t *testing.T, c *weaviatetest.Cluster) {
	before := []retrieval.Entry{story("one", "sailed", 2), story("two", "waited", 2), story("three", "turned", 1)}
	change := retrieval.Change{Put: []retrieval.Entry{story("one", "sank", 3), story("four", "was raised", 2)}, Delete: []string{"three"}}
	want := func(entries ...retrieval.Entry) map[string]string {
		s := local.NewMemory(identity)
		apply(t, s, retrieval.Change{Put: entries})
		return state(t, s)
	}
	old, changed := want(before...), want(append(slices.Clone(change.Put), before[1])...)
	s := newServer(t, c)
	seen := map[bool]int{}
	for at := int32(1); ; at++ {
		for _, arrives := range []bool{false, true} {
			w := soonWriter(t, serverAt(t, s.String()))
			apply(t, w, retrieval.Change{Put: before, Delete: []string{"four"}})
			reader := openReader(t, s)
			left := &atomic.Int32{}
			left.Store(at)
			w.http.Transport = cut{w.http.Transport, left, arrives}
			w.reading.rounds, w.writing.rounds = 1, 1
			w.lease.cancel(errors.New("killed")) // it renews nothing, and yet goes on
			w.lease.done.Wait()
			w.lease.ctx = t.Context()
			err := w.Apply(t.Context(), change)
			if diff := cmp.Diff(old, state(t, reader)); diff != "" {
				t.Fatalf("cut at request %d: a reader sees (-before +after):\n%s", at, diff)
			}
			next := soonWriter(t, serverAt(t, s.String()))
			got := state(t, next)
			done := cmp.Equal(got, changed)
			if !done && !cmp.Equal(got, old) {
				t.Fatalf("cut at request %d: neither before nor after: %v", at, got)
			}
			if err == nil && !done {
				t.Fatalf("cut at request %d: what was committed is lost", at)
			}
			seen[done]++
			t.Logf("request %d, arrives %v: done %v, %v", at, arrives, done, err)
			apply(t, next, retrieval.Change{Put: change.Put, Delete: change.Delete})
			if got := state(t, openReader(t, serverAt(t, s.String()))); !cmp.Equal(got, changed) {
				t.Fatalf("cut at request %d: tried again, it holds %v", at, got)
			}
			if err := next.Close(); err != nil {
				t.Fatal(err)
			}
			if left.Load() > 0 { // it was done before the line broke
				if seen[true] < 2 || seen[false] < 6 {
					t.Errorf("of all cuts %d left it done and %d undone", seen[true], seen[false])
				}
				return
			}
		}
	}
}

// testGoesOn breaks the line at each request of a commit and mends it: the same writer commits the same again.
func testGoesOn(t *testing.T, c *weaviatetest.Cluster) {
	s := newServer(t, c)
	w := openWriter(t, s)
	whole := w.http.Transport
	w.reading.rounds, w.writing.rounds = 1, 1
	for at := int32(1); ; at++ {
		for _, arrives := range []bool{false, true} {
			says := fmt.Sprint("sailed ", at, " times")
			change := retrieval.Change{Put: []retrieval.Entry{story("one", says, 1+int(at)%3), story("two", says, 2)}}
			left := &atomic.Int32{}
			left.Store(at)
			w.http.Transport = cut{whole, left, arrives}
			failed := w.Apply(t.Context(), change)
			unbroken := left.Load() > 0
			w.http.Transport = whole
			if err := w.Apply(t.Context(), change); err != nil {
				t.Fatalf("after %v: %v", failed, err)
			}
			want := map[string]string{"one": fmt.Sprint(1 + int(at)%3), "two": "2"}
			for id, n := range map[string]int{"one": 1 + int(at)%3, "two": 2} {
				want[id] += strings.Repeat(" The ferry "+says+".", n)
			}
			for name, r := range map[string]*Store{"the writer": w, "a reader": openReader(t, serverAt(t, s.String()))} {
				if diff := cmp.Diff(want, state(t, r)); diff != "" {
					t.Fatalf("after %v %s holds (-want +got):\n%s", failed, name, diff)
				}
			}
			if unbroken {
				return
			}
			if failed == nil {
				t.Fatalf("nothing failed though request %d did", at)
			}
		}
	}
}

// soonWriter opens the index for writing once the one before has let go of it, or died.
func soonWriter(t *testing.T, s *Server) *Store {
	t.Helper()
	for began := time.Now(); ; {
		w, err := s.openWriter(t.Context(), identity, 250*time.Millisecond)
		if err == nil {
			t.Cleanup(func() { _ = w.Close() })
			return w
		}
		if !errors.Is(err, retrieval.ErrLocked) || time.Since(began) > 30*time.Second {
			t.Fatal(err)
		}
	}
}

// testSweep checks that what nobody sees any more goes, no sooner, and that what a writer left goes at once.
func testSweep(t *testing.T, c *weaviatetest.Cluster) {
	s := newServer(t, c)
	at := time.Now()
	s.client.clock = func() time.Time { return at }
	w := openWriter(t, s)
	stored := func(class, property string) (n int) { // seals and leases have neither property
		t.Helper()
		var answer struct {
			Aggregate map[string][]struct{ Meta struct{ Count int } }
		}
		if err := s.client.query(t.Context(), fmt.Sprintf("{Aggregate{%s(where:%v){meta{count}}}}", class, number(property, "GreaterThan", 0)), &answer); err != nil {
			t.Fatal(err)
		}
		return answer.Aggregate[class][0].Meta.Count
	}
	want := func(when string, articles, passages int) {
		t.Helper()
		if a, p := stored(w.of.articles, pEdition), stored(w.of.passages, pEdition); a != articles || p != passages {
			t.Errorf("%s %d articles and %d passages are stored, want %d and %d", when, a, p, articles, passages)
		}
	}
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("one", "sailed", 2), story("two", "waited", 3)}})
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("one", "sank", 4)}, Delete: []string{"two"}})
	want("while a reader may be at the former state", 3, 9)
	at = at.Add(grace + time.Second)
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("three", "turned", 1)}})
	want("later", 2, 5)
	if got := len(w.current.Dead); got != 0 {
		t.Errorf("%d are still to be deleted", got)
	}
	if err := w.batch(t.Context(), majority, []object{{Class: w.of.passages, ID: idOf("passage", "left", 9), Properties: map[string]any{pEdition: w.current.unused()}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w = openWriter(t, serverAt(t, s.String()))
	want("after a writer that left something", 2, 5)
	if before := stored(w.of.commits, pOrdinal); before != 3 {
		t.Errorf("%d commits are stored", before)
	}
	w.client.clock = func() time.Time { return at.Add(keptFor + time.Hour) }
	apply(t, w, retrieval.Change{Put: []retrieval.Entry{story("three", "sailed", 1)}})
	if after := stored(w.of.commits, pOrdinal); after != 2 { // the last one is kept, however old
		t.Errorf("%d commits are stored a week later", after)
	}
	if held := state(t, openReader(t, serverAt(t, s.String()))); len(held) != 2 {
		t.Errorf("it holds %v", held)
	}
}

// testCopy moves an index from a folder to a server and back, where nothing is embedded.
func testCopy(t *testing.T, c *weaviatetest.Cluster) {
	random := rand.New(rand.NewPCG(1, 2))
	entries := articlesOf(random, 0, 40, 3, 8, "en", "de")
	entries[3].Article.Audience, entries[5].Vectors[1] = "oaks", nil
	there, here, back := openWriter(t, newServer(t, c)), local.NewMemory(identity), local.NewMemory(identity)
	apply(t, here, retrieval.Change{Put: entries})
	apply(t, there, retrieval.Change{Put: append(articlesOf(random, 90, 1, 1, 8, "en"), entries[0])})
	calls := 0
	changes, err := archive.Copy(t.Context(), here, there, func(archive.Progress) { calls++ })
	if want := (archive.Changes{Added: 39, Deleted: 1}); err != nil || changes != want || calls == 0 {
		t.Fatalf("Copy: %+v, %v, want %+v; told %d times", changes, err, want, calls)
	}
	if changes, err := archive.Copy(t.Context(), here, there, nil); err != nil || !changes.None() {
		t.Errorf("Copy again: %+v, %v", changes, err)
	}
	if _, err := archive.Copy(t.Context(), there, back, nil); err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		for name, s := range map[string]retrieval.Store{"there": there.Whole(), "back": back.Whole()} {
			a, ok, err := s.Article(t.Context(), e.Article.ID)
			if err != nil || !ok {
				t.Fatalf("%s: article %d: %v", name, i, err)
			}
			a.Size = 0
			passages, err := s.ArticlePassages(t.Context(), e.Article.ID)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, p := range passages {
				ids = append(ids, p.ID)
			}
			vectors, err := s.Vectors(t.Context(), ids)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e, retrieval.Entry{Article: a, Passages: passages, Vectors: vectors}); diff != "" {
				t.Fatalf("%s: article %d (-before +after):\n%s", name, i, diff)
			}
		}
	}
}

func dropIndex(t testing.TB, s *Server, identity string) {
	of := s.client.address.collections(identity)
	for _, class := range []string{of.passages, of.articles, of.words, of.commits} {
		if _, err := s.client.remove(context.Background(), "/schema/"+class); err != nil {
			t.Logf("drop %s: %v", class, err)
		}
	}
}
