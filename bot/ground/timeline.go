package ground

import (
	"fmt"
	"slices"
	"time"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/event"
	"dateline/retrieval/match"
)

// A line of a timeline holds where what it cites dates its event to its days, by package event: where they are the event's, or
// the event lies within them. A night that is of two days may be told by either. A quotation's date is none of a line.

// isLine reports whether a draft is a line of a timeline.
func isLine(d bot.Detail) bool { return !d.Date.IsZero() && d.Speaker == "" && d.Part == "" }

// days are those of a line, half open.
func days(d bot.Detail) (from, to time.Time) {
	to = d.Date.Time
	if !d.Through.IsZero() {
		to = d.Through.Time
	}
	return d.Date.Time, to.AddDate(0, 0, 1)
}

// tellsDays reports whether an event is of a line's days.
func tellsDays(e event.Event, d bot.Detail) bool {
	from, to := days(d)
	if !e.From.Before(from) && !e.To.After(to) {
		return true
	}
	night := !e.From.AddDate(0, 0, 2).Before(e.To)
	return night && d.Through.IsZero() && !from.Before(e.From) && !to.After(e.To)
}

// dayOf is how a reason names a line's days.
func dayOf(from, to time.Time) string {
	last := to.AddDate(0, 0, -1)
	if last.After(from) {
		return from.Format("2 January 2006") + " to " + last.Format("2 January 2006")
	}
	return from.Format("2 January 2006")
}

// quoteDated holds a line that is a sentence of the coverage to be dated by that sentence.
func quoteDated(d bot.Draft, cited []retrieval.Evidence) string {
	if !isLine(d.Detail) {
		return ""
	}
	from, to := days(d.Detail)
	for _, e := range cited {
		span, ok := sentencesOf(e.Passage, d.Text)
		if !ok {
			continue
		}
		events, _ := event.Find(&e.Article, e.Passage)
		if slices.ContainsFunc(events, func(k event.Event) bool {
			return k.Sentence.Start >= span.Start && k.Sentence.End <= span.End && tellsDays(k, d.Detail)
		}) {
			return ""
		}
	}
	return fmt.Sprintf("its sentence does not date it to %s", dayOf(from, to))
}

// dated holds a line to be of an event that the passages date to its days: one that a sentence tells which the line is about,
// in the clause that it shares most words with; or, where those sentences tell no day, one that another sentence tells of the
// same. What only a saying is dated by, the line has to tell as a saying.
func (a *alignment) dated(d bot.Detail) (planned bool, why string) {
	from, to := days(d)
	if !from.Before(to) {
		return false, "it ends before it begins"
	}
	about := a.about()
	speaks := anyOf(a.claim.words, speech) || anyOf(a.claim.words, voices) || anyOf(a.claim.words, gives)
	best, other := 0, 0
	var found, instead event.Event
	for _, own := range []bool{true, false} {
		for _, s := range a.cited {
			events, _ := event.Find(&s.evidence.Article, s.evidence.Passage)
			for _, e := range events {
				if own != a.isAbout(about, s, e.Sentence) {
					continue
				}
				part, isIts := e.Clause, tellsDays(e, d)
				if isIts && e.Said && speaks { // what is said is told with the saying
					part = e.Sentence
				}
				n := a.shared(s, part)
				switch {
				case !isIts:
					if own && !e.Aside && n > other {
						other, instead = n, e
					}
				case n > best && (speaks || !e.Said):
					best, found = n, e
				}
			}
		}
		if best > 0 && best >= other && (own || best >= leastShared) {
			if found.Planned && !a.looksAhead() {
				return false, called(a.cited) + " tells it as what was to come"
			}
			return found.Planned, ""
		}
		if other > 0 {
			return false, fmt.Sprintf("%s dates it to %s, not to %s", called(a.cited), dayOf(instead.From, instead.To), dayOf(from, to))
		}
	}
	return false, fmt.Sprintf("%s does not date it to %s", called(a.cited), dayOf(from, to))
}

// looksAhead reports whether the claim has a word of what is to come.
func (a *alignment) looksAhead() bool {
	for i, w := range a.claim.words {
		if modals[w.Form] || i > 0 && w.Form == "to" && beTo[a.claim.words[i-1].Form] {
			return true
		}
	}
	return false
}

// leastShared is how many words of topic a line has to share with a sentence that it is not about, to be dated by it.
const leastShared = 2

// isAbout reports whether a sentence of a source's passage is among those that the claim is about.
func (a *alignment) isAbout(about []held, s *source, sentence retrieval.Span) bool {
	return slices.ContainsFunc(about, func(h held) bool {
		span := h.sentence().Span
		return h.source == s && span.Start-s.from < sentence.End && sentence.Start < span.End-s.from
	})
}

// shared counts the claim's words of topic that a part of a source's passage holds.
func (a *alignment) shared(s *source, part retrieval.Span) (n int) {
	words := match.Words(part.In(s.evidence.Passage.Text))
	for _, w := range a.topic {
		if slices.ContainsFunc(words, func(o match.Word) bool { return o.Stem == w.Stem }) {
			n++
		}
	}
	return n
}

// datedAbroad holds a line in another language to have days that a passage which it cites dates an event to.
func datedAbroad(cited []*source, d bot.Detail) string {
	for _, s := range cited {
		events, _ := event.Find(&s.evidence.Article, s.evidence.Passage)
		if slices.ContainsFunc(events, func(e event.Event) bool { return tellsDays(e, d) }) {
			return ""
		}
	}
	from, to := days(d)
	return fmt.Sprintf("%s dates nothing to %s", called(cited), dayOf(from, to))
}
