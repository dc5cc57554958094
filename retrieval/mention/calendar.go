package mention

import (
	"strings"
	"time"
)

var ambiguousMonths = set{"may": {}, "march": {}, "august": {}, "april": {}, "june": {}, "mar": {}, "jan": {}}

// month reads a month with its year, or alone where it can be nothing else: September 2016, in May, September's.
func (r *dateReader) month(i int) (Date, int) {
	m, next := r.monthName(i)
	if next == i {
		return Date{}, i
	}
	d := Date{Precision: Month}
	if y, end := r.yearAfter(next); end > next {
		d.From, d.To = day(y, m, 1), day(y, m+1, 1)
		return d, end
	}
	if r.word(next) == "of" {
		if y, end := r.yearAfter(next + 1); end > next+1 {
			d.From, d.To = day(y, m, 1), day(y, m+1, 1)
			return d, end
		}
	}
	if !r.isMonthAlone(i) {
		return Date{}, i
	}
	if y, end := r.pointedYear(next); y > 0 {
		d.From, d.To = day(y, m, 1), day(y, m+1, 1)
		return d, end
	}
	d.Norm = "--" + monthKeys[m]
	if !r.today.IsZero() {
		y := r.nearestYear(m, min(r.today.Day(), 28), -1)
		d.From, d.To = day(y, m, 1), day(y, m+1, 1)
	}
	return d, next
}

// isMonthAlone tells the month from the verb, the march and the woman: only after a word that times have before them.
func (r *dateReader) isMonthAlone(i int) bool {
	t := &r.ts[i]
	if !ambiguousMonths.has(t.bare()) {
		return t.upper || t.end-t.start > 5
	}
	if !t.upper {
		return false
	}
	switch r.word(i + 1) {
	case "on", "for", "of", "against":
		if t.bare() == "march" && r.word(i-1) != "in" {
			return false
		}
	}
	if hyphenAt(r.ts, i-1) {
		i--
	}
	return timePrepositions.has(r.word(i - 1))
}

var timePrepositions = set{
	"in": {}, "since": {}, "until": {}, "till": {}, "by": {}, "during": {}, "before": {}, "after": {}, "from": {}, "through": {},
	"of": {}, "last": {}, "next": {}, "this": {}, "early": {}, "late": {}, "mid": {}, "between": {}, "every": {},
}

// weekday reads Wednesday, Thursday night and Sun. where it is a day.
func (r *dateReader) weekday(i int) (Date, int) {
	w, ok := weekdayNames[r.word(i)]
	t := &r.ts[i]
	if !ok || !t.upper && t.end-t.start < 6 || r.isFeastOrPaper(i) {
		return Date{}, i
	}
	next := i + 1
	if t.end-t.start < 6 { // an abbreviation is a word of its own unless something shows that it is a day
		if r.word(i-1) != "on" {
			return Date{}, i
		}
		if lowerAt(r.ts, next) == "." && r.ts[next].gap == joined && next+1 < len(r.ts) {
			next++
		}
	}
	d := Date{Precision: Day, Relative: true, Norm: strings.ToLower(time.Weekday(w).String())}
	next = r.partOfDay(next)
	which, end := r.weekOf(next)
	if end > next {
		d.Norm += " " + which + " week"
	}
	if !r.today.IsZero() {
		switch {
		case end > next:
			d.From = days(monday(r.today), weekOffsets[which]+(w+6)%7)
		case r.ahead(i):
			d.From = days(r.today, (w-int(r.today.Weekday())+7)%7)
		default:
			d.From = days(r.today, -((int(r.today.Weekday()) - w + 7) % 7))
		}
		d.To = days(d.From, 1)
	}
	return d, end
}

// weekOf reads the week that a weekday is of: Monday last week, Friday of next week.
func (r *dateReader) weekOf(next int) (which string, end int) {
	at := next
	if r.word(at) == "of" {
		at++
	}
	which = r.word(at)
	if _, ok := weekOffsets[which]; ok && r.word(at+1) == "week" && r.ts[at].gap == spaced && r.ts[at+1].gap == spaced {
		return which, at + 2
	}
	return "", next
}

