package search

import (
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/embed"
)

func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

// dailies are articles from 10 September to 22 December 2016, of the outlets, authors and sections that questions name.
func dailies() []retrieval.Article {
	return []retrieval.Article{
		{ID: "a", Outlet: "Dateline sample desk", Section: "World", Published: on("2016-09-10"), Byline: "By Ana Ruiz and Tom Berg"},
		{ID: "b", Outlet: "Dateline sample wire", Section: "Science/Environment", Published: on("2016-12-22")},
		{ID: "c", Outlet: "The Evening Star", Section: "Opinion", Published: on("2016-10-03"), Byline: "Mara Lind, special correspondent"},
		{ID: "d", Outlet: "ABCD News - Health", Label: "editorial", Published: on("2016-10-03")},
		{ID: "e", Outlet: "Fortune", Published: on("2016-10-03")},
	}
}

// understood is a narrowing in a line: what it lets through, what it leans to ("~"), and what is left of the question where
// that is not all of it ("/").
func understood(n narrowing, text string) string {
	parts := []string{}
	if n.Shown != "" {
		parts = append(parts, n.Shown)
	}
	for _, p := range n.near {
		parts = append(parts, "~"+shownTime(p.from, p.to))
	}
	for _, o := range n.outlets {
		parts = append(parts, "~"+o)
	}
	if n.topic != text {
		parts = append(parts, "/ "+n.topic)
	}
	return strings.Join(parts, " ")
}

func narrowed(t *testing.T, today, question string, f retrieval.Filter) narrowing {
	t.Helper()
	s := &Search{Now: func() time.Time { return on(today) }}
	return s.narrow(retrieval.Query{Text: question, Filter: f}, newCoverage(dailies()))
}

