package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// attribution holds who said it. Whom the claim names as the speaker has to be the speaker of a sentence that it is about, a
// pronoun or a title standing for a name of the sentences before. And what a sentence has somebody say is no fact: “Russia
// says X” does not carry “X”. Only a speaker tagged on behind (“…, Carter said”) may be left out, for then the paper itself
// tells it first and names its source; not one who claims, denies or accuses.
func attribution(a *alignment) string {
	if said, why := a.misattributed(); said || why != "" {
		return why
	}
	why := ""
	for _, h := range a.about() {
		verb := h.asserted(a)
		if verb == "" {
			return ""
		}
		if why == "" {
			why = fmt.Sprintf("passage %d does not tell it as a fact: somebody “%s” it", h.source.evidence.N, verb)
		}
	}
	return why
}

// misattributed says whom the claim has say something that somebody else says; said is whether it has anybody say anything.
func (a *alignment) misattributed() (said bool, why string) {
	about := a.about()
	for _, s := range a.claim.sentences {
		claimed := placed(a.claim.names, s)
		for i, w := range s.words {
			said = said || voices[w.Form] || gives[w.Form]
			if !speaks(s.words, i) || w.Capital && w.Form != "according" {
				continue
			}
			said = true
			for _, who := range speakers(a.claim.text, s.words, claimed, i) {
				if len(about) > 0 && !a.saidBy(s, w, about, who) {
					return true, fmt.Sprintf("%s does not have %s say it", called(a.cited), who.Text)
				}
			}
		}
	}
	return said, ""
}

// about are the sentences of the passages that the claim may be about, the nearest first.
func (a *alignment) about() (found []held) {
	for _, h := range a.best {
		if h.sentence().Start < h.source.from || h.coverage == 0 {
			continue
		}
		if len(found) > 0 && h.coverage < near*found[0].coverage {
			break
		}
		found = append(found, h)
	}
	return found
}

// saidBy reports whether who says a sentence that the clause of the verb w may be about, or one beside a sentence without a
// speaker.
func (a *alignment) saidBy(s sentence, w match.Word, about []held, who place) bool {
	found := append(a.of(a.clauseOf(s, w.Start)), about...)
	untold := slices.DeleteFunc(slices.Clone(found), func(h held) bool {
		words := h.sentence().words
		return slices.ContainsFunc(words, func(w match.Word) bool { return speech[w.Form] })
	})
	return slices.ContainsFunc(append(found, a.beside(untold)...), func(h held) bool { return h.saidBy(who) })
}

// severalSay reports whether a sentence of the claim has two verbs of speech, outside its quotations.
func (a *alignment) severalSay(s sentence) bool {
	n := 0
	for i, w := range s.words {
		if speaks(s.words, i) && !w.Capital && !a.claim.quotes(w.Span) {
			n++
		}
	}
	return n > 1
}

// speaks reports whether the word at i is a verb of speech: “put out of service” and “a conference call” have none.
func speaks(words []match.Word, i int) bool {
	if !speech[words[i].Form] || i > 0 && nouns[words[i].Form] && (determiners[words[i-1].Form] || !words[i-1].Stop && !words[i-1].Capital && !strings.HasSuffix(words[i-1].Form, "s")) {
		return false
	}
	return words[i].Form != "put" && words[i].Form != "puts" || !passive(words, i) && (i+1 == len(words) || !places[words[i+1].Form] && !particles[words[i+1].Form])
}

// speakers are the names that the verb of speech at i has as its subject: right before it, or right behind it in “said Kirby”
// and “according to Kirby”.
func speakers(text string, words []match.Word, names []place, i int) []place {
	if words[i].Form == "according" {
		return nearestAfter(text, words, names, i, 5)
	}
	found, open := subjects(text, words, names, i)
	if len(found) > 0 || open {
		return found
	}
	return nearestAfter(text, words, names, i, 4)
}

// nearestAfter is the first name that begins within n words behind i, with no mark between but the apposition of its bearer.
func nearestAfter(text string, words []match.Word, names []place, i, n int) []place {
	for _, p := range names {
		if p.first > i && p.first <= i+n && !strings.ContainsAny(text[words[i].End:p.Start], ";:“”\"()") {
			return []place{p}
		}
	}
	return nil
}

