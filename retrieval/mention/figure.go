package mention

import (
	"math"
	"strings"

	"dateline/retrieval"
)

// Qualifier tells how a figure is bounded.
type Qualifier uint8

// What stands before a figure: nothing or "exactly", "about", "nearly" or "an estimated", "at least", "up to", "more than",
// "fewer than".
const (
	Exactly Qualifier = iota
	About
	AtLeast
	AtMost
	MoreThan
	LessThan
)

// Units of figures that no word of the text names.
const (
	UnitShare = "share" // of one whole: "a third" is 0.333
	UnitScore = "score" // a vote or a result: 11-2 is Low 11 and High 2
)

// Figure is a number named in a text, in digits or in words. Its span takes in its currency, scale and unit ("$3.5 billion",
// "34 metric tons", "30 to 50 minutes"), not what qualifies it nor what it counts.
type Figure struct {
	retrieval.Span
	Value     float64 // 0 for a range or score
	Low, High float64 // both Value unless a range or score
	Unit      string  // "percent", "USD", "km", "metric ton", "hour", UnitShare, ..., "" for a plain count
	Counts    string  // the noun counted, lower case and singular where that is regular: "people", "soldier"; best effort
	Qualifier Qualifier

	Additional bool // 600 more, another 20
	Ordinal    bool // fifth, 24th
	Vague      bool // dozens, hundreds of thousands: Value is the scale
	Age        bool // 25-year-old, aged 25; Unit is "year"
}

// IsRange reports whether the figure is a range or a score.
func (f Figure) IsRange() bool { return f.Low != f.High }

// SameFigure reports whether two figures are one number of one unit, however written: 1.75 million and 1,750,000, three and
// 3, half and 50 percent. It knows no approximation, and what is counted, qualified or added is for the caller to compare.
func SameFigure(a, b Figure) bool {
	if a.Ordinal != b.Ordinal || a.Vague != b.Vague {
		return false
	}
	scaleA, unitA := inPercent(a)
	scaleB, unitB := inPercent(b)
	return unitA == unitB && sameNumber(a.Low*scaleA, b.Low*scaleB) && sameNumber(a.High*scaleA, b.High*scaleB)
}

// inPercent is a figure's unit, and what its value is multiplied by, with shares turned into percent.
func inPercent(f Figure) (scale float64, unit string) {
	if f.Unit == UnitShare {
		return 100, "percent"
	}
	return 1, f.Unit
}

func sameNumber(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b))
}

// Figures finds the figures in text, in order and not overlapping. Dates, times of day, years and codes (resolution 2328, M2,
// Su-24, 9/11, [3]) are none; a number that belongs to a spell of time (the past three days) is.
func Figures(text string) []Figure {
	ts := tokenize(text)
	return readFigures(ts, ownNumbers(ts))
}

// ownNumbers are the tokens that belong to a date, so that no figure may take them.
func ownNumbers(ts []token) []bool {
	taken := make([]bool, len(ts))
	r := dateReader{ts: ts}
	for i := 0; i < len(ts); {
		d, next := r.read(i)
		if next == i {
			i++
			continue
		}
		if !d.Relative || ts[next-1].is("ago") {
			for k := i; k < next; k++ {
				taken[k] = true
			}
		}
		i = next
	}
	return taken
}

func readFigures(ts []token, taken []bool) []Figure {
	r := figureReader{ts: ts, taken: taken}
	var figures []Figure
	for i := 0; i < len(ts); {
		f, next := r.read(i)
		if next == i {
			i++
			continue
		}
		figures = append(figures, f)
		i, r.from = next, next
	}
	return figures
}

// figureReader reads figures from tokens. Tokens before from belong to the figure before.
type figureReader struct {
	ts    []token
	taken []bool
	from  int
}

