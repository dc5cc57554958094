package event_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/event"
	"dateline/retrieval/segment"
)

// article is a text as an article of one block a paragraph.
func article(published, text string) retrieval.Article {
	a := retrieval.Article{ID: "a", Text: text}
	switch len(published) {
	case 0:
	case len(time.DateOnly):
		a.Published, _ = time.Parse(time.DateOnly, published)
	default:
		a.Published, _ = time.Parse(time.RFC3339, published)
	}
	at := 0
	for p := range strings.SplitSeq(text, "\n\n") {
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
		at += len(p) + len("\n\n")
	}
	return a
}

// describe is the days of an event, and what they are.
func describe(e event.Event) string {
	text := e.From.Format(time.DateOnly)
	if last := e.To.AddDate(0, 0, -1); last.After(e.From) {
		text += ".." + last.Format(time.DateOnly)
	}
	if e.Said {
		text += " said"
	}
	if e.Planned {
		text += " planned"
	}
	return text
}

// read is the events of a text in order, "?" for those whose day is not certain.
func read(a retrieval.Article) string {
	var all []string
	for _, p := range segment.Passages(a) {
		events, undated := event.Find(&a, p)
		for len(events)+len(undated) > 0 {
			if len(undated) == 0 || len(events) > 0 && events[0].Date.Start < undated[0].Date.Start {
				all, events = append(all, describe(events[0])), events[1:]
			} else {
				all, undated = append(all, "?"), undated[1:]
			}
		}
	}
	return strings.Join(all, "; ")
}

func TestRelativeDates(t *testing.T) {
	for name, batch := range map[string][]told{"first": first, "second": second, "third": third, "fourth": fourth, "fifth": fifth} {
		for _, s := range batch {
			if got := read(article(s.published, s.text)); got != s.want {
				t.Errorf("%s: %q (published %s)\n got %s\nwant %s", name, s.text, s.published, got, s.want)
			}
		}
	}
}

// What a day is certain of hangs on when the article came out and whether it was changed later.
func TestUpdates(t *testing.T) {
	for _, c := range []struct{ published, updated, text, want string }{
		{"2016-09-26", "2016-09-28", "The bridge fell on Saturday.", "2016-09-24"},
		{"2016-09-26", "2016-09-28", "The bridge fell on Tuesday.", "?"},
		{"2016-09-26", "2016-09-28", "The bridge fell yesterday.", "?"},
		{"2016-09-26", "2016-09-28", "The bridge fell on 27 September.", "?"},
		{"2016-09-26", "2017-03-01", "The bridge fell on Tuesday.", "2016-09-20"},
		{"2016-09-26", "2016-09-26", "The bridge fell yesterday.", "2016-09-25"},
		{"2016-09-29T00:20:00+02:00", "", "The bridge fell on Wednesday.", "2016-09-28"},
		{"2016-09-29T00:20:00+02:00", "", "The bridge fell on Thursday.", "?"},
		{"2016-09-29T00:20:00+02:00", "", "The bridge fell tonight.", "?"},
		{"2016-09-29T06:20:00+02:00", "", "The bridge fell overnight.", "2016-09-28..2016-09-29"},
	} {
		a := article(c.published, c.text)
		if c.updated != "" {
			a.Updated, _ = time.Parse(time.DateOnly, c.updated)
		}
		if got := read(a); got != c.want {
			t.Errorf("%q published %s, updated %s: got %s, want %s", c.text, c.published, c.updated, got, c.want)
		}
	}
}

