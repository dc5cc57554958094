package archive_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/local"
)

// sparing is coverage that leaves out of an article what it told before, once that is remembered.
type sparing struct {
	articles   []retrieval.Article
	told, last map[string]string // hashes by ID and path
}

func (s *sparing) Articles(context.Context) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		s.last = map[string]string{}
		for _, a := range s.articles {
			key := a.ID + "\x00" + a.Path
			s.last[key] = a.Hash
			if s.told[key] == a.Hash {
				a = retrieval.Article{ID: a.ID, Path: a.Path, Hash: a.Hash, Corrects: a.Corrects}
			}
			if !yield(a, nil) {
				return
			}
		}
	}
}

func (s *sparing) Remember() error {
	s.told = s.last
	return nil
}

func (s *sparing) Forget() { s.told = nil }

// TestLeavingOutChangesNothing takes a coverage through edits, moves, deletions, corrections and retractions by chance. Whether
// all of it is read each time or what is known is left out, the index comes to hold the same, by the same changes.
func TestLeavingOutChangesNothing(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 1))
		read := local.NewMemory(identity)
		o := newOpening(t, t.TempDir(), &embedder{identity: identity})
		spared, err := archive.OpenWriter(t.Context(), o.Options)
		if err != nil {
			t.Fatal(err)
		}
		c := &sparing{}
		places := map[string]retrieval.Article{}
		for step := range 12 {
			for range 1 + random.IntN(3) {
				disturb(random, places)
			}
			c.articles = nil
			for n := range placeCount {
				if a, ok := places[place(n)]; ok {
					c.articles = append(c.articles, a)
				}
			}
			want, err := archive.Sync(t.Context(), read, o.Embedder, c.articles, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := o.Sync(t.Context(), spared, c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, step %d: changes (-read +left out):\n%s", seed, step, diff)
			}
			all, err1 := read.Articles(t.Context())
			some, err2 := spared.Articles(t.Context())
			if diff := cmp.Diff(all, some); diff != "" || err1 != nil || err2 != nil {
				t.Fatalf("seed %d, step %d (%v, %v): articles (-read +left out):\n%s", seed, step, err1, err2, diff)
			}
			if random.IntN(4) == 0 { // another process goes on
				if err := spared.Close(); err != nil {
					t.Fatal(err)
				}
				if spared, err = archive.OpenWriter(t.Context(), o.Options); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := spared.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

const placeCount = 7

func place(n int) string { return string(rune('a' + n)) }

// disturb makes a change to what stands at the places.
func disturb(random *rand.Rand, places map[string]retrieval.Article) {
	from, to := place(random.IntN(placeCount)), place(random.IntN(placeCount))
	a, there := places[from]
	switch random.IntN(6) {
	case 0:
		delete(places, from)
		return
	case 1: // moves, perhaps over another
		if there {
			delete(places, from)
			a.ID, a.Path = to, to
			places[to] = a
		}
		return
	}
	story := []string{"Ferry sinks", "Mill shuts", "Quay breaks"}[random.IntN(3)]
	a = at(from, fmt.Sprintf("%s. It is told %d times.", story, random.IntN(3)))
	a.Published = time.Date(2016, 9, 1+random.IntN(5), 0, 0, 0, 0, time.UTC)
	a.Outlet = []string{"Desk", "Wire"}[random.IntN(2)]
	a.URL = "https://example.org/" + place(random.IntN(placeCount))
	switch random.IntN(8) {
	case 0:
		a.Headline = "Correction: " + story
	case 1:
		a.Headline, a.Corrects = "We were wrong", to
	case 2:
		a.Headline, a.Corrects = "Correction", "https://example.org/"+to
	case 3:
		a.Headline = "RETRACTED: " + story
	default:
		a.Headline = story
	}
	a.Hash = fmt.Sprint(a.Text, a.Published, a.Outlet, a.URL, a.Headline, a.Corrects)
	places[from] = a
}
