package local

import (
	"cmp"
	"context"
	"runtime"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"golang.org/x/sync/errgroup"
)

// snapshot is one committed state, as its readers see it until they are done.
type snapshot struct {
	manifest manifest
	raw      []byte // the manifest as it was read
	views    []view
	listing  listing
	units    [fields]int     // how many there are to find by each field
	length   [fields]float64 // of such a field at the mean, in terms
	tongues  func() *tongues // the languages of what is alive
	users    int             // the store and the calls in flight
	all      *snapshot       // of an audience's: the one that it is a part of
	own      audiences
}

// view is a segment as one snapshot sees it: without the articles deleted since.
type view struct {
	*segment
	dead   *roaring.Bitmap // articles; nil where none is
	struck []bool          // the same, for asking of many one by one
}

func newSnapshot(m manifest, raw []byte, segments []*segment) *snapshot {
	views := make([]view, len(segments))
	for i, seg := range segments {
		dead := roaring.New()
		for _, id := range m.Segments[i].Deleted {
			if a, ok := seg.findArticle(id); ok {
				dead.Add(uint32(a))
			}
		}
		views[i] = newView(seg, dead)
	}
	return snapshotOf(m, raw, views)
}

func newView(seg *segment, dead *roaring.Bitmap) view {
	if dead.IsEmpty() {
		return view{segment: seg}
	}
	v := view{segment: seg, dead: dead, struck: make([]bool, seg.articleCount())}
	for a := range roaring.Values(dead) {
		v.struck[a] = true
	}
	return v
}

func snapshotOf(m manifest, raw []byte, views []view) *snapshot {
	s := &snapshot{manifest: m, raw: raw, views: views}
	var totals [fields]int64
	for _, v := range views {
		articles, passages, of := v.count()
		for f := range fields {
			totals[f] += of[f]
			s.units[f] += articles
		}
		s.units[fieldBody] += passages - articles
	}
	for f := range s.length {
		s.length[f] = float64(totals[f]) / max(1, float64(s.units[f]))
	}
	s.tongues = sync.OnceValue(s.speak)
	return s
}

// count is how many articles and passages are alive in v, and how many terms each field has in them.
func (v view) count() (articles, passages int, totals [fields]int64) {
	articles, passages, totals = v.articleCount(), v.passageCount(), v.totals
	if v.dead == nil {
		return articles, passages, totals
	}
	for i := range roaring.Values(v.dead) {
		articles--
		for f := fieldBody + 1; f < fields; f++ {
			totals[f] -= int64(v.lengths[f][i])
		}
		for j := v.first[i]; j < v.first[i+1]; j++ {
			passages--
			totals[fieldBody] -= int64(v.lengths[fieldBody][j])
		}
	}
	return articles, passages, totals
}

// each does something with every view, on all processors.
func (s *snapshot) each(ctx context.Context, do func(view int) error) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range s.views {
		group.Go(func() error { return cmp.Or(ctx.Err(), do(i)) })
	}
	return group.Wait()
}

// gone reports whether an article, by its place in the segment, was deleted or replaced.
func (v view) gone(article int) bool { return v.struck != nil && v.struck[article] }

// alive finds a live article by ID.
func (v view) alive(id string) (article int, ok bool) {
	article, ok = v.findArticle(id)
	return article, ok && !v.gone(article)
}

// holds finds a passage of a live article by ID.
func (v view) holds(id string) (place int, ok bool) {
	place, ok = v.findPassage(id)
	return place, ok && !v.gone(int(v.owner[place]))
}
