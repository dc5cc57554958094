package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// store holds articles without an index.
type store struct {
	retrieval.Store // nil: searching is not for the desk
	articles        []retrieval.Article
	err             error
}

func (s *store) Whole() retrieval.Store { return s }

func (s *store) Articles(context.Context) ([]retrieval.Article, error) {
	return s.articles, s.err
}

func (s *store) Article(_ context.Context, id string) (a retrieval.Article, ok bool, err error) {
	for _, a := range s.articles {
		if a.ID == id {
			return a, true, s.err
		}
	}
	return a, false, s.err
}

func (s *store) ArticlesByID(context.Context, []string) (map[string]*retrieval.Article, error) {
	all := map[string]*retrieval.Article{}
	for i, a := range s.articles {
		all[a.ID] = &s.articles[i]
	}
	return all, s.err
}

func (s *store) ArticlePassages(_ context.Context, id string) ([]retrieval.Passage, error) {
	for _, a := range s.articles {
		if a.ID == id {
			return segment.Passages(a), s.err
		}
	}
	return nil, s.err
}

func (s *store) Passages(_ context.Context, ids []string) (found []retrieval.Passage, err error) {
	for _, id := range ids {
		for _, a := range s.articles {
			for _, p := range segment.Passages(a) {
				if p.ID == id {
					found = append(found, p)
				}
			}
		}
	}
	return found, s.err
}

// road records what it is asked.
type road struct {
	evidence []retrieval.Evidence // what Search finds
	question bot.Question
	found    retrieval.Result
	query    retrieval.Query
	err      error
	silent   bool // it abstains
}

func (r *road) Ask(_ context.Context, q bot.Question, _ func(bot.Claim)) (bot.Answer, error) {
	r.question = q
	if err := q.Check(); err != nil {
		return bot.Answer{}, err
	}
	return bot.Answer{Question: q.Text}, r.err
}

func (r *road) Answer(_ context.Context, q bot.Question, found retrieval.Result, _ func(bot.Claim)) (bot.Answer, error) {
	r.question, r.found = q, found
	answer := bot.Answer{Question: q.Text, Filter: q.Filter}
	if r.silent {
		answer.Abstained, answer.Reason = true, "The coverage does not speak of this."
	}
	return answer, r.err
}

