package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// point is one thing in which a part says otherwise than a claim does, so that not both can be right.
type point struct {
	blank []retrieval.Span // of the claim: what says it there
	leave map[int]bool     // the doings that say it
	pins  int              // how many must hold the rest to one event
	why   string
}

// against is the one point in which a part contradicts a claim, where it says all the rest of it.
func (g *Grounder) against(v *view, how tie) bot.Stance {
	if who, why := v.disclaimed(); why != "" {
		return bot.Stance{Side: bot.Against, Score: Threshold, Speaker: who, Why: why}
	}
	finders := []func(*view) []point{doingPoints, figurePoints, datePoints, sitePoints, agentPoints, degreePoints, latePoints, contrastPoints}
	if how == beside {
		finders = []func(*view) []point{besidePoints}
	}
	for _, find := range finders {
		for _, p := range find(v) {
			rest, mass := v, 2
			if len(p.blank) > 0 {
				rest, mass = g.view(v.claim.blank(p.blank), v.in), 3
			}
			ok, score, _ := g.agrees(rest, p.leave, true)
			if ok && v.mass() >= mass && (rest.pins() >= p.pins || v.mass() >= p.pins+2) {
				return bot.Stance{Side: bot.Against, Score: score, Speaker: v.voice(), Why: p.why}
			}
		}
	}
	return bot.Stance{}
}

// doingPoints are what a claim says is done where the part says that it is not, or the opposite.
func doingPoints(v *view) (points []point) {
	for i, d := range v.done {
		if d.is == unlike {
			continue
		}
		claimed, there := v.standings(d)
		words, base := v.words(d)
		others := v.base[d.there.sentence]
		if d.is == contrary && inTurn(deedsOf(base, d.at), deedsOf(others, d.there.at)) && !slices.ContainsFunc(v.claim.dates, v.dates) && !sameEnd(base, d.at, others, d.there.at) {
			continue
		}
		if d.is == contrary && harms[base[d.at].Stem] && v.claim.countsSome() { // two may die and two be hurt
			continue
		}
		word, other := words[d.at].Form, v.in.sentences[d.there.sentence].words[d.there.at].Form
		p := point{leave: map[int]bool{i: true}, pins: 1, why: fmt.Sprintf("the passage has “%s” where the claim has “%s”", other, word)}
		switch {
		case d.is == same && there.corrected:
			p.why = fmt.Sprintf("the passage takes “%s” back", word)
		case claimed.modal != there.modal && !(d.is == contrary && claimed.modal && !there.negated): // “will go ahead”, “is cancelled”
			continue
		case d.is == same && claimed.negated == there.negated, d.is == contrary && claimed.negated != there.negated && !refusals[word]:
			continue
		case d.is == contrary && (refusals[word] || refusals[other]): // what is denied and confirmed is of one point with it
			for j, e := range v.done {
				p.leave[j] = p.leave[j] || e.is == same
			}
		case d.is == contrary: // “found guilty” is one with “acquitted”
			for j, e := range v.done {
				p.leave[j] = p.leave[j] || e.is == contrary && e.there.sentence == d.there.sentence && e.there.at == d.there.at
			}
		case v.inPart(d, claimed.negated), there.negated && !there.denied && v.narrower(d):
			continue
		case there.denied:
			p.why = fmt.Sprintf("the passage has “%s” denied", word)
		case there.negated:
			p.why = fmt.Sprintf("the passage negates “%s”", word)
		default:
			p.why = fmt.Sprintf("the passage does not negate “%s”", word)
		}
		if there.negated { // how many it was done to goes with it
			if p.blank = v.untold(); v.counts(p.blank) {
				continue
			}
		}
		points = append(points, p)
	}
	return points
}

// countsSome reports whether a claim counts people, and not all of them.
func (r *reading) countsSome() bool {
	return slices.ContainsFunc(r.figures, func(f mention.Figure) bool {
		return persons[stem(f.Counts)] && !anyOf(wordsBefore(r, f.Start, 2), whole)
	})
}

var (
	harms = stems(`die kill wound injure hurt dead injured wounded`)
	whole = set(`all the its their both`)
)

