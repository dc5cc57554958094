package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// agrees reports whether a part says what a claim does, but for the doings that leave numbers, and why not. Who says it may be
// somebody whom the claim does not name. strict is for what all but one point of a claim agrees with: words then meet by their
// meaning alone, and every name stands in the part or its headline.
func (g *Grounder) agrees(v *view, leave map[int]bool, strict bool) (ok bool, score float64, why string) {
	cited := []*source{v.in}
	for _, check := range []func(*reading, []*source) string{quotations, figures, dates} {
		if why := check(v.claim, cited); why != "" {
			return false, 0, why
		}
	}
	share, word := v.gap(leave, strict)
	if share > widest || word != "" {
		return false, 0, fmt.Sprintf("it has nothing of “%s”", word)
	}
	if why := v.undone(leave); why != "" {
		return false, 0, why
	}
	if !strict && v.mass() < 3 && len(v.claim.names) == 0 && !v.byVerbs() {
		return false, 0, "too little of it is shared"
	}
	score, least := g.score(v.claim.without(cited), []*reading{v.in.reading, v.in.article()})
	if score < Threshold && (share > 0 || score < spare*Threshold) {
		return false, score, fmt.Sprintf("it does not carry it (support %.2f, “%s” least)", score, least.In(v.claim.text))
	}
	checks := []func() string{v.strangers, v.qualified, v.contrasted, v.degrees, v.undated}
	if strict {
		checks = append(checks, v.named)
	}
	for _, check := range checks {
		if why := check(); why != "" {
			return false, score, why
		}
	}
	if _, why := v.misattributed(); why != "" {
		return false, score, why
	}
	of := []func(*alignment) string{names, roles, misdated, tails}
	if !strict {
		of = append(of, opposing, func(a *alignment) string { return a.moods(false) })
	}
	for _, check := range of {
		if why := check(v.alignment); why != "" {
			return false, score, why
		}
	}
	return true, score, ""
}

const (
	widest = 0.25 // share of a claim's information of which a part may have nothing
	spare  = 0.7  // of Threshold, that is enough where the part has every word
)

// undone says what the claim says is done that the part does not say is done, or not in this way.
func (v *view) undone(leave map[int]bool) string {
	met := false
	for i, d := range v.done {
		words, _ := v.words(d)
		switch {
		case leave[i]:
		case d.is == unlike && v.isSlight(d):
			if there := v.behind(d); there.sentence < 0 || !v.sameWay(d, there) {
				continue
			}
		case d.is != same:
			return fmt.Sprintf("it does not say that anything is done as “%s”", words[d.at].Form)
		default:
			if !v.sameWay(d, d.there) {
				return fmt.Sprintf("it has “%s” in another way", words[d.at].Form)
			}
		}
		met = true
	}
	if !met {
		return "it does not say that anything is done"
	}
	return ""
}

// byVerbs reports whether the part says by verbs, and not by nouns, what the claim says is done.
func (v *view) byVerbs() bool {
	return !slices.ContainsFunc(v.done, func(d doing) bool {
		return d.is != same || isNoun(v.in.sentences[d.there.sentence].words, d.there.at)
	})
}

// sameWay reports whether a doing is said to be in the claim as a word of the part is.
func (v *view) sameWay(d doing, at spot) bool {
	d.there = at
	words, _ := v.words(d)
	claimed, there := v.standings(d)
	return claimed.negated == there.negated && !there.corrected && (claimed.modal == there.modal || underWay(words, d.at))
}

// behind is where the word is met that stands behind the verb of a doing and says what is done.
func (v *view) behind(d doing) spot {
	words, _ := v.words(d)
	for _, w := range words[d.at+1 : min(len(words), d.at+6)] {
		if k := v.topicAt(w.Start); k >= 0 && v.met[k].score >= meant {
			return v.met[k]
		}
	}
	return nowhere
}

// standings are how a doing is said to be in the claim, and in the part.
func (v *view) standings(d doing) (claimed, there standing) {
	words, _ := v.words(d)
	return standingOf(v.claim.text, words, d.at), standingOf(v.in.text, v.in.sentences[d.there.sentence].words, d.there.at)
}

