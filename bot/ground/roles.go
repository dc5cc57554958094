package ground

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// near is the share of the best sentence's coverage from which another sentence is one that the claim may be about.
const near = 0.75

// roles holds who does what to be who does it in the sentences that the claim is about: where a verb of the claim has names
// beside it, the same verb there has the same names on the same sides, or on the others where one is passive.
func roles(a *alignment) string {
	for _, s := range a.claim.sentences {
		claimed := placed(a.claim.names, s)
		for i, w := range s.words {
			if i == 0 || !finite(s.words, i) || compound(a.claim.text, s.words, i) {
				continue
			}
			who, _ := subjects(a.claim.text, s.words, claimed, i)
			if len(who) == 0 {
				continue
			}
			why, agreed := "", false
			for _, h := range a.meeting(s, w.Start) {
				t := h.sentence()
				j := h.verb(a, w)
				if j < 0 || t.words[j].Capital || h.match.Scores[a.topicAt(w.Start)] < sameWord {
					continue
				}
				there := placed(h.source.names, t)
				doers, open := subjects(h.source.text, t.words, there, j)
				turned := passive(s.words, i) != passive(t.words, j)
				switch {
				case turned:
					agreed = agreed || slices.ContainsFunc(who, func(n place) bool { return hasPlace(after(there, j), n) }) || len(after(there, j)) == 0
					if !agreed && why == "" && overlap(who, doers) {
						why = fmt.Sprintf("in passage %d it is not %s that %s", h.source.evidence.N, who[0].Text, w.In(a.claim.text))
					}
				case len(doers) > 0 && all(who, append(h.echoed(), doers...)):
					agreed = true
				case speech[w.Form] && w.Form != "told" && a.severalSay(s) && a.saidBy(s, w, nil, who[0]):
					agreed = true
				case len(doers) == 0 && open && !slices.ContainsFunc(after(there, j), func(n place) bool { return hasPlace(who, n) }):
					agreed = true
				case len(doers) == 0 && !open && !swapped(who, after(claimed, i), there, j):
					agreed = true
				default:
					why = fmt.Sprintf("in passage %d it is not %s that %s", h.source.evidence.N, who[0].Text, w.In(a.claim.text))
				}
			}
			if why != "" && !agreed {
				return why
			}
		}
		if why := cmp.Or(a.linked(s, claimed), a.objects(s, claimed)); why != "" {
			return why
		}
	}
	return ""
}

// compound reports whether a possessive or a hyphen ties the word at i to the name before it, so that it is no verb of it.
func compound(text string, words []match.Word, i int) bool {
	return strings.ContainsAny(text[words[i-1].Start:words[i].Start], "’'-–") ||
		i+1 < len(words) && text[words[i].End:words[i+1].Start] == "-"
}

// echoed are those who do what a sentence tells as well: “as did Abadi”, “Denmark followed” in it or right behind it.
func (h held) echoed() (found []place) {
	for k := h.index; k < min(h.index+2, len(h.source.sentences)); k++ {
		t := h.source.sentences[k]
		names := placed(h.source.names, t)
		for i, w := range t.words {
			switch w.Form {
			case "followed", "joined", "likewise", "too":
				who, _ := subjects(h.source.text, t.words, names, i)
				found = append(found, who...)
			case "did", "does", "do", "has", "have":
				if i > 0 && (t.words[i-1].Form == "as" || t.words[i-1].Form == "so") {
					found = append(found, nearestAfter(h.source.text, t.words, names, i, 4)...)
				}
			}
		}
	}
	return found
}

// objects holds whom a verb of the claim acts on, or who does it behind “by”, to be whom it acts on or who does it there.
func (a *alignment) objects(s sentence, claimed []place) string {
	for i, w := range s.words {
		if i == 0 || !finite(s.words, i) {
			continue
		}
		by := passive(s.words, i) && i+1 < len(s.words) && s.words[i+1].Form == "by"
		object, ok := rightAfter(s.words, claimed, i)
		if !ok {
			continue
		}
		why, agreed := "", false
		for _, h := range a.meeting(s, w.Start) {
			t := h.sentence()
			j := h.verb(a, w)
			if j < 0 || t.words[j].Stem != w.Stem {
				continue
			}
			there := placed(h.source.names, t)
			var known []place
			switch {
			case passive(t.words, j) == passive(s.words, i):
				if k, ok := rightAfter(t.words, there, j); ok {
					known = joined(h.source.text, there, k)
				}
			case by:
				known, _ = subjects(h.source.text, t.words, there, j)
			}
			if hasPlace(known, object) {
				agreed = true
			} else if len(known) > 0 {
				why = fmt.Sprintf("in passage %d it is %s, not %s, with “%s”", h.source.evidence.N, known[0].Text, object.Text, w.In(a.claim.text))
			}
		}
		if why != "" && !agreed {
			return why
		}
	}
	return ""
}

// rightAfter is the name that stands right behind the word at i, or behind the “by” or article there.
func rightAfter(words []match.Word, names []place, i int) (place, bool) {
	k := i + 1
	for k < len(words) && (words[k].Form == "by" || words[k].Form == "the") {
		k++
	}
	for _, n := range names {
		if n.first == k {
			return n, true
		}
	}
	return place{}, false
}

