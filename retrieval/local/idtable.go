package local

import "slices"

// idTable finds a place by its ID: a hash table with open addressing and linear probing, at least half empty, that lies in
// the file as it is. It holds each place plus one; zero is empty.
type idTable []uint32

func newIDTable(ids []string) idTable {
	size := 1
	for size < 2*len(ids) {
		size *= 2
	}
	t := slices.Repeat(idTable{0}, size)
	for place, id := range ids {
		at := t.start(id)
		for t[at] != 0 {
			at = (at + 1) & (len(t) - 1)
		}
		t[at] = uint32(place) + 1
	}
	return t
}

// find returns the place of an ID; id tells that of a place.
func (t idTable) find(wanted string, id func(place int) string) (place int, ok bool) {
	if len(t) == 0 {
		return 0, false
	}
	for at := t.start(wanted); t[at] != 0; at = (at + 1) & (len(t) - 1) {
		if place := int(t[at]) - 1; id(place) == wanted {
			return place, true
		}
	}
	return 0, false
}

// start hashes an ID by FNV-1a, which files can rely on.
func (t idTable) start(id string) int {
	h := uint64(14695981039346656037)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	return int((h ^ h>>32) & uint64(len(t)-1))
}
