package desk_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"dateline/bot"
	"dateline/bot/chart"
	"dateline/bot/desk"
	"dateline/retrieval/goldentest"
)

func on(iso string) bot.Day {
	var d bot.Day
	if err := d.UnmarshalJSON([]byte(`"` + iso + `"`)); err != nil {
		panic(err)
	}
	return d
}

func TestSpan(t *testing.T) {
	for _, tt := range []struct{ from, through, en, de string }{
		{"2016-09-28", "", "28 Sept 2016", "28. Sept. 2016"},
		{"2016-09-28", "2016-09-28", "28 Sept 2016", "28. Sept. 2016"},
		{"2016-10-03", "2016-10-07", "3–7 Oct 2016", "3–7. Okt. 2016"},
		{"2016-09-28", "2016-10-03", "28 Sept 2016 – 3 Oct 2016", "28. Sept. 2016 – 3. Okt. 2016"},
		{"2016-09-01", "2016-09-30", "September 2016", "September 2016"},
		{"2016-02-01", "2016-02-29", "February 2016", "Februar 2016"},
		{"2016-02-01", "2016-02-28", "1–28 Feb 2016", "1–28. Feb. 2016"},
		{"2016-03-01", "2016-05-31", "March 2016–May 2016", "März 2016–Mai 2016"},
		{"2016-01-01", "2016-12-31", "2016", "2016"},
		{"1990-01-01", "1999-12-31", "1990–1999", "1990–1999"},
	} {
		through := bot.Day{}
		if tt.through != "" {
			through = on(tt.through)
		}
		if got := desk.English.Span(on(tt.from), through); got != tt.en {
			t.Errorf("%s to %s is %q, want %q", tt.from, tt.through, got, tt.en)
		}
		if got := desk.Locale("de").Span(on(tt.from), through); got != tt.de {
			t.Errorf("%s to %s is %q in German, want %q", tt.from, tt.through, got, tt.de)
		}
	}
}

func line(text string, d bot.Detail, markers ...int) bot.Claim {
	c := bot.Claim{Text: text, Kind: bot.Quote, Grounding: bot.Supported, Detail: d}
	for _, n := range markers {
		c.Citations = append(c.Citations, bot.Citation{N: n})
	}
	return c
}

// kinds are answers of every kind, as they are laid out.
func kinds() map[string]bot.Answer {
	sources := []bot.Source{
		{N: 1, ArticleID: "lock", Headline: "New lock [opens] at Oakmere", Outlet: "Sample desk", Published: on("2016-09-28"), URL: "https://news.example/a (b)?x=<1>", Kind: "body", Paragraph: 2},
		{N: 2, ArticleID: "gates", Headline: "Gates hung", Outlet: "Sample wire", Published: on("2016-10-02"), Kind: "body", Paragraph: 1},
	}
	answer := func(claims ...bot.Claim) bot.Answer {
		return bot.Answer{Question: "the lock at Oakmere", Claims: claims, Sources: sources, CoverageThrough: on("2016-12-22"), Timings: bot.Timings{Total: 12}}
	}
	sections := answer(
		line("Work began.", bot.Detail{Heading: "New lock opens"}, 1), line("It took until Friday.", bot.Detail{Heading: "New lock opens", Told: on("2016-09-28")}, 1),
		line("The gates were hung.", bot.Detail{Heading: "Gates hung"}, 2),
	)
	sections.Untold = bot.Untold{Stories: 1, Articles: 2, Headlines: []string{"Mill *hires*"}}
	timeline := answer(
		line("Work on the lock began.", bot.Detail{Date: on("2016-03-01"), Through: on("2016-03-31")}, 1),
		line("The gates were hung.", bot.Detail{Date: on("2016-09-28")}, 1, 2),
	)
	timeline.Undated = 2
	check := answer(
		line("The lock opened on Monday, the office said.", bot.Detail{Stance: bot.For}, 1),
		line("The lock has not opened yet.", bot.Detail{Stance: bot.Against}, 2),
	)
	check.Verdict, check.Sides = bot.ClaimMixed, &bot.Sides{For: 1, Against: 2}
	none := answer()
	none.Claims, none.Abstained, none.Reason, none.Verdict = nil, true, "The coverage neither supports nor contradicts this.", bot.ClaimNotCovered
	return map[string]bot.Answer{
		"answer": answer(line("The lock opened.", bot.Detail{}, 1), line("It is *new*.", bot.Detail{}, 1, 2)),
		"summary": answer(
			line("The lock opened.", bot.Detail{}, 1), line("It cost 3 million.", bot.Detail{}, 2),
			line("12. Boats queued.", bot.Detail{Part: bot.KeyPoint}, 1), line("- Rain fell on Sunday.", bot.Detail{Part: bot.KeyPoint, Told: on("2016-10-02")}, 2),
			line("It cost 3 million.", bot.Detail{Part: bot.Differing}, 1), line("It cost 4 million.", bot.Detail{Part: bot.Differing}, 2),
			line("Who will pay is not known.", bot.Detail{Part: bot.NotKnown}, 2),
		),
		"sections": sections,
		"timeline": timeline,
		"quotes": answer(
			line("“We waited a year.”", bot.Detail{Speaker: "Nora Finch", Role: "harbour master", To: "the council", Via: "a clerk", Where: "in a letter", Date: on("2016-09-27")}, 1),
			line("“No comment.”", bot.Detail{Speaker: "Jonas Pell", Role: "Lt. Gen."}, 2),
			line("“a scandal”", bot.Detail{Part: bot.Unattributed}, 2),
		),
		"check": check,
		"none":  none,
	}
}

