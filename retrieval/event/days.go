package event

import (
	"fmt"
	"strings"
	"time"

	"dateline/retrieval/mention"
)

// resolved are the days of a phrase, or why they are not certain.
type resolved struct {
	from, to  time.Time
	precision mention.Precision
	planned   bool
	explicit  bool // a year is written
	ignored   bool // it tells of no event
	why       string
}

// unknown is why nothing counts from the day of publication.
const unknown = "the article's day of publication is not known"

// days finds the days of a phrase by the tense of its verb.
func (g *reading) days(i int) resolved {
	p, at := &g.phrases[i], g.places[i]
	t := untold
	if at.verb != nil {
		t = at.verb.tense
	}
	switch {
	case at.about:
		return resolved{why: fmt.Sprintf("it was only about “%s”", p.In(g.text))}
	case p.count != nil:
		return g.counted(i, t)
	}
	_, quoted := g.quoted(p.Span)
	bases, why := g.basesOf(i, quoted)
	if why != "" {
		return resolved{why: why}
	}
	var d resolved
	for k, base := range bases {
		next := g.on(i, base, t)
		if next.ignored || next.why != "" {
			return next
		}
		if k > 0 && (!next.from.Equal(d.from) || !next.to.Equal(d.to)) {
			return resolved{why: fmt.Sprintf("it is not certain from which day “%s” counts", p.In(g.text))}
		}
		d = next
	}
	return g.finish(i, d, t)
}

// finish bounds what is told by its role, and tells what was to come.
func (g *reading) finish(i int, d resolved, t tense) resolved {
	p, at := &g.phrases[i], g.places[i]
	today := time.Time{}
	if len(g.bases) > 0 {
		today = g.bases[0]
	}
	d.explicit = explicitYear(p.In(g.text))
	if t == ahead && !today.IsZero() && !d.to.After(today) && (!at.verb.infinitive || d.precision > mention.Week) {
		return resolved{ignored: true} // “aims to cut it from 40 in 2012”
	}
	d.planned = at.when || t == ahead || t == wasAhead || !today.IsZero() && d.from.After(today)
	switch at.role {
	case since:
		if today.IsZero() {
			return resolved{why: unknown}
		}
		if !d.planned {
			d.to = today.AddDate(0, 0, 1)
		}
	case deadline:
		if !d.planned {
			return resolved{why: fmt.Sprintf("it was by “%s” and not on it", p.In(g.text))}
		}
	case arranged:
		if d.from.Before(today) && !at.aside && t == past && !expectant[g.form(at.verb.last)] && !arranging[g.form(at.verb.last)] {
			return resolved{ignored: true}
		}
		d.planned = true
	case named:
		if at.verb == nil && p.date.Relative {
			return resolved{why: fmt.Sprintf("it is not told whether “%s” is past or to come", p.In(g.text))}
		}
	}
	return d
}

// basesOf are the days that a phrase may count from.
func (g *reading) basesOf(i int, quoted bool) ([]time.Time, string) {
	p := &g.phrases[i]
	if !p.relative {
		if len(g.bases) == 0 {
			return []time.Time{{}}, ""
		}
		return g.bases[:1], ""
	}
	saying, n := g.sayingDay(i)
	if quoted {
		if n != 1 {
			return nil, fmt.Sprintf("“%s” was said on a day that is not told", p.In(g.text))
		}
		return []time.Time{saying}, ""
	}
	if len(g.bases) == 0 {
		return nil, unknown
	}
	return g.bases, ""
}

// sayingDay is the day of the sentence's saying, and how many days of sayings it tells.
func (g *reading) sayingDay(i int) (day time.Time, n int) {
	for k, e := range g.found {
		if e.Said && g.of[k] != i && oneDay(e.From, e.To) && !e.From.Equal(day) {
			day, n = e.From, n+1
		}
	}
	return day, n
}

// datesOn are the sentence's dates counted from a day.
func (g *reading) datesOn(day time.Time) []mention.Date {
	all, ok := g.dates[day]
	if !ok {
		all = mention.Dates(g.text, day)
		g.dates[day] = all
	}
	return all
}

// on resolves a phrase against one day.
func (g *reading) on(i int, base time.Time, t tense) resolved {
	p := &g.phrases[i]
	first := g.date(i, p.dates[0], base, t)
	if len(p.dates) == 1 || first.ignored {
		return first
	}
	at := g.places[i]
	if at.verb != nil && moving[g.form(at.verb.last)] {
		return resolved{why: fmt.Sprintf("“%s” was moved", p.In(g.text))}
	}
	last := g.date(i, p.dates[1], base, t)
	if last.why != "" || last.ignored {
		return last
	}
	if t == past { // the first day is the latest before the last
		first = g.date(i, p.dates[0], last.from, t)
	} else if first.why == "" {
		last = g.date(i, p.dates[1], first.from, t)
	}
	if first.why != "" {
		return first
	}
	if !first.from.Before(last.to) {
		return resolved{why: fmt.Sprintf("“%s” ends before it begins", p.In(g.text))}
	}
	first.to = last.to
	first.precision = max(first.precision, last.precision)
	return first
}

// date resolves one date against one day.
func (g *reading) date(i, n int, base time.Time, t tense) resolved {
	p := &g.phrases[i]
	d := g.datesOn(base)[n]
	text := strings.ToLower(d.In(g.text))
	switch wd, isWeekday := weekdayOf(text); {
	case isWeekday && d.Relative && d.Precision == mention.Day && !base.IsZero():
		return g.weekday(i, d, wd, text, base, t)
	case !d.Resolved:
		if d.Relative && base.IsZero() && len(g.bases) == 0 {
			return resolved{why: unknown}
		}
		return resolved{why: fmt.Sprintf("“%s” names no day", d.In(g.text))}
	case strings.HasPrefix(text, "today") && t != past && t != ahead:
		return resolved{ignored: true} // “today the city is quiet”: nowadays
	case d.Relative && base.Weekday() == time.Sunday && strings.HasSuffix(text, " week") && !strings.Contains(text, "past"):
		return resolved{why: fmt.Sprintf("“%s” on a Sunday may be one of two weeks", d.In(g.text))}
	case !d.Relative && !explicitYear(p.In(g.text)):
		return g.yearless(i, d, text, base, t)
	}
	return resolved{from: d.From, to: d.To, precision: d.Precision}
}
