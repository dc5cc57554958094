package compose

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/search"
)

// extracted is what the extractive composer says, claim by claim.
func extracted(t *testing.T, question string, found retrieval.Result) []string {
	t.Helper()
	var claims []string
	composer := NewExtractive(search.NewRanker(embed.NewStatic()))
	for d, err := range composer.Compose(t.Context(), bot.Question{Text: question}, found) {
		if err != nil {
			t.Fatal(err)
		}
		claims = append(claims, d.Text)
	}
	return claims
}

func TestExtractiveAbstains(t *testing.T) {
	evidence := evidenceOf(convoy())
	for _, tt := range []struct {
		confidence float64
		claims     bool
	}{{Abstain, true}, {Abstain - 0.01, false}} {
		got := extracted(t, "How many trucks were in the convoy?", retrieval.Result{Evidence: evidence, Confidence: tt.confidence})
		if (len(got) > 0) != tt.claims {
			t.Errorf("confidence %v: %q", tt.confidence, got)
		}
	}
}

// TestExtractiveIsShort holds that one fact gets at most three sentences, and that another passage adds none to three.
func TestExtractiveIsShort(t *testing.T) {
	var articles []retrieval.Article
	for i, place := range []string{"harbour", "station", "market", "airport", "stadium", "bridge"} {
		text := fmt.Sprintf("Police counted %d00 marchers at the %s on Monday.", i+2, place)
		articles = append(articles, article(place, "March at the "+place, text))
	}
	found := retrieval.Result{Evidence: evidenceOf(articles...), Confidence: 1}
	for _, question := range []string{"How many marchers did police count?", "What happened to the marchers on Monday?"} {
		if got := extracted(t, question, found); len(got) == 0 || len(got) > factSentences {
			t.Errorf("%s: %d sentences: %q", question, len(got), got)
		}
	}
}

// A summary is of whole sentences, at the length that is asked for, and is not begun once nobody wants it.
func TestExtractiveSummarises(t *testing.T) {
	found := retrieval.Result{Evidence: evidenceOf(kerry(), convoy())}
	x := NewExtractive(search.NewRanker(embed.NewStatic()))
	for length, heading := range map[string]string{bot.Brief: "", bot.Detailed: "Kerry warns Russia over Aleppo"} {
		var got []bot.Draft
		for d, err := range x.Compose(t.Context(), bot.Question{Text: "Aleppo", Task: bot.Summarising, Length: length}, found) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d)
		}
		if len(got) < 2 || got[len(got)-1].Kind != bot.Quote || got[len(got)-1].Heading != heading {
			t.Errorf("%s: %+v", length, got)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for d, err := range x.Compose(ctx, bot.Question{Text: "Aleppo", Task: bot.Summarising}, found) {
		t.Errorf("drafted %+v, %v", d, err)
	}
}

// The newest article's sentences come first where the latest is asked for.
func TestExtractiveNewestFirst(t *testing.T) {
	first, second := article("first", "Lock shut at Millport", "The lock at Millport was shut on Monday after a leak."), article("second", "Lock open at Millport", "The lock at Millport was opened on Friday, and boats passed.")
	second.Published = first.Published.AddDate(0, 0, 4)
	found := retrieval.Result{Evidence: evidenceOf(first, second), Confidence: 1, Read: retrieval.Reading{Newest: true}}
	got := extracted(t, "latest news about the lock at Millport", found)
	if len(got) != 2 || !strings.Contains(got[0], "opened") {
		t.Errorf("got %q", got)
	}
	// It is told by its lede, not by the sentence that speaks most of the lock.
	third := article("third", "Millport lock: engineer resigns", "The county engineer resigned on Sunday.", "The lock at Millport was news to her, she said, and the latest news about the lock at Millport a shock.")
	third.Published = second.Published.AddDate(0, 0, 2)
	found.Evidence = evidenceOf(first, second, third)
	if got = extracted(t, "What is the latest on the lock at Millport?", found); len(got) != 3 || !strings.Contains(got[0], "resigned") || !strings.Contains(got[1], "opened") {
		t.Errorf("got %q", got)
	}
}

// The mayor of one town is not that of another, and one who is named once is not named again.
func TestExtractiveOffice(t *testing.T) {
	lock := article("lock", "Millport shuts its lock", "The lock at Millport was shut on Monday, the mayor, Renske Vostok, said.", "Mayor Renske Vostok went home. The barges of Fort Adler wait.")
	found := retrieval.Result{Evidence: evidenceOf(lock), Confidence: 1}
	if got := extracted(t, "Who is the mayor of Millport?", found); len(got) != 1 || !strings.Contains(got[0], "the mayor, Renske Vostok") {
		t.Errorf("got %q", got)
	}
	if got := extracted(t, "Who is the mayor of Low Weir?", found); len(got) != 0 {
		t.Errorf("got %q of another town", got)
	}
}
