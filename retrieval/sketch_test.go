package retrieval_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/ingest"
	"dateline/seeds"
)

// The wire copy among the seeds resembles its original, and no other pair does.
func TestWireCopyIsTheSameStory(t *testing.T) {
	articles, _, err := ingest.Read(t.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		t.Fatal(err)
	}
	var pairs []string
	for i, a := range articles {
		if !a.Sketch.SameStory(a.Sketch) {
			t.Errorf("%s is not the same story as itself", a.ID)
		}
		for _, b := range articles[i+1:] {
			same := a.Sketch.SameStory(b.Sketch)
			if same != b.Sketch.SameStory(a.Sketch) {
				t.Errorf("%s and %s are the same story one way alone", a.ID, b.ID)
			}
			if same {
				pairs = append(pairs, a.Path+" "+b.Path)
			}
		}
	}
	want := "2016-10-03-us-suspends-syria-channel.md 2016-10-04-us-suspends-syria-channel-wire.md"
	if len(pairs) != 1 || pairs[0] != want {
		t.Errorf("wire copies %q, want %q", pairs, want)
	}
}

func TestSketch(t *testing.T) {
	words := func(from, to int) string {
		var all []string
		for i := from; i < to; i++ {
			all = append(all, fmt.Sprintf("word%d", i))
		}
		return strings.Join(all, " ")
	}
	story := words(0, 300)
	for _, tt := range []struct {
		name string
		text string
		want bool
	}{
		{"itself", story, true},
		{"other case and punctuation", strings.ToUpper(strings.ReplaceAll(story, " ", ", ")) + ".", true},
		{"cut by a tenth at the end", words(0, 270), true},
		{"cut by a third", words(0, 200), true},
		{"one paragraph of it", words(0, 60), false},
		{"another story", words(1000, 1300), false},
		{"the same words in another order", words(150, 300) + " " + strings.Join(reversed(strings.Fields(words(0, 150))), " "), false},
		{"too short for a sketch", "only four words here", false},
		{"nothing", "", false},
	} {
		if got := retrieval.NewSketch(story).SameStory(retrieval.NewSketch(tt.text)); got != tt.want {
			t.Errorf("%s: same story is %v, want %v", tt.name, got, tt.want)
		}
	}
	if retrieval.NewSketch("").SameStory(retrieval.NewSketch("")) {
		t.Error("two texts of nothing are one story")
	}
}

func reversed(words []string) []string {
	var all []string
	for i := len(words) - 1; i >= 0; i-- {
		all = append(all, words[i])
	}
	return all
}

func TestLede(t *testing.T) {
	a := retrieval.Article{Text: "A photo.\n\nThe lede.\n\nMore.", Blocks: []retrieval.Block{
		{Span: retrieval.Span{Start: 0, End: 8}, Kind: retrieval.Caption},
		{Span: retrieval.Span{Start: 10, End: 19}, Kind: retrieval.Body},
		{Span: retrieval.Span{Start: 21, End: 26}, Kind: retrieval.Body},
	}}
	if got := a.Lede(); got != "The lede." {
		t.Errorf("lede %q", got)
	}
	if got := new(retrieval.Article).Lede(); got != "" {
		t.Errorf("lede of nothing %q", got)
	}
}

func TestFilterIsZero(t *testing.T) {
	if !(retrieval.Filter{}).IsZero() || (retrieval.Filter{Articles: []string{"a"}}).IsZero() || (retrieval.Filter{Outlets: []string{"a"}}).IsZero() {
		t.Error("IsZero is wrong")
	}
}
