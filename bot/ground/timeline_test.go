package ground_test

import (
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval/embed"
)

// line is a draft of a timeline: its first day, or "first..last".
func line(days, text, kind string, markers ...int) bot.Draft {
	d := bot.Draft{Text: text, Kind: kind, Markers: markers}
	first, last, _ := strings.Cut(days, "..")
	d.Date.Time, _ = time.Parse(time.DateOnly, first)
	if last != "" {
		d.Through.Time, _ = time.Parse(time.DateOnly, last)
	}
	return d
}

// A line of a timeline holds where what it cites dates that event to that day.
func TestLines(t *testing.T) {
	evidence := eight()
	evidence = append(evidence,
		passage(9, "Convoy driver speaks", wednesday,
			"The convoy was hit on Monday near Urum al-Kubra, its driver Omar Haddad said on Wednesday. The Duma passed the bill on 19 September and the Federation Council followed on 26 September.",
			"Lavrov flew to Geneva overnight. The ministers will meet in Lausanne on 15 October. In July the Pentagon sent 560 soldiers to Iraq."),
		passage(10, "Bridge at Orlo", wednesday, "Minister Anna Holm said on Tuesday that the bridge at Orlo had collapsed. It had been closed since spring."),
	)
	for name, tt := range map[string]struct {
		draft bot.Draft
		why   string
	}{
		"the day of a weekday":                {line("2016-09-28", "Kerry threatened to suspend cooperation with Russia on Syria.", bot.Prose, 1), ""},
		"another day":                         {line("2016-09-29", "Kerry threatened to suspend cooperation with Russia on Syria.", bot.Prose, 1), "passage 1 dates it to 28 September 2016, not to 29 September 2016"},
		"its month":                           {line("2016-09-01..2016-09-30", "Kerry threatened to suspend cooperation with Russia on Syria.", bot.Prose, 1), ""},
		"a day of its month":                  {line("2016-07-04", "The Pentagon sent 560 soldiers to Iraq.", bot.Prose, 9), "passage 9 dates it to 1 July 2016 to 31 July 2016, not to 4 July 2016"},
		"the day of the event":                {line("2016-09-26", "The convoy was hit near Urum al-Kubra, Omar Haddad said.", bot.Prose, 9), ""},
		"the day of the saying":               {line("2016-09-28", "The convoy was hit near Urum al-Kubra.", bot.Prose, 9), "passage 9 dates it to 26 September 2016, not to 28 September 2016"},
		"a saying with what is said":          {line("2016-09-28", "Omar Haddad said that the convoy was hit near Urum al-Kubra.", bot.Prose, 9), ""},
		"each clause has its day":             {line("2016-09-26", "The Federation Council followed the Duma.", bot.Prose, 9), ""},
		"and not that of the other":           {line("2016-09-19", "The Federation Council followed.", bot.Prose, 9), "passage 9 dates it to 26 September 2016, not to 19 September 2016"},
		"a night is of either day":            {line("2016-09-28", "Lavrov flew to Geneva.", bot.Prose, 9), ""},
		"or of both":                          {line("2016-09-27..2016-09-28", "Lavrov flew to Geneva.", bot.Prose, 9), ""},
		"what is planned":                     {line("2016-10-15", "The ministers will meet in Lausanne.", bot.Prose, 9), ""},
		"only its saying is dated":            {line("2016-09-27", "The bridge at Orlo had collapsed.", bot.Prose, 10), "passage 10"},
		"and told as that":                    {line("2016-09-27", "Anna Holm said that the bridge at Orlo had collapsed.", bot.Prose, 10), ""},
		"an undated sentence beside a dated":  {line("2016-09-28", "“The burden remains on Russia to stop this assault,” spokesman John Kirby said.", bot.Prose, 1), ""},
		"a passage that dates nothing":        {line("2016-09-29", "The United States will send more soldiers to Iraq to help with the battle of Mosul, Ash Carter said.", bot.Prose, 2), "passage 2 does not date it to 29 September 2016"},
		"an article without a date":           {line("2016-09-09", "The talks in Geneva began, a diplomat said.", bot.Prose, 8), "passage 8 does not date it to 9 September 2016"},
		"days in the wrong order":             {line("2016-09-28..2016-09-01", "Kerry threatened to suspend cooperation with Russia on Syria.", bot.Prose, 1), "it ends before it begins"},
		"a sentence, and its day":             {line("2016-09-19", "An aid convoy of 31 trucks was attacked on September 19 at Urum al-Kubra; at least 20 people died.", bot.Quote, 3), ""},
		"a sentence, and another day":         {line("2016-09-20", "An aid convoy of 31 trucks was attacked on September 19 at Urum al-Kubra; at least 20 people died.", bot.Quote, 3), "its sentence does not date it to 20 September 2016"},
		"a marker moves to who dates it":      {line("2016-09-19", "An aid convoy of 31 trucks was attacked at Urum al-Kubra.", bot.Prose, 9), ""},
		"in another language":                 {line("2016-09-28", "Kirby: “The burden remains on Russia to stop this assault”, dijo el portavoz.", bot.Prose, 1), ""},
		"in another language, on another day": {line("2016-09-20", "Kirby: “The burden remains on Russia to stop this assault”, dijo el portavoz.", bot.Prose, 1), "passage 1 dates nothing to 20 September 2016"},
	} {
		t.Run(name, func(t *testing.T) {
			v := ground.New(embed.NewStatic()).Ground(tt.draft, evidence)
			if (v.Claim.Grounding == bot.Supported) != (tt.why == "") || !strings.HasPrefix(v.Why, tt.why) {
				t.Errorf("%s %q because %q, want %q", v.Claim.Grounding, tt.draft.Text, v.Why, tt.why)
			}
			if v.Claim.Planned != (name == "what is planned") {
				t.Errorf("planned: %t", v.Claim.Planned)
			}
		})
	}
}

// The day of a quotation is its speaker's, and for whoever finds quotations to tell.
func TestQuotationsAreNoLines(t *testing.T) {
	d := line("2015-01-01", "“The burden remains on Russia to stop this assault,” spokesman John Kirby said. “We don’t have much time.”", bot.Quote, 1)
	d.Speaker = "John Kirby"
	if v := ground.New(embed.NewStatic()).Ground(d, eight()); v.Claim.Grounding != bot.Supported {
		t.Error(v.Why)
	}
}
