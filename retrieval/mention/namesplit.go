package mention

import "strings"

// split emits the names that the run of tokens [i, end) is made of: what is known, titled persons, and the rest.
func (r *nameReader) split(i, end int) {
	for i < end {
		e, next := r.known(i, end)
		if next > i {
			if next >= end {
				r.emit(i, i, end, e.kind)
				return
			}
			if r.standsApart(e, i, next, end) {
				r.emit(i, i, next, e.kind)
				i = next
				for i < end && (r.ts[i].kind == mark || !r.ts[i].upper && !particles.has(r.ts[i].lower)) {
					i++
				}
				continue
			}
		}
		if next := i + 1; e.key == "" && next < end && r.ts[i].caps && r.ts[next].kind == word && r.title(next, end) > next {
			r.emit(i, i, next, Acronym) // NASA | Administrator Charles Bolden
			i = next
			continue
		}
		if next := r.title(i, end); next > i {
			if next < end {
				r.emit(i, next, end, Person)
			}
			return
		}
		if end == i+1 && !r.isNameAlone(i) {
			return
		}
		if k := r.titleWithin(i, end); k > i {
			if k > i+1 || r.isNameAlone(i) {
				r.emit(i, i, k, r.guess(i, k))
			}
			i = k
			continue
		}
		r.emit(i, i, end, r.guess(i, end))
		return
	}
}

// titleWithin is where within a run a title begins that a name follows: Gartner | Senior Vice President Ann Lee; or i.
func (r *nameReader) titleWithin(i, end int) int {
	for k := i + 1; k < end; k++ {
		if next := r.title(k, end); next > k && next < end && r.ts[next].kind == word && innerTitles.has(r.ts[next-1].lower) {
			return k
		}
	}
	return i
}

// standsApart tells "U.S. | Ambassador Power", "Russian | President Putin" and "U.S.-Russia" from "Syrian Observatory for Human
// Rights" and "Paris Hilton".
func (r *nameReader) standsApart(e entity, i, next, end int) bool {
	switch {
	case r.ts[next].is("-"), r.title(next, end) > next, e.capsOnly && r.ts[i].caps && next == i+1:
		return true
	case r.hasHead(next, end):
		return false
	}
	_, after := r.known(next, end)
	return after > next || next-i > 1 || e.kind == Nationality
}

// splitHeadline emits from a run in title case what is known or stands elsewhere in the text as a name.
func (r *nameReader) splitHeadline(i, end int) {
	for i < end {
		e, next := r.known(i, end)
		if next > i {
			r.emit(i, i, next, e.kind)
			i = next
			continue
		}
		next = i
		for next < end && r.ts[next].upper && !functionWords.has(r.ts[next].lower) && r.seen(r.ts[next].bare())&asName != 0 {
			next++
		}
		if next > i {
			r.emit(i, i, next, r.guess(i, next))
			i = next
			continue
		}
		i++
	}
}

// known returns the longest known name that starts at token i and ends by end, and the token after it, or i.
func (r *nameReader) known(i, end int) (entity, int) {
	var found entity
	next := i
	g := known()
	r.norm = appendNorm(r.norm[:0], r.ts, i, i)
	if _, ok := g.first[string(r.norm)]; !ok {
		return found, i
	}
	r.norm = r.norm[:0]
	for k := i; k < end && k < i+2*longestKnown; k++ {
		r.norm = appendNorm(r.norm, r.ts, i, k)
		if r.ts[k].kind != word {
			continue
		}
		if e, ok := g.names[string(r.norm)]; ok && (!e.capsOnly || r.ts[k].caps) {
			found, next = e, k+1
		}
	}
	return found, next
}

// title returns the end of the title that starts at i, or i: Secretary of State, Lt. Gen., Deputy Foreign Minister.
func (r *nameReader) title(i, end int) int {
	last := i
	for k := i; k < end; k++ {
		w := r.ts[k].lower
		switch {
		case realms.has(w) && last > i && last < k:
			last = k + 1
		case titles.has(w), strings.HasSuffix(w, "ologist") && len(w) > len("ologist"):
			last = k + 1
		case r.ts[k].kind == mark && (w == "." && last == k || w == "-"):
			if w == "." {
				last = k + 1
			}
		case titleModifiers.has(w):
		case (w == "of" || w == "for") && last == k, w == "the" && lowerAt(r.ts, k-1) == "of", w == "and" && last == k:
		default:
			if r.hasHead(last, end) {
				return i
			}
			return last
		}
	}
	return last
}

// hasHead reports whether a word of tokens [i, end) makes an organisation or place of them.
func (r *nameReader) hasHead(i, end int) bool {
	for k := i; k < end; k++ {
		if w := r.ts[k].bare(); orgHeads.has(w) || placeHeads.has(w) && k == end-1 {
			return true
		}
	}
	return false
}
