package ground

import (
	"slices"
	"strings"

	"dateline/bot/syntax"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// rigour is what a phrase of the claim and a party must have in common beside who or what they are.
type rigour uint8

const (
	counting rigour = 1 << iota // how many there are
	verbatim                    // the same noun, and not one of its meaning
	located                     // the same place, and not the country of which it is
)

// has reports whether a phrase of the claim names one of some parties: by the same head, with all that the claim says of it.
func (a *account) has(n int, x syntax.Phrase, some []party, r rigour) bool {
	if standIn[a.words(n)[x.Head].Form] {
		return slices.ContainsFunc(a.before(n, x), func(own syntax.Phrase) bool { return a.has(n, own, some, r) })
	}
	some = a.resolved(some, 0)
	beside := some
	for _, p := range some {
		if owner := a.there(p.sentence)[p.From].Form; owners[owner] {
			beside = append(slices.Clip(beside), a.antecedents(p, "")...)
		}
	}
	return slices.ContainsFunc(some, func(p party) bool { return a.heads(n, x, p, r) && a.described(n, x, p, beside, r) })
}

var owners = set(`its his her their`)

// heads reports whether the head of a phrase of the claim is that of a party, or names it.
func (a *account) heads(n int, x syntax.Phrase, p party, r rigour) bool {
	w, o := a.words(n)[x.Head], a.there(p.sentence)[p.Head]
	core := a.in.spanOf(p.sentence, p.Phrase)
	if name, ok := nameOn(a.claim.names, w.Span); ok {
		for _, k := range a.in.names {
			if !within(k.Span, core) || !stands(name, k) && !surname(name, k) || r&located != 0 && !mention.SameName(name, k) {
				continue
			}
			if within(o.Span, k.Span) || generic[o.Stem] || countries[name.Norm] && a.acts(p) {
				return true
			}
		}
		_, named := nameOn(a.in.names, o.Span)
		return !named && o.Form == w.Form && o.Capital || !named && a.short(name, p)
	}
	if pronouns[w.Form] {
		return false
	}
	if generic[w.Stem] && o.Capital {
		mine := a.span(n, x)
		return slices.ContainsFunc(a.claim.names, func(name mention.Name) bool {
			k, ok := nameOn(a.in.names, o.Span)
			return ok && within(name.Span, mine) && stands(name, k)
		})
	}
	if k, ok := nameOn(a.in.names, o.Span); ok {
		if strings.EqualFold(w.Form, o.Form) {
			return true
		}
		words := a.there(p.sentence)[p.From:p.To]
		return (!mayBePerson(k) || w.Person() || sameNoun(w, words[0])) && slices.ContainsFunc(words, func(t match.Word) bool { return sameNoun(t, w) })
	}
	return sameNoun(w, o) || everybody[w.Stem] && persons[o.Stem] || r&verbatim == 0 && (a.g.means(w, o) >= akin || alike(w.Stem, o.Stem))
}

// short reports whether a party is “the” and the last word of a name that the passage has before it, and of no other: “the centre” of
// the Joint Implementation Centre.
func (a *account) short(name mention.Name, p party) bool {
	words := a.there(p.sentence)
	if p.To-p.From != 2 || words[p.From].Form != "the" {
		return false
	}
	last := func(n mention.Name) bool {
		w := n.Norm[strings.LastIndexByte(n.Norm, ' ')+1:]
		return strings.Contains(n.Norm, " ") && (w == words[p.Head].Form || british[w] == words[p.Head].Form || w == british[words[p.Head].Form])
	}
	before := slices.IndexFunc(a.in.names, func(k mention.Name) bool { return k.End < words[p.From].Start && mention.SameName(name, k) && last(k) })
	return before >= 0 && !slices.ContainsFunc(a.in.names, func(k mention.Name) bool {
		return k.End < words[p.From].Start && last(k) && !mention.SameName(name, k)
	})
}

// british are words that American names spell otherwise.
var british = map[string]string{"center": "centre", "theater": "theatre", "harbor": "harbour", "defense": "defence", "program": "programme"}

// acts reports whether a party acts for the country of which it is.
func (a *account) acts(p party) bool {
	return slices.ContainsFunc(a.there(p.sentence)[p.From:p.To], func(w match.Word) bool { return offices[w.Stem] })
}

var (
	// offices are those who act for a country, by stem.
	offices = stems(`president minister government ministry parliament army military forces troops soldiers ambassador navy aircraft planes
warplanes jets officials authorities leaders side delegation`)
	// generic are nouns that a name stands behind: “the city of Lausanne”.
	generic = stems(`city town village province region district state country capital port suburb island river`)
)

// described reports whether what the claim says of the head of a phrase is said of a party, or of another name of it among those
// that share its part.
func (a *account) described(n int, x syntax.Phrase, p party, beside []party, r rigour) bool {
	words := a.words(n)
	for i := x.From; i < x.To; i++ {
		w := words[i]
		if i == x.Head || w.Stop || quantifying[w.Form] {
			continue
		}
		span := w.Span
		if f := slices.IndexFunc(a.claim.figures, func(f mention.Figure) bool { return within(span, f.Span) && f.Start < f.End }); f >= 0 {
			if r&counting != 0 && !a.counted(a.claim.figures[f], p) {
				return false
			}
			continue
		}
		if name, ok := nameOn(a.claim.names, span); ok {
			if h, ok := nameOn(a.claim.names, words[x.Head].Span); ok && h.Span == name.Span {
				continue
			}
			if !a.names(name, append([]party{p}, beside...)) && !a.partOf(name, w, append([]party{p}, beside...)) {
				return false
			}
			continue
		}
		if !a.says(w, append([]party{p}, beside...)) {
			return false
		}
	}
	return true
}

// names reports whether one of some parties is named as belonging to a name.
func (a *account) names(name mention.Name, some []party) bool {
	return slices.ContainsFunc(some, func(p party) bool {
		core, words := a.in.spanOf(p.sentence, p.Phrase), a.there(p.sentence)
		for _, k := range a.in.names {
			if !stands(name, k) && !hyphened(name, k) {
				continue
			}
			if within(k.Span, core) {
				return true
			}
			for i := p.To; i < p.Until; i++ { // “drafted by France”
				if within(words[i].Span, k.Span) && slices.ContainsFunc(words[max(p.To, i-4):i], func(b match.Word) bool { return b.Form == "by" || b.Form == "of" }) {
					return true
				}
			}
		}
		return false
	})
}

// hyphened reports whether a name is one side of another: “French” of “French-Spanish”.
func hyphened(name, k mention.Name) bool {
	return strings.Contains(k.Text, "-") && slices.ContainsFunc(strings.Split(k.Text, "-"), func(side string) bool { return strings.EqualFold(side, name.Text) })
}

// partOf reports whether one of some parties is named as belonging to one word of a name: “French” of “French-Spanish”, “Council” of
// “Security Council”.
func (a *account) partOf(name mention.Name, w match.Word, some []party) bool {
	if strings.Contains(name.Text, "-") {
		alone := mention.Names("the " + w.In(a.claim.text) + " side")
		return len(alone) == 1 && alone[0].Norm != name.Norm && a.names(alone[0], some)
	}
	last := name.Norm[strings.LastIndexByte(name.Norm, ' ')+1:]
	return name.Kind == mention.Org && slices.ContainsFunc(some, func(p party) bool {
		return slices.ContainsFunc(a.there(p.sentence)[p.From:p.To], func(o match.Word) bool {
			k, named := nameOn(a.in.names, o.Span)
			return o.Capital && o.Form == last && (!named || k.Norm == last || k.Norm == "the "+last)
		})
	})
}

// says reports whether a word is said of one of some parties: in their phrases, or by the headline where they have nothing to tell them
// apart by.
func (a *account) says(w match.Word, some []party) bool {
	for _, p := range some {
		words := a.there(p.sentence)
		bare := true
		for i := p.From; i < p.Until; i++ {
			if words[i].Stem == w.Stem || i < p.To && i != p.Head && a.g.means(w, words[i]) >= akin {
				return true
			}
			bare = bare && (i >= p.To || i == p.Head || words[i].Stop)
		}
		if bare && p.Head > p.From && definite[words[p.From].Form] && a.told(w, p) {
			return true
		}
	}
	return false
}

// akin is how well a noun means another that it may stand for, one of the likelier meanings of both.
const akin = 0.54

// told reports whether the headline has a word, or a sentence before that of a party has it right before the party's head: “the
// drivers’ union ... The union”.
func (a *account) told(w match.Word, p party) bool {
	head := a.there(p.sentence)[p.Head].Stem
	for _, s := range a.in.sentences[max(0, p.sentence-2):p.sentence] {
		for i, o := range s.words {
			if o.Stem == head && i > 0 && s.words[i-1].Stem == w.Stem {
				return true
			}
		}
	}
	return slices.ContainsFunc(match.Words(a.in.evidence.Article.Headline), func(o match.Word) bool { return o.Stem == w.Stem })
}

var quantifying = set(`about around roughly approximately nearly almost least most more less fewer over under up only just exactly many estimated total number`)

// counted reports whether a party is counted as a figure of the claim says.
func (a *account) counted(f mention.Figure, p party) bool {
	words := a.there(p.sentence)
	span := retrieval.Span{Start: words[p.From].Start, End: words[p.Until-1].End}
	return slices.ContainsFunc(a.in.figures, func(k mention.Figure) bool {
		return within(k.Span, span) && a.fills(f, k)
	})
}

func nameOn(names []mention.Name, span retrieval.Span) (mention.Name, bool) {
	for _, n := range names {
		if within(span, n.Span) {
			return n, true
		}
	}
	return mention.Name{}, false
}