// Two days before these questions the newest article was published.
func TestNarrow(t *testing.T) {
	for _, c := range []struct{ question, want string }{
		// what was published when
		{"What was published between 12 and 19 September 2016 on Aleppo?", "published 12–19 Sept 2016 / What on Aleppo?"},
		{"News about Aleppo between September 12 and 19, 2016", "published 12–19 Sept 2016 / about Aleppo"},
		{"What was reported on Syria between September and November 2016?", "published 1 Sept–30 Nov 2016 / What on Syria?"},
		{"Which articles on Aleppo were published between 28 Sept and 2 Oct 2016?", "published 28 Sept–2 Oct 2016 / Which on Aleppo?"},
		{"Coverage from 12 to 19 September 2016 of Aleppo", "published 12–19 Sept 2016 / of Aleppo"},
		{"News in September 2016", "published in Sept 2016"},
		{"September's coverage of Aleppo", "published in Sept 2016 / of Aleppo"},
		{"coverage of September 2016 on Aleppo", "published in Sept 2016 / on Aleppo"},
		{"articles of 22 December 2016 on Aleppo", "published 22 Dec 2016 / on Aleppo"},
		{"12 September 2016 articles on the truce", "published 12 Sept 2016 / on the truce"},
		{"What stories on Aleppo were published on 2016-09-28?", "published 28 Sept 2016 / What on Aleppo?"},
		{"Which stories ran on 28/09/2016?", "published 28 Sept 2016 / Which ran?"},
		{"News on Aleppo until 3 October", "published until 3 Oct 2016 / on Aleppo"},
		{"What articles on Aleppo appeared before 12 October 2016?", "published until 11 Oct 2016 / What on Aleppo appeared?"},
		{"How many deaths were reported in December?", "published in Dec 2016 / How many deaths?"},
		{"How many had been killed as of 30 September?", "published until 30 Sept 2016 / How many had been killed?"},
		{"What was published on Aleppo in March 2020?", "published in Mar 2020 / What on Aleppo?"},
		{"What was published in October 2016 on Aleppo?", "published in Oct 2016 / What on Aleppo?"},
		{"Articles on Aleppo published in 2017", "published in 2017 / on Aleppo"},
		{"News in January", "published in Jan 2016"},
		// counted from today
		{"What is the news on Syria since Monday?", "published since 19 Dec 2016 / What is the on Syria?"},
		{"What was the news of Syria last week?", "published 12–18 Dec 2016 / What was the of Syria?"},
		{"What was reported on Aleppo last week?", "published 12–18 Dec 2016 / What on Aleppo?"},
		{"What happened in Syria last week?", "published since 12 Dec 2016 / What happened in Syria?"},
		{"What happened in Syria yesterday?", "published since 23 Dec 2016 / What happened in Syria?"},
		{"yesterday's news on Syria", "published 23 Dec 2016 / on Syria"},
		{"What happened this week in Aleppo?", "published since 19 Dec 2016 / What happened in Aleppo?"},
		{"How many people died in the past week?", "published since 18 Dec 2016 / How many people died?"},
		{"News from the past three days", "published 22–24 Dec 2016"},
		{"What happened today in Syria?", "published since 24 Dec 2016 / What happened in Syria?"},
		{"What is the system in use today called?", ""},
		{"What did Kerry do this year?", ""}, // so is all of it
		{"What happened on Monday?", "~19 Dec 2016"},
		{"What did Kerry say on Wednesday?", "~21 Dec 2016"},
		{"Monday's attack: who was behind it?", ""},
		{"What was last week's strike?", ""},
		{"three weeks ago what happened", ""},
		{"What happens next week in Geneva?", ""},
		// nothing can tell of it before
		{"What has happened since 1 December?", "published since 1 Dec 2016"},
		{"What did Kerry say after 28 September?", "published since 29 Sept 2016"},
		{"What happened after 28 September 2016 in Aleppo?", "published since 29 Sept 2016"},
		{"What happened from October 2016 onwards?", "published since 1 Oct 2016"},
		{"How many people have been killed since 2011?", ""},
		// the day of an event leans, and no more
		{"What happened in Aleppo on 28 September 2016?", "~28 Sept 2016"},
		{"What happened in Aleppo between 12 and 19 September 2016?", "~12–19 Sept 2016"},
		{"What did Kerry tell Lavrov on 28 September about Aleppo?", "~28 Sept 2016"},
		{"Did Lavrov call on 28 September Kerry?", "~28 Sept 2016"},
		{"What happened in September 2016?", "~in Sept 2016"},
		{"What happened during 2016?", "~in 2016"},
		{"What happened in Aleppo until 3 October?", "~until 3 Oct 2016"},
		{"How many had been killed by 30 September?", "~until 30 Sept 2016"},
		{"What happened on the night of 19 September?", "~19 Sept 2016"},
		{"Who vetoed the seven-day truce draft on 5 December?", "~5 Dec 2016"},
		{"How many civilians were reported killed by pro-government forces in December?", "~in Dec 2016"},
		{"How many deaths were reported on 28 September?", "~28 Sept 2016"},
		{"news of the attack on 22 September", "~22 Sept 2016"},
		{"Did Theresa May speak in 2016?", "~in 2016"},
		// announced before
		{"What is scheduled for 3 January 2017?", ""},
		{"What will happen on 20 December 2016?", ""},
		// parts of names
		{"What did the 9/11 commission find?", ""},
		{"What changed after September 11?", ""},
		{"What is the 2015 nuclear deal?", ""},
		{"What does Resolution 2254 of 2015 demand?", ""},
		{"Who broke the 30 September ceasefire?", ""},
		{"What did they do after the 30 September ceasefire?", ""},
		{"Who won the 2016 election?", ""},
		{"What happened before the election?", ""},
		{"What did Lavrov reply to Kerry's warning of 28 September?", ""},
		{`Who asked "What happened in September 2016?"`, ""},
		// asked for
		{"Since when has Russia been fighting in Syria?", ""},
		{"When did Putin sign the law in October 2016?", ""},
		{"When was Aleppo bombed since 1 October 2016?", "published since 1 Oct 2016"},
		{"When were the convoys attacked before 22 September?", "~until 21 Sept 2016"},
		// the latest
		{"What's the latest on Aleppo?", "newest first / What's the on Aleppo?"},
		{"What is the latest news on Aleppo?", "newest first / What is the on Aleppo?"},
		{"What are the newest figures of the dead in Kabul?", "newest first / What are the figures of the dead in Kabul?"},
		{"What is the most recent report on Mosul?", "newest first / What is the report on Mosul?"},
		{"What is the latest news on Mosul since 1 December?", "published since 1 Dec 2016, newest first / What is the on Mosul?"},
		{"What is the latest telephone called?", ""},
		// outlets
		{"What did the Dateline sample wire report about the channel?", "from Dateline sample wire / What about the channel?"},
		{"According to the Dateline sample wire, who suspended the channel?", "from Dateline sample wire / who suspended the channel?"},
		{"Who suspended the channel, according to the Dateline sample wire?", "from Dateline sample wire / Who suspended the channel?"},
		{"what did the evening star report on aleppo", "from The Evening Star / what on aleppo"},
		{"What did The Evening Star say about Aleppo?", "~The Evening Star"},
		{"What did Fortune and the Evening Star report about oil?", "from Fortune and The Evening Star / What about oil?"},
		{"What do ABCD News reports say of measles?", "from ABCD News - Health / What say of measles?"},
		{"Why did The Evening Star sue the city?", ""},
		{"Who owns Fortune?", ""},
		{"What fortune did he lose?", ""},
		{"What did outlets other than Fortune report about oil?", ""},
		{"What did The Evening Star report in October 2016 about Aleppo?", "published in Oct 2016, from The Evening Star / What about Aleppo?"},
		{"What did the UN report in October?", "~in Oct 2016"},
		// authors and sections
		{"What did Ana Ruiz report about Aleppo?", "by Ana Ruiz / What about Aleppo?"},
		{"Which articles by Mara Lind were published in October 2016?", "published in Oct 2016, by Mara Lind / Which by?"},
		{"What did John Kerry write to Lavrov?", ""},
		{"What was in the Opinion section about Aleppo?", "in the Opinion section / What was about Aleppo?"},
		{"What does the Environment section say on pangolins?", "in the Science/Environment section / What does say on pangolins?"},
		{"Which piece in the editorial section mentions Aleppo?", "in the editorial section / Which piece mentions Aleppo?"},
		// one of many clauses
		{
			"Which company that is accused of fraud, of hiding customer losses and of bribing officials was fined, according to Fortune, over its " +
				"pension scheme, sold its harbour cranes and reported losses since 1 December 2016?",
			"~since 1 Dec 2016 ~Fortune",
		},
	} {
		n := narrowed(t, "2016-12-24", c.question, retrieval.Filter{})
		if got := understood(n, c.question); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.question, got, c.want)
		}
	}
}

