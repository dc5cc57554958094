package mention

import (
	"strconv"
	"strings"
	"time"
)

// qualified reads a date behind early, mid, late, earlier or later: early October, mid-2016, late last year, earlier Wednesday.
func (r *dateReader) qualified(i int) (Date, int) {
	w := r.word(i)
	at := i + 1
	if w == "beginning" || w == "end" {
		if r.word(at) != "of" {
			return Date{}, i
		}
		at++
		w = map[string]string{"beginning": "early", "end": "late"}[w]
	}
	third, isPart := partsOfYear[w]
	if !isPart && w != "earlier" && w != "later" {
		return Date{}, i
	}
	if hyphenAt(r.ts, at) || r.word(at) == "in" || r.word(at) == "on" {
		at++
	}
	if r.word(at) == "the" {
		at++
	}
	if at >= len(r.ts) || r.ts[at].gap == newBlock {
		return Date{}, i
	}
	d, next := r.firstOf(qualifiedReaders, at)
	if next == at {
		return Date{}, i
	}
	d.finish()
	if !d.Resolved {
		d.Norm = w + " " + d.Norm
		return d, next
	}
	switch {
	case isPart && d.Precision == Month:
		first := []int{0, 10, 20, 0}
		from, to := days(d.From, first[third]), days(d.From, first[third+1])
		if third == 2 {
			to = d.To
		}
		d.From, d.To = from, to
	case isPart && d.Precision == Year:
		from := d.From
		d.From, d.To = from.AddDate(0, 4*third, 0), from.AddDate(0, 4*third+4, 0)
	case isPart && d.Precision == Decade:
		from := d.From
		first := []int{0, 3, 7, 10}
		d.From, d.To = from.AddDate(first[third], 0, 0), from.AddDate(first[third+1], 0, 0)
	case !isPart && d.Relative && d.Precision > Day && !r.today.Before(d.From) && r.today.Before(d.To):
		if w == "earlier" {
			d.To = days(r.today, 1)
		} else {
			d.From = r.today
		}
	}
	return d, next
}

// spell reads this, last, next, past and coming with a period, a weekday, a month or a number of periods: last week, the past
// three days, next Tuesday, last September, this morning.
func (r *dateReader) spell(i int) (Date, int) {
	at := i
	the := r.word(at) == "the"
	if the {
		at++
	}
	which := r.word(at)
	switch which {
	case "this", "last", "next", "past", "previous", "coming", "following", "recent":
		at++
	case "weekend":
		if the && weekendPrepositions.has(r.word(i-1)) {
			return r.weekend(i, "the"), at + 1
		}
		return Date{}, i
	default:
		if the {
			return Date{}, i
		}
		return r.season(i, i, "")
	}
	if which == "this" && (r.word(at) == "past" || r.word(at) == "coming") {
		which = r.word(at)
		at++
	}
	if at >= len(r.ts) || r.ts[at].gap != spaced && r.ts[at].gap != newLine {
		return Date{}, i
	}
	w := r.word(at)
	d := Date{Relative: true, Norm: which + " " + w}
	if weekday, ok := weekdayNames[w]; ok && r.ts[at].upper && at < len(r.ts) {
		return r.chosenWeekday(d, which, weekday), r.partOfDay(at + 1)
	}
	if m, next := r.monthName(at); next > at && r.ts[at].upper {
		return r.chosenMonth(d, which, m), next
	}
	switch w {
	case "morning", "afternoon", "evening", "night":
		d.Precision = Day
		if offset := map[string]int{"this": 0, "last": -1}; !r.today.IsZero() {
			if n, ok := offset[which]; ok {
				d.From = days(r.today, n)
				d.To = days(d.From, 1)
			}
		}
		if which != "this" && which != "last" {
			return Date{}, i
		}
		return d, at + 1
	case "spring", "summer", "autumn", "fall", "winter":
		return r.season(i, at, which)
	}
	return r.countedSpell(i, at, which, the)
}

// season reads summer 2016, the spring of 2011 and last winter, which stay unresolved: seasons differ by hemisphere and author.
func (r *dateReader) season(i, at int, which string) (Date, int) {
	w := r.word(at)
	switch w {
	case "spring", "summer", "autumn", "fall", "winter":
	default:
		return Date{}, i
	}
	if which != "" {
		return Date{Precision: Season, Relative: true, Norm: which + " " + w}, at + 1
	}
	next := at + 1
	if r.word(next) == "of" {
		next++
	}
	if y := r.whole(next); y >= 1700 && y < 2200 && !r.partOfCode(next) && r.ts[next].gap == spaced {
		return Date{Precision: Season, Norm: w + " " + strconv.Itoa(y)}, next + 1
	}
	return Date{}, i
}

