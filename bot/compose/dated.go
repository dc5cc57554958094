package compose

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/event"
	"dateline/retrieval/mention"
)

// dated reads the lines of a timeline as models write them: “2016-09-28 — …”, “**28 September 2016**: …”, “September 2016 …”, a
// date as a heading over several lines.
type dated struct {
	evidence []retrieval.Evidence
	heading  *stamp // the date that stands over the lines
}

// stamp is the time that a line begins with, and where what it says begins.
type stamp struct {
	from, to time.Time // half open
	rest     int
}

// draft reads a line; it reports false where that tells no event. A line without a date is dated where that is certain, and
// left undated where it is not.
func (r *dated) draft(line string) (bot.Draft, bool) {
	line = opening.ReplaceAllString(line, "")
	_, numbers := cut(line)
	days, ok := leadingDays(line, r.published(numbers))
	if ok && !hasLetter(unmarked(line[days.rest:])) {
		r.heading = &days
		return bot.Draft{}, false
	}
	text := line
	if ok {
		text = line[days.rest:]
	}
	d, isDraft := draft(text)
	if !isDraft || !ok && len(d.Markers) == 0 {
		return bot.Draft{}, false
	}
	switch {
	case ok:
	case r.heading != nil:
		days, ok = *r.heading, true
	default:
		days, ok = r.certain(d)
	}
	if ok {
		d.Date = bot.Day{Time: days.from}
		if last := days.to.AddDate(0, 0, -1); last.After(days.from) {
			d.Through = bot.Day{Time: last}
		}
	}
	return d, true
}

// published is when the article of the first passage that numbers name came out, or nil.
func (r *dated) published(numbers []int) *time.Time {
	for _, e := range r.evidence {
		if slices.Contains(numbers, e.N) && !e.Article.Published.IsZero() {
			return &e.Article.Published
		}
	}
	return nil
}

var (
	opening   = regexp.MustCompile(`^\s*(?:(?:[-*•–—]|#{1,6}|\d{1,2}[.)])\s+)*(?i:date\s*:\s*)?[\[(]?\s*`)
	isoMonth  = regexp.MustCompile(`^\d{4}-\d{2}(?:$|[^-\d])`)
	behindDay = regexp.MustCompile(`^[\s\])]*(?:[:—–|,.-]|->|→)?[\s—–:|-]*(?i:event\s*:\s*)?`)
	goesOn    = regexp.MustCompile(`^-\d`) // it is no date
	until     = regexp.MustCompile(`^\s*(?:to|until|through|till|and|/|\.\.\.?|…|–|—|-)\s*$`)
)

// longestDate is how many bytes of a line are looked at for its date.
const longestDate = 80

// leadingDays reads the days with which a line begins. A day without a year is read against published.
func leadingDays(line string, published *time.Time) (stamp, bool) {
	line = line[len(opening.FindString(line)):]
	if m := isoMonth.FindString(line); m != "" {
		if year, _ := strconv.Atoi(line[:4]); year > 0 {
			if month, _ := strconv.Atoi(line[5:7]); month >= 1 && month <= 12 {
				from := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
				return stamp{from: from, to: from.AddDate(0, 1, 0), rest: 7 + len(behindDay.FindString(line[7:]))}, true
			}
		}
	}
	var against time.Time
	if published != nil {
		against = *published
	}
	head := line[:min(len(line), longestDate)]
	all := mention.Dates(head, against)
	if len(all) == 0 || all[0].Start > 0 || all[0].Relative || !all[0].Resolved && published != nil || goesOn.MatchString(line[all[0].End:]) {
		return stamp{}, false
	}
	days := stamp{from: all[0].From, to: all[0].To, rest: all[0].End}
	if len(all) > 1 && all[1].Precision == all[0].Precision && until.MatchString(line[all[0].End:all[1].Start]) && all[0].From.Before(all[1].To) {
		days.to, days.rest = all[1].To, all[1].End
	}
	days.rest += len(behindDay.FindString(line[days.rest:]))
	return days, true
}

// leastMet is the share of a line's words that a sentence has to hold for its day to be the line's.
const leastMet = 0.6

// certain is the one day that a line names itself, or to which all the sentences that it may be made from are dated.
func (r *dated) certain(d bot.Draft) (days stamp, ok bool) {
	for _, m := range mention.Dates(d.Text, time.Time{}) {
		if !m.Resolved || m.Precision != mention.Day {
			continue
		}
		if ok && !days.from.Equal(m.From) {
			return stamp{}, false
		}
		days, ok = stamp{from: m.From, to: m.To}, true
	}
	if ok {
		return days, true
	}
	words := newExtract(&retrieval.Evidence{Passage: retrieval.Passage{Text: d.Text}}, retrieval.Span{End: len(d.Text)}).words
	for i := range r.evidence {
		e := &r.evidence[i]
		if !slices.Contains(d.Markers, e.N) {
			continue
		}
		events, undated := event.Find(&e.Article, e.Passage)
		for _, span := range e.Passage.Sentences {
			if met(words, newExtract(e, span).words) < leastMet {
				continue
			}
			told, isTold := principal(events, span)
			open := slices.ContainsFunc(undated, func(u event.Undated) bool { return u.Sentence == span })
			if !isTold || open || ok && !days.from.Equal(told.From) {
				return stamp{}, false
			}
			days, ok = stamp{from: told.From, to: told.To}, true
		}
	}
	return days, ok
}

// met is the share of words that others hold.
func met(words, others map[string]bool) float64 {
	n := 0
	for w := range words {
		if others[w] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(words)))
}
