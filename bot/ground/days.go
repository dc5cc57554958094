package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// datePoints are the dates of a claim where the part dates the same otherwise.
func datePoints(v *view) []point {
	p := point{pins: 2}
	for _, d := range v.claim.dates {
		if v.dates(d) {
			continue
		}
		weekday := d.Relative && weekdaysAndMonths[strings.ToLower(d.In(v.claim.text))]
		if before := wordsBefore(v.claim, d.Start, 1); d.Relative && !weekday || len(before) > 0 && before[0].Form == "of" { // “the truce of 12 September”
			return nil
		}
		i := slices.IndexFunc(v.in.dates, func(k mention.Date) bool {
			finer := d.Precision == mention.Month || d.Precision == mention.Year
			other := (k.Precision == d.Precision || finer && k.Precision == mention.Day) && otherDay(d, k)
			if weekday { // of which week is not told
				other = k.Precision == d.Precision && k.Resolved && k.From.Weekday() != d.From.Weekday()
			}
			return other && (v.ofDoing(k.Span) || v.behindSame(d.Span, k.Span))
		})
		if i < 0 {
			return nil
		}
		p.blank = append(p.blank, withPreposition(v.claim, d.Span))
		p.why = fmt.Sprintf("the passage has %s where the claim has %s", v.in.dates[i].In(v.in.text), d.In(v.claim.text))
	}
	if len(p.blank) == 0 || v.recurs() {
		return nil
	}
	return []point{p}
}

// dates reports whether a date of the part is a date of the claim, or lies within it, or it within that.
func (v *view) dates(d mention.Date) bool {
	return slices.ContainsFunc(v.in.dates, func(k mention.Date) bool { return d.Covers(k) || k.Covers(d) })
}

// undated says which date of the claim is not the one on which the part has it done: it has others, or has that for something
// else. That it was published then does not count.
func (v *view) undated() string {
	for _, d := range v.claim.dates {
		if d.Precision == mention.Clock {
			continue
		}
		some, of := false, false
		for _, k := range v.in.dates {
			covers := d.Covers(k) || k.Covers(d)
			some = some || covers || k.Precision == d.Precision
			verb := v.claim.verbOf(d.Span) // it may be one that only tells: “on Friday Kerry said”
			of = of || covers && (v.ofDoing(k.Span) || v.beside(k.Span) || v.behindSame(d.Span, k.Span) || verb != "" && verb == v.in.verbOf(k.Span))
		}
		if some && !of {
			return "it does not date it " + d.In(v.claim.text)
		}
	}
	return ""
}

// beside reports whether no verb stands between a span of the part and a word that says that something of the claim is done.
func (v *view) beside(span retrieval.Span) bool {
	return slices.ContainsFunc(v.done, func(d doing) bool {
		if d.is == unlike {
			return true // what the claim says is told by other words
		}
		t := v.in.sentences[d.there.sentence]
		if !within(span, t.Span) {
			return false
		}
		w := t.words[d.there.at]
		from, to := min(w.End, span.End), max(w.Start, span.Start)
		for i, o := range t.words {
			if o.Start >= from && o.End <= to && finite(t.words, i) {
				return false
			}
		}
		return true
	})
}

// otherDay reports whether two dates of one precision cannot be the same.
func otherDay(d, k mention.Date) bool {
	if d.Resolved && k.Resolved {
		return !k.From.Before(d.To) || !d.From.Before(k.To)
	}
	known := func(d mention.Date) bool { return strings.HasPrefix(d.Norm, "--") || strings.HasPrefix(d.Norm, "T") }
	return d.Resolved == k.Resolved && known(d) && known(k) && len(d.Norm) == len(k.Norm) && d.Norm != k.Norm
}

// ofDoing reports whether what stands in a span of the part belongs to a verb that says that something of the claim is done.
func (v *view) ofDoing(span retrieval.Span) bool {
	return slices.ContainsFunc(v.done, func(d doing) bool {
		if d.is == unlike {
			return false
		}
		t := v.in.sentences[d.there.sentence]
		verb := verbOf(t, span)
		return verb >= 0 && (verb == d.there.at || verb == governor(v.in.text, t.words, d.there.at))
	})
}

// verbOf is the stem of the verb that what stands in a span belongs to, or "".
func (r *reading) verbOf(span retrieval.Span) string {
	for _, s := range r.sentences {
		if i := verbOf(s, span); i >= 0 {
			return inBase(s.words)[i].Stem
		}
	}
	return ""
}

