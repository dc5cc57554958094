package local

import (
	"cmp"
	"slices"
	"strings"

	"dateline/retrieval"
)

// snapshot is one committed state, as its readers see it until they are done.
type snapshot struct {
	manifest manifest
	raw      []byte // the manifest as it was read
	views    []view
	articles []retrieval.Article // in the order of Store.Articles
	units    [fields]int         // how many there are to find by each field
	length   [fields]float64     // of such a field at the mean, in terms
	users    int                 // the store and the calls in flight
}

// view is a segment as one snapshot sees it: without the articles deleted since.
type view struct {
	*segment
	dead []bool // by article; nil where none is
}

func newSnapshot(m manifest, raw []byte, segments []*segment) *snapshot {
	s := &snapshot{manifest: m, raw: raw}
	for i, seg := range segments {
		v := view{segment: seg}
		for _, id := range m.Segments[i].Deleted {
			if a, ok := seg.article[id]; ok {
				if v.dead == nil {
					v.dead = make([]bool, len(seg.Articles))
				}
				v.dead[a] = true
			}
		}
		s.views = append(s.views, v)
		s.count(v)
	}
	for f := range s.length {
		s.length[f] /= max(1, float64(s.units[f]))
	}
	slices.SortFunc(s.articles, func(a, b retrieval.Article) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	return s
}

// count adds what is alive in v to the snapshot's articles and means.
func (s *snapshot) count(v view) {
	for i, a := range v.Articles {
		if v.gone(i) {
			continue
		}
		s.articles = append(s.articles, a)
		for f := fieldBody + 1; f < fields; f++ {
			s.units[f]++
			s.length[f] += float64(v.Lengths[f][i])
		}
		for j := v.first[i]; j < v.first[i+1]; j++ {
			s.units[fieldBody]++
			s.length[fieldBody] += float64(v.Lengths[fieldBody][j])
		}
	}
}

// gone reports whether an article, by its place in the segment, was deleted or replaced.
func (v view) gone(article int) bool { return v.dead != nil && v.dead[article] }

// alive finds a live article by ID.
func (v view) alive(id string) (article int, ok bool) {
	article, ok = v.article[id]
	return article, ok && !v.gone(article)
}

// allowed tells, by article, what the filter and the deletions let through; nil lets everything through.
func (v view) allowed(f retrieval.Filter) []bool {
	if f.IsZero() && v.dead == nil {
		return nil
	}
	allowed := make([]bool, len(v.Articles))
	for i := range v.Articles {
		allowed[i] = !v.gone(i) && matches(&v.Articles[i], f)
	}
	return allowed
}

// matches reports whether an article passes a filter. An unknown date is neither since nor until any.
func matches(a *retrieval.Article, f retrieval.Filter) bool {
	switch {
	case (!f.Since.IsZero() || !f.Until.IsZero()) && a.Published.IsZero():
		return false
	case !f.Since.IsZero() && a.Published.Before(f.Since):
		return false
	case !f.Until.IsZero() && !a.Published.Before(f.Until):
		return false
	case len(f.Articles) > 0 && !slices.Contains(f.Articles, a.ID):
		return false
	}
	return len(f.Outlets) == 0 ||
		slices.ContainsFunc(f.Outlets, func(o string) bool { return strings.EqualFold(o, a.Outlet) })
}