// sameEnd reports whether two verbs are what the same is done for: “voted to end”, “voted to extend”.
func sameEnd(a []match.Word, i int, b []match.Word, j int) bool {
	if i < 2 || j < 2 || a[i-1].Form != "to" || b[j-1].Form != "to" {
		return false
	}
	return slices.ContainsFunc(a[max(0, i-5):i-1], func(w match.Word) bool {
		return !w.Stop && slices.ContainsFunc(b[max(0, j-5):j-1], func(o match.Word) bool { return o.Stem == w.Stem })
	})
}

// untold are the figures of a claim that the part does not have.
func (v *view) untold() (spans []retrieval.Span) {
	for _, f := range v.claim.figures {
		if !slices.ContainsFunc(v.in.figures, func(k mention.Figure) bool { return sameAmount(v.claim, f, v.in, k) }) {
			spans = append(spans, v.claim.bounded(f))
		}
	}
	return spans
}

// counts reports whether the part has other figures of what some figures of the claim count: “96 killed”, “261 wounded”.
func (v *view) counts(spans []retrieval.Span) bool {
	return slices.ContainsFunc(v.claim.figures, func(f mention.Figure) bool {
		return f.Counts != "" && slices.ContainsFunc(spans, func(s retrieval.Span) bool { return within(f.Span, s) }) &&
			slices.ContainsFunc(v.in.figures, func(k mention.Figure) bool { return k.Counts != "" && sameThing(stem(f.Counts), stem(k.Counts)) })
	})
}

// besidePoints are the doingPoints of which the part names who does them, or whom they are done to, in the same sentence.
func besidePoints(v *view) (points []point) {
	for _, p := range doingPoints(v) {
		for i := range p.leave {
			if d := v.done[i]; v.company(d.topic, d.there.sentence, d.there.at) > 0 {
				points = append(points, p)
				break
			}
		}
	}
	return points
}

// inPart reports whether what is negated is only how much, how often or how far: “not all”, “never before”, “did not win enough”.
func (v *view) inPart(d doing, claimed bool) bool {
	here, _ := v.words(d)
	text, words, at, others := v.claim.text, here, d.at, v.in.sentences[d.there.sentence].words
	if !claimed {
		text, words, at, others = v.in.text, others, d.there.at, here
	}
	for k := max(0, at-3); k < min(len(words), at+5); k++ {
		if k > at && parted(text[words[k-1].End:words[k].Start]) {
			return false
		}
		if measures[words[k].Form] && !slices.ContainsFunc(others, func(o match.Word) bool { return o.Form == words[k].Form }) {
			return true
		}
	}
	return false
}

var measures = set(`before yet enough all every only alone entirely fully completely immediately again always necessarily both exactly much many more less far until`)

// contrastPoints are what a claim says where the part has it behind “and not” or “rather than”.
func contrastPoints(v *view) (points []point) {
	for k, w := range v.topic {
		if v.isContrast(k) {
			points = append(points, point{blank: []retrieval.Span{w.Span}, pins: 1, why: fmt.Sprintf("the passage has “not %s”", w.Form)})
		}
	}
	return points
}

// contrasted says what of the claim the part has as what something is not.
func (v *view) contrasted() string {
	for _, p := range contrastPoints(v) {
		return p.why
	}
	return ""
}

// isContrast reports whether a part has a word of the claim only as what something is said not to be.
func (v *view) isContrast(k int) (found bool) {
	for n, s := range v.in.sentences {
		for j, o := range v.base[n] {
			if o.Form != v.topic[k].Form {
				continue
			}
			if !contrast(v.in.text, s.words, j) {
				return false
			}
			found = true
		}
	}
	return found
}

// contrast reports whether the word at i is what something is said not to be: “the past week and not the past weeks”.
func contrast(text string, words []match.Word, i int) bool {
	for k := i - 1; k > 0 && k >= i-8; k-- {
		before := words[k-1].Form
		switch f := words[k].Form; {
		case f == "not" && (before == "and" || before == "but" || strings.Contains(text[words[k-1].End:words[k].Start], ",")),
			f == "than" && before == "rather", f == "of" && before == "instead":
			return true
		case beForms[f] || irregular[f]:
			return false
		}
	}
	return false
}
