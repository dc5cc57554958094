package ground_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/segment"
)

// passage is one article of one passage as evidence.
func passage(n int, headline string, published time.Time, paragraphs ...string) retrieval.Evidence {
	a := retrieval.Article{ID: headline, Headline: headline, Published: published, Text: strings.Join(paragraphs, "\n\n")}
	at := 0
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
		at += len(p) + len("\n\n")
	}
	return retrieval.Evidence{N: n, Article: a, Passage: segment.Passages(a)[0]}
}

var wednesday = time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)

// eight passages, the last one of an article whose date is unknown.
func eight() []retrieval.Evidence {
	return []retrieval.Evidence{
		passage(1, "Kerry warns Russia over Aleppo", wednesday,
			"U.S. Secretary of State John Kerry threatened on Wednesday to suspend cooperation with Russia on Syria unless the bombing of Aleppo stopped.",
			"“The burden remains on Russia to stop this assault,” spokesman John Kirby said. “We don’t have much time.”",
			"About 250,000 people are trapped in the east of the city, where announced deliveries have not arrived."),
		passage(2, "600 more troops for Iraq", wednesday.AddDate(0, 0, 1),
			"The United States will send more soldiers to Iraq to help with the battle of Mosul, Defense Secretary Ash Carter said.",
			"The reinforcement brings the number of American troops in the country to more than 5,000."),
		passage(3, "Aid convoy is hit", wednesday.AddDate(0, 0, -6),
			"An aid convoy of 31 trucks was attacked on September 19 at Urum al-Kubra; at least 20 people died.",
			"The Red Crescent worker Omar Barakat died that night, and three quarters of the load burned."),
		passage(4, "Truce is declared over", wednesday.AddDate(0, 0, -9), "Syria’s army declared the truce over on Monday after seven days and accused the rebels of more than 300 violations."),
		passage(5, "Pangolins are protected", wednesday.AddDate(0, 0, 6), "More than 180 countries banned the trade in all eight species of pangolin at a conference in Johannesburg."),
		passage(6, "Plutonium agreement is suspended", wednesday.AddDate(0, 0, 6), "President Vladimir Putin suspended an agreement under which 34 metric tons of plutonium were to be disposed of by each side."),
		passage(7, "Council votes on two drafts", wednesday.AddDate(0, 0, 10), "Russia vetoed a French draft in the Security Council; 11 members voted for it and 2 against."),
		passage(8, "Undated report", time.Time{},
			"The talks in Geneva began on September 9 and lasted 13 hours, a diplomat said.", "Half a million people waited for help."),
	}
}

func prose(text string, markers ...int) bot.Draft {
	return bot.Draft{Text: text, Kind: bot.Prose, Markers: markers}
}

func quote(text string, marker int) bot.Draft {
	return bot.Draft{Text: text, Kind: bot.Quote, Markers: []int{marker}}
}

// carriers are the passages that carry claims of TestGround which cite others; they are kept out of the evidence there.
var carriers = map[string]int{"the wrong passage": 1, "a quotation of another passage": 1, "a figure of another passage": 1}

func without(evidence []retrieval.Evidence, n int) []retrieval.Evidence {
	return slices.DeleteFunc(slices.Clone(evidence), func(e retrieval.Evidence) bool { return e.N == n })
}

// A marker on a passage that does not carry the claim moves to the one that does; a claim without a marker gets it.
func TestMarkerIsMoved(t *testing.T) {
	evidence := eight()
	for _, d := range []bot.Draft{
		prose("Kerry threatened to suspend cooperation with Russia on Syria.", 5),
		prose("Kirby said: “The burden remains on Russia to stop this assault”.", 2),
		prose("About 250,000 people are trapped in the east of the city.", 2),
		prose("About 250,000 people are trapped in the east of the city.", 2, 5),
		prose("About 250,000 people are trapped in the east of the city."),
	} {
		v := ground.New(embed.NewStatic()).Ground(d, evidence)
		if len(v.Claim.Citations) != 1 || v.Claim.Citations[0].N != 1 {
			t.Errorf("%q cites %+v because %q, want passage 1", d.Text, v.Claim.Citations, v.Why)
		}
		checkCitations(t, d, v, evidence)
	}
}

