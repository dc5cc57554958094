package mention

import "strconv"

// numeric reads 2016-09-28, 28/09/2016 and 9/28/2016; where day and month cannot be told apart the date stays unresolved.
func (r *dateReader) numeric(i int) (Date, int) {
	sep := lowerAt(r.ts, i+1)
	if sep != "-" && sep != "/" || lowerAt(r.ts, i+3) != sep {
		return Date{}, i
	}
	for k := i + 1; k <= i+4; k++ {
		if k >= len(r.ts) || r.ts[k].gap != joined {
			return Date{}, i
		}
	}
	a, b, c := r.whole(i), r.whole(i+2), r.whole(i+4)
	d := Date{Precision: Day}
	switch {
	case a >= 1000 && validDay(a, b, c):
		d.From = day(a, b, c)
	case c >= 1000 && validDay(c, a, b) && validDay(c, b, a) && a != b:
		d.Norm = strconv.Itoa(a) + "/" + strconv.Itoa(b) + "/" + strconv.Itoa(c)
		return d, i + 5
	case c >= 1000 && validDay(c, a, b):
		d.From = day(c, a, b)
	case c >= 1000 && validDay(c, b, a):
		d.From = day(c, b, a)
	default:
		return Date{}, i
	}
	d.To = days(d.From, 1)
	next := i + 5
	if next < len(r.ts) && r.ts[next].gap == joined && r.ts[next].is("t") && r.whole(next+1) >= 0 {
		next += 2 // T and the hour of a timestamp
	}
	return d, next
}

// dayOfMonth is what absolute reads, before its year is settled.
type dayOfMonth struct {
	weekday          int // -1 where none is named
	month            int
	firstDay, endDay int
	year             int // 0 where none is written
}

// absolute reads a day of a month: Wednesday, 28 September 2016; Sept. 28-30; the 28th of September; 28 and 29 Sept.
func (r *dateReader) absolute(i int) (Date, int) {
	a, next := r.dayOfMonth(i)
	if next == i {
		return Date{}, i
	}
	if a.year == 0 { // "28 Sept – 2 Oct 2016" and "Dec. 30 to Jan. 2, 2017" share the year at the end
		switch lowerAt(r.ts, next) {
		case "-", "–", "—", "to", "and", "until", "through":
			b, end := r.dayOfMonth(next + 1)
			if end > next+1 && b.year > 0 {
				a.year = b.year
				if a.month > b.month {
					a.year--
				}
			}
		}
	}
	d := Date{Precision: Day}
	year := a.year
	if year == 0 {
		year, next = r.pointedYear(next)
	}
	if year == 0 {
		d.Norm = dayKey(a.month, a.firstDay)
		if a.endDay != a.firstDay {
			d.Norm += dayKey(a.month, a.endDay)
		}
		if r.today.IsZero() {
			return d, next
		}
		year = r.nearestYear(a.month, a.firstDay, a.weekday)
	}
	if validDay(year, a.month, a.endDay) {
		d.From, d.To = day(year, a.month, a.firstDay), day(year, a.month, a.endDay+1)
	}
	return d, next
}

// pointedYear reads the year that is told by today's behind a day or a month: (of) last year, this year, next year; 0 where none is.
func (r *dateReader) pointedYear(i int) (year, next int) {
	at := i
	if r.word(at) == "of" {
		at++
	}
	offset, ok := map[string]int{"last": -1, "this": 0, "next": 1}[r.word(at)]
	if !ok || r.word(at+1) != "year" || r.today.IsZero() {
		return 0, i
	}
	return r.today.Year() + offset, at + 2
}

func (r *dateReader) dayOfMonth(i int) (dayOfMonth, int) {
	if i >= len(r.ts) {
		return dayOfMonth{}, i
	}
	a, at := dayOfMonth{weekday: -1}, i
	if w, ok := weekdayNames[r.word(at)]; ok && (r.ts[at].upper || r.ts[at].end-r.ts[at].start >= 6) {
		a.weekday = w
		at++
		if lowerAt(r.ts, at) == "." && r.ts[at-1].end-r.ts[at-1].start < 6 {
			at++
		}
		if lowerAt(r.ts, at) == "," {
			at++
		}
	}
	if r.word(at) == "the" {
		at++
	}
	if at >= len(r.ts) {
		return a, i
	}
	if h, next := r.holiday(at); next > at {
		a.month, a.firstDay, a.endDay, at = h.month, h.firstDay, h.firstDay, next
	} else if m, next := r.monthName(at); next > at {
		a.month = m
		a.firstDay, a.endDay, at = r.dayNumbers(next)
		if a.firstDay == 0 || at < len(r.ts) && r.ts[at-1].kind == number && r.countsMonthless(at) {
			return a, i
		}
	} else {
		if !r.standsAlone(at) {
			return a, i
		}
		a.firstDay, a.endDay, at = r.dayNumbers(at)
		if a.firstDay == 0 {
			return a, i
		}
		if r.word(at) == "of" {
			at++
		}
		m, next := r.monthName(at)
		if next == at || r.isModal(at) {
			return a, i
		}
		a.month, at = m, next
	}
	if !validDay(0, a.month, a.firstDay) || !validDay(0, a.month, a.endDay) || a.endDay < a.firstDay {
		return a, i
	}
	if y, next := r.yearAfter(at); next > at {
		a.year, at = y, next
	}
	return a, at
}

// holidays are the days that have a name and the same date every year.
var holidays = []struct {
	name []string
	dayOfMonth
}{
	{[]string{"new", "year's", "day"}, dayOfMonth{month: 1, firstDay: 1}}, {[]string{"new", "year's", "eve"}, dayOfMonth{month: 12, firstDay: 31}},
	{[]string{"christmas", "day"}, dayOfMonth{month: 12, firstDay: 25}}, {[]string{"christmas", "eve"}, dayOfMonth{month: 12, firstDay: 24}},
	{[]string{"boxing", "day"}, dayOfMonth{month: 12, firstDay: 26}},
}

