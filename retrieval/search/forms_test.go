package search_test

import (
	"slices"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/search"
)

// TestAnswersInForm holds that a sentence of the form of an answer is trusted, and what only looks like one is not.
func TestAnswersInForm(t *testing.T) {
	day := time.Date(2024, 5, 20, 0, 0, 0, 0, time.UTC)
	articles := []retrieval.Article{
		{ID: "lock", Headline: "Millport shuts its lock", Outlet: "Sample desk", Published: day, Text: "MILLPORT — The lock was shut after divers warned of a leak, the mayor, Renske Vostok, said on Saturday. " +
			"The former harbour master, Jarek Tomil, did not agree.\n\nThe firm Alder & Sons was awarded the contract for a new gate. Dole Brothers was not given the contract for the pumps. " +
			"A crane sank on 14 May when it was unloaded, and the barge is to sink on 3 June. No warden complained about the noise."},
		{ID: "talks", Headline: "Talks at Fort Adler end", Outlet: "Sample desk", Published: day, Text: "The talks were held in Fort Adler. " +
			"Karl Brandt, the treasurer of Fort Adler, sat beside the deputy governor of Low Weir, Tilda Marsh. A new governor of Low Weir will be chosen in June."},
	}
	for i := range articles {
		articles[i].Blocks = []retrieval.Block{{Span: retrieval.Span{End: len(articles[i].Text)}, Kind: retrieval.Body}}
		articles[i].Dateline = map[string]string{"lock": "MILLPORT"}[articles[i].ID]
	}
	s, ranker := over(t, articles), search.NewRanker(embed.NewStatic())
	for question, told := range map[string]bool{
		"Who is the mayor of Millport?":          true,
		"Who is the mayor of Fort Adler?":        false,
		"Who is the harbour master of Millport?": false,
		"Who is the treasurer of Fort Adler?":    true,
		"Who is the governor of Low Weir?":       false,
		"Who won the contract for a new gate?":   true,
		"Who warned of a leak?":                  true,
		"When did the crane sink?":               true,
		"Who won the contract for the pumps?":    false,
		"Who complained about the noise?":        false,
		"When did the barge sink?":               false,
	} {
		found := find(t, s, retrieval.Query{Text: question})
		inForm := slices.ContainsFunc(ranker.Sentences(search.Parse(question), found.Evidence), func(s search.Sentence) bool { return s.InForm })
		if inForm != told || told && found.Confidence < 0.5 {
			t.Errorf("%s in form %v of confidence %.2f, want %v", question, inForm, found.Confidence, told)
		}
	}
}
