package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/bot/syntax"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// contradicts says in which one point the sentence says otherwise than the claim, where it says all the rest of it of the same ones,
// so that not both can be right, and by which of its verbs; "" where there is none.
func (a *account) contradicts() (why string, by syntax.Clause) {
	for n, clauses := range a.claim.clauses() {
		for i, c := range clauses {
			if len(c.Agents)+len(c.Patients) == 0 || !a.others(n, i) {
				continue
			}
			for _, p := range a.clauses() {
				if why := a.point(n, c, p); why != "" {
					return why, p
				}
			}
		}
	}
	return "", syntax.Clause{}
}

// refusing are verbs that a standing tells of: “refused to sign”.
var refusing = set(`fail refuse decline`)

// others reports whether the sentence tells all clauses of the claim but one, and has all words that are of none.
func (a *account) others(sentence, but int) bool {
	for n, clauses := range a.claim.clauses() {
		if !a.rest(n, clauses) {
			return false
		}
		for i, c := range clauses {
			if (n != sentence || i != but) && !refusing[c.Base] && !(len(clauses) > 1 && a.attributes(n, c)) && !slices.ContainsFunc(a.clauses(), func(p syntax.Clause) bool { return a.same(n, c, p) }) {
				return false
			}
		}
	}
	return true
}

// point is the one point in which a clause of the passage is against one of the claim, or "".
func (a *account) point(n int, c, p syntax.Clause) string {
	is := a.likeness(n, c, p)
	if why := a.opposed(n, c, p); why != "" {
		return why
	}
	if is == unlike || !a.cast(n, c, p, is, 0) || !a.voiced(n, c, p) {
		return ""
	}
	here, there := standingAt(a.claim.text, a.words(n), c), standingAt(a.in.text, a.there(a.sentence), p)
	if here.modal != there.modal || a.hedges(n, c, p) {
		return ""
	}
	word, other := a.words(n)[c.Verb].Form, a.there(a.sentence)[p.Verb].Form
	counts := a.cast(n, c, p, is, counting)
	switch {
	case here.corrected != there.corrected:
		if is == same && here.negated == there.negated && there.corrected && counts && a.setting(n, c, p) {
			return fmt.Sprintf("the passage takes “%s” back", word)
		}
	case is == contrary:
		turn := inTurn(deedsOf(inBase(a.words(n)), c.Verb), deedsOf(inBase(a.there(a.sentence)), p.Verb))
		if here.negated == there.negated && counts && a.around(n, c, p) && (!turn || a.sameDay(n, c, p)) {
			return fmt.Sprintf("the passage has “%s” where the claim has “%s”", other, word)
		}
	case here.negated != there.negated:
		if !a.around(n, c, p) || a.partly(n, c, p) || !counts && !there.negated || there.negated && a.narrows(n, c, p) {
			return ""
		}
		switch {
		case there.denied:
			return fmt.Sprintf("the passage has “%s” denied", word)
		case there.negated:
			return fmt.Sprintf("the passage negates “%s”", word)
		}
		return fmt.Sprintf("the passage does not negate “%s”", word)
	case here.negated:
	case counts && a.setting(n, c, p):
		return a.otherDegree(a.in.part(a.sentence, a.sentence))
	case !counts:
		if a.around(n, c, p) && present(a.words(n), c) == present(a.there(a.sentence), p) { // it carries 60, it has carried 41,000
			return a.otherFigure(n, c, p)
		}
	case !recurring[stem(c.Base)] && a.cast(n, c, p, is, counting|verbatim) && !a.indefinite(n, c):
		return a.otherSetting(n, c, p)
	}
	return ""
}

// present reports whether the verb of a clause stands in the present: “carries”.
func present(words []match.Word, c syntax.Clause) bool {
	form := words[c.Verb].Form
	return strings.HasSuffix(form, "s") && form != c.Base && !c.Copula
}

// around reports whether all that a clause of the claim says of where, when and with whom stands in the one of the passage, or is what
// its article is about where it says nothing of that kind.
func (a *account) around(n int, c, p syntax.Clause) bool {
	for _, x := range append(a.places(n, c), c.Adjuncts...) {
		alone := syntax.Clause{Verb: c.Verb, Base: c.Base, Adjuncts: []syntax.Adjunct{x}}
		if a.setting(n, alone, p) {
			continue
		}
		if x.Preposition == "" || slices.ContainsFunc(p.Adjuncts, func(k syntax.Adjunct) bool { return k.Preposition == x.Preposition }) {
			return false
		}
		for _, w := range a.words(n)[x.From:x.To] {
			if !w.Stop && !slices.ContainsFunc(a.in.article().words, func(o match.Word) bool { return o.Stem == w.Stem }) {
				return false
			}
		}
	}
	return true
}

