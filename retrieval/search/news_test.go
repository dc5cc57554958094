package search_test

import (
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
)

// TestNewest holds that a question for the latest finds the newest article that is of its topic first, and trusts it.
func TestNewest(t *testing.T) {
	var articles []retrieval.Article
	for _, a := range []struct{ id, headline, text string }{
		{"1 flood", "Quarry at Millport floods", "The quarry at Millport filled with water on Monday after the wall of the old dam broke, the owner, Ruben Alder, said. The quarry has been worked since 1922.\n\n" +
			"The water in the quarry is nine metres deep. Nobody was in the quarry when it came. Alder will ask the Harbour Board for pumps."},
		{"2 pumps", "Pumps come from the coast", "The Evening Gull\n\nTwo pumps for the flooded quarry arrived by rail on Friday. They are loud, and the school has closed its windows."},
		{"3 dry", "Millport quarry is dry again", "Work began again on Tuesday, after five weeks. The last pump was turned off at noon.\n\nRuben Alder thanked the crews."},
		{"4 fair", "Fair opens in Fort Adler", "The fair opened on Saturday with a parade. One float showed a man in a bath, for the flood."},
	} {
		articles = append(articles, retrieval.Article{ID: a.id, Headline: a.headline, Outlet: "Sample desk", Text: a.text,
			Published: time.Date(2024, time.Month(len(articles)+3), 20, 0, 0, 0, 0, time.UTC)})
	}
	for i := range articles {
		a, at := &articles[i], 0
		for p := range strings.SplitSeq(a.Text, "\n\n") {
			a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
			at += len(p) + 2
		}
	}
	s := over(t, articles)
	for question, order := range map[string]string{
		"What is the latest on the quarry?":                  "3 2 1",
		"What is the latest news about the Millport quarry?": "3 1",
		"latest quarry": "3 2 1",
		"What happened most recently with the quarry?":    "3 2 1",
		"What is the newest report on Ruben Alder?":       "3 1",
		"What is the latest on the quarry at Fort Adler?": "",
	} {
		found := find(t, s, retrieval.Query{Text: question})
		if (found.Confidence >= 0.5) != (order != "") {
			t.Errorf("%s confidence %.2f, want the articles %q", question, found.Confidence, order)
		}
		for i, id := range strings.Fields(order) {
			if e := found.Evidence[i]; !strings.HasPrefix(e.Article.ID, id) || !found.Read.Newest {
				t.Errorf("%s has %s in place %d, want %s", question, e.Article.ID, i+1, order)
			}
		}
	}
}
