package local

import (
	"cmp"
	"strings"
	"sync"

	"dateline/retrieval"

	"github.com/RoaringBitmap/roaring/v2"
)

// snapshot is one committed state, as its readers see it until they are done.
type snapshot struct {
	manifest manifest
	raw      []byte // the manifest as it was read
	views    []view
	articles func() []retrieval.Article // in the order of Store.Articles
	units    [fields]int                // how many there are to find by each field
	length   [fields]float64            // of such a field at the mean, in terms
	tongues  func() *tongues            // the languages of what is alive
	users    int                        // the store and the calls in flight
	all      *snapshot                  // of an audience's: the one that it is a part of
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
	v := view{segment: seg, dead: dead, struck: make([]bool, len(seg.Articles))}
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
	s.articles = sync.OnceValue(s.list)
	s.tongues = sync.OnceValue(s.speak)
	return s
}

// count is how many articles and passages are alive in v, and how many terms each field has in them.
func (v view) count() (articles, passages int, totals [fields]int64) {
	articles, passages, totals = len(v.Articles), v.passageCount(), v.totals
	if v.dead == nil {
		return articles, passages, totals
	}
	for i := range roaring.Values(v.dead) {
		articles--
		for f := fieldBody + 1; f < fields; f++ {
			totals[f] -= int64(v.Lengths[f][i])
		}
		for j := v.first[i]; j < v.first[i+1]; j++ {
			passages--
			totals[fieldBody] -= int64(v.Lengths[fieldBody][j])
		}
	}
	return articles, passages, totals
}

// byDate orders articles as Store.Articles does.
func byDate(a, b *retrieval.Article) int {
	return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
}

// list merges the views' articles, which are in order each.
func (s *snapshot) list() []retrieval.Article {
	if len(s.views) == 1 && s.views[0].dead == nil {
		return s.views[0].Articles
	}
	heads := make([][]int, len(s.views)) // the living
	for i, v := range s.views {
		for from, to := range v.allowed(retrieval.Filter{}) {
			for a := from; a < to; a++ {
				heads[i] = append(heads[i], a)
			}
		}
	}
	all := make([]retrieval.Article, 0, s.units[fieldArticle])
	for len(all) < cap(all) {
		var next *retrieval.Article
		of := 0
		for i, head := range heads {
			if len(head) == 0 {
				continue
			}
			if a := &s.views[i].Articles[head[0]]; next == nil || byDate(a, next) < 0 {
				next, of = a, i
			}
		}
		all = append(all, *next)
		heads[of] = heads[of][1:]
	}
	return all
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
