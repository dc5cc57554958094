package local

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/philippgille/chromem-go"
)

// vectors are those of a segment's passages, one behind another, in the memory of their file.
type vectors struct {
	dims  int
	all   []float32
	asked *chromem.Collection // of those that were asked for by their passages, in the same memory
}

// newVectors takes all for the vectors of the catalog's rows.
func newVectors(identity string, dims int, all []float32, c *catalog) (v vectors, err error) {
	if len(all) != len(c.rows)*dims {
		return v, fmt.Errorf("%d values make no %d vectors of %d dimensions", len(all), len(c.rows), dims)
	}
	v = vectors{dims: dims, all: all}
	v.asked, err = chromem.NewDB().CreateCollection(identity, nil, noEmbedding)
	return v, err
}

// noEmbedding stands where chromem-go would embed texts itself, which it is never asked to.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors come with their passages")
}

// row is the vector of a row of the catalog.
func (v *vectors) row(n int) []float32 { return v.all[n*v.dims : (n+1)*v.dims] }

// vectorOf returns a copy of a passage's vector, nil where it has none.
func (s *segment) vectorOf(ctx context.Context, place int) ([]float32, error) {
	n, ok := slices.BinarySearch(s.rows, uint32(place))
	if !ok {
		return nil, nil
	}
	id := s.passageID(place)
	if d, err := s.vectors.asked.GetByID(ctx, id); err == nil {
		return d.Embedding, nil
	}
	if err := s.vectors.asked.AddDocument(ctx, chromem.Document{ID: id, Embedding: s.vectors.row(n)}); err != nil {
		return nil, err
	}
	d, err := s.vectors.asked.GetByID(ctx, id)
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
