package syntax

// tag decides what its neighbours make of each token that may be a verb.
func tag(all []token) {
	for i := range all {
		t := &all[i]
		switch {
		case t.kind == preposition && t.form == "to" && i+1 < len(all) && all[skip(all, i+1)].mayBe(Base):
			t.kind = to
		case t.form == "first" && i > 0 && all[i-1].kind == auxiliary && i+1 < len(all) && (all[i+1].as == Ed || all[i+1].as == Participle): // “were first reported”
			t.kind = adverb
		case t.form == "at" && i+1 < len(all) && all[i+1].form == "first":
			t.kind, all[i+1].kind, all[i+1].as = adverb, adverb, NoForm
		case (t.kind == preposition || t.form == "more" || t.form == "fewer" || t.form == "less") && bounds(all[i:]) > 0:
			for k := range bounds(all[i:]) {
				all[i+k].kind, all[i+k].as = determiner, NoForm
			}
		case t.kind == preposition && i > 0 && all[i-1].kind == verb && phrasal[all[i-1].base+" "+t.form]:
			t.kind = adverb
		case t.kind == determiner && floating[t.form] && i > 0 && (all[i-1].kind == noun || all[i-1].kind == name): // “Russia and Syria both”
			t.kind = adverb
		case t.kind == pronoun && emphatic[t.form] && i > 0 && (all[i-1].kind == name || all[i-1].kind == noun && (all[i-1].as == NoForm || i > 1 && all[i-2].kind == determiner)): // “the pause itself”
			t.kind = adverb
		case t.form == "that" && t.kind == noun:
			t.kind = that(all, i)
		case t.kind == auxiliary || t.kind == noun && t.as != NoForm:
			t.kind = t.among(all, i)
		}
	}
	for i := range all { // what is undecided is a verb where its clause has no other
		t := &all[i]
		if t.kind == noun && t.as != NoForm && !all[i].decided(all, i) && !hasVerb(all, i) {
			t.kind = verb
		}
	}
}

var emphatic = set(`itself himself herself themselves`)

// bounds is how many tokens say how near a number is meant that follows them: “about 20”, “at least 20”, “up to 20”.
func bounds(all []token) int {
	is := func(i int, form string) bool { return i < len(all) && all[i].form == form }
	n := 0
	switch {
	case is(0, "at") && (is(1, "least") || is(1, "most")), is(0, "up") && is(1, "to"), is(1, "than") && !is(0, "other"):
		n = 2
	case is(0, "about"), is(0, "around"), is(0, "over"), is(0, "under"), is(0, "than"):
		n = 1
	}
	if n > 0 && n < len(all) && all[n].kind == number {
		return n
	}
	return 0
}

// that is the kind of a “that”: the joint of a clause, a relative behind a noun, or a determiner.
func that(all []token, i int) kind {
	if i > 0 && (all[i-1].kind == noun && all[i-1].as == NoForm || all[i-1].kind == name) && i+1 < len(all) {
		if n := all[skip(all, i+1)]; n.kind == auxiliary || n.kind == modal || n.as == Past || n.as == Ed || n.as == Present {
			return relative
		}
	}
	if i > 0 && i+1 < len(all) && all[i-1].kind == verb && !stating[all[i-1].base] && lexicon[all[i+1].form].noun { // “presented that ban”
		return determiner
	}
	if i+1 < len(all) && all[i+1].kind == noun && all[i+1].as == NoForm && !plural(all[i+1].form) && (i == 0 || all[i-1].kind != verb) {
		return determiner
	}
	return joint
}

// skip is the first token from i on that is no adverb or negation.
func skip(all []token, i int) int {
	for i+1 < len(all) && (all[i].kind == adverb || all[i].kind == negation) {
		i++
	}
	return i
}

// mayBe reports whether a token that is not decided may be a form of a verb, or is an auxiliary of that form.
func (t token) mayBe(f Form) bool {
	return (t.kind == noun || t.kind == auxiliary) && (t.as == f || f == Base && (t.as == Ed || t.as == Participle) && t.base == t.form)
}

// behind is the nearest token before i that is no adverb, negation or date.
func behind(all []token, i int) (token, bool) {
	for k := i - 1; k >= 0; k-- {
		t := all[k]
		if t.kind != adverb && t.kind != negation && t.kind != date && !(t.kind == preposition && all[k+1].kind == date) {
			return t, true
		}
	}
	return token{kind: mark}, false
}

