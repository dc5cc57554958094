package standing_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/standing"
	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// coverage is a Store of a few articles.
type coverage []retrieval.Article

func (c coverage) Articles(context.Context) ([]retrieval.Article, error) { return c, nil }

func (c coverage) ArticlesByID(_ context.Context, ids []string) (map[string]*retrieval.Article, error) {
	found := map[string]*retrieval.Article{}
	for i := range c {
		if slices.Contains(ids, c[i].ID) {
			found[c[i].ID] = &c[i]
		}
	}
	return found, nil
}

func (c coverage) ArticlePassages(_ context.Context, id string) ([]retrieval.Passage, error) {
	for i := range c {
		if c[i].ID == id {
			return segment.Passages(c[i]), nil
		}
	}
	return nil, nil
}

func day(iso string) time.Time {
	d, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		panic(err)
	}
	return d
}

// article has a block a paragraph; one that begins with "Correction:" is one.
func article(id string, paragraphs ...string) retrieval.Article {
	a := retrieval.Article{ID: id, Headline: "On " + id, Published: day("2017-01-09"), Text: strings.Join(paragraphs, "\n\n")}
	at := 0
	for _, p := range paragraphs {
		kind := retrieval.Body
		if strings.HasPrefix(p, "Correction:") {
			kind = retrieval.Correction
		}
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: kind})
		at += len(p) + 2
	}
	a.Hash = "hash of " + a.Text
	return a
}

func notice(id, corrects, published, text string) retrieval.Article {
	n := article(id, text)
	n.Corrects, n.Published = corrects, day(published)
	return n
}

const (
	killed = "The fire killed 300 people in the old town on Monday, the mayor said."
	other  = "Rain put the fire out at dawn, and the harbour opened again."
)

// answer cites words of articles, a claim each.
func answer(t *testing.T, c coverage, quotes ...[2]string) bot.Answer {
	t.Helper()
	var a bot.Answer
	for i, q := range quotes {
		for _, of := range c {
			for _, p := range segment.Passages(of) {
				at := strings.Index(p.Text, q[1])
				if of.ID != q[0] || at < 0 {
					continue
				}
				a.Sources = append(a.Sources, bot.NewSource(i+1, retrieval.Evidence{Passage: p, Article: of}))
				a.Claims = append(a.Claims, bot.Claim{Text: q[1], Citations: []bot.Citation{{N: i + 1, PassageID: p.ID, Start: at, End: at + len(q[1]), Quote: q[1]}}})
			}
		}
	}
	if len(a.Claims) != len(quotes) {
		t.Fatalf("%d of %d quotes are in the coverage", len(a.Claims), len(quotes))
	}
	return a
}

