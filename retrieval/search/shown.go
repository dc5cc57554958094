package search

import (
	"fmt"
	"strings"
	"time"
)

// keptIn is what is let through, in words; against tells what a relative date was read against.
func (n *narrowing) keptIn(against string) string {
	var parts []string
	if when := shownTime(n.Filter.Since, n.Filter.Until); when != "" {
		parts = append(parts, "published "+when+against)
	}
	if len(n.Filter.Outlets) > 0 {
		parts = append(parts, "from "+shownList(n.Filter.Outlets))
	}
	if len(n.Bylines) > 0 {
		parts = append(parts, "by "+shownList(n.Bylines))
	}
	if len(n.Sections) > 0 {
		parts = append(parts, "in the "+shownList(n.Sections)+" section")
	}
	return strings.Join(parts, ", ")
}

// shown is all that was taken from the question, in words.
func (n *narrowing) shown() string {
	switch {
	case !n.Newest:
		return n.kept
	case n.kept == "":
		return "newest first"
	}
	return n.kept + ", newest first"
}

// mostShown bounds the names of a list.
const mostShown = 3

func shownList(names []string) string {
	if more := len(names) - mostShown; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostShown], ", "), more)
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// shownTime is a half-open time in words: "12–19 Sept 2016", "in Sept 2016", "since 28 Sept 2016"; "" where both are zero.
func shownTime(since, until time.Time) string {
	last := until.AddDate(0, 0, -1)
	switch {
	case since.IsZero() && until.IsZero():
		return ""
	case until.IsZero():
		return "since " + shownDay(since)
	case since.IsZero():
		return "until " + shownDay(last)
	case since.Equal(last):
		return shownDay(since)
	case since.Day() == 1 && since.YearDay() == 1 && until.Equal(since.AddDate(1, 0, 0)):
		return "in " + since.Format("2006")
	case since.Day() == 1 && until.Equal(since.AddDate(0, 1, 0)):
		_, month, _ := strings.Cut(shownDay(since), " ")
		return "in " + month
	case since.Year() == last.Year() && since.Month() == last.Month():
		return since.Format("2") + "–" + shownDay(last)
	case since.Year() == last.Year():
		return strings.TrimSuffix(shownDay(since), since.Format(" 2006")) + "–" + shownDay(last)
	}
	return shownDay(since) + "–" + shownDay(last)
}

// shownDay is a day as an answer shows it: 28 Sept 2016.
func shownDay(t time.Time) string {
	month := t.UTC().Format("Jan")
	switch t.UTC().Month() {
	case time.May, time.June, time.July:
		month = t.UTC().Month().String()
	case time.September:
		month = "Sept"
	}
	return t.UTC().Format("2 ") + month + t.UTC().Format(" 2006")
}