// Ten years after the newest article, last week is not the reader's.
func TestNarrowArchive(t *testing.T) {
	against := " (“%s” read against the newest coverage, 22 Dec 2016)"
	for question, want := range map[string]string{
		"What happened in Syria last week?":      "published since 12 Dec 2016" + strings.Replace(against, "%s", "last week", 1) + " / What happened in Syria?",
		"What was the news on Syria last week?":  "published 12–18 Dec 2016" + strings.Replace(against, "%s", "last week", 1) + " / What was the on Syria?",
		"What is the news on Syria since Monday": "published since 19 Dec 2016" + strings.Replace(against, "%s", "Monday", 1) + " / What is the on Syria",
		"What happened in Syria in September?":   "~in Sept 2016",
		"What happened in Syria in January?":     "~in Jan 2016",
		"What did Kerry say on Wednesday?":       "", // the article's Wednesday, not the reader's
		"What did Kerry do this year?":           "",
		"What happened five years ago?":          "",
	} {
		n := narrowed(t, "2026-11-22", question, retrieval.Filter{})
		if got := understood(n, question); got != want {
			t.Errorf("%q\n got %q\nwant %q", question, got, want)
		}
	}
}

func TestOptionsComeFirst(t *testing.T) {
	question := "What did the Dateline sample wire report since 1 December 2016 in the World section?"
	for _, c := range []struct {
		name   string
		filter retrieval.Filter
		want   string
	}{
		{"none", retrieval.Filter{}, "published since 1 Dec 2016, from Dateline sample wire, in the World section"},
		{"since", retrieval.Filter{Since: on("2016-10-01")}, "from Dateline sample wire, in the World section"},
		{"until", retrieval.Filter{Until: on("2016-10-01")}, "from Dateline sample wire, in the World section"},
		{"outlet", retrieval.Filter{Outlets: []string{"Fortune"}}, "published since 1 Dec 2016, in the World section"},
		{"articles", retrieval.Filter{Articles: []string{"a"}}, ""},
	} {
		n := narrowed(t, "2016-12-24", question, c.filter)
		if n.Shown != c.want {
			t.Errorf("%s: got %q, want %q", c.name, n.Shown, c.want)
		}
		f := n.filter(c.filter, newCoverage(dailies()))
		if !c.filter.Since.IsZero() && !f.Since.Equal(c.filter.Since) || len(c.filter.Outlets) > 0 && f.Outlets[0] != "Fortune" {
			t.Errorf("%s: the option is overruled: %+v", c.name, f)
		}
	}
}

