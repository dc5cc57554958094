package local

import (
	"context"
	"errors"
	"fmt"
	"math"

	"dateline/retrieval"

	"github.com/philippgille/chromem-go"
)

// unitTolerance is how far a vector's length may be from 1: embedders compute it in single precision, and some round.
const unitTolerance = 0.01

// normalized returns v at length 1, or an error for what has no direction. A vector that has the length already is
// returned as it is; chromem-go then keeps it without a copy.
func normalized(v []float32) ([]float32, error) {
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	norm := math.Sqrt(square)
	switch {
	case math.IsNaN(norm) || math.IsInf(norm, 0):
		return nil, errors.New("the vector holds a value that is not a number")
	case norm == 0:
		return nil, errors.New("the vector is zero")
	case math.Abs(norm-1) > unitTolerance:
		return nil, fmt.Errorf("the vector's length is %.3g, not 1", norm)
	case math.Abs(norm-1) < 1e-6: // what chromem-go takes for 1
		return v, nil
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / norm)
	}
	return out, nil
}

// noEmbedding stands where chromem-go would embed texts itself, which it is never asked to.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("vectors come with their passages")
}

// newVectors collects passages' vectors, in memory, under the embedder's identity.
func newVectors(ctx context.Context, identity string, passages []retrieval.Passage, vectors [][]float32) (*chromem.DB, *chromem.Collection, error) {
	db := chromem.NewDB()
	c, err := db.CreateCollection(identity, nil, noEmbedding)
	if err != nil {
		return nil, nil, err
	}
	for i, p := range passages {
		if err := c.AddDocument(ctx, chromem.Document{ID: p.ID, Embedding: vectors[i]}); err != nil {
			return nil, nil, err
		}
	}
	return db, c, nil
}

// readVectors reads what chromem-go exported.
func readVectors(path, identity string) (*chromem.Collection, error) {
	db := chromem.NewDB()
	if err := db.ImportFromFile(path, ""); err != nil {
		return nil, err
	}
	c := db.GetCollection(identity, noEmbedding)
	if c == nil {
		return nil, fmt.Errorf("no collection is named %q", identity)
	}
	return c, nil
}

// nearest adds the passages of one segment that are nearest to the query. Where the filter and the deletions leave most
// of them, chromem-go searches and is asked for as many more as they take away; where they leave few, those are compared
// one by one. Either way nothing that belongs among the k best is missed.
func (v view) nearest(ctx context.Context, query []float32, f retrieval.Filter, hits *best) error {
	allowed := v.allowed(f)
	excluded := 0
	for i, ok := range allowed {
		if !ok {
			excluded += v.first[i+1] - v.first[i]
		}
	}
	all := len(v.Passages)
	if 4*excluded > all {
		return v.compare(ctx, query, allowed, hits)
	}
	const spare = 16 // for ties at the cut
	for n := min(hits.k+excluded+spare, all); n > 0; n = min(2*n, all) {
		found, err := v.vectors.QueryEmbedding(ctx, query, n, nil, nil)
		if err != nil {
			return err
		}
		cut := float32(math.Inf(-1)) // the similarity of the k-th
		kept := found[:0:0]
		for _, r := range found {
			if allowed == nil || allowed[v.owner[v.passage[r.ID]]] {
				if kept = append(kept, r); len(kept) == hits.k {
					cut = r.Similarity
				}
			}
		}
		// chromem-go returns equal similarities in any order: all that equal the k-th must be here to be told by ID.
		if n == all || found[n-1].Similarity < cut {
			for _, r := range kept {
				hits.add(retrieval.Hit{ID: r.ID, Score: float64(r.Similarity)})
			}
			return nil
		}
	}
	return nil
}

// vector is that of a passage of the segment.
func (s *segment) vector(ctx context.Context, passage string) ([]float32, error) {
	d, err := s.vectors.GetByID(ctx, passage)
	return d.Embedding, err
}

// compare adds the passages of the allowed articles.
func (v view) compare(ctx context.Context, query []float32, allowed []bool, hits *best) error {
	for i, p := range v.Passages {
		if !allowed[v.owner[i]] {
			continue
		}
		vector, err := v.vector(ctx, p.ID)
		if err != nil {
			return err
		}
		var dot float32
		for j, x := range vector {
			dot += x * query[j]
		}
		hits.add(retrieval.Hit{ID: p.ID, Score: float64(dot)})
	}
	return ctx.Err()
}
