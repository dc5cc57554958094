package compose

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// wide is how many passages a timeline is made from.
const wide = 60

// seedTimeline is the checked timeline of a topic over the seeds.
func seedTimeline(t *testing.T, topic string) bot.Answer {
	t.Helper()
	articles, _, err := ingest.Read(t.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		t.Fatal(err)
	}
	words := embed.NewStatic()
	store := local.NewMemory(words.Identity())
	if _, err := archive.Sync(t.Context(), store, words, articles, nil); err != nil {
		t.Fatal(err)
	}
	found, err := search.New(store, words, search.NewRanker(words)).Search(t.Context(), retrieval.Query{Text: topic, K: wide})
	if err != nil {
		t.Fatal(err)
	}
	b := &bot.Bot{Compose: extractive(), Ground: ground.New(words), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	a, err := b.Answer(t.Context(), chronicling(topic), found, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// facts are the days of what the seeds tell, by words of the line; checked by hand against the articles and the fact sheet.
var facts = map[string]string{
	"The Plutonium Management and Disposition Agreement dates from": "2000-01-01..2000-12-31",
	"TASS gives the day of signing":                                 "2000-08-29",
	"Protocols were added in 2006":                                  "2006-01-01..2006-12-31",
	"set out the plan in Geneva overnight":                          "2016-09-09..2016-09-10",
	"agreed by telephone to extend the truce":                       "2016-09-14",
	"would not be set up unless the aid moved":                      "2016-09-16",
	"were attacked on the evening of Monday":                        "2016-09-19",
	"spoke of 20 aid workers":                                       "2016-09-21",
	"asked there for all aircraft to be grounded":                   "2016-09-21",
	"walked out of an emergency session":                            "2016-09-25",
	"threatened on Wednesday, 28 September, to suspend cooperation": "2016-09-28",
	"was on the verge of suspending":                                "2016-09-29",
	"said on Friday, 30 September, that 338 people":                 "2016-09-30",
	"last spoke on Saturday":                                        "2016-10-01",
	"signed a decree on Monday":                                     "2016-10-03",
	"is disappointing":                                              "2016-10-03",
	"no far-reaching plan of suspending":                            "2016-10-04",
	"Kerry telephoned Lavrov":                                       "2016-10-05",
	"told reporters in Geneva on Thursday that he was ready":        "2016-10-06",
	"had warned on 6 October":                                       "2016-10-06",
	"when the United Nations Security Council voted":                "2016-10-08",
	"Ministers of nine countries talked":                            "2016-10-15",
	"air strikes at Aleppo stopped":                                 "2016-10-18",
	"passed it on 19 October":                                       "2016-10-19",
	"laid the blame on all sides":                                   "2016-10-24",
	"signed the law that suspends":                                  "2016-10-31",
	"told the UN that military operations in the east of the city":  "2016-12-13",
	"stopped the operation on 16 December":                          "2016-12-16",
	"buses bound for the two villages were burned":                  "2016-12-18",
	"Convoys from Aleppo moved again that night":                    "2016-12-18",
	"to have UN observers watch over the evacuation":                "2016-12-19",
	"declared Aleppo secure on Thursday":                            "2016-12-22",
}

func TestTimelinesOfTheSeeds(t *testing.T) {
	for topic, name := range map[string]string{
		"Aleppo": "timeline-aleppo.golden", "plutonium agreement": "timeline-plutonium.golden", "Kerry": "timeline-kerry.golden",
	} {
		a := seedTimeline(t, topic)
		var b strings.Builder
		var before time.Time
		for _, c := range a.Claims {
			fmt.Fprintf(&b, "%s %s\n", spanOf(c.Detail), c.Marked())
			day := ""
			for words, told := range facts {
				if strings.Contains(c.Text, words) {
					day = told
				}
			}
			if day != spanOf(c.Detail) {
				t.Errorf("%s: %q is dated %s, and it was %q", topic, c.Text, spanOf(c.Detail), day)
			}
			if c.Date.Before(before) {
				t.Errorf("%s: %s comes after %s", topic, spanOf(c.Detail), before.Format(time.DateOnly))
			}
			before = c.Date.Time
		}
		for _, s := range a.Sources {
			fmt.Fprintf(&b, "[%d] %s, paragraph %d\n", s.N, s.ArticleID, s.Paragraph)
		}
		fmt.Fprintf(&b, "%d undated, %d dropped\n", a.Undated, len(a.Dropped))
		golden(t, name, b.String())
	}
}

func TestTimelineOfNothing(t *testing.T) {
	a := seedTimeline(t, "the election in Ghana")
	if !a.Abstained || a.Reason != "The coverage dates no event of this." || len(a.Sources) == 0 {
		t.Errorf("abstained %t, %q, %d sources", a.Abstained, a.Reason, len(a.Sources))
	}
}

// BenchmarkTimeline makes a timeline from 200 passages.
func BenchmarkTimeline(b *testing.B) {
	articles, _, err := ingest.Read(b.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		b.Fatal(err)
	}
	var evidence []retrieval.Evidence
	for i := 0; len(evidence) < 200; i++ {
		a := articles[i%len(articles)]
		a.ID = fmt.Sprint(a.ID, i/len(articles))
		evidence = append(evidence, renumbered(len(evidence)+1, evidenceOf(a))...)
	}
	b.ReportMetric(200, "passages")
	for b.Loop() {
		chronicle("Aleppo", evidence[:200], mostLines)
	}
}
