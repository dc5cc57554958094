package compose

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/event"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// scene is a passage as it is read for a timeline.
type scene struct {
	retrieval.Passage
	names   []mention.Name
	events  []event.Event
	undated []event.Undated
	story   *story
}

// days are the events of a sentence that it tells, one for each time, its main clause's first. What it names in passing is none,
// but for the news of a lede, and for what was still to come when it came out; nor is when a report of it was told behind it (“…, the army said on Tuesday”), what went on for long,
// or a longer time beside a day: of it is what was counted.
func (p scene) days(sentence retrieval.Span, a *retrieval.Article) (all []event.Event) {
	lede := strings.Contains(a.Lede(), sentence.In(p.Text))
	for _, e := range p.events {
		if e.Sentence == sentence && (!e.Aside || lede && (e.Planned || isNews(e, a)) || e.Planned && e.From.After(a.Published)) && !endless(e) {
			all = append(all, e)
		}
	}
	several := slices.ContainsFunc(all, oneDay) || slices.ContainsFunc(p.undated, func(u event.Undated) bool { return u.Sentence == sentence })
	all = slices.DeleteFunc(all, func(e event.Event) bool { return several && e.From.AddDate(0, 0, 2).Before(e.To) }) // the time of a count
	if len(all) > 1 && slices.ContainsFunc(all, func(e event.Event) bool { return !e.Said }) {
		behind := all[0].Said
		all = slices.DeleteFunc(all, func(e event.Event) bool { return e.Said && !behind && !e.Planned })
	}
	slices.SortStableFunc(all, func(x, y event.Event) int { return order(!lede || !isNews(x, a), !lede || !isNews(y, a)) })
	var apart []event.Event
	for _, e := range all {
		if !slices.ContainsFunc(apart, func(o event.Event) bool { return o.From.Before(e.To) && e.From.Before(o.To) }) {
			apart = append(apart, e)
		}
	}
	return apart
}

// isNews reports whether an event is of the day on which an article came out, or the day before.
func isNews(e event.Event, a *retrieval.Article) bool {
	return oneDay(e) && !a.Published.Before(e.From) && a.Published.Before(e.To.AddDate(0, 0, 1))
}

func oneDay(e event.Event) bool { return e.From.AddDate(0, 0, 1).Equal(e.To) }

// endless reports whether an event went on for long: since 2001.
func endless(e event.Event) bool {
	longest := map[mention.Precision]int{mention.Day: 1, mention.Week: 1, mention.Month: 3}[e.Precision]
	return longest > 0 && e.From.AddDate(0, longest, 0).Before(e.To)
}

// Why a sentence is no line by itself.
const (
	leans   = "it cannot be understood without the sentence before it"
	dangles = "a word of it points to the sentence before it"
)

// standing is the span of a sentence, together with the one before it in the paragraph where it leans on that, and why it does not
// stand where that one leans on another, or brings a time of its own.
func (p scene) standing(i int) (span retrieval.Span, why string) {
	span = p.Sentences[i]
	why = p.leaning(i)
	if why == "" || i == 0 {
		return span, why
	}
	before := p.Sentences[i-1]
	apart := strings.Contains(p.Text[before.End:span.Start], "\n\n")
	if apart || before.Len() > contextLength || p.leaning(i-1) != "" || p.timed(before, span) {
		return span, why
	}
	return retrieval.Span{Start: before.Start, End: span.End}, ""
}

// timed reports whether a sentence tells or names a time that is not within those of another, or counts one from elsewhere.
func (p scene) timed(sentence, other retrieval.Span) bool {
	if slices.ContainsFunc(p.undated, func(u event.Undated) bool { return u.Sentence == sentence }) {
		return true
	}
	for _, e := range p.events {
		if e.Sentence == sentence && (countsOn(e, p.Text) || !slices.ContainsFunc(p.events, func(o event.Event) bool {
			return o.Sentence == other && o.From.Before(e.To) && e.From.Before(o.To)
		})) {
			return true
		}
	}
	return slices.ContainsFunc(mention.Dates(sentence.In(p.Text), time.Time{}), func(d mention.Date) bool { return d.Precision != mention.Clock }) &&
		!slices.ContainsFunc(p.events, func(e event.Event) bool { return e.Sentence == sentence })
}