func TestNow(t *testing.T) {
	before := coverage{article("fire", killed, other), article("port", "The port closed.")}
	retracted := before[0]
	retracted.Retracted, retracted.Updated = true, day("2017-01-13")
	first := []int{1}
	tests := []struct {
		name      string
		now       coverage
		want      []bot.Amendment
		withdrawn bool // the first claim
	}{
		{name: "unchanged", now: before},
		{name: "changed elsewhere", now: coverage{article("fire", killed, "The harbour is closed.", "More later."), before[1]}},
		{name: "moved within the article", now: coverage{article("fire", other, "A third paragraph. "+killed), before[1]}},
		{name: "set anew", now: coverage{article("fire", strings.ReplaceAll(killed, " in the", "\n  in the"), other), before[1]}},
		{name: "altered", now: coverage{article("fire", strings.Replace(killed, "300", "30", 1), other), before[1]}, withdrawn: true,
			want: []bot.Amendment{{Kind: bot.Changed, Article: "fire", Headline: "On fire", Sources: first, Old: killed, New: strings.Replace(killed, "300", "30", 1)}}},
		{name: "a figure that ends alike", now: coverage{article("fire", strings.Replace(killed, "The fire killed 300", "The fire killed 1,300", 1), other), before[1]}, withdrawn: true,
			want: []bot.Amendment{{Kind: bot.Changed, Article: "fire", Headline: "On fire", Sources: first, Old: killed, New: strings.Replace(killed, "300", "1,300", 1)}}},
		{name: "within a sentence that denies it", now: coverage{article("fire", "It is not true that "+killed, other), before[1]}, withdrawn: true,
			want: []bot.Amendment{{Kind: bot.Changed, Article: "fire", Headline: "On fire", Sources: first, Old: killed, New: "It is not true that " + killed}}},
		{name: "gone", now: coverage{article("fire", other), before[1]}, withdrawn: true,
			want: []bot.Amendment{{Kind: bot.Changed, Article: "fire", Headline: "On fire", Sources: first, Old: killed}}},
		{name: "repeated by the correction alone", now: coverage{article("fire", strings.Replace(killed, "300", "30", 1), other, "Correction: We wrote: "+killed+" It was 30."), before[1]}, withdrawn: true,
			want: []bot.Amendment{
				{Kind: bot.Corrected, Article: "fire", Headline: "On fire", Sources: first, Words: "Correction: We wrote: " + killed + " It was 30."},
				{Kind: bot.Changed, Article: "fire", Headline: "On fire", Sources: first, Old: killed, New: strings.Replace(killed, "300", "30", 1)},
			}},
		{name: "corrected within the article, elsewhere", now: coverage{article("fire", killed, other, "Correction: The harbour opened at noon."), before[1]}},
		{name: "corrected by notices", now: append(slices.Clone(before), notice("n2", "fire", "2017-01-14", "It was 29."), notice("n1", "fire", "2017-01-12", "It was 30, not 300.")),
			want: []bot.Amendment{
				{Kind: bot.Corrected, Article: "fire", Headline: "On fire", Sources: first, On: bot.Day{Time: day("2017-01-12")}, Notice: "n1", Words: "It was 30, not 300."},
				{Kind: bot.Corrected, Article: "fire", Headline: "On fire", Sources: first, On: bot.Day{Time: day("2017-01-14")}, Notice: "n2", Words: "It was 29."},
			}},
		{name: "another article is corrected", now: append(slices.Clone(before), notice("n1", "else", "2017-01-12", "It was 30."))},
		{name: "retracted", now: coverage{retracted, before[1]}, withdrawn: true,
			want: []bot.Amendment{{Kind: bot.Retracted, Article: "fire", Headline: "On fire", Sources: first, On: bot.Day{Time: day("2017-01-13")}}}},
		{name: "deleted", now: before[1:], withdrawn: true,
			want: []bot.Amendment{{Kind: bot.Deleted, Article: "fire", Headline: "On fire", Sources: first}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shown := answer(t, before, [2]string{"fire", killed}, [2]string{"port", "The port closed."})
			now, marks, err := standing.Now(t.Context(), tt.now, shown)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, now.Amended); diff != "" {
				t.Errorf("amended (-want +got):\n%s", diff)
			}
			if now.Claims[0].Withdrawn != tt.withdrawn || now.Claims[1].Withdrawn {
				t.Errorf("withdrawn are %v and %v", now.Claims[0].Withdrawn, now.Claims[1].Withdrawn)
			}
			if standing.Mark(now) == "" != (tt.want == nil) {
				t.Errorf("the mark is %q", standing.Mark(now))
			}
			if want, err := standing.Marks(t.Context(), tt.now, []string{"fire", "port"}); err != nil || !maps.Equal(marks, want) {
				t.Errorf("marks are %v, want %v (%v)", marks, want, err)
			}
			if shown.Amended != nil || shown.Claims[0].Withdrawn || shown.Sources[0].Corrected {
				t.Error("the answer that was shown has been changed")
			}
			// Looked at once more, the same is found; and where all is as it was, nothing is left of it.
			again, _, err := standing.Now(t.Context(), tt.now, now)
			if err != nil || standing.Mark(again) != standing.Mark(now) {
				t.Errorf("looked at again (%v):\n%s", err, cmp.Diff(now.Amended, again.Amended))
			}
			back, _, err := standing.Now(t.Context(), before, now)
			if diff := cmp.Diff(shown, back); err != nil || diff != "" {
				t.Errorf("all is as it was (%v):\n%s", err, diff)
			}
		})
	}
}

