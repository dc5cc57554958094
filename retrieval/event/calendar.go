package event

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/retrieval/mention"
)

// weekday resolves a weekday: the latest where its verb is past, the next where it is to come.
func (g *reading) weekday(i int, d mention.Date, wd time.Weekday, text string, base time.Time, t tense) resolved {
	back := (int(base.Weekday()) - int(wd) + 7) % 7
	latest, next := base.AddDate(0, 0, -back), base.AddDate(0, 0, (7-back)%7)
	day := func(from time.Time) resolved {
		return resolved{from: from, to: from.AddDate(0, 0, 1), precision: mention.Day}
	}
	either := resolved{why: fmt.Sprintf("“%s” may be one of two days", d.In(g.text))}
	open := resolved{why: fmt.Sprintf("it is not told whether “%s” is past or to come", d.In(g.text))}
	has := func(w string) bool { return slices.Contains(strings.Fields(text), w) }
	switch {
	case has("week"):
		return day(d.From)
	case has("last"), has("past"), has("previous"):
		if back > 0 && !latest.Before(monday(base)) {
			return either // of this week, or of the one before
		}
		return day(d.From)
	case has("next"):
		if upcoming := base.AddDate(0, 0, 7-back); upcoming.Before(monday(base).AddDate(0, 0, 7)) {
			return either
		}
		return day(d.From)
	case has("coming"):
		return day(d.From)
	case has("following"):
		return resolved{why: fmt.Sprintf("“%s” counts from a day that is not told", d.In(g.text))}
	case has("this"):
		if t == past && d.From.After(base) || (t == ahead || t == wasAhead) && d.From.Before(base) {
			return either
		}
		return day(d.From)
	}
	saying, n := g.sayingDay(i)
	if g.isSaying(i) {
		n = 0
	}
	switch {
	case t != past && g.votedOn(i):
		return either // of the vote, or of what was voted for
	case t == past && (g.places[i].role == arranged || planned[g.form(g.places[i].verb.last)]):
	case t == past && n == 1 && saying.Before(latest):
		return either // what was told on a day lies before it, what the sentence tells beside need not
	case t == past:
		return day(latest)
	case (t == ahead || t == wasAhead) && n == 1:
		then := saying.AddDate(0, 0, (int(wd)-int(saying.Weekday())+7)%7)
		if then.Equal(saying) || t == ahead && !then.Equal(next) {
			return either
		}
		return day(then)
	case t == ahead:
		return day(next)
	case t == wasAhead && n == 0 && back != 1 && g.justSaid():
		return day(next)
	}
	return open
}

// justSaid reports whether the sentence has a verb of saying, by which somebody has just spoken: not once, nor last week.
func (g *reading) justSaid() bool {
	if slices.ContainsFunc(g.found, func(e Event) bool { return e.Said }) {
		return false
	}
	for k := range g.verbs {
		if v := &g.verbs[k]; g.speaks(v) && g.form(v.first) != "had" && !formerly[g.form(v.first-1)] {
			return true
		}
	}
	return false
}

// yearless resolves a day or month without a year: by its verb's tense it lies behind or ahead, and the paragraph may speak of
// another year.
func (g *reading) yearless(i int, d mention.Date, text string, base time.Time, t tense) resolved {
	p := &g.phrases[i]
	_, named := weekdayOf(text)
	years := 0
	arranged := g.places[i].role == arranged || g.places[i].role == deadline
	switch {
	case septEleven.MatchString(text) && g.places[i].role != happens:
		return resolved{ignored: true}
	case ofThat.MatchString(g.text[p.End:]):
		if g.year == 0 {
			return resolved{why: fmt.Sprintf("the year of “%s” is not told", d.In(g.text))}
		}
		years = g.year - d.From.Year()
	case base.IsZero():
		return resolved{why: unknown}
	case named:
	case g.year != 0:
		return resolved{why: fmt.Sprintf("“%s” may be of %d or of %d", d.In(g.text), g.year, base.Year())}
	case arranged && d.From.After(base):
	case t == present && !d.To.After(base):
		return resolved{why: fmt.Sprintf("it is not told whether “%s” is past or to come", d.In(g.text))}
	case t == past && d.From.After(base.AddDate(0, 0, nearYear)) && (d.Precision == mention.Month || d.From.After(base.AddDate(0, 0, 3*nearYear))):
		years = -1
	case t == past && d.From.After(base):
		return resolved{why: fmt.Sprintf("the year of “%s” is not told", d.In(g.text))}
	case t == ahead && !d.To.After(base.AddDate(0, 0, -2*nearYear)):
		years = 1
	}
	from, to := d.From.AddDate(years, 0, 0), d.To.AddDate(years, 0, 0)
	if from.Day() != d.From.Day() { // 29 February
		return resolved{why: fmt.Sprintf("the year of “%s” is not told", d.In(g.text))}
	}
	return resolved{from: from, to: to, precision: d.Precision}
}

// nearYear is how many days ahead a month in the past tense has to be, thrice as many a day, and twice as many behind one that
// is to come, to be of another year and not of a report that was added later.
const nearYear = 30

var (
	ofThat     = regexp.MustCompile(`^(?: of|,)? (?:that|the same) year\b`)
	septEleven = regexp.MustCompile(`(?i)^(?:sept(?:ember|\.)? 11|11 sept(?:ember|\.)?)$`) // of 2001, where it is part of a name
)

// explicitYear reports whether a year is written in a text.
func explicitYear(text string) bool { return fourDigits.MatchString(text) }

var fourDigits = regexp.MustCompile(`\b\d{4}`)

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// weekdayOf is the weekday that a text names.
func weekdayOf(text string) (time.Weekday, bool) {
	text = strings.ToLower(text)
	at := slices.IndexFunc(weekdays, func(name string) bool { return strings.Contains(text, name) })
	return time.Weekday(max(at, 0)), at >= 0
}

// votedOn reports whether the phrase behind an infinitive may as well date the vote before it, which has no day of its own: “voted to
// close the pool on Saturday”.
func (g *reading) votedOn(i int) bool {
	v := g.places[i].verb
	if v == nil || !v.infinitive || v.first > g.phrases[i].first {
		return false
	}
	for k := v.first; k >= 0 && !g.parted(k); k-- {
		if g.form(k) == "voted" {
			return !slices.ContainsFunc(g.phrases, func(p phrase) bool { return p.first > k && p.first < v.first })
		}
	}
	return false
}
