package local

import (
	"container/heap"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"dateline/retrieval"
)

// listing is the list of a snapshot's articles, made when it is first asked for, which mostly is at once.
type listing struct {
	once sync.Once
	made atomic.Pointer[[]retrieval.Article]
}

// articles is the list of Store.Articles.
func (s *snapshot) articles() []retrieval.Article {
	s.listing.once.Do(func() {
		if s.listing.made.Load() == nil {
			list := s.list()
			s.listing.made.Store(&list)
		}
	})
	return *s.listing.made.Load()
}

// list merges the views' articles, which are in order each.
func (s *snapshot) list() []retrieval.Article {
	var r runs
	for i := range s.views {
		one := run{view: &s.views[i]}
		for from, to := range one.view.allowed(retrieval.Filter{}) {
			for a := from; a < to; a++ {
				one.places = append(one.places, a)
			}
		}
		if len(one.places) > 0 {
			r = append(r, one)
		}
	}
	heap.Init(&r)
	all := make([]retrieval.Article, 0, s.units[fieldArticle])
	for len(r) > 0 {
		first := &r[0]
		all = append(all, first.view.article(first.places[0]))
		if first.places = first.places[1:]; len(first.places) > 0 {
			heap.Fix(&r, 0)
		} else {
			heap.Pop(&r)
		}
	}
	return all
}

// run is articles of a view, by their places; of runs, the one whose first article is the earliest comes first.
type run struct {
	view   *view
	places []int
}

type runs []run

func (r runs) Len() int      { return len(r) }
func (r runs) Swap(i, j int) { r[i], r[j] = r[j], r[i] }
func (r *runs) Push(x any)   { *r = append(*r, x.(run)) }

func (r runs) Less(i, j int) bool {
	v, w, a, b := r[i].view, r[j].view, r[i].places[0], r[j].places[0]
	if c := v.published[a].Compare(w.published[b]); c != 0 {
		return c < 0
	}
	return v.articleID(a) < w.articleID(b)
}

func (r *runs) Pop() any {
	last := len(*r) - 1
	one := (*r)[last]
	*r = (*r)[:last]
	return one
}

// listed gives a snapshot its list by that of the snapshot before, if there is one, from which articles have left and into
// which others, of the segments fresh, have come. What comes last by date, as news does, is appended in the memory of the list
// before, whose readers do not look beyond its end.
func (s *snapshot) listed(before *snapshot, leaving []string, coming []retrieval.Entry, fresh []*segment) {
	list := before.listing.made.Load()
	if list == nil {
		return
	}
	var put []retrieval.Article
	for _, e := range coming {
		for _, seg := range fresh {
			if i, ok := seg.findArticle(e.Article.ID); ok {
				put = append(put, seg.article(i))
			}
		}
	}
	slices.SortFunc(put, byDate)
	all := *list
	if last := len(all) - 1; len(leaving) > 0 || last < 0 || len(put) > 0 && byDate(put[0], all[last]) < 0 {
		gone := make(map[string]bool, len(leaving))
		for _, id := range leaving {
			gone[id] = true
		}
		all = make([]retrieval.Article, 0, len(all)+len(put))
		for _, a := range *list {
			if gone[a.ID] {
				continue
			}
			for len(put) > 0 && byDate(put[0], a) < 0 {
				all = append(all, put[0])
				put = put[1:]
			}
			all = append(all, a)
		}
	}
	all = append(all, put...)
	s.listing.made.Store(&all)
}

// byDate orders articles as Store.Articles does.
func byDate(a, b retrieval.Article) int {
	if c := a.Published.Compare(b.Published); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}
