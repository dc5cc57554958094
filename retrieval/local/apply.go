package local

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
		put[i] = newPiece(e)
	}
	deleted := now.deletions(change)
	if len(put) == 0 && len(slices.Concat(deleted...)) == 0 {
		return nil
	}
	next := manifest{Version: version, Sequence: now.manifest.Sequence + 1, Identity: s.identity, Dims: dims}
	var segments []*segment
	merge := now.merges(deleted, passagesOf(put))
	for i, v := range now.views {
		if merge[i] {
			stays, err := v.pieces(deleted[i])
			if err != nil {
				return fmt.Errorf("merge the index: %w", err)
			}
			put = append(put, stays...)
			continue
		}
		e := now.manifest.Segments[i]
		e.Deleted = slices.Concat(e.Deleted, deleted[i])
		next.Segments = append(next.Segments, e)
		segments = append(segments, v.segment)
	}
	fresh, err := s.build(ctx, next, put)
	for _, seg := range fresh {
		next.Segments = append(next.Segments, seg.entry)
		segments = append(segments, seg)
	}
	if err == nil {
		err = s.commit(ctx, next)
	}
	if err != nil {
		for _, seg := range fresh {
			seg.close()
		}
		return fmt.Errorf("write the index: %w", err)
	}
	after := newSnapshot(next, nil, segments)
	after.listed(now, slices.Concat(deleted...), entries, fresh)
	s.swap(after)
	if s.dir != "" {
		next.sweep(s.dir)
	}
	return nil
}

// build makes the commit's segments, mostly one, of a full segment's passages and less than as many again each, in folders of
// names that were never there. On an error, those made are returned too.
func (s *Store) build(ctx context.Context, next manifest, put []piece) (made []*segment, err error) {
	slices.SortFunc(put, func(a, b piece) int {
		return cmp.Or(a.published.Compare(b.published), strings.Compare(a.id, b.id))
	})
	for len(put) > 0 && err == nil {
		n, passages := 0, 0
		for ; n < len(put) && passages < fullSegment; n++ {
			passages += len(put[n].passages)
		}
		if rest := passagesOf(put[n:]); rest < fullSegment {
			n = len(put)
		}
		dir := ""
		if s.dir != "" {
			if dir, err = os.MkdirTemp(filepath.Join(s.dir, segmentsName), fmt.Sprintf("%08d-", next.Sequence)); err != nil {
				return made, err
			}
		}
		var seg *segment
		if seg, err = buildSegment(ctx, dir, s.identity, next.Dims, put[:n]); err == nil {
			made = append(made, seg)
		}
		put = put[n:]
	}
	return made, err
}

func passagesOf(pieces []piece) (n int) {
	for _, p := range pieces {
		n += len(p.passages)
	}
	return n
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

// fullSegment is how many passages a segment holds that is merged no more, so that no commit has to rewrite a large index.
// Tests make do with less.
var fullSegment = 50_000

// maxSegments bounds the segments that are not full. Over a million passages, that makes some twenty-five to be searched.
const maxSegments = 8

// merges chooses the segments that the next commit rewrites: those of which more than a quarter would be deleted, and, where
// there would be too many that are not full, the smallest of these, with every other that is not twice as large as all the
// smaller together, until what they make is full. So a passage is rewritten a number of times that grows with the logarithm
// of a full segment, however many there are.
func (s *snapshot) merges(deleted [][]string, put int) []bool {
	merge := make([]bool, len(s.views))
	alive := make([]int, len(s.views))
	var rest []int
	merged := put
	for i, v := range s.views {
		dead := len(s.manifest.Segments[i].Deleted) + len(deleted[i])
		_, alive[i], _ = v.count()
		switch {
		case 4*dead > v.articleCount():
			merge[i] = true
			merged += alive[i]
		case alive[i] < fullSegment:
			rest = append(rest, i)
		}
	}
	if len(rest) < maxSegments {
		return merge
	}
	slices.SortFunc(rest, func(a, b int) int { return cmp.Compare(alive[a], alive[b]) })
	for left := len(rest); left > 0 && merged < fullSegment; left-- {
		i := rest[len(rest)-left]
		if left < maxSegments && alive[i] > 2*merged {
			break
		}
		merge[i] = true
		merged += alive[i]
	}
	return merge
}

// pieces is what of a segment remains, its vectors and passages' IDs in the memory of its files.
func (v view) pieces(deleted []string) ([]piece, error) {
	gone := map[string]bool{}
	for _, id := range deleted {
		gone[id] = true
	}
	var pieces []piece
	row := 0
	for i := range v.articleCount() {
		p, err := v.piece(i)
		if err != nil {
			return nil, err
		}
		for j := range p.passages {
			if row < len(v.rows) && v.rows[row] == v.first[i]+uint32(j) {
				p.vectors = append(p.vectors, v.vectors.row(row))
				row++
			} else {
				p.vectors = append(p.vectors, nil)
			}
		}
		if !v.gone(i) && !gone[p.id] {
			pieces = append(pieces, p)
		}
	}
	return pieces, nil
}