// linked holds a name that a small word ties to the word before it (“talks with Russia”) to be tied to it in the sentences
// that the claim is about, where they tie a name to it so.
func (a *alignment) linked(s sentence, claimed []place) string {
	for _, n := range claimed {
		i, tie := tied(s.words, n.first)
		if i < 0 {
			continue
		}
		why, agreed := "", false
		for _, h := range a.near(s.words[i].Start) {
			t := h.sentence()
			there := placed(h.source.names, t)
			for _, k := range there {
				j, other := tied(t.words, k.first)
				if j < 0 || other != tie || t.words[j].Stem != s.words[i].Stem && h.where(a, s.words[i].Start) != j {
					continue
				}
				if hasPlace(joined(h.source.text, there, k), n) {
					agreed = true
				} else if why == "" {
					why = fmt.Sprintf("passage %d has “%s %s %s”, not %s", h.source.evidence.N, t.words[j].In(h.source.text), other, k.Text, n.Text)
				}
			}
		}
		if why != "" && !agreed {
			return why
		}
	}
	return ""
}

// ties are the small words that tie a name to the word before it.
var ties = set(`with in of by to from at on against into for between over towards`)

// tied is the word that stands before the name whose first word is at i, with at most three small words between, and those
// words but for articles; -1 where there is none, or no preposition.
func tied(words []match.Word, i int) (at int, tie string) {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		w := words[k]
		if !w.Stop {
			if !ties[tie] {
				return -1, ""
			}
			return k, tie
		}
		if w.Form != "the" && w.Form != "a" && w.Form != "an" {
			tie = strings.TrimSpace(w.Form + " " + tie)
		}
	}
	return -1, ""
}

// joined are a name and those that “and”, “or” or a comma join to it.
func joined(text string, names []place, first place) []place {
	found := []place{first}
	for _, n := range names {
		last := found[len(found)-1]
		if n.Start <= last.End || n.Start < first.Start {
			continue
		}
		between := strings.Trim(text[last.End:n.Start], " ,")
		if between != "" && between != "and" && between != "or" && between != "and the" && between != "the" {
			break
		}
		found = append(found, n)
	}
	return found
}

// swapped reports whether the names before a word stand behind it there, and the first behind it before it.
func swapped(who, objects, there []place, j int) bool {
	return len(objects) > 0 && hasPlace(before(there, j), objects[0]) && overlap(who, after(there, j))
}

func before(names []place, j int) (found []place) {
	for _, n := range names {
		if n.last < j {
			found = append(found, n)
		}
	}
	return found
}

func after(names []place, j int) (found []place) {
	for _, n := range names {
		if n.first > j {
			found = append(found, n)
		}
	}
	return found
}

func overlap(a, b []place) bool {
	return slices.ContainsFunc(a, func(n place) bool { return hasPlace(b, n) })
}

func hasPlace(names []place, n place) bool {
	return slices.ContainsFunc(names, func(k place) bool {
		return mention.SameName(n.Name, k.Name) || stands(n.Name, k.Name) || stands(k.Name, n.Name)
	})
}

// all reports whether every name is one of names, no two the same one of as many.
func all(who, names []place) bool {
	if len(who) > len(names) {
		return false
	}
	for _, n := range who {
		if !hasPlace(names, n) {
			return false
		}
	}
	return len(who) < len(names) || !slices.ContainsFunc(names, func(n place) bool { return !hasPlace(who, n) })
}

// verb is the word of the sentence that meets a word of the claim: one of the same form where there is one, or -1.
func (h held) verb(a *alignment, w match.Word) int {
	words := h.sentence().words
	if i := slices.IndexFunc(words, func(k match.Word) bool { return k.Form == w.Form && !k.Capital }); i >= 0 {
		return i
	}
	return h.where(a, w.Start)
}

// topicAt is which of the topic words starts at a byte of the claim, or -1.
func (a *alignment) topicAt(start int) int {
	for i, w := range a.topic {
		if w.Start == start {
			return i
		}
	}
	return -1
}

// where is the word of the sentence that meets the claim's word that starts at a byte, or -1.
func (h held) where(a *alignment, start int) int {
	i := a.topicAt(start)
	if i < 0 {
		return -1
	}
	return h.match.At[i]
}

// meeting are the sentences that the claim, or the clause at a byte of it, may be about and that meet the word there.
func (a *alignment) meeting(s sentence, start int) []held {
	found := a.near(start)
	for _, h := range a.of(a.clauseOf(s, start)) {
		if h.where(a, start) >= 0 && !slices.ContainsFunc(found, func(k held) bool { return k.source == h.source && k.index == h.index }) {
			found = append(found, h)
		}
	}
	return found
}

// near are the sentences that the claim may be about which meet the word of the claim that starts at a byte.
func (a *alignment) near(start int) (found []held) {
	least := 0.0
	for _, h := range a.best {
		if h.where(a, start) < 0 {
			continue
		}
		if found == nil {
			least = near * h.coverage
		}
		if h.coverage < least {
			break
		}
		found = append(found, h)
	}
	return found
}
