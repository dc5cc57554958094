package local

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dateline/retrieval"
)

// Apply commits the change as one new segment and one new manifest, or nothing. Small or largely deleted segments are
// merged into the new one.
func (s *Store) Apply(ctx context.Context, change retrieval.Change) error {
	if !s.writable {
		return fmt.Errorf("the index in %s is open for reading only", s.dir)
	}
	s.change.Lock()
	defer s.change.Unlock()
	now, err := s.shelf.acquire()
	if err != nil {
		return err
	}
	defer s.release(now)
	entries, dims, err := now.admit(change)
	if err != nil {
		return err
	}
	put := make([]piece, len(entries))
	for i, e := range entries {
		if put[i], err = newPiece(e); err != nil {
			return fmt.Errorf("put article %q: %w", e.Article.ID, err)
		}
	}
	deleted := now.deletions(change)
	if len(put) == 0 && len(slices.Concat(deleted...)) == 0 {
		return nil
	}
	next := manifest{Version: version, Sequence: now.manifest.Sequence + 1, Identity: s.identity, Dims: dims}
	var segments []*segment
	merge := now.merges(deleted, len(put))
	for i, v := range now.views {
		if merge[i] {
			put = append(put, v.pieces(deleted[i])...)
			continue
		}
		e := now.manifest.Segments[i]
		e.Deleted = slices.Concat(e.Deleted, deleted[i])
		next.Segments = append(next.Segments, e)
		segments = append(segments, v.segment)
	}
	fresh, err := s.build(ctx, next, put)
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	if fresh != nil {
		next.Segments = append(next.Segments, fresh.entry)
		segments = append(segments, fresh)
	}
	if err := s.commit(ctx, next); err != nil {
		if fresh != nil {
			fresh.close()
		}
		return fmt.Errorf("write the index: %w", err)
	}
	s.swap(newSnapshot(next, nil, segments))
	if s.dir != "" {
		next.sweep(s.dir)
	}
	return nil
}

// build makes the commit's segment, in a folder of a name that was never there; nil of nothing.
func (s *Store) build(ctx context.Context, next manifest, put []piece) (*segment, error) {
	if len(put) == 0 {
		return nil, nil
	}
	if s.dir == "" {
		return buildSegment(ctx, "", s.identity, next.Dims, put)
	}
	dir, err := os.MkdirTemp(filepath.Join(s.dir, segmentsName), fmt.Sprintf("%08d-", next.Sequence))
	if err != nil {
		return nil, err
	}
	return buildSegment(ctx, dir, s.identity, next.Dims, put)
}

// commit makes the manifest the committed state, unless the change was cancelled meanwhile.
func (s *Store) commit(ctx context.Context, m manifest) error {
	if err := ctx.Err(); err != nil || s.dir == "" {
		return err
	}
	if err := syncDir(filepath.Join(s.dir, segmentsName)); err != nil {
		return err
	}
	return m.write(s.dir)
}

// deletions lists, by segment, the live articles that a change deletes or replaces.
func (s *snapshot) deletions(change retrieval.Change) [][]string {
	ids := slices.Clone(change.Delete)
	for _, e := range change.Put {
		ids = append(ids, e.Article.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	deleted := make([][]string, len(s.views))
	for i, v := range s.views {
		for _, id := range ids {
			if _, ok := v.alive(id); ok {
				deleted[i] = append(deleted[i], id)
			}
		}
	}
	return deleted
}

// maxSegments bounds what a search has to visit.
const maxSegments = 8

// merges chooses the segments that the next commit rewrites: those of which more than a quarter would be deleted, and,
// where there would be too many, the smallest, with every other that is not twice as large as all the smaller together.
// So an article is rewritten a number of times that grows with the logarithm of all there are.
func (s *snapshot) merges(deleted [][]string, put int) []bool {
	merge := make([]bool, len(s.views))
	alive := make([]int, len(s.views))
	var rest []int
	merged := put
	for i, v := range s.views {
		dead := len(s.manifest.Segments[i].Deleted) + len(deleted[i])
		alive[i] = len(v.Articles) - dead
		if 4*dead > len(v.Articles) {
			merge[i] = true
			merged += alive[i]
		} else {
			rest = append(rest, i)
		}
	}
	if len(rest) < maxSegments {
		return merge
	}
	slices.SortFunc(rest, func(a, b int) int { return cmp.Compare(alive[a], alive[b]) })
	for left := len(rest); left > 0; left-- {
		i := rest[len(rest)-left]
		if left < maxSegments && alive[i] > 2*merged {
			break
		}
		merge[i] = true
		merged += alive[i]
	}
	return merge
}

// pieces is what of a segment remains, in the memory of its files.
func (v view) pieces(deleted []string) []piece {
	gone := map[string]bool{}
	for _, id := range deleted {
		gone[id] = true
	}
	var pieces []piece
	row := 0
	for i := range v.Articles {
		p := v.piece(i)
		for j := range p.passages {
			if row < len(v.rows) && v.rows[row] == v.first[i]+uint32(j) {
				p.vectors = append(p.vectors, v.vectors.row(row))
				row++
			} else {
				p.vectors = append(p.vectors, nil)
			}
		}
		if !v.gone(i) && !gone[p.listed.ID] {
			pieces = append(pieces, p)
		}
	}
	return pieces
}