// underWay reports whether the word at i has something as under way or about to be: “is closing”.
func underWay(words []match.Word, i int) bool {
	form := words[i].Form
	return i > 0 && len(form) > 3 && form[len(form)-3:] == "ing" && (words[i-1].Form == "is" || words[i-1].Form == "are")
}

// gap is the share of a claim's information of which a part has nothing, and the weightiest noun among it. Half of that is
// forgiven which the article is about.
func (v *view) gap(leave map[int]bool, strict bool) (share float64, noun string) {
	lost, all, most := 0.0, 0.0, 0.0
	for k, w := range v.topic {
		if v.saidBy(k, leave) || v.claim.covers(w.Span) || idle(w) || v.light(k) || failing[w.Form] && strings.HasPrefix(v.claim.text[w.End:], " to ") || !strict && v.standsIn(w) {
			continue
		}
		all += v.share[k]
		met := v.met[k].score
		if strict && v.spent(k) {
			met = 0
		}
		soft := 0.0
		for _, h := range v.best {
			soft = max(soft, h.match.Scores[k])
		}
		heads := v.heads(k)
		switch {
		case met >= meant, !strict && (soft >= likely || soft >= hinted && !heads):
		case v.set[k] && v.aside(k):
			lost += v.share[k] / 2
		default:
			lost += v.share[k]
			if heads && v.share[k] > most {
				most, noun = v.share[k], w.Form
			}
		}
	}
	return lost / max(all, 1), noun
}

// saidBy reports whether a word of topic is, or makes one act with, a doing that is met or left aside.
func (v *view) saidBy(k int, leave map[int]bool) bool {
	for i, d := range v.done {
		if d.topic == k && (leave[i] || d.is == same || v.isSlight(d)) {
			return true
		}
	}
	for j := k - 1; j >= max(0, k-3); j-- {
		if v.topic[k].Start-v.topic[j].End < 25 && slices.Contains(particled[inBase(v.topic[j : j+1])[0].Stem], v.topic[k].Form) {
			return true
		}
	}
	return false
}

// aside reports whether a word of topic hangs on a preposition, so that it tells where or of what something is done, and not
// who does it.
func (v *view) aside(k int) bool {
	at := v.topic[k].Start
	before := wordsBefore(v.claim, at, 4)
	for i := len(before) - 1; i >= 0; i-- {
		f := before[i].Form
		switch {
		case f == "by":
			return false
		case places[f] || f == "of" || f == "to" || f == "about" || f == "by":
			return true
		case before[i].Stop && !articles[f] || finite(before, i):
			return false
		}
	}
	return false
}

// light reports whether a word of topic is a verb that says little, in a form in which it does nothing: “taking bribes”.
func (v *view) light(k int) bool {
	return slight[inBase(v.topic[k : k+1])[0].Stem] && !slices.ContainsFunc(v.done, func(d doing) bool { return d.topic == k })
}

// spent reports whether the word that meets a word of topic is one by which the part says what is done.
func (v *view) spent(k int) bool {
	return v.met[k].score < sameWord && slices.ContainsFunc(v.done, func(d doing) bool {
		return d.topic != k && d.there.sentence == v.met[k].sentence && d.there.at == v.met[k].at
	})
}

// idle reports whether a word tells little of what a claim is about.
func idle(w match.Word) bool {
	return negations[w.Form] && !failing[w.Form] || nobody[w.Form] || places[w.Form] || telling[w.Form] || finding[w.Form] || joints[w.Form] || articles[w.Form] || vague[w.Stem]
}

// standsIn reports whether a word may stand for something that the part names: “the airline”.
func (v *view) standsIn(w match.Word) bool {
	return bodies[w.Stem] && slices.ContainsFunc(v.in.names, func(n mention.Name) bool { return n.Kind != mention.Person && n.Kind != mention.Nationality })
}

