package compose

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

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
	loose bool   // a word of it points to what stands before it, yet it can be understood
	why   string // it makes no line, "" where it does
}

// left is a sentence that makes no line, and why.
type left struct{ text, why string }

// tellings are the sentences of the evidence that tell an event of the topic within a time, each day of each once.
func tellings(topic string, evidence []retrieval.Evidence, bounds retrieval.Filter) *telling {
	outside := func(e event.Event) bool {
		return !e.To.After(bounds.Since) || !bounds.Until.IsZero() && !e.From.Before(bounds.Until)
	}
	t := &telling{
		subject: newSubject(topic, evidence), outside: outside, since: bounds.Since,
		corrected: map[string]bool{}, stories: storied{}, seen: map[string]bool{},
	}
	for _, e := range evidence {
		t.corrected[e.Article.Corrects] = true
		t.best = max(t.best, e.Score)
	}
	for i := range evidence {
		if evidence[i].Passage.Kind == retrieval.Body {
			t.passage(&evidence[i])
		}
	}
	t.accounts = slices.DeleteFunc(covered(firstTold(t.accounts)), func(a account) bool { return outside(a.Event) })
	return t
}

// telling is what the evidence tells of a topic's events: the sentences, once for each of their days, those whose day is not certain,
// and those that name one only in passing.
type telling struct {
	accounts         []account
	undated, passing []left

	*subject
	outside   func(event.Event) bool // of the time that is asked for
	since     time.Time              // with which that begins
	corrected map[string]bool        // articles, by their IDs
	best      float64                // score of the evidence
	stories   storied
	seen      map[string]bool // sentences that make no line
}

func (t *telling) passage(e *retrieval.Evidence) {
	p := scene{Passage: e.Passage, names: mention.Names(e.Passage.Text), story: t.stories.of(&e.Article)}
	p.events, p.undated = event.Find(&e.Article, e.Passage)
	for j, span := range p.Sentences {
		days := p.days(span, &e.Article)
		open := slices.IndexFunc(p.undated, func(u event.Undated) bool { return u.Sentence == span })
		if len(days) == 0 && open < 0 && !slices.ContainsFunc(p.events, func(k event.Event) bool { return k.Sentence == span }) {
			continue
		}
		whole, why := p.standing(j)
		loose := why == dangles
		if loose {
			why = ""
		}
		about := t.of(p, j, whole)
		if about == 0 && len(days) > 0 {
			if whole, about = t.goesOn(p, j); about > 0 {
				why, loose = "", false
			}
		}
		text := span.In(p.Text)
		switch {
		case about == 0:
		case len(days) > 0:
			for k, day := range days {
				a := account{extract: newExtract(e, whole), Event: day, about: about, why: why, loose: loose || countsOn(day, p.Text)}
				a.weigh(t.rarity)
				a.worth = a.value(t.corrected[e.Article.ID]) - further*float64(k)
				if t.best > 0 {
					a.worth += e.Score / t.best / 2
				}
				t.accounts = append(t.accounts, a)
			}
			t.pass(p, span, days)
		case open >= 0 && !t.seen[text] && !e.Article.Published.Before(t.since):
			t.seen[text] = true
			t.undated = append(t.undated, left{text, p.undated[open].Why})
		case open < 0:
			t.pass(p, span, nil)
		}
	}
}

// pass notes the days that a sentence names only in passing.
func (t *telling) pass(p scene, sentence retrieval.Span, days []event.Event) {
	for _, e := range p.events {
		if e.Sentence == sentence && e.Aside && !slices.Contains(days, e) && !t.outside(e) && !t.seen[e.Date.In(p.Text)+sentence.In(p.Text)] {
			t.seen[e.Date.In(p.Text)+sentence.In(p.Text)] = true
			t.passing = append(t.passing, left{sentence.In(p.Text), fmt.Sprintf("it names “%s” only in passing", e.Date.In(p.Text))})
		}
	}
}

// further is how much less each further day of a sentence is worth than the one before it.
const further = 0.4

// of is how much of the subject sentence j of a scene holds, with the one that it is shown with.
func (t *telling) of(p scene, j int, whole retrieval.Span) float64 {
	span := retrieval.Span{Start: whole.Start, End: p.Sentences[j].End}
	if t.person != nil && !personal.MatchString(p.Sentences[j].In(p.Text)) {
		span.Start = p.Sentences[j].Start // what the sentence before it tells of them is another matter
	}
	return t.about(match.Words(span.In(p.Text)), within(p.names, span), p.under(j))
}

