package ground

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// figurePoints are the figures of a claim of which the part has others.
func figurePoints(v *view) []point {
	if v.claim.ofSomePeriod() {
		return nil
	}
	p := point{pins: 2}
	for _, f := range v.claim.figures {
		if slices.ContainsFunc(v.claim.dates, func(t mention.Date) bool { return t.Start < f.End && f.Start < t.End }) || v.claim.quotes(f.Span) {
			continue
		}
		if slices.ContainsFunc(v.in.figures, func(k mention.Figure) bool { return sameAmount(v.claim, f, v.in, k) }) {
			continue
		}
		before := ""
		if words := wordsBefore(v.claim, f.Start, 1); len(words) > 0 {
			before = words[0].Form
		}
		switch {
		case before == "the" && !f.Ordinal && !v.described(f): // it tells which one is meant
			return nil
		case before == "to" && len(p.blank) > 0 && f.Start-p.blank[len(p.blank)-1].End < 20: // “nine votes to four”
			p.blank = append(p.blank, f.Span)
			continue
		}
		found := false
		for _, k := range v.in.figures {
			if !v.rivals(f, k) {
				continue
			}
			if !apart(v.claim, f, v.in.reading, k) {
				return nil
			}
			p.blank = append(p.blank, v.claim.bounded(f))
			p.why = fmt.Sprintf("the passage has %s where the claim has %s", k.Span.In(v.in.text), f.Span.In(v.claim.text))
			found = true
			break
		}
		if !found && !v.described(f) {
			return nil
		}
	}
	if len(p.blank) == 0 {
		return nil
	}
	return []point{p}
}

// ofSomePeriod reports whether a claim counts what was within a span of time of which it does not say when: “213 in a week”.
func (r *reading) ofSomePeriod() bool {
	for i, w := range r.words {
		if i > 1 && terms[w.Stem] && (r.words[i-1].Form == "a" || r.words[i-1].Form == "one" || r.words[i-1].Figure()) && places[r.words[i-2].Form] {
			return len(r.dates) == 0
		}
	}
	return false
}

var terms = stems(`day week month year hour night evening afternoon weekend`)

// rivals reports whether two figures count the same thing in the same way.
func (v *view) rivals(f, k mention.Figure) bool {
	f.Unit, k.Unit = strings.TrimPrefix(f.Unit, "metric "), strings.TrimPrefix(k.Unit, "metric ")
	if f.Unit == mention.UnitShare {
		f.Unit = "percent"
	}
	if k.Unit == mention.UnitShare {
		k.Unit = "percent"
	}
	if f.Unit != k.Unit || f.Ordinal != k.Ordinal || f.Age != k.Age || f.Vague || k.Vague || f.Additional != k.Additional {
		return false
	}
	if f.Unit == "" && !f.Ordinal {
		a, b := fate(v.claim, f.Start), fate(v.in.reading, k.Start)
		switch {
		case a != "" && b != "" && a != b && !alike(a, b), k.Counts == "time":
			return false
		case f.Counts == "" || k.Counts == "":
			return a != "" && b != ""
		}
		return sameThing(stem(f.Counts), stem(k.Counts))
	}
	return true
}

// sameThing reports whether two nouns, by their stems, count the same and not one a part of the other.
func sameThing(a, b string) bool {
	return a == b || alike(a, b) || kin(a, b) || everybody[a] && everybody[b]
}

// everybody are nouns that count whoever is there.
var everybody = stems(`people persons civilians residents inhabitants citizens dead killed deaths victims lives life fatalities`)

// bounded is the span of a figure with the words that bound it.
func (r *reading) bounded(f mention.Figure) retrieval.Span {
	span := f.Span
	before := around(r, f.Start, 3)
	for i := len(before) - 1; i >= 0; i-- {
		w := before[i]
		if w.Start >= span.Start {
			continue
		}
		if !bounds[w.Form] {
			break
		}
		span.Start = w.Start
	}
	return span
}

var bounds = set(`about around roughly approximately nearly almost some at least most more less fewer than over under up to only just exactly as many estimated an`)

// apart reports whether two figures cannot both be right.
func apart(claim *reading, f mention.Figure, in *reading, k mention.Figure) bool {
	if f.Unit == mention.UnitScore {
		return !mention.SameFigure(f, k)
	}
	lowF, highF := extent(f, bound(claim, f))
	lowK, highK := extent(k, bound(in, k))
	return highF < lowK || highK < lowF
}