// heads reports whether a word of topic is a noun that no noun behind it qualifies any further.
func (v *view) heads(k int) bool {
	w := v.topic[k]
	for _, s := range v.claim.sentences {
		for i := range s.words {
			if s.words[i].Start != w.Start {
				continue
			}
			if adverb(w) || slight[inBase(s.words)[i].Stem] {
				return false
			}
			if i+1 == len(s.words) {
				return true
			}
			next := s.words[i+1]
			return next.Stop || parted(v.claim.text[w.End:next.Start]) || next.Capital || next.Figure() || adverb(next) || finite(s.words, i+1)
		}
	}
	return false
}

// qualified says what a noun of the claim is qualified by where the part qualifies it by something else: “finance minister”,
// “education minister”.
func (v *view) qualified() string {
	for k := 0; k+1 < len(v.topic); k++ {
		by, noun, there := v.topic[k], v.topic[k+1], v.met[k+1]
		if noun.Start-by.End != 1 || !v.heads(k+1) || v.saidBy(k+1, nil) || by.Capital || by.Figure() || numeral(by) != "" || v.met[k].score >= hinted || there.score < sameWord || there.at == 0 || v.claim.covers(by.Span) {
			continue
		}
		words := v.in.sentences[there.sentence].words
		other := words[there.at-1]
		if other.Stop || other.Figure() || numeral(other) != "" || v.in.text[other.End] != ' ' || finite(words, there.at-1) || v.isMet(there.sentence, there.at-1) {
			continue
		}
		return fmt.Sprintf("it has “%s %s”, not “%s %s”", other.Form, noun.Form, by.Form, noun.Form)
	}
	return ""
}

// isMet reports whether a word of the part meets one of the claim.
func (v *view) isMet(sentence, at int) bool {
	return slices.ContainsFunc(v.met, func(m spot) bool { return m.sentence == sentence && m.at == at && m.score >= hinted })
}

// named says which name of the claim stands neither in the part nor before it.
func (v *view) named() string {
	for _, n := range v.claim.names {
		if !hasName(v.in.names, n) && !hasName(v.in.around, n) && !v.in.spells(n) {
			return n.Text + " is not named there"
		}
	}
	return ""
}

// mass counts what a claim and a part share: names, dates, figures, and words that say more than that somebody speaks.
func (v *view) mass() (n int) {
	for _, name := range v.claim.names {
		if hasName(v.in.names, name) {
			n++
		}
	}
	for _, d := range v.claim.dates {
		if slices.ContainsFunc(v.in.dates, d.Covers) {
			n++
		}
	}
	for _, f := range v.claim.figures {
		if slices.ContainsFunc(v.in.figures, func(k mention.Figure) bool { return sameAmount(v.claim, f, v.in, k) }) {
			n++
		}
	}
	for k, w := range v.topic {
		if v.met[k].score >= meant && !speech[w.Form] && !v.claim.covers(w.Span) {
			n++
		}
	}
	return n
}

// pins counts what holds a claim to one event: its names, dates and figures, and nouns with “the”.
func (v *view) pins() (n int) {
	n = len(v.claim.names) + len(v.claim.figures) + len(v.claim.dates)
	for _, s := range v.claim.sentences {
		for i, w := range s.words {
			k := v.topicAt(w.Start)
			if k < 0 || w.Capital || v.met[k].score < meant && !v.set[k] || v.claim.covers(w.Span) {
				continue
			}
			for j := i - 1; j >= max(0, i-2); j-- {
				if definite[s.words[j].Form] {
					n++
					break
				}
				if s.words[j].Stop {
					break
				}
			}
		}
	}
	return n
}

var (
	definite = set(`the its their his her`)
	// Nouns that add little to what stands beside them.
	vague = stems(`part number people area side time way place person case amount kind sort group total fact thing reason member rest use`)
	// Nouns that stand for what is named.
	bodies = stems(`company firm airline bank club party agency ministry court government city town village province region country countries nation state team
university group organisation organization newspaper network authority authorities department capital island council board union`)
)
