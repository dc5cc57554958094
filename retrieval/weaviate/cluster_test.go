package weaviate

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/weaviate/weaviatetest"
)

// TestLostNodes kills nodes of three, each of which has all of the index: one while it is written and one while it is asked.
// Nothing may be lost, every question be answered, and what was down be in step again once it is back.
func TestLostNodes(t *testing.T) {
	c := weaviatetest.Start(t, 3)
	s := newServer(t, c)
	random := rand.New(rand.NewPCG(1, 2))
	entries := articlesOf(random, 0, 120, 3, 16, "en")
	w := openWriter(t, s)
	asked := func(s *Store) int { return int(s.at.Load()) }
	lost := asked(w)
	for n, part := range slices.Collect(slices.Chunk(entries, 20)) {
		if n == 2 {
			go c.Kill(lost) // in the middle of a commit, or between two
		}
		apply(t, w, retrieval.Change{Put: part})
	}
	if asked(w) == lost {
		t.Fatal("the node that was killed was never missed")
	}
	holdsAll(t, "with a node lost while indexing", openReader(t, serverAt(t, s.String())), entries)
	c.Restart(lost)
	inStep(t, c, s, lost, entries)

	r := openReader(t, serverAt(t, s.String()))
	lost = (lost + 1) % 3 // seals would have to pass before the same one is killed again
	r.at.Store(int32(lost))
	const questions, workers = 1000, 4
	var next atomic.Int32
	var group sync.WaitGroup
	var failed [workers]error
	began := time.Now()
	for n := range failed {
		group.Go(func() {
			for failed[n] == nil {
				i := int(next.Add(1)) - 1
				if i >= questions {
					return
				}
				if i == questions/3 {
					c.Kill(lost)
				}
				failed[n] = askOne(t, r, entries[i%len(entries)], i)
			}
		})
	}
	group.Wait()
	if err := errors.Join(failed[:]...); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d questions in %.1f s", questions, time.Since(began).Seconds())
	if asked(r) == lost {
		t.Fatal("the node that was killed was never missed")
	}
	changed := articlesOf(random, 0, 10, 2, 16, "en")
	apply(t, w, retrieval.Change{Put: changed, Delete: []string{entries[20].Article.ID}})
	now := slices.Concat(changed, entries[10:20], entries[21:])
	holdsAll(t, "with a node lost while asking", openReader(t, serverAt(t, s.String())), now)
	c.Restart(lost)
	inStep(t, c, s, lost, now)
}

// askOne asks for an article in one of several ways, and wants it.
func askOne(t *testing.T, r *Store, e retrieval.Entry, i int) error {
	n := i % len(e.Passages)
	want := e.Passages[n].ID
	var hits []retrieval.Hit
	var err error
	switch i % 3 {
	case 0:
		hits, err = r.Terms(t.Context(), question(e, n), retrieval.Passages, retrieval.Filter{}, 5)
	case 1:
		hits, err = r.Nearest(t.Context(), e.Vectors[n], retrieval.Filter{}, 5)
	case 2:
		var passages []retrieval.Passage
		if passages, err = r.ArticlePassages(t.Context(), e.Article.ID); err == nil && len(passages) > n {
			hits = []retrieval.Hit{{ID: passages[n].ID}}
		}
	}
	if err != nil || len(hits) == 0 || hits[0].ID != want {
		return fmt.Errorf("question %d finds %v, want %s: %w", i, hits, want, err)
	}
	return nil
}

// missing tells what a store does not find of what it should hold, whichever way it is asked.
func missing(t *testing.T, s *Store, entries []retrieval.Entry) error {
	articles, err := s.Articles(t.Context())
	if err != nil {
		return err
	}
	if len(articles) != len(entries) {
		return fmt.Errorf("it lists %d articles of %d", len(articles), len(entries))
	}
	var ids []string
	for i, e := range entries {
		a, ok, err := s.Article(t.Context(), e.Article.ID)
		if err != nil || !ok || a.Text != e.Article.Text {
			return fmt.Errorf("article %q: %v, %w", e.Article.ID, ok, err)
		}
		for _, p := range e.Passages {
			ids = append(ids, p.ID)
		}
		if i%8 == 0 {
			if err := askOne(t, s, e, 0); err != nil {
				return err
			}
		}
	}
	passages, err := s.Passages(t.Context(), ids)
	if err != nil || len(passages) != len(ids) {
		return fmt.Errorf("%d passages of %d, %w", len(passages), len(ids), err)
	}
	near, err := s.Nearest(t.Context(), entries[0].Vectors[0], retrieval.Filter{}, 2*len(ids))
	if err != nil || len(near) != len(ids) {
		return fmt.Errorf("%d passages of %d by their vectors, %w", len(near), len(ids), err)
	}
	return nil
}

func holdsAll(t *testing.T, when string, s *Store, entries []retrieval.Entry) {
	t.Helper()
	if err := missing(t, s, entries); err != nil {
		t.Fatalf("%s: %v", when, err)
	}
}

// inStep waits until a node that was down finds everything when it alone is asked.
func inStep(t *testing.T, c *weaviatetest.Cluster, s *Server, node int, entries []retrieval.Entry) {
	t.Helper()
	a := s.client.address
	a.Hosts = c.Hosts()[node : node+1]
	began := time.Now()
	for {
		r, err := New(a, "", s.client.log).Open(t.Context(), identity)
		if err == nil {
			if err = missing(t, r, entries); err == nil {
				t.Logf("node %d is in step again after %.1f s", node, time.Since(began).Seconds())
				return
			}
		}
		if time.Since(began) > 2*time.Minute {
			t.Fatalf("node %d does not catch up: %v", node, err)
		}
	}
}
