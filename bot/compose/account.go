package compose

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/event"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// account is a sentence that tells an event of the subject.
type account struct {
	extract
	event.Event
	about float64 // how much of the subject it holds
	worth float64 // as a line: clear by itself, about the event, in full
	terms weighed
}

// tellings are the sentences of the evidence that tell a dated event of the topic, each once, and how many tell one whose day
// is not certain.
func tellings(topic string, evidence []retrieval.Evidence) (all []account, undated int) {
	of := newSubject(topic, evidence)
	corrected := map[string]bool{}
	best := 0.0
	for _, e := range evidence {
		corrected[e.Article.Corrects] = true
		best = max(best, e.Score)
	}
	open, stories := map[string]bool{}, storied{}
	for i := range evidence {
		e := &evidence[i]
		if e.Passage.Kind != retrieval.Body {
			continue
		}
		story := stories.of(&e.Article)
		names := mention.Names(e.Passage.Text)
		events, unsure := event.Find(&e.Article, e.Passage)
		for j, span := range e.Passage.Sentences {
			told, ok := principal(events, span)
			left := slices.ContainsFunc(unsure, func(u event.Undated) bool { return u.Sentence == span })
			if !ok && !left {
				continue
			}
			ok = ok && !(left && told.From.AddDate(0, 0, 2).Before(told.To)) // whose own day is not certain
			text := span.In(e.Passage.Text)
			about := of.about(match.Words(text), within(names, span), story)
			switch {
			case about == 0:
			case !ok:
				open[text] = true
			default:
				whole, clear := alone(e.Passage, j, names)
				a := account{extract: newExtract(e, whole), Event: told, about: about}
				if !clear || a.isBackground() || a.span != span && tellsOther(events, a.Event, e.Passage.Sentences[j-1]) {
					continue
				}
				a.weigh(of.rarity)
				a.worth = a.value(corrected[e.Article.ID])
				if best > 0 {
					a.worth += e.Score / best / 2
				}
				all = append(all, a)
			}
		}
	}
	return firstTold(all), len(open)
}

// storied are the stories of articles, by their IDs.
type storied map[string]*story

// story is what an article is of: the words of its headline and first paragraph, and those that come again in its text.
type story struct{ head, again []match.Word }

func (s storied) of(a *retrieval.Article) *story {
	if s[a.ID] == nil {
		one := &story{head: match.Words(a.Headline + ".\n\n" + a.Lede())}
		times := map[string]int{}
		for _, w := range match.Words(a.Text) {
			if times[w.Stem]++; times[w.Stem] == 2 {
				one.again = append(one.again, w)
			}
		}
		s[a.ID] = one
	}
	return s[a.ID]
}

// firstTold leaves out sentences that an article takes over from an earlier one, with another day: “on Monday” was said in that.
func firstTold(all []account) []account {
	first := map[string]account{}
	for _, a := range all {
		if before, ok := first[a.text()]; !ok || a.evidence.Article.Published.Before(before.evidence.Article.Published) {
			first[a.text()] = a
		}
	}
	return slices.DeleteFunc(all, func(a account) bool { return !a.From.Equal(first[a.text()].From) })
}

// alone is the span of a sentence, together with the one before it in the paragraph where it leans on that; clear is false where
// that one leans on another, or there is none.
func alone(p retrieval.Passage, i int, names []mention.Name) (span retrieval.Span, clear bool) {
	span = p.Sentences[i]
	if !leans(p, i, names) {
		return span, true
	}
	if i == 0 || p.Sentences[i-1].Len() > contextLength || leans(p, i-1, names) || strings.Contains(p.Text[p.Sentences[i-1].End:span.Start], "\n\n") {
		return span, false
	}
	return retrieval.Span{Start: p.Sentences[i-1].Start, End: span.End}, true
}

// leans reports whether a sentence begins with a pronoun that no name of its own stands before.
func leans(p retrieval.Passage, i int, names []mention.Name) bool {
	const opening = 6 // words
	span := p.Sentences[i]
	own := within(names, span)
	for k, w := range match.Words(span.In(p.Text)) {
		if k == opening || len(own) > 0 && span.Start+w.Start >= own[0].Start {
			return false
		}
		if referring[w.Form] {
			return true
		}
	}
	return false
}

var referring = wordSet(`he she it they his her their its him them this these those such both neither latter former`)

// isBackground reports whether a sentence names an event only in passing, or tells what went on for long: since 2001.
func (a *account) isBackground() bool {
	longest := map[mention.Precision]int{mention.Day: 1, mention.Week: 1, mention.Month: 3}[a.Precision]
	inLede := strings.Contains(a.evidence.Article.Lede(), a.text())
	return a.Aside && !inLede || longest > 0 && a.From.AddDate(0, longest, 0).Before(a.To)
}

