package ground

import (
	"slices"

	"dateline/bot/syntax"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// account is a sentence of a passage held against a claim, verb by verb: who does what to whom, where and when.
type account struct {
	g        *Grounder
	claim    *reading
	in       *source
	sentence int
}

// party is a phrase of a sentence of the passage.
type party struct {
	sentence int
	syntax.Phrase
}

// tells reports whether the sentence says all that the claim does: each verb of the claim, or one of its meaning, with everyone
// and everything about it in the same part. by is the verb that says the first of it.
func (a *account) tells() (by syntax.Clause, ok bool) {
	part := a.in.part(a.sentence, a.sentence)
	if quotations(a.claim, []*source{part}) != "" || !a.figured(part) || a.overstates(part) {
		return by, false
	}
	for n, clauses := range a.claim.clauses() {
		for _, c := range clauses {
			i := slices.IndexFunc(a.clauses(), func(p syntax.Clause) bool { return a.same(n, c, p) })
			if i < 0 {
				return by, false
			}
			if !ok {
				by, ok = a.clauses()[i], true
			}
		}
		if !a.rest(n, clauses) {
			return by, false
		}
	}
	return by, ok
}

// figured reports whether a part of the passage has or fills every figure of the claim.
func (a *account) figured(part *source) bool {
	return !slices.ContainsFunc(a.claim.figures, func(f mention.Figure) bool {
		return !slices.ContainsFunc(part.figures, func(k mention.Figure) bool { return a.fills(f, k) })
	})
}

// fills reports whether a figure of the passage is one of the claim, or lies within what it leaves open.
func (a *account) fills(f, k mention.Figure) bool {
	if sameAmount(a.claim, f, a.in, k) {
		return differs(a.claim, f, a.in, k) == ""
	}
	plain := f
	plain.Vague = false
	if everybody[stem(f.Counts)] && persons[stem(k.Counts)] { // guests are people
		plain.Counts = k.Counts
	}
	return !f.Ordinal && !f.IsRange() && a.rivals(plain, k) && fills(f, bound(a.claim, f), k, bound(a.in.reading, k))
}

// score is how well the sentence, under what its article is about, carries the claim.
func (a *account) score() float64 {
	part := a.in.part(a.sentence, a.sentence)
	score, _ := a.g.score(a.claim.without([]*source{part}), []*reading{part.reading, a.in.article()})
	return score
}

// voice is who says what a verb of the sentence does; "" of what is told as an error, which is nobody's word any more.
func (a *account) voice(c syntax.Clause) string {
	if a.takesBack(c) {
		return ""
	}
	return voice(a.in.text, a.there(a.sentence), c.Verb)
}

// takesBack reports whether the sentence tells what a verb of it does as an error.
func (a *account) takesBack(c syntax.Clause) bool {
	return standingAt(a.in.text, a.there(a.sentence), c).corrected
}

func (a *account) clauses() []syntax.Clause { return a.in.clauses()[a.sentence] }

func (a *account) words(n int) []match.Word { return a.claim.sentences[n].words }

// there are the words of a sentence of the passage.
func (a *account) there(n int) []match.Word { return a.in.sentences[n].words }

// same reports whether a clause of the passage says what one of the claim does.
func (a *account) same(n int, c, p syntax.Clause) bool {
	here, there := standingAt(a.claim.text, a.words(n), c), standingAt(a.in.text, a.there(a.sentence), p)
	if here.negated != there.negated || here.modal != there.modal || here.corrected != there.corrected || c.Directs != p.Directs || a.hedges(n, c, p) {
		return false
	}
	is := a.likeness(n, c, p)
	if is != same && !a.converse(c, p) || slices.ContainsFunc(p.Agents, func(x syntax.Phrase) bool { return whoever[a.there(a.sentence)[x.Head].Form] }) {
		return false
	}
	return a.cast(n, c, p, is, counting) && a.setting(n, c, p) && a.voiced(n, c, p)
}

// hedges reports whether the claim has announced what the passage leaves open: “will appeal”, “may appeal”.
func (a *account) hedges(n int, c, p syntax.Clause) bool {
	here, there := a.words(n), a.there(a.sentence)
	return anyOf(here[max(0, c.Verb-4):c.Verb], announcing) && !anyOf(there[max(0, p.Verb-4):p.Verb], announcing) &&
		anyOf(there[max(0, p.Verb-8):p.Verb], hedging)
}

var (
	announcing = set(`will shall won't going`)
	hedging    = set(`may might could would can should if unless whether likely possibly perhaps possible threaten threatens threatened threatening threat consider
considers considered considering hope hopes hoped hoping want wants wanted wish wishes wished seek seeks sought try tries tried trying ask asks asked urge urges
urged call calls called demand demands demanded propose proposes proposed offer offers offered expect expects expected ready willing prepared`)
)

// whoever are those who may do what nobody has done.
var whoever = set(`anyone anybody whoever anything`)

// standingAt is how a clause is said to be.
func standingAt(text string, words []match.Word, c syntax.Clause) standing {
	s := standingOf(text, words, c.Verb)
	if k := c.Verb + 1; c.Copula && k < len(words) && (words[k].Form == "not" || words[k].Form == "no" || words[k].Form == "never") {
		s.negated = !s.negated
	}
	return s
}

// likeness is how the verbs of two clauses stand to one another.
func (a *account) likeness(n int, c, p syntax.Clause) likeness {
	if c.Copula || p.Copula {
		if c.Copula && p.Copula {
			return same
		}
		return unlike
	}
	here, there := inBase(a.words(n)), inBase(a.there(a.sentence))
	w, o := here[c.Verb], there[p.Verb]
	w.Stem, o.Stem = stem(c.Base), stem(p.Base)
	here[c.Verb], there[p.Verb] = w, o
	is := compare(deedsOf(here, c.Verb), deedsOf(there, p.Verb))
	mine, other := particleOf(here, c.Verb), particleOf(there, p.Verb)
	switch {
	case is == contrary:
	case w.Stem == o.Stem:
		if mine == other || !small[mine] && !small[other] {
			return same
		}
	case is == unlike && opposite[w.Stem][o.Stem] && other == "" && mine == "":
		return contrary
	case is == unlike && plainSaying[w.Stem] && assertion[o.Form] && !refusals[o.Form]:
		return same
	case is == unlike && mine == "" && other == "" && !slight[w.Stem] && a.g.means(w, o) >= grouped:
		return same
	}
	return is
}

// means is how well a word stands for another by its meaning.
func (g *Grounder) means(a, b match.Word) float64 {
	a.Capital, b.Capital = false, false
	return match.New([]match.Word{a}, byMeaning{g.lexicon}).In([]match.Word{b}).Scores[0]
}

// converses are verbs that tell the same of the other side, and the preposition before the one who does it there.
var converses = map[string][2]string{
	"buy": {"sell", "to"}, "sell": {"buy", "from"}, "receive": {"give", "to"}, "give": {"receive", "from"}, "borrow": {"lend", "to"}, "lend": {"borrow", "from"},
	"acquire": {"sell", "to"}, "purchase": {"sell", "to"},
}

// converse reports whether a clause tells the same as one of the claim from the other side: “bought”, “sold to”.
func (a *account) converse(c, p syntax.Clause) bool {
	return converses[c.Base][0] == p.Base && p.Base != ""
}

// cast reports whether everyone who does what a clause of the claim tells, and all that it is done to, has that part in the one
// of the passage.
func (a *account) cast(n int, c, p syntax.Clause, is likeness, r rigour) bool {
	c.Patients = append(slices.Clip(c.Patients), governed(a.words(n), c)...)
	if particleOf(inBase(a.there(a.sentence)), p.Verb) != "" && lasting[p.Base] {
		p.Patients = nil
	}
	if !standingAt(a.in.text, a.there(a.sentence), p).negated { // “carries 60 passengers and no cars”
		p.Patients = slices.DeleteFunc(slices.Clone(p.Patients), func(x syntax.Phrase) bool { return a.there(a.sentence)[x.From].Form == "no" })
	}
	doers, patients := a.parties(p.Agents), a.parties(append(slices.Clip(p.Patients), governed(a.there(a.sentence), p)...))
	if p.Base == "abstain" && len(p.Patients) == 0 {
		patients = a.voted()
	}
	all := func(some []syntax.Phrase, in []party) bool {
		return !slices.ContainsFunc(some, func(x syntax.Phrase) bool { return !a.has(n, x, in, r) })
	}
	switch {
	case is != same && a.converse(c, p):
		return len(c.Agents) > 0 && all(c.Agents, a.behind(p, converses[c.Base][1])) && all(c.Patients, patients)
	case mutual[stem(c.Base)]:
		ours, theirs := slices.Concat(c.Agents, c.Patients), append(slices.Concat(doers, patients), a.behind(p, "with")...)
		for _, x := range c.Adjuncts {
			if x.Preposition == "with" || x.Preposition == "to" {
				ours = append(ours, x.Phrase)
			}
		}
		if len(c.Patients) > 0 || len(ours) > len(c.Agents) || len(p.Patients) == 0 {
			return all(ours, theirs)
		}
	case (happening[c.Base] || happening[p.Base]) && len(c.Agents)+len(c.Patients) > 0:
		if sole := slices.Concat(c.Agents, c.Patients); len(c.Agents) == 0 || len(c.Patients) == 0 {
			return all(sole, patients) || len(p.Patients) == 0 && all(sole, doers)
		}
	}
	if harms[stem(c.Base)] && len(p.Agents) == 0 && !slices.ContainsFunc(c.Agents, func(x syntax.Phrase) bool { return a.words(n)[x.Head].Capital }) { // “killed in the fire”
		doers = a.behind(p, "in")
	}
	return all(c.Agents, doers) && all(c.Patients, patients)
}

// governed are the phrases behind the preposition that makes another deed of the verb of a clause: “argued against the deal”.
func governed(words []match.Word, c syntax.Clause) (found []syntax.Phrase) {
	particle := particleOf(inBase(words), c.Verb)
	for _, x := range c.Adjuncts {
		if particle != "" && x.Preposition == particle {
			found = append(found, x.Phrase)
		}
	}
	return found
}

// voted are those that the votes beside an abstention are on: “Norland voted against the draft, while Sudland abstained”.
func (a *account) voted() (found []party) {
	for _, c := range a.clauses() {
		if c.Base == "vote" || c.Base == "support" || c.Base == "oppose" {
			found = append(found, a.parties(append(slices.Clip(c.Patients), governed(a.there(a.sentence), c)...))...)
		}
	}
	return found
}

// lasting are verbs that keep something in the state that an adjective behind them tells: “stays open”.
var lasting = set(`stay remain`)

// plainSaying are verbs that say no more than that something is said, by their stems.
var plainSaying = stems(`say said tell told state stated`)

// slight are verbs that leave it to other words to say what is done, and harms those of death and injury, by the stems of base forms.
var (
	slight = stems(`be have do make take give get put go come keep hold let seem become remain show use begin start`)
	harms  = stems(`die kill wound injure hurt dead injured wounded`)
)

// mutual are what two do to one another, by the stems of base forms.
var mutual = stems(`meet talk fight clash negotiate agree marry divorce border neighbour`)

// happening are verbs of which the subject is what it happens to, as is the object of those that bring it about.
var happening = set(`die perish drown burn end begin start open close stop resume continue fall rise increase change collapse explode sink break spread grow
move halt run`)

func (a *account) parties(some []syntax.Phrase) (found []party) {
	for _, p := range some {
		found = append(found, party{a.sentence, p})
	}
	return found
}

// behind are the phrases of a clause behind a preposition.
func (a *account) behind(p syntax.Clause, preposition string) (found []party) {
	for _, x := range p.Adjuncts {
		if x.Preposition == preposition {
			found = append(found, party{a.sentence, x.Phrase})
		}
	}
	return found
}

// voiced reports whether a clause of the passage is said by whom the claim says that it is said by.
func (a *account) voiced(n int, c, p syntax.Clause) bool {
	who := voice(a.claim.text, a.words(n), c.Verb)
	if who == "" {
		return true
	}
	for _, says := range a.claim.clauses()[n] {
		if a.attributes(n, says) && says.Verb < c.Verb && slices.ContainsFunc(a.clauses(), func(q syntax.Clause) bool {
			return q.Verb != p.Verb && a.likeness(n, says, q) == same && a.cast(n, says, q, same, counting)
		}) {
			return true
		}
	}
	there := voice(a.in.text, a.there(a.sentence), p.Verb)
	names, words := mention.Names("by "+there), match.Words(there)
	for _, name := range mention.Names("by " + who) {
		if hasName(names, name) {
			return true
		}
	}
	for _, w := range match.Words(who) {
		if !w.Stop && !slices.ContainsFunc(words, func(o match.Word) bool { return o.Stem == w.Stem }) {
			return false
		}
	}
	return there != ""
}

// attributes reports whether a clause of the claim only tells who says or finds what another does.
func (a *account) attributes(n int, c syntax.Clause) bool {
	return len(c.Agents) > 0 && len(c.Patients) == 0 && (sayings[a.words(n)[c.Verb].Form] || c.Base == "find" || c.Base == "conclude")
}

// rest reports whether the words of a sentence of the claim that are of none of its clauses stand in the sentence too.
func (a *account) rest(n int, clauses []syntax.Clause) bool {
	words := a.words(n)
	told := make([]bool, len(words))
	mark := func(p syntax.Phrase) {
		for i := p.From; i < p.To; i++ {
			told[i] = true
		}
	}
	for _, c := range clauses {
		told[c.Verb] = true
		for _, p := range slices.Concat(c.Agents, c.Patients) {
			mark(p)
		}
		for _, x := range append(a.places(n, c), c.Adjuncts...) {
			mark(x.Phrase)
		}
	}
	for i, w := range words {
		if told[i] || w.Stop {
			continue
		}
		there := a.there(a.sentence)
		if name, ok := nameOn(a.claim.names, w.Span); ok && slices.ContainsFunc(a.in.names, func(k mention.Name) bool {
			return within(k.Span, a.in.sentences[a.sentence].Span) && mention.SameName(name, k)
		}) {
			continue
		}
		k := slices.IndexFunc(there, func(o match.Word) bool { return o.Stem == w.Stem })
		if k < 0 || negatedBy(words, i) != negatedBy(there, k) {
			return false
		}
	}
	return true
}

// negatedBy reports whether the word before the one at i negates it: “not guilty”.
func negatedBy(words []match.Word, i int) bool { return i > 0 && negations[words[i-1].Form] }