// extent is what a figure may mean: “about 20” from 18 to 22, “at least 20” from 20 on, “20” as the rounding of 19.5 to 20.5.
func extent(f mention.Figure, q mention.Qualifier) (low, high float64) {
	low, high = f.Low, f.High
	if f.Unit == mention.UnitShare {
		low, high = low*100, high*100
	}
	if f.Ordinal {
		return low, high
	}
	switch q {
	case mention.About:
		low, high = low*0.85, high*1.15
	case mention.AtLeast, mention.MoreThan:
		high = math.Inf(1)
	case mention.AtMost, mention.LessThan:
		low = math.Inf(-1)
	}
	if r := min(rounding(f.Value)/2, 0.025*math.Abs(f.Value)); f.Value >= 100 && r >= 1 {
		low, high = low-r, high+r
	}
	return low, high
}

// entailed are the figures of a claim that its words leave open and a figure of the part fills: “more than 200” where it has 213.
func (v *view) entailed() (spans []retrieval.Span) {
	for _, f := range v.claim.figures {
		told := func(k mention.Figure) bool { return sameAmount(v.claim, f, v.in, k) }
		if i := slices.IndexFunc(v.in.figures, told); i >= 0 && f.Counts != "" && times[v.in.figures[i].Counts] { // “80 the same evening”
			spans = append(spans, v.claim.bounded(f))
		}
		if f.Unit == "" && f.Counts == "" && slices.ContainsFunc(v.in.figures, func(k mention.Figure) bool { return k.Age && k.Value == f.Value }) &&
			anyOf(wordsBefore(v.claim, f.Start, 1), aged) { // “a man of 34”, “who was 34”
			spans = append(spans, f.Span)
		}
		if f.Ordinal || f.IsRange() || v.claim.quotes(f.Span) || slices.ContainsFunc(v.in.figures, told) {
			continue
		}
		for _, k := range v.in.figures {
			plain := f
			plain.Vague = false
			if everybody[stem(f.Counts)] && persons[stem(k.Counts)] { // guests are people
				plain.Counts = k.Counts
			}
			if v.rivals(plain, k) && fills(f, bound(v.claim, f), k, bound(v.in.reading, k)) {
				spans = append(spans, v.claim.bounded(f))
				break
			}
		}
	}
	return spans
}

var (
	aged  = set(`of was is aged`)
	times = set(`evening day night morning week month year afternoon`)
)

// fills reports whether a figure lies within what another leaves open.
func fills(f mention.Figure, open mention.Qualifier, k mention.Figure, q mention.Qualifier) bool {
	low, high := f.Low, f.High
	switch {
	case f.Vague: // dozens, hundreds
		low, high = 2*low, 10*low-1
	case open == mention.About:
		low, high = low*0.95, high*1.05
	case open == mention.AtLeast:
		high = math.Inf(1)
	case open == mention.MoreThan:
		low, high = math.Nextafter(low, math.Inf(1)), math.Inf(1)
	case open == mention.AtMost:
		low = math.Inf(-1)
	case open == mention.LessThan:
		low, high = math.Inf(-1), math.Nextafter(high, 0)
	default:
		return false
	}
	if ceiling(q) && !math.IsInf(low, -1) || floor(q) && !math.IsInf(high, 1) {
		return false
	}
	return k.Low >= low && k.High <= high
}

// superseded says by what a part replaces the figure that it shares with a claim: “first 30, then at least 80”.
func (v *view) superseded() string {
	for _, f := range v.claim.figures {
		if anyOf(around(v.claim, f.Start, 4), atFirst) {
			continue
		}
		for i, k := range v.in.figures {
			if !sameAmount(v.claim, f, v.in, k) || !anyOf(wordsBefore(v.in.reading, k.Start, 5), atFirst) {
				continue
			}
			for _, later := range v.in.figures[i+1:] {
				if (v.rivals(f, later) || later.Counts == "" && later.Unit == f.Unit) && apart(v.claim, f, v.in.reading, later) {
					return fmt.Sprintf("the passage has %s at first, then %s", k.Span.In(v.in.text), later.Span.In(v.in.text))
				}
			}
		}
	}
	return ""
}

var atFirst = set(`first initially originally earlier previously`)

// rounding is the last place that a whole number names: 1,000 of 250,000 is 10,000; 1 of 251.
func rounding(x float64) float64 {
	if x == 0 || x != math.Trunc(x) {
		return 0
	}
	r := 1.0
	for math.Mod(x, r*10) == 0 {
		r *= 10
	}
	return r
}

// descriptions are the small numbers of a claim that only tell which ones it means, and of which the part says nothing: “the two ministers”.
func (v *view) descriptions() (spans []retrieval.Span) {
	for _, f := range v.claim.figures {
		if v.described(f) && !slices.ContainsFunc(v.in.figures, func(k mention.Figure) bool { return sameAmount(v.claim, f, v.in, k) || v.rivals(f, k) }) {
			spans = append(spans, f.Span)
		}
	}
	return spans
}

func (v *view) described(f mention.Figure) bool {
	return f.Unit == "" && !f.Ordinal && f.Value < 10 && f.Counts != "" && anyOf(wordsBefore(v.claim, f.Start, 1), definite)
}
