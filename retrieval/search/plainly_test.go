package search_test

import (
	"testing"
	"time"

	"dateline/retrieval"
)

// TestToldPlainly holds that an answer is trusted for its form, and that what only looks like one is not.
func TestToldPlainly(t *testing.T) {
	day := time.Date(2024, 5, 20, 0, 0, 0, 0, time.UTC)
	articles := []retrieval.Article{
		{ID: "lock", Headline: "Norway and Sweden quarrel over the lock at Millport", Outlet: "Sample desk", Published: day, Text: "The lock at Millport was shut on Saturday, 18 May. " +
			"Divers are due to look at it on 3 June.\n\nOslo denied any part in the closing. The Harbour Board was against the lock from the beginning."},
		{ID: "talks", Headline: "Talks at Fort Adler end", Outlet: "Sample desk", Published: day, Text: "The talks were held in the port of Fort Adler. " +
			"Ministers from Norway and Denmark sat at one table with Karl Brandt of the Harbour Board."},
	}
	for i := range articles {
		articles[i].Blocks = []retrieval.Block{{Span: retrieval.Span{End: len(articles[i].Text)}, Kind: retrieval.Body}}
	}
	s := over(t, articles)
	for question, told := range map[string]bool{
		"What happened on 18 May?":                       true,
		"What happened on 11 May?":                       false,
		"What happened at Millport in May?":              true,
		"What happened at Millport in April?":            false,
		"What happened at Fort Adler on 18 May?":         false,
		"What happened to the lock at Millport?":         true,
		"What happened to Karl Brandt?":                  false,
		"What happened to the lock at Fort Adler?":       false,
		"What happened next?":                            false,
		"What did Norway say about the lock?":            true,
		"What did Denmark say about the lock?":           false,
		"What did the Harbour Board say about the lock?": true,
		"Where did the Fort Adler talks take place?":     true,
		"Where did the Millport talks take place?":       false,
		"Who took part in the talks at Fort Adler?":      true,
	} {
		if got := find(t, s, retrieval.Query{Text: question}).Confidence; (got >= 0.5) != told {
			t.Errorf("%s confidence %.2f, told %v", question, got, told)
		}
	}
}