// sameDay reports whether the claim dates a clause, and the passage as the claim does.
func (a *account) sameDay(n int, c, p syntax.Clause) bool {
	return slices.ContainsFunc(a.claim.dates, func(d mention.Date) bool { return a.dated(d, p, false) })
}

// partly reports whether what is negated is only how much, how often or how far: “not all”, “never before”.
func (a *account) partly(n int, c, p syntax.Clause) bool {
	near := func(words []match.Word, at int) []match.Word { return words[max(0, at-4):min(len(words), at+5)] }
	here, there := near(a.words(n), c.Verb), near(a.there(a.sentence), p.Verb)
	has := func(words []match.Word, form string) bool {
		return slices.ContainsFunc(words, func(w match.Word) bool { return w.Form == form })
	}
	return slices.ContainsFunc(slices.Concat(here, there), func(w match.Word) bool {
		return measures[w.Form] && has(here, w.Form) != has(there, w.Form)
	})
}

// narrows reports whether the passage says more of how or where something is not done than the claim does of that it is: “not hit on
// purpose” is not “not hit”.
func (a *account) narrows(n int, c, p syntax.Clause) bool {
	for _, k := range p.Adjuncts {
		words := a.there(a.sentence)[k.From:k.To]
		if !slices.ContainsFunc(c.Adjuncts, func(x syntax.Adjunct) bool {
			return slices.ContainsFunc(a.words(n)[x.From:x.To], func(w match.Word) bool {
				return slices.ContainsFunc(words, func(o match.Word) bool { return o.Stem == w.Stem })
			})
		}) {
			return true
		}
	}
	return false
}

// indefinite reports whether a clause of the claim is of some of many: “a decree”, “convoys”.
func (a *account) indefinite(n int, c syntax.Clause) bool {
	return slices.ContainsFunc(slices.Concat(c.Agents, c.Patients), func(x syntax.Phrase) bool {
		w := a.words(n)[x.From]
		named := slices.ContainsFunc(a.claim.names, func(k mention.Name) bool { return k.Start == w.Start || within(w.Span, k.Span) })
		return indefinites[w.Form] || !named && !w.Stop && !w.Figure() && numeral(w) == ""
	})
}

var indefinites = set(`a an another some`)

var measures = set(`before yet enough all every only alone entirely fully completely immediately again always necessarily both exactly much many more less far until`)

// opposed says what the claim says that something is where the passage says the opposite of it: “deliberate”, “unintentional”.
func (a *account) opposed(n int, c, p syntax.Clause) string {
	if !c.Copula || !p.Copula || len(c.Patients) != 1 || len(p.Patients) != 1 || len(c.Agents) == 0 {
		return ""
	}
	here, there := standingAt(a.claim.text, a.words(n), c), standingAt(a.in.text, a.there(a.sentence), p)
	alone := c
	alone.Patients = nil
	if here.modal != there.modal || here.negated != there.negated || !a.cast(n, alone, p, same, counting) || !a.around(n, c, p) {
		return ""
	}
	w := c.Patients[0].Head
	ours, theirs := inBase(a.words(n)), inBase(a.there(a.sentence))
	for o := p.Patients[0].From; o < p.Patients[0].To; o++ {
		if opposite[ours[w].Stem][theirs[o].Stem] || compare(deedsOf(ours, w), deedsOf(theirs, o)) == contrary {
			return fmt.Sprintf("the passage has “%s” where the claim has “%s”", theirs[o].Form, ours[w].Form)
		}
	}
	return ""
}

// otherFigure says which figure of those who have a part in a clause of the claim is another in the one of the passage.
func (a *account) otherFigure(n int, c, p syntax.Clause) string {
	for _, x := range slices.Concat(c.Agents, c.Patients) {
		for _, q := range slices.Concat(p.Agents, p.Patients) {
			if why := a.apart(n, x, q); why != "" {
				return why
			}
		}
	}
	return ""
}

// apart says which figure of a phrase of the claim is another in one of the passage that is else the same.
func (a *account) apart(n int, x, q syntax.Phrase) string {
	if !a.has(n, x, []party{{a.sentence, q}}, verbatim) {
		return ""
	}
	for _, f := range a.claim.figures {
		if !within(f.Span, a.span(n, x)) || f.Vague || a.counted(f, party{a.sentence, q}) || anyOf(wordsBefore(a.claim, f.Start, 1), definite) { // “the 1,500 metres” tells which
			continue
		}
		for _, k := range a.in.figures {
			if within(k.Span, a.in.spanOf(a.sentence, q)) && f.Unit == k.Unit && f.Ordinal == k.Ordinal && !k.Vague && f.Additional == k.Additional && apart(a.claim, f, a.in.reading, k) {
				return fmt.Sprintf("the passage has %s where the claim has %s", k.In(a.in.text), f.In(a.claim.text))
			}
		}
	}
	return ""
}

