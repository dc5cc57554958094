package event

import (
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// sentence is one sentence taken apart. Verbs and phrases name its words by their index.
type sentence struct {
	text    string
	words   []match.Word
	clock   []bool // of the words, which belong to a time of day
	quotes  []retrieval.Span
	phrases []phrase
	verbs   []verb
}

// phrase is words that tell a time: a date that the sentence names, or a day counted from another one.
type phrase struct {
	retrieval.Span
	first, end int          // words [first, end)
	dates      []int        // of mention.Dates; two where it is a range
	count      *count       // of a day counted from another
	date       mention.Date // the first of them, as counted from the day of publication
	relative   bool         // one of them counts from the day on which it was written or said
}

// take takes a sentence of these dates apart; ok is false where nothing in it tells a time.
func take(text string, dates []mention.Date) (s *sentence, ok bool) {
	if len(dates) == 0 && !mayCount(text) {
		return nil, false
	}
	s = &sentence{text: text, words: match.Words(text)}
	s.clock = make([]bool, len(s.words))
	s.phrases = append(s.named(dates), s.counted()...)
	slices.SortStableFunc(s.phrases, func(a, b phrase) int { return a.Start - b.Start })
	s.settle()
	if len(s.phrases) == 0 {
		return nil, false
	}
	for _, q := range mention.Quotations(text) {
		if !q.Nested && !q.Scare {
			s.quotes = append(s.quotes, q.Inner)
		}
	}
	s.findVerbs()
	return s, true
}

// named are the phrases of the dates that the sentence names. Those of its dateline are none.
func (s *sentence) named(dates []mention.Date) (all []phrase) {
	from := s.dateline(dates)
	for i, d := range dates {
		first, end := s.within(d.Span)
		if d.Precision == mention.Clock {
			for k := first; k < end; k++ {
				s.clock[k] = true
			}
			continue
		}
		if d.Start >= from && first < end && !s.alone(d.Span) {
			all = append(all, phrase{Span: d.Span, first: first, end: end, dates: []int{i}, date: d, relative: d.Relative})
		}
	}
	return all
}

// alone reports whether a date has a line of its own, or nothing beside it: that of an article or a picture.
func (s *sentence) alone(span retrieval.Span) bool {
	before, after := strings.TrimRight(s.text[:span.Start], " \t"), strings.TrimLeft(s.text[span.End:], " \t.")
	return (before == "" || strings.HasSuffix(before, "\n")) && (after == "" || strings.HasPrefix(after, "\n"))
}

// settle drops what overlaps, and joins the two ends of a range (“from Monday to Wednesday”) and two names of one time that
// stand side by side (“on Monday last week, 12 September”), of which the second is the plainer.
func (s *sentence) settle() {
	var kept []phrase
	for _, p := range s.phrases {
		if len(kept) == 0 {
			kept = append(kept, p)
			continue
		}
		last := &kept[len(kept)-1]
		switch {
		case p.Start < last.End && p.count != nil && last.count == nil: // “the following week”, which package mention leaves open
			*last = p
		case p.Start < last.End:
		case s.isRange(*last, p):
			last.End, last.end = p.End, p.end
			last.dates, last.relative = append(last.dates, p.dates...), last.relative || p.relative
		case s.isSame(*last, p):
			p.Start, p.first = last.Start, last.first
			*last = p
		default:
			kept = append(kept, p)
		}
	}
	s.phrases = kept
}

// isRange reports whether two dates are the ends of one time: from Monday to Wednesday, until dawn on Tuesday, Monday and
// Tuesday.
func (s *sentence) isRange(a, b phrase) bool {
	if a.count != nil || b.count != nil || len(a.dates) != 1 || a.date.Relative != b.date.Relative || a.date.Precision != b.date.Precision {
		return false
	}
	switch strings.Trim(s.text[a.End:b.Start], " ") {
	case "–", "—", "-":
		return true
	}
	for k := a.end; k <= b.first; k++ {
		if s.parted(k) || s.comma(k) {
			return false
		}
	}
	switch s.form(a.end) {
	case "to", "until", "till", "through":
		for k := a.end + 1; k < b.first; k++ {
			if f := s.form(k); !s.clock[k] && !parts[f] && !negligible[f] && f != "on" && f != "at" && f != "of" {
				return false
			}
		}
		return true
	case "and":
		between := s.form(a.first-1) == "between" || s.form(a.first-1) == "the" && s.form(a.first-2) == "between"
		return a.end+1 == b.first && (between || a.date.Precision == mention.Day && s.consecutive(a.date, b.date))
	}
	return false
}

// consecutive reports whether one weekday, or day of a month, is the next after the other.
func (s *sentence) consecutive(a, b mention.Date) bool {
	x, isDay := weekdayOf(a.In(s.text))
	y, areDays := weekdayOf(b.In(s.text))
	if isDay && areDays {
		return (x+1)%7 == y
	}
	return a.Resolved && b.Resolved && a.To.Equal(b.From)
}

// isSame reports whether b says again, after nothing but a comma, what a says: “Monday last week, 12 September”, “two days
// later, on Friday”.
func (s *sentence) isSame(a, b phrase) bool {
	between := strings.Trim(s.text[a.End:b.Start], " (")
	if strings.EqualFold(a.In(s.text), "overnight") && (between == "from" || between == "on") {
		return b.date.Precision == mention.Day
	}
	switch between {
	case ",", ", on", "", "on", ", in", ", the":
		return b.count == nil && (a.count != nil && strings.HasPrefix(between, ",") || a.count == nil && a.date.Relative && b.date.Precision <= a.date.Precision)
	}
	return false
}

// dateline is where the text behind a dateline or a label begins (“ANKARA, Sept 27 (Sample wire) — ”, “Correction, 30 September:”),
// whose date is that of the report. A date alone before a dash is one of a list of events.
func (s *sentence) dateline(dates []mention.Date) int {
	const longest = 80
	head := s.text[:min(len(s.text), longest)]
	if at := strings.Index(head, ":"); at > 0 && labels[s.form(0)] && len(dates) > 0 && dates[0].Start < at {
		return at
	}
	at := len(head)
	for _, dash := range []string{"—", "–", " - ", " -- "} {
		if k := strings.Index(head, dash); k >= 0 && !isScore(head, k, dash) {
			at = min(at, k)
		}
	}
	if at == len(head) || len(dates) == 0 || dates[0].End > at {
		return 0
	}
	if behind := strings.TrimSpace(head[dates[0].End:at]); dates[0].Start == 0 && !strings.HasPrefix(behind, "(") {
		return 0
	}
	for _, w := range s.words {
		if w.Start >= dates[0].Start {
			return at
		}
		if !w.Capital {
			return 0
		}
	}
	return 0
}

// isScore reports whether the dash at a byte stands between two digits: “11–8”.
func isScore(text string, at int, dash string) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return digit(at-1) && digit(at+len(dash))
}