// A correction that the answer's sources named already is no news.
func TestKnownCorrections(t *testing.T) {
	c := coverage{article("fire", killed, other, "Correction: The mayor's name."), notice("n1", "fire", "2017-01-12", "It was 30.")}
	shown := answer(t, c, [2]string{"fire", killed})
	standing.MarkSource(&shown.Sources[0], standing.Notices(c)["fire"], segment.Passages(c[0]))
	if s := shown.Sources[0]; !s.Corrected || !s.CorrectedOn.Equal(day("2017-01-12")) || !slices.Equal(s.CorrectedBy, []string{"n1"}) {
		t.Fatalf("the source is %+v", s)
	}
	now, _, err := standing.Now(t.Context(), c, shown)
	if err != nil || len(now.Amended) > 0 {
		t.Errorf("got %v, %+v", err, now.Amended)
	}
	now, _, err = standing.Now(t.Context(), append(c, notice("n2", "fire", "2017-01-12", "It was 31.")), shown)
	if err != nil || len(now.Amended) != 1 || now.Amended[0].Notice != "n2" || len(now.Sources[0].CorrectedBy) != 2 {
		t.Errorf("a second notice of that day: got %v, %+v", err, now.Amended)
	}
}

// Words within a sentence may stand within another one.
func TestPartOfASentence(t *testing.T) {
	c := coverage{article("fire", killed)}
	shown := answer(t, c, [2]string{"fire", "killed 300 people"})
	for text, stands := range map[string]bool{
		"On Monday the fire killed 300 people, officials said.": true,
		"The fire killed 300 peoples.":                          false,
		"The fire hurt 300 people.":                             false,
	} {
		now, _, err := standing.Now(t.Context(), coverage{article("fire", text)}, shown)
		if err != nil || (len(now.Amended) == 0) != stands {
			t.Errorf("%q: got %v, %+v", text, err, now.Amended)
		}
	}
}

func TestMarks(t *testing.T) {
	c := coverage{article("fire", killed), article("port", "The port closed.")}
	first, err := standing.Marks(t.Context(), c, []string{"fire", "port", "gone"})
	if err != nil || first["fire"] != c[0].Hash || first["gone"] != "" {
		t.Fatalf("got %v, %v", first, err)
	}
	c[0].Retracted = true
	c = append(c, notice("n1", "port", "2017-01-12", "It opened."))
	second, err := standing.Marks(t.Context(), c, []string{"fire", "port"})
	if err != nil || second["fire"] == first["fire"] || second["port"] == first["port"] {
		t.Errorf("got %v, %v", second, err)
	}
}

// Whatever an article becomes, the words that are said to be in it are in it.
func FuzzNow(f *testing.F) {
	f.Add(killed+"\n\n"+other, killed)
	f.Add("It was “so”. "+other, other)
	f.Fuzz(func(t *testing.T, text, old string) {
		if strings.TrimSpace(old) == "" || strings.TrimSpace(text) == "" {
			t.Skip()
		}
		c := coverage{article("a", text)}
		shown := bot.Answer{
			Sources: []bot.Source{{N: 1, ArticleID: "a", Kind: retrieval.Body, Text: old, PassageID: "p"}},
			Claims:  []bot.Claim{{Text: "x", Citations: []bot.Citation{{N: 1, PassageID: "p", End: len(old), Quote: old}}}},
		}
		now, _, err := standing.Now(t.Context(), c, shown)
		if err != nil {
			t.Fatal(err)
		}
		folded := strings.Join(strings.Fields(text), " ")
		for _, m := range now.Amended {
			if !strings.Contains(folded, m.New) {
				t.Errorf("%q is not in %q", m.New, folded)
			}
		}
		if now.Claims[0].Withdrawn != (len(now.Amended) > 0) {
			t.Errorf("withdrawn is %v with %+v", now.Claims[0].Withdrawn, now.Amended)
		}
	})
}
