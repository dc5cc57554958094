package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/retrieval"
)

// carried is one article that a check cites: what it says, whose it is, on which day of September it was published, and how
// its line stands.
type carried struct {
	side, outlet string
	day          int // 0 is unknown
	speaker      string
	story        string // those of one story are wire copies
}

// checking runs the road over articles, one line each.
func checking(t *testing.T, lines ...carried) *bot.Bot {
	found := retrieval.Result{}
	var drafts []bot.Draft
	for i, l := range lines {
		text := fmt.Sprintf("Heading %d.\n\nLine %d.", i+1, i+1)
		half := strings.Index(text, "\n\n")
		e := retrieval.Evidence{N: i + 1, Passage: retrieval.Passage{
			ID: fmt.Sprintf("passage%05d", i+1), Text: text, Kind: retrieval.Body,
			Sentences: []retrieval.Span{{Start: 0, End: half}, {Start: half + 2, End: len(text)}},
		}}
		e.Article = retrieval.Article{ID: fmt.Sprintf("article-%d", i+1), Outlet: l.outlet}
		if l.day > 0 {
			e.Article.Published = time.Date(2016, 9, l.day, 8+i, 0, 0, 0, time.UTC)
		}
		if l.story != "" {
			e.Article.Sketch = retrieval.NewSketch(strings.Repeat(l.story+" ", 10))
		}
		found.Evidence = append(found.Evidence, e)
		d := quote(fmt.Sprintf("Line %d.", i+1), i+1)
		d.Stance, d.Speaker = l.side, l.speaker
		drafts = append(drafts, d)
	}
	b := newBot(t, writes("extractive", nil, drafts...), nil)
	b.Ground = grounder(func(d bot.Draft, evidence []retrieval.Evidence) bot.Verdict {
		v := believing(d, evidence)
		v.Claim.Detail = d.Detail
		return v
	})
	b.Search = searcher(func(_ context.Context, q retrieval.Query) (retrieval.Result, error) {
		if q.K != bot.Checked {
			t.Errorf("searched for %d passages, want %d", q.K, bot.Checked)
		}
		return found, nil
	})
	return b
}

