package desk

import (
	"fmt"
	"strings"

	"dateline/bot"
	"dateline/bot/chart"
)

// Chart is a timeline as it is drawn.
func (l Locale) Chart(a bot.Answer) chart.Timeline {
	t := chart.Timeline{Title: l.Say("timeline.title", "topic", a.Question)}
	t.Small = strings.TrimSuffix(l.Small(a, ""), fmt.Sprintf(" · %d ms", a.Timings.Total)) // of no interest where the picture is passed on
	for _, s := range l.Sections(a) {
		for _, line := range s.Lines {
			t.Lines = append(t.Lines, chart.Line{When: line.Lead, Text: line.Marked()})
		}
	}
	if more := len(t.Lines) - chart.MaxLines; more > 0 {
		t.More = l.Say("settings.more", "n", more)
	}
	return t
}
