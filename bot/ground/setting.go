package ground

import (
	"slices"

	"dateline/bot/syntax"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// setting reports whether all that a clause of the claim says of where, when, with whom and how long stands in the one of the
// passage too, or belongs to those who have a part in it.
func (a *account) setting(n int, c, p syntax.Clause) bool {
	for _, x := range append(a.places(n, c), c.Adjuncts...) {
		span := a.span(n, x.Phrase)
		date := slices.IndexFunc(a.claim.dates, func(d mention.Date) bool { return within(d.Span, span) || within(span, d.Span) })
		if date >= 0 && (x.Preposition == "" || x.Preposition == "of") {
			if !a.dated(a.claim.dates[date], p, x.Preposition == "of") {
				return false
			}
			continue
		}
		if (x.Preposition == "to" || x.Preposition == "from") && converses[c.Base][0] == p.Base || x.Preposition == "with" && mutual[stem(c.Base)] {
			continue
		}
		if x.Preposition != particleOf(inBase(a.words(n)), c.Verb) && !a.met(n, x, p) {
			return false
		}
	}
	return true
}

// places are the phrases behind prepositions that belong to the parties of a clause of the claim and not to its verb.
func (a *account) places(n int, c syntax.Clause) (found []syntax.Adjunct) {
	words := a.words(n)
	for _, x := range slices.Concat(c.Agents, c.Patients) {
		for i := x.To; i+1 < x.Until && x.Until <= c.Verb; {
			f := words[i].Form
			if !places[f] && f != "between" {
				break
			}
			to := headEnd(words, i+1, x.Until)
			found = append(found, syntax.Adjunct{Preposition: f, Phrase: syntax.Phrase{From: i + 1, To: to, Head: to - 1, Until: to}})
			i = to
		}
	}
	return found
}

// met reports whether a clause of the passage has a phrase of the claim behind the same preposition, or one of its parties does.
func (a *account) met(n int, x syntax.Adjunct, p syntax.Clause) bool {
	how := counting
	if locative[x.Preposition] {
		how |= located
	}
	for i, k := range p.Adjuncts {
		alike := alikePrepositions(x.Preposition, k.Preposition)
		if !alike && x.Preposition == "from" && k.Preposition == "of" && k.From > 1 {
			alike = a.there(a.sentence)[k.From-2].Form == "out"
		}
		if alike && a.has(n, x.Phrase, []party{{a.sentence, k.Phrase}}, how) {
			return true
		}
		if of := i + 1; alike && topics[x.Preposition] && of < len(p.Adjuncts) && p.Adjuncts[of].Preposition == "of" && p.Adjuncts[of].From == k.To+1 &&
			a.has(n, x.Phrase, []party{{a.sentence, p.Adjuncts[of].Phrase}}, how) { // “on the disposal of plutonium”
			return true
		}
	}
	if x.Preposition == "during" && a.lapsed(n, x, p) {
		return true
	}
	if harms[stem(p.Base)] && x.Preposition == "in" && a.has(n, x.Phrase, a.parties(p.Agents), counting) { // “the fire killed”
		return true
	}
	if a.occasion(n, x) || how&located != 0 && a.staged(n, x, p) {
		return true
	}
	words := a.there(a.sentence)
	for _, q := range slices.Concat(p.Agents, p.Patients) {
		if x.Preposition == "on" && a.topical(n, x, q) || x.Preposition == "between" && holdsAll(words[q.From:q.Until], a.words(n)[x.From:x.To]) {
			return true
		}
		for i := q.From; i+1 < q.Until; i++ {
			end := headEnd(words, i+1, q.Until)
			behind := syntax.Phrase{From: i + 1, To: end, Head: end - 1, Until: q.Until}
			if alikePrepositions(x.Preposition, words[i].Form) && a.has(n, x.Phrase, []party{{a.sentence, behind}}, how) {
				return true
			}
		}
	}
	return false
}

// topics are the prepositions before what something is about.
var topics = set(`on about over`)

// lapsed reports whether a time of the claim passed without what a clause of the passage tells: “the pause passed without a patient being
// moved”.
func (a *account) lapsed(n int, x syntax.Adjunct, p syntax.Clause) bool {
	return slices.ContainsFunc(a.clauses(), func(q syntax.Clause) bool {
		return (q.Base == "pass" || q.Base == "end") && q.Verb < p.Verb && a.has(n, x.Phrase, a.parties(q.Agents), counting) &&
			slices.ContainsFunc(q.Adjuncts, func(k syntax.Adjunct) bool {
				return k.Preposition == "without" && slices.Contains(p.Patients, k.Phrase)
			})
	})
}

// occasion reports whether a phrase of the claim is only the noun of what the sentence or the one before tells: “in the vote” of those
// who voted.
func (a *account) occasion(n int, x syntax.Adjunct) bool {
	words := a.words(n)
	if x.Preposition != "in" && x.Preposition != "at" && x.Preposition != "during" || x.To-x.From != 2 || words[x.From].Form != "the" || words[x.Head].Capital {
		return false
	}
	return slices.ContainsFunc(a.clauses(), func(c syntax.Clause) bool { return stem(c.Base) == words[x.Head].Stem })
}

// staged reports whether a place of the claim is where those for whom the “they” of a clause stands did what the sentence before tells.
func (a *account) staged(n int, x syntax.Adjunct, p syntax.Clause) bool {
	if len(p.Agents) != 1 || slices.ContainsFunc(p.Adjuncts, func(k syntax.Adjunct) bool { return locative[k.Preposition] }) {
		return false
	}
	who := p.Agents[0]
	form := a.there(a.sentence)[who.Head].Form
	if who.To-who.From > 1 || form != "they" || a.otherwhen(a.sentence) {
		return false
	}
	for _, own := range a.antecedents(party{a.sentence, who}, form) {
		for _, c := range a.in.clauses()[own.sentence] {
			if own.sentence == a.sentence || !slices.Contains(c.Agents, own.Phrase) {
				continue
			}
			for _, k := range c.Adjuncts {
				if locative[k.Preposition] && a.has(n, x.Phrase, []party{{own.sentence, k.Phrase}}, counting|located) {
					return true
				}
			}
		}
	}
	return false
}

// holdsAll reports whether all words that carry a topic stand among some.
func holdsAll(some, topic []match.Word) bool {
	return !slices.ContainsFunc(topic, func(w match.Word) bool {
		return !w.Stop && !slices.ContainsFunc(some, func(o match.Word) bool { return o.Stem == w.Stem })
	})
}

// topical reports whether what the claim says something is on is named in what belongs to a phrase of the passage.
func (a *account) topical(n int, x syntax.Adjunct, q syntax.Phrase) bool {
	name, ok := nameOn(a.claim.names, a.words(n)[x.Head].Span)
	words := a.there(a.sentence)
	whole := retrieval.Span{Start: words[q.From].Start, End: words[q.Until-1].End}
	return ok && slices.ContainsFunc(a.in.names, func(k mention.Name) bool { return within(k.Span, whole) && mention.SameName(name, k) })
}

// headEnd is where the phrase that begins at i ends, before the next small word.
func headEnd(words []match.Word, i, end int) int {
	k := i
	for k < end && articles[words[k].Form] {
		k++
	}
	for k++; k < end && !words[k].Stop; k++ {
	}
	return min(k, end)
}

func alikePrepositions(a, b string) bool {
	return a == b || locative[a] && locative[b] || a == "to" && b == "for" || a == "on" && b == "about" || a == "about" && b == "on"
}

var locative = set(`in at on near inside`)

// dated reports whether a clause of the passage is dated as the claim is; what it tells of may be, where of is set.
func (a *account) dated(d mention.Date, p syntax.Clause, of bool) bool {
	own := a.days(a.sentence, p, of)
	if len(own) == 0 && !of {
		own = a.lentDays(p)
	}
	return slices.ContainsFunc(own, func(k mention.Date) bool { return d.Covers(k) || mention.SameDate(d, k) })
}

// days are the dates of a clause of a sentence of the passage, and of what it tells of, where of is set.
func (a *account) days(sentence int, p syntax.Clause, of bool) (found []mention.Date) {
	for _, x := range p.Adjuncts {
		if x.Preposition == "of" && !of {
			continue
		}
		span := a.in.spanOf(sentence, x.Phrase)
		for _, k := range a.in.dates {
			if within(k.Span, span) || within(span, k.Span) {
				found = append(found, k)
			}
		}
	}
	return found
}

// lentDays are the dates that a clause without one has from another: from the one before it where a “when” joins it to the date or a “to”
// to the verb, or from the vote of which the sentence tells a part, where no sentence between is of another time: “The Council voted on Saturday. ... Norland
// voted against it, while Sudland abstained”.
func (a *account) lentDays(p syntax.Clause) []mention.Date {
	words := a.there(a.sentence)
	for _, q := range a.clauses() {
		if k := first(p.Agents).From - 1; k > q.Verb && words[k].Form == "when" {
			if own := a.days(a.sentence, q, false); len(own) == 1 && own[0].End == words[k-1].End {
				return own
			}
		}
	}
	if p.Verb > 0 && words[p.Verb-1].Form == "to" { // “agreed on Monday to extend it”
		for _, q := range slices.Backward(a.clauses()) {
			if own := a.days(a.sentence, q, false); q.Verb < p.Verb && len(q.Agents) > 0 && first(q.Agents).From == first(p.Agents).From {
				return own
			}
		}
	}
	votes := func(c syntax.Clause) bool { return c.Base == "vote" || c.Base == "veto" }
	for n := a.sentence; n >= max(0, a.sentence-mostSteps) && slices.ContainsFunc(a.clauses(), votes); n-- {
		for _, q := range a.in.clauses()[n] {
			if own := a.days(n, q, false); n < a.sentence && votes(q) && len(own) == 1 {
				return own
			}
		}
		if a.otherwhen(n) {
			return nil
		}
	}
	return nil
}

// otherwhen reports whether a sentence tells of another time than the one before it.
func (a *account) otherwhen(n int) bool {
	span := a.in.sentences[n].Span
	return anyOf(a.there(n), elsewhen) || slices.ContainsFunc(a.in.dates, func(k mention.Date) bool { return within(k.Span, span) })
}

var elsewhen = set(`had earlier later before after since ago last next previously recently once already again still now`)

func (a *account) span(n int, p syntax.Phrase) retrieval.Span { return a.claim.spanOf(n, p) }

func (r *reading) spanOf(n int, p syntax.Phrase) retrieval.Span {
	words := r.sentences[n].words
	return retrieval.Span{Start: words[p.From].Start, End: words[p.To-1].End}
}