func TestVerdict(t *testing.T) {
	const (
		pro    = bot.For
		contra = bot.Against
	)
	for name, tt := range map[string]struct {
		lines   []carried
		verdict string
		sides   bot.Sides
	}{
		"nothing":           {nil, bot.ClaimNotCovered, bot.Sides{}},
		"for alone":         {[]carried{{side: pro, outlet: "Desk", day: 3}}, bot.ClaimSupported, bot.Sides{For: 1}},
		"against alone":     {[]carried{{side: contra, outlet: "Desk", day: 3}}, bot.ClaimContradicted, bot.Sides{Against: 1}},
		"both on one day":   {[]carried{{side: pro, outlet: "Desk", day: 3}, {side: contra, outlet: "Post", day: 3}}, bot.ClaimMixed, bot.Sides{For: 1, Against: 1}},
		"newer is against":  {[]carried{{side: pro, outlet: "Desk", day: 3}, {side: contra, outlet: "Post", day: 5}}, bot.ClaimContradicted, bot.Sides{For: 1, Against: 1}},
		"newer is for":      {[]carried{{side: pro, outlet: "Desk", day: 7}, {side: contra, outlet: "Post", day: 5}}, bot.ClaimSupported, bot.Sides{For: 1, Against: 1}},
		"in turns":          {[]carried{{side: pro, outlet: "Desk", day: 3}, {side: contra, outlet: "Desk", day: 5}, {side: pro, outlet: "Desk", day: 8}}, bot.ClaimMixed, bot.Sides{For: 1, Against: 1}},
		"a day is unknown":  {[]carried{{side: pro, outlet: "Desk"}, {side: contra, outlet: "Post", day: 5}}, bot.ClaimMixed, bot.Sides{For: 1, Against: 1}},
		"speakers disagree": {[]carried{{side: pro, outlet: "Desk", day: 3, speaker: "US officials"}, {side: contra, outlet: "Post", day: 5, speaker: "Russia"}}, bot.ClaimMixed, bot.Sides{For: 1, Against: 1}},
		"a speaker counts anew": {
			[]carried{{side: pro, outlet: "Desk", day: 3, speaker: "the UN"}, {side: contra, outlet: "Post", day: 5, speaker: "The UN mission"}},
			bot.ClaimContradicted, bot.Sides{For: 1, Against: 1},
		},
		"the paper has moved on": {
			[]carried{{side: pro, outlet: "Desk", day: 3, speaker: "the army"}, {side: contra, outlet: "Post", day: 5}}, bot.ClaimContradicted, bot.Sides{For: 1, Against: 1},
		},
		"outlets": {
			[]carried{{side: pro, outlet: "Desk", day: 3}, {side: pro, outlet: "desk", day: 4}, {side: pro, outlet: "Post", day: 4}, {side: pro, day: 5}, {side: pro, day: 6}},
			bot.ClaimSupported, bot.Sides{For: 4},
		},
		"wire copies": {
			[]carried{{side: pro, outlet: "Post", day: 4, story: "harbour"}, {side: pro, outlet: "Wire", day: 3, story: "harbour"}, {side: pro, outlet: "Mail", day: 5, story: "harbour"}},
			bot.ClaimSupported, bot.Sides{For: 1},
		},
		"a copy beside a story of its own": {
			[]carried{{side: pro, outlet: "Wire", day: 3, story: "harbour"}, {side: pro, outlet: "Post", day: 4, story: "harbour"}, {side: pro, outlet: "Post", day: 6, story: "market"}},
			bot.ClaimSupported, bot.Sides{For: 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := checking(t, tt.lines...).Ask(t.Context(), bot.Question{Text: "It was so.", Task: bot.Checking}, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkAnswer(t, a)
			if a.Verdict != tt.verdict || a.Sides == nil || *a.Sides != tt.sides {
				t.Errorf("%q with %+v, want %q with %+v", a.Verdict, a.Sides, tt.verdict, tt.sides)
			}
			if a.Abstained && a.Reason != "The coverage neither supports nor contradicts this." {
				t.Errorf("the reason is %q", a.Reason)
			}
		})
	}
}

// A verdict that copies count as of their first outlet does not depend on the order of the lines.
func TestCopiesCountAsTheFirst(t *testing.T) {
	lines := []carried{
		{side: bot.For, outlet: "Wire", day: 3, story: "harbour"}, {side: bot.For, outlet: "Post", day: 4, story: "harbour"}, {side: bot.For, outlet: "Wire", day: 9, story: "market"},
	}
	for range lines {
		lines = append(lines[1:], lines[0])
		a, err := checking(t, lines...).Ask(t.Context(), bot.Question{Text: "It was so.", Task: bot.Checking}, nil)
		if err != nil || *a.Sides != (bot.Sides{For: 1}) {
			t.Errorf("%+v (%v)", a.Sides, err)
		}
	}
}

// What programs read of a check: the claims, dropped and sources of an answer, with the verdict beside them.
func TestCheckJSON(t *testing.T) {
	b := checking(t, carried{side: bot.For, outlet: "Desk", day: 3, speaker: "the army"}, carried{side: bot.Against, outlet: "Post", day: 5})
	a, err := b.Ask(t.Context(), bot.Question{Text: "It was so.", Task: bot.Checking}, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Verdict string
		Outlets map[string]int
		Claims  []struct{ Text, Stance, Speaker string }
		Sources []struct{ Outlet string }
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got.Verdict != "contradicted" || !cmp.Equal(got.Outlets, map[string]int{"for": 1, "against": 1}) {
		t.Errorf("%q, %v", got.Verdict, got.Outlets)
	}
	if len(got.Claims) != 2 || got.Claims[0].Stance != "for" || got.Claims[0].Speaker != "the army" || got.Claims[1].Stance != "against" || len(got.Sources) != 2 {
		t.Errorf("%+v", got)
	}
	a, err = newBot(t, writes("extractive", nil, quote("Paragraph two of 4.", 4)), nil).Ask(t.Context(), question, nil)
	if raw, _ = json.Marshal(a); err != nil || strings.Contains(string(raw), "verdict") || strings.Contains(string(raw), "outlets") {
		t.Errorf("an answer to a question has a verdict: %s", raw)
	}
}

// What is no claim is said to be none, and is no failure that would be answered otherwise.
func TestUnfit(t *testing.T) {
	unfit := &bot.Unfit{Reader: "That is a question."}
	b := newBot(t, writes("llm", unfit), writes("extractive", nil, quote("Paragraph two of 4.", 4)))
	b.Log = slog.New(slog.DiscardHandler)
	a, err := b.Ask(t.Context(), bot.Question{Text: "Was it so?", Task: bot.Checking}, nil)
	if err != nil || !a.Abstained || a.Reason != unfit.Reader || a.Verdict != "" || a.Sides != nil || a.Notice != "" || len(a.Sources) != 3 {
		t.Errorf("%+v, %v", a, err)
	}
	for claim, want := range map[string]error{" … ": bot.ErrNoClaim, strings.Repeat("x", bot.MaxQuestion+1): bot.ErrLongClaim} {
		if _, err := b.Ask(t.Context(), bot.Question{Text: claim, Task: bot.Checking}, nil); !errors.Is(err, want) {
			t.Errorf("%.20q: %v", claim, err)
		}
	}
}
