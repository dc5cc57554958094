package digest

import (
	"testing"
	"time"

	"dateline/retrieval"
)

// told is an article of one sentence in a story.
func told(r *reader, day int, outlet, text string) *article {
	e := retrieval.Evidence{
		Passage: retrieval.Passage{Kind: retrieval.Body, Text: text, Sentences: []retrieval.Span{{End: len(text)}}},
		Article: retrieval.Article{ID: outlet + text, Outlet: outlet, Published: time.Date(2016, 5, day, 9, 0, 0, 0, time.UTC)},
	}
	a := gather([]retrieval.Evidence{e})[0]
	r.read(a)
	return a
}

// May 4th 2016 was a Wednesday.
func TestDiffering(t *testing.T) {
	for name, tt := range map[string]struct {
		one, two string
		later    int // days by which the second was published later
		want     bool
	}{
		"a count":                  {one: "A doctor said that 12 people were killed when a bridge fell at Low Weir on Tuesday, the police said.", two: "The police said that 9 people were killed when a bridge fell at Low Weir on Tuesday.", want: true},
		"a count by two outlets":   {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed, the police said.", two: "A bridge at Low Weir fell on Tuesday, and 9 people were killed, a doctor said.", want: true},
		"the injured":              {one: "A bridge fell at Low Weir on Tuesday and 31 workers were injured.", two: "When a bridge fell at Low Weir on Tuesday, 27 workers were hurt.", want: true},
		"the same count":           {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", two: "A bridge at Low Weir fell on Tuesday and fourteen people, or 14 people, were killed."},
		"a later day":              {one: "A bridge fell at Low Weir on Tuesday and 9 people were killed.", two: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", later: 1},
		"fewer, a later day":       {one: "A bridge fell at Low Weir on Tuesday, 3 May, and 14 people were killed.", two: "When a bridge fell at Low Weir on 3 May, 9 people were killed, the county found.", later: 6, want: true},
		"fewer, on no day":         {one: "A bridge fell at Low Weir and 14 people were killed.", two: "When a bridge fell at Low Weir 9 people were killed, the county found.", later: 6},
		"fewer, months later":      {one: "A bridge fell at Low Weir on Tuesday, 3 May, and 14 people were killed.", two: "When a bridge fell at Low Weir on 3 May, 9 people were killed, the county found.", later: 60},
		"a vote, a later day":      {one: "At Low Weir 41 members voted for the bridge on Monday, 2 May, and the mayor was glad.", two: "The clerk of Low Weir said that 44 members voted for the bridge on 2 May.", later: 3, want: true},
		"at least":                 {one: "A bridge fell at Low Weir on Tuesday and at least 9 people were killed.", two: "A bridge fell at Low Weir on Tuesday and 14 people were killed."},
		"more than what was":       {one: "A bridge fell at Low Weir on Tuesday and at least 20 people were killed.", two: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", want: true},
		"about as many":            {one: "A bridge fell at Low Weir on Tuesday and about 100 people were killed.", two: "A bridge fell at Low Weir on Tuesday and 97 people were killed."},
		"the dead and the injured": {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", two: "A bridge fell at Low Weir on Tuesday and 31 people were injured."},
		"a part":                   {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", two: "A bridge fell at Low Weir on Tuesday and killed many, including 3 people of one family who were killed."},
		"another thing":            {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", two: "A bridge fell at Low Weir on Tuesday and 9 soldiers were killed."},
		"another place":            {one: "Floods in London on Tuesday killed 14 people, the rescue service said.", two: "Floods in Paris on Tuesday killed 9 people, the rescue service said."},
		"a place of no fame":       {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", two: "A bridge fell at Corwen Locks on Tuesday and 9 people were killed."},
		"in words":                 {one: "A bridge fell at Low Weir on Tuesday and fourteen people were killed.", two: "A bridge fell at Low Weir on Tuesday and nine people were killed.", want: true},
		"another time":             {one: "Floods at Low Weir have killed 14 people in the past week, the rescue service said.", two: "Floods at Low Weir have killed 9 people in the past month, the rescue service said."},
		"another event":            {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", two: "The fire in the theatre of Corwen cost lives: 9 people were killed, the mayor said."},
		"both counts in one":       {one: "A bridge fell at Low Weir on Tuesday and 14 people were killed.", two: "Police spoke of 14 people killed at Low Weir when a bridge fell on Tuesday, the hospital of 9 people killed."},
		"a day":                    {one: "The old bridge at Low Weir was closed to all lorries on Monday, the council said.", two: "The old bridge at Low Weir was closed to all lorries on Tuesday, the council said.", want: true},
		"yes and no":               {one: "The council knew that the old bridge at Low Weir was unsafe, an engineer said.", two: "The council did not know that the old bridge at Low Weir was unsafe, an engineer said.", want: true},
		"both yes":                 {one: "The council knew that the old bridge at Low Weir was unsafe, an engineer said.", two: "The council knew that the old bridge at Low Weir was unsafe, said an engineer."},
		"no of something else":     {one: "The council knew that the old bridge at Low Weir was unsafe, an engineer said.", two: "The mayor did not say when a new bridge would be built at Low Weir."},
	} {
		t.Run(name, func(t *testing.T) {
			r := &reader{numbers: map[string]int32{}}
			got := differing([]*article{told(r, 4, "Sample desk", tt.one), told(r, 4+tt.later, "Sample wire", tt.two)})
			if (len(got) == 1) != tt.want || len(got) == 1 && got[0][0].article.Published.After(got[0][1].article.Published) {
				t.Errorf("%d pairs of %q and %q", len(got), tt.one, tt.two)
			}
		})
	}
}

// One article may give two counts, as it does in telling whose they are.
func TestOneArticleDoesNotDiffer(t *testing.T) {
	r := &reader{numbers: map[string]int32{}}
	a := told(r, 4, "Sample desk", "A bridge fell at Low Weir on Tuesday and 14 people were killed.")
	b := told(r, 4, "Sample desk", "A bridge at Low Weir fell on Tuesday and 9 people were killed.")
	for _, s := range b.sentences {
		s.article = a
	}
	a.sentences = append(a.sentences, b.sentences...)
	if got := differing([]*article{a}); len(got) != 0 {
		t.Errorf("%d pairs", len(got))
	}
}

func TestSaysUnknown(t *testing.T) {
	for text, want := range map[string]bool{
		"It is not known whether the driver was alone.":                                   true,
		"It remains unclear why the bridge fell.":                                         true,
		"The police did not say how many people were in the bus.":                         true,
		"The cause of the fire is not yet known.":                                         true,
		"Whose plane it was has not been settled, and it has not been established since.": true,
		"The council declined to say what the repair had cost.":                           true,
		"The report could not be independently verified.":                                 true,
		"No group has claimed responsibility for the fire.":                               true,
		"No details were given of the agreement.":                                         true,
		"The number of the missing is still unclear, the mayor said.":                     true,

		"The mayor is well known in the valley.":                               false,
		"The mayor did not say goodbye.":                                       false,
		"It was not known at first that the bridge was unsafe.":                false,
		"It had been unclear for months who owned the mill.":                   false,
		"The council did not know that the bridge was unsafe.":                 false,
		"There is no doubt that the bridge will be closed.":                    false,
		"Nobody was hurt when the bridge fell.":                                false,
		"The river is clear again.":                                            false,
		"The mayor declined an invitation to the opening.":                     false,
		"She has yet to win a race.":                                           false,
		"The two sides have not met since May, and no meeting is planned now.": false,
	} {
		if got := saysUnknown(text); got != want {
			t.Errorf("%q says that something is unknown: %v", text, got)
		}
	}
}