func TestShownTime(t *testing.T) {
	for _, c := range []struct{ since, until, want string }{
		{"2016-09-12", "2016-09-20", "12–19 Sept 2016"},
		{"2016-09-28", "2016-10-03", "28 Sept–2 Oct 2016"},
		{"2016-12-30", "2017-01-03", "30 Dec 2016–2 Jan 2017"},
		{"2016-09-01", "2016-10-01", "in Sept 2016"},
		{"2016-01-01", "2017-01-01", "in 2016"},
		{"2016-09-28", "2016-09-29", "28 Sept 2016"},
		{"2016-06-01", "2016-06-08", "1–7 June 2016"},
	} {
		if got := shownTime(on(c.since), on(c.until)); got != c.want {
			t.Errorf("%s to %s: got %q, want %q", c.since, c.until, got, c.want)
		}
	}
}

// A narrowing is set aside, and said so, only where other coverage answers and what it lets through does not.
func TestSetAside(t *testing.T) {
	f := &fake{
		own:   []retrieval.Hit{{ID: "a", Score: 4}},
		terms: []retrieval.Hit{{ID: "a1", Score: 10}},
		dense: []retrieval.Hit{{ID: "a1", Score: 0.9}},
	}
	f.put("a", 1)
	f.articles[0].Published, f.articles[0].Outlet = on("2016-09-28"), "Dateline sample desk"
	s := newFake(f)
	s.Now = func() time.Time { return on("2016-09-30") }
	found, err := s.Search(t.Context(), retrieval.Query{Text: "What has Kerry called for since 3 October 2016?"})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.filters[0].Since; !got.Equal(on("2016-10-03")) {
		t.Errorf("the store was asked for coverage since %v, want 3 October", got)
	}
	if len(f.filters) > 3 && !f.filters[3].IsZero() {
		t.Errorf("set aside, the store is still asked with %+v", f.filters[3])
	}
	if found.Read.Relaxed == "" && found.Read.Shown != "published since 3 Oct 2016" {
		t.Errorf("it is neither said what is let through nor that it was set aside: %+v", found.Read)
	}
	n := narrowed(t, "2016-12-24", "News on Aleppo since 1 March 2020", retrieval.Filter{})
	if r := n.relaxed(retrieval.Filter{}, newCoverage(dailies())); r.narrows() || r.Relaxed != "The coverage has nothing published since 1 Mar 2020; what follows is from all of it." {
		t.Errorf("got %q", r.Relaxed)
	}
	n = narrowed(t, "2016-12-24", "What is the latest news on Aleppo since 1 December 2016?", retrieval.Filter{})
	if r := n.relaxed(retrieval.Filter{}, newCoverage(dailies())); r.Shown != "newest first" || r.Relaxed != "Nothing published since 1 Dec 2016 answers this; what follows is from all the coverage." {
		t.Errorf("got %q, shown %q", r.Relaxed, r.Shown)
	}
}

