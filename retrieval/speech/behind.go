package speech

// phraseBehind is the noun phrase that begins at token from. A closed one is known to end where its words do, as behind an inverted
// verb; of an open one whatever follows may be a verb.
func (r *reader) phraseBehind(s *sentence, from int, closed bool) (phrase, bool) {
	if from >= s.to {
		return phrase{}, false
	}
	if r.isPronoun(from) || r.tokens[from].in(objects) && !r.isOwner(s, from) {
		return single(from), true
	}
	p := phrase{from: from, to: from, head: -1}
	for k := from; k < from+longestGroup; k++ {
		t := r.at(s, k)
		if k == from && (t.in(determiners) || t.in(owners)) || t.kind == word && t.owns {
			continue
		}
		if t.kind != named && (t.kind != word || r.isFunction(k) || r.isVerb(s, k) || isAdverb(t.lower)) {
			break
		}
		p.head, p.to, p.core = k, k+1, k+1
		if !closed && r.endsGroup(s, k) {
			break
		}
	}
	if p.head < 0 || r.tokens[p.head].owns {
		return phrase{}, false
	}
	if !r.isParty(p) {
		return r.withPurpose(s, p), true
	}
	if role := (run{p.from, p.head}); r.roleHead(role) == p.head-1 {
		p.role = role
	}
	return p, true
}

// isOwner reports whether the “her” at token i is that of her father.
func (r *reader) isOwner(s *sentence, i int) bool {
	for k := i + 1; k <= i+3 && r.tokens[i].is("her"); k++ {
		switch t := r.at(s, k); {
		case t.kind != word || r.isFunction(k):
			return false
		case canSpeak(t.lower):
			return true
		}
	}
	return false
}

// titledBehind is the same, with both titles of one person: said co-founder and chief executive Ann Lee; said founder and chair of
// the fund, Ann Lee.
func (r *reader) titledBehind(s *sentence, from int, closed bool) (phrase, bool) {
	p, ok := r.phraseBehind(s, from, closed)
	and := p.head + 1
	if next := r.at(s, and+1); !ok || !r.at(s, and).is("and") || !r.describes(p) || r.isPlural(p.head) || next.in(determiners) || next.in(owners) {
		return p, ok
	}
	switch q, ok := r.phraseBehind(s, and+1, closed); {
	case ok && r.isPersonName(q) && r.isIntroduced(q):
		q.role = run{p.from, q.head}
		if q.head == q.from {
			q.role.to = p.to
		}
		q.from = p.from
		return q, true
	case ok && r.describes(q) && r.at(s, q.to).is(","):
		p.to = q.to
	}
	return p, ok
}

// isIntroduced reports whether a title, or a noun for a person, stands right before the name that heads a phrase.
func (r *reader) isIntroduced(p phrase) bool {
	if p.head == p.from {
		return r.names[r.tokens[p.head].at].Title() != ""
	}
	before := &r.tokens[p.head-1]
	return before.kind == word && (!before.upper || isPerson(before.lower))
}

// endsGroup reports whether a phrase that may be followed by a verb ends with token k: with a name or a noun for who can speak
// that no other follows.
func (r *reader) endsGroup(s *sentence, k int) bool {
	t := &r.tokens[k]
	if t.owns || t.kind == word && !isPerson(t.lower) && !bodies[t.lower] && !papers[t.lower] {
		return false
	}
	for n := k + 1; n <= k+3; n++ {
		next := r.at(s, n)
		switch {
		case next.kind == named:
			return t.kind == named && n == k+1 && r.mayBePerson(t.at)
		case next.kind != word, next.owns, r.isFunction(n), r.isVerb(s, n):
			return true
		case isPerson(next.lower), n == k+1 && (papers[next.lower] || bodies[next.lower] || occasions[next.lower]):
			return false
		}
	}
	return true
}

// withPurpose takes whom a description is of or for into it: “a spokesman for the ministry”, “one of the men”.
func (r *reader) withPurpose(s *sentence, p phrase) phrase {
	for r.at(s, p.to).is("for", "of", "at", "from", "with") || r.at(s, p.to).is("by") && r.tokens[p.head].in(written) {
		of, ok := r.phraseBehind(s, p.to+1, false)
		if !ok {
			break
		}
		p.to, p.core = of.to, of.to
	}
	return p
}