func TestGround(t *testing.T) {
	g := ground.New(embed.NewStatic())
	evidence := eight()
	for name, tt := range map[string]struct {
		draft bot.Draft
		why   string // "" where the claim holds
	}{
		// markers
		"a claim that holds":          {prose("Kerry threatened to suspend cooperation with Russia on Syria.", 1), ""},
		"no marker":                   {prose("Kerry threatened to suspend cooperation with Russia on Syria."), ""},
		"no marker, no passage":       {prose("The pope blessed a new cathedral in Warsaw."), "it cites no passage"},
		"no marker, a changed figure": {prose("About 300,000 people are trapped in the east of the city."), "it cites no passage"},
		"a sentence without a marker": {bot.Draft{Text: evidence[6].Passage.Text, Kind: bot.Quote}, "it cites no passage"},
		"a marker that names nothing": {prose("Kerry threatened to suspend cooperation with Russia on Syria.", 9), "there is no passage 9"},
		"marker 0":                    {prose("Kerry threatened to suspend cooperation with Russia on Syria.", 0), "there is no passage 0"},
		"one of two markers resolves": {prose("Kerry threatened to suspend cooperation with Russia on Syria.", 9, 1), ""},
		"two passages carry it":       {prose("Kerry threatened to suspend cooperation with Russia, and Putin suspended an agreement on plutonium.", 1, 6), ""},
		"the wrong passage":           {prose("Kerry threatened to suspend cooperation with Russia on Syria.", 5), "passage 5 does not carry it"},

		// quotations
		"a quotation":                         {prose("Kirby said: “The burden remains on Russia to stop this assault”.", 1), ""},
		"a quotation in straight marks":       {prose("Kirby said: \"The burden remains on Russia to stop this assault.\"", 1), ""},
		"a straight apostrophe within":        {prose("Kirby said of Russia: “We don't have much time”.", 1), ""},
		"white space within":                  {prose("Kirby said: “The burden\nremains on  Russia to\u00a0stop this assault”.", 1), ""},
		"a part of a quotation":               {prose("Kirby spoke of “this assault” by Russia and its burden.", 1), ""},
		"both halves of a quotation":          {prose("“The burden remains on Russia to stop this assault,” Kirby said. “We don’t have much time.”", 1), ""},
		"both halves made one":                {prose("Kirby said: “The burden remains on Russia to stop this assault. We don’t have much time.”", 1), "the quotation “The burden remains on Russia to stop this assault. We don’t have much time.” is not in passage 1"},
		"an invented quotation":               {prose("Kirby said that Russia’s “assault on Aleppo is a crime”.", 1), "the quotation “assault on Aleppo is a crime” is not in passage 1"},
		"one word changed":                    {prose("Kirby said: “The burden remains on Moscow to stop this assault”.", 1), "the quotation “The burden remains on Moscow to stop this assault” is not in passage 1"},
		"a quotation of another passage":      {prose("Kirby said: “The burden remains on Russia to stop this assault”.", 2), "the quotation “The burden remains on Russia to stop this assault” is not in passage 2"},
		"a quotation of one of two passages":  {prose("Kirby said: “The burden remains on Russia to stop this assault”.", 2, 1), ""},
		"an invented quotation, two passages": {prose("Kirby said: “Enough is enough”.", 1, 2), "the quotation “Enough is enough” is not in passages 1 and 2"},
		"a quotation that is part of a word":  {prose("Kirby said “no” to Russia on the assault.", 1), "the quotation “no” is not in passage 1"},
		"an invented quotation never closed":  {prose("Kirby said of Russia: “We will bomb Moscow tomorrow to stop this assault.", 1), "a quotation in it is not closed"},
		"an invented quotation never opened":  {prose("We will stop this assault on Aleppo,” Kirby said of Russia.", 1), "a quotation in it is not closed"},
		"a quotation of nothing":              {prose("Kerry threatened to suspend “…” cooperation with Russia on Syria.", 1), ""},
		"inches are no quotation":             {prose("Kerry threatened to suspend cooperation with Russia on Syria over a 6\" gun.", 1), "figure 6 is not in passage 1"},

		// figures
		"a figure":                          {prose("About 250,000 people are trapped in the east of the city.", 1), ""},
		"a changed figure":                  {prose("About 300 people are trapped in the east of the city.", 1), "figure 300 is not in passage 1"},
		"a figure of ten times":             {prose("About 2,500,000 people are trapped in the east of the city.", 1), "figure 2,500,000 is not in passage 1"},
		"a figure of another passage":       {prose("About 250,000 people are trapped in the east of the city.", 2), "figure 250,000 is not in passage 2"},
		"a figure in words":                 {prose("Two hundred and fifty thousand people are trapped in the east of the city.", 1), ""},
		"a figure in digits, told in words": {prose("About 500,000 people waited for help.", 8), ""},
		"a figure with a scale":             {prose("About 0.25 million people are trapped in the east of the city.", 1), ""},
		"a figure in the headline only":     {prose("The United States will send 600 more soldiers to Iraq.", 2), ""},
		"a share as a percentage":           {prose("In the convoy, 75 percent of the load burned.", 3), ""},
		"another unit":                      {prose("Each side was to dispose of 34 percent of the plutonium under an agreement.", 6), "figure 34 percent is not in passage 6"},
		"a score":                           {prose("Russia vetoed the French draft, for which 11 members of the Security Council voted.", 7), ""},

		// dates
		"a date":                             {prose("The aid convoy was attacked on September 19 at Urum al-Kubra.", 3), ""},
		"a date written otherwise":           {prose("The aid convoy was attacked on 19 September 2016 at Urum al-Kubra.", 3), ""},
		"a changed date":                     {prose("The aid convoy was attacked on September 18 at Urum al-Kubra.", 3), "date September 18 is not in passage 3"},
		"a changed year":                     {prose("The aid convoy was attacked on September 19, 2015 at Urum al-Kubra.", 3), "date September 19, 2015 is not in passage 3"},
		"the month of a date":                {prose("The aid convoy was attacked in September 2016 at Urum al-Kubra.", 3), ""},
		"a weekday":                          {prose("Kerry threatened on Wednesday to suspend cooperation with Russia.", 1), ""},
		"a weekday written out":              {prose("Kerry threatened on 28 September 2016 to suspend cooperation with Russia.", 1), ""},
		"the weekday of another article":     {prose("Syria’s army declared the truce over on Monday, 19 September.", 4), ""},
		"another weekday":                    {prose("Kerry threatened on Tuesday to suspend cooperation with Russia.", 1), "date Tuesday is not in passage 1"},
		"a day made of the wrong weekday":    {prose("Syria’s army declared the truce over on 26 September 2016.", 4), "date 26 September 2016 is not in passage 4"},
		"the published date":                 {prose("Putin suspended an agreement on plutonium on 4 October 2016.", 6), ""},
		"a date of an undated article":       {prose("The talks in Geneva began on September 9, a diplomat said.", 8), ""},
		"the same written otherwise":         {prose("The talks in Geneva began on 9 September, a diplomat said.", 8), ""},
		"another date of an undated article": {prose("The talks in Geneva began on 8 September, a diplomat said.", 8), "date 8 September is not in passage 8"},
		"a year that nobody told":            {prose("The talks in Geneva began on 9 September 2016, a diplomat said.", 8), "date 9 September 2016 is not in passage 8"},

		// support
		"unsupported":             {prose("The pope blessed a new cathedral in Warsaw.", 1), "passage 1 does not carry it"},
		"supported by paraphrase": {prose("John Kerry warned that Washington could stop cooperating with Russia over the bombing of Aleppo.", 1), ""},

		// sentences of the coverage
		"a sentence of the coverage": {quote("“The burden remains on Russia to stop this assault,” spokesman John Kirby said. “We don’t have much time.”", 1), ""},
		"two of them":                {quote(evidence[1].Passage.Text, 2), ""},
		"a part of a sentence":       {quote("250,000 people are trapped in the east of the city", 1), "it is no sentence of passage 1"},
		"not letter for letter":      {quote("About 250,000 people are trapped in the east of the town.", 1), "it is no sentence of passage 1"},
		"other quotation marks":      {quote("\"The burden remains on Russia to stop this assault,\" spokesman John Kirby said.", 1), "it is no sentence of passage 1"},
		"of another passage":         {quote("About 250,000 people are trapped in the east of the city.", 2), "it is no sentence of passage 2"},
	} {
		t.Run(name, func(t *testing.T) {
			v := g.Ground(tt.draft, without(evidence, carriers[name]))
			if !strings.HasPrefix(v.Why, tt.why) || (tt.why == "") != (v.Why == "") {
				t.Fatalf("%q\n got %q\nwant %q", tt.draft.Text, v.Why, tt.why)
			}
			if (v.Claim.Grounding == bot.Supported) != (tt.why == "") {
				t.Errorf("%s because %q", v.Claim.Grounding, v.Why)
			}
			checkCitations(t, tt.draft, v, evidence)
		})
	}
}

