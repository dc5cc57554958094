package local

import (
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// What is for one audience alone is, to everybody else, struck out as though it were deleted: so every way to an article
// leaves it out, and all counts are without it.

// mostAudiences bounds the audiences of which a snapshot keeps its own snapshot; each holds a list of all that it sees.
const mostAudiences = 16

// audiences are the snapshots of those who see less than everything, made when they first look.
type audiences struct {
	mu   sync.Mutex
	of   map[string]*snapshot
	last []string // who looked, the last one last
}

// seenBy is the snapshot without what is for other audiences. It is held for as long as the whole one is.
func (s *snapshot) seenBy(audience string) *snapshot {
	apart, known := false, false
	for _, v := range s.views {
		apart = apart || len(v.apart) > 0
		known = known || v.apart[audience] != nil
	}
	if !apart {
		return s
	}
	if !known {
		audience = ""
	}
	s.own.mu.Lock()
	defer s.own.mu.Unlock()
	if at := slices.Index(s.own.last, audience); at >= 0 {
		s.own.last = append(slices.Delete(s.own.last, at, at+1), audience)
		return s.own.of[audience]
	}
	views := make([]view, len(s.views))
	for i, v := range s.views {
		dead := roaring.New()
		if v.dead != nil {
			dead.Or(v.dead)
		}
		for other, of := range v.apart {
			if other != audience {
				dead.Or(of)
			}
		}
		views[i] = newView(v.segment, dead)
	}
	seen := snapshotOf(s.manifest, s.raw, views)
	seen.all = s
	if len(s.own.last) == mostAudiences {
		delete(s.own.of, s.own.last[0])
		s.own.last = s.own.last[1:]
	}
	if s.own.of == nil {
		s.own.of = map[string]*snapshot{}
	}
	s.own.of[audience] = seen
	s.own.last = append(s.own.last, audience)
	return seen
}
