package bot_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/goldentest"
)

// The contract of `dateline ask --json`.
func TestJSON(t *testing.T) {
	found := five()
	found.Evidence[1].Article.Published = time.Time{}
	found.Evidence[1].Article.Byline = "Staff"
	found.Evidence[1].AlsoCarriedBy = []string{"Sample wire"}
	found.Evidence[2].Passage.Kind = retrieval.Caption
	found.Evidence[2].Article.Outlet, found.Evidence[2].Article.URL = "", ""
	for name, compose := range map[string]bot.Composer{
		"answer.golden.json":     writes("llm", nil, prose("Kerry called <him> & “warned” him.", 2, 3), prose("A false claim.", 1)),
		"abstention.golden.json": writes("extractive", nil),
	} {
		a, err := newBot(t, compose, nil).Answer(t.Context(), question, found, nil)
		if err != nil {
			t.Fatal(err)
		}
		a.Timings = bot.Timings{Retrieve: 12, Compose: 20, Ground: 3, Total: 35}
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		if err := e.Encode(a); err != nil {
			t.Fatal(err)
		}
		goldentest.Compare(t, name, b.String())
		var back bot.Answer
		if err := json.Unmarshal([]byte(b.String()), &back); err != nil {
			t.Fatal(err)
		}
		a.CoverageThrough = bot.Day{Time: a.CoverageThrough.Truncate(24 * time.Hour)}
		if diff := cmp.Diff(a, back); diff != "" {
			t.Errorf("%s read back (-want +got):\n%s", name, diff)
		}
	}
}

