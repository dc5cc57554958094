package archive

import (
	"cmp"

	"dateline/retrieval"
)

// register is the articles that a store holds, as a coverage is gone through: once, or again and again by a process that stays.
type register struct {
	held    []retrieval.Article
	seen    []bool         // those that came as they were
	byName  map[string]int // places, by the names with which they come
	aliased map[string]int // places, by ID, of those that come with another name
	notices []int          // places of those that correct others, or by their headline may

	before, told []telling // what came as it was, in its order, the last time and this time
	next         int       // of before
}

// telling is an article that came as it was held.
type telling struct {
	name, path, hash string
	place            int
}

// follow makes the register one of a later list of the store's, for a coverage to be gone through. To a list that only became
// longer, as by news, it adds what is new.
func (r *register) follow(held []retrieval.Article) {
	from := len(r.held)
	if from == 0 || len(held) < from || &held[0] != &r.held[0] {
		from, r.told = 0, nil
		r.byName, r.aliased, r.notices = make(map[string]int, len(held)), map[string]int{}, nil
	}
	r.held, r.seen = held, make([]bool, len(held))
	r.before, r.told, r.next = r.told, r.before[:0], 0
	for i := from; i < len(held); i++ {
		h := &held[i]
		if r.byName[cmp.Or(h.Alias, h.ID)] = i; h.Alias != "" {
			r.aliased[h.ID] = i
		}
		if h.Corrects != "" || corrected(h.Headline) != "" {
			r.notices = append(r.notices, i)
		}
	}
}

// comes notes an article that comes as it was held, under its name, at its path and with its hash, and tells its place.
func (r *register) comes(name, path, hash string) (place int, ok bool) {
	if r.next < len(r.before) {
		if t := &r.before[r.next]; t.hash == hash && t.path == path && t.name == name { // mostly in the same memory, even
			r.next++
			r.note(*t)
			return t.place, true
		}
	}
	place, ok = r.byName[name]
	if !ok || r.held[place].Path != path || r.held[place].Hash != hash {
		return 0, false
	}
	r.note(telling{name, path, hash, place})
	for ahead := r.next; ahead < min(r.next+fewGone, len(r.before)); ahead++ {
		if r.before[ahead].place == place {
			r.next = ahead + 1
			break
		}
	}
	return place, true
}

// fewGone is how many articles in a row may be gone before each of the rest is looked up.
const fewGone = 16

func (r *register) note(t telling) {
	r.seen[t.place] = true
	r.told = append(r.told, t)
}

// of returns the article that is held of the one that comes with a name, or nil.
func (r *register) of(name string) *retrieval.Article {
	if place, ok := r.byName[name]; ok {
		return &r.held[place]
	}
	return r.byID(name)
}

// byAlias returns the article that comes with a name which is not its ID, or nil.
func (r *register) byAlias(name string) *retrieval.Article {
	if place, ok := r.byName[name]; ok && r.held[place].ID != name {
		return &r.held[place]
	}
	return nil
}

// byID returns the article of an ID, or nil.
func (r *register) byID(id string) *retrieval.Article {
	place, ok := r.aliased[id]
	if !ok {
		if place, ok = r.byName[id]; !ok || r.held[place].ID != id {
			return nil
		}
	}
	return &r.held[place]
}

// stays reports whether an article that is held, or nil, came as it was.
func (r *register) stays(h *retrieval.Article) bool {
	return h != nil && r.seen[r.byName[cmp.Or(h.Alias, h.ID)]]
}
