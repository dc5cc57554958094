package speech

import "slices"

// subject is the subject of a sentence's main clause, where it stands before token end: what begins the sentence, or what
// follows the comma behind what leads up to it.
func (r *reader) subject(s *sentence, end int) (phrase, bool) {
	if r.tokens[s.from].kind == quoted {
		return phrase{}, false
	}
	for at := s.from; at < end; {
		if t := &r.tokens[at]; t.is(",") || t.in(conjunctions) || t.kind == word && isAdverb(t.lower) {
			at++
			continue
		}
		if p, ok := r.phraseBehind(s, at, false); ok && p.to <= end && r.acts(s, r.pastAsides(s, p.to)) {
			return p, true
		}
		for at < end && !r.tokens[at].is(",") {
			at++
		}
	}
	return phrase{}, false
}

// pastAsides is the token behind what may stand between a subject, which ends before token at, and its verb: “Lee of the Globe”,
// “Lee, 49, a nurse from Leeds, was”.
func (r *reader) pastAsides(s *sentence, at int) int {
	for range mostAsides {
		switch {
		case r.at(s, at).in(prepositions):
			p, ok := r.phraseBehind(s, at+1, false)
			if !ok {
				return at
			}
			at = p.to
		case r.at(s, at).is(","):
			end := at + 1
			for end < s.to && !r.tokens[end].is(",") && r.tokens[end].kind != quoted {
				end++
			}
			if !r.at(s, end).is(",") || !r.isAside(s, run{at + 1, end}) {
				return at
			}
			at = end + 1
		default:
			return at
		}
	}
	return at
}

// acts reports whether a verb may stand at token i, or a quotation in its place.
func (r *reader) acts(s *sentence, i int) bool {
	t := r.at(s, i)
	return t.kind == quoted || t.isVerbal() || t.in(negations) || t.kind == word && (isAdverb(t.lower) || !t.upper && !r.isFunction(i))
}

// heir is whose words a verb without a subject of its own introduces: those of the sentence's subject, where nobody between
// them does or says something.
func (r *reader) heir(i int, c cue) (somebody, string) {
	s := &r.sentences[i]
	before := nobody // who speaks before it in the sentence
	for _, b := range slices.Backward(s.cues) {
		if !b.sub && !b.as {
			if before = b.is; before.Name == "" {
				return nobody, b.why
			}
			break
		}
	}
	end := c.verb
	if c.from == s.from {
		end = s.to // Calling it a disgrace, Kerry left
	}
	p, ok := r.subject(s, end)
	ok = ok && r.speaks(s, p)
	switch {
	case !ok && before.Name == "":
		return nobody, unclear
	case !ok:
		return before, ""
	}
	main, why := r.who(i, p)
	switch {
	case main.Name == "":
		return nobody, why
	case before.Name != "" && !before.same(main):
		return nobody, oneOf(main, before)
	case before.Name == "" && c.from > s.from && r.interferes(s, p.to, c.from), r.isRelated(s, p.to, c.from):
		return nobody, unclear
	}
	return main, ""
}

// interferes reports whether somebody else does something between a subject and a verb that it may share: “Kerry left when
// Lavrov came and called it”.
func (r *reader) interferes(s *sentence, from, end int) bool {
	for k := from; k < end-1; k++ {
		t := &r.tokens[k]
		if (t.kind == named && !t.owns && r.mayBePerson(t.at) || r.isPronoun(k)) && r.acts(s, k+1) && !r.at(s, k-1).in(prepositions) {
			return true
		}
	}
	return false
}

// isRelated reports whether a relative clause that nothing closes stands before token end: “a call from a man who wept and said”.
func (r *reader) isRelated(s *sentence, from, end int) bool {
	related := false
	for k := from; k < end; k++ {
		switch t, before := &r.tokens[k], r.at(s, k-1); {
		case t.is("who", "which"), t.is("that") && before.kind == word && !r.isFunction(k-1) && !r.isVerb(s, k-1):
			related = true
		case t.is(","):
			related = false
		}
	}
	return related
}
