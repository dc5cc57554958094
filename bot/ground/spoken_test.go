package ground

import (
	"strings"
	"testing"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/embed"
)

// A quotation is shown only where its words stand behind a mark, letter for letter, in an article that names its speaker.
func TestSpoken(t *testing.T) {
	const text = "“We waited a year,” Nora Finch said, “and paid for two.” She called it ‘a scandal’. We waited a year, the clerk wrote."
	evidence := []retrieval.Evidence{
		{N: 1, Passage: retrieval.Passage{ID: "p1", Text: text}, Article: retrieval.Article{ID: "a", Headline: "Lock opens", Text: text}},
		{N: 2, Passage: retrieval.Passage{ID: "p2", Text: "“We waited a year”, she said."}, Article: retrieval.Article{ID: "b", Text: "“We waited a year”, she said."}},
	}
	g := New(embed.NewStatic())
	for name, tt := range map[string]struct {
		text, speaker string
		markers       []int
		quotes        string // cited
		why           string
	}{
		"in parts":                 {"“We waited a year” … “and paid for two.”", "Nora Finch", []int{1}, "We waited a year|and paid for two.", ""},
		"in two passages":          {"“We waited a year”", "Finch", []int{1, 2}, "We waited a year|We waited a year", ""},
		"by nobody certain":        {"“We waited a year”", "", []int{2}, "We waited a year", ""},
		"between single marks":     {"“a scandal”", "Nora Finch", []int{1}, "a scandal", ""},
		"other words":              {"“We waited two years”", "Nora Finch", []int{1}, "", "the quotation “We waited two years” is not in passage 1"},
		"words that nobody said":   {"“the clerk wrote”", "Nora Finch", []int{1}, "", "is not in passage 1"},
		"words behind a quotation": {"“Nora Finch said”", "Nora Finch", []int{1}, "", "is not in passage 1"},
		"half of them":             {"“We waited a year” … “for nothing”", "Nora Finch", []int{1}, "", "“for nothing” is not in passage 1"},
		"a speaker of elsewhere":   {"“We waited a year”", "Ada Holm", []int{1}, "", "the article of passage 1 does not name Ada Holm"},
		"no marks":                 {"We waited a year", "Nora Finch", []int{1}, "", "it is no quotation"},
		"no passage":               {"“We waited a year”", "Nora Finch", []int{9}, "", "there is no passage 9"},
	} {
		t.Run(name, func(t *testing.T) {
			d := bot.Draft{Text: tt.text, Kind: bot.Quote, Markers: tt.markers, Detail: bot.Detail{Speaker: tt.speaker}}
			if tt.speaker == "" {
				d.Part = bot.Unattributed
			}
			v := g.Ground(d, evidence)
			var quotes []string
			for _, c := range v.Claim.Citations {
				if p := evidence[c.N-1].Passage; p.Text[c.Start:c.End] != c.Quote {
					t.Errorf("%d to %d is %q", c.Start, c.End, c.Quote)
				}
				quotes = append(quotes, c.Quote)
			}
			if supported := v.Claim.Grounding == bot.Supported; supported != (tt.why == "") || !strings.Contains(v.Why, tt.why) || supported && strings.Join(quotes, "|") != tt.quotes {
				t.Errorf("%s: cites %q, why %q", v.Claim.Grounding, quotes, v.Why)
			}
		})
	}
}
