package mention

import (
	"fmt"
	"time"

	"dateline/retrieval"
)

// Precision is the unit a date is given in.
type Precision uint8

// From the finest to the coarsest. A Clock is a time of day, without its day.
const (
	Clock Precision = iota
	Day
	Week
	Month
	Season
	Year
	Decade
)

// Date is a day or a longer time named in a text.
type Date struct {
	retrieval.Span
	From, To  time.Time // half open, midnight UTC; zero unless Resolved
	Precision Precision
	Relative  bool // counted from the day of publication: Wednesday, a year ago
	Resolved  bool // From and To are known

	// Norm is a normal form: of a resolved date its From and To ("2016-09-28/2016-09-29"), else what is known of it
	// ("--09-28", "T19:00", "wednesday", "next spring"). Equal norms of one publication day are one date.
	Norm string
}

// SameDate reports whether two dates are one: the same days where both are resolved, else the same words in normal form.
func SameDate(a, b Date) bool {
	if a.Resolved && b.Resolved {
		return a.From.Equal(b.From) && a.To.Equal(b.To)
	}
	return a.Resolved == b.Resolved && a.Norm == b.Norm
}

// Covers reports whether e lies within d, so that "September 2016" covers "28 September 2016". Unresolved dates cover only
// themselves.
func (d Date) Covers(e Date) bool {
	if d.Resolved && e.Resolved {
		return !e.From.Before(d.From) && !e.To.After(d.To)
	}
	return SameDate(d, e)
}

// Dates finds the dates, times and spells of time named in text, in order and not overlapping.
//
// Weekdays, "last week", "a year ago" and days without a year are resolved against the calendar day of published as its
// own location has it; a zero published leaves them unresolved. A weekday is the latest on or before that day, and the next
// one where "next", "coming" or a "will" in its clause says so. A day or month without a year is the nearest, the past and
// the current year preferred, and one whose weekday agrees before all others.
func Dates(text string, published time.Time) []Date {
	return readDates(tokenize(text), published)
}

func readDates(ts []token, published time.Time) []Date {
	r := dateReader{ts: ts}
	if !published.IsZero() {
		y, m, d := published.Date()
		r.today = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	var dates []Date
	for i := 0; i < len(ts); {
		d, next := r.read(i)
		if next == i {
			i++
			continue
		}
		d.Span = span(ts, i, next)
		d.finish()
		dates = append(dates, d)
		i = next
	}
	return dates
}

// finish settles what a reader left open: a range that is empty or lies outside the calendar's four-digit years is unknown.
func (d *Date) finish() {
	if !d.From.Before(d.To) || d.From.Year() < 1 || d.To.Year() > 10000 {
		d.From, d.To = time.Time{}, time.Time{}
	}
	d.Resolved = !d.From.IsZero()
	if d.Resolved {
		d.Norm = d.From.Format(time.DateOnly) + "/" + d.To.Format(time.DateOnly)
	}
}

// dateReader reads dates from tokens. Its methods return the date that starts at token i and the token after it, or i where
// none does.
type dateReader struct {
	ts    []token
	today time.Time // zero where unknown
}

func (r *dateReader) read(i int) (Date, int) {
	t := &r.ts[i]
	switch {
	case t.kind == number:
		return r.firstOf(numberReaders, i)
	case t.kind == word && openers.has(t.bare()):
		return r.firstOf(wordReaders, i)
	}
	return Date{}, i
}

type dateReading func(r *dateReader, i int) (Date, int)

// What a date can be that starts with a number, that starts with a word, and that stands behind "early" or "late".
var (
	numberReaders = []dateReading{
		(*dateReader).clock, (*dateReader).numeric, (*dateReader).absolute, (*dateReader).year, (*dateReader).ago,
	}
	wordReaders = []dateReading{
		(*dateReader).qualified, (*dateReader).absolute, (*dateReader).weekday, (*dateReader).month, (*dateReader).spell,
		(*dateReader).ago, (*dateReader).namedDay,
	}
	qualifiedReaders = []dateReading{
		(*dateReader).spell, (*dateReader).weekday, (*dateReader).month, (*dateReader).year, (*dateReader).namedDay,
	}
)

// firstOf returns what the first of the readings finds.
func (r *dateReader) firstOf(readings []dateReading, i int) (Date, int) {
	for _, read := range readings {
		if d, next := read(r, i); next > i {
			return d, next
		}
	}
	return Date{}, i
}

// openers are the words that a date can start with.
var openers = func() set {
	words := set{}
	for _, names := range []map[string]int{monthNames, weekdayNames, partsOfYear} {
		for w := range names {
			words[w] = struct{}{}
		}
	}
	for w := range smallNumbers {
		words[w] = struct{}{}
	}
	for _, w := range []string{
		"early", "earlier", "late", "later", "mid", "midway", "beginning", "end",
		"this", "last", "next", "past", "previous", "coming", "following", "recent", "the",
		"a", "an", "several", "half", "many", "today", "yesterday", "tomorrow", "tonight", "overnight", "noon", "midnight",
		"spring", "summer", "autumn", "fall", "winter",
	} {
		words[w] = struct{}{}
	}
	return words
}()

var monthNames = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

var weekdayNames = map[string]int{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"sun": 0, "mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6,
}

// periods are in days, but for months and years, which are counted on the calendar.
var periods = map[string]int{
	"day": 1, "days": 1, "week": 7, "weeks": 7, "weekend": 7, "fortnight": 14, "month": -1, "months": -1, "year": -12, "years": -12,
	"decade": -120, "decades": -120, "hours": 0, "hour": 0, "minutes": 0, "minute": 0,
}

// partsOfYear is the first third, second third or last third that a word names.
var partsOfYear = map[string]int{"early": 0, "mid": 1, "late": 2}

var monthKeys = [...]string{1: "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}

// word is the word at i without its possessive, "" for anything else.
func (r *dateReader) word(i int) string {
	if i < 0 || i >= len(r.ts) || r.ts[i].kind != word {
		return ""
	}
	return r.ts[i].bare()
}

// whole is the plain whole number at i, else -1.
func (r *dateReader) whole(i int) int {
	if i < 0 || i >= len(r.ts) {
		return -1
	}
	t := &r.ts[i]
	if t.kind != number || t.malformed || t.end-t.start > 4 || t.value != float64(int(t.value)) {
		return -1
	}
	return int(t.value)
}

func dayKey(m, d int) string { return fmt.Sprintf("--%02d-%02d", m, d) }

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func days(d time.Time, n int) time.Time { return d.AddDate(0, 0, n) }

// validDay reports whether month m of year y has a day d; year 0 stands for any.
func validDay(y, m, d int) bool {
	if m < 1 || m > 12 || d < 1 {
		return false
	}
	if y == 0 {
		y = 2000
	}
	return day(y, m, d).Month() == time.Month(m)
}