// within are the words [first, end) that lie in a span.
func (s *sentence) within(span retrieval.Span) (first, end int) {
	first, _ = slices.BinarySearchFunc(s.words, span.Start, func(w match.Word, at int) int { return w.Start - at })
	end = first
	for end < len(s.words) && s.words[end].Start < span.End {
		end++
	}
	return first, end
}

// form is the word at i in lower case, "" outside the sentence.
func (s *sentence) form(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.words[i].Form
}

// gap is what stands between the words i-1 and i; the dash of a score, “11–8”, is a hyphen.
func (s *sentence) gap(i int) string {
	switch {
	case i <= 0:
		return s.text[:s.words[0].Start]
	case i >= len(s.words):
		return s.text[s.words[len(s.words)-1].End:]
	}
	gap := s.text[s.words[i-1].End:s.words[i].Start]
	if gap == "–" && s.words[i-1].Figure() && s.words[i].Figure() {
		return "-"
	}
	return gap
}

// parted reports whether a mark that parts clauses stands before word i; a comma is none.
func (s *sentence) parted(i int) bool {
	return i <= 0 || i >= len(s.words) || s.gap(i) != ":" && strings.ContainsAny(s.gap(i), ";:–—()“”\"") || s.gap(i) == " - "
}

func (s *sentence) comma(i int) bool { return strings.Contains(s.gap(i), ",") }

// hyphened reports whether a hyphen joins word i to another, so that it is no verb: US-led, rebel-held.
func (s *sentence) hyphened(i int) bool {
	return i > 0 && s.gap(i) == "-" || i+1 < len(s.words) && s.gap(i+1) == "-"
}

// phraseAt is the phrase that word i belongs to, or nil.
func (s *sentence) phraseAt(i int) *phrase {
	for k := range s.phrases {
		if p := &s.phrases[k]; i >= p.first && i < p.end {
			return p
		}
	}
	return nil
}

// quoted is the quotation that a span stands in.
func (s *sentence) quoted(span retrieval.Span) (q retrieval.Span, ok bool) {
	for _, q := range s.quotes {
		if span.Start >= q.Start && span.End <= q.End {
			return q, true
		}
	}
	return q, false
}
