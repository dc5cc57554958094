package speech

// mostAsides is how many asides may stand between a subject and its verb.
const mostAsides = 4

// beforeAside is the subject before one or more asides, of which the last ends with the comma at token end: “Kirby, the
// spokesman, said”; “The spokesman, John Kirby, said”; “Smith, 45, of Leeds, said”.
func (r *reader) beforeAside(s *sentence, end int) (phrase, bool) {
	last := end + 1
	for range mostAsides {
		open := end - 1
		for r.at(s, open).kind != none && !r.tokens[open].is(",") && r.tokens[open].kind != quoted {
			open--
		}
		if !r.at(s, open).is(",") || open == s.from {
			return phrase{}, false
		}
		aside := run{open + 1, end}
		p, ok := phrase{}, false
		if !r.tokens[open-1].is(",") {
			p, ok = r.phraseBefore(s, open)
		}
		if ok {
			if who, ok := r.describedBefore(s, p); ok {
				who.to = last
				return who, true // Ann Lee, head of the school in Wells, Somerset, said
			}
		}
		name, isName := r.nameAlone(s, aside)
		switch {
		case isName && ok && r.describes(p):
			name.role, name.from, name.to, name.several = run{p.from, p.to}, p.from, last, p.several
			return name, true
		case !isName && !r.isAside(s, aside):
			return phrase{}, false
		case ok && (r.isParty(p) || r.isPronoun(p.head) || r.describes(p)):
			if p.role.empty() && r.isDescription(s, aside) {
				p.role = aside
			}
			p.to = last
			return p, true
		}
		end = open
	}
	return phrase{}, false
}

// describedBefore is the person whose name stands, with a comma behind it, before a description: Ann Lee, the mayor.
func (r *reader) describedBefore(s *sentence, p phrase) (phrase, bool) {
	if !r.describes(p) || !r.at(s, p.from-1).is(",") {
		return phrase{}, false
	}
	who, ok := r.phraseBefore(s, p.from-1)
	who.role = run{p.from, p.to}
	return who, ok && r.isPersonName(who) && who.to == p.from-1
}

// nameAlone is the phrase of an aside that is a person's name and nothing else.
func (r *reader) nameAlone(s *sentence, aside run) (phrase, bool) {
	if aside.empty() || r.tokens[aside.to-1].owns || !r.isPersonName(single(aside.to-1)) {
		return phrase{}, false
	}
	p, ok := r.group(s, aside.to)
	return p, ok && p.from == aside.from
}

// isAside reports whether what stands between two commas can be said of what stands before them, or parts it from its verb.
func (r *reader) isAside(s *sentence, aside run) bool {
	if aside.empty() {
		return false
	}
	t := &r.tokens[aside.from]
	switch t.kind {
	case named:
		return t.owns || aside.to-aside.from == 1 || r.tokens[aside.from+1].in(prepositions) || r.isDescription(s, aside)
	case word:
		return !t.in(personal) && !t.in(conjunctions) && (!t.isVerbal() || t.is("being"))
	}
	return t.is("(")
}

// withApposition adds to a phrase what stands behind it between commas: “said Kirby, the spokesman, …”, “said the spokesman, John
// Kirby.”
func (r *reader) withApposition(s *sentence, p phrase) phrase {
	if !r.at(s, p.to).is(",") {
		return p
	}
	end := p.to + 1
	for r.at(s, end).kind == word || r.at(s, end).kind == named {
		end++
	}
	aside := run{p.to + 1, end}
	if aside.empty() || end < s.to && !r.tokens[end].is(",", ".") {
		return p
	}
	if name, ok := r.nameAlone(s, aside); ok && r.describes(p) {
		name.role, name.from = run{p.from, p.to}, p.from
		return name
	}
	switch {
	case !r.isParty(p), r.tokens[aside.from].kind != word:
	case r.isDescription(s, aside):
		if p.role.empty() {
			p.role = aside
		}
		p.to = end
	case end < s.to && r.tokens[aside.from].in(articles) && !r.isClause(s, aside):
		p.to = end // said Lee, a caterer,
	}
	return p
}

// isDescription reports whether tokens describe somebody: “the department’s spokesman”, “head of the mission in Kabul”.
func (r *reader) isDescription(s *sentence, a run) bool {
	if a.empty() || r.tokens[a.from].in(prepositions) || r.tokens[a.from].in(relatives) || r.tokens[a.from].in(subordinators) {
		return false
	}
	return !r.isClause(s, a) && r.roleHead(a) >= 0
}

// isClause reports whether tokens have a verb of their own, before any relative clause.
func (r *reader) isClause(s *sentence, a run) bool {
	for i := a.from; i < a.to && !r.tokens[i].in(relatives); i++ {
		if r.tokens[i].isVerbal() || r.isVerb(s, i) {
			return true
		}
	}
	return false
}

// roleHead is the token of the noun for a person that heads a description, before its first preposition, or -1.
func (r *reader) roleHead(a run) int {
	head := -1
	for i := a.from; i < a.to; i++ {
		t := &r.tokens[i]
		if t.in(prepositions) || t.in(relatives) || t.in(subordinators) || t.kind == mark && !t.is("-") {
			break
		}
		if t.kind == word && !t.owns {
			head = -1
			if isPerson(t.lower) {
				head = i
			}
		}
	}
	return head
}
