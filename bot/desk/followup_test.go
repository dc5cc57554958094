package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// reader understands every follow-up as it is told.
type reader struct {
	bot.Understood
	former []bot.Turn
}

func (r *reader) Read(_ context.Context, former []bot.Turn, question string) bot.Understood {
	r.former = former
	if r.Question == "" {
		r.Question = question
	}
	return r.Understood
}

func TestFollowUp(t *testing.T) {
	d, road, _ := newDesk()
	r := &reader{Understood: bot.Understood{
		Question: "Who called Lavrov?", Changed: true, Filter: retrieval.Filter{Since: day(2016, 9, 1), Outlets: []string{"Sample wire"}},
	}}
	d.Reader = r
	former := []bot.Turn{{Question: "Who is Lavrov?"}}
	a, err := d.FollowUp(t.Context(), former, " Who called him? ", desk.Window{Outlet: "sample desk"}, nil)
	if err != nil || len(r.former) != 1 {
		t.Fatal(err, r.former)
	}
	want := retrieval.Filter{Since: day(2016, 9, 1), Outlets: []string{"Sample desk"}}
	if diff := cmp.Diff(bot.Question{Text: "Who called Lavrov?", Filter: want}, road.question); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if a.Question != "Who called him?" || a.Understood != "Who called Lavrov?" {
		t.Errorf("answered %+v", a)
	}

	d.Reader = &reader{Understood: bot.Understood{Doubt: "“he” may be Kerry or Lavrov; write the name."}}
	a, err = d.FollowUp(t.Context(), former, "What did he say?", desk.Window{}, nil)
	if err != nil || a.Understood != "" || !strings.HasPrefix(a.Notice, "“he” may be") {
		t.Errorf("in doubt: %+v, %v", a, err)
	}

	road.question = bot.Question{}
	d.Reader = &reader{Understood: bot.Understood{Courtesy: bot.Thanks}}
	a, err = d.FollowUp(t.Context(), former, "Thanks", desk.Window{}, nil)
	if err != nil || !a.Abstained || a.Composer != desk.Courteous || a.Reason == "" || a.Claims == nil || road.question.Text != "" {
		t.Errorf("thanks: %+v, %v, asked %+v", a, err, road.question)
	}
}

