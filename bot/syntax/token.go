package syntax

import (
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// kind is the part of speech of a token.
type kind uint8

const (
	noun kind = iota
	name
	pronoun
	determiner
	number
	adjective
	adverb
	date
	preposition
	conjunction // and, or, but, nor
	joint       // that, whether, if, because: what begins a clause
	relative    // who, which, and “that” behind a noun
	negation
	modal
	auxiliary // be, have, do before another verb
	to        // before an infinitive
	verb
	mark // a comma or another mark that parts
)

// token is a word, a name, a date, words joined by hyphens, or a mark: the words [from, to) of the sentence.
type token struct {
	kind
	from, to int
	form     string
	base     string // of what may be a verb
	as       Form   // what form of a verb it may be
	owner    bool   // it has a possessive ending
}

// tokens are a sentence's words with the kinds that their forms alone tell; what may be a verb waits for its neighbours.
func tokens(text string, words []match.Word, names []mention.Name, dates []mention.Date) (all []token) {
	within := func(start, end int, w match.Word) bool { return w.Start >= start && w.Start < end }
	for i := 0; i < len(words); {
		if i > 0 && strings.ContainsAny(text[words[i-1].End:words[i].Start], ",;:–—()") && !hyphened(text, words[i-1], words[i]) {
			all = append(all, token{kind: mark, from: i, to: i, form: strings.TrimLeft(text[words[i-1].End:words[i].Start], " ”“\"’")})
		}
		t := token{from: i, to: i + 1, form: words[i].Form}
		for _, d := range dates {
			for within(d.Start, d.End, words[i]) && t.to < len(words) && within(d.Start, d.End, words[t.to]) {
				t.to++
			}
			if within(d.Start, d.End, words[i]) {
				t.kind = date
			}
		}
		if t.kind != date {
			for _, n := range names {
				if within(n.Start, n.End, words[i]) {
					t.kind = name
					for t.to < len(words) && within(n.Start, n.End, words[t.to]) {
						t.to++
					}
				}
			}
		}
		for t.to < len(words) && t.kind != date && hyphened(text, words[t.to-1], words[t.to]) {
			if t.kind != name {
				t.kind = adjective // “rebel-held”, “air-raid”
			}
			t.to++
		}
		end := words[t.to-1].End
		t.owner = strings.HasSuffix(text[:end], "'s") || strings.HasSuffix(text[:end], "’s") ||
			strings.HasSuffix(text[:end], "s") && end+3 <= len(text) && strings.HasPrefix(text[end:], "’ ")
		if t.kind == adjective && t.to < len(words) && !adjectival(text, words, t.to) {
			t.kind, t.form = noun, words[t.to-1].Form // “cease-fire”
		}
		if t.kind == noun && t.to == t.from+1 {
			t.known(words[i])
		}
		all = append(all, t)
		i = t.to
	}
	return all
}

// hyphened reports whether a hyphen joins two words, or the dash of a score does: “11–8”.
func hyphened(text string, a, b match.Word) bool {
	between := text[a.End:b.Start]
	return between == "-" || between == "–" && a.Figure() && b.Figure()
}

// adjectival reports whether what stands before the word at i may be an adjective to it.
func adjectival(text string, words []match.Word, i int) bool {
	return !words[i].Stop && strings.TrimSpace(text[words[i-1].End:words[i].Start]) == ""
}

// known sets what a word's form alone tells.
func (t *token) known(w match.Word) {
	f := w.Form
	if f[0] >= '0' && f[0] <= '9' || numerals[f] {
		t.kind = number
		return
	}
	for k, words := range closed {
		if words[f] {
			t.kind = k
			if k == auxiliary {
				t.base, t.as = asVerb(f)
			}
			return
		}
	}
	t.base, t.as = asVerb(f)
	l := lexicon[f]
	switch {
	case strings.HasSuffix(f, "ly") && (l.adverb || !l.noun && !l.adjective && !l.verb):
		t.kind, t.as = adverb, NoForm
	case l.adverb && !l.noun && !l.verb && !l.adjective:
		t.kind, t.as = adverb, NoForm
	case t.as == NoForm && l == (kinds{}) && len(f) > 5 && strings.HasSuffix(f, "ed"):
		t.base, t.as = strings.TrimSuffix(f, "ed"), Ed
	case t.as == NoForm && l.adjective && (!l.noun || l.mostlyAdjective):
		t.kind = adjective
	}
}

// closed are the words of the closed classes.
var closed = map[kind]map[string]bool{
	determiner: set(`the a an this these those its their his her our my your some any no every each both all several many few more most
another other such half enough`),
	pronoun: set(`he she it they him them we us i you there himself herself itself themselves nobody none everyone everybody nothing everything somebody
someone anyone anybody`),
	preposition: set(`in on at by from with of for into to onto over under near through across against between among during after before since until
within without along towards toward about above below behind beside beyond despite inside outside off per than as like via amid around throughout upon except according
up out`),
	conjunction: set(`and or but nor`),
	joint:       set(`whether if because unless although though while whereas when where why how once lest`),
	relative:    set(`who which whom whose what`),
	negation:    set(`not never`),
	modal:       set(`will would can could may might must shall should cannot can't won't wouldn't couldn't shouldn't mustn't`),
	auxiliary: set(`be is are am was were been being have has had having do does did isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't
didn't`),
	adverb: set(`often always sometimes usually perhaps maybe also only just still yet already then now here again too very soon later earlier ago away down back together apart ahead instead
however therefore thus even almost nearly twice so well quite rather`),
}

var numerals = set(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
forty fifty sixty seventy eighty ninety hundred thousand million billion dozen dozens hundreds thousands millions scores`)
