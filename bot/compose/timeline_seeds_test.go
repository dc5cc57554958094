package compose

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/goldentest"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// wide is how many passages are found for a timeline, which is made from their whole articles.
const wide = 80

// seedFound is what search finds of a topic in the seeds.
func seedFound(t *testing.T, topic string) retrieval.Result {
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
	var whole []retrieval.Article
	scores := map[string]float64{}
	for _, e := range found.Evidence {
		scores[e.Passage.ID] = e.Score
		if !slices.ContainsFunc(whole, func(a retrieval.Article) bool { return a.ID == e.Article.ID }) {
			whole = append(whole, e.Article)
		}
	}
	found.Evidence = evidenceOf(whole...)
	for i := range found.Evidence {
		found.Evidence[i].Score = scores[found.Evidence[i].Passage.ID]
	}
	return found
}

// seedTimeline is the checked timeline of a topic over the seeds.
func seedTimeline(t *testing.T, topic string) bot.Answer {
	t.Helper()
	found := seedFound(t, topic)
	b := &bot.Bot{Compose: extractive(), Ground: ground.New(embed.NewStatic()), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	a, err := b.Answer(t.Context(), chronicling(topic), found, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Whole timelines, every line of which was read against its article.
func TestTimelinesOfTheSeeds(t *testing.T) {
	for topic, name := range map[string]string{
		"Aleppo": "aleppo", "plutonium": "plutonium", "Kerry": "kerry", "evacuation of Aleppo": "evacuation", "Syria truce": "truce",
		"Deir ez-Zor": "deir-ez-zor", "Ban Ki-moon": "ban", "de Mistura": "de-mistura", "Lavrov": "lavrov",
	} {
		a := seedTimeline(t, topic)
		var b strings.Builder
		var before time.Time
		for _, c := range a.Claims {
			planned := ""
			if c.Planned {
				planned = " planned"
			}
			fmt.Fprintf(&b, "%s%s %s\n", spanOf(c.Detail), planned, c.Marked())
			if c.Date.Before(before) {
				t.Errorf("%s: %s comes after %s", topic, spanOf(c.Detail), before.Format(time.DateOnly))
			}
			before = c.Date.Time
		}
		for _, s := range a.Sources {
			fmt.Fprintf(&b, "[%d] %s, paragraph %d\n", s.N, s.ArticleID, s.Paragraph)
		}
		for _, d := range a.Dropped {
			fmt.Fprintf(&b, "- %s: %s\n", d.Why, d.Text)
		}
		fmt.Fprintf(&b, "%d undated, %d cut\n", a.Undated, a.Cut)
		goldentest.Compare(t, "timeline-"+name+".golden", b.String())
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
		chronicle("Aleppo", evidence[:200], retrieval.Filter{}, mostLines)
	}
}
