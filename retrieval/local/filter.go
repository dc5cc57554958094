package local

import (
	"iter"
	"slices"
	"sort"
	"strings"
	"time"

	"dateline/retrieval"

	"github.com/RoaringBitmap/roaring/v2"
)

// outlets are a segment's articles by the name of their outlet.
type outlets map[string]*roaring.Bitmap

func (o outlets) add(name string, article int) {
	of := o[name]
	if of == nil {
		of = roaring.New()
		o[name] = of
	}
	of.Add(uint32(article))
}

// called is the articles of outlets by these names, whatever their case.
func (o outlets) called(names []string) *roaring.Bitmap {
	found := roaring.New()
	for outlet, of := range o {
		if slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, outlet) }) {
			found.Or(of)
		}
	}
	return found
}

// between is the range of articles published since one time and before another; zero times are no bounds. An unknown date
// is neither since nor until any.
func (c *catalog) between(since, until time.Time) (from, to int) {
	to = c.articleCount()
	if since.IsZero() && until.IsZero() {
		return from, to
	}
	from = sort.Search(to, func(i int) bool {
		p := c.published[i]
		return !p.IsZero() && !p.Before(since)
	})
	if !until.IsZero() {
		to = from + sort.Search(to-from, func(i int) bool { return !c.published[from+i].Before(until) })
	}
	return from, to
}

// allowed is the articles that the filter and the deletions let through, as ranges of places [from, to) that do not touch.
// Passages and vectors lie in the order of their articles, so that these are ranges of them as well.
func (v view) allowed(f retrieval.Filter) iter.Seq2[int, int] {
	from, to := v.between(f.Since, f.Until)
	if len(f.Outlets) == 0 && len(f.Articles) == 0 && v.dead == nil {
		return func(yield func(int, int) bool) {
			if from < to {
				yield(from, to)
			}
		}
	}
	through := roaring.New()
	through.AddRange(uint64(from), uint64(to))
	if len(f.Outlets) > 0 {
		through.And(v.outlets.called(f.Outlets))
	}
	if len(f.Articles) > 0 {
		named := roaring.New()
		for _, id := range f.Articles {
			if i, ok := v.findArticle(id); ok {
				named.Add(uint32(i))
			}
		}
		through.And(named)
	}
	if v.dead != nil {
		through.AndNot(v.dead)
	}
	return ranges(through)
}

// ranges are the runs of a bitmap.
func ranges(b *roaring.Bitmap) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		from, to := 0, 0
		for i := range roaring.Values(b) {
			if int(i) == to && from < to {
				to++
				continue
			}
			if from < to && !yield(from, to) {
				return
			}
			from, to = int(i), int(i)+1
		}
		if from < to {
			yield(from, to)
		}
	}
}