// verbOf is the verb of a sentence that what stands in a span belongs to: the nearest one before it, else the first behind it; -1
// where the span lies in no such place.
func verbOf(s sentence, span retrieval.Span) int {
	if span.Start < s.Start || span.End > s.End {
		return -1
	}
	isVerb := func(i int) bool {
		return finite(s.words, i) || i > 0 && s.words[i-1].Form == "to" && s.words[i].Verb()
	}
	before := -1
	for i, w := range s.words {
		switch {
		case w.End <= span.Start && isVerb(i):
			before = i
		case w.Start >= span.End && before < 0 && isVerb(i):
			return i
		}
	}
	return before
}

// behindSame reports whether a span of the claim and one of the part stand behind the same word: “lasted”, “in force since”.
func (v *view) behindSame(q, k retrieval.Span) bool {
	behind := func(r *reading, at int) string {
		before := inBase(wordsBefore(r, at, 4))
		for i := len(before) - 1; i >= 0; i-- {
			if !before[i].Stop && !bounds[before[i].Form] {
				return before[i].Stem
			}
		}
		return ""
	}
	word := behind(v.claim, q.Start)
	return word != "" && word == behind(v.in.reading, k.Start)
}

// latePoints are the dates by which a claim has something done where the part has it not done before a later one.
func latePoints(v *view) (points []point) {
	for i, d := range v.done {
		if d.is != same {
			continue
		}
		claimed, there := v.standings(d)
		if claimed.negated || !there.negated {
			continue
		}
		for _, k := range v.in.dates {
			before := wordsBefore(v.in.reading, k.Start, 1)
			if len(before) == 0 || before[0].Form != "before" && before[0].Form != "until" {
				continue
			}
			for _, c := range v.claim.dates {
				if c.Resolved && k.Resolved && !c.To.After(k.From) {
					points = append(points, point{
						blank: []retrieval.Span{withPreposition(v.claim, c.Span)}, leave: map[int]bool{i: true}, pins: 1,
						why: fmt.Sprintf("the passage has not %s %s where the claim has %s", before[0].Form, k.In(v.in.text), c.In(v.claim.text)),
					})
				}
			}
		}
	}
	return points
}

// narrower reports whether a part says of one day alone what the claim says of none.
func (v *view) narrower(d doing) bool {
	t := v.in.sentences[d.there.sentence]
	return len(v.claim.dates) == 0 && slices.ContainsFunc(v.in.dates, func(k mention.Date) bool {
		return k.Precision == mention.Day && verbOf(t, k.Span) == d.there.at
	})
}

// recurs reports whether what a claim says is done may be done again and again by the same.
func (v *view) recurs() bool {
	return slices.ContainsFunc(v.done, func(d doing) bool {
		_, base := v.words(d)
		return d.is == same && recurring[base[d.at].Stem]
	})
}

// recurring are what may be done again and again, by the stems of base forms.
var recurring = stems(`meet speak talk call telephone phone ring visit win beat lose play vote rise fall bomb shell hit strike warn say tell ask score draw`)

// withPreposition is a span with the small word before it.
func withPreposition(r *reading, span retrieval.Span) retrieval.Span {
	if before := wordsBefore(r, span.Start, 1); len(before) > 0 && (places[before[0].Form] || before[0].Form == "by") {
		span.Start = before[0].Start
	}
	return span
}

// wordsBefore are the last n words before a byte of a text.
func wordsBefore(r *reading, at, n int) []match.Word {
	i, _ := slices.BinarySearchFunc(r.words, at, func(w match.Word, at int) int { return w.Start - at })
	return r.words[max(0, i-n):i]
}

// sitePoints are the places of a claim where the part has another for the same.
func sitePoints(v *view) (points []point) {
	if indefinite(v.claim) || v.recurs() {
		return nil
	}
	sites := func(r *reading) (found []place) {
		for _, s := range r.sentences {
			for _, n := range placed(r.names, s) {
				if n.first > 0 && siting[s.words[n.first-1].Form] && (n.Kind == mention.Place || n.Kind == mention.Unknown) {
					found = append(found, n)
				}
			}
		}
		return found
	}
	there := sites(v.in.reading)
	for _, n := range sites(v.claim) {
		if len(there) == 1 && !v.in.knows(n.Name) && !hasName(v.claim.names, there[0].Name) && level(n.Name, there[0].Name) {
			points = append(points, point{
				blank: []retrieval.Span{withPreposition(v.claim, n.Span)}, pins: 2,
				why: fmt.Sprintf("the passage has %s where the claim has %s", there[0].Text, n.Text),
			})
		}
	}
	return points
}

var siting = set(`in at near outside`)

// level reports whether neither of two places can lie in the other: both are countries, or neither is.
func level(a, b mention.Name) bool {
	return countries[a.Norm] == countries[b.Norm] && !mention.SameName(a, b)
}