// checkCitations holds every citation to the passage that it names.
func checkCitations(t *testing.T, d bot.Draft, v bot.Verdict, evidence []retrieval.Evidence) {
	t.Helper()
	if v.Claim.Text != d.Text || v.Claim.Kind != d.Kind {
		t.Errorf("the claim became %q, %s", v.Claim.Text, v.Claim.Kind)
	}
	if v.Claim.Grounding == bot.Supported != (len(v.Claim.Citations) > 0) {
		t.Errorf("%s with %d citations", v.Claim.Grounding, len(v.Claim.Citations))
	}
	for _, c := range v.Claim.Citations {
		p := evidence[c.N-1].Passage
		if c.PassageID != p.ID || p.Text[c.Start:c.End] != c.Quote || c.Quote == "" {
			t.Errorf("citation %+v is not of passage %q", c, p.Text)
		}
		if d.Kind == bot.Quote && c.Quote != d.Text {
			t.Errorf("the sentence %q cites %q", d.Text, c.Quote)
		}
	}
}

func TestCitationBearsTheClaim(t *testing.T) {
	v := ground.New(embed.NewStatic()).Ground(prose("About 250,000 people are trapped in the city’s east.", 1), eight())
	want := "About 250,000 people are trapped in the east of the city, where announced deliveries have not arrived."
	if len(v.Claim.Citations) != 1 || v.Claim.Citations[0].Quote != want {
		t.Errorf("cites %+v, want %q", v.Claim.Citations, want)
	}
}

