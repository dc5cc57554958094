package weaviate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/retrieval"
)

// level is how many of its replicas must have written something before it counts as written.
type level string

// A majority is enough for what is written to be found by who asks a majority. Yet passages are written to all replicas while all
// are there: a node that dies with a batch half written has its objects when it is back, but may lack their vectors in its
// index, for good, since what is stored is not written again. So where a replica fails, what was begun is given up and written
// anew, in another edition, to the others; the lost one gets that in whole from them.
const (
	everyone level = "ALL"
	majority level = "QUORUM"
)

// How much is written in a request, and how many requests at once.
const (
	batchBytes = 1 << 20
	batchers   = 4
)

// lame is how long after a replica failed no other is tried.
const lame = time.Minute

// write stores entries in an edition that was never begun, and begins the commit for it.
func (s *shelf) write(ctx context.Context, now *snapshot, put []retrieval.Entry, dims int) (made commit, listings []listing, err error) {
	made = commit{Ordinal: now.Ordinal + 1, Edition: now.unused(), Dims: dims, Void: now.Void}
	of := s.level(ctx)
	listings, err = s.writeTo(ctx, of, put, made.Edition)
	if err != nil && ctx.Err() == nil && of == everyone {
		s.log.Warn("a node of DATELINE_STORE does not write; writing to the others", "error", err)
		s.failed = s.clock()
		made.Void = void(made.Void, made.Edition)
		made.Edition = made.unused()
		listings, err = s.writeTo(ctx, majority, put, made.Edition)
	}
	made.At = s.clock()
	made.Recent = now.recent(made.At)
	return made, listings, err
}

// level is that of passages: everyone while as many nodes as there are replicas are healthy, and none failed lately.
func (s *shelf) level(ctx context.Context) level {
	if s.address.Replication == 1 || s.clock().Sub(s.failed) < lame {
		return majority
	}
	nodes, err := s.nodes(ctx)
	if err != nil || len(nodes) < s.address.Replication || slices.ContainsFunc(nodes, func(n Node) bool { return !n.Healthy }) {
		s.failed = s.clock()
		return majority
	}
	return everyone
}

// writeTo stores entries in an edition, on so many replicas.
func (s *shelf) writeTo(ctx context.Context, of level, put []retrieval.Entry, edition uint64) ([]listing, error) {
	listings := make([]listing, len(put))
	group, writing := errgroup.WithContext(ctx)
	group.SetLimit(batchers)
	var batch []object
	size := 0
	spoken := map[string]struct{}{}
	flush := func() {
		if objects := batch; len(objects) > 0 {
			group.Go(func() error { return s.batch(writing, of, objects) })
		}
		batch, size = nil, 0
	}
	for i, e := range put {
		if writing.Err() != nil {
			break
		}
		l, objects, words, err := s.of.edit(e, edition)
		if err != nil {
			return nil, errors.Join(err, group.Wait())
		}
		listings[i] = l
		for _, word := range words {
			spoken[word] = struct{}{}
		}
		for _, o := range objects {
			batch = append(batch, o)
			if size += o.size(); size >= batchBytes {
				flush()
			}
		}
	}
	flush()
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if err := s.seal(ctx, of); err != nil {
		return nil, err
	}
	return listings, s.learn(ctx, spoken)
}

// sealsEach is how many objects are drawn for each shard, so that each gets one.
const sealsEach = 16

// seal has every shard bring to its log what it has of vectors. Weaviate 1.35 does that for a batch before the batch's own
// vectors are in its index (putBatch in adapters/repos/db/shard_write_batch_objects.go), so that a node which is killed lacks
// those of its last one, though it has said that they are written. So it is done behind every commit's passages; and now and then
// while one may write, for what a node that was down gets from the others. The seals are always the same, and nothing to be found.
func (s *shelf) seal(ctx context.Context, l level) error {
	seals := make([]object, sealsEach*s.shards)
	for i := range seals {
		seals[i] = object{Class: s.of.passages, ID: idOf("seal", "", uint64(i)), Properties: map[string]any{}}
	}
	return s.batch(ctx, l, seals)
}

// size is about how many bytes an object takes in a request.
func (o object) size() int {
	n := 200 + 12*len(o.Vector)
	for _, p := range o.Properties {
		if text, ok := p.(string); ok {
			n += len(text)
		}
	}
	return n
}

// put writes one object, over what is there of the same ID.
func (c *client) put(ctx context.Context, o object) error {
	return c.batch(ctx, majority, []object{o})
}

// batch writes objects in one request. Where the server did not take all, it is asked to take all again.
func (c *client) batch(ctx context.Context, l level, objects []object) error {
	_, _, err := c.do(ctx, request{
		method: http.MethodPost, path: "/batch/objects?consistency_level=" + string(l), body: map[string]any{"objects": objects}, patience: c.writing,
		check: func(answer []byte) error {
			var results []struct {
				ID     string
				Result struct {
					Status string
					Errors struct{ Error []struct{ Message string } }
				}
			}
			if err := json.Unmarshal(answer, &results); err != nil {
				return fmt.Errorf("read the answer: %w", err)
			}
			for _, r := range results {
				if r.Result.Status != "SUCCESS" {
					message := "status " + r.Result.Status
					if e := r.Result.Errors.Error; len(e) > 0 {
						message = e[0].Message
					}
					return fmt.Errorf("object %s was not written: %s", r.ID, message)
				}
			}
			if len(results) != len(objects) {
				return fmt.Errorf("%d of %d objects were written", len(results), len(objects))
			}
			return nil
		},
	})
	return err
}

// erase deletes what a filter lets through of a collection. A server deletes a bounded number at once.
func (c *client) erase(ctx context.Context, class string, w where) error {
	for {
		var done struct{ Results struct{ Matches, Failed int } }
		_, _, err := c.do(ctx, request{
			method: http.MethodDelete, path: "/batch/objects?consistency_level=" + string(majority), patience: c.erasing,
			body: map[string]any{"match": map[string]any{"class": class, "where": w}, "output": "minimal"},
			check: func(answer []byte) error {
				if err := json.Unmarshal(answer, &done); err != nil {
					return fmt.Errorf("read the answer: %w", err)
				}
				if done.Results.Failed > 0 {
					return fmt.Errorf("%d of %d objects were not deleted", done.Results.Failed, done.Results.Matches)
				}
				return nil
			},
		})
		if err != nil || done.Results.Matches == 0 {
			return err
		}
	}
}
