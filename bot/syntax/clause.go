// Package syntax reads the clauses of an English sentence: each verb with who does it, whom or what it is done to, and where,
// when and with whom, by parts of speech and rules. What it cannot read certainly it leaves out; it never guesses a role.
//
// It tells tokens apart by a lexicon and their neighbours (token.go, tag.go), gathers them into phrases and groups of verbs
// (chunk.go), and finds each verb's arguments among those beside it (clause.go, subject.go). That is shallow parsing (Abney
// 1991): enough to keep apart who vetoed and whose draft was vetoed, and the objects of two verbs in one sentence.
package syntax

import (
	"slices"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// Clause is a verb and its arguments. All numbers are of words in the sentence.
type Clause struct {
	Verb     int
	Base     string // of the verb: “veto”
	Copula   bool   // “be”: the patient is what the agent is said to be
	Directs  bool   // the patient is to do something: “wants him to go”
	Agents   []Phrase
	Patients []Phrase
	Adjuncts []Adjunct
}

// Phrase is a noun phrase, or an adjective that something is said to be: the words [From, To). What belongs to it behind it
// (“under which ...”, “drafted by France”) reaches to Until.
type Phrase struct{ From, To, Head, Until int }

// Adjunct is a phrase behind a preposition, or a date, which may have none.
type Adjunct struct {
	Preposition string
	Phrase
}

// Read is the clauses of a sentence of these words, in which these names and dates stand; spans are in text.
func Read(text string, words []match.Word, names []mention.Name, dates []mention.Date) (found []Clause) {
	all := tokens(text, words, names, dates)
	tag(all)
	r := reader(chunks(all))
	for i, c := range r {
		if c.kind != verb {
			continue
		}
		k := Clause{Verb: c.head, Base: c.base, Copula: c.copula}
		subject := r.phrases(r.subjects(i))
		object, end := r.objects(i)
		if r.passive(i) {
			k.Patients = append(subject, r.phrases(object)...)
			k.Agents = r.by(i, end)
		} else {
			k.Agents, k.Patients = subject, r.phrases(object)
			if gap := r.gap(i); len(k.Patients) == 0 && len(gap) > 0 {
				k.Patients = r.phrases(gap)
			}
		}
		k.Adjuncts = r.adjuncts(i, end)
		if j := r.shared(end); c.group.passive && j > 0 {
			k.Adjuncts = append(k.Adjuncts, r.adjuncts(j, r.end(j))...)
		}
		k.Directs = directing[c.base] && len(object) > 0 && r.at(object[len(object)-1]+1).group.to
		found = append(found, k)
	}
	return found
}

type reader []chunk

func (r reader) at(i int) chunk {
	if i < 0 || i >= len(r) {
		return chunk{kind: mark, form: "."}
	}
	return r[i]
}

// passive reports whether what stands before the verb at i is what it is done to.
func (r reader) passive(i int) bool { return r[i].group.passive || r.reduced(i) || r.contrasted(i) }

// contrasted reports whether the verb at i is a participle that shares the auxiliary before it: “was heard and not charged”.
func (r reader) contrasted(i int) bool {
	c, v := r[i], r.verbBefore(i)
	return c.negated && !c.auxiliar && (c.as == Ed || c.as == Participle) && r.at(i-1).kind == conjunction && v >= 0 && r[v].group.passive
}

// reduced reports whether the verb at i is a participle that belongs to the phrase before it: “a text drafted by France”.
func (r reader) reduced(i int) bool {
	c := r[i]
	if c.kind != verb || c.auxiliar || c.group.to || c.as != Ed && c.as != Participle {
		return false
	}
	if c.as == Participle || r.at(i-1).kind == verb && r.at(i-1).group.passive {
		return true
	}
	next := r.at(i + 1)
	if saying[c.base] && !(next.form == "by" && r.at(i+2).named) {
		return false
	}
	if next.kind == preposition && next.form == "by" {
		before := r.at(i - 2).kind
		return before == verb || before == preposition || r.hasFiniteBefore(i) || r.finiteBehind(i)
	}
	if next.kind == noun || next.kind == joint {
		return false
	}
	k := i - 1
	for r.at(k).kind == adverb {
		k--
	}
	if r.at(k).kind == mark && r.at(k-1).kind == noun { // “the convoy, attacked on Monday, was”
		return r.finiteBehind(i)
	}
	if r.at(k).kind != noun {
		return false
	}
	if v := r.verbBefore(k); r.counts(k) && r.at(k-1).kind == conjunction && v >= 0 && r[v].group.passive { // “hurt and 12 killed”
		return true
	}
	if before := r.at(k - 1); before.kind == joint || before.kind == relative {
		return false
	} else if before.kind == verb || before.kind == preposition && !subordinating[before.form] {
		return before.kind == verb && before.base != "say" || r.hasFiniteBefore(k)
	}
	return r.finiteBehind(i)
}

func (r reader) hasFiniteBefore(i int) bool {
	for k := i - 1; k >= 0 && r[k].kind != joint && r[k].kind != mark && r[k].kind != conjunction && r[k].kind != relative; k-- {
		if r[k].finite() {
			return true
		}
	}
	return false
}

// finiteBehind reports whether a finite verb without a subject of its own stands behind the verb at i.
func (r reader) finiteBehind(i int) bool {
	for k := i + 1; k < len(r); k++ {
		switch {
		case r[k].kind == conjunction, r[k].kind == joint, r[k].kind == relative:
			return false
		case r[k].finite():
			before := r.at(k - 1)
			return before.kind != noun || r.at(k-2).kind == preposition
		}
	}
	return false
}

// objects are the phrases right behind the verb at i, and where its own words end.
func (r reader) objects(i int) (found []int, end int) {
	k := i + 1
	for r.at(k).kind == adverb || r.at(k).kind == negation {
		k++
	}
	if k < len(r) && r[k].kind == adjective && r[i].copula {
		found = append(found, k)
		k++
	}
	ofRelative := r.at(i-1).kind == relative || r.at(i-1).kind == noun && r[i].as == Ing && !r[i].auxiliar // “anyone who broke the truce would be”
	for r.at(k).kind == noun && (ofRelative || letting[r[i].base] || !r.begins(k)) {
		found = append(found, k)
		k++
		if c := r.at(k); (c.kind == conjunction || c.kind == mark && r.listed(k)) && r.at(k+1).kind == noun && !r.begins(k+1) {
			k++
		} else if c.kind == mark && r.at(k+1).kind == conjunction && r.at(k+2).kind == noun && !r.begins(k+2) {
			k += 2
		} else if far := r.past(k); far > k && r.at(far).kind == mark && r.listed(far) && r.at(far+2).kind == mark && r.at(far+1).named { // “his colleague from Lovia, Ines Adar,”
			return append(found, far+1), r.end(i)
		}
	}
	return found, r.end(i)
}

// shared is the participle without an auxiliary of its own that an “and” joins to the verb whose words end at i, so that what follows it is
// told of that verb too: “85 were killed and 413 injured in the attack”; 0 where there is none.
func (r reader) shared(i int) int {
	if r.at(i).kind == conjunction {
		i++
	}
	k := i
	if r.at(k).kind == noun {
		k++
	}
	c, before := r.at(k), k-1
	if r.counts(k - 1) {
		before--
	}
	if c.kind == verb && r.at(before).kind == conjunction && !c.auxiliar && !c.group.to && (c.as == Ed || c.as == Participle) && r.at(k+1).kind != noun {
		return k
	}
	return 0
}

// counts reports whether the phrase at i is a bare number.
func (r reader) counts(i int) bool {
	c := r.at(i)
	return c.kind == noun && (numerals[c.form] || c.form[0] >= '0' && c.form[0] <= '9')
}

// past is the first chunk from i on that is of no phrase behind a preposition.
func (r reader) past(i int) int {
	for r.at(i).kind == preposition && r.at(i+1).kind == noun {
		i += 2
	}
	return i
}

// listed reports whether behind the mark at i stands one phrase between marks: another of a list, or another name of the one before.
func (r reader) listed(i int) bool {
	next := r.at(i + 2)
	return r.at(i).comma() && r.at(i+1).kind == noun && (next.kind == mark || next.kind == conjunction)
}

// begins reports whether the phrase at i is the subject of a finite verb behind it.
func (r reader) begins(i int) bool {
	for k := i + 1; k < len(r); k++ {
		switch c := r[k]; {
		case c.kind == verb:
			if c.finite() && !r.reduced(k) {
				return true
			}
			if c.group.to {
				return false
			}
		case c.kind == adverb, c.kind == date, c.kind == negation:
		case c.kind == conjunction && r.at(k+1).kind == noun && r[i].form != "it": // “nine opposed it and two abstained”
		case c.kind == preposition && r.at(k+1).kind == noun && !subordinating[c.form]:
		case c.kind == noun:
		default:
			return false
		}
	}
	return false
}

// end is where what belongs to the verb at i ends: at the next verb that has a subject or joint of its own, or a strong mark.
func (r reader) end(i int) int {
	for k := i + 1; k < len(r); k++ {
		switch c := r[k]; {
		case c.kind == joint, c.kind == relative, c.kind == verb:
			return k
		case c.kind == mark && !c.comma():
			return k
		case c.kind == conjunction && (r.at(k+1).kind == verb || r.at(k+1).kind == noun && r.begins(k+1)):
			return k
		case c.kind == noun && r.begins(k) && r.at(k-1).kind != conjunction && r.at(k-1).kind != preposition && k > i+1:
			return k
		case c.kind == preposition && subordinating[c.form] && r.at(k+1).kind == noun && r.begins(k+1),
			c.kind == preposition && (r.at(k+1).kind == verb || r.at(k+1).kind == relative):
			return k
		}
	}
	return len(r)
}

// by are the phrases behind the “by” that belongs to the verb at i.
func (r reader) by(i, end int) []Phrase {
	for k := i + 1; k+1 < len(r) && k < end; k++ {
		if r[k].kind == preposition && r[k].form == "by" && r[k+1].kind == noun {
			found := []int{k + 1}
			for k += 2; (r.at(k).kind == conjunction || r.at(k).kind == mark && r.listed(k)) && r.at(k+1).kind == noun && !r.begins(k+1); k += 2 {
				found = append(found, k+1)
			}
			return r.phrases(found)
		}
	}
	return nil
}

// adjuncts are what stands behind prepositions, and the dates, among the words of the verb at i: behind it, between it and its
// subject, and before the subject that begins the sentence.
func (r reader) adjuncts(i, end int) (found []Adjunct) {
	add := func(from, to int) {
		for k := from; k < to; k++ {
			switch c := r[k]; {
			case c.kind == date && r.at(k-1).kind == preposition && r.at(k-1).form == "of" && !hours[r.at(k-2).form]: // “the truce of 12 September”
				found = append(found, Adjunct{"of", Phrase{c.from, c.to, c.head, c.to}})
			case c.kind == date:
				found = append(found, Adjunct{"", Phrase{c.from, c.to, c.head, c.to}})
			case c.kind == preposition && k+1 < to && r[k+1].kind == noun && !(c.form == "by" && r.passive(i)):
				for n := k + 1; n < to; n += 2 {
					found = append(found, Adjunct{c.form, r.phrase(n)})
					if next := r.at(n + 1); next.kind != conjunction && !(next.kind == mark && r.listed(n+1)) || r.at(n+2).kind != noun {
						break
					}
				}
			}
		}
	}
	add(i+1, end)
	k := i - 1
	for k >= 0 && (r[k].kind == date || r[k].kind == adverb || r[k].kind == mark && r.at(k-1).kind == date) {
		k--
	}
	if slices.Contains(r.subjects(i), k) || r.at(k).kind == preposition && slices.Contains(r.subjects(i), k-1) {
		add(k+1, i)
	}
	if own := r.subjects(i); r[i].finite() && len(own) > 0 { // “On Sunday he went”
		if first := slices.Min(own); !slices.ContainsFunc(r[:first], func(c chunk) bool { return c.kind == verb || c.kind == joint || c.kind == relative }) {
			add(0, first)
		}
	}
	return found
}

func (r reader) phrases(all []int) (found []Phrase) {
	for _, i := range all {
		found = append(found, r.phrase(i))
	}
	return found
}

// phrase is the phrase of the chunk at i, with what belongs to it behind it.
func (r reader) phrase(i int) Phrase {
	c := r[i]
	p := Phrase{From: c.from, To: c.to, Head: c.head, Until: c.to}
	k := r.past(i + 1)
	if k < len(r) && (r[k].kind == relative || r[k].kind == preposition && r.at(k+1).kind == relative || r[k].kind == verb && (r.reduced(k) || r[k].as == Ing && !r[k].auxiliar)) {
		for k < len(r) && r[k].kind != mark {
			k++
		}
	}
	if k <= len(r) && k > i+1 {
		p.Until = r[k-1].to
	}
	return p
}

var (
	// hours are the times of a day of which a date may stand behind an “of”.
	hours = set(`evening night morning afternoon day eve`)
	// subordinating are prepositions that may also begin a clause.
	subordinating = set(`after before since until as than`)
	phrasal       = set2(`carry out,carry in,dig out,pile up,call off,set out,set up,give up,take up,break off,knock out,put off,carry on,take over,shut down,shoot down,bring about,
hand over,turn down,throw out,take out,switch off,lay out,pull out,rule out,point out,blow up,build up,pick up,call up,hold up,open up,step up,play down,strike down,vote down,
let out,drive out,wipe out,fill in,bring in,draw up,break up,scale back,roll back,win back,take back,give back,hold back,buy up,sell off,cut off,lay off,fight off,ward off,set off`)
)