func TestLean(t *testing.T) {
	n := narrowed(t, "2016-12-24", "What did The Evening Star say of Aleppo on 28 September 2016?", retrieval.Filter{})
	for _, c := range []struct {
		outlet, published string
		want              float64
	}{
		{"The Evening Star", "2016-09-28", 1},
		{"The Evening Star", "2016-10-05", 1},
		{"The Evening Star", "2016-12-22", 1 - late},
		{"The Evening Star", "2016-09-27", 1 - tooEarly},
		{"Fortune", "2016-09-28", 1 - elsewhere},
	} {
		if got := n.weight(&retrieval.Article{Outlet: c.outlet, Published: on(c.published)}); got != c.want {
			t.Errorf("%s of %s weighs %v, want %v", c.outlet, c.published, got, c.want)
		}
	}
	if got := n.weight(&retrieval.Article{Outlet: "The Evening Star"}); got != 1 {
		t.Errorf("an article of unknown date weighs %v, want 1", got)
	}
}

func TestNewestFirst(t *testing.T) {
	type passage struct {
		id, headline, published string
		score                   float64
		text                    string
	}
	ranker := NewRanker(embed.NewStatic())
	for name, c := range map[string]struct {
		topic    string
		passages []passage
		want     string
	}{
		"no word of the topic": {"What is new?", []passage{{"old", "", "2016-09-10", 1, ""}, {"new", "", "2016-12-22", 0.8, ""}, {"middle", "", "2016-10-03", 0.6, ""},
			{"besides", "", "2016-12-23", 0.2, ""}}, "new middle old besides"},
		"the headline of a passage that scores badly": {"What is the on the quarry?", []passage{{"old", "Quarry floods", "2016-09-10", 1, ""},
			{"besides", "Rain in the hills", "2016-12-24", 0.7, ""}, {"new", "Quarry is dry again", "2016-12-22", 0.1, ""}}, "new old besides"},
		"the lede": {"What is the on the quarry?", []passage{{"old", "Quarry floods", "2016-09-10", 1, ""},
			{"new", "Pumps come from the coast", "2016-12-22", 0.1, "Two pumps were brought to the quarry.\n\nThey are loud."}}, "new old"},
		"no headline": {"What is the on Ruben Alder?", []passage{{"old", "Quarry floods", "2016-09-10", 1, "It was an accident, Ruben Alder said."},
			{"besides", "Rain in the hills", "2016-12-24", 0.3, "It rained."}, {"new", "Pumps arrive", "2016-12-22", 0.1, "They are loud.\n\nRuben Alder paid for them."}}, "new old besides"},
	} {
		byID := map[string]*retrieval.Article{}
		var ranked []Ranked
		for _, p := range c.passages {
			byID[p.id] = &retrieval.Article{ID: p.id, Headline: p.headline, Published: on(p.published)}
			ranked = append(ranked, Ranked{Passage: retrieval.Passage{ID: p.id, ArticleID: p.id, Kind: retrieval.Body, Paragraph: 1, Text: p.text}, Score: p.score})
		}
		ranker.newestFirst(ranked, byID, c.topic)
		var got []string
		for _, r := range ranked {
			got = append(got, r.Passage.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %s, want %s", name, strings.Join(got, " "), c.want)
		}
	}
}

func TestLatest(t *testing.T) {
	for question, want := range map[string]struct {
		newest bool
		news   news
	}{
		"What is the latest on the quarry?":        {true, whatIsNew},
		"What's the newest report on Ruben Alder?": {true, whatIsNew},
		"latest quarry": {true, whatIsNew},
		"What happened most recently with the quarry?": {true, whatIsNew},
		"Any news on the quarry?":                      {true, whatIsNew},
		"What's new with the quarry?":                  {true, whatIsNew},
		"Did any news of the quarry reach the mayor?":  {false, noNews},
		"What is new?":                                      {false, noNews},
		"What happened to the quarry?":                      {false, whatBefell},
		"What is the latest death toll of the flood?":       {true, noNews},
		"What is the latest?":                               {true, noNews},
		"When is the latest that the quarry can open?":      {false, noNews},
		"Who bought the latest pump?":                       {false, noNews},
		"Which ministers have recently been at the quarry?": {false, noNews},
	} {
		if _, newest := latest(question); newest != want.newest || Parse(question).news != want.news {
			t.Errorf("%q: newest %v, news %v; want %+v", question, newest, Parse(question).news, want)
		}
	}
}

func FuzzNarrow(f *testing.F) {
	for _, text := range []string{
		"News between 12 and 19 September 2016", "News between 19 and 12 September", "since 31 December until 1 January", "as of Feb. 29",
		"coverage until 3 October 2016 since 28 September 2016", "latest İnews by Ana Ruiz in the World section, the Fortune article",
		"between February 30 and 31", "news from 9999 to 1000", "news before 1 January 0001", "last week's news, reported by Fortune, and Fortune",
	} {
		f.Add(text, int64(1479800000))
	}
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		articles := dailies()
		s := &Search{Now: func() time.Time { return time.Unix(seconds%(1<<36), 0) }}
		n := s.narrow(retrieval.Query{Text: text}, newCoverage(articles))
		if f := n.Filter; !f.Since.IsZero() && !f.Until.IsZero() && !f.Since.Before(f.Until) {
			t.Fatalf("%q: since %v is not before until %v", text, f.Since, f.Until)
		}
		for _, p := range n.near {
			if p.from.IsZero() && p.to.IsZero() || !p.from.IsZero() && !p.to.IsZero() && !p.from.Before(p.to) {
				t.Fatalf("%q leans to %v to %v", text, p.from, p.to)
			}
		}
		if n.narrows() != (n.kept != "") {
			t.Fatalf("%q: narrows %t, and says %q", text, n.narrows(), n.kept)
		}
		if strings.TrimSpace(text) != "" && strings.TrimSpace(n.topic) == "" {
			t.Fatalf("%q: nothing is left to look for", text)
		}
	})
}

// What is asked for beside the question is never set aside.
func TestAskedAuthorsAndSectionsHold(t *testing.T) {
	f := &fake{
		own:   []retrieval.Hit{{ID: "a", Score: 4}, {ID: "b", Score: 3}},
		terms: []retrieval.Hit{{ID: "a1", Score: 10}, {ID: "b1", Score: 9}},
		dense: []retrieval.Hit{{ID: "a1", Score: 0.9}, {ID: "b1", Score: 0.8}},
	}
	f.put("a", 1)
	f.put("b", 1)
	f.articles[0].Byline, f.articles[1].Byline = "By Ana Lind", "By Jane Doe and Orla Finch"
	f.articles[1].Label = "opinion"
	s := newFake(f)
	for _, filter := range []retrieval.Filter{{Bylines: []string{"orla finch"}}, {Sections: []string{"opinion"}}} {
		found, err := s.Search(t.Context(), retrieval.Query{Text: "Has Kerry called for Ana Lind since 3 October 2016?", Filter: filter})
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Evidence) != 1 || found.Evidence[0].Article.ID != "b" {
			t.Errorf("%+v: got %+v, want b alone", filter, found.Evidence)
		}
	}
}
