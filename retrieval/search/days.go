package search

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/retrieval/event"
	"dateline/retrieval/mention"
)

// calendarDays are the days that a question bounds its answer to: a day, or a month where day is 0; of any year where year is 0.
type calendarDays struct {
	year  int
	month time.Month
	day   int
}

// bounding stands before a date that says when what is asked for happened.
var bounding = regexp.MustCompile(`(?i)(?:^|\b(?:on|in|during|of))\s*$`)

// ofDay is a date within a name: the warning of 28 September.
var ofDay = regexp.MustCompile(`(?i)\bof\s*$`)

// bounds are the days that a question names with "on" or "in".
func (q Question) bounds() (all []calendarDays) {
	if q.Asks == Time {
		return nil
	}
	quotations := mention.Quotations(q.Text)
	for _, d := range mention.Dates(q.Text, time.Time{}) {
		before := q.Text[:d.Start]
		quoted := slices.ContainsFunc(quotations, func(m mention.Quotation) bool { return d.Start >= m.Outer.Start && d.End <= m.Outer.End })
		if quoted || d.Relative || d.Precision != mention.Day && d.Precision != mention.Month || !bounding.MatchString(before) || ofDay.MatchString(before) ||
			isName(dated{Date: d, text: d.In(q.Text)}, q.Text[d.End:], false) {
			continue
		}
		var c calendarDays
		if d.Resolved {
			c.year, c.month, c.day = d.From.Year(), d.From.Month(), d.From.Day()
		} else if at, err := time.Parse("--01-02", d.Norm); err == nil {
			c.month, c.day = at.Month(), at.Day()
		} else if at, err := time.Parse("--01", d.Norm); err == nil {
			c.month = at.Month()
		} else {
			continue
		}
		if d.Precision == mention.Month {
			c.day = 0
		}
		all = append(all, c)
	}
	return all
}

// longestSpan is how many days an event may span to be one of a day.
const longestSpan = 7

// meets reports whether any day from one to before another is among the days.
func (c calendarDays) meets(from, to time.Time) bool {
	if c.day > 0 && to.Sub(from) > longestSpan*24*time.Hour {
		return false
	}
	for d := from; d.Before(to) && d.Sub(from) < 366*24*time.Hour; d = d.AddDate(0, 0, 1) {
		if (c.year == 0 || d.Year() == c.year) && d.Month() == c.month && (c.day == 0 || d.Day() == c.day) {
			return true
		}
	}
	return false
}

// onDays reports whether a sentence tells of the days that the question bounds: by its own dates, else by those of the sentence
// before it in the paragraph, else by the day of publication.
func (g *reading) onDays(s *sentence) bool {
	meets := func(from, to time.Time) bool {
		return slices.ContainsFunc(g.days, func(c calendarDays) bool { return c.meets(from, to) })
	}
	events := g.eventsOf(s)
	for p := range s.paragraph {
		dated := false
		for _, e := range events {
			if e.Sentence == p.span {
				dated = true
				if meets(e.From, e.To) {
					return true
				}
			}
		}
		if dated {
			return false
		}
	}
	day := s.evidence.Article.Published.Truncate(24 * time.Hour)
	return day.IsZero() || meets(day.AddDate(0, 0, -1), day.AddDate(0, 0, 1))
}

func (g *reading) eventsOf(s *sentence) []event.Event {
	id := s.evidence.Passage.ID
	events, ok := g.events[id]
	if !ok {
		events, _ = event.Find(&s.evidence.Article, s.evidence.Passage)
		if g.events == nil {
			g.events = map[string][]event.Event{}
		}
		g.events[id] = events
	}
	return events
}

// remaining reports whether a question asks for those who are left, and not for those who left.
func (q Question) remains() bool { return leftOver.MatchString(strings.ToLower(q.Text)) }

var leftOver = regexp.MustCompile(`\b(?:is|are|was|were|been|be)\s+(?:\S+\s+)?left\b`)