// read returns the figure whose number starts at token i and the token after it, or i where none does.
func (r *figureReader) read(i int) (Figure, int) {
	t := &r.ts[i]
	if t.kind == mark || t.kind == address || r.taken[i] || t.kind == number && r.isCode(i) {
		return Figure{}, i
	}
	q, ok := readQuantity(r.ts, i)
	if !ok || !r.isNumber(i, q) {
		return Figure{}, i
	}
	for k := i; k < q.next; k++ {
		if r.taken[k] {
			return Figure{}, i
		}
	}
	f := Figure{Value: q.value, Low: q.value, High: q.value, Ordinal: q.ordinal, Vague: q.vague}
	start := r.readSign(&f, i)
	next := r.readCurrencyScale(&f, q)
	if q.share {
		f.Unit = UnitShare
	}
	next = r.readRange(&f, q, i, next)
	next = r.readMeasure(&f, q, next)
	r.qualify(&f, start, next)
	f.Counts = r.counted(&f, q, next)
	f.Span = span(r.ts, start, next)
	return f, next
}

// readSign takes the currency mark or code and the minus before the number, and returns the first token of the figure.
func (r *figureReader) readSign(f *Figure, i int) int {
	start := i
	if before := i - 1; before >= r.from && r.ts[i].kind == number {
		if unit, ok := currencyMarks[r.ts[before].lower]; ok {
			f.Unit = unit
			start = before
			if owner, ok := dollarOwners[lowerAt(r.ts, before-1)]; ok && before-1 >= r.from && unit == "USD" && r.ts[before-1].upper &&
				(r.ts[before].gap == joined || r.ts[before].gap == spaced && r.ts[before-1].caps) {
				f.Unit = owner
				start--
			}
		} else if t := &r.ts[before]; t.caps && currencyCodes.has(t.lower) && r.ts[i].gap <= spaced {
			f.Unit = strings.ToUpper(t.lower)
			start = before
		}
	}
	if before := start - 1; before >= r.from && r.ts[i].kind == number {
		t := &r.ts[before]
		negative := t.is("minus") || t.dash() && t.lower != "—" && t.gap != joined && r.ts[start].gap == joined
		if negative {
			f.Value, f.Low, f.High = -f.Value, -f.Low, -f.High
			start = before
		}
	}
	return start
}

// readCurrencyScale reads the short scales that only money takes: $5m, €2b.
func (r *figureReader) readCurrencyScale(f *Figure, q quantity) int {
	next := q.next
	if !q.digits || next >= len(r.ts) || r.ts[next].gap != joined {
		return next
	}
	var scale float64
	switch {
	case r.ts[next].lower == "m" && (f.Unit != "" || isPlural(lowerAt(r.ts, next+1))):
		scale = 1e6
	case r.ts[next].lower == "b" && f.Unit != "":
		scale = 1e9
	default:
		return next
	}
	f.Value, f.Low, f.High = f.Value*scale, f.Low*scale, f.High*scale
	return next + 1
}

var (
	additions      = set{"more": {}, "additional": {}, "extra": {}, "further": {}, "another": {}}
	spellModifiers = set{
		"consecutive": {}, "straight": {}, "full": {}, "whole": {}, "entire": {}, "long": {}, "successive": {},
		"more": {}, "additional": {}, "extra": {}, "further": {},
	}
)

// readMeasure reads the unit after the number and tells ages: 34 metric tons, 72-hour, 25-year-old, 40 years old.
func (r *figureReader) readMeasure(f *Figure, q quantity, next int) int {
	if f.Ordinal || f.Unit == UnitScore || f.Unit == UnitShare && lowerAt(r.ts, next) == "of" {
		return next
	}
	at := next
	if hyphenAt(r.ts, at) {
		at++
	}
	if f.Unit == UnitShare && (lowerAt(r.ts, at) == "an" || lowerAt(r.ts, at) == "a") {
		at++ // half an hour
	}
	if spell := lowerAt(r.ts, at); at == next && spellModifiers.has(spell) {
		if unit, end := readUnit(r.ts, at+1); isDuration(unit) && f.Unit == "" { // seven consecutive days, two more weeks
			f.Unit, next = unit, end
			f.Additional = additions.has(spell)
		}
	} else if unit, end := readUnit(r.ts, at); end > at && !r.taken[at] && (f.Unit == "" || f.Unit == UnitShare) {
		f.Unit, next = unit, end
	}
	if f.Unit != "year" {
		return next
	}
	at = next
	if hyphenAt(r.ts, at) {
		at++
	}
	switch lowerAt(r.ts, at) {
	case "old", "olds":
		f.Age = true
		return at + 1
	}
	f.Age = lowerAt(r.ts, next) == "of" && lowerAt(r.ts, next+1) == "age"
	return next
}
