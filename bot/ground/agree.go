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
	switch {
	case word != "":
		return false, 0, fmt.Sprintf("it has nothing of “%s”", word)
	case share > widest:
		return false, 0, "too much of it stands elsewhere"
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
	checks := []func() string{v.strangers, v.beyond, v.qualified, v.contrasted, v.degrees, v.undated}
	if strict {
		checks = append(checks, v.named)
	} else {
		checks = append(checks, v.none)
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
		settled := v.settled()
		of = append(of, func(a *alignment) string { return opposingBut(a, settled) }, func(a *alignment) string { return a.moods(false) })
	}
	for _, check := range of {
		if why := check(v.alignment); why != "" {
			return false, score, why
		}
	}
	return true, score, ""
}

const (
	widest = 0.25 // share of a claim's information that may go without, halved
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

// settled are the starts of the words of the claim by which it says what the part says is done too.
func (v *view) settled() map[int]bool {
	starts := map[int]bool{}
	for _, d := range v.done {
		words, base := v.words(d)
		if d.is != same {
			continue
		}
		particle := particleOf(base, d.at)
		for i := d.at; i < min(len(words), d.at+4); i++ {
			starts[words[i].Start] = starts[words[i].Start] || i == d.at || words[i].Form == particle
		}
	}
	return starts
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
	return claimed.negated == there.negated && !there.corrected && (claimed.modal == there.modal || underWay(words, d.at) || len(v.claim.dates) > 0 && scheduled(words, d.at))
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

// scheduled reports whether the word at i is a verb in the present, which may tell of what is to come: “begins in May”.
func scheduled(words []match.Word, i int) bool {
	return strings.HasSuffix(words[i].Form, "s") && words[i].Verb()
}

// underWay reports whether the word at i has something as under way or about to be: “is closing”.
func underWay(words []match.Word, i int) bool {
	form := words[i].Form
	return i > 0 && len(form) > 3 && form[len(form)-3:] == "ing" && (words[i-1].Form == "is" || words[i-1].Form == "are")
}

// qualified says what a noun of the claim is qualified by where the part qualifies it by something else: “finance minister”,
// “education minister”.
func (v *view) qualified() string {
	for _, n := range v.claim.names {
		i := slices.IndexFunc(v.topic, func(w match.Word) bool { return w.Start == n.End+1 })
		for i >= 0 && i+1 < len(v.topic) && v.claim.covers(v.topic[i].Span) && v.topic[i+1].Start == v.topic[i].End+1 { // “French-Spanish”
			i++
		}
		if i < 0 || hasName(v.in.names, n) || v.met[i].score < meant || !v.claim.qualifies(n.Span) {
			continue
		}
		if at := v.met[i].at; anyOf(v.in.sentences[v.met[i].sentence].words[max(0, at-2):at], indefinites) { // “the French draft”, “a draft by Spain”
			return fmt.Sprintf("it does not say that it is “%s %s”", n.Text, v.topic[i].Form)
		}
	}
	for k := 0; k+1 < len(v.topic); k++ {
		by, noun, there := v.topic[k], v.topic[k+1], v.met[k+1]
		if noun.Start-by.End != 1 || !v.heads(k+1) || v.saidBy(k+1, nil) || by.Capital || by.Figure() || numeral(by) != "" || v.met[k].score >= hinted || v.claim.covers(by.Span) {
			continue
		}
		if there.score < sameWord {
			if there.score >= meant && v.best[0].match.Scores[k] < likely && !idle(by) { // “air strike”, “attack”
				return fmt.Sprintf("it does not say that it is “%s %s”", by.Form, noun.Form)
			}
			continue
		}
		if there.at == 0 {
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

// none says of what of the claim the part has none: “without a single patient”.
func (v *view) none() string {
	if anyOf(v.claim.words, nobody) || anyOf(v.claim.words, negations) {
		return ""
	}
	for k, w := range v.topic {
		m := v.met[k]
		if m.score < meant {
			continue
		}
		words := v.in.sentences[m.sentence].words
		for i := m.at - 1; i >= max(0, m.at-3); i-- {
			if f := words[i].Form; f == "no" || f == "without" {
				return fmt.Sprintf("it has no “%s”", w.Form)
			} else if !articles[f] && f != "single" {
				break
			}
		}
	}
	return ""
}

var indefinites = set(`a an another`)

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

// mass counts what a claim and a part share: names, dates, figures, and words that say more than that somebody speaks, or
// their opposites.
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
	for _, d := range v.done {
		if d.is == contrary {
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

var definite = set(`the its their his her`)
