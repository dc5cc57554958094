package local

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/philippgille/chromem-go"
)

// vectors are those of a segment's passages, one behind another, in the memory of their file.
type vectors struct {
	dims       int
	all        []float32
	collection func() (*chromem.Collection, error)
}

// newVectors takes all for the vectors of the catalog's rows. The collection is made when it is first asked for: it costs
// some 200 bytes a passage, and the first of its questions may be long in coming.
func newVectors(identity string, dims int, all []float32, c *catalog) (vectors, error) {
	if len(all) != len(c.rows)*dims {
		return vectors{}, fmt.Errorf("%d values make no %d vectors of %d dimensions", len(all), len(c.rows), dims)
	}
	v := vectors{dims: dims, all: all}
	v.collection = sync.OnceValues(func() (*chromem.Collection, error) { return v.collect(identity, c) })
	return v, nil
}

// row is the vector of a row of the catalog.
func (v *vectors) row(n int) []float32 { return v.all[n*v.dims : (n+1)*v.dims] }

// collect makes the collection of a segment's vectors, under the embedder's name, of the memory that they have.
func (v *vectors) collect(identity string, c *catalog) (*chromem.Collection, error) {
	collection, err := chromem.NewDB().CreateCollection(identity, nil, noEmbedding)
	if err != nil {
		return nil, err
	}
	for n, place := range c.rows {
		document := chromem.Document{ID: c.passageID(int(place)), Embedding: v.row(n)}
		if err := collection.AddDocument(context.Background(), document); err != nil {
			return nil, err
		}
	}
	return collection, nil
}

// noEmbedding stands where chromem-go would embed texts itself, which it is never asked to.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors come with their passages")
}

// vectorOf returns a copy of a passage's vector, nil where it has none.
func (s *segment) vectorOf(ctx context.Context, place int) ([]float32, error) {
	if _, ok := slices.BinarySearch(s.rows, uint32(place)); !ok {
		return nil, nil
	}
	collection, err := s.vectors.collection()
	if err != nil {
		return nil, err
	}
	d, err := collection.GetByID(ctx, s.passageID(place))
	return d.Embedding, err
}

func writeVectors(path string, pieces []piece) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<16)
	for _, p := range pieces {
		for _, v := range p.vectors {
			if _, err := w.Write(bytesOf(v)); err != nil {
				return err
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
