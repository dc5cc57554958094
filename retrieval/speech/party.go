package speech

import (
	"math"
	"slices"
	"strings"

	"dateline/retrieval/mention"
)

// party is somebody whom the article names, a person or an organisation, with all that it calls them.
type party struct {
	name   mention.Name // the fullest, and of those the first
	first  int          // where the text first names it
	words  []string     // of its norm
	kind   Kind
	thing  bool // stands once with an article or “in” before it: the Ocean Race, on Ascension Day
	weak   bool // nothing tells what bears the name
	gender mention.Gender
	roles  []role
	age    string // in years
}

// role is what an article calls a party beside the name.
type role struct {
	text  string
	noun  string   // that heads it: "spokesman"
	words []string // all of it, in lower case
}

// findParties makes parties of the names: of the full names first, then of those that stand for one of them.
func (r *reader) findParties() {
	type spelling struct {
		text string
		kind mention.Kind
	}
	spelled := map[spelling][]int{}
	var order []int // of the names that are spelled otherwise than all before
	for i, n := range r.names {
		if as := (spelling{n.Text, n.Kind}); spelled[as] == nil && n.Kind != mention.Code {
			spelled[as] = []int{}
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return strings.Count(r.names[b].Norm, " ") - strings.Count(r.names[a].Norm, " ")
	})
	for _, i := range order {
		n := r.names[i]
		found := r.meant(n)
		spelled[spelling{n.Text, n.Kind}] = found
		if len(found) == 1 {
			r.parties[found[0]].add(n)
		}
	}
	r.bearers = make([][]int, len(r.names))
	for i, n := range r.names {
		r.bearers[i] = spelled[spelling{n.Text, n.Kind}]
	}
	for i := range r.sentences {
		r.findRoles(&r.sentences[i])
	}
	r.rename()
	for i := range r.parties {
		p := &r.parties[i]
		if g := mention.FirstNameGender(p.name.Norm); g != mention.NoGender && p.kind == Unknown && p.gender == mention.NoGender {
			p.kind, p.weak, p.gender = Person, false, g // named by the first name alone
		}
	}
}

// rename gives a name that stood for itself to those who bear it and whom only their roles told to be persons, and notes who is
// named where first.
func (r *reader) rename() {
	for i := range r.parties {
		if p := &r.parties[i]; p.kind == Person {
			p.name.Kind = mention.Person
		}
	}
	for i, b := range r.bearers {
		if len(b) != 1 || !r.parties[b[0]].weak || len(r.parties[b[0]].words) > 1 {
			continue
		}
		var may []int
		for k := range r.parties {
			if p := &r.parties[k]; p.kind == Person && len(p.words) > 1 && mention.SameName(r.names[i], p.name) {
				may = append(may, k)
			}
		}
		if len(may) > 0 {
			r.bearers[i] = may
		}
	}
	for i, b := range slices.Backward(r.bearers) {
		for _, k := range b {
			r.parties[k].first = r.names[i].Start
		}
	}
}