func TestSupport(t *testing.T) {
	g := ground.New(embed.NewStatic())
	evidence := []string{"About 250,000 people are trapped in the east of the city.", "Kerry threatened to suspend cooperation with Russia."}
	same := g.Support(evidence[0], evidence)
	figure := g.Support("About 300,000 people are trapped in the east of the city.", evidence)
	half := g.Support("Kerry threatened Iran with sanctions.", evidence)
	none := g.Support("The pope blessed a cathedral.", evidence)
	if !(same > 0.99 && same > half && half > none && figure >= 0 && figure < ground.Threshold && none >= 0 && none < ground.Threshold) {
		t.Errorf("support of the same words %.2f, with another figure %.2f, of half %.2f, of nothing %.2f", same, figure, half, none)
	}
	if got := g.Support("Kerry spoke.", nil); got != 0 {
		t.Errorf("without evidence %.2f", got)
	}
}

func FuzzGround(f *testing.F) {
	for _, d := range []string{"Kirby said “no”.", "“…”", "About 250,000 on September 19, “a", "\"b\xff\" 6\"", "", "tomorrow 3-1 $5m"} {
		f.Add(d, 1, false)
	}
	f.Add("About 250,000 people are trapped", 8, true)
	f.Add("", 0, true)
	g := ground.New(embed.NewStatic())
	evidence := eight()
	f.Fuzz(func(t *testing.T, text string, marker int, verbatim bool) {
		d := prose(text, marker, 1)
		if verbatim {
			d.Kind = bot.Quote
		}
		v := g.Ground(d, evidence)
		if (v.Why == "") != (v.Claim.Grounding == bot.Supported) {
			t.Errorf("%s because %q", v.Claim.Grounding, v.Why)
		}
		d.Kind = bot.Prose // a sentence of one of two passages cites the other by what it shares with it
		v.Claim.Kind = bot.Prose
		checkCitations(t, d, v, evidence)
	})
}

// BenchmarkMove grounds the same answer with every marker on a passage that does not carry its claim.
func BenchmarkMove(b *testing.B) {
	g := ground.New(embed.NewStatic())
	evidence := eight()
	for b.Loop() {
		for _, text := range []string{
			"Kerry threatened on 28 September 2016 to suspend cooperation with Russia on Syria.",
			"“The burden remains on Russia to stop this assault,” Kirby said.",
			"An aid convoy of 31 trucks was attacked on 19 September.",
			"Syria’s army had declared the truce over and spoke of more than 300 violations.",
			"Putin suspended an agreement on 34 metric tons of plutonium.",
		} {
			g.Ground(prose(text, 5), evidence)
		}
	}
}

// BenchmarkGround grounds an answer of five sentences against eight passages.
func BenchmarkGround(b *testing.B) {
	g := ground.New(embed.NewStatic())
	evidence := eight()
	answer := []bot.Draft{
		prose("Kerry threatened on 28 September 2016 to suspend cooperation with Russia on Syria.", 1),
		prose("“The burden remains on Russia to stop this assault,” Kirby said.", 1),
		prose("An aid convoy of 31 trucks was attacked on 19 September.", 3),
		prose("Syria’s army had declared the truce over and spoke of more than 300 violations.", 4, 3),
		prose("Putin suspended an agreement on 34 metric tons of plutonium.", 6),
	}
	for b.Loop() {
		for _, d := range answer {
			if v := g.Ground(d, evidence); v.Why != "" {
				b.Fatal(v.Why)
			}
		}
	}
}