// leaning is whether a sentence leans on what stands before it: it begins with a pronoun that no name or noun of its own stands
// before, or has a word further on that points to neither.
func (p scene) leaning(i int) string {
	const opening = 6 // words
	span := p.Sentences[i]
	text := span.In(p.Text)
	words, own := match.Words(text), within(p.names, span)
	quotes := mention.Quotations(text)
	r, quoted := reach{text: text, words: words}, false
	for k, w := range words {
		name := false
		for len(own) > 0 && span.Start+w.Start >= own[0].Start {
			r.named = true
			r.thing = r.thing || own[0].Kind != mention.Person
			r.place = r.place || k > 0 && into[words[k-1].Form]
			if name = span.Start+w.Start < own[0].End; name {
				break
			}
			own = own[1:]
		}
		switch {
		case slices.ContainsFunc(quotes, func(q mention.Quotation) bool { return q.Inner.Start <= w.Start && w.End <= q.Inner.End }):
			quoted = quoted || !r.named && !r.noun && referring[w.Form] && r.refers(k)
		case k < opening && !r.named && referring[w.Form] && r.refers(k):
			return leans
		case r.points(k):
			return dangles
		}
		r.pass(k, name)
	}
	if quoted || bareFigure.MatchString(text) {
		return dangles
	}
	return ""
}

// reach is what stands in a sentence before a word.
type reach struct {
	text                string
	words               []match.Word
	named, thing, place bool // a name; one that is no person's; one of where somebody may be
	noun                bool // outside the adjunct that opens the sentence
	happening           bool // a noun of something that happens
	verbs               int
	adjunct             bool
}

// pass takes word k in, which may be one of a name.
func (r *reach) pass(k int, name bool) {
	w := r.words[k]
	if k == 0 {
		r.adjunct = adjuncts[w.Form]
	} else if strings.Contains(r.text[r.words[k-1].End:w.Start], ",") || r.adjunct && k > 1 && calendar[r.words[k-1].Form] {
		r.adjunct = false
	}
	switch {
	case w.Stop || w.Figure() || calendar[w.Form]:
	case k > 0 && strings.HasSuffix(w.Form, "ed"), w.Verb() && r.named && r.verbs == 0:
		r.verbs++
	case name, w.Capital && k > 0:
	case !r.adjunct && !strings.HasSuffix(w.Form, "ly"):
		r.noun = true
		r.happening = r.happening || event.Happening(w)
	}
}

// refers reports whether a pronoun at word k, before any name, points to what stands before the sentence.
func (r *reach) refers(k int) bool {
	next := k+1 < len(r.words) && !r.words[k+1].Stop && !r.words[k+1].Figure()
	switch form := r.words[k].Form; form {
	case "its", "their", "his", "her":
		return !r.noun
	case "both", "neither", "such":
		return !next
	case "this", "these", "those":
		return !next || !calendar[r.words[k+1].Form]
	}
	return true
}

// points reports whether a word further on points to nothing that the sentence has before it: asked there, passed it, that it was
// over, its liberation.
func (r *reach) points(k int) bool {
	follows := func(n int) string {
		if k+n >= 0 && k+n < len(r.words) {
			return r.words[k+n].Form
		}
		return ""
	}
	switch r.words[k].Form {
	case "there":
		return k > 0 && !r.place && !existing[follows(1)] && !existing[follows(-1)]
	case "its":
		return !r.thing && !r.noun
	case "it":
		if r.verbs <= 1 && k > 0 && !adjuncts[r.words[0].Form] && strings.HasSuffix(follows(-1), "ed") { // the subject alone stands before it
			return true
		}
		return !r.happening && (occurs[follows(1)] || be[follows(1)] && occurs[follows(2)] || follows(1) == "had" && occurs[follows(2)])
	}
	return false
}

var (
	referring = wordSet(`he she it they his her their its him them this these those such both neither latter former`)
	adjuncts  = wordSet(`on in at during after before since by from late early last amid under for`)
	into      = wordSet(`in at to from near into inside outside for`)
	existing  = wordSet(`is are was were be been has have had will would could may might must isn't wasn't weren't can should seems seemed remain remains still say`)
	be        = wordSet(`was is were be`)
	occurs    = wordSet(`over ended began begun started collapsed resumed failed expired happened held`)
	// bareFigure is a figure of which the sentence does not say what it counts: spoke of 290,000 on 12 September.
	bareFigure = regexp.MustCompile(`\b(?:spoke of|gave|cited|mentioned|counted) [\d.,]*\d(?: (?:on|in|at)\b|[;,.]? *$|;)`)
)
