package speech

import (
	"fmt"
	"slices"
	"strings"
)

// described is whom a description stands for: “the spokesman” for the only one whom the article calls that, “her statement” for
// her, anything else for somebody unnamed.
func (r *reader) described(i int, p phrase) (somebody, string) {
	noun := r.tokens[p.head].lower
	if is, why, ok := r.surnamed(p); ok {
		return is, why
	}
	switch {
	case papers[noun]:
		if by, ok := r.author(i, p); ok {
			return by, ""
		}
		return r.unnamed(p, Document), ""
	case bodies[noun]:
		return r.one(i, p, Organisation, func(party *party) bool { return party.kind == Organisation && party.isCalled(r.modifiers(p), noun) })
	case r.isPlural(p.head):
		return r.unnamed(p, Group), ""
	}
	return r.one(i, p, Person, func(party *party) bool { return party.kind == Person && party.hasRole(r.modifiers(p), noun) })
}

// surnamed is whom a word with a capital names that is no name by itself, such as Young or Reyes: the one who has it as a family
// name. It may also be any noun that begins a sentence, such as Residents.
func (r *reader) surnamed(p phrase) (is somebody, why string, ok bool) {
	t := &r.tokens[p.head]
	if p.from != p.head || p.core > p.head+1 || !t.upper {
		return nobody, "", false
	}
	var may []int
	for i := range r.parties {
		if p := &r.parties[i]; p.kind != Organisation && len(p.words) > 1 && p.words[len(p.words)-1] == t.lower {
			may = append(may, i)
		}
	}
	switch {
	case len(may) == 1:
		return r.party(may[0], t.Span), "", true
	case len(may) > 1:
		return nobody, r.mayBe(p, may), true
	case !isPerson(t.lower):
		return nobody, unclear, true
	}
	return nobody, "", false
}

// one is the only party that fits a description with “the”. Without “the”, and where none fits, it is somebody unnamed; where
// several fit, the one who spoke last.
func (r *reader) one(i int, p phrase, k Kind, fits func(*party) bool) (somebody, string) {
	if !r.tokens[p.from].is("the") {
		return r.unnamed(p, k), ""
	}
	last := r.lastVoice(i)
	noun := r.tokens[p.head].lower
	if last.Unnamed && slices.Contains(strings.Fields(last.Name), noun) {
		return r.unnamed(p, k), ""
	}
	var may []int
	for n := range r.parties {
		if fits(&r.parties[n]) {
			may = append(may, n)
		}
	}
	switch {
	case len(may) == 0:
		return r.unnamed(p, k), ""
	case len(may) == 1 && !r.introduced[noun]:
		return r.party(may[0], r.parties[may[0]].name.Span), ""
	case slices.Contains(may, last.party):
		return last, ""
	case len(may) == 1:
		return nobody, fmt.Sprintf("“%s” may be %s or somebody unnamed", r.unnamed(p, k).Name, r.parties[may[0]].name.Bare())
	}
	return nobody, r.mayBe(p, may)
}

// lastVoice is who alone spoke in the sentence before, of the same paragraph or the one before it.
func (r *reader) lastVoice(i int) somebody {
	if j := r.previous(i); j >= 0 && len(r.sentences[j].voices) == 1 && !r.sentences[j].doubtful {
		return r.sentences[j].voices[0]
	}
	return nobody
}

// author is whose words a statement or a letter has: the one who owns it, or by whom it is.
func (r *reader) author(i int, p phrase) (somebody, bool) {
	if !written[r.tokens[p.head].lower] {
		return nobody, false
	}
	if p.head > p.from {
		switch t := &r.tokens[p.from]; {
		case t.kind == named && t.owns:
			by, why := r.bearer(i, single(p.from))
			return by, why == "" && by.party >= 0
		case t.in(owners):
			by, why := r.pronoun(i, p.from)
			return by, why == "" && by.party >= 0
		}
	}
	last := p.core - 1
	if by := p.head + 1; by < last && (r.tokens[by].is("by") || r.tokens[by].is("from")) && r.tokens[last].kind == named {
		is, why := r.bearer(i, single(last))
		return is, why == "" && is.party >= 0
	}
	return nobody, false
}

// isPlural reports whether a noun is one for several people.
func (r *reader) isPlural(head int) bool {
	w := r.tokens[head].lower
	return people[w] || strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us")
}