// The names that DESIGN promises to other programs, with what kind of value each holds.
func TestJSONHoldsTheContract(t *testing.T) {
	const contract = `{"question": "", "abstained": false, "reason": "", "composer": "", "model": "",
	  "claims": [{"text": "", "kind": "", "grounding": "", "citations": [{"n": 1, "passage_id": "", "start": 0, "end": 118, "quote": ""}]}],
	  "dropped": [{"text": "", "why": ""}],
	  "sources": [{"n": 1, "article_id": "", "headline": "", "outlet": "", "byline": "", "published": "", "url": "", "passage_id": "", "text": ""}],
	  "coverage_through": "", "timings_ms": {"retrieve": 0, "compose": 0, "ground": 0, "total": 0}}`
	a, err := newBot(t, writes("llm", nil, prose("He called.", 1), prose("A false claim.", 1)), nil).Answer(t.Context(), question, five(), nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal([]byte(contract), &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	var hold func(path string, want, got any)
	hold = func(path string, want, got any) {
		switch w := want.(type) {
		case map[string]any:
			g, _ := got.(map[string]any)
			for name, value := range w {
				if _, ok := g[name]; !ok {
					t.Errorf("%s.%s is missing", path, name)
					continue
				}
				hold(path+"."+name, value, g[name])
			}
		case []any:
			g, _ := got.([]any)
			if len(g) == 0 {
				t.Errorf("%s is %v, want a list", path, got)
				return
			}
			hold(path+"[0]", w[0], g[0])
		case string:
			if _, ok := got.(string); !ok {
				t.Errorf("%s is %v, want a string", path, got)
			}
		case float64:
			if _, ok := got.(float64); !ok {
				t.Errorf("%s is %v, want a number", path, got)
			}
		case bool:
			if _, ok := got.(bool); !ok {
				t.Errorf("%s is %v, want true or false", path, got)
			}
		}
	}
	hold("answer", want, got)
}

func TestEmptyListsAreLists(t *testing.T) {
	b := newBot(t, writes("extractive", nil), nil)
	a, err := b.Answer(t.Context(), question, retrieval.Result{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(a)
	if err != nil || strings.Contains(string(raw), "null") {
		t.Errorf("null in %s (%v)", raw, err)
	}
}

func TestDay(t *testing.T) {
	day := func(y int, m time.Month, d int) bot.Day {
		return bot.Day{Time: time.Date(y, m, d, 23, 59, 0, 0, time.UTC)}
	}
	for _, tt := range []struct {
		day         bot.Day
		shown, json string
	}{
		{bot.Day{}, "date unknown", `""`},
		{day(2016, time.September, 28), "28 Sept 2016", `"2016-09-28"`},
		{day(2016, time.January, 2), "2 Jan 2016", `"2016-01-02"`},
		{day(2016, time.May, 9), "9 May 2016", `"2016-05-09"`},
		{day(2016, time.June, 10), "10 June 2016", `"2016-06-10"`},
		{day(2016, time.July, 31), "31 July 2016", `"2016-07-31"`},
		{day(2016, time.August, 1), "1 Aug 2016", `"2016-08-01"`},
		{day(1999, time.December, 22), "22 Dec 1999", `"1999-12-22"`},
	} {
		if got := tt.day.String(); got != tt.shown {
			t.Errorf("shown as %q, want %q", got, tt.shown)
		}
		raw, err := json.Marshal(tt.day)
		if err != nil || string(raw) != tt.json {
			t.Errorf("JSON %s, want %s (%v)", raw, tt.json, err)
		}
		var back bot.Day
		if err := json.Unmarshal(raw, &back); err != nil || back.String() != tt.shown {
			t.Errorf("%s read back as %v (%v)", raw, back, err)
		}
	}
	if err := json.Unmarshal([]byte(`"Wednesday"`), new(bot.Day)); err == nil {
		t.Error("Wednesday was read as a day")
	}
}

func TestSmall(t *testing.T) {
	through := bot.Day{Time: time.Date(2016, 12, 22, 0, 0, 0, 0, time.UTC)}
	two, one := []bot.Claim{{}, {}}, []bot.Dropped{{}}
	for _, tt := range []struct {
		answer bot.Answer
		how    string
		want   string
	}{
		{bot.Answer{CoverageThrough: through, Claims: two, Dropped: one, Timings: bot.Timings{Total: 38}}, "(--why)", "Coverage through 22 Dec 2016 · 1 of 3 claims left out (--why) · 38 ms"},
		{bot.Answer{CoverageThrough: through, Claims: two, Dropped: one, Timings: bot.Timings{Total: 38}}, "", "Coverage through 22 Dec 2016 · 1 of 3 claims left out · 38 ms"},
		{bot.Answer{CoverageThrough: through, Claims: two, Model: "writer"}, "(--why)", "Coverage through 22 Dec 2016 · writer · 0 ms"},
		{bot.Answer{CoverageThrough: through, Read: retrieval.Reading{Shown: "published 12–19 Sept 2016, from Sample desk"}}, "", "Coverage through 22 Dec 2016 · published 12–19 Sept 2016, from Sample desk · 0 ms"},
		{bot.Answer{CoverageThrough: through, Silent: []string{"https://a.example/feed silent for 3 days", "https://b.example/ gone for good"}}, "", "Coverage through 22 Dec 2016; https://a.example/feed silent for 3 days; https://b.example/ gone for good · 0 ms"},
		{bot.Answer{Timings: bot.Timings{Total: 5}}, "(--why)", "5 ms"},
	} {
		if got := tt.answer.Small(tt.how); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestParticulars(t *testing.T) {
	published := bot.Day{Time: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)}
	for want, s := range map[string]bot.Source{
		"Sample desk · 28 Sept 2016 · paragraph 6":                                    {Outlet: "Sample desk", Published: published, Kind: retrieval.Body, Paragraph: 6},
		"Sample desk · Staff · date unknown · caption":                                {Outlet: "Sample desk", Byline: "Staff", Kind: retrieval.Caption, Paragraph: 2},
		"28 Sept 2016 · related headline · also carried by Sample wire, Another wire": {Published: published, Kind: retrieval.RelatedHeadline, AlsoCarriedBy: []string{"Sample wire", "Another wire"}},
		"date unknown · correction":                                                   {Kind: retrieval.Correction, Corrected: true},
		"Sample desk · opinion · 28 Sept 2016 · corrected 28 Sept 2016 · paragraph 1": {Outlet: "Sample desk", Label: "opinion", Published: published, Kind: retrieval.Body, Paragraph: 1, Corrected: true, CorrectedOn: published, Updated: published},
		"28 Sept 2016 · corrected · paragraph 1":                                      {Published: published, Kind: retrieval.Body, Paragraph: 1, Corrected: true},
		"date unknown · updated 28 Sept 2016 · paragraph 1":                           {Kind: retrieval.Body, Paragraph: 1, Updated: published},
		"correction · 28 Sept 2016":                                                   {Label: bot.Correction, Published: published, Kind: retrieval.Correction},
	} {
		if got := strings.Join(s.Particulars(), " · "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What an article is beside news stands in its source, and when it was updated unless that was the day it was published.
func TestNewSourceLabels(t *testing.T) {
	published := time.Date(2016, 9, 28, 9, 0, 0, 0, time.UTC)
	e := retrieval.Evidence{Article: retrieval.Article{Label: "analysis", Published: published, Updated: published.Add(time.Hour)}}
	if s := bot.NewSource(1, e); s.Label != "analysis" || !s.Updated.IsZero() {
		t.Errorf("got %+v", s)
	}
	e.Article.Updated, e.Article.Corrects = published.AddDate(0, 0, 1), "other"
	if s := bot.NewSource(1, e); s.Label != bot.Correction || s.Updated.String() != "29 Sept 2016" {
		t.Errorf("got %+v", s)
	}
}

func TestTurn(t *testing.T) {
	f, at := retrieval.Filter{Outlets: []string{"Sample desk"}}, time.Date(2016, 9, 28, 9, 0, 0, 0, time.UTC)
	a := bot.Answer{
		Question: "And then?", Understood: "What did Kerry do then?", Claims: []bot.Claim{{Text: "He called."}, {Text: "He left."}},
		Sources: []bot.Source{{Headline: "Kerry calls"}},
	}
	want := bot.Turn{Question: "And then?", Understood: "What did Kerry do then?", Answer: "He called. He left.", Headlines: []string{"Kerry calls"}, Filter: f, At: at}
	if diff := cmp.Diff(want, a.Turn(f, at)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := a.Turn(f, at).Full(); got != "What did Kerry do then?" {
		t.Errorf("in full %q", got)
	}
	a = bot.Answer{Question: "Who?", Abstained: true, Sources: a.Sources}
	if got := a.Turn(f, at); got.Headlines != nil || got.Answer != "" || got.Full() != "Who?" {
		t.Errorf("an abstention is remembered as %+v", got)
	}
}

func TestMarked(t *testing.T) {
	c := bot.Claim{Text: "He called.", Citations: []bot.Citation{{N: 2}, {N: 1}, {N: 2}}}
	if got, want := c.Marked(), "He called. [2] [1]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