// otherSetting says which one date or place of a clause of the claim is another in the one of the passage, where it says the rest.
func (a *account) otherSetting(n int, c, p syntax.Clause) (why string) {
	if !a.around(n, syntax.Clause{Verb: c.Verb, Base: c.Base, Agents: c.Agents, Patients: c.Patients}, p) {
		return ""
	}
	for _, x := range c.Adjuncts {
		alone := syntax.Clause{Verb: c.Verb, Base: c.Base, Adjuncts: []syntax.Adjunct{x}}
		if a.setting(n, alone, p) {
			continue
		}
		if why != "" {
			return ""
		}
		for _, k := range p.Adjuncts {
			if k.Preposition == x.Preposition && why == "" {
				why = a.apart(n, x.Phrase, k.Phrase)
			}
		}
		if why != "" {
			continue
		}
		other := a.otherDate(n, x, p)
		if other == "" {
			other = a.otherPlace(n, x, p)
		}
		if other == "" {
			return ""
		}
		why = fmt.Sprintf("the passage has %s where the claim has %s", other, a.span(n, x.Phrase).In(a.claim.text))
	}
	return why
}

func (a *account) otherDate(n int, x syntax.Adjunct, p syntax.Clause) string {
	span := a.span(n, x.Phrase)
	for _, d := range a.claim.dates {
		if x.Preposition != "" || !within(d.Span, span) && !within(span, d.Span) || d.Relative && !weekdaysAndMonths[strings.ToLower(d.In(a.claim.text))] {
			continue
		}
		for _, y := range p.Adjuncts {
			there := a.in.spanOf(a.sentence, y.Phrase)
			for _, k := range a.in.dates {
				finer := d.Precision == mention.Month || d.Precision == mention.Year
				if (within(k.Span, there) || within(there, k.Span)) && (k.Precision == d.Precision || finer && k.Precision == mention.Day) && otherDay(d, k) {
					return k.In(a.in.text)
				}
			}
		}
	}
	return ""
}

func (a *account) otherPlace(n int, x syntax.Adjunct, p syntax.Clause) string {
	name, ok := nameOn(a.claim.names, a.words(n)[x.Head].Span)
	if !ok || !locative[x.Preposition] || a.in.knows(name) {
		return ""
	}
	for _, y := range p.Adjuncts {
		if k, ok := nameOn(a.in.names, a.there(a.sentence)[y.Head].Span); ok && y.Preposition == x.Preposition && level(name, k) && k.Kind != mention.Person && name.Kind != mention.Person {
			return k.Text
		}
	}
	return ""
}

// disclaimed says that those of whom the claim tells that they did something deny all part in what the article is about, in the words that
// name them: “Russia and Syria deny any involvement”.
func (a *account) disclaimed() (who, why string) {
	words := a.there(a.sentence)
	for _, p := range a.clauses() {
		behind := words[p.Verb+1 : min(len(words), p.Verb+6)]
		if !refusals[words[p.Verb].Form] || !anyOf(behind, involvement) || slices.ContainsFunc(behind, func(w match.Word) bool { return w.Form == "that" }) {
			continue
		}
		for n, clauses := range a.claim.clauses() {
			for _, c := range clauses {
				s := standingAt(a.claim.text, a.words(n), c)
				alone := syntax.Clause{Agents: c.Agents, Verb: c.Verb, Base: c.Base}
				if len(c.Agents) > 0 && len(c.Patients) > 0 && !s.negated && !s.modal && !refusals[a.words(n)[c.Verb].Form] && a.cast(n, alone, p, same, counting) && a.isAbout(n, c) {
					return speaker(a.in.text, words, p.Verb), fmt.Sprintf("the passage has %s deny any part in it", a.span(n, c.Agents[0]).In(a.claim.text))
				}
			}
		}
	}
	return "", ""
}

// isAbout reports whether the article is about what a clause of the claim says is done to whom.
func (a *account) isAbout(n int, c syntax.Clause) bool {
	words, about := a.words(n), inBase(a.in.article().words)
	own := deedsOf(inBase(words), c.Verb)
	done := doing[c.Base] || slices.ContainsFunc(about, func(o match.Word) bool { return o.Stem == stem(c.Base) })
	for i := range about {
		done = done || compare(own, deedsOf(about, i)) == same
	}
	return done && !slices.ContainsFunc(c.Patients, func(x syntax.Phrase) bool {
		return slices.ContainsFunc(words[x.From:x.To], func(w match.Word) bool {
			return !w.Stop && !slices.ContainsFunc(about, func(o match.Word) bool { return o.Stem == w.Stem })
		})
	})
}

// doing are verbs that leave it to their object to say what is done.
var doing = set(`carry commit perpetrate launch stage mount conduct`)

var involvement = set(`involvement part responsibility role hand anything complicity`)