func TestMarkdown(t *testing.T) {
	for name, a := range kinds() {
		got := desk.English.Markdown(a.Question, a)
		goldentest.Compare(t, name+".md", got)
	}
}

// Whatever an article says, it shows as what it is: no heading, link, list, emphasis or HTML comes of it.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"plain", "# x", "1. x", "1) x", "- x", "+ x", "* x", "> x", "```", "[a](http://b)", "![a](b)", "<b>x</b>", "&lt;", "a_b_c", "http://x.example", "a\\", "| a | b |", "===", "---", "~~x~~", "\t x"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, said, headline string) {
		a := kinds()["timeline"]
		a.Claims[0].Text, a.Sources[1].Headline = said, headline
		a.Claims = append(a.Claims, line(said, bot.Detail{Part: bot.KeyPoint}))
		raw := []byte(desk.English.Markdown(said, a))
		allowed := map[ast.NodeKind]bool{ast.KindDocument: true, ast.KindHeading: true, ast.KindList: true, ast.KindListItem: true, ast.KindParagraph: true,
			ast.KindTextBlock: true, ast.KindText: true, ast.KindString: true, ast.KindEmphasis: true, ast.KindLink: true}
		headings, lists, items, links := 0, 0, 0, 0
		err := ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(raw)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n.Kind() {
			case ast.KindHeading:
				headings++
			case ast.KindList:
				lists++
			case ast.KindListItem:
				items++
			case ast.KindLink:
				links++
			}
			if !allowed[n.Kind()] {
				t.Errorf("a %s in %q", n.Kind(), raw)
			}
			return ast.WalkContinue, nil
		})
		if err != nil || headings != 3 || lists != 3 || items != 5 || links != 1 {
			t.Errorf("%d headings, %d lists, %d items, %d links (%v) in %q", headings, lists, items, links, err, raw)
		}
	})
}

// The picture has a line for each event, its sources, and says what is left out.
func TestChart(t *testing.T) {
	a := kinds()["timeline"]
	drawn := desk.Locale("de").Chart(a)
	if len(drawn.Lines) != 2 || drawn.Lines[0].When != "März 2016" || drawn.Lines[1].Text != "The gates were hung. [1] [2]" || !strings.Contains(drawn.Small, "2 ausgelassen") {
		t.Errorf("drawn: %+v", drawn)
	}
	want := []chart.Source{
		{Marker: "[1]", Text: "New lock [opens] at Oakmere · Sample desk · 28. Sept. 2016 · Absatz 2"}, {Marker: "[2]", Text: "Gates hung · Sample wire · 2. Okt. 2016 · Absatz 1"},
	}
	if !slices.Equal(drawn.Sources, want) {
		t.Errorf("sources: %q", drawn.Sources)
	}
	if svg := drawn.SVG(); !bytes.Contains(svg, []byte("Zeitleiste: the lock at Oakmere")) {
		t.Errorf("%s", svg)
	}
}

// The verdict tells of the coverage, in every locale.
func TestVerdict(t *testing.T) {
	for _, l := range desk.Locales() {
		for _, v := range []string{bot.ClaimSupported, bot.ClaimContradicted, bot.ClaimMixed} {
			text := l.Verdict(bot.Answer{Verdict: v, Sides: &bot.Sides{For: 1, Against: 2}})
			if text == "" || strings.ContainsAny(text, "{}") {
				t.Errorf("%s in %s: %q", v, l, text)
			}
		}
	}
	if text := desk.English.Verdict(kinds()["none"]); text != "" {
		t.Errorf("an abstention has the verdict %q", text)
	}
}

func TestUntold(t *testing.T) {
	for want, u := range map[string]bot.Untold{
		"": {},
		"One more story is not told here: “Mill hires”.":                                              {Stories: 1, Articles: 4, Headlines: []string{"Mill hires"}},
		"3 more stories are not told here: “Mill hires”; “Ferry sails” and 1 more.":                   {Stories: 3, Headlines: []string{"Mill hires", "Ferry sails"}},
		"2 more stories are not told here.":                                                           {Stories: 2},
		"One older article is left out, since there are too many.":                                    {Older: 1},
		"2 more stories are not told here. 30 older articles are left out, since there are too many.": {Stories: 2, Older: 30},
	} {
		a := bot.Answer{Untold: u}
		if got := desk.English.Untold(a); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		for _, l := range desk.Locales()[1:] {
			if got := l.Untold(a); (got == "") != (want == "") || got == want && want != "" || strings.Contains(got, "{") {
				t.Errorf("%s: %q", l, got)
			}
		}
	}
}

func TestHeading(t *testing.T) {
	for command, want := range map[string]string{
		"ask": "Aleppo", "summary": "Summary: Aleppo", "timeline": "Timeline: Aleppo", "quotes": "Quotations: Aleppo", "check": "Check: Aleppo",
	} {
		if got := desk.English.Heading(command, "Aleppo"); got != want {
			t.Errorf("%s is headed %q, want %q", command, got, want)
		}
	}
}