// saidBy reports whether somebody says the sentence, or says something in it, who may be who.
func (h held) saidBy(who place) bool {
	if hasPlace(h.echoed(), who) {
		return true
	}
	for back := 0; back <= 2 && back <= h.index; back++ {
		s := h.source.sentences[h.index-back]
		names := placed(h.source.names, s)
		verb, open := false, false
		for i, w := range s.words {
			if !speaks(s.words, i) && !gives[w.Form] {
				continue
			}
			verb = true
			found := speakers(h.source.text, s.words, names, i)
			if hasPlace(found, who) {
				return true
			}
			if len(found) == 0 {
				open = true
				if hasPlace(before(names, i), who) && i > 0 {
					return true
				}
			}
		}
		if open && h.namedBefore(h.index-back, who) {
			return true
		}
		if verb && !open {
			return false
		}
	}
	return false
}

// namedBefore reports whether one of the two sentences before a sentence names who: what a pronoun or a title may stand for.
func (h held) namedBefore(index int, who place) bool {
	for k := max(0, index-2); k < index; k++ {
		if hasPlace(placed(h.source.names, h.source.sentences[k]), who) {
			return true
		}
	}
	return slices.ContainsFunc(h.source.around, func(n mention.Name) bool { return stands(who.Name, n) })
}

// asserted is the verb by which somebody asserts what the claim shares with a sentence; "" where the paper tells it itself.
func (h held) asserted(a *alignment) string {
	t := h.sentence()
	for i, w := range t.words {
		if !assertion[w.Form] && !reckons[w.Form] || nouns[w.Form] && !speaks(t.words, i) {
			continue
		}
		behind, met := 0, 0
		for _, at := range h.match.At {
			if at >= 0 && !shifts(h.source.text, t.words, i, at) {
				met++
				if at > i {
					behind++
				}
			}
		}
		if contested[w.Form] && behind > 0 || reckons[w.Form] && behind > 1 && len(a.claim.figures) > 0 && placedBefore(h.source.names, t, i) || behind*3 >= met*2 && behind > 1 && governs(h.source.text, t.words, i) {
			return w.In(h.source.text)
		}
	}
	return ""
}

// shifts reports whether “but”, “while”, “, and” or a semicolon parts the words at i and k, so that what one governs ends before the other.
func shifts(text string, words []match.Word, i, k int) bool {
	for n := i + 1; n <= k; n++ {
		between := text[words[n-1].End:words[n].Start]
		if words[n].Form == "but" || words[n].Form == "while" || words[n].Form == "and" && strings.Contains(between, ",") || strings.Contains(between, ";") {
			return true
		}
	}
	return false
}

// placedBefore reports whether a name stands among the words before the one at i.
func placedBefore(names []mention.Name, t sentence, i int) bool {
	return len(before(placed(names, t), i)) > 0
}

// governs reports whether the verb of speech at i has what is said behind it: “that”, a quotation, or a clause.
func governs(text string, words []match.Word, i int) bool {
	for k := i + 1; k < len(words) && k <= i+6; k++ {
		between := text[words[k-1].End:words[k].Start]
		if words[k].Form == "that" || strings.ContainsAny(between, "“\":") {
			return true
		}
	}
	return i+1 < len(words) && (auxiliaries[words[i+1].Form] || pronouns[words[i+1].Form] || words[i+1].Form == "its" || words[i+1].Form == "the" || words[i+1].Capital)
}

var (
	nouns     = set(`call calls claim claims report reports comment answer answers reply note notes estimate estimates count counts state states remark blame`)
	particles = set(`out off up down forward aside back`)
	// Verbs by which a source gives what another verb of speech may report.
	gives     = set(`give gives gave given named names cited cites speaks spoke listed lists highlighted emphasised emphasized called finds found learned`)
	assertion = set(`say says said tells told claim claims claimed argue argues argued insist insists insisted deny denies denied accuse accuses
accused allege alleges alleged assert asserts asserted believe believes believed maintain maintains maintained suggest suggests suggested blame blames blamed
wrote writes reported reports predict predicts predicted conclude concludes concluded complain complains complained`)
	// What a speaker wants or means to do is said to be so, whoever reports it.
	voices = set(`demand demands demanded urge urges urged threaten threatens threatened promise promises promised vow vows vowed offer offers
offered propose proposes proposed pledge pledges pledged hope hopes hoped request requests requested reject rejects rejected accusing saying`)
	// Verbs by which a source gives figures.
	reckons   = set(`put puts gave gives speaks spoke counted counts estimated estimates reported reports`)
	contested = set(`claim claims claimed deny denies denied accuse accuses accused allege alleges alleged`)
)