// tellsOther reports whether a sentence tells an event of other days.
func tellsOther(events []event.Event, than event.Event, sentence retrieval.Span) bool {
	return slices.ContainsFunc(events, func(e event.Event) bool {
		return e.Sentence == sentence && (!e.From.Equal(than.From) || !e.To.Equal(than.To))
	})
}

// within are the names in a sentence.
func within(names []mention.Name, span retrieval.Span) (found []mention.Name) {
	for _, n := range names {
		if n.Start >= span.Start && n.End <= span.End {
			found = append(found, n)
		}
	}
	return found
}

// principal is the event that a sentence is about: one that it does not name in passing, exact to the day, that happened, and what is
// told rather than its telling.
func principal(events []event.Event, sentence retrieval.Span) (best event.Event, ok bool) {
	rank := func(e event.Event) int {
		n := 0
		for i, bad := range []bool{e.Said, e.Planned, e.From.AddDate(0, 0, 2).Before(e.To), e.Aside} {
			if bad {
				n += 1 << i
			}
		}
		return n
	}
	for _, e := range events {
		if e.Sentence == sentence && (!ok || rank(e) < rank(best)) {
			best, ok = e, true
		}
	}
	return best, ok
}

// value is how good a line a sentence makes.
func (a *account) value(corrected bool) float64 {
	text := a.text()
	v := 2*a.about - math.Abs(float64(len(text)-200))/400
	if late := a.evidence.Article.Published.Sub(a.To).Hours() / 24; late > 0 { // the earliest account
		v -= min(late, 30) / 40
	}
	for _, bad := range []struct {
		is   bool
		cost float64
	}{
		{a.Aside, 1},
		{a.span != a.Sentence, 1.5},
		{len(text) > overlong, 1},
		{a.Planned, 0.6},
		{a.Said, 0.4},
		{a.From.AddDate(0, 0, 2).Before(a.To), 0.8},
		{a.From.AddDate(0, 2, 0).Before(a.To), 1},
		{a.goesOn(), 0.5},
		{corrected, 0.5},
		{a.evidence.Article.Label != "", 0.5},
	} {
		if bad.is {
			v -= bad.cost
		}
	}
	if strings.Contains(a.evidence.Article.Lede(), text) {
		v += 0.5
	}
	return v
}

// goesOn reports whether a sentence counts its day from another's: the next day, that night.
func (a *account) goesOn() bool { return counted.MatchString(a.Date.In(a.evidence.Passage.Text)) }

var counted = regexp.MustCompile(`(?i)later|earlier|next|following|same|that|before|after`)

// weigh sets the words of an account with their rarity. Words of dates weigh nothing, for accounts are compared by day first.
func (a *account) weigh(rarity map[string]float64) {
	weights := map[string]float64{}
	for _, w := range match.Words(a.Sentence.In(a.evidence.Passage.Text)) {
		dated := a.Date.Start <= a.Sentence.Start+w.Start && a.Sentence.Start+w.Start < a.Date.End
		if !w.Stop && !dated && !calendar[w.Form] {
			weights[w.Stem] = rarity[w.Stem]
		}
	}
	a.terms = newWeighed(weights)
}

var calendar = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december day week month year said says told`)

// alike is how much two accounts share where they may tell one event, else 0: their days overlap and they share enough words.
func (a *account) alike(b account) float64 {
	if !a.From.Before(b.To) || !b.From.Before(a.To) {
		return 0
	}
	like, shared := a.terms.cosine(b.terms)
	if a.text() == b.text() || like >= sameEvent && shared >= sameWords {
		return like
	}
	return 0
}

// weighed are words with their weights, in order of the words, so that sums over them are always the same.
type weighed struct {
	words   []string
	weights []float64
	norm    float64
}

func newWeighed(weights map[string]float64) weighed {
	w := weighed{words: slices.Sorted(maps.Keys(weights))}
	for _, word := range w.words {
		w.weights = append(w.weights, weights[word])
		w.norm += weights[word] * weights[word]
	}
	w.norm = math.Sqrt(w.norm)
	return w
}

// cosine is the cosine of two rows of weighed words, and how many words both have.
func (w weighed) cosine(o weighed) (cosine float64, shared int) {
	dot := 0.0
	for i, j := 0, 0; i < len(w.words) && j < len(o.words); {
		switch c := strings.Compare(w.words[i], o.words[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			dot += w.weights[i] * o.weights[j]
			shared++
			i++
			j++
		}
	}
	if dot == 0 {
		return 0, shared
	}
	return dot / (w.norm * o.norm), shared
}