// meant are the parties that a name may be a form of; a new one where there is none.
func (r *reader) meant(n mention.Name) []int {
	words := strings.Fields(n.Norm)
	var found []int
	for i := range r.parties {
		p := &r.parties[i]
		// Names of persons share a word; organisations may have an acronym or another alias.
		if (p.kind != Person && n.Kind != mention.Person || sharesWord(words, p.words)) && mention.SameName(n, p.name) {
			found = append(found, i)
		}
	}
	if len(found) > 1 && n.Gender() != mention.NoGender {
		g := n.Gender()
		found = slices.DeleteFunc(found, func(i int) bool { return r.parties[i].gender != mention.NoGender && r.parties[i].gender != g })
	}
	if len(found) == 0 && len(words) == 1 {
		title := strings.ToLower(n.Title())
		for i := range r.parties {
			if p := &r.parties[i]; p.kind == Person && len(p.words) > 1 && p.words[0] == n.Norm && (title == "" || byFirstName[title]) {
				found = append(found, i)
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	r.parties = append(r.parties, party{name: n, words: words, weak: true, first: math.MaxInt})
	return []int{len(r.parties) - 1}
}

func sharesWord(a, b []string) bool {
	return slices.ContainsFunc(a, func(w string) bool { return slices.Contains(b, w) })
}

// add is what one more name tells of a party.
func (p *party) add(n mention.Name) {
	if p.gender == mention.NoGender {
		p.gender = n.Gender()
	}
	title := n.Title()
	switch {
	case n.Kind == mention.Person && (title != "" || len(p.words) > 1):
		p.kind, p.weak = Person, false
	case n.Kind == mention.Person, n.Kind == mention.Unknown:
	case p.kind == Unknown:
		p.kind, p.weak = Organisation, false
	}
	if title != "" && p.kind == Person && !honorifics[strings.ToLower(strings.TrimRight(title, "."))] {
		p.addRole(title, true)
	}
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

// plainWords are the words of a text in lower case, without hyphens, dots and possessive endings.
func plainWords(text string) []string {
	all := strings.Fields(strings.ToLower(strings.ReplaceAll(text, "-", " ")))
	for i, w := range all {
		all[i] = strings.Trim(strings.TrimSuffix(strings.TrimSuffix(w, "’s"), "'s"), ".,")
	}
	return all
}

// isThing reports whether nothing tells that a name is a person's, and how it stands that it is none.
func (p *party) isThing() bool { return p.thing && p.kind == Unknown }

// mayBePerson reports whether a name is a person's, or nothing tells that it is none.
func (r *reader) mayBePerson(name int) bool {
	switch r.names[name].Kind {
	case mention.Person:
		return true
	case mention.Unknown:
		return !slices.ContainsFunc(r.bearers[name], func(i int) bool { return r.parties[i].isThing() })
	}
	return slices.ContainsFunc(r.bearers[name], func(i int) bool { return r.parties[i].kind == Person })
}

// bearsPerson reports whether the name that heads a phrase is a person's.
func (r *reader) bearsPerson(p phrase) bool {
	b := r.bearers[r.tokens[p.head].at]
	return len(b) == 1 && r.parties[b[0]].kind == Person
}

// findRoles takes from a sentence what it calls those whom it names: the words before a name, and those in apposition.
func (r *reader) findRoles(s *sentence) {
	for i := s.from; i < s.to; i++ {
		t := &r.tokens[i]
		if t.kind != named || t.owns || len(r.bearers[t.at]) != 1 || !r.mayBePerson(t.at) {
			continue
		}
		who := &r.parties[r.bearers[t.at][0]]
		if before := r.at(s, i-1); before.in(articles) || before.in(placePrepositions) {
			who.thing = true
		}
		if r.at(s, i+1).is(",") && isAge(r.at(s, i+2).lower) && r.endsAside(s, i+3) {
			who.age, who.kind, who.weak = r.tokens[i+2].lower, Person, false
		}
		if i == s.from && r.ownsIts(s) && who.kind == Unknown {
			who.kind, who.weak = Organisation, false
		}
		p, _ := r.group(s, i+1)
		if !p.role.empty() {
			who.addRole(r.span(p.role), false)
			continue
		}
		if p.from == i && r.at(s, i-1).is(",") && r.endsAside(s, i+1) { // Russia’s foreign minister, Sergey Lavrov
			if d, ok := r.phraseBefore(s, i-1); ok && r.describes(d) && d.to == i-1 && !r.isPlural(d.head) {
				who.addRole(r.span(run{d.from, d.to}), false)
			}
		}
		if with := r.withApposition(s, single(i)); with.to > i+1 { // John Kirby, the department’s spokesman,
			who.addRole(r.span(run{i + 2, with.to}), false)
		}
	}
}

// ownsIts reports whether “its” stands for the name that begins a sentence: Greenpeace published its findings.
func (r *reader) ownsIts(s *sentence) bool {
	for k := s.from + 1; r.at(s, k).kind == word; k++ {
		if r.tokens[k].is("its") {
			return true
		}
	}
	return false
}

const ageEnding = "-year-old"

// isAge reports whether a word is a person's age in years.
func isAge(w string) bool {
	return len(w) > 0 && len(w) <= 3 && strings.Trim(w, "0123456789") == ""
}

// endsAside reports whether a comma or a sentence's end stands at token i.
func (r *reader) endsAside(s *sentence, i int) bool {
	return i >= s.to || r.tokens[i].is(",", ".")
}

// hasRole reports whether the article calls a person by the noun, with all of the modifiers in the same role.
func (p *party) hasRole(modifiers []string, noun string) bool {
	if age, ok := strings.CutSuffix(noun, ageEnding); ok {
		return p.age == age
	}
	return slices.ContainsFunc(p.roles, func(r role) bool {
		return (r.noun == noun || spokes[r.noun] && noun == "spokesperson") && hasAll(r.words, modifiers)
	})
}

// isCalled reports whether an organisation's name ends in the noun and has the modifiers in it.
func (p *party) isCalled(modifiers []string, noun string) bool {
	return len(p.words) > 1 && p.words[len(p.words)-1] == noun && hasAll(p.words, modifiers)
}

func hasAll(words, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(words, w) })
}

// modifiers are the words of a description beside its noun that tell one from another.
func (r *reader) modifiers(p phrase) []string {
	var all []string
	for i := p.from; i < p.core; i++ {
		if t := &r.tokens[i]; i != p.head && (t.kind == named || t.kind == word && !r.isFunction(i) && !vague[t.lower]) {
			all = append(all, plainWords(r.text[t.Start:t.End])...)
		}
	}
	return all
}
