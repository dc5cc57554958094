package weaviate

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"

	"dateline/retrieval"
	"dateline/retrieval/analysis"
)

// snapshot is a committed state: what articles there are, in which edition each, and what has to be known of them without
// asking. It never changes. What the server finds counts only if it is of an article here, in its edition.
type snapshot struct {
	commit
	articles []retrieval.Article // as listed, by published date, then ID
	rows     []row               // of each article
	byID     []uint32            // places of articles, by their IDs
	apart    map[string]int      // articles of each audience but everyone
	partial  bool                // some could not be listed

	mu    sync.Mutex
	views []*view // who looked last, the last one last
}

// row is what is known of an article beside what is listed.
type row struct {
	edition          uint64
	first            string // the ID of the passage that opens it
	passages, marked int32
	lengths          [analysis.Fields]int32
}

func byDate(a, b *retrieval.Article) int {
	return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
}

// newSnapshot makes the state of a commit out of the one before, which may be nil, and what was put.
func newSnapshot(c commit, before *snapshot, put []listing) *snapshot {
	if before == nil {
		before = &snapshot{}
	}
	gone := make([]bool, len(before.articles))
	strike := func(id string) {
		if place, ok := before.find(id); ok {
			gone[place] = true
		}
	}
	for _, id := range c.Delete {
		strike(id)
	}
	for i := range put {
		strike(put[i].Article.ID)
	}
	slices.SortFunc(put, func(a, b listing) int { return byDate(&a.Article, &b.Article) })
	s := &snapshot{commit: c, apart: map[string]int{}, partial: before.partial}
	s.articles = make([]retrieval.Article, 0, len(before.articles)+len(put))
	s.rows = make([]row, 0, cap(s.articles))
	moved := make([]uint32, len(before.articles)) // new places
	fresh := make([]uint32, len(put))
	for i, j := 0, 0; i < len(before.articles) || j < len(put); {
		switch {
		case i < len(before.articles) && gone[i]:
			i++
		case j == len(put) || i < len(before.articles) && byDate(&before.articles[i], &put[j].Article) < 0:
			moved[i] = s.add(before.articles[i], before.rows[i])
			i++
		default:
			l := &put[j]
			r := row{edition: l.edition, first: l.First, passages: l.Passages, marked: l.Marked}
			for f, n := range l.Lengths {
				r.lengths[f] = int32(n)
			}
			fresh[j] = s.add(l.Article, r)
			j++
		}
	}
	slices.SortFunc(fresh, s.compareIDs)
	s.byID = make([]uint32, 0, len(s.articles))
	for _, place := range before.byID {
		if gone[place] {
			continue
		}
		for len(fresh) > 0 && s.compareIDs(fresh[0], moved[place]) < 0 {
			s.byID = append(s.byID, fresh[0])
			fresh = fresh[1:]
		}
		s.byID = append(s.byID, moved[place])
	}
	s.byID = append(s.byID, fresh...)
	return s
}

func (s *snapshot) add(a retrieval.Article, r row) (place uint32) {
	if a.Audience != "" {
		s.apart[a.Audience]++
	}
	s.articles, s.rows = append(s.articles, a), append(s.rows, r)
	return uint32(len(s.articles) - 1)
}

func (s *snapshot) compareIDs(a, b uint32) int {
	return strings.Compare(s.articles[a].ID, s.articles[b].ID)
}

// find finds an article by its ID.
func (s *snapshot) find(id string) (place int, ok bool) {
	at, ok := sort.Find(len(s.byID), func(i int) int { return strings.Compare(id, s.articles[s.byID[i]].ID) })
	if !ok {
		return 0, false
	}
	return int(s.byID[at]), true
}

// sum is what a commit has for the sum of these articles.
func (s *snapshot) sum() (sum uint64) {
	for i := range s.articles {
		sum ^= sumOf(s.articles[i].ID, s.rows[i].edition)
	}
	return sum
}

// mostViews bounds the views that a snapshot keeps; each holds a list of all that its audience sees.
const mostViews = 16

// seenBy is the snapshot as an audience sees it.
func (s *snapshot) seenBy(audience string, whole bool) *view {
	if len(s.apart) == 0 {
		audience, whole = "", true // who sees what is for everyone sees everything
	} else if s.apart[audience] == 0 {
		audience = ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.views, func(v *view) bool { return v.whole == whole && (whole || v.audience == audience) })
	var v *view
	if at >= 0 {
		v = s.views[at]
		s.views = slices.Delete(s.views, at, at+1)
	} else {
		v = newView(s, audience, whole)
		s.views = s.views[max(0, len(s.views)-mostViews+1):]
	}
	s.views = append(s.views, v)
	return v
}
