package syntax

import (
	"slices"
	"strings"
)

// subjects are the phrases of which the verb at i tells: who does it, or what it is done to. None where that is not certain.
func (r reader) subjects(i int) []int {
	c := r[i]
	switch {
	case c.group.to:
		return r.controllers(i)
	case c.as == Ing:
		if r.at(i-1).kind == noun && !r.at(i-2).comma() { // “trucks unloading flour”
			return []int{i - 1}
		}
		if of := r.at(i - 1); of.kind == preposition && of.form == "as" && r.at(i-2).kind == verb { // “reported as covering”
			return r.subjects(i - 2)
		} else if of.kind == preposition && of.form == "of" && r.at(i-2).kind == noun && r.at(i-3).base == "accuse" { // “accusing rebels of breaking”
			return []int{i - 2}
		}
		if r.at(i-1).kind == verb { // “denied having sold”
			return r.subjects(i - 1)
		}
		if r.at(i-1).kind == mark { // “..., accusing rebels”
			v := r.verbBefore(i)
			for v >= 0 && r.ofRelative(v) >= 0 {
				v = r.verbBefore(v)
			}
			if v >= 0 {
				return r.subjects(v)
			}
		}
		return nil
	case r.reduced(i):
		k := i - 1
		for r.at(k).kind == adverb {
			k--
		}
		if r.at(k).kind == verb { // “were reported killed”
			return r.subjects(k)
		}
		if r.at(k).kind == mark {
			k--
		}
		if r.at(k).kind == noun {
			return []int{k}
		}
		return nil
	}
	k := i - 1
	for k >= 0 {
		switch c := r[k]; c.kind {
		case adverb, date, adjective, negation:
			k--
		case preposition:
			if next := r.at(k + 1).kind; next != date && next != adjective && next != preposition { // “gatherings in public”, “out of the way”
				return nil
			}
			k--
		case mark:
			m := r.markBefore(k)
			if m > 0 && r.at(m+1).kind == negation && m+3 == k && r[m+2].kind == noun { // “four, not three, were hurt”
				k = m - 1
				continue
			}
			if r.at(k-1).kind == date && !r.hasVerb(m+1, k) {
				k--
				continue
			}
			if m >= 0 {
				if m+2 == k && r[m+1].kind == noun && r.at(m-1).kind == noun && r.at(m-2).kind == preposition { // “in Ekby, west of Tarva, were”
					k = m - 1
					continue
				}
				if m+2 == k && r[m+1].kind == noun && r.at(m-1).kind == noun { // “Its spokeswoman, Maria Zakharova, said”
					return append(r.list(m-1), m+1)
				}
				if r.beginsAside(m+1) || r.at(m+1).kind == noun && r.at(m-1).kind == noun && !r.hasFinite(m+1, k) {
					k = m - 1
					continue
				}
			}
			return nil
		case conjunction:
			if v := r.verbBefore(k); v >= 0 && !r[v].group.to && (r[v].finite() || !r[i].finite()) {
				return r.subjects(v)
			}
			return nil
		case relative:
			if k > 0 && r[k-1].kind == preposition || c.form == "whose" {
				return nil
			}
			if a := r.antecedent(k); a >= 0 {
				return []int{a}
			}
			return nil
		case noun:
			next, ok := r.beforeNoun(i, k)
			if !ok {
				return r.list(k)
			}
			if next < 0 {
				return nil
			}
			k = next
		case verb: // “the draft that Russia vetoed was”
			if r.reduced(k) || !c.finite() { // “a text drafted by Norland was”
				k--
				continue
			}
			if k = r.ofRelative(k); k < 0 {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}

// ofRelative is what the relative clause is of whose finite verb stands at i; -1 where it stands in none.
func (r reader) ofRelative(i int) int {
	joined := i
	for m := i - 1; m >= 0 && r[i].finite(); m-- {
		switch {
		case r[m].kind == relative, r[m].kind == joint && r[m].form == "that" && r.at(m-1).kind == noun:
			if joined < i && r.hasVerb(m+1, joined) {
				return -1
			}
			return r.antecedent(m)
		case r[m].kind == conjunction && r.at(m-1).kind == noun && r.at(m+1).kind == noun: // “that France and Spain drafted”
			joined = m
		case r[m].kind == mark, r[m].kind == joint, r[m].kind == conjunction:
			return -1
		}
	}
	return -1
}

// beforeNoun tells whether the phrase at k belongs to something else than the finite verb at i, and where to look on then.
func (r reader) beforeNoun(i, k int) (next int, other bool) {
	before := r.at(k - 1)
	switch before.kind {
	case preposition:
		if subordinating[before.form] && r.adjacent(k, i) {
			return 0, false
		}
		if k < 2 {
			return -1, true
		}
		return k - 2, true
	case verb:
		switch {
		case letting[before.base]: // “let the ship dock”
			return 0, false
		case before.finite() && !r.reduced(k-1):
			if saying[before.base] {
				return 0, false
			}
			return r.ofRelative(k - 1), true // “that bombed a position”
		default:
			return k - 2, true
		}
	case conjunction:
		return 0, false
	}
	return 0, false
}

// adjacent reports whether only adverbs and dates stand between two chunks.
func (r reader) adjacent(k, i int) bool {
	for k++; k < i; k++ {
		if r[k].kind != adverb && r[k].kind != date && r[k].kind != negation && r[k].kind != mark {
			return false
		}
	}
	return true
}

// list is the phrase at k with those that “and” and commas join to it before it.
func (r reader) list(k int) []int {
	found := []int{k}
	for {
		m := k - 1
		if r.at(m).comma() && len(found) > 1 || r.at(m).kind == conjunction && r.at(m).form != "but" {
			if r.at(m).kind == conjunction && r.at(m-1).kind == mark {
				if !r.at(m - 3).comma() { // “..., and Angola abstained”
					return found
				}
				m--
			}
			p := m - 1
			if r.at(p).kind != noun {
				return found
			}
			b := p - 1
			for r.at(b).kind == adverb {
				b--
			}
			if r.at(b).kind == verb || r.at(b).kind == preposition { // “signed the decree and Peskov said”
				return found
			}
			found, k = append(found, p), p
			continue
		}
		return found
	}
}

func (r reader) markBefore(i int) int {
	for k := i - 1; k >= 0; k-- {
		if r[k].kind == mark {
			return k
		}
	}
	return -1
}

// beginsAside reports whether what begins at i is an aside between marks: a relative clause, a participle, a phrase.
func (r reader) beginsAside(i int) bool {
	c := r.at(i)
	switch c.kind {
	case relative, preposition, adverb, joint, date:
		return true
	case verb:
		return !c.finite() || r.reduced(i) || c.as == Ed
	case noun:
		return false
	}
	return false
}

func (r reader) hasVerb(from, to int) bool {
	return slices.ContainsFunc(r[from:to], func(c chunk) bool { return c.kind == verb })
}

func (r reader) hasFinite(from, to int) bool {
	for k := from; k < to; k++ {
		if r[k].finite() && !r.reduced(k) {
			return true
		}
	}
	return false
}

// antecedent is the phrase that the relative at i stands for; -1 where it is not certain.
func (r reader) antecedent(i int) int {
	k := i - 1
	if r.at(k).kind == preposition { // “the line through which”
		k--
	}
	if r.at(k).kind == mark {
		k--
	}
	if r.at(k).kind == noun && !(r[i].form == "that" && r[k].named) { // “a text drafted by France that called for”
		return k
	}
	return -1
}

// verbBefore is the nearest verb before i that is finite and no participle of a phrase; -1 where there is none.
func (r reader) verbBefore(i int) int {
	for k := i - 1; k >= 0; k-- {
		if r[k].kind == verb && !r.reduced(k) && r[k].finite() {
			return k
		}
	}
	return -1
}

// controllers are those of whom the infinitive at i is told: the object of a verb that asks or lets, else its subject.
func (r reader) controllers(i int) []int {
	k := i - 1
	if r.at(k).kind == conjunction {
		for m := k - 1; m >= 0; m-- {
			if r[m].kind == verb {
				if r[m].group.to {
					return r.controllers(m)
				}
				return nil
			}
		}
		return nil
	}
	for k >= 0 {
		switch {
		case r[k].kind == adverb, r[k].kind == adjective, r[k].kind == mark && r.at(k-1).kind == date:
			k--
			continue
		case r.counts(k) && r.at(k-1).kind == verb: // “voted 11–8 to”
			k--
			continue
		case r.at(k-1).kind == preposition && (r[k].kind == date || r[k].kind == noun && r.at(k-2).kind == verb): // “agreed by telephone to”
			k -= 2
			continue
		}
		break
	}
	if r.at(k).kind == verb {
		return r.subjects(k)
	}
	if r.at(k).kind == noun && r.at(k-1).kind == verb && directing[r.at(k-1).base] && !r.reduced(k-1) {
		return []int{k}
	}
	return nil
}

// gap is what the relative before the subject of the verb at i stands for: “the draft that Russia vetoed”.
func (r reader) gap(i int) []int {
	if !r[i].finite() {
		return nil
	}
	for _, s := range r.subjects(i) {
		c, a := r.at(s-1), r.antecedent(s-1)
		behind := r.at(s-2).kind == noun || c.form == "which" && r.at(s-2).comma() && !stating[r[i].base] // “a text, which France drafted”
		if a >= 0 && behind && (c.kind == relative && c.form != "who" && c.form != "whose" || c.kind == joint && c.form == "that" && !r.tells(a)) {
			return []int{a}
		}
	}
	return nil
}

// tells reports whether a “that” behind the phrase at i begins what is said and not what the phrase is.
func (r reader) tells(i int) bool {
	for k := i - 1; k >= 0 && r[k].kind != mark; k-- {
		if r[k].kind == verb && stating[r[k].base] {
			return true
		}
	}
	return contents[r[i].form]
}

var (
	contents = set(`claim claims report reports statement fact hope hopes fear fears sign signs view news evidence idea belief rumour rumours warning warnings
promise word condition chance doubt risk impression message announcement accusation allegations charges denial`)
	stating = set(`say tell think believe announce report claim warn insist argue hope fear know inform assure remind promise persuade show convince advise
notify add deny confirm explain conclude find mean agree demand ask see hear decide note stress suggest predict estimate declare state admit understand
reveal indicate acknowledge allege maintain propose request order rule judge complain write`)
	letting   = set(`let help make`)
	saying    = set(`say think believe announce report claim warn insist argue hope fear know`)
	directing = set(`ask tell want urge allow let force order persuade help require enable permit instruct invite forbid compel press call expect lead`)
)

// set2 is a set of phrases parted by commas.
func set2(phrases string) map[string]bool {
	s := map[string]bool{}
	for p := range strings.SplitSeq(phrases, ",") {
		s[strings.TrimSpace(p)] = true
	}
	return s
}
