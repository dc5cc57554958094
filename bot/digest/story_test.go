package digest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/digest"
	"dateline/retrieval"
)

// The stories of the seeds: follow-ups are with what they follow, the wire's copy is not there, and everything else is apart.
func TestStoriesOfSeeds(t *testing.T) {
	storyOf := map[string]int{}
	var last string
	for i, s := range digest.Read(t.Context(), "", evidenceOf(seedArticles(t)...)).Stories() {
		if s.Heading == "" || s.Heading == last {
			t.Errorf("a story is called %q, the one before %q", s.Heading, last)
		}
		last = s.Heading
		for j, e := range s.Evidence {
			storyOf[e.Article.ID] = i
			if j > 0 && e.Article.Published.Before(s.Evidence[j-1].Article.Published) {
				t.Errorf("%q is out of order", e.Article.ID)
			}
		}
	}
	for _, pair := range [][2]string{
		{"plutonium-agreement", "plutonium-law"}, {"aid-convoy-attack", "aid-convoy-board"}, {"deir-ez-zor-strike", "deir-ez-zor-inquiry"},
	} {
		if storyOf[pair[0]] != storyOf[pair[1]] {
			t.Errorf("%s and %s are two stories", pair[0], pair[1])
		}
	}
	for _, alone := range []string{"pangolin-trade-ban", "us-troops-iraq", "aleppo-casualties"} {
		for id, n := range storyOf {
			if id != alone && n == storyOf[alone] {
				t.Errorf("%s and %s are one story", alone, id)
			}
		}
	}
	if _, ok := storyOf["us-suspends-syria-channel-wire"]; ok {
		t.Error("the wire copy is read too")
	}
}

// Two outlets on one event of one day, a third that only copies, and something else.
func newsOfTheDay() []retrieval.Evidence {
	copied := []string{
		"A footbridge fell into the Arle at Low Weir on Tuesday evening and 14 people were killed, the police said.",
		"The bridge had been closed to lorries since March because of rust on its northern pier, the council said on Wednesday.",
		"It is not known why a column of tractors was let across. The mayor, Ruth Carver, ordered an inquiry.",
	}
	return evidenceOf(
		article("desk", 4, "Sample desk", "Footbridge at Low Weir falls into the river", copied...),
		article("wire", 4, "Sample wire", "Bridge falls at Low Weir", append(slices.Clone(copied), "More follows.")...),
		article("post", 4, "Sample post", "Nine die as bridge falls at Low Weir",
			"A footbridge fell into the Arle at Low Weir on Tuesday evening and 9 people were killed, a doctor of the hospital said.",
			"Divers searched the river below the weir until midnight with lamps and sonar, and will go on at dawn."),
		article("mill", 5, "Sample desk", "Paper mill at Corwen hires again",
			"The paper mill at Corwen has hired forty people since April, its owner said on Thursday.",
			"Orders from Norway have filled the books until autumn, and a second shift begins in June."),
	)
}

func TestAccountsThatDiffer(t *testing.T) {
	evidence := newsOfTheDay()
	drafts := digest.Read(t.Context(), "", evidence).Summary(bot.Standard)
	hold(t, "news of the day", bot.Standard, drafts, evidence)
	want := map[string][]string{
		bot.Differing: {"Sample desk: 14 people", "Sample post: 9 people"},
		bot.NotKnown:  {"Sample desk: It is not known why"},
	}
	got := map[string][]string{}
	for _, d := range drafts {
		got[d.Part] = append(got[d.Part], evidence[d.Markers[0]-1].Article.Outlet+": "+d.Text)
	}
	for part, lines := range want {
		if len(got[part]) != len(lines) {
			t.Fatalf("%s: %q", part, got[part])
		}
		for i, line := range lines {
			outlet, words, _ := strings.Cut(line, ": ")
			if !strings.HasPrefix(got[part][i], outlet) || !strings.Contains(got[part][i], words) {
				t.Errorf("%s: %q, want %q", part, got[part][i], line)
			}
		}
	}
	for _, d := range drafts {
		if evidence[d.Markers[0]-1].Article.Outlet == "Sample wire" {
			t.Errorf("the copy is cited: %q", d.Text)
		}
	}
	if last := evidence[drafts[slices.IndexFunc(drafts, func(d bot.Draft) bool { return d.Part != "" })-1].Markers[0]-1]; last.Article.ID != "mill" {
		t.Errorf("the newest is not last: %s", last.Article.ID)
	}
	for _, d := range digest.Read(t.Context(), "", evidence).Summary(bot.Brief) {
		if d.Part != "" {
			t.Errorf("a brief summary has a part %q", d.Part)
		}
	}
}

// Each story has its share, however many articles the others have.
func TestEachStoryHasItsShare(t *testing.T) {
	evidence := generated(60) // six events
	drafts := digest.Read(t.Context(), "", evidence).Summary(bot.Detailed)
	hold(t, "generated", bot.Detailed, drafts, evidence)
	sentences := map[string]int{}
	for _, d := range drafts {
		if d.Part == "" {
			sentences[d.Heading]++
		}
	}
	if len(sentences) < 5 {
		t.Errorf("sections %v of six events", sentences)
	}
	for heading, n := range sentences {
		if n < 3 || n > 4 {
			t.Errorf("%q has %d sentences", heading, n)
		}
	}
}

func TestReadTellsProgressAndStops(t *testing.T) {
	evidence := generated(20)
	var told []string
	ctx := bot.WithProgress(t.Context(), func(done, of int) { told = append(told, fmt.Sprintf("%d/%d", done, of)) })
	digest.Read(ctx, "", evidence)
	if len(told) != 20 || told[0] != "1/20" || told[19] != "20/20" {
		t.Errorf("progress %v", told)
	}
	ctx, stop := context.WithCancel(t.Context())
	n := 0
	ctx = bot.WithProgress(ctx, func(int, int) {
		if n++; n == 5 {
			stop()
		}
	})
	if drafts := digest.Read(ctx, "", evidence).Summary(bot.Brief); len(drafts) > 0 || n != 5 {
		t.Errorf("%d articles were read, and %d drafts made", n, len(drafts))
	}
}
