package event

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// unit is what is counted from one day to another.
type unit uint8

const (
	hours unit = iota
	days
	weeks
	months
	years
)

// count is a day counted from another one: “two days later” is 2 days.
type count struct {
	n        int
	unit     unit
	calendar bool // a whole week, month or year: the following week, that year
	short    bool // of minutes, which tell no day
	vague    bool // days later, a few weeks later
	other    bool // counted from what stands behind it: two days before the vote, the eve of 9 October
}

var units = map[string]unit{
	"minute": hours, "minutes": hours, "moments": hours, "hour": hours, "hours": hours, "day": days, "days": days,
	"week": weeks, "weeks": weeks, "month": months, "months": months, "year": years, "years": years,
}

var daytimes = map[string]unit{
	"day": days, "morning": days, "afternoon": days, "evening": days, "night": days, "week": weeks, "month": months, "year": years,
}

var numerals = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12,
}

// signs are what every count and every vague time has one of.
var signs = []string{"later", "earlier", "before", "after", "same", "that day", "that night", "that evening", "that morning", "that afternoon", "that week",
	"that month", "that year", "next", "following", "Next", "Same", "That", "previous", "the eve of", "recently", "Recently", "lately", "Earlier", "Later", "On the eve"}

// mayCount reports whether a text may count a day from another.
func mayCount(text string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}

// counted are the phrases that count from another day, and those that name none.
func (s *sentence) counted() (all []phrase) {
	for i := 0; i < len(s.words); i++ {
		c, end := s.countAt(i)
		if end == i {
			continue
		}
		span := retrieval.Span{Start: s.words[i].Start, End: s.words[end-1].End}
		all = append(all, phrase{Span: span, first: i, end: end, count: &c, date: mention.Date{Relative: true}})
		i = end - 1
	}
	return all
}

// countAt reads a count that begins at word i, and the word after it; i where none does.
func (s *sentence) countAt(i int) (count, int) {
	at := i
	if s.form(at) == "the" {
		at++
	}
	switch form := s.form(at); form {
	case "next", "following", "previous", "same", "that":
		if at == i && (form == "following" || form == "previous" || form == "next" && i > 0 || form == "same" && i > 0) {
			return count{}, i // “next week” counts from today
		}
		if form == "that" && s.form(at+1) == "same" {
			at++
		}
		u, ok := daytimes[s.form(at+1)]
		if !ok || s.parted(at+1) || at == i && form == "next" && u != days {
			return count{}, i
		}
		n := map[string]int{"next": 1, "following": 1, "previous": -1}[form]
		return count{n: n, unit: u, calendar: true}, at + 2
	case "recently", "lately":
		if at == i && !determiners[s.form(i-1)] && s.form(i-1) != "as" && s.form(i-1) != "until" {
			return count{vague: true}, at + 1
		}
	case "eve":
		if at > i && s.form(at+1) == "of" {
			return count{n: -1, unit: days, other: true}, at + 2
		}
	default:
		if u, ok := daytimes[form]; ok && at > i {
			return s.measured(i, at, 1, u)
		}
	}
	if at > i {
		return count{}, i
	}
	return s.number(i)
}

// number reads two days later, some 30 minutes before, hours earlier.
func (s *sentence) number(i int) (count, int) {
	n, ok := numerals[s.form(i)]
	at := i + 1
	if v, err := strconv.Atoi(s.form(i)); err == nil && v < 1000 && !s.clock[i] && s.phraseAt(i) == nil {
		n, ok = v, true
	}
	vague := false
	switch form := s.form(i); {
	case ok && n == 1 && (s.form(at) == "few" || s.form(at) == "couple"):
		vague = true
		if at++; s.form(at) == "of" {
			at++
		}
	case form == "several" || form == "few" || form == "some" && units[s.form(at)] > 0 && strings.HasSuffix(s.form(at), "s"):
		vague, ok = true, true
	case !ok && strings.HasSuffix(form, "s"):
		_, ok = units[form]
		vague, at = true, i
	}
	u, isUnit := units[s.form(at)]
	if !ok || !isUnit || at > i && s.parted(at) {
		return count{}, i
	}
	c, end := s.measured(i, at, n, u)
	c.short = u == hours && !strings.HasPrefix(s.form(at), "hour")
	c.vague = c.vague || vague && u != hours || s.form(i-1) == "than" // more than a year later
	return c, end
}