func (r *dateReader) chosenWeekday(d Date, which string, weekday int) Date {
	d.Precision = Day
	if r.today.IsZero() {
		return d
	}
	back := (int(r.today.Weekday()) - weekday + 7) % 7
	switch which {
	case "last", "past", "previous":
		if back == 0 {
			back = 7
		}
		d.From = days(r.today, -back)
	case "next", "coming":
		d.From = days(r.today, 7-back)
	case "this":
		d.From = days(monday(r.today), (weekday+6)%7)
	default: // "the following Tuesday" counts from another day
		return d
	}
	d.To = days(d.From, 1)
	return d
}

func (r *dateReader) chosenMonth(d Date, which string, m int) Date {
	d.Precision = Month
	if r.today.IsZero() {
		return d
	}
	y, now := r.today.Year(), int(r.today.Month())
	switch which {
	case "last", "past", "previous":
		if m >= now {
			y--
		}
	case "next", "coming":
		if m <= now {
			y++
		}
	case "this":
	default:
		return d
	}
	d.From, d.To = day(y, m, 1), day(y, m+1, 1)
	return d
}

// countedSpell reads the period at token at, with the number before it if there is one, for which of them.
func (r *dateReader) countedSpell(i, at int, which string, the bool) (Date, int) {
	n, counted := 1, false
	if q, ok := readQuantity(r.ts, at); ok && !q.ordinal && !q.vague && !q.share && q.value == float64(int(q.value)) && q.value < 1000 {
		n, counted, at = int(q.value), true, q.next
	}
	few := r.word(at) == "few" || r.word(at) == "several" || r.word(at) == "couple"
	if few {
		at++
		if r.word(at) == "of" {
			at++
		}
	}
	w := r.word(at)
	size, ok := periods[w]
	if !ok || size == 0 || w == "day" && which != "past" {
		return Date{}, i
	}
	plural := strings.HasSuffix(w, "s")
	if plural != (counted && n != 1 || few || which == "recent") {
		return Date{}, i
	}
	d := Date{Relative: true, Precision: periodPrecision(w)}
	var norm strings.Builder
	for k := i; k <= at; k++ {
		if k > i {
			norm.WriteByte(' ')
		}
		if r.ts[k].kind == number {
			norm.WriteString(strconv.Itoa(n))
		} else {
			norm.WriteString(r.ts[k].bare())
		}
	}
	if d.Norm = norm.String(); w == "weekend" && !counted && !few && !the {
		return r.weekend(i, which), at + 1
	}
	if r.today.IsZero() || few || w == "weekend" || which == "recent" || which == "following" {
		return d, at + 1
	}
	tomorrow := days(r.today, 1)
	switch {
	case which == "past" || which == "last" && (the || counted):
		d.From, d.To = shift(tomorrow, -n, size), tomorrow
	case the || counted || w == "fortnight": // "the next three days", "the coming year" start nowhere in particular
	case w == "week":
		offset := map[string]int{"last": -7, "previous": -7, "this": 0, "next": 7, "coming": 7}[which]
		d.From = days(monday(r.today), offset)
		d.To = days(d.From, 7)
	default:
		step := map[string]int{"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[which]
		d.From = shift(r.startOf(w), step, size)
		d.To = shift(d.From, 1, size)
	}
	return d, at + 1
}

// startOf is the first day of the month, year or decade that today lies in.
func (r *dateReader) startOf(period string) time.Time {
	switch y := r.today.Year(); period {
	case "month":
		return day(y, int(r.today.Month()), 1)
	case "decade":
		return day(y-y%10, 1, 1)
	default:
		return day(y, 1, 1)
	}
}

var weekendPrepositions = set{"over": {}, "at": {}, "on": {}, "during": {}}

// weekend is the last Saturday and Sunday, or the next where a future verb stands before token i. On a Saturday “the weekend”
// may be either, and “this weekend” is whichever its verb says.
func (r *dateReader) weekend(i int, which string) Date {
	d := Date{Relative: true, Precision: Week, Norm: which + " weekend"}
	today, ahead := int(r.today.Weekday()), r.ahead(i)
	since := (today + 1) % 7 // days since Saturday
	switch {
	case r.today.IsZero(), which != "the" && which != "this" && which != "last":
		return d
	case which == "last":
		if since < 2 {
			since += 7
		}
		d.From = days(r.today, -since)
	case ahead && since >= 2:
		d.From = days(r.today, 7-since)
	case which == "the" && !ahead && since > 0:
		d.From = days(r.today, -since)
	default:
		return d
	}
	d.To = days(d.From, 2)
	return d
}