// holiday reads the name of a holiday at i.
func (r *dateReader) holiday(i int) (dayOfMonth, int) {
	if !r.ts[i].upper {
		return dayOfMonth{}, i
	}
	for _, h := range holidays {
		k := 0
		for k < len(h.name) && lowerAt(r.ts, i+k) == h.name[k] {
			k++
		}
		if k == len(h.name) {
			return h.dayOfMonth, i + k
		}
	}
	return dayOfMonth{}, i
}

// countsMonthless tells "may 28 people" from "May 28": a lower-case may or march before a number that counts something.
func (r *dateReader) countsMonthless(at int) bool {
	before := r.ts[at-2]
	return before.kind == word && !before.upper && ambiguousMonths.has(before.lower) && r.word(at) != ""
}

// isModal tells "28 may have died" and "10 march" from days of May and March.
func (r *dateReader) isModal(i int) bool {
	t := &r.ts[i]
	return !t.upper && ambiguousMonths.has(t.lower) && r.word(i+1) != ""
}

// monthName reads a month's name at i with the dot of its abbreviation.
func (r *dateReader) monthName(i int) (month, next int) {
	m, ok := monthNames[r.word(i)]
	if !ok {
		return 0, i
	}
	t := &r.ts[i]
	if !t.upper && t.end-t.start <= 4 && t.lower != "may" && t.lower != "june" && t.lower != "july" && t.lower != "sept" {
		return 0, i // jan, mar and sat in small letters are other words
	}
	next = i + 1
	abbreviated := t.end-t.start <= 4 && t.lower != "may" && t.lower != "june" && t.lower != "july"
	if abbreviated && lowerAt(r.ts, next) == "." && r.ts[next].gap == joined && next+1 < len(r.ts) {
		next++
	}
	return m, next
}

// dayNumbers reads a day or a range of days: 28, 28th, 28-30, 28 and 29, between 28 and 30.
func (r *dateReader) dayNumbers(i int) (first, last, next int) {
	first, next = r.dayNumber(i)
	if first == 0 {
		return 0, 0, i
	}
	last = first
	switch sep := lowerAt(r.ts, next); sep {
	case "-", "–", "to", "and":
		if d, end := r.dayNumber(next + 1); d > first && (sep != "and" || d == first+1 || r.isBetween(i)) {
			// "September 28 to 30 people" would be a strange sentence; "28 and 29 people" is not.
			if sep != "and" || !isPlural(r.word(end)) {
				last, next = d, end
			}
		}
	}
	return first, last, next
}

// isBetween reports whether the days at i are bounds: between 9 and 15 October, between October 9 and 15.
func (r *dateReader) isBetween(i int) bool {
	if monthNames[r.word(i-1)] > 0 {
		i--
	}
	return r.word(i-1) == "between"
}

func (r *dateReader) dayNumber(i int) (d, next int) {
	d = r.whole(i)
	if d < 1 || d > 31 || r.ts[i].end-r.ts[i].start > 2 {
		return 0, i
	}
	next = i + 1
	if next < len(r.ts) && r.ts[next].gap == joined {
		switch t := &r.ts[next]; {
		case t.lower == "st" || t.lower == "nd" || t.lower == "rd" || t.lower == "th":
			next++
		case t.kind == word || t.is("%") || t.is("/"), t.is(":") && next+1 < len(r.ts) && r.ts[next+1].kind == number && r.ts[next+1].gap == joined:
			return 0, i
		}
	}
	if q := lowerAt(r.ts, next); scales[q] > 0 || q == "percent" || q == "%" {
		return 0, i
	}
	return d, next
}

// yearAfter reads the year of a day or month: "2016", ", 2016".
func (r *dateReader) yearAfter(i int) (y, next int) {
	at := i
	if lowerAt(r.ts, at) == "," {
		at++
	}
	if at >= len(r.ts) || r.ts[at].gap == joined || r.ts[at].gap == newBlock {
		return 0, i
	}
	y = r.whole(at)
	if y < 1000 || y > 2199 || r.partOfCode(at) {
		return 0, i
	}
	return y, at + 1
}

// partOfCode reports whether something sticks to the end of the number at i: 2016th, 2016%, 2016/3.
func (r *dateReader) partOfCode(i int) bool {
	if i+1 >= len(r.ts) || r.ts[i+1].gap != joined {
		return false
	}
	t := &r.ts[i+1]
	return t.kind == word || t.kind == address || t.is("%") || t.is("/") && i+2 < len(r.ts) && r.ts[i+2].kind == number
}

// nearestYear picks the year of a day without one. Next year's counts thrice its distance, for papers leave out the year of publication, so that
// "March 15" in September is past, "Jan. 20" in December is ahead and "Nov. 8" in July is this year's.
func (r *dateReader) nearestYear(m, d, weekday int) int {
	best, bestCost := r.today.Year(), 1<<30
	for y := r.today.Year() - 1; y <= r.today.Year()+1; y++ {
		if !validDay(y, m, d) {
			continue
		}
		at := day(y, m, d)
		cost := int(at.Sub(r.today).Hours() / 24)
		switch {
		case cost < 0:
			cost = -cost
		case y > r.today.Year():
			cost *= 3
		}
		if weekday >= 0 && int(at.Weekday()) != weekday {
			cost += 1 << 16
		}
		if cost < bestCost {
			best, bestCost = y, cost
		}
	}
	return best
}
