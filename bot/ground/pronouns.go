package ground

import (
	"cmp"
	"slices"
	"strings"

	"dateline/bot/syntax"
	"dateline/retrieval/mention"
)

// before are the phrases of a sentence of the claim before one, any of which a pronoun there may stand for.
func (a *account) before(n int, x syntax.Phrase) (found []syntax.Phrase) {
	for _, c := range a.claim.clauses()[n] {
		all := slices.Concat(c.Agents, c.Patients)
		for _, k := range c.Adjuncts {
			all = append(all, k.Phrase)
		}
		for _, p := range all {
			if p.To <= x.From && !standIn[a.words(n)[p.Head].Form] {
				found = append(found, p)
			}
		}
	}
	return found
}

// mostSteps is how far a pronoun is followed back.
const mostSteps = 3

// resolved are parties with those that pronouns stand for in their place: the subject of the sentence before, or that of an earlier verb
// of their own.
func (a *account) resolved(some []party, steps int) (found []party) {
	for _, p := range some {
		form := a.there(p.sentence)[p.Head].Form
		if p.To-p.From > 1 || !standIn[form] {
			found = append(found, p)
			continue
		}
		if steps == mostSteps {
			continue
		}
		found = append(found, a.resolved(a.antecedents(p, form), steps+1)...)
	}
	return found
}

var (
	standIn = set(`he she it they him them`)
	nominal = map[string]string{"him": "he", "them": "they"}
)

// antecedents are those that a pronoun may stand for: where it is the subject, all that the nearest subject before it names; else
// the only other phrase of its sentence, or the one before it, that it suits.
func (a *account) antecedents(p party, form string) (found []party) {
	for n := p.sentence; n >= max(0, p.sentence-1); n-- {
		var objects []party
		for _, c := range a.in.clauses()[n] {
			subject := first(slices.Concat(c.Agents, c.Patients))
			if n == p.sentence && (subject.From >= p.From || c.Verb > p.From) {
				continue
			}
			if form != "" && a.isObject(p) {
				for _, x := range slices.Concat(c.Agents, c.Patients) {
					if x.From > c.Verb && (n < p.sentence || x.From < p.From) {
						objects = append(objects, a.suiting(form, n, x)...)
					}
				}
				for _, x := range c.Adjuncts {
					if x.Preposition != "" && !locative[x.Preposition] && (n < p.sentence || x.From < p.From) {
						objects = append(objects, a.suiting(form, n, x.Phrase)...)
					}
				}
				continue
			}
			if subject.To == 0 || subject.From > c.Verb {
				continue
			}
			subjects := c.Agents
			if !slices.Contains(subjects, subject) {
				subjects = c.Patients
			}
			for _, s := range subjects {
				found = append(found, a.suiting(form, n, s)...)
			}
			if len(found) > 0 || form != "he" && form != "she" {
				return found
			}
		}
		if len(objects) == 1 || len(objects) > 1 && a.oneOf(objects) {
			return objects
		}
		if len(objects) == 0 && form == "it" && n < p.sentence && len(a.in.clauses()[n]) == 1 { // “The bill won few votes. Many opposed it”
			for _, s := range a.in.clauses()[n][0].Agents {
				found = append(found, a.suiting(form, n, s)...)
			}
			return found
		}
	}
	return nil
}

// oneOf reports whether parties are names of one: each behind a comma alone.
func (a *account) oneOf(some []party) bool {
	for i, p := range some[1:] {
		words := a.there(p.sentence)
		if some[i].sentence != p.sentence || some[i].To != p.From || strings.TrimSpace(a.in.text[words[p.From-1].End:words[p.From].Start]) != "," {
			return false
		}
	}
	return true
}

// isObject reports whether a phrase stands behind the verb of its clause.
func (a *account) isObject(p party) bool {
	return slices.ContainsFunc(a.in.clauses()[p.sentence], func(c syntax.Clause) bool {
		return c.Verb < p.From && (slices.Contains(c.Agents, p.Phrase) || slices.Contains(c.Patients, p.Phrase) ||
			slices.ContainsFunc(c.Adjuncts, func(x syntax.Adjunct) bool { return x.Phrase == p.Phrase }))
	})
}

func first(some []syntax.Phrase) (p syntax.Phrase) {
	for _, x := range some {
		if p.To == 0 || x.From < p.From {
			p = x
		}
	}
	return p
}

// suiting is a phrase that a pronoun may stand for; any, where there is none but what owns something.
func (a *account) suiting(form string, n int, p syntax.Phrase) []party {
	w := a.there(n)[p.Head]
	name, named := nameOn(a.in.names, w.Span)
	person := named && name.Kind == mention.Person && strings.Contains(name.Norm, " ") || !named && w.Person() || standIn[w.Form] && w.Form != "it"
	suits := true
	switch form = cmp.Or(nominal[form], form); form {
	case "he", "she":
		suits = person || named && mayBePerson(name)
	case "it":
		suits = !person && (named || w.Stem == w.Form || !strings.HasSuffix(w.Form, "s"))
	}
	if !suits || publication[w.Form] && (form != "it" || errs(a.there(n))) { // “Our article said that the chapel ... It was built”
		return nil
	}
	return []party{{n, p}}
}
