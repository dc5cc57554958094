package mention

// read takes the name or run of names that starts at token i and returns the token after it, or i where none starts there.
func (r *nameReader) read(i int) int {
	t := &r.ts[i]
	if t.kind != word || r.flags[i]&blocked != 0 || i > 0 && t.gap == joined && r.ts[i-1].kind == number {
		return i
	}
	if next := r.code(i); next > i {
		return next
	}
	if !t.upper && !r.startsWithParticle(i) || isI(t) {
		return i
	}
	end := r.run(i)
	if r.flags[i]&titled != 0 {
		r.splitHeadline(i, end)
	} else {
		r.split(r.trim(i, end), end)
	}
	return end
}

// code takes resolution 2328, Flight 370, M2 and Su-24.
func (r *nameReader) code(i int) int {
	next := i + 1
	if next >= len(r.ts) || r.flags[next]&blocked != 0 {
		return i
	}
	switch t := &r.ts[i]; {
	case r.ts[next].kind == number && r.ts[next].gap == spaced && codeNames.has(t.lower):
		next++
	case !t.upper:
		return i
	case r.ts[next].kind == number && r.ts[next].gap == joined && !currencyCodes.has(t.lower):
		next++
	case hyphenAt(r.ts, next) && r.ts[next+1].kind == number && smallNumbers[t.lower] == 0:
		next += 2
	default:
		return i
	}
	if next < len(r.ts) && r.ts[next].gap == joined && r.ts[next].kind == word && r.ts[next].end-r.ts[next].start <= 2 {
		next++ // B-52s, F-16C
	}
	r.emit(i, i, next, Code)
	return next
}

func isI(t *token) bool { return t.lower == "i" || len(t.lower) > 1 && t.lower[:2] == "i'" }

// capital reports whether token i can go on a name.
func (r *nameReader) capital(i int) bool {
	return i < len(r.ts) && r.ts[i].kind == word && r.ts[i].upper && r.flags[i]&blocked == 0 && !isI(&r.ts[i])
}

// startsWithParticle reports whether a name starts with the small word at i: al-Assad, de Mistura.
func (r *nameReader) startsWithParticle(i int) bool {
	t := &r.ts[i]
	if hyphenAt(r.ts, i+1) {
		return (particles.has(t.lower) || hyphenParticles.has(t.lower)) && r.capital(i+2) && (i == 0 || t.gap != joined)
	}
	return particles.has(t.lower) && r.capital(i+1) && r.ts[i+1].gap == spaced
}

const longestRun = 30 // tokens; no name is longer, whatever is capitalised

// run returns the end of the run of capitalised words and what joins them that starts at i.
func (r *nameReader) run(i int) int {
	j := i
	for j < i+longestRun {
		next := r.step(i, j)
		if next == j {
			break
		}
		j = next
	}
	return j + 1
}

// step returns the last token of the run from start after taking the next word behind token j, or j at its end.
func (r *nameReader) step(start, j int) int {
	ts, t, n := r.ts, &r.ts[j], j+1
	if n >= len(ts) || t.bare() != t.lower {
		return j // a possessive ends a name
	}
	switch next := &ts[n]; {
	case next.is("-"):
		return r.stepHyphen(start, j)
	case next.is(".") && next.gap == joined:
		if r.capital(n+1) && ts[n+1].gap == spaced && r.isAbbreviation(j, n) && !functionWords.has(ts[n+1].lower) {
			return n + 1
		}
		return j
	case next.is("&") && r.capital(n+1):
		return n + 1
	case next.gap != spaced && next.gap != newLine:
		return j
	case r.capital(n) && next.end-next.start == 1 && hyphenAt(ts, n+1):
		return j // a T-shirt is none of the name's
	case r.capital(n):
		if r.flags[n]&initial != 0 || !t.upper && !particles.has(t.lower) && !hyphenParticles.has(t.lower) && !hyphenAt(ts, j-1) {
			return j
		}
		return n
	case particles.has(next.lower):
		k := n
		for k < len(ts) && k < n+2 && particles.has(ts[k].lower) {
			k++
		}
		if hyphenAt(ts, k) {
			k++
		}
		if r.capital(k) && ts[k].gap <= newLine {
			return k
		}
	case hyphenParticles.has(next.lower) && hyphenAt(ts, n+1) && r.capital(n+2):
		return n + 2
	case (next.lower == "of" && ofHeads.has(t.lower)) || (next.lower == "for" && forHeads.has(t.lower)):
		k := n + 1
		if lowerAt(ts, k) == "the" {
			k++
		}
		if r.capital(k) {
			return k
		}
	case next.lower == "and" && r.linked(start, j) && r.capital(n+1):
		return n + 1
	}
	return j
}

// stepHyphen goes on over a hyphen: Jean-Marc, Secretary-General, Ban Ki-moon, Deir ez-Zor; not U.S.-led.
func (r *nameReader) stepHyphen(start, j int) int {
	n := j + 1
	if !hyphenAt(r.ts, n) {
		return j
	}
	tail := &r.ts[n+1]
	switch {
	case tail.kind != word || r.flags[n+1]&blocked != 0:
		return j
	case tail.upper:
		return n + 1
	case particles.has(tail.lower) && r.capital(n+2):
		return n + 2
	case hyphenAt(r.ts, n+2) && (particles.has(tail.lower) || hyphenParticles.has(tail.lower)) && r.capital(n+3):
		return n + 3
	case j > start && len(tail.lower) <= 5 && !hyphenTails.has(tail.lower) && tail.lower == tail.bare() && r.personal(start, j):
		return n + 1
	}
	return j
}

// personal reports whether the run from start to j can end in a given name: Ban Ki, but not U.S. Air.
func (r *nameReader) personal(start, j int) bool {
	return j > start && r.ts[j-1].upper && !known().first.has(r.ts[j].lower)
}

// linked reports whether "and" can go on the run: Center for Strategic and International Studies.
func (r *nameReader) linked(start, j int) bool {
	for k := start + 1; k < j; k++ {
		if r.ts[k].lower == "for" || r.ts[k].lower == "of" && (r.ts[k-1].lower == "ministry" || r.ts[k-1].lower == "department") {
			return true
		}
	}
	return false
}

// trim steps over ordinary words at the start of a run: "In Aleppo", "But Kerry".
func (r *nameReader) trim(i, end int) int {
	for i < end {
		t := &r.ts[i]
		if e, next := r.known(i, end); next > i && (next-i > 1 || e.capsOnly || r.flags[i]&initial == 0 || !starters.has(t.lower)) {
			return i
		}
		ordinary := functionWords.has(t.lower) || r.flags[i]&initial != 0 && starters.has(t.lower) && !titles.has(t.lower)
		if r.flags[i]&initial != 0 && i+1 < end && !ordinary {
			ordinary = r.isOrdinary(i) && r.ts[i+1].kind == word
		}
		if !ordinary || t.caps && !functionWords.has(t.lower) || particles.has(t.lower) {
			return i
		}
		i++
		for i < end && r.ts[i].kind == mark {
			i++
		}
	}
	return i
}