// measured reads the direction behind the unit at word at.
func (s *sentence) measured(i, at, n int, u unit) (count, int) {
	ends := at+2 >= len(s.words) || s.parted(at+2) || s.comma(at+2) || s.form(at+2) == "and" || s.form(at+2) == "but"
	if s.parted(at + 1) {
		return count{}, i
	}
	switch s.form(at + 1) {
	case "later", "afterwards", "afterward":
		if s.form(at+2) == "than" {
			return count{n: n, unit: u, other: true}, at + 3
		}
		return count{n: n, unit: u}, at + 2
	case "earlier", "previously", "beforehand":
		if s.form(at+2) == "than" {
			return count{n: -n, unit: u, other: true}, at + 3
		}
		return count{n: -n, unit: u}, at + 2
	case "before":
		return count{n: -n, unit: u, other: !ends}, at + 2
	case "after":
		return count{n: n, unit: u, other: !ends}, at + 2
	}
	return count{}, i
}

// from counts from a day, to the days that it may be. Days are exact; what is counted in longer times is as exact as “ago” is
// (see package mention).
func (c count) from(day time.Time) (from, to time.Time, p mention.Precision) {
	switch c.unit {
	case hours:
		return day, day.AddDate(0, 0, 1), mention.Day
	case days:
		from = day.AddDate(0, 0, c.n)
		return from, from.AddDate(0, 0, 1), mention.Day
	case weeks:
		from = day.AddDate(0, 0, 7*c.n-3)
		if c.calendar {
			from = monday(day).AddDate(0, 0, 7*c.n)
		}
		return from, from.AddDate(0, 0, 7), mention.Week
	case months:
		from = time.Date(day.Year(), day.Month()+time.Month(c.n), 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(0, 1, 0), mention.Month
	}
	if !c.calendar && (c.n == 1 || c.n == -1) {
		from = time.Date(day.Year()+c.n, day.Month(), 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(0, 1, 0), mention.Month
	}
	from = time.Date(day.Year()+c.n, 1, 1, 0, 0, 0, 0, time.UTC)
	return from, from.AddDate(1, 0, 0), mention.Year
}

// monday is the first day of the week of a day, as ISO 8601 counts weeks.
func monday(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }

// counted resolves a day counted from another: from the date behind it (“the eve of 9 October”), from the event before it in
// the sentence, or from the sentence before.
func (g *reading) counted(i int, t tense) resolved {
	p := &g.phrases[i]
	c := p.count
	if _, quoted := g.quoted(p.Span); quoted && c.vague {
		return resolved{ignored: true}
	}
	if c.vague {
		return resolved{why: fmt.Sprintf("“%s” names no day", p.In(g.text))}
	}
	from, ok := time.Time{}, false
	switch {
	case c.other:
		if g.adjoins(i) && (g.phrases[i+1].first-p.end <= 1 || g.places[i+1].role == named) {
			d := g.days(i + 1)
			from, ok = d.from, d.why == "" && oneDay(d.from, d.to)
		}
	default:
		from, ok = g.earlier(i)
	}
	if !ok {
		if c.short {
			return resolved{ignored: true}
		}
		return resolved{why: fmt.Sprintf("“%s” counts from a day that is not told", p.In(g.text))}
	}
	d := resolved{}
	d.from, d.to, d.precision = c.from(from)
	return g.finish(i, d, t)
}

// earlier is the day that a count goes on from.
func (g *reading) earlier(i int) (time.Time, bool) {
	c := g.phrases[i].count
	near, found := time.Time{}, false
	for k, e := range g.found {
		if g.of[k] < i && e.Date.Start < g.phrases[i].Start {
			if e.Said || !oneDay(e.From, e.To) {
				return near, false
			}
			near, found = e.From, true
		}
	}
	if found {
		return near, true
	}
	if g.places[i].lead > farthestOpening || g.anchor.IsZero() || c.unit == hours && g.late {
		return near, false
	}
	return g.anchor, true
}

// farthestOpening is how many words may stand before a count that goes on from the sentence before: “But a day later”.
const farthestOpening = 12
