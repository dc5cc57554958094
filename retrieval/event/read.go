package event

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// reader reads the sentences of a passage in order, since one may count from the one before it.
type reader struct {
	bases  []time.Time // days that relative dates may count from; none where that is not known
	apart  bool        // the next sentence begins a paragraph
	anchor time.Time   // the day of the sentence before; zero where it tells none, or several
	late   bool        // the anchor's sentence speaks of its evening or night
	year   int         // that the sentences before in the paragraph name, where it is not the year of publication
}

// reading is one sentence in the making.
type reading struct {
	*reader
	*sentence
	places  []place
	dates   map[time.Time][]mention.Date // of the sentence, by the day that they count from
	found   []Event
	of      []int // by event: its phrase
	undated []Undated
	year    int
}

// read returns the events of a sentence. Spans are in its text; Sentence is for the caller.
func (r *reader) read(text string) ([]Event, []Undated) {
	if r.apart {
		r.year = 0
	}
	today := time.Time{}
	if len(r.bases) > 0 {
		today = r.bases[0]
	}
	dates := mention.Dates(text, today)
	s, ok := take(text, dates)
	if !ok {
		r.anchor, r.late = time.Time{}, false
		return nil, nil
	}
	g := &reading{reader: r, sentence: s, dates: map[time.Time][]mention.Date{today: dates}, year: r.year}
	for i := range s.phrases {
		g.places = append(g.places, s.place(&s.phrases[i]))
	}
	for _, sayings := range []bool{true, false} { // the days of sayings first: what is said counts from them
		for i := range s.phrases {
			if g.isSaying(i) == sayings {
				g.phrase(i)
			}
		}
	}
	g.loosen()
	if slices.ContainsFunc(g.found, func(e Event) bool { return !e.Aside }) { // a day counted from something else says nothing beside another
		g.undated = slices.DeleteFunc(g.undated, func(u Undated) bool { return u.Why == "" })
	}
	slices.SortStableFunc(g.found, func(a, b Event) int { return cmp.Compare(a.Date.Start, b.Date.Start) })
	slices.SortStableFunc(g.undated, func(a, b Undated) int { return cmp.Compare(a.Date.Start, b.Date.Start) })
	for i := range g.undated {
		if g.undated[i].Why == "" {
			g.undated[i].Why = fmt.Sprintf("“%s” counts from a day that is not told", g.undated[i].Date.In(text))
		}
	}
	r.leave(g)
	return g.found, g.undated
}

// loosen makes what a clause behind a comma tells as good as what the sentence does, where that has no day of its own.
func (g *reading) loosen() {
	if slices.ContainsFunc(g.found, func(e Event) bool { return !e.Aside }) {
		return
	}
	for k := range g.found {
		g.found[k].Aside = !g.places[g.of[k]].loose
	}
}

// leave keeps what the next sentence may count from.
func (r *reader) leave(g *reading) {
	r.anchor, r.late, r.year = time.Time{}, false, g.year
	if len(g.undated) > 0 {
		return
	}
	for _, e := range g.found {
		if e.Aside {
			continue
		}
		day := e.From
		if !oneDay(e.From, e.To) || !r.anchor.IsZero() && !r.anchor.Equal(day) {
			r.anchor = time.Time{}
			return
		}
		r.anchor = day
	}
	r.late = lateWords.MatchString(g.text)
}

var lateWords = regexp.MustCompile(`(?i)\b(?:evening|night|overnight|midnight|p\.?m\b|late on|late \w+day)`)

func oneDay(from, to time.Time) bool { return from.AddDate(0, 0, 1).Equal(to) }

// isSaying reports whether a phrase is the day of a saying outside quotations.
func (g *reading) isSaying(i int) bool {
	at := g.places[i]
	_, quoted := g.quoted(g.phrases[i].Span)
	hangs := at.aside && at.verb != nil && at.verb.first > g.phrases[i].first
	return at.verb != nil && !quoted && !hangs && (at.role == happens || at.role == named) && g.speaks(at.verb)
}

// phrase makes an event of a phrase, or notes that its day is not certain.
func (g *reading) phrase(i int) {
	p, at := &g.phrases[i], g.places[i]
	if at.role == passing || g.takenBy(i) {
		return
	}
	d := g.days(i)
	switch {
	case d.ignored:
		return
	case d.why != "" || d.from.IsZero():
		if p.count != nil && p.count.other {
			d.why = ""
		}
		g.undated = append(g.undated, Undated{Date: p.Span, Why: d.why})
		return
	}
	e := Event{
		Clause: g.clause(i), Date: p.Span, From: d.from, To: d.to, Precision: d.precision,
		Said: g.isSaying(i), Aside: at.aside, Planned: d.planned,
	}
	g.found = append(g.found, e)
	g.of = append(g.of, i)
	if year := d.from.Year(); d.explicit && len(g.bases) > 0 {
		g.year = 0
		if year != g.bases[0].Year() {
			g.year = year
		}
	} else if p.date.Relative && !at.aside {
		g.year = 0
	}
}

// takenBy reports whether the phrase is what the one before it counts from: the eve of the 8 November election.
func (g *reading) takenBy(i int) bool {
	return i > 0 && g.phrases[i-1].count != nil && g.phrases[i-1].count.other && g.adjoins(i-1)
}

// longestName is how many words may stand between a count and the date of what it counts from: the eve of the vote of 9 October.
const longestName = 4

// adjoins reports whether the phrase behind i stands with what i counts from.
func (g *reading) adjoins(i int) bool {
	if i+1 >= len(g.phrases) || g.phrases[i+1].first-g.phrases[i].end > longestName {
		return false
	}
	for k := g.phrases[i].end; k <= g.phrases[i+1].first; k++ {
		if g.comma(k) || g.parted(k) || g.endsVerb(k) {
			return false
		}
	}
	return true
}

// clause is the part of the sentence around a phrase and its verb, as far as the next phrase's own.
func (g *reading) clause(i int) retrieval.Span {
	from, to := 0, len(g.words)
	mine := g.span(i)
	for k := range g.phrases {
		if k == i || g.places[k].verb == g.places[i].verb || g.places[k].role == passing {
			continue
		}
		other := g.span(k)
		switch {
		case other.End <= mine.Start:
			from = max(from, g.opening(mine.Start, other.End))
		case other.Start >= mine.End:
			to = min(to, g.opening(other.Start, mine.End))
		}
	}
	return retrieval.Span{Start: g.words[from].Start, End: g.words[max(from, to-1)].End}
}

// span are the words of a phrase and its verb, as a span of word indexes.
func (g *reading) span(i int) retrieval.Span {
	s := retrieval.Span{Start: g.places[i].lead, End: g.phrases[i].end}
	if v := g.places[i].verb; v != nil {
		s.Start, s.End = min(s.Start, v.first), max(s.End, v.last+1)
	}
	return s
}

// opening is where the clause of a verb at word i begins: behind the last comma, mark or conjunction before it, but not
// before word least.
func (g *reading) opening(i, least int) int {
	for k := i; k > least; k-- {
		if g.comma(k) || g.parted(k) || joints[g.form(k)] {
			return k
		}
	}
	return least
}
