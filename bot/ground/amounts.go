package ground

import (
	"fmt"
	"math"
	"strings"

	"dateline/retrieval/mention"
)

// rivals reports whether two figures count the same thing in the same way.
func (a *account) rivals(f, k mention.Figure) bool {
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
		mine, other := fate(a.claim, f.Start), fate(a.in.reading, k.Start)
		switch {
		case mine != "" && other != "" && mine != other && !alike(mine, other), k.Counts == "time":
			return false
		case f.Counts == "" || k.Counts == "":
			return mine != "" && other != ""
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

// superseded says by what the sentence replaces the figure that it shares with a claim: “first 30, then at least 80”.
func (a *account) superseded() string {
	in := a.in.part(a.sentence, a.sentence)
	for _, f := range a.claim.figures {
		if anyOf(around(a.claim, f.Start, 4), atFirst) {
			continue
		}
		for i, k := range in.figures {
			if !sameAmount(a.claim, f, in, k) || !anyOf(wordsBefore(in.reading, k.Start, 5), atFirst) {
				continue
			}
			for _, later := range in.figures[i+1:] {
				if (a.rivals(f, later) || later.Counts == "" && later.Unit == f.Unit) && apart(a.claim, f, in.reading, later) {
					return fmt.Sprintf("the passage has %s at first, then %s", k.In(in.text), later.In(in.text))
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
