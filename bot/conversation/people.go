package conversation

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval/mention"
)

// person is somebody whom a former turn names.
type person struct {
	name   string // in full where a turn has it, without a title
	norm   string
	gender mention.Gender
}

// people are the persons named in a text, in order, each once, with what the turns know of them.
func (f *followUp) people(text string) []person {
	known := f.known()
	var all []person
	for _, n := range mention.Names(text) {
		p := person{name: n.Bare(), norm: n.Norm, gender: n.Gender()}
		at := slices.IndexFunc(known, func(k person) bool { return sameSurname(k.norm, n.Norm) })
		switch {
		case at >= 0:
			p.gender = max(p.gender, known[at].gender)
			if !strings.Contains(p.norm, " ") {
				p.name, p.norm = known[at].name, known[at].norm
			}
		case n.Kind != mention.Person:
			continue
		}
		if !slices.ContainsFunc(all, func(q person) bool { return sameSurname(q.norm, p.norm) }) {
			all = append(all, p)
		}
	}
	return all
}

// known are the persons of all turns, those in full first.
func (f *followUp) known() []person {
	var all []person
	for _, t := range slices.Backward(f.turns) {
		text := strings.Join(append([]string{t.Full(), t.Answer}, t.Headlines...), "\n\n")
		for _, n := range mention.Names(text) {
			if n.Kind == mention.Person {
				all = append(all, person{name: n.Bare(), norm: n.Norm, gender: n.Gender()})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b person) int {
		return strings.Count(b.norm, " ")*10 + int(b.gender) - strings.Count(a.norm, " ")*10 - int(a.gender)
	})
	return all
}

func sameSurname(a, b string) bool { return a == b || lastOf(a) == lastOf(b) }

func lastOf(norm string) string { return norm[strings.LastIndexByte(norm, ' ')+1:] }

// meant is the person that a pronoun stands for: of the last question, its subject before all others, then of its answer,
// then of the turns before; of the gender that the turns show, or of none that they do. Where several are equally likely nobody
// is, and the reader is told so.
func (f *followUp) meant(pronoun string, g mention.Gender) (person, bool) {
	shown := f.genders()
	fits := func(all []person) []person {
		for i := range all {
			if _, ok := shown[lastOf(all[i].norm)]; ok {
				all[i].gender = shown.of(all[i].norm)
			}
		}
		return slices.DeleteFunc(all, func(p person) bool { return p.gender != mention.NoGender && p.gender != g })
	}
	for i := len(f.turns) - 1; i >= 0; i-- {
		t := f.turns[i]
		c := parse(t.Full())
		for n, where := range []string{c.subject, t.Full(), t.Answer} {
			found := fits(f.people(where))
			if n == 0 && mutual[bareWordOf(c.verb)] {
				continue
			} else if n == 0 {
				found = fits(f.agents(c))
			}
			sure := slices.IndexFunc(found, func(p person) bool { return p.gender == g })
			switch {
			case len(found) == 0:
				continue
			case len(found) == 1:
				return found[0], true
			case isCoordinated(where, found[0], found[1]), mutual[bareWordOf(c.verb)]:
			case sure >= 0 && !slices.ContainsFunc(found[sure+1:], func(p person) bool { return p.gender == g }):
				return found[sure], true
			}
			f.doubt = fmt.Sprintf("“%s” may be %s or %s; write the name.", pronoun, found[0].name, found[1].name)
			return person{}, false
		}
	}
	return person{}, false
}

// isCoordinated reports whether two persons are named as one subject: Kerry and Lavrov.
func isCoordinated(text string, a, b person) bool {
	at, next := strings.Index(text, surname(a)), strings.Index(text, surname(b))
	if at < 0 || next < at+len(surname(a)) {
		return false
	}
	between := text[at+len(surname(a)) : next]
	return strings.Contains(between, "and ") && len(between) < 60
}

// mutual are the verbs of which both sides are the subject.
var mutual = words(`meet met talk talked speak spoke discuss discussed negotiate negotiated agree agreed argue argued quarrel debate`)

func surname(p person) string { return p.name[strings.LastIndexByte(p.name, ' ')+1:] }

// agents are the persons who are a question's subject. There a name of which nothing is known is one, where it does something.
func (f *followUp) agents(c clause) []person {
	all := f.people(c.subject)
	if being[bareWordOf(c.aux)] && !strings.EqualFold(c.asks, "who") {
		return all
	}
	for _, n := range mention.Names(c.text) {
		inSubject := n.Kind == mention.Unknown && contains(c.subject, n.Text)
		if inSubject && !slices.ContainsFunc(all, func(p person) bool { return sameSurname(p.norm, n.Norm) }) {
			all = append(all, person{name: n.Bare(), norm: n.Norm, gender: n.Gender()})
		}
	}
	return all
}

// group is who "they" are: several persons with one verb, else a thing of many, else an organisation.
func (f *followUp) group() string {
	for i := len(f.turns) - 1; i >= 0; i-- {
		c := parse(f.turns[i].Full())
		if found := f.agents(c); len(found) > 1 {
			return found[0].name + " and " + found[1].name
		}
		things := c.things()
		for _, thing := range things {
			if plural(thing) && len(f.people(thing)) == 0 {
				return thing
			}
		}
		if found := f.people(c.text); len(found) > 1 {
			return found[0].name + " and " + found[1].name
		}
		if several := subjectOf(firstSentence(f.turns[i].Answer)); plural(several) {
			return several
		}
		for _, thing := range things {
			if len(f.people(thing)) == 0 {
				return thing
			}
		}
	}
	return ""
}

// subjectOf is the noun phrase with "the" that begins a sentence, before its verb, or "".
func subjectOf(sentence string) string {
	w := strings.Fields(sentence)
	for i, token := range w {
		switch {
		case i == 0 && token != "The", i > 9:
			return ""
		case i > 1 && token == strings.ToLower(token) && (auxiliaries[bareWordOf(token)] || participle(token)):
			return uncapital(strings.TrimRight(strings.Join(w[:i], " "), ","))
		}
	}
	return ""
}
