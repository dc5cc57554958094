package local

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"dateline/retrieval"

	"github.com/philippgille/chromem-go"
	"github.com/viterin/vek/vek32"
)

// vectorsOnly makes articles of ten passages of a word each.
func vectorsOnly(random *rand.Rand, from, passages, dims int) []retrieval.Entry {
	var entries []retrieval.Entry
	for i := range passages / 10 {
		var words []string
		for range 10 {
			words = append(words, word(random.Uint64N(1000)))
		}
		e := newEntry(fmt.Sprintf("article%06d", from+i), "", dims, words...)
		for j := range e.Vectors {
			e.Vectors[j] = randomVector(random, dims)
		}
		entries = append(entries, e)
	}
	return entries
}

// TestNearestIsExact compares what is found with what chromem-go finds in the same vectors.
func TestNearestIsExact(t *testing.T) {
	for _, dims := range []int{3, 100, 384} {
		random := rand.New(rand.NewPCG(1, uint64(dims)))
		s := openWriter(t, t.TempDir())
		apply(t, s, retrieval.Change{Put: vectorsOnly(random, 0, 3000, dims)})
		if n := len(s.current.stretches(retrieval.Filter{}, scanFloats/dims)); dims == 384 && n < 2 {
			t.Errorf("%d stretch, too few to share", n)
		}
		collection := collected(t, s)
		for range 20 {
			query := randomVector(random, dims)
			got, err := s.Nearest(t.Context(), query, retrieval.Filter{}, 50)
			if err != nil {
				t.Fatal(err)
			}
			want, err := collection.QueryEmbedding(t.Context(), query, 50, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if math.Abs(got[i].Score-float64(want[i].Similarity)) > 1e-5 {
					t.Fatalf("%d dimensions: hit %d is %v, chromem-go's %s at %g", dims, i, got[i], want[i].ID, want[i].Similarity)
				}
			}
		}
	}
}

// collected is the collection of a store of one segment, once all vectors were asked for.
func collected(t *testing.T, s *Store) *chromem.Collection {
	t.Helper()
	v := s.current.views[0]
	for place := range v.passageCount() {
		if _, err := v.vectorOf(t.Context(), place); err != nil {
			t.Fatal(err)
		}
	}
	return v.vectors.asked
}

// TestOneMemory checks that the collection's embeddings are the memory that is scanned.
func TestOneMemory(t *testing.T) {
	s := openWriter(t, t.TempDir())
	entries := archiveOf(200, 100)
	for _, e := range entries {
		for _, v := range e.Vectors {
			vek32.MulNumber_Inplace(v, 1.001) // as an embedder may round
		}
	}
	entries[3].Vectors[4] = nil
	apply(t, s, retrieval.Change{Put: entries})
	v, collection := s.current.views[0], collected(t, s)
	if n := collection.Count(); n != 199 {
		t.Errorf("the collection holds %d vectors, want 199", n)
	}
	documents := reflect.ValueOf(collection).Elem().FieldByName("documents")
	for n, place := range v.rows {
		embedding := documents.MapIndex(reflect.ValueOf(v.passageID(int(place)))).Elem().FieldByName("Embedding")
		if embedding.Pointer() != reflect.ValueOf(v.vectors.row(n)).Pointer() {
			t.Fatalf("the vector of row %d is a copy", n)
		}
	}
}

func TestDot(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1, 3, 4, 7, 100, 384, 1001} {
		a, b := randomVector(random, n), randomVector(random, n)
		var want float64
		for i := range a {
			want += float64(a[i]) * float64(b[i])
		}
		for name, dot := range map[string]func(a, b []float32) float32{"plain": plainDot, "chosen": dot} {
			if got := float64(dot(a, b)); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s dot of %d = %g, want %g", name, n, got, want)
			}
		}
	}
}
