package ground

import (
	"slices"
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// gap is a word of the claim of which a part has nothing, or "". Where the article is about it, the part need not have what tells
// where or of what something is done (“at Urum al-Kubra”), as long as that is not most of the claim: share is how much of its
// information goes without, halved.
func (v *view) gap(leave map[int]bool, strict bool) (share float64, word string) {
	lost, all := 0.0, 0.0
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
		case met >= meant, !strict && !v.set[k] && (soft >= likely || soft >= hinted && !heads):
		case v.set[k] && v.aside(k):
			lost += v.share[k] / 2
		default:
			return 1, w.Form
		}
	}
	return lost / max(all, 1), ""
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
		case f == "by" || f == "from" || f == "with":
			return false
		case f == "of":
			return v.topic[k].Capital || v.claim.covers(v.topic[k].Span) // the price of maize is not that of wheat
		case places[f] || f == "to" || f == "about":
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

var (
	// Words that add little to what stands beside them.
	vague = stems(`new part number people area side time way place person case amount kind sort group total fact thing reason member rest use`)
	// Nouns that stand for what is named.
	bodies = stems(`company firm airline bank club party agency ministry court government city town village province region country countries nation state team
university group organisation organization newspaper network authority authorities department capital island council board union`)
)
