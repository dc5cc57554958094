// Package event finds what an article tells to have happened, and on which day.
//
// The road of a sentence: the dates that it names (package mention) and the days that it counts from another (“two days
// later”), the verb that each belongs to, and by that verb's tense the day: “on Friday” lies behind where it stands with
// “closed” and ahead where it stands with “will close”. What belongs to a verb of saying is the day of the saying, what a
// quotation calls yesterday counts from the day on which it was said, and what was planned is told apart.
//
// Nothing is guessed. A day that a sentence leaves open is returned as Undated with the reason: “last Monday” in an article of
// a Wednesday, “recently”, “yesterday” in the mouth of somebody who spoke on a day that is not told.
package event

import (
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
)

// Event is something that a sentence tells to have happened, or to be planned, on certain days.
type Event struct {
	Sentence retrieval.Span // in the passage's Text
	Clause   retrieval.Span // the part of the sentence that the date belongs to
	Date     retrieval.Span // the words that tell the day

	From, To  time.Time // half open, midnight UTC
	Precision mention.Precision

	Said    bool // the days are those of a saying, and not of what is said
	Planned bool // it was to come, or hung on a condition, when it was told
	Aside   bool // the sentence is about something else and names it in passing: “the deal struck on 9 September”
}

// Undated is an event whose day is not certain.
type Undated struct {
	Sentence retrieval.Span
	Date     retrieval.Span // the words that leave it open
	Why      string
}

// smallHours are those in which an article may yet count from the day before: it was written then.
const smallHours = 4

// lateUpdate is after how many days an update is taken for one of particulars, which leaves what an article calls yesterday.
const lateUpdate = 7

// Find returns the events that a passage's sentences tell, in the order of their dates in the text, and those whose day is not
// certain. The article gives the day of publication, and what stands before the passage, from which its first sentence may count.
func Find(a *retrieval.Article, p retrieval.Passage) (events []Event, undated []Undated) {
	r := reader{bases: bases(a)}
	before := lastSentence(a, p)
	if before != "" {
		r.read(before)
	}
	r.apart = before == "" || p.Span.Start >= 2 && strings.Contains(a.Text[max(0, p.Span.Start-2):p.Span.Start], "\n\n")
	at := 0
	for _, span := range p.Sentences {
		if at > 0 {
			r.apart = strings.Contains(p.Text[at:span.Start], "\n\n")
		}
		at = span.End
		found, open := r.read(span.In(p.Text))
		for _, e := range found {
			e.Sentence, e.Clause, e.Date = span, shifted(e.Clause, span.Start), shifted(e.Date, span.Start)
			events = append(events, e)
		}
		for _, u := range open {
			u.Sentence, u.Date = span, shifted(u.Date, span.Start)
			undated = append(undated, u)
		}
	}
	return events, undated
}

func shifted(s retrieval.Span, by int) retrieval.Span {
	return retrieval.Span{Start: s.Start + by, End: s.End + by}
}

// bases are the days from which an article's relative dates may count: the day of publication, the day before where it came
// out in the small hours, and the day of an update that soon followed. What they do not agree on is not certain.
func bases(a *retrieval.Article) []time.Time {
	if a.Published.IsZero() {
		return nil
	}
	published := calendarDay(a.Published)
	all := []time.Time{published}
	if h, m, s := a.Published.Clock(); h < smallHours && h+m+s > 0 {
		all = append(all, published.AddDate(0, 0, -1))
	}
	if updated := calendarDay(a.Updated); updated.After(published) && !updated.After(published.AddDate(0, 0, lateUpdate)) {
		all = append(all, updated)
	}
	return all
}

// calendarDay is the day of a time as its own location has it, at midnight UTC.
func calendarDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// contextLength is how many bytes before a passage are looked at for the sentence before it.
const contextLength = 800

// lastSentence is the sentence that ends right before a passage, "" where there is none or the article's text is not known.
func lastSentence(a *retrieval.Article, p retrieval.Passage) string {
	if p.Span.Start == 0 || p.Span.End > len(a.Text) || p.Span.In(a.Text) != p.Text {
		return ""
	}
	before := a.Text[:p.Span.Start]
	for i := len(a.Blocks) - 1; i >= 0; i-- { // a caption or a headline is no sentence before it
		if b := a.Blocks[i]; b.Start < p.Span.Start {
			if b.Kind != p.Kind {
				return ""
			}
			before = a.Text[max(b.Start, len(before)-contextLength):p.Span.Start]
			break
		}
	}
	all := segment.Sentences(before)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].In(before)
}