func (r *road) Search(_ context.Context, q retrieval.Query) (retrieval.Result, error) {
	r.query = q
	return retrieval.Result{Query: q, Evidence: r.evidence}, r.err
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func newArticle(id, headline, outlet string, published time.Time, text string) retrieval.Article {
	return retrieval.Article{
		ID: id, Headline: headline, Outlet: outlet, Published: published, Text: text,
		Blocks: []retrieval.Block{{Span: retrieval.Span{Start: 0, End: len(text)}, Kind: retrieval.Body}},
	}
}

// newDesk has six articles, by date as a Store gives them.
func newDesk() (*desk.Desk, *road, *store) {
	s := &store{articles: []retrieval.Article{
		newArticle("undated", "", "", time.Time{}, "An undated report without a headline."),
		newArticle("truce", "Truce in Syria is declared over", "Sample desk", day(2016, 9, 19), "The truce is over."),
		newArticle("kerry", "Kerry warns Russia over Aleppo", "Sample desk", day(2016, 9, 28), "Kerry warned Russia. Lavrov answered."),
		newArticle("kerry-wire", "Kerry warns Russia over Aleppo, again", "Sample wire", day(2016, 9, 29), "Kerry warned Russia."),
		newArticle("aleppo", "Aleppo’s east is emptied", "Sample desk", day(2016, 12, 20), "The evacuation ended."),
		newArticle("talks", "The talks on Kerry’s plan", "Sample desk", day(2016, 12, 22), "Talks go on."),
	}}
	r := &road{}
	return &desk.Desk{Bot: r, Search: r, Store: s, Now: func() time.Time { return time.Date(2016, 10, 3, 15, 4, 5, 0, time.UTC) }}, r, s
}

func TestWindows(t *testing.T) {
	october := retrieval.Filter{Since: day(2016, 10, 1), Until: day(2016, 11, 1)}
	for _, tt := range []struct {
		window desk.Window
		want   retrieval.Filter
	}{
		{desk.Window{}, retrieval.Filter{}},
		{desk.Window{Since: "2016-09-28"}, retrieval.Filter{Since: day(2016, 9, 28)}},
		{desk.Window{Until: "2016-09-28"}, retrieval.Filter{Until: day(2016, 9, 29)}},
		{desk.Window{Since: "2016-09-28", Until: "2016-09-28"}, retrieval.Filter{Since: day(2016, 9, 28), Until: day(2016, 9, 29)}},
		{desk.Window{Since: " 28 Sept 2016 "}, retrieval.Filter{Since: day(2016, 9, 28)}},
		{desk.Window{Since: "September 28, 2016"}, retrieval.Filter{Since: day(2016, 9, 28)}},
		{desk.Window{Since: "Sept 28, 2016"}, retrieval.Filter{Since: day(2016, 9, 28)}},
		{desk.Window{Since: "28 september 2016"}, retrieval.Filter{Since: day(2016, 9, 28)}},
		{desk.Window{Since: "October 2016", Until: "2016-10"}, october},
		{desk.Window{Since: "Oct 2016", Until: "october 2016"}, october},
		{desk.Window{Until: "December 2016"}, retrieval.Filter{Until: day(2017, 1, 1)}},
		{desk.Window{Since: "2016", Until: "2016"}, retrieval.Filter{Since: day(2016, 1, 1), Until: day(2017, 1, 1)}},
		{desk.Window{Since: "yesterday", Until: "Today"}, retrieval.Filter{Since: day(2016, 10, 2), Until: day(2016, 10, 4)}},
		{desk.Window{Outlet: " sample WIRE "}, retrieval.Filter{Outlets: []string{"Sample wire"}}},
	} {
		d, r, _ := newDesk()
		if _, err := d.Ask(t.Context(), "Who called?", tt.window, nil); err != nil {
			t.Errorf("%+v: %v", tt.window, err)
			continue
		}
		if diff := cmp.Diff(bot.Question{Text: "Who called?", Filter: tt.want}, r.question); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.window, diff)
		}
	}
}

