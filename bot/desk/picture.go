package desk

import (
	"cmp"
	"fmt"
	"slices"
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
	drawn := a.Claims[:min(len(a.Claims), chart.MaxLines)]
	for _, s := range a.Sources {
		if slices.ContainsFunc(drawn, func(c bot.Claim) bool {
			return slices.ContainsFunc(c.Citations, func(cite bot.Citation) bool { return cite.N == s.N })
		}) {
			t.Sources = append(t.Sources, chart.Source{
				Marker: fmt.Sprintf("[%d]", s.N), Text: strings.Join(append([]string{cmp.Or(s.Headline, s.ArticleID)}, l.Particulars(s)...), " · "),
			})
		}
	}
	if more := len(t.Lines) - chart.MaxLines; more > 0 {
		t.More = l.Say("settings.more", "n", more)
	}
	return t
}
