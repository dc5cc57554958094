package search

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// period is a time that a question names, and what it says of it.
type period struct {
	from, to time.Time      // half open; one of them may be zero
	hard     bool           // nothing published outside it can be meant
	words    string         // the question's, where they were read against the newest coverage instead of today
	cut      retrieval.Span // of the question: words that say when, and that no article need repeat; empty where one may
}

// calendar is what the words of time in a question are read against. The days of coverage are zero where none is known.
type calendar struct{ today, oldest, newest time.Time }

// archived is the age of the newest coverage from which "last week" cannot be the reader's own.
const archived = 31 * 24 * time.Hour

func (c calendar) archive() bool { return !c.newest.IsZero() && c.today.Sub(c.newest) > archived }

// dated is a date of a question and where it stands.
type dated struct {
	mention.Date
	text     string // its words
	explicit bool   // its year is written
	old      bool   // it was read against the newest coverage instead of today
}

// dates reads the dates of a question. Where one without a year, or in an archive one counted from today, would lie behind
// the newest coverage, it is read against that instead.
func (c calendar) dates(text string) []dated {
	now, written := mention.Dates(text, c.today), mention.Dates(text, time.Time{})
	var then []mention.Date
	if !c.newest.IsZero() {
		then = mention.Dates(text, c.newest)
	}
	all := make([]dated, len(now))
	for i, d := range now {
		n := dated{Date: d, text: d.In(text), explicit: written[i].Resolved}
		if d.Resolved && !n.explicit && then != nil && then[i].Resolved && d.From.After(c.newest) && (!d.Relative || c.archive()) {
			n.Date, n.old = then[i], d.Relative
			if !d.Relative && n.From.After(c.newest) {
				n.From, n.To = n.From.AddDate(-1, 0, 0), n.To.AddDate(-1, 0, 0)
			}
		}
		all[i] = n
	}
	return all
}

var weekdayName = regexp.MustCompile(`(?i)\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b`)

// weekday tells Monday from last week, yesterday and 28 September.
func (d dated) weekday() bool { return d.Relative && weekdayName.MatchString(d.text) }

// spell tells last week, this year and yesterday from other dates: times up to now or so.
func (d dated) spell() bool {
	return d.Relative && !d.weekday() && !strings.HasSuffix(strings.ToLower(d.text), "ago")
}

// Nouns of news, and of what one outlet publishes.
const (
	newsNoun = `(?:news|coverage|articles?|stor(?:y|ies)|headlines?|reporting|updates?)`
	itemNoun = `(?:reports?|reported|articles?|stor(?:y|ies)|coverage|pieces?|reviews?|posts?|columns?|wrote|writes?|written)`
	partOf   = `(?:(?:the\s+)?(?:night|morning|afternoon|evening|days?|week|weekend|month|year|end|start|course)\s+of\s+)`
)