// weekOffsets are in days from this week.
var weekOffsets = map[string]int{"last": -7, "previous": -7, "this": 0, "next": 7, "coming": 7}

// isFeastOrPaper tells Easter Sunday, Black Friday and the Sunday Times from days of a week.
func (r *dateReader) isFeastOrPaper(i int) bool {
	before := i > 0 && r.ts[i-1].upper && r.ts[i].gap == spaced && feasts.has(r.ts[i-1].lower)
	return before || i+1 < len(r.ts) && r.ts[i+1].upper && r.ts[i+1].gap == spaced && papers.has(r.ts[i+1].lower)
}

var (
	feasts = set{
		"easter": {}, "palm": {}, "good": {}, "ash": {}, "holy": {}, "whit": {}, "maundy": {}, "shrove": {}, "black": {}, "bloody": {},
		"super": {}, "cyber": {}, "giving": {},
	}
	papers = set{
		"times": {}, "telegraph": {}, "mirror": {}, "express": {}, "mail": {}, "herald": {}, "people": {}, "post": {}, "star": {},
		"independent": {}, "observer": {}, "tribune": {}, "world": {}, "mercury": {}, "night": {},
	}
)

// ahead reports whether a future verb stands before the weekday at i within its clause.
func (r *dateReader) ahead(i int) bool {
	if r.ts[i].bare() != r.ts[i].lower {
		return false
	}
	for k := i - 1; k >= 0 && k > i-9; k-- {
		t := &r.ts[k]
		if t.kind == mark && !t.dash() {
			return false
		}
		switch t.lower {
		case "will", "scheduled", "due", "slated", "shall":
			return true
		case "said", "says", "told", "announced", "after", "before", "since":
			return false
		}
	}
	return false
}

// partOfDay steps over the morning or night of a day.
func (r *dateReader) partOfDay(next int) int {
	if next < len(r.ts) && r.ts[next].gap == spaced {
		switch r.ts[next].lower {
		case "morning", "afternoon", "evening", "night":
			return next + 1
		}
	}
	return next
}

// namedDay reads today, yesterday, tomorrow, tonight, overnight, noon and midnight.
func (r *dateReader) namedDay(i int) (Date, int) {
	t := &r.ts[i]
	if t.upper && i > 0 && r.ts[i-1].upper { // USA Today
		return Date{}, i
	}
	offset := 0
	switch t.bare() {
	case "yesterday":
		offset = -1
	case "tomorrow":
		offset = 1
	case "today", "tonight":
	case "overnight":
		return r.overnight(i)
	case "noon":
		return Date{Precision: Clock, Norm: "T12:00"}, i + 1
	case "midnight":
		return Date{Precision: Clock, Norm: "T00:00"}, i + 1
	default:
		return Date{}, i
	}
	d := Date{Precision: Day, Relative: true, Norm: t.bare()}
	if !r.today.IsZero() {
		d.From = days(r.today, offset)
		d.To = days(d.From, 1)
	}
	return d, r.partOfDay(i + 1)
}

// overnight reads the night to today, which is of two days, where it is no adjective: an overnight train.
func (r *dateReader) overnight(i int) (Date, int) {
	if next := r.word(i + 1); next != "" && !afterOvernight.has(next) {
		return Date{}, i
	}
	d := Date{Precision: Day, Relative: true, Norm: "overnight"}
	if !r.today.IsZero() {
		d.From, d.To = days(r.today, -1), days(r.today, 1)
	}
	return d, i + 1
}

var afterOvernight = set{
	"in": {}, "on": {}, "at": {}, "and": {}, "but": {}, "by": {}, "near": {}, "after": {}, "when": {}, "as": {}, "the": {}, "to": {}, "from": {},
	"into": {}, "with": {}, "killing": {}, "while": {}, "across": {}, "that": {},
}

