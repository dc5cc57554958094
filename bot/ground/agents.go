package ground

import (
	"fmt"
	"slices"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// agentPoints are the doers of a claim where the part has others, or has them on the other side.
func agentPoints(v *view) (points []point) {
	for _, d := range v.done {
		if d.is != same {
			continue
		}
		words, base := v.words(d)
		t := v.in.sentences[d.there.sentence]
		names := placed(v.in.names, t)
		here, there := v.castOf(d), castOf(v.in.text, t.words, names, d.there.at)
		if n, ok := opponent(words, placed(v.claim.names, v.claim.sentences[d.sentence]), d.at); ok && len(here.patients) == 0 {
			here.patients = []place{n}
		}
		if n, ok := opponent(t.words, names, d.there.at); ok && len(there.patients) == 0 {
			there.patients = []place{n}
		}
		stem := base[d.at].Stem
		if len(here.doers) == 0 {
			continue
		}
		who := here.doers[0]
		if ruledOut(t.words, names, who) {
			points = append(points, point{blank: spansOf(here.doers), pins: 1, why: fmt.Sprintf("the passage has “not %s”", who.Text)})
		}
		if len(there.doers) == 0 {
			continue
		}
		why := fmt.Sprintf("in the passage it is %s, not %s, with “%s”", there.doers[0].Text, who.Text, words[d.at].Form)
		switch {
		case overlap(here.doers, there.doers), overlap(there.doers, here.doers):
		case overlap(here.doers, there.patients) && overlap(here.patients, there.doers):
			if !mutual[stem] {
				points = append(points, point{blank: spansOf(here.doers, here.patients), why: why})
			}
		case len(here.doers) == 1 && len(there.doers) == 1 && !shared[stem] && !there.open && comparable(who.Name, there.doers[0].Name) && !indefinite(v.claim) && v.actsOn(d):
			points = append(points, point{blank: spansOf(here.doers), pins: 2, why: why})
		}
	}
	return points
}

// opponent is the name behind the “against” or “over” that follows the verb at i: “won the final against Norland”.
func opponent(words []match.Word, names []place, i int) (place, bool) {
	for k := i + 1; k < min(len(words), i+8) && !finite(words, k); k++ {
		if words[k].Form == "against" || words[k].Form == "over" {
			return rightAfter(words, names, k)
		}
	}
	return place{}, false
}

// actsOn reports whether a doing has something that it is done to, by which it is known: “vetoed the draft”, but not “died in May”.
func (v *view) actsOn(d doing) bool {
	words, _ := v.words(d)
	if passive(words, d.at) {
		return true
	}
	for _, w := range words[d.at+1 : min(len(words), d.at+5)] {
		if places[w.Form] {
			return false
		}
		if k := v.topicAt(w.Start); k >= 0 && v.met[k].score >= meant {
			return true
		}
	}
	return false
}

func spansOf(all ...[]place) (spans []retrieval.Span) {
	for _, n := range slices.Concat(all...) {
		spans = append(spans, n.Span)
	}
	return spans
}

var (
	// mutual are what two do to one another, by the stems of base forms.
	mutual = stems(`meet talk speak fight clash negotiate agree marry divorce border neighbour trade join telephone phone call`)
	// shared are what several may do, each by themselves.
	shared = stems(`say tell confirm deny condemn criticise criticize welcome praise support back oppose reject vote attend join send warn demand urge ask call
accuse blame want hope fear think believe agree follow promise pledge offer threaten bomb shell attack visit recognise recognize help pay know see use have
speak talk meet play lose rise fall take`)
)

// indefinite reports whether a claim tells of one of many: “a hospital”.
func indefinite(claim *reading) bool {
	for i, w := range claim.words {
		if (w.Form == "a" || w.Form == "an") && i+1 < len(claim.words) && !claim.covers(claim.words[i+1].Span) && (i == 0 || !beForms[claim.words[i-1].Form]) {
			return true
		}
	}
	return false
}

// disclaimed says that those of whom a claim tells that they did something deny all part in it (“denied any involvement”), in the
// words that name them.
func (v *view) disclaimed() (who, why string) {
	if said, _ := v.misattributed(); said {
		return "", ""
	}
	for n, t := range v.in.sentences {
		names := placed(v.in.names, t)
		for i, w := range t.words {
			if !refusals[w.Form] || !anyOf(t.words[i+1:min(len(t.words), i+6)], involvement) {
				continue
			}
			denying := castOf(v.in.text, t.words, names, i).doers
			for _, d := range v.done {
				words, _ := v.words(d)
				claimed := standingOf(v.claim.text, words, d.at)
				if here := v.castOf(d).doers; overlap(here, denying) && !claimed.negated && !claimed.modal && !refusals[words[d.at].Form] && v.isAbout(n, i) {
					return speaker(v.in.text, t.words, i), fmt.Sprintf("the passage has %s deny any part in it", here[0].Text)
				}
			}
		}
	}
	return "", ""
}

var involvement = set(`involvement part responsibility role hand anything complicity`)

// isAbout reports whether what the claim tells, but for who did it, is what the article or a sentence is about.
func (v *view) isAbout(sentence, at int) bool {
	met, all := 0.0, 0.0
	for k, w := range v.topic {
		if idle(w) || v.claim.covers(w.Span) {
			continue
		}
		all += v.share[k]
		if v.set[k] || v.met[k].score >= meant && v.met[k].sentence == sentence && v.met[k].at != at {
			met += v.share[k]
		}
	}
	return all > 0 && met >= 0.6*all
}