// What the sentence is about is told from what it names in passing, and each clause has its own date.
func TestClauses(t *testing.T) {
	for text, want := range map[string][]string{
		"The Duma passed the bill on 19 September and the upper house followed on 26 September.": {
			"2016-09-19 of “The Duma passed the bill on 19 September”", "2016-09-26 of “and the upper house followed on 26 September”",
		},
		"Moscow broke the deal struck in Geneva on 9 September.": {"2016-09-09 aside of “Moscow broke the deal struck in Geneva on 9 September”"},
		"The truce, which began on 12 September, collapsed on Monday.": {
			"2016-09-12 aside of “The truce, which began on 12 September”", "2016-09-26 of “collapsed on Monday”",
		},
		"A list published on 22 September named five towns.": {"2016-09-22 aside of “A list published on 22 September named five towns”"},
		"He said on Wednesday that the convoy was hit on Monday.": {
			"2016-09-28 of “He said on Wednesday”", "2016-09-26 of “that the convoy was hit on Monday”",
		},
	} {
		a := article(wednesday, text)
		events, _ := event.Find(&a, segment.Passages(a)[0])
		var got []string
		for _, e := range events {
			aside := ""
			if e.Aside {
				aside = " aside"
			}
			got = append(got, fmt.Sprintf("%s%s of “%s”", e.From.Format(time.DateOnly), aside, e.Clause.In(text)))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestReasons(t *testing.T) {
	for text, want := range map[string]string{
		"The harbour froze over last Monday.":         "“last Monday” may be one of two days",
		"The harbour has frozen over recently.":       "“recently” names no day",
		"The harbour froze two days earlier.":         "“two days earlier” counts from a day that is not told",
		"“It froze yesterday,” a pilot said.":         "“yesterday” was said on a day that is not told",
		"The harbour is frozen until Friday’s thaw.":  "",
		"The talks are on Friday.":                    "it is not told whether “Friday” is past or to come",
		"By Tuesday the harbour had frozen.":          "it was by “Tuesday” and not on it",
		"It froze in 1963. On 4 March it was closed.": "“4 March” may be of 1963 or of 2016",
	} {
		a, got := article(wednesday, text), ""
		for _, p := range segment.Passages(a) {
			_, undated := event.Find(&a, p)
			for _, u := range undated {
				got += u.Why
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := read(article(wednesday, "Correction, 27 September: The harbour froze on Monday.")); got != "2016-09-26" {
		t.Errorf("a note of a day is told of %s", got)
	}
	a := article("", "The harbour froze on Monday.")
	if _, undated := event.Find(&a, segment.Passages(a)[0]); len(undated) != 1 || undated[0].Why != "the article's day of publication is not known" {
		t.Errorf("without a day of publication: %+v", undated)
	}
}

// A passage's first sentence may count from the one before it, which another passage holds.
func TestFirstSentenceOfAPassage(t *testing.T) {
	long := strings.Repeat("The harbour has nine piers and a light at its end. ", 12)
	a := article(wednesday, long+"The storm struck on 12 September.\n\nThe next day the harbour was closed. "+long)
	p := segment.Passages(a)[1]
	if !strings.HasPrefix(p.Text, "The next day") {
		t.Fatalf("the passage begins %.40q", p.Text)
	}
	if events, _ := event.Find(&a, p); len(events) != 1 || describe(events[0]) != "2016-09-13" {
		t.Errorf("events %+v", events)
	}
	a.Text = "" // as where the article is only listed
	if events, undated := event.Find(&a, p); len(events) != 0 || len(undated) != 1 {
		t.Errorf("without the article's text: %+v, %+v", events, undated)
	}
}

func FuzzFind(f *testing.F) {
	for _, batch := range [][]told{first, second, third} {
		for _, s := range batch {
			f.Add(s.text, int64(1475100000))
		}
	}
	f.Add("“\n\n— Monday, on the eve of the eve of, two days before 29 February of that year", int64(-62135596801))
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		a := article("", text)
		if seconds != 0 {
			a.Published = time.Unix(seconds%(1<<37), 0).UTC()
			a.Updated = a.Published.AddDate(0, 0, int(seconds%9))
		}
		for _, p := range segment.Passages(a) {
			events, undated := event.Find(&a, p)
			again, open := event.Find(&a, p)
			if !reflect.DeepEqual(events, again) || !reflect.DeepEqual(undated, open) {
				t.Fatalf("%q is read in two ways", p.Text)
			}
			for _, e := range events {
				within(t, p, e.Sentence, e.Clause)
				within(t, p, e.Sentence, e.Date)
				if !e.From.Before(e.To) {
					t.Fatalf("%q: from %s to %s", e.Date.In(p.Text), e.From, e.To)
				}
			}
			for _, u := range undated {
				within(t, p, u.Sentence, u.Date)
				if u.Why == "" {
					t.Fatalf("%q is left out for no reason", u.Date.In(p.Text))
				}
			}
		}
	})
}

// within holds a span to be of the sentence, which is one of the passage's.
func within(t *testing.T, p retrieval.Passage, sentence, span retrieval.Span) {
	t.Helper()
	known := false
	for _, s := range p.Sentences {
		known = known || s == sentence
	}
	if !known || span.Start < sentence.Start || span.End > sentence.End || span.Start >= span.End {
		t.Fatalf("span %v of sentence %v in %q", span, sentence, p.Text)
	}
}