// What stands before a date, and what behind it.
var (
	leadPattern = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(since|after|before|until|till|through|by|as of|up to|from|between|` +
		`in|on|during|throughout|within|over|for|of)\s+(` + partOf + `)?(the\s+)?$`)
	firstPattern   = regexp.MustCompile(`(?i)\b(?:between|from)\s+(?:the\s+)?((\d{1,2})(?:st|nd|rd|th)?\s+(?:and|to)\s+(?:the\s+)?)$`)
	lastPattern    = regexp.MustCompile(`(?i)^\s*(?:and|to|–|-)\s*(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4})\b)?`)
	joinPattern    = regexp.MustCompile(`(?i)^\s*(?:and|to|until|till|through|–|-|—)\s*(?:the\s+)?$`)
	onwardsPattern = regexp.MustCompile(`(?i)^\s+(?:on|onwards?)\s*(?:[,.?!]|$)`)
	nextPattern    = regexp.MustCompile(`^[\s-]+(\pL[\pL'’-]*)`)
	newsBehind     = regexp.MustCompile(`(?i)^\s+` + newsNoun + `\b`)
	newsBefore     = regexp.MustCompile(`(?i)\b` + newsNoun + `\b|\b(?:was|were|been|is) reported\b`)
	publishedLead  = regexp.MustCompile(`(?i)\b(?:published|posted|printed|` + newsNoun + `(?:\s+(?:ran|appeared|dated))?)\s*$`)
	wasPublished   = regexp.MustCompile(`(?i)\b(?:is|are|was|were|been) published\b`)
	reportedLead   = regexp.MustCompile(`(?i)\b(?:is|are|was|were|been|being) reported\s*$`)
	itemLead       = regexp.MustCompile(`(?i)\b` + itemNoun + `(?:\s+(?:from|by|in)\s+[^.?!;]{1,40})?\s*$`)
	announced      = regexp.MustCompile(`(?i)\b(?:will|shall|scheduled|planned|plans?|planning|due|expected|upcoming|going to|set to|slated|next|tomorrow)\b`)
	nowadays       = regexp.MustCompile(`(?i)^(?:today|tonight)$`) // where is it used today?
	happened       = regexp.MustCompile(`(?i)\b(?:happen(?:ed|s|ing)?|new)\b`)
	eleventh       = regexp.MustCompile(`(?i)^(?:the )?(?:11(?:th)?(?: of)? sept|sept[a-z.]* 11)`)
	functionWord   = regexp.MustCompile(`(?i)^(?:a|an|the|and|or|but|in|on|at|of|to|for|from|by|with|about|into|over|between|before|after|` +
		`since|until|as|is|are|was|were|be|been|has|have|had|do|does|did|can|could|would|should|may|might|will|that|which|who|whom|what|` +
		`when|where|why|how|there|it|he|she|they|we|i|you|his|her|their|its|this|these|against|near|around|under|according|onwards?|` +
		`alone|only|not|if|so|than|because|while|during|inside|outside|regarding|concerning)$`)
)

// periods reads what a question says of time. A period is hard where the question speaks of publication ("published in
// September", "news since Monday") and where nothing earlier can tell of it ("since", "after", "last week"). The day of an
// event is soft: later articles tell of it too. A date within a name says nothing, nor does one in a question for a date.
// outlets says that the question speaks of what an outlet published.
func (c calendar) periods(text string, asks Asks, outlets bool) []period {
	dates, quotations := c.dates(text), mention.Quotations(text)
	var all []period
	for i := 0; i < len(dates); i++ {
		d := dates[i]
		quoted := slices.ContainsFunc(quotations, func(q mention.Quotation) bool {
			return d.Start >= q.Outer.Start && d.End <= q.Outer.End
		})
		if !d.Resolved || quoted || !d.explicit && eleventh.MatchString(d.text) {
			continue
		}
		p, joined := c.span(text, dates[i:])
		if joined {
			i++
		}
		p, ok := c.bounded(text, d, p, asks, outlets)
		if ok && (p.from.IsZero() || p.to.IsZero() || p.from.Before(p.to)) {
			all = append(all, p)
		}
	}
	return all
}

// span is the period that the first of the dates begins or is; its cut covers the words. A second date may end it.
func (c calendar) span(text string, dates []dated) (p period, joined bool) {
	d := dates[0]
	p = period{from: d.From, to: d.To, cut: d.Span}
	if d.old {
		p.words = d.text
	}
	if d.Precision == mention.Day {
		if m := firstPattern.FindStringSubmatchIndex(text[:d.Start]); m != nil { // between 12 and 19 September
			if first, ok := dayOfMonth(d.From, text[m[4]:m[5]]); ok && first.Before(d.From) {
				p.from, p.cut.Start = first, m[2]
			}
			return p, false
		}
	}
	if len(dates) > 1 && dates[1].Resolved && joinPattern.MatchString(text[d.End:dates[1].Start]) {
		last := dates[1]
		if !d.explicit && last.explicit { // between September and November 2016
			whole := mention.Dates(d.text+" "+last.From.Format("2006"), c.today)
			if len(whole) == 1 && whole[0].Resolved {
				p.from = whole[0].From
			}
			if p.from.After(last.From) {
				p.from = p.from.AddDate(-1, 0, 0)
			}
		}
		if p.from.Before(last.To) {
			p.to, p.cut.End = last.To, last.End
			return p, true
		}
	}
	if m := lastPattern.FindStringSubmatch(text[d.End:]); m != nil && d.Precision == mention.Day { // between September 12 and 19, 2016
		from := p.from
		if year, err := strconv.Atoi(m[2]); err == nil && !d.explicit {
			from = from.AddDate(year-from.Year(), 0, 0)
		}
		if last, ok := dayOfMonth(from, m[1]); ok && last.After(from) {
			p.from, p.to = from, last.AddDate(0, 0, 1)
			p.cut.End += len(m[0])
		}
	}
	return p, false
}

// dayOfMonth is the day of this number in the month of t, if it has one.
func dayOfMonth(t time.Time, number string) (time.Time, bool) {
	n, err := strconv.Atoi(number)
	day := t.AddDate(0, 0, n-t.Day())
	return day, err == nil && day.Month() == t.Month()
}

// bounded settles which ends of the period the question means and how firmly; false where it only names it.
func (c calendar) bounded(text string, d dated, p period, asks Asks, outlets bool) (period, bool) {
	before, rest := text[:p.cut.Start], text[p.cut.End:]
	the, part := strings.HasPrefix(strings.ToLower(d.text), "the ") && !d.spell(), false
	preposition := ""
	if m := leadPattern.FindStringSubmatchIndex(before); m != nil {
		preposition, part, the = strings.ToLower(before[m[2]:m[3]]), m[4] >= 0, the || m[6] >= 0
		before = before[:m[2]]
	}
	p.cut.Start = len(before)
	lower := preposition == "since" || preposition == "after" || preposition == "from" && onwardsPattern.MatchString(rest)
	upper := slices.Contains([]string{"before", "until", "till", "through", "by", "as of", "up to"}, preposition)
	bounds := lower || upper || d.spell() || preposition == "between" || preposition == "from"

	behind := newsBehind.MatchString(rest)
	if !behind && isName(d, rest, the) {
		return p, false
	}
	published := behind || preposition == "as of" || publishedLead.MatchString(before) || wasPublished.MatchString(before) || outlets && itemLead.MatchString(before) ||
		d.Precision > mention.Day && reportedLead.MatchString(before) || bounds && preposition != "by" && newsBefore.MatchString(before)
	hard := published || lower
	switch {
	case asks == Time && !lower && !upper,
		!hard && preposition == "of" && !part, // Resolution 2254 of 2015
		!hard && preposition == "" && !d.spell() && !d.weekday(),
		!hard && nowadays.MatchString(d.text) && !happened.MatchString(text),
		!hard && announced.MatchString(text), // announced long before
		!hard && d.weekday() && c.archive(),
		!hard && d.Relative && !d.weekday() && !d.spell(): // three weeks ago
		return p, false
	case preposition == "after":
		p.from, p.to = p.to, time.Time{}
	case lower:
		p.to = time.Time{}
	case preposition == "before":
		p.from, p.to = time.Time{}, p.from
	case upper:
		p.from = time.Time{}
	case d.spell() && !published: // what happened last week is told this week too
		hard, p.to = true, time.Time{}
	}
	p.hard = hard
	if !published && !(hard && d.Relative) {
		p.cut = retrieval.Span{}
	}
	return p, true
}

// isName tells "the 2015 nuclear deal" and "Monday's attack" from "on 28 September Kerry said": a noun follows.
func isName(d dated, rest string, the bool) bool {
	if strings.HasSuffix(d.text, "'s") || strings.HasSuffix(d.text, "’s") {
		return true
	}
	next := nextPattern.FindStringSubmatch(rest)
	return next != nil && !functionWord.MatchString(next[1]) && (the || next[1] == strings.ToLower(next[1]))
}