// under is the story under which sentence j of a scene stands: its article's, with the theme of its paragraph, which are the words
// before the verb of that one's first sentence.
func (p scene) under(j int) *story {
	for j > 0 && !strings.Contains(p.Text[p.Sentences[j-1].End:p.Sentences[j].Start], "\n\n") {
		j--
	}
	theme := match.Words(p.Sentences[j].In(p.Text))
	if verb := slices.IndexFunc(theme, func(w match.Word) bool { return !w.Capital && (existing[w.Form] || strings.HasSuffix(w.Form, "ed")) }); verb >= 0 {
		theme = theme[:verb]
	}
	return &story{head: slices.Concat(p.story.head, theme), again: p.story.again}
}

// goesOn is a lede with the sentences behind it as far as the one that names the person whom the timeline is of, where that tells no
// time: it is the lede's.
func (t *telling) goesOn(p scene, j int) (span retrieval.Span, about float64) {
	if t.person == nil || j > 0 || p.Paragraph > 1 || p.Span.Start > 0 {
		return span, 0
	}
	span = p.Sentences[0]
	for _, next := range p.Sentences[1:] {
		timed := slices.ContainsFunc(p.events, func(e event.Event) bool { return e.Sentence == next }) ||
			slices.ContainsFunc(p.undated, func(u event.Undated) bool { return u.Sentence == next }) || len(mention.Dates(next.In(p.Text), time.Time{})) > 0
		if span.End = next.End; timed || span.Len() > longestScene || strings.Count(span.In(p.Text), "\n\n") > 1 {
			return span, 0
		}
		if about := t.about(match.Words(span.In(p.Text)), within(p.names, span), p.story); about > 0 {
			return span, about
		}
	}
	return span, 0
}

// longestScene is how many bytes a lede may have with what goes on with it.
const longestScene = 450

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

// firstTold leaves out sentences that an article takes over from an earlier one, with other days: “on Monday” was said in that.
func firstTold(all []account) []account {
	first := map[string]time.Time{}
	days := map[string][]time.Time{}
	for _, a := range all {
		text, published := a.text(), a.evidence.Article.Published
		switch before, ok := first[text]; {
		case !ok || published.Before(before):
			first[text], days[text] = published, []time.Time{a.From}
		case published.Equal(before):
			days[text] = append(days[text], a.From)
		}
	}
	return slices.DeleteFunc(all, func(a account) bool { return !slices.ContainsFunc(days[a.text()], a.From.Equal) })
}

// covered leaves out sentences that another one is shown with.
func covered(all []account) []account {
	shown := map[string][]retrieval.Span{}
	for _, a := range all {
		if id := a.evidence.Passage.ID; a.why == "" && a.span != a.Sentence {
			shown[id] = append(shown[id], a.span)
		}
	}
	return slices.DeleteFunc(all, func(a account) bool {
		return slices.ContainsFunc(shown[a.evidence.Passage.ID], func(s retrieval.Span) bool { return s != a.span && s.Start <= a.span.Start && a.span.End <= s.End })
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
		{a.span != a.Sentence, 0.8},
		{sameDay.MatchString(a.Date.In(a.evidence.Passage.Text)), 0.5},
		{len(text) > overlong, 1},
		{a.Planned, 0.6},
		{a.Said, 0.4},
		{a.From.AddDate(0, 0, 2).Before(a.To), 0.8},
		{a.From.AddDate(0, 2, 0).Before(a.To), 0.5},
		{a.loose, 0.8},
		{a.tally(), 0.8},
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

// countsOn reports whether an event's day is counted from another sentence's, which is not the same: the next day, two days later.
func countsOn(e event.Event, text string) bool { return counted.MatchString(e.Date.In(text)) }

var (
	sameDay = regexp.MustCompile(`(?i)\b(?:same|that)\b`)
	counted = regexp.MustCompile(`(?i)later|earlier|next|following|before|after`)
)

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

// tally reports whether a sentence tells a count that somebody gave.
func (a *account) tally() bool { return givenCount.MatchString(a.Sentence.In(a.evidence.Passage.Text)) }

var givenCount = regexp.MustCompile(`\b(?:(?:spoke|speaks) of|gave|gives|counted|counts|cited|mentioned|estimated|put (?:it|the [a-z]+|its [a-z]+|the number of [^,;]*)(?: on \w+)? at|raised that to) (?:at least |about |around |more than |nearly |up to )?[\d]`)

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