// among is the kind of a token that may be a verb, by what stands around it; noun where that does not tell.
func (t token) among(all []token, i int) kind {
	if t.kind == auxiliary {
		return auxiliary
	}
	before, _ := behind(all, i)
	next := token{kind: mark}
	if i+1 < len(all) {
		next = all[i+1]
	}
	l := lexicon[t.form]
	past := t.as == Past || t.as == Participle || t.as == Ed
	nominal := next.kind == noun && (lexicon[next.form].noun || next.as == NoForm) || next.kind == name || next.kind == adjective || next.kind == number
	switch before.kind {
	case to, modal:
		return verb
	case auxiliary:
		if t.as == Ing && before.base == "be" || past {
			if t.as == Ing && l.mostlyAdjective && next.kind == mark {
				return adjective
			}
			return verb
		}
		if before.base == "do" {
			return verb
		}
		if l.adjective && before.base == "be" {
			return adjective
		}
		return noun
	case determiner, number, adjective:
		if quantities[before.form] && !l.noun && !l.adjective && (t.as == Base || past) { // “both deny”
			return verb
		}
		switch {
		case (past || t.as == Ing) && nominal && (before.kind != number || i > 1 && all[i-2].kind == verb): // “used 34 guided munitions”
			return adjective
		case past && before.kind != determiner:
			return verb
		}
		return noun
	case preposition:
		switch {
		case t.as == Ing && (next.kind == determiner || next.kind == date || nominal && next.kind != noun || next.kind == pronoun || next.kind == noun && !l.noun):
			return verb
		case past && !l.noun || t.as == Ing && nominal:
			return adjective
		}
		return noun
	case pronoun:
		if past || t.as == Present || t.as == Base || t.as == Ing {
			return verb
		}
	case relative:
		if next.kind == auxiliary || next.kind == modal || i > 1 && all[i-2].kind == preposition { // “from which rebels had”
			return noun
		}
		if past || t.as == Present || t.as == Base {
			return verb
		}
	}
	if past {
		if (before.kind == mark || before.kind == conjunction) && next.kind == noun && next.as == NoForm && l.adjective {
			return adjective
		}
		if i == 0 && nominal {
			return adjective
		}
		return verb
	}
	if before.owner {
		return noun
	}
	if t.as == Base && before.kind == noun && next.kind != noun && lets(all, i) {
		return verb
	}
	if !l.noun && !lexicon[t.base].noun && t.as != Ing && !l.adjective {
		return verb
	}
	if t.as == Ing {
		if (before.kind == noun || before.kind == name) && (next.kind == noun || next.kind == adjective || next.kind == number) && (!l.noun || plural(before.form)) { // “trucks carrying flour”
			return verb
		}
		if i > 0 && all[i-1].kind == mark || next.kind == determiner || next.kind == name || next.kind == preposition && !l.noun {
			return verb
		}
		return noun
	}
	if t.as == Present && i > 0 && all[i-1].kind == mark && (next.kind == determiner || next.kind == name || next.kind == pronoun || next.kind == number || bounds(all[i+1:]) > 0) && isAside(all[:i-1]) {
		return verb // “The bridge, built in 1913, carries”
	}
	if (t.as == Present || lexicon[t.form].mostlyVerb) && before.kind != mark && before.kind != conjunction &&
		(next.kind == determiner || next.kind == name || next.kind == pronoun || next.form == "to" || next.form == "that") && !(before.kind == verb) {
		return verb
	}
	return noun
}

// isAside reports whether tokens end in an aside behind a mark and a noun, with no finite verb before it.
func isAside(all []token) bool {
	m := len(all) - 1
	for m > 0 && all[m].kind != mark {
		m--
	}
	return m > 0 && (all[m-1].kind == noun || all[m-1].kind == name) && !hasVerb(all[:m], 0)
}

// lets reports whether what may be an infinitive at i stands behind “let the ship”.
func lets(all []token, i int) bool {
	for k := i - 1; k >= max(0, i-4); k-- {
		if all[k].kind == verb {
			return letting[all[k].base]
		}
	}
	return false
}

// decided reports whether a noun's place leaves no room for a verb.
func (t token) decided(all []token, i int) bool {
	before, ok := behind(all, i)
	if !ok || t.as == Ing || before.owner {
		return true
	}
	switch before.kind {
	case determiner, number, adjective, preposition, verb, auxiliary, mark, conjunction:
		return true
	case noun, name:
		return t.as == Base && !plural(before.form)
	}
	return false
}

// hasVerb reports whether the stretch around i, up to the marks and joints about it, has a verb that is finite.
func hasVerb(all []token, i int) bool {
	finite := func(t token) bool {
		return t.kind == modal || t.kind == auxiliary && t.as != Ing && t.form != "be" && t.form != "been" || t.kind == verb && (t.as == Past || t.as == Ed || t.as == Present)
	}
	ends := func(t token) bool { return t.kind == mark || t.kind == joint || t.kind == relative }
	for k := i - 1; k >= 0 && !ends(all[k]); k-- {
		if finite(all[k]) {
			return true
		}
	}
	for k := i + 1; k < len(all) && !ends(all[k]) && all[k].kind != conjunction; k++ {
		if finite(all[k]) {
			return true
		}
	}
	return false
}

var floating = set(`both all each`)
