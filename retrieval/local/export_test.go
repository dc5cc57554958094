package local

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"sync"
)

// Rows are the vectors of a store by their passages' IDs, in the memory that is searched, in its order.
func (s *Store) Rows() iter.Seq2[string, []float32] {
	return func(yield func(string, []float32) bool) {
		for _, v := range s.current.views {
			for n, place := range v.rows {
				if !yield(v.passageID(int(place)), v.vectors.row(n)) {
					return
				}
			}
		}
	}
}

// Scan is what no search can do without: the products of a vector with all of them alone, on so many processors.
func (s *Store) Scan(query []float32, processors int) float32 {
	sums := make([]float32, processors)
	var group sync.WaitGroup
	for w := range sums {
		group.Go(func() {
			var sum float32
			for _, v := range s.current.views {
				rows := len(v.rows)
				for n := w * rows / processors; n < (w+1)*rows/processors; n++ {
					sum += dot(query, v.vectors.row(n))
				}
			}
			sums[w] = sum
		})
	}
	group.Wait()
	return sums[0]
}

// OpenVectors opens a store of so many vectors alone, each as vector makes it, in files in dir.
func OpenVectors(dir string, n int, vector func() []float32) (*Store, error) {
	var d draft
	dims := 0
	for i := range n / 10 {
		e := newEntry(fmt.Sprintf("article%06d", i), "", 0, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
		for j := range e.Vectors {
			e.Vectors[j] = vector()
			dims = len(e.Vectors[j])
		}
		d.pieces = append(d.pieces, newPiece(e))
	}
	if err := errors.Join(d.writeCatalog(dir), writeVectors(filepath.Join(dir, vectorsName), d.pieces)); err != nil {
		return nil, err
	}
	seg := &segment{}
	if err := seg.mapFiles(dir, identity, dims); err != nil {
		return nil, err
	}
	s := NewMemory(identity)
	s.swap(newSnapshot(manifest{Identity: identity, Dims: dims, Segments: []entry{{}}}, nil, []*segment{seg}))
	return s, nil
}
