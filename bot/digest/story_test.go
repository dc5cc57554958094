package digest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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

// However many stories there are, each is told or named.
func TestNoStoryIsDroppedWithoutAWord(t *testing.T) {
	for _, n := range []int{10, 90, 150, 500} { // ten articles to an event
		evidence := generated(n)
		c := digest.Read(t.Context(), "", evidence)
		for _, length := range lengths {
			drafts := c.Summary(length)
			hold(t, fmt.Sprint(n), length, drafts, evidence)
			told := map[string]bool{}
			for _, d := range drafts {
				told[evidence[d.Markers[0]-1].Article.Headline] = true
			}
			left := c.Untold(drafts)
			if len(told)+left.Stories < n/10 || left.Articles != 10*left.Stories || len(left.Headlines) != min(left.Stories, 12) {
				t.Errorf("%d articles, %s: %d stories told, %+v not", n, length, len(told), left)
			}
			for _, h := range left.Headlines {
				if told[h] {
					t.Errorf("%d articles, %s: %q is told", n, length, h)
				}
			}
			if length == bot.Detailed && len(told) < min(n/10, 20) {
				t.Errorf("%d articles: %d stories told", n, len(told))
			}
		}
	}
}

// In a summary of several articles a sentence that counts days from its article's has that one's day.
func TestSentencesThatCountDays(t *testing.T) {
	one := article("ferry", 4, "Sample desk", "Ferry sails again", "The ferry to Kettle Island sailed again on Monday, the harbour office of Low Weir said.")
	two := article("mill", 9, "Sample desk", "Mill hires again", "The paper mill at Corwen has hired forty people since April, its owner said last week.",
		"The paper mill at Corwen was founded in 1911 by the grandfather of its owner, Tom Carver.")
	want := map[string]time.Time{"The ferry": one.Published, "The paper mill at Corwen has": two.Published}
	for _, length := range lengths {
		for _, d := range digest.Read(t.Context(), "", evidenceOf(one, two)).Summary(length) {
			var day time.Time
			for begins, published := range want {
				if strings.HasPrefix(d.Text, begins) {
					day = published
				}
			}
			if !d.Told.Equal(day) {
				t.Errorf("%s: %q is told on %v", length, d.Text, d.Told)
			}
		}
		for _, d := range digest.Read(t.Context(), "", evidenceOf(one)).Summary(length) {
			if !d.Told.IsZero() {
				t.Errorf("%s: %q, of one article, is told on %v", length, d.Text, d.Told)
			}
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