// year reads 2016, 2015-16, 2015–2016 and 1990s where they are no count.
func (r *dateReader) year(i int) (Date, int) {
	y := r.whole(i)
	t := &r.ts[i]
	if y < 1000 || y > 2199 || t.end-t.start != 4 || !r.standsAlone(i) {
		return Date{}, i
	}
	next := i + 1
	if next < len(r.ts) && r.ts[next].gap == joined && r.ts[next].is("s") {
		if y%10 != 0 {
			return Date{}, i
		}
		return Date{Precision: Decade, From: day(y, 1, 1), To: day(y+10, 1, 1)}, next + 1
	}
	if r.partOfCode(i) || !r.isYear(i, y) {
		return Date{}, i
	}
	d := Date{Precision: Year, From: day(y, 1, 1), To: day(y+1, 1, 1)}
	if next+1 < len(r.ts) && r.ts[next].dash() && r.ts[next].gap == r.ts[next+1].gap {
		end := r.whole(next + 1)
		if digits := r.ts[next+1].end - r.ts[next+1].start; digits == 2 && end >= 0 && r.ts[next].gap == joined {
			end += y / 100 * 100
		}
		if end > y && end-y < 200 {
			d.To = day(end+1, 1, 1)
			return d, next + 2
		}
	}
	return d, next
}

// isYear tells a year from a count or a code by the words around it.
func (r *dateReader) isYear(i, y int) bool {
	before, after := r.word(i-1), r.word(i+1)
	if afterCodeNoun(r.ts, i) || before == "than" || before == "about" || before == "nearly" || before == "some" || before == "least" {
		return false
	}
	if lowerAt(r.ts, i+1) == "-" && hyphenAt(r.ts, i+1) && r.whole(i+2) < 0 {
		return false // 2000-pound, 2000-strong
	}
	strong := yearPrepositions.has(before) || partsOfYear[before] > 0 || before == "early" || monthNames[before] > 0
	if y < 1800 && !strong {
		return false
	}
	if unit, _ := readUnit(r.ts, i+1); unit != "" && (isPlural(after) || !isDuration(unit)) || scales[after] > 0 {
		return false // 2000 pounds, but "2018 day five"
	}
	if strong || y >= 2100 || !isPlural(after) || r.ts[i+1].gap == newBlock {
		return strong || y < 2100
	}
	return before == "the" || i > 0 && r.ts[i-1].bare() != r.ts[i-1].lower
}

var yearPrepositions = set{
	"in": {}, "since": {}, "until": {}, "till": {}, "during": {}, "before": {}, "after": {}, "from": {}, "through": {}, "late": {},
	"circa": {}, "spring": {}, "summer": {}, "autumn": {}, "fall": {}, "winter": {}, "year": {},
}

// codeNouns are what a number after them names rather than counts.
var codeNouns = set{
	"resolution": {}, "resolutions": {}, "article": {}, "articles": {}, "section": {}, "sections": {}, "chapter": {},
	"flight": {}, "route": {}, "highway": {}, "interstate": {}, "room": {}, "page": {}, "pages": {}, "channel": {},
	"paragraph": {}, "volume": {}, "no": {}, "nos": {}, "number": {}, "boeing": {}, "airbus": {}, "apollo": {}, "version": {},
	"psalm": {}, "proposition": {}, "windows": {}, "directive": {}, "decree": {}, "exhibit": {}, "amendment": {},
	"regulation": {}, "hospital": {}, "area": {},
}

// afterCodeNoun reports whether the number at i names what stands before it: resolution 2328, No. 5.
func afterCodeNoun(ts []token, i int) bool {
	if lowerAt(ts, i-1) == "." && ts[i-1].gap == joined && (lowerAt(ts, i-2) == "no" || lowerAt(ts, i-2) == "nos") {
		return true
	}
	return codeNouns.has(lowerAt(ts, i-1)) && ts[i].gap < newBlock
}
