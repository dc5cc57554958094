package mention

import (
	"strconv"
	"strings"
	"time"
)

// ago reads a week ago, three days ago, two years ago. Days are exact; a week is the seven days around its day; months are
// the month and "a year ago" the month of that day, more years the year.
func (r *dateReader) ago(i int) (Date, int) {
	t := &r.ts[i]
	n, at := 1, i+1
	switch {
	case t.lower == "a" || t.lower == "an":
		if q, ok := readQuantity(r.ts, i); ok {
			n, at = int(q.value), q.next
		}
	case t.lower == "several" || t.lower == "many":
		n = 0
	default:
		q, ok := readQuantity(r.ts, i)
		if !ok || q.ordinal || q.share || q.value > 1000 || q.value != float64(int(q.value)) {
			return Date{}, i
		}
		n, at = int(q.value), q.next
	}
	for n == 1 && (r.word(at) == "few" || r.word(at) == "couple" || r.word(at) == "of" && r.word(at-1) == "couple") {
		n = 0
		at++
	}
	if n == 0 && r.word(at) == "of" {
		at++
	}
	w := r.word(at)
	size, ok := periods[w]
	if !ok || r.word(at+1) != "ago" || r.ts[at+1].gap == newBlock {
		return Date{}, i
	}
	count := "some"
	if n > 0 {
		count = strconv.Itoa(n)
	}
	d := Date{Relative: true, Precision: periodPrecision(w), Norm: count + " " + strings.TrimSuffix(w, "s") + " ago"}
	if r.today.IsZero() || n == 0 || size == 0 {
		return d, at + 2
	}
	d.From = shift(r.today, -n, size)
	switch d.Precision {
	case Day:
		d.To = days(d.From, 1)
	case Week:
		d.From, d.To = days(d.From, -3), days(d.From, 4)
	case Month:
		d.From = monthStart(d.From)
		d.To = d.From.AddDate(0, 1, 0)
	case Year:
		if n == 1 {
			d.Precision = Month
			d.From = monthStart(d.From)
			d.To = d.From.AddDate(0, 1, 0)
		} else {
			d.From = day(d.From.Year(), 1, 1)
			d.To = d.From.AddDate(1, 0, 0)
		}
	default:
		d.From = time.Time{} // "a decade ago" is no decade
	}
	return d, at + 2
}

func monthStart(t time.Time) time.Time { return day(t.Year(), int(t.Month()), 1) }

// monday is the first day of the week of t, as ISO 8601 counts weeks.
func monday(t time.Time) time.Time { return days(t, -(int(t.Weekday())+6)%7) }

// shift moves t by n periods, whose size is as in the table of periods. A day that its month lacks becomes the month's last.
func shift(t time.Time, n, size int) time.Time {
	if size > 0 {
		return days(t, n*size)
	}
	moved := t.AddDate(0, -n*size, 0)
	if moved.Day() != t.Day() {
		moved = days(moved, -moved.Day())
	}
	return moved
}

func periodPrecision(w string) Precision {
	switch strings.TrimSuffix(w, "s") {
	case "day":
		return Day
	case "week", "weekend", "fortnight":
		return Week
	case "month":
		return Month
	case "year":
		return Year
	case "decade":
		return Decade
	}
	return Clock
}
