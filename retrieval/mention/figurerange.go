package mention

// readRange reads the second number of a range or score that starts with f and ends before token next.
func (r *figureReader) readRange(f *Figure, q quantity, i, next int) int {
	if f.Ordinal || f.Vague || q.share || q.article || f.Value < 0 {
		return next
	}
	if high, end, ok := r.outOf(i, next); ok {
		f.Value /= high
		f.Low, f.High, f.Unit = f.Value, f.Value, UnitShare
		return end
	}
	at, low := next, *f
	if unit, end := readUnit(r.ts, at); unit != "" && low.Unit == "" { // 30 percent to 50 percent
		low.Unit, at = unit, end
	}
	join := lowerAt(r.ts, at)
	dashed := at < len(r.ts) && r.ts[at].dash() && r.ts[at].lower != "—"
	switch {
	case dashed && at+1 < len(r.ts) && r.ts[at].gap == r.ts[at+1].gap:
	case join == "to" && r.beforeRange(i) != "from":
	case join == "and" && r.beforeRange(i) == "between":
	case join == "or" && !q.digits:
	default:
		return next
	}
	at++
	if at < len(r.ts) && currencyMarks[r.ts[at].lower] == low.Unit && low.Unit != "" {
		at++
	}
	if at >= len(r.ts) || r.taken[at] || r.ts[at].gap == newBlock || r.ts[at].kind == number && r.ts[at].malformed {
		return next
	}
	second, ok := readQuantity(r.ts, at)
	if !ok || second.ordinal || second.vague || second.share || dashed && second.digits != q.digits {
		return next
	}
	high := Figure{Unit: low.Unit, Low: second.value}
	end := r.readCurrencyScale(&high, second)
	return r.join(f, low, high.Low, q, end, next, dashed, i)
}

// join makes a range of low and high, or a score where high is not the higher or a vote is spoken of.
func (r *figureReader) join(f *Figure, low Figure, high float64, q quantity, end, next int, dashed bool, i int) int {
	switch {
	case dashed && low.Unit == "" && low.Value < 1000 && high < 1000 && (low.Value >= high || r.isVote(i, end)):
		f.Value, f.Low, f.High, f.Unit = 0, low.Value, high, UnitScore
		return end
	case r.isVote(i, end) && low.Unit == "" && low.Value != high:
		f.Value, f.Low, f.High, f.Unit = 0, low.Value, high, UnitScore
		return end
	}
	// "3 to 5 million": the scale of the second number is the first's too.
	for _, scale := range []float64{1e12, 1e9, 1e6, 1e3} {
		if high >= scale && low.Value < 1000 && q.next == i+1 && r.ts[end-1].kind == word && low.Value < high/scale {
			low.Value *= scale
			break
		}
	}
	if low.Value >= high {
		return next
	}
	f.Value, f.Low, f.High, f.Unit = 0, low.Value, high, low.Unit
	return end
}

// beforeRange is the word before the figure at i, over its currency mark.
func (r *figureReader) beforeRange(i int) string {
	if _, ok := currencyMarks[lowerAt(r.ts, i-1)]; ok {
		i--
	}
	return lowerAt(r.ts, i-1)
}

var votes = set{
	"vote": {}, "voted": {}, "votes": {}, "voting": {}, "won": {}, "lost": {}, "beat": {}, "defeated": {}, "win": {}, "victory": {},
	"defeat": {}, "score": {}, "majority": {}, "draw": {}, "drew": {},
}

// isVote reports whether the words around tokens [i, end) speak of a vote or a result.
func (r *figureReader) isVote(i, end int) bool {
	return votes.has(lowerAt(r.ts, i-1)) || votes.has(lowerAt(r.ts, i-2)) || votes.has(lowerAt(r.ts, i-3)) || votes.has(lowerAt(r.ts, end))
}

// outOf reads the whole of "one in five", "one in every five", "nine out of 10" and "nine in ten" after the first number.
func (r *figureReader) outOf(i, next int) (whole float64, end int, ok bool) {
	at := next
	switch {
	case lowerAt(r.ts, at) == "out" && lowerAt(r.ts, at+1) == "of":
		at += 2
	case lowerAt(r.ts, at) == "in" && (r.ts[i].is("one") || smallNumbers[lowerAt(r.ts, i)] > 0 && (lowerAt(r.ts, at+1) == "ten" || lowerAt(r.ts, at+1) == "10")):
		at++
	default:
		return 0, next, false
	}
	if lowerAt(r.ts, at) == "every" {
		at++
	}
	if at >= len(r.ts) || r.taken[at] {
		return 0, next, false
	}
	q, ok := readQuantity(r.ts, at)
	if !ok || q.ordinal || q.vague || q.share || q.value < 2 {
		return 0, next, false
	}
	if unit, _ := readUnit(r.ts, q.next); unit != "" {
		return 0, next, false
	}
	return q.value, q.next, true
}

// isCode reports whether the digits at i belong to a name or code: M2, Su-24, 9/11, 4x4, resolution 2328, [3].
func (r *figureReader) isCode(i int) bool {
	ts, t := r.ts, &r.ts[i]
	if t.malformed || afterCodeNoun(ts, i) {
		return true
	}
	if i > 0 && t.gap == joined {
		before := &ts[i-1]
		switch {
		case before.kind == word || before.kind == address || before.is("/") || before.is("_") || before.is(":") || before.is("."):
			return !dollarCode(before)
		case before.is("-") && before.gap == joined && i > 1 && ts[i-2].kind == word && smallNumbers[ts[i-2].lower] == 0:
			return true
		case before.is("-") && before.gap == joined && i > r.from+1 && ts[i-2].kind == number:
			return true // the rest of a longer code: 555-1234-99
		case before.is("[") && lowerAt(ts, i+1) == "]":
			return true
		}
	}
	if i+1 < len(ts) && ts[i+1].gap == joined {
		after := &ts[i+1]
		switch {
		case after.is("/") || after.is("_") || after.is(":"):
			return i+2 < len(ts) && ts[i+2].gap == joined && ts[i+2].kind != mark
		case after.kind == word:
			return !r.sticksTo(i + 1)
		case after.is("-") && i+2 < len(ts) && ts[i+2].gap == joined && ts[i+2].kind == number:
			// 555-1234-99 is a code, as is what has a letter behind it.
			return lowerAt(ts, i+3) == "-" && i+4 < len(ts) && ts[i+3].gap == joined && ts[i+4].kind == number
		}
	}
	return false
}

func dollarCode(t *token) bool { return t.caps && currencyCodes.has(t.lower) }

// sticksTo reports whether the word at i may follow digits without a space: 24th, 5km, 2bn, 30mm, 5m.
func (r *figureReader) sticksTo(i int) bool {
	switch r.ts[i].lower {
	case "st", "nd", "rd", "th", "k", "m", "b":
		return true
	}
	unit, _ := readUnit(r.ts, i)
	return unit != "" || scales[r.ts[i].lower] > 0
}
