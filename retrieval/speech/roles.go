package speech

import (
	"slices"
	"strings"

	"dateline/retrieval/mention"
)

// role is what an article calls a party beside the name.
type role struct {
	text  string
	noun  string   // that heads it: "spokesman"
	words []string // all of it, in lower case
}

// addRole adds what a party is called: as a title before the name, or where it has a noun for a person in other words.
func (p *party) addRole(text string, title bool) {
	if i := strings.LastIndexByte(text, ' '); i >= 0 && honorifics[strings.ToLower(strings.TrimRight(text[i+1:], "."))] {
		text = text[:i]
	}
	if first, rest, ok := strings.Cut(text, " "); ok && (articles[strings.ToLower(first)] || owners[strings.ToLower(first)]) {
		text = rest
	}
	called := role{text: text, words: plainWords(text)}
	for _, w := range called.words {
		if prepositions[w] {
			break
		}
		if isPerson(w) {
			called.noun = w
		}
	}
	if called.noun == "" && !title || slices.ContainsFunc(p.roles, func(o role) bool { return o.text == text }) {
		return
	}
	p.roles = append(p.roles, called)
	if p.gender == mention.NoGender {
		p.gender = mention.TitleGender(called.noun)
	}
	if !p.weak || len(p.words) > 1 {
		p.kind, p.weak = Person, false
	}
}

// fullestRole is what the article calls a party first, or the fullest of what it calls him that says the same and more: “State
// Department spokesman” for “spokesman”.
func (p *party) fullestRole() string {
	best := p.roles[0]
	for _, r := range p.roles[1:] {
		if len(r.words) > len(best.words) && hasAll(r.words, best.words) && !slices.ContainsFunc(r.words, func(w string) bool { return isLesser[w] }) {
			best = r
		}
	}
	return best.text
}

// findRoles takes from sentence n what it calls those whom it names: the words before a name, and those in apposition.
func (r *reader) findRoles(n int) {
	s := &r.sentences[n]
	for i := s.from; i < s.to; i++ {
		t := &r.tokens[i]
		if t.kind != named || t.owns || len(r.bearers[t.at]) != 1 || !r.mayBePerson(t.at) {
			continue
		}
		who := &r.parties[r.bearers[t.at][0]]
		if before := r.at(s, i-1); before.in(articles) || before.is("in", "at", "on", "during") {
			who.thing = true
		}
		if r.at(s, i+1).is(",") && isAge(r.at(s, i+2).lower) && r.endsAside(s, i+3) {
			who.age, who.kind, who.weak = r.tokens[i+2].lower, Person, false
		}
		if i == s.from && r.ownsIts(s) && who.kind == Unknown {
			who.kind, who.weak = Organisation, false
		}
		if of, ok := r.bodyBefore(s, i); ok {
			who.addRole(of, true)
		}
		p, _ := r.group(s, i+1)
		if !p.role.empty() {
			who.addRole(r.roleAt(n, p.role), false)
			continue
		}
		if p.from == i && r.at(s, i-1).is(",") && r.endsAside(s, i+1) { // Russia’s foreign minister, Sergey Lavrov
			d, ok := r.phraseBefore(s, i-1)
			if d.several || !ok {
				d, ok = r.group(s, i-1) // Lee and his deputy, Ann Holt; left, and the deputy, Ann Holt, stayed
			}
			if ok && r.describes(d) && d.to == i-1 && !r.isPlural(d.head) {
				who.addRole(r.roleAt(n, run{d.from, d.to}), false)
			}
		}
		if with := r.withApposition(s, single(i)); with.to > i+1 { // John Kirby, the department’s spokesman,
			who.addRole(r.roleAt(n, run{i + 2, with.to}), false)
		}
	}
}

// bodyBefore is the title of the name at token i with whose it is, which stands as a name of its own before it: US Ambassador Ann Lee.
func (r *reader) bodyBefore(s *sentence, i int) (string, bool) {
	title := r.names[r.tokens[i].at].Title()
	of := r.at(s, i-1)
	if of.kind != named || title == "" || honorifics[strings.ToLower(strings.TrimRight(title, "."))] || r.at(s, i-2).in(prepositions) {
		return "", false
	}
	switch r.names[of.at].Kind {
	case mention.Nationality, mention.Acronym, mention.Place, mention.Org:
		return r.text[of.Start:of.End] + " " + title, true
	}
	return "", false
}

// roleAt is a role that sentence n gives, with the body that it is of where the words only point to one: “the department’s
// spokesman” of the State Department, “its spokesman” and “spokesman” of whom the sentence before is about.
func (r *reader) roleAt(n int, role run) string {
	first := &r.tokens[role.from]
	of := role.from
	if first.in(articles) {
		of++
	}
	switch t := &r.tokens[of]; {
	case of < role.to-1 && t.kind == word && t.owns && bodies[t.lower]:
		if body := r.bodyCalled(t.lower); body != "" {
			return body + " " + r.span(run{of + 1, role.to})
		}
	case first.is("its"), role.to-role.from == 1 && spokes[first.lower], r.span(role) == "press secretary":
		if body := r.bodyBeforeSentence(n); body != "" {
			if first.is("its") {
				role.from++
			}
			return body + " " + r.span(role)
		}
	}
	return r.span(role)
}

// bodyCalled is the name of the only body in the article that ends in a noun: the State Department for “department”; "" where none or
// several do.
func (r *reader) bodyCalled(noun string) string {
	found := ""
	for i := range r.parties {
		if p := &r.parties[i]; p.isCalled(nil, noun) && p.kind != Person {
			if found != "" {
				return ""
			}
			found = p.name.Bare()
		}
	}
	return strings.TrimPrefix(found, "the ")
}

// bodyBeforeSentence is the body that the sentence before sentence n, of its paragraph, is about; "" where it is about none.
func (r *reader) bodyBeforeSentence(n int) string {
	if n == 0 || r.sentences[n-1].block != r.sentences[n].block || r.sentences[n-1].host != r.sentences[n].host {
		return ""
	}
	s := &r.sentences[n-1]
	p, ok := r.subject(s, s.to)
	if !ok || !r.isParty(p) {
		return ""
	}
	switch name := r.names[r.tokens[p.head].at]; name.Kind {
	case mention.Org, mention.Acronym:
		return strings.TrimPrefix(name.Bare(), "the ")
	}
	return ""
}