// Every bad option is told in a sentence that names it, wherever it was given.
func TestBadOptions(t *testing.T) {
	for _, tt := range []struct {
		window desk.Window
		want   string
	}{
		{desk.Window{Since: "someday"}, `since is "someday", which is no date; write it like 2016-09-28, September 2016 or 2016, or this week, last month`},
		{desk.Window{Until: "2016-13-01"}, `until is "2016-13-01", which is no date; write it like 2016-09-28, September 2016 or 2016, or this week, last month`},
		{desk.Window{Since: "30 Feb 2016"}, `since is "30 Feb 2016", which is no date; write it like 2016-09-28, September 2016 or 2016, or this week, last month`},
		{desk.Window{Since: "2016-10", Until: "2016-09"}, "since (2016-10) is after until (2016-09); swap them"},
		{desk.Window{Outlet: "The Paper"}, `there is no outlet "The Paper" in the coverage; it has Sample desk, Sample wire`},
	} {
		d, _, _ := newDesk()
		_, ask := d.Ask(t.Context(), "Who called?", tt.window, nil)
		_, find := d.Find(t.Context(), "Kerry", tt.window, 5)
		_, summary := d.Summary(t.Context(), desk.Summary{Topic: "Aleppo"}, tt.window, nil)
		for _, err := range []error{ask, find, summary} {
			if !errors.Is(err, desk.ErrUsage) || err.Error() != tt.want {
				t.Errorf("%+v\n got %v\nwant %s", tt.window, err, tt.want)
			}
		}
	}
	d, _, s := newDesk()
	s.articles = s.articles[:1]
	_, err := d.Ask(t.Context(), "Who?", desk.Window{Outlet: "The Paper"}, nil)
	if want := `there is no outlet "The Paper" in the coverage; none of its articles names one`; !errors.Is(err, desk.ErrUsage) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestBadQuestionsAreUsage(t *testing.T) {
	d, _, _ := newDesk()
	for _, question := range []string{"", " ?! ", strings.Repeat("a", bot.MaxQuestion+1)} {
		_, ask := d.Ask(t.Context(), question, desk.Window{}, nil)
		_, find := d.Find(t.Context(), question, desk.Window{}, 5)
		for _, err := range []error{ask, find} {
			if !errors.Is(err, desk.ErrUsage) {
				t.Errorf("%.10q: %v", question, err)
			}
		}
	}
}

func TestFind(t *testing.T) {
	d, r, _ := newDesk()
	if _, err := d.Find(t.Context(), "Kerry", desk.Window{Since: "2016"}, 7); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(retrieval.Query{Text: "Kerry", Filter: retrieval.Filter{Since: day(2016, 1, 1)}, K: 7, Marked: true}, r.query); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	r.err = errors.New("index closed")
	if _, err := d.Find(t.Context(), "Kerry", desk.Window{}, 7); !errors.Is(err, r.err) || errors.Is(err, desk.ErrUsage) {
		t.Errorf("error %v", err)
	}
}

func TestSummaryOfArticle(t *testing.T) {
	for name, want := range map[string]string{
		"kerry":                                 "kerry",
		"KERRY":                                 "kerry",
		"Kerry warns Russia over Aleppo":        "kerry",
		"kerry warns russia over aleppo":        "kerry",
		"“Kerry warns Russia over Aleppo”":      "kerry",
		"\"Kerry warns Russia over Aleppo.\"":   "kerry",
		"Kerry warns Russia over Aleppo, again": "kerry-wire",
		"truce":                                 "truce",
		"syria truce":                           "truce",
		"undated":                               "undated",
	} {
		d, r, _ := newDesk()
		if _, err := d.Summary(t.Context(), desk.Summary{Articles: []string{name}}, desk.Window{}, nil); err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if len(r.found.Evidence) == 0 || r.found.Evidence[0].Article.ID != want {
			t.Errorf("%q summarises %+v, want %s", name, r.found.Evidence, want)
			continue
		}
		e := r.found.Evidence[0]
		if e.N != 1 || e.Passage.ArticleID != want || r.found.Confidence != 1 || !r.found.CoverageThrough.Equal(day(2016, 12, 22)) {
			t.Errorf("%q: evidence %+v through %v", name, e, r.found.CoverageThrough)
		}
		if r.question.Task != bot.Summarising || r.question.Length != bot.Brief || r.question.Text == "" {
			t.Errorf("%q: question %+v", name, r.question)
		}
	}
}

func TestSummaryOfTopic(t *testing.T) {
	d, r, _ := newDesk()
	if _, err := d.Summary(t.Context(), desk.Summary{Topic: "the truce", Length: "detailed"}, desk.Window{Outlet: "sample wire"}, nil); err != nil {
		t.Fatal(err)
	}
	filter := retrieval.Filter{Outlets: []string{"Sample wire"}}
	if diff := cmp.Diff(bot.Question{Text: "the truce", Topic: "the truce", Task: bot.Summarising, Length: bot.Detailed, Filter: filter}, r.question); diff != "" {
		t.Errorf("question (-want +got):\n%s", diff)
	}
	if r.query.Text != "the truce" || r.query.K < 8 || !cmp.Equal(r.query.Filter, filter) {
		t.Errorf("query %+v", r.query)
	}
}

func TestSummaryOfTopicKeepsToIt(t *testing.T) {
	d, r, _ := newDesk()
	found := func(n int, id string, score, terms float64) retrieval.Evidence {
		return retrieval.Evidence{N: n, Article: retrieval.Article{ID: id}, Score: score, Scores: retrieval.Scores{Terms: terms}}
	}
	r.evidence = []retrieval.Evidence{
		found(1, "alike", 0.9, 0), found(2, "truce", 0.8, 1), found(3, "kerry", 0.5, 0.5), found(4, "talks", 0.3, 0.2),
	}
	if _, err := d.Summary(t.Context(), desk.Summary{Topic: "the truce"}, desk.Window{}, nil); err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, e := range r.found.Evidence {
		if e.N != i+1 {
			t.Errorf("%s is numbered %d at place %d", e.Article.ID, e.N, i+1)
		}
		got = append(got, e.Article.ID)
	}
	if want := []string{"truce", "kerry"}; !slices.Equal(got, want) {
		t.Errorf("the topic is summarised from %v, want %v: what has none of its words, or far less, is left out", got, want)
	}
}

func TestLengths(t *testing.T) {
	for _, length := range desk.Lengths {
		d, r, _ := newDesk()
		if _, err := d.Summary(t.Context(), desk.Summary{Topic: "Aleppo", Length: length}, desk.Window{}, nil); err != nil {
			t.Fatal(err)
		}
		if r.question.Length != length {
			t.Errorf("%s is asked for as %s", length, r.question.Length)
		}
	}
}

func TestBadSummaries(t *testing.T) {
	for want, s := range map[string]desk.Summary{
		`there is no length "long"; write brief, standard, detailed`:                             {Topic: "Aleppo", Length: "long"},
		"name an article or a topic, not both":                                                   {Topic: "Aleppo", Articles: []string{"kerry"}},
		"name articles by their headlines, a topic, or a time or an outlet to summarise":         {},
		"name articles by their headlines, a topic, or a time or an outlet to summarise ":        {Articles: []string{" "}, Topic: "\n"},
		`no article is called "pangolins"; write words of its headline, or name a topic instead`: {Articles: []string{"pangolins"}},
		"several articles match \"kerry aleppo\": “Kerry warns Russia over Aleppo, again” (kerry-wire), “Kerry warns Russia over Aleppo” (kerry); name one by its whole headline or ID": {Articles: []string{"kerry aleppo"}},
		"name articles by their headlines, a topic, or a time or an outlet to summarise  ":                                                                                              {Topic: "?!"},
		"period is \"soon\", which is no date": {Period: "soon"},
	} {
		d, _, _ := newDesk()
		_, err := d.Summary(t.Context(), s, desk.Window{}, nil)
		if !errors.Is(err, desk.ErrUsage) || !strings.HasPrefix(err.Error(), strings.TrimSpace(want)) {
			t.Errorf("%+v\n got %v\nwant %s", s, err, want)
		}
	}
}

func TestHeadlines(t *testing.T) {
	for _, tt := range []struct {
		typed string
		n     int
		want  string
	}{
		{"", 3, "talks aleppo kerry-wire"},
		{"", 25, "talks aleppo kerry-wire kerry truce undated"},
		{"kerry", 25, "kerry kerry-wire talks"},
		{"Kerry W", 25, "kerry-wire kerry"},
		{"kerry warns russia over aleppo", 25, "kerry kerry-wire"},
		{"over", 25, "kerry-wire kerry truce"},
		{"aleppo", 1, "aleppo"},
		{"ALEPPO  ", 25, "aleppo kerry-wire kerry"},
		{"pangolin", 25, ""},
		{"kerry-wire", 25, "kerry-wire"},
	} {
		d, _, _ := newDesk()
		found, err := d.Headlines(t.Context(), tt.typed, tt.n)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, a := range found {
			ids = append(ids, a.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.typed, got, tt.want)
		}
	}
}

func TestPassages(t *testing.T) {
	d, _, s := newDesk()
	kerry, truce := segment.Passages(s.articles[2])[0], segment.Passages(s.articles[1])[0]
	sources, err := d.Passages(t.Context(), []string{kerry.ID, "gone", truce.ID})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, source := range sources {
		got = append(got, fmt.Sprintf("[%d] %s: %s", source.N, source.Headline, source.Text))
	}
	want := []string{
		"[1] Kerry warns Russia over Aleppo: Kerry warned Russia. Lavrov answered.",
		"[2] Truce in Syria is declared over: The truce is over.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStoreFailures(t *testing.T) {
	d, _, s := newDesk()
	s.err = errors.New("disk gone")
	_, ask := d.Ask(t.Context(), "Who?", desk.Window{Outlet: "Sample desk"}, nil)
	_, summary := d.Summary(t.Context(), desk.Summary{Articles: []string{"kerry"}}, desk.Window{}, nil)
	_, headlines := d.Headlines(t.Context(), "kerry", 5)
	_, passages := d.Passages(t.Context(), []string{"a"})
	for name, err := range map[string]error{"ask": ask, "summary": summary, "headlines": headlines, "passages": passages} {
		if !errors.Is(err, s.err) || errors.Is(err, desk.ErrUsage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Discord refuses commands beyond its limits, all of them at once.
func TestCommandsWithinDiscordsLimits(t *testing.T) {
	seen := map[string]bool{}
	checkText := func(what, name, about string) {
		t.Helper()
		if seen[what+name] {
			t.Errorf("%s %q is there twice", what, name)
		}
		seen[what+name] = true
		if n := utf8.RuneCountInString(name); n < 1 || n > 32 || name != strings.ToLower(name) || strings.ContainsAny(name, " /") {
			t.Errorf("%s name %q", what, name)
		}
		if n := utf8.RuneCountInString(about); n < 1 || n > 100 {
			t.Errorf("%s %q is described in %d characters", what, name, n)
		}
	}
	checkOptions := func(where string, options []desk.Option) {
		t.Helper()
		if len(options) > 25 {
			t.Errorf("%s has %d options", where, len(options))
		}
		optional := false
		for _, o := range options {
			checkText(where+" option ", o.Name, o.About)
			if o.Required && optional {
				t.Errorf("%s: %s is required behind an option that is not", where, o.Name)
			}
			optional = optional || !o.Required
			if len(o.Choices) > 25 || len(o.Choices) > 0 && o.Complete != "" || o.Kind != desk.Text && o.Complete != "" || o.Least > o.Most {
				t.Errorf("%s: %s has %d choices, completed %q, %d to %d", where, o.Name, len(o.Choices), o.Complete, o.Least, o.Most)
			}
			for _, choice := range o.Choices {
				if n := utf8.RuneCountInString(choice); n < 1 || n > 100 {
					t.Errorf("%s: %s has the choice %q", where, o.Name, choice)
				}
			}
		}
	}
	for _, c := range desk.Commands {
		if c.Kind == desk.OnMessage { // a message command's name may have blanks and capitals, and it has no description
			for _, l := range desk.Locales() {
				if n := utf8.RuneCountInString(c.NameIn(l)); n < 1 || n > 32 || c.About != "" || len(c.Options) > 0 {
					t.Errorf("the message command is called %q", c.NameIn(l))
				}
			}
			continue
		}
		checkText("command ", c.Name, c.About)
		checkOptions("/"+c.Name, c.Options)
		if (c.Kind == desk.Group) != (len(c.Under) > 0) || c.Kind == desk.Group && len(c.Options) > 0 || len(c.Under) > 25 {
			t.Errorf("/%s is no group: %d under it, %d options", c.Name, len(c.Under), len(c.Options))
		}
		for _, under := range c.Under {
			checkText("/"+c.Name+" ", under.Name, under.About)
			checkOptions("/"+c.Name+" "+under.Name, under.Options)
		}
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	help := desk.Help("/")
	for _, c := range desk.Commands {
		if c.Admin || c.Kind == desk.OnMessage {
			continue
		}
		if !strings.Contains(help, "/"+c.Name+"  "+c.About) || !strings.Contains(help, c.Example) {
			t.Errorf("help does not explain /%s:\n%s", c.Name, help)
		}
	}
	if utf8.RuneCountInString(help) > 2000 {
		t.Error("help does not fit a Discord message")
	}
}

// What is summarised may be several articles, or all of a time or an outlet; retracted ones are never among it.
func TestSummaryOfMany(t *testing.T) {
	for name, tt := range map[string]struct {
		summary desk.Summary
		window  desk.Window
		text    string
		want    string
	}{
		"articles":          {desk.Summary{Articles: []string{"talks", "aleppo"}}, desk.Window{}, "The talks on Kerry’s plan; Aleppo’s east is emptied", "talks aleppo"},
		"a period":          {desk.Summary{Period: "September 2016"}, desk.Window{}, "News of September 2016", "truce kerry kerry-wire"},
		"an outlet":         {desk.Summary{}, desk.Window{Outlet: "sample wire"}, "News from sample wire", "kerry-wire"},
		"both":              {desk.Summary{Period: "2016"}, desk.Window{Outlet: "Sample wire"}, "News of 2016 from Sample wire", "kerry-wire"},
		"from a day on":     {desk.Summary{}, desk.Window{Since: "2016-12"}, "News since 2016-12", "aleppo talks"},
		"a time of nothing": {desk.Summary{Period: "1990"}, desk.Window{}, "News of 1990", ""},
	} {
		d, r, _ := newDesk()
		if _, err := d.Summary(t.Context(), tt.summary, tt.window, nil); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for i, e := range r.found.Evidence {
			if e.N != i+1 {
				t.Errorf("%s: numbered %d at place %d", name, e.N, i+1)
			}
			if !slices.Contains(got, e.Article.ID) {
				got = append(got, e.Article.ID)
			}
		}
		if r.question.Text != tt.text || strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %q from %v, want %q from %s", name, r.question.Text, got, tt.text, tt.want)
		}
	}
	d, _, _ := newDesk()
	for name, tt := range map[string]struct {
		period string
		window desk.Window
	}{"a period": {"2015", desk.Window{}}, "a date": {"", desk.Window{Since: "2020"}}, "an outlet": {"", desk.Window{Outlet: "Sample wire"}}} {
		_, err := d.Summary(t.Context(), desk.Summary{Articles: []string{"talks"}, Period: tt.period}, tt.window, nil)
		if !errors.Is(err, desk.ErrUsage) || !strings.HasPrefix(err.Error(), "an article is summarised whole") {
			t.Errorf("an article and %s: %v", name, err)
		}
	}
	if _, err := d.Summary(t.Context(), desk.Summary{Period: "2016"}, desk.Window{Since: "2016"}, nil); !errors.Is(err, desk.ErrUsage) {
		t.Errorf("a period beside dates: %v", err)
	}
}

// Times counted from today, which is a Friday here.
func TestPeriods(t *testing.T) {
	now := time.Date(2016, 9, 30, 15, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"today": "2016-09-30", "yesterday": "2016-09-29", "this week": "2016-09-26", "Last Week": "2016-09-19", "this month": "2016-09-01",
		"last month": "2016-08-01", "this year": "2016-01-01", "last year": "2015-01-01", "Sept 2016": "2016-09-01", "sept 2016": "2016-09-01", "Sept. 2016": "2016-09-01", "28 sept 2016": "2016-09-28",
	} {
		if got, err := desk.Since(text, now); err != nil || got.Format(time.DateOnly) != want {
			t.Errorf("%s begins on %v (%v), want %s", text, got, err, want)
		}
	}
	if got, _ := desk.Since("this week", time.Date(2016, 10, 2, 0, 0, 0, 0, time.UTC)); got.Day() != 26 { // a Sunday
		t.Errorf("the week of a Sunday begins on %v", got)
	}
}

// A period that is counted from today is counted from the newest coverage where that is old, and the answer says so.
func TestPeriodOfOldCoverage(t *testing.T) {
	d, r, _ := newDesk()
	d.Now = func() time.Time { return time.Date(2019, 5, 3, 0, 0, 0, 0, time.UTC) }
	if _, err := d.Summary(t.Context(), desk.Summary{Period: "this week"}, desk.Window{}, nil); err != nil {
		t.Fatal(err)
	}
	if f := r.question.Filter; !f.Since.Equal(day(2016, 12, 19)) || !f.Until.Equal(day(2016, 12, 26)) || len(r.found.Evidence) == 0 {
		t.Errorf("%+v of %d passages", f, len(r.found.Evidence))
	}
	if want := "19 Dec 2016 to 25 Dec 2016 (“this week” read against the newest coverage, 22 Dec 2016)"; r.found.Read.Shown != want {
		t.Errorf("says %q, want %q", r.found.Read.Shown, want)
	}
	d.Now = func() time.Time { return time.Date(2016, 12, 30, 0, 0, 0, 0, time.UTC) }
	if _, err := d.Summary(t.Context(), desk.Summary{Period: "last week"}, desk.Window{}, nil); err != nil || r.found.Read.Shown != "" || !r.question.Filter.Since.Equal(day(2016, 12, 19)) {
		t.Errorf("of new coverage: %+v, says %q, %v", r.question.Filter, r.found.Read.Shown, err)
	}
}

// An abstention for a time of which there is nothing names it, and which time there is.
func TestNothingOfATime(t *testing.T) {
	const want = "The coverage has nothing of 1990; it reaches from 19 Sept 2016 to 22 Dec 2016."
	d, r, _ := newDesk()
	r.silent = true
	answer, err := d.Summary(t.Context(), desk.Summary{Period: "1990"}, desk.Window{}, nil)
	if err != nil || answer.Reason != want {
		t.Errorf("%q, %v, want %q", answer.Reason, err, want)
	}
	for l, want := range map[desk.Locale]string{"de": "Die Berichterstattung hat nichts aus 1990; sie reicht vom 19 Sept 2016 bis zum 22 Dec 2016.", "en": want} {
		if got := l.Translate(answer.Reason); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	if answer, err := d.Summary(t.Context(), desk.Summary{Topic: "cricket"}, desk.Window{Since: "2016"}, nil); err != nil || answer.Reason != "The coverage does not speak of this." {
		t.Errorf("%q, %v", answer.Reason, err)
	}
}

// What a reader has typed is bounded, and shown in errors on one line without what a terminal obeys.
func TestWhatIsTypedIsBounded(t *testing.T) {
	d, _, _ := newDesk()
	long := strings.Repeat("Kerry ", 20000)
	for name, err := range map[string]error{
		"article":  second(d.Summary(t.Context(), desk.Summary{Articles: []string{long}}, desk.Window{}, nil)),
		"topic":    second(d.Summary(t.Context(), desk.Summary{Topic: long}, desk.Window{}, nil)),
		"timeline": second(d.Timeline(t.Context(), long, desk.Window{}, nil)),
		"speaker":  second(d.Quotes(t.Context(), desk.Quotes{Speaker: long}, desk.Window{}, nil)),
		"quotes":   second(d.Quotes(t.Context(), desk.Quotes{Speaker: "Kerry", Topic: long}, desk.Window{}, nil)),
	} {
		if !errors.Is(err, desk.ErrUsage) || err.Error() != "that is longer than 2000 characters; shorten it" {
			t.Errorf("%s: %.200v", name, err)
		}
	}
	dirty := "no\x1b[31m such\nthing\u202e" + strings.Repeat("x", 1000)
	for name, err := range map[string]error{
		"article": second(d.Summary(t.Context(), desk.Summary{Articles: []string{dirty}}, desk.Window{}, nil)),
		"period":  second(d.Summary(t.Context(), desk.Summary{Period: dirty}, desk.Window{}, nil)),
		"outlet":  second(d.Timeline(t.Context(), "Aleppo", desk.Window{Outlet: dirty}, nil)),
		"since":   second(d.Timeline(t.Context(), "Aleppo", desk.Window{Since: dirty}, nil)),
	} {
		if !errors.Is(err, desk.ErrUsage) || !strings.Contains(err.Error(), "no[31m such thing") || strings.ContainsAny(err.Error(), "\x1b\n\u202e") || len(err.Error()) > 400 {
			t.Errorf("%s: %q", name, err)
		}
	}
}

// Timelines, quotations and checks are asked within the window, and what is no topic, speaker or claim is said to be none.
func TestFurtherQuestions(t *testing.T) {
	d, r, _ := newDesk()
	r.evidence = []retrieval.Evidence{{N: 1, Article: retrieval.Article{ID: "kerry"}, Score: 1}}
	w := desk.Window{Outlet: "sample wire"}
	only := []string{"Sample wire"}
	_, timeline := d.Timeline(t.Context(), " Aleppo ", w, nil)
	if timeline != nil || r.question.Task != bot.Chronicling || r.question.Text != "Aleppo" || !slices.Equal(r.query.Filter.Outlets, only) || len(r.found.Evidence) == 0 {
		t.Errorf("timeline: %+v of %+v, %v", r.question, r.query, timeline)
	}
	_, quotes := d.Quotes(t.Context(), desk.Quotes{Speaker: "Kerry", Topic: "the truce"}, w, nil)
	if quotes != nil || r.question.Task != bot.Quoting || r.question.Topic != "the truce" || r.query.Text != "Kerry the truce" || !slices.Equal(r.question.Filter.Outlets, only) {
		t.Errorf("quotes: %+v of %+v, %v", r.question, r.query, quotes)
	}
	_, check := d.Check(t.Context(), "The truce held.", w, nil)
	if check != nil || r.question.Task != bot.Checking || r.query.Text != "The truce held." || r.query.K < 20 {
		t.Errorf("check: %+v of %+v, %v", r.question, r.query, check)
	}
	for want, err := range map[string]error{"name the topic": second(d.Timeline(t.Context(), " ", w, nil)), "name the speaker": second(d.Quotes(t.Context(), desk.Quotes{Topic: "x"}, w, nil)),
		"write the claim": second(d.Check(t.Context(), "?!", w, nil)), "there is no outlet": second(d.Check(t.Context(), "It held.", desk.Window{Outlet: "none"}, nil))} {
		if !errors.Is(err, desk.ErrUsage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func second[V any](_ V, err error) error { return err }

// Where an article has no address, its page in the reading room stands for it; what one audience alone sees has no page.
func TestPages(t *testing.T) {
	s := &store{articles: []retrieval.Article{
		{ID: "open", Headline: "Open", Text: "The lock opened."},
		{ID: "web", Headline: "Web", Text: "The lock closed.", URL: "https://post.example/lock"},
		{ID: "own", Headline: "Own", Text: "The lock leaked.", Audience: "guild"},
	}}
	for i := range s.articles {
		a := &s.articles[i]
		a.Blocks = []retrieval.Block{{Span: retrieval.Span{End: len(a.Text)}, Kind: retrieval.Body}}
	}
	d := &desk.Desk{Store: s, Pages: "https://room.example"}
	for i, want := range []string{"https://room.example/article/open", "https://post.example/lock", ""} {
		card, err := d.Article(t.Context(), s.articles[i].ID)
		if err != nil || card.URL != want {
			t.Errorf("%s is at %q, want %q (%v)", s.articles[i].ID, card.URL, want, err)
		}
		id := segment.Passages(s.articles[i])[0].ID
		if i == 0 {
			want += "?p=" + id + "#cited"
		}
		sources, err := d.Passages(t.Context(), []string{id})
		if err != nil || len(sources) != 1 || sources[0].URL != want {
			t.Errorf("a passage of %s: %v, want %q (%v)", s.articles[i].ID, sources, want, err)
		}
	}
}