func TestOnlyOneArticle(t *testing.T) {
	d, road, _ := newDesk()
	if _, err := d.Ask(t.Context(), "Who?", desk.Window{Article: "kerry warns russia over aleppo"}, nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(road.question.Filter.Articles, []string{"kerry"}) {
		t.Errorf("asked within %+v", road.question.Filter)
	}
	if _, err := d.Ask(t.Context(), "Who?", desk.Window{Article: "pangolins"}, nil); !errors.Is(err, desk.ErrUsage) {
		t.Errorf("got %v", err)
	}
}

// silent abstains; its search finds one article unless a filter keeps it out.
type silent struct {
	articles []retrieval.Article
	sure     float64
	searches int
	read     retrieval.Filter
}

func (s *silent) Ask(_ context.Context, q bot.Question, _ func(bot.Claim)) (bot.Answer, error) {
	return bot.Answer{Question: q.Text, Abstained: true, Reason: "Nothing.", Filter: q.Filter, Read: retrieval.Reading{Filter: s.read}}, nil
}

func (s *silent) Answer(context.Context, bot.Question, retrieval.Result, func(bot.Claim)) (bot.Answer, error) {
	return bot.Answer{}, nil
}

func (s *silent) Search(_ context.Context, q retrieval.Query) (retrieval.Result, error) {
	s.searches++
	r := retrieval.Result{Confidence: s.sure}
	for _, a := range s.articles {
		f := q.Filter
		if !f.Since.IsZero() && a.Published.Before(f.Since) || !f.Until.IsZero() && !a.Published.Before(f.Until) ||
			len(f.Outlets) > 0 && !slices.Contains(f.Outlets, a.Outlet) || len(f.Articles) > 0 && !slices.Contains(f.Articles, a.ID) {
			continue
		}
		r.Evidence = append(r.Evidence, retrieval.Evidence{N: len(r.Evidence) + 1, Article: a, Score: 1})
	}
	return r, nil
}

// An abstention offers the windows in which there is an answer, each to ask again with, and none where there is none.
func TestOffers(t *testing.T) {
	_, _, articles := newDesk()
	wire := retrieval.Filter{Outlets: []string{"Sample wire"}}
	for _, tt := range []struct {
		name     string
		window   desk.Window
		read     retrieval.Filter
		sure     float64
		want     []string
		searches int
	}{
		{"no filter", desk.Window{}, retrieval.Filter{}, 0.9, nil, 0},
		{"dates", desk.Window{Until: "2016-09-01"}, retrieval.Filter{}, 0.9, []string{"dates any date (nearest: 19 Sept 2016) 2016-09-19..2016-12-23 []"}, 1},
		{"dates of the question", desk.Window{}, retrieval.Filter{Until: day(2016, 9, 1)}, 0.9, []string{"dates any date (nearest: 19 Sept 2016) 2016-09-19..2016-12-23 []"}, 1},
		{"outlet", desk.Window{Outlet: "sample desk"}, retrieval.Filter{}, 0.9, []string{"outlet Sample wire .. [Sample wire]"}, 1},
		{"outlet of the question", desk.Window{}, wire, 0.9, []string{"outlet Sample desk .. [Sample desk]"}, 1},
		{"article", desk.Window{Article: "kerry-wire"}, retrieval.Filter{}, 0.9, []string{"article the whole coverage .. []"}, 1},
		{"both", desk.Window{Until: "2016-09-28", Outlet: "sample wire"}, retrieval.Filter{}, 0.9,
			[]string{"dates any date (nearest: 29 Sept 2016) 2016-09-19..2016-12-23 [Sample wire]", "outlet Sample desk ..2016-09-29 [Sample desk]"}, 2},
		{"nothing to trust anywhere", desk.Window{Until: "2016-09-01"}, retrieval.Filter{}, 0.2, nil, 1},
	} {
		road := &silent{articles: articles.articles, sure: tt.sure, read: tt.read}
		d := &desk.Desk{Bot: road, Search: road, Store: articles}
		a, err := d.Ask(t.Context(), "Who?", tt.window, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, o := range a.Offers {
			got = append(got, fmt.Sprintf("%s %s %s..%s %v", o.Kind, o.Label, iso(o.Filter.Since), iso(o.Filter.Until), o.Filter.Outlets))
		}
		if !slices.Equal(got, tt.want) || road.searches != tt.searches {
			t.Errorf("%s: %d searches\n got %q\nwant %q", tt.name, road.searches, got, tt.want)
		}
	}
}

// An offer is taken by asking again within its filter.
func TestAgain(t *testing.T) {
	d, road, _ := newDesk()
	offer := bot.Offer{Filter: retrieval.Filter{Outlets: []string{"Sample wire"}}}
	if _, err := d.Again(t.Context(), "Who called?", offer, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bot.Question{Text: "Who called?", Filter: offer.Filter}, road.question); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// cited answers with a source of each article.
type cited struct {
	road
	articles []retrieval.Article
}

func (c *cited) Ask(_ context.Context, q bot.Question, _ func(bot.Claim)) (bot.Answer, error) {
	a := bot.Answer{Question: q.Text, Claims: []bot.Claim{{}}}
	for i, article := range c.articles {
		a.Sources = append(a.Sources, bot.NewSource(i+1, retrieval.Evidence{Article: article, Passage: retrieval.Passage{Kind: retrieval.Body, Paragraph: 1}}))
	}
	return a, nil
}

// Whoever reads a source learns that its article was corrected, by a notice or within, and that a notice is one.
func TestCorrectionsAreTold(t *testing.T) {
	_, _, s := newDesk()
	first, second := newArticle("n1", "Correction: Kerry", "Sample desk", day(2016, 10, 1), "He did not."), newArticle("n2", "Clarification: Kerry", "Sample desk", day(2016, 10, 5), "Nor did he.")
	first.Corrects, second.Corrects = "kerry", "kerry"
	inside := newArticle("inside", "Counted", "Sample desk", day(2016, 11, 1), "Four died.\n\nCorrection: four, not five.")
	inside.Blocks = []retrieval.Block{
		{Span: retrieval.Span{Start: 0, End: 10}, Kind: retrieval.Body}, {Span: retrieval.Span{Start: 12, End: len(inside.Text)}, Kind: retrieval.Correction},
	}
	s.articles = append(s.articles, second, first, inside)
	s.articles[1].Label = "opinion"
	r := &cited{articles: []retrieval.Article{s.articles[2], first, inside, s.articles[1]}}
	d := &desk.Desk{Bot: r, Search: r, Store: s}
	a, err := d.Ask(t.Context(), "Who?", desk.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"Sample desk · 28 Sept 2016 · corrected 5 Oct 2016 · paragraph 1",
		"Sample desk · correction · 1 Oct 2016 · paragraph 1",
		"Sample desk · 1 Nov 2016 · corrected · paragraph 1",
		"Sample desk · opinion · 19 Sept 2016 · paragraph 1",
	} {
		if got := strings.Join(a.Sources[i].Particulars(), " · "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}

	card, err := d.Article(t.Context(), "kerry warns russia over aleppo")
	if err != nil || len(card.Notices) != 2 || card.Passages != 1 || card.Lede() == "" {
		t.Errorf("card %+v, %v", card, err)
	}
	if card, err = d.Article(t.Context(), "inside"); err != nil || len(card.Corrections) != 1 || !card.Source().Corrected {
		t.Errorf("card %+v, %v", card, err)
	}
	if card, err = d.Article(t.Context(), "n1"); err != nil || card.Corrected == nil || card.Corrected.ID != "kerry" {
		t.Errorf("card %+v, %v", card, err)
	}
	if _, err = d.Article(t.Context(), "pangolins"); !errors.Is(err, desk.ErrUsage) {
		t.Errorf("got %v", err)
	}
}

func TestCoverage(t *testing.T) {
	d, _, s := newDesk()
	story := strings.Repeat("one two three four five six seven eight nine ten ", 3)
	s.articles[2].Sketch, s.articles[2].Size = retrieval.NewSketch(story), 200
	s.articles[3].Sketch, s.articles[3].Size = retrieval.NewSketch(story), 100
	c, err := d.Coverage(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if c.Articles != 6 || c.Copies != 1 || c.Undated != 1 || c.From.String() != "19 Sept 2016" || c.Through.String() != "22 Dec 2016" || c.Listed != nil {
		t.Errorf("coverage %+v", c)
	}
	if want := []desk.Outlet{{Name: "Sample desk", Articles: 4}, {Name: "Sample wire", Articles: 1, Copies: 1}}; !slices.Equal(c.Outlets, want) {
		t.Errorf("outlets %+v", c.Outlets)
	}
	if len(c.Newest) != 5 || c.Newest[0].ID != "talks" {
		t.Errorf("newest %+v", c.Newest)
	}
	card, err := d.Article(t.Context(), "kerry")
	if err != nil || !slices.Equal(card.AlsoCarriedBy, []string{"Sample wire"}) {
		t.Errorf("also carried by %v, %v", card.AlsoCarriedBy, err)
	}

	for range 20 {
		s.articles = append(s.articles, newArticle(fmt.Sprint("more", len(s.articles)), "Kerry again", "Sample desk", day(2016, 12, 30), "More."))
	}
	if c, err = d.Coverage(t.Context(), "kerry", 3); err != nil || c.Found != 23 || c.Pages != 3 || len(c.Listed) != 3 {
		t.Errorf("page 3: %d found, %d pages, %d listed, %v", c.Found, c.Pages, len(c.Listed), err)
	}
	if _, err = d.Coverage(t.Context(), "kerry", 4); !errors.Is(err, desk.ErrUsage) || !strings.Contains(err.Error(), "no page 4") {
		t.Errorf("page 4: %v", err)
	}
}

// To leaf through the coverage costs the same however much there is, and a search that nobody waits for ends.
func TestCatalogue(t *testing.T) {
	d, _, s := newDesk()
	costs := map[int]float64{}
	for _, n := range []int{100, 10_000} {
		for len(s.articles) < n {
			s.articles = append(s.articles, newArticle(fmt.Sprint("more", len(s.articles)), "Kerry again", "Sample desk", day(2016, 12, 30), "More."))
		}
		c, err := d.Catalogue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		costs[n] = testing.AllocsPerRun(10, func() {
			if _, err := c.Page(t.Context(), "", 7); err != nil {
				t.Error(err)
			}
		})
		if !c.Has("kerry") || c.Has("Kerry again") {
			t.Error("what is an ID is not told")
		}
		left, leave := context.WithCancel(t.Context())
		leave()
		if _, err := c.Page(left, "herry", 1); !errors.Is(err, context.Canceled) {
			t.Errorf("a search for nobody: %v", err)
		}
	}
	if costs[10_000] > costs[100] {
		t.Errorf("a page costs %v allocations of 100 articles, %v of 10,000", costs[100], costs[10_000])
	}
}

// Suggestions fit Discord's limits, and each resolves when it comes back.
func TestComplete(t *testing.T) {
	d, _, s := newDesk()
	long := strings.Repeat("Zeitung für Ålesund 𝒙 ", 12)
	s.articles = append(s.articles, newArticle("long", strings.Repeat("Kerry warns 𝒙 ", 20), long, day(2016, 12, 31), "Text."))
	for i := range 40 {
		s.articles = append(s.articles, newArticle(fmt.Sprintf("a%d", i), fmt.Sprintf("Aleppo day %d", i), fmt.Sprintf("Outlet %d", i), day(2017, 1, 1), "Text."))
	}
	for _, tt := range []struct {
		what  desk.Completion
		typed string
		first string
		n     int
	}{
		{desk.Headlines, "", "a9", 25},
		{desk.Headlines, "kerry", "kerry", -1},
		{desk.Headlines, "Kery warns", "long", -1}, // misspelt
		{desk.Headlines, "alepo russia", "kerry-wire", 2},
		{desk.Headlines, "pangolin", "", 0},
		{desk.Outlets, "", "", 25},
		{desk.Outlets, "wire", "Sample wire", 1},
		{desk.Outlets, "samp", "Sample desk", 2},
		{desk.Outlets, "smaple wire", "Sample wire", 1},
		{desk.Outlets, "zeitung", "", 1},
		{desk.Sources, "", "", 0},
	} {
		got, err := d.Complete(t.Context(), tt.what, tt.typed)
		if err != nil || tt.n >= 0 && len(got) != tt.n {
			t.Errorf("%s %q: %d choices, %v", tt.what, tt.typed, len(got), err)
			continue
		}
		if tt.first != "" && tt.typed != "kerry" && tt.typed != "" && got[0].Value != tt.first {
			t.Errorf("%s %q: first %+v", tt.what, tt.typed, got[0])
		}
		for _, c := range got {
			if n, m := len(utf16.Encode([]rune(c.Label))), len(utf16.Encode([]rune(c.Value))); n < 1 || n > 100 || m < 1 || m > 100 {
				t.Errorf("%q has %d characters, its value %d", c.Label, n, m)
			}
			w := desk.Window{Outlet: c.Value}
			if tt.what == desk.Headlines {
				w = desk.Window{Article: c.Value}
			}
			if _, err := d.Ask(t.Context(), "Who?", w, nil); err != nil {
				t.Errorf("%q does not resolve: %v", c.Value, err)
			}
		}
	}
}

func TestDifference(t *testing.T) {
	a := bot.Answer{Claims: []bot.Claim{{Text: "Four died."}, {Text: "He left."}}}
	b := bot.Answer{Claims: []bot.Claim{{Text: "He left."}, {Text: "Five died."}}}
	added, gone := desk.Difference(a, b)
	if len(added) != 1 || added[0].Text != "Five died." || len(gone) != 1 || gone[0].Text != "Four died." {
		t.Errorf("added %+v, gone %+v", added, gone)
	}
	cites := func(text string, quotes ...string) bot.Claim {
		c := bot.Claim{Text: text}
		for _, q := range quotes {
			c.Citations = append(c.Citations, bot.Citation{Quote: q})
		}
		return c
	}
	a = bot.Answer{Claims: []bot.Claim{cites("Four people died.", "“Four died,” he said."), cites("He left.", "He left town."), cites("It rained.", "Rain fell.")}}
	for name, b := range map[string][]bot.Claim{
		"other words for the same": {cites("He went away.", "He left town."), cites("The dead are four.", "“Four died,” he said."), cites("Rain!", "Rain fell.")},
		"the same words":           {cites("It rained", "It was raining."), cites("He left.", "Off he went."), cites("four people died.", "The dead: four.")},
		"drawn together":           {cites("Four died, and he left.", "Four died, he said.", "He left town."), cites("It rained.", "Rain fell.")},
	} {
		if added, gone := desk.Difference(a, bot.Answer{Claims: b}); len(added)+len(gone) > 0 {
			t.Errorf("%s: added %+v, gone %+v", name, added, gone)
		}
	}
	more := bot.Answer{Claims: append([]bot.Claim{cites("Four died, as in May.", "“Four died,” he said.", "So it was in May.")}, a.Claims...)}
	if added, gone := desk.Difference(a, more); len(added) != 1 || len(gone) != 0 {
		t.Errorf("added %+v, gone %+v", added, gone)
	}
	if desk.Fingerprint(a) == desk.Fingerprint(more) || desk.Fingerprint(a) != desk.Fingerprint(bot.Answer{Claims: []bot.Claim{a.Claims[2], a.Claims[1], a.Claims[0]}}) {
		t.Error("fingerprints tell order, or not what is cited")
	}
	d, _, s := newDesk()
	before, err := d.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.articles[0].Hash = "changed"
	if after, _ := d.State(t.Context()); after == before {
		t.Error("a changed article leaves the state as it was")
	}
}
