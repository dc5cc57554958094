package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/bot"
)

// Section is a part of an answer as every surface lays it out: claims that run on in a paragraph, or stand each on a line of
// its own.
type Section struct {
	Title  string // "" of the answer itself
	Listed bool
	Lines  []Line
}

// Line is a claim with what stands around it.
type Line struct {
	bot.Claim
	Lead string // before it: the day of an event, the outlet and day of an account
	Tail string // behind it: who said it, to whom, when and where
	Told string // behind it: the day by which it counts days, where other lines are of other days
}

// Marked is the claim as it is shown, its markers and the day by which it counts days behind it.
func (l Line) Marked() string {
	if l.Told == "" {
		return l.Claim.Marked()
	}
	return l.Claim.Marked() + " (" + l.Told + ")"
}

// Sections are an answer's claims as they are laid out, in their order.
func (l Locale) Sections(a bot.Answer) []Section {
	var all []Section
	for i, c := range a.Claims {
		if i == 0 || l.Opens(a.Claims[i-1], c) {
			all = append(all, l.section(c))
		}
		s := &all[len(all)-1]
		s.Lines = append(s.Lines, l.Line(c, a.Sources))
	}
	return all
}

// Opens tells whether a claim begins another section than the claim before it is in.
func (l Locale) Opens(before, c bot.Claim) bool {
	return before.Part != c.Part || before.Heading != c.Heading || before.Stance != c.Stance || listed(before) != listed(c)
}

// section is the section that a claim begins, without lines yet.
func (l Locale) section(c bot.Claim) Section { return Section{Title: l.title(c), Listed: listed(c)} }

// Line is a claim with what stands around it; sources are those of its answer.
func (l Locale) Line(c bot.Claim, sources []bot.Source) Line {
	line := Line{Claim: c, Lead: l.lead(c, sources), Tail: l.tail(c)}
	if !c.Told.IsZero() && line.Lead == "" {
		line.Told = l.Day(c.Told)
	}
	return line
}

// listed tells whether a claim stands on a line of its own.
func listed(c bot.Claim) bool {
	return c.Part != "" || c.Stance != "" || c.Speaker != "" || !c.Date.IsZero()
}

func (l Locale) title(c bot.Claim) string {
	switch {
	case c.Part != "":
		return l.Say("part." + strings.ReplaceAll(c.Part, " ", "_"))
	case c.Stance != "":
		return l.Say("stance." + c.Stance)
	}
	return c.Heading
}

func (l Locale) lead(c bot.Claim, sources []bot.Source) string {
	switch {
	case c.Stance != "":
		return l.account(c, sources)
	case c.Speaker != "" || c.Part == bot.Unattributed:
	case c.Planned:
		return l.Say("timeline.planned", "when", l.Span(c.Date, c.Through))
	case !c.Date.IsZero():
		return l.Span(c.Date, c.Through)
	case c.Part == bot.Differing:
		return l.account(c, sources)
	}
	return ""
}

// ShowsOutlet tells whether a claim's line says whose account it is, so that it waits for the answer's sources.
func ShowsOutlet(c bot.Claim) bool { return c.Stance != "" || c.Part == bot.Differing }

// account is whose account a claim is, by its first source: "Sample wire, 28 Sept 2016".
func (l Locale) account(c bot.Claim, sources []bot.Source) string {
	if len(c.Citations) == 0 {
		return ""
	}
	at := slices.IndexFunc(sources, func(s bot.Source) bool { return s.N == c.Citations[0].N })
	if at < 0 {
		return ""
	}
	s := sources[at]
	return cmp.Or(s.Outlet, s.Headline, s.ArticleID) + ", " + l.Day(s.Published)
}

// tail is who said a quotation: "John F. Kerry, Secretary of State, to Sergey Lavrov, by telephone, 28 Sept 2016, as told by
// John Kirby". Of a line of a check it is who says so: "according to Russia".
func (l Locale) tail(c bot.Claim) string {
	if c.Stance != "" && c.Speaker != "" {
		return l.Say("said.by", "name", c.Speaker)
	}
	var parts []string
	add := func(key, what string) {
		switch {
		case what == "":
		case key == "":
			parts = append(parts, what)
		default:
			parts = append(parts, l.Say(key, "name", what))
		}
	}
	if strings.HasSuffix(c.Role, ".") && c.Speaker != "" {
		add("", c.Role+" "+c.Speaker) // an abbreviated title: Brig. Gen. Richard Coe
	} else {
		add("", c.Speaker)
		add("", c.Role)
	}
	add("said.to", c.To)
	add("", c.Where)
	if (c.Speaker != "" || c.Part == bot.Unattributed) && !c.Date.IsZero() {
		add("", l.Span(c.Date, c.Through))
	}
	add("said.via", c.Via)
	return strings.Join(parts, ", ")
}

// Span is a time from one day through another, in words: a day, "3–7 Oct 2016", "September 2016", "2016", "2014–2016".
func (l Locale) Span(from, through bot.Day) string {
	if through.IsZero() || !through.After(from.Time) {
		return l.Day(from)
	}
	first, last := from.UTC(), through.UTC()
	ends := last.AddDate(0, 0, 1)
	switch {
	case first.YearDay() == 1 && ends.YearDay() == 1 && first.Year() == last.Year():
		return fmt.Sprint(first.Year())
	case first.YearDay() == 1 && ends.YearDay() == 1:
		return fmt.Sprintf("%d–%d", first.Year(), last.Year())
	case first.Day() == 1 && ends.Day() == 1 && first.Month() == last.Month() && first.Year() == last.Year():
		return l.month(first)
	case first.Day() == 1 && ends.Day() == 1:
		return l.month(first) + "–" + l.month(last)
	case first.Month() == last.Month() && first.Year() == last.Year():
		return strings.Replace(l.Day(through), fmt.Sprint(last.Day()), fmt.Sprintf("%d–%d", first.Day(), last.Day()), 1)
	}
	return l.Day(from) + " – " + l.Day(through)
}

// month is a month of a year in words.
func (l Locale) month(t time.Time) string {
	return l.Say("date.month", "month", strings.Fields(l.Say("date.months_long"))[t.Month()-1], "year", t.Year())
}
