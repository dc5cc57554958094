package compose

import (
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/search"
	"dateline/seeds"
)

func summaryOf(t *testing.T, evidence []retrieval.Evidence, n int) []bot.Draft {
	t.Helper()
	x := NewExtractive(search.NewRanker(embed.NewStatic()))
	var all []bot.Draft
	for d, err := range x.Compose(t.Context(), bot.Question{Text: "Aleppo", Task: bot.Summarising, Sentences: n}, retrieval.Result{Evidence: evidence}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// What every summary keeps to, over every article of the seeds.
func TestSummaries(t *testing.T) {
	articles, _, err := ingest.Read(t.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		t.Fatal(err)
	}
	ledes := 0
	for _, a := range articles {
		evidence := evidenceOf(a)
		for _, n := range []int{1, 3, 6, 12} {
			all := summaryOf(t, evidence, n)
			if len(all) == 0 || len(all) > n {
				t.Errorf("%s: %d sentences, want 1 to %d", a.ID, len(all), n)
			}
			last := -1
			var before []extract
			for _, d := range all {
				e := &evidence[d.Markers[0]-1]
				at := strings.Index(e.Passage.Text, d.Text)
				if d.Kind != bot.Quote || at < 0 {
					t.Fatalf("%s: not letter for letter in passage %v: %q", a.ID, d.Markers, d.Text)
				}
				if e.Passage.Kind != retrieval.Body {
					t.Errorf("%s: summarises a %s", a.ID, e.Passage.Kind)
				}
				if at += e.Passage.Span.Start; at <= last {
					t.Errorf("%s: not in reading order: %q", a.ID, d.Text)
				}
				last = at
				x := newExtract(e, retrieval.Span{Start: at - e.Passage.Span.Start, End: at - e.Passage.Span.Start + len(d.Text)})
				if slices.ContainsFunc(before, func(b extract) bool { return overlap(b.words, x.words) > redundant }) {
					t.Errorf("%s: says again: %q", a.ID, d.Text)
				}
				before = append(before, x)
			}
			if n == 3 && strings.Contains(a.Lede(), all[0].Text) {
				ledes++
			}
		}
	}
	if ledes*10 < len(articles)*7 {
		t.Errorf("%d of %d brief summaries begin with the lede, want 7 in 10", ledes, len(articles))
	}
}

func TestSummaryOfNothing(t *testing.T) {
	if got := summaryOf(t, nil, 3); got != nil {
		t.Errorf("drafts %v", got)
	}
	captions := kerry()
	for i := range captions.Blocks {
		captions.Blocks[i].Kind = retrieval.Caption
	}
	if got := summaryOf(t, evidenceOf(captions), 3); got != nil {
		t.Errorf("captions alone make no summary: %v", got)
	}
}

func TestLexRank(t *testing.T) {
	extracts := func(all ...string) []extract {
		var xs []extract
		for _, s := range all {
			x := extract{words: map[string]bool{}}
			for w := range strings.FieldsSeq(s) {
				x.words[w] = true
			}
			xs = append(xs, x)
		}
		return xs
	}
	t.Run("the sentence that others share words with is first", func(t *testing.T) {
		got := lexRank(extracts("a b", "a b c d", "c d", "x y"), []float64{1, 1, 1, 1})
		if slices.Max(got) != got[1] || slices.Min(got) != got[3] {
			t.Errorf("ranks %.3f", got)
		}
	})
	t.Run("the prior breaks a tie", func(t *testing.T) {
		got := lexRank(extracts("a b c", "a b c"), []float64{2.5, 1})
		if got[0] <= got[1] {
			t.Errorf("ranks %.3f", got)
		}
	})
	if got := lexRank(nil, nil); len(got) != 0 {
		t.Errorf("ranks of nothing: %v", got)
	}
}
