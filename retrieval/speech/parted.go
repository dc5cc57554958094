package speech

import "slices"

// parted reports whether what stands at token at is no longer said by the cue before it.
func (r *reader) parted(s *sentence, c *cue, at int) bool {
	listed := false // a comma stands before
	for k := c.to; k < at; k++ {
		t, next := &r.tokens[k], r.at(s, k+1)
		listed = listed || k > c.to && r.tokens[k-1].is(",")
		switch {
		case t.is(";", "?", "!"):
			return true
		case t.kind == quoted && (c.class == calls || c.sub && !c.as):
			if !r.coordinates(k+1, at) {
				return true
			}
		case t.in(contrasts) && k > c.to:
			if !r.resumes(k+1, at) {
				return true
			}
		case t.is("as") && c.class != calls && !c.as && k > c.to && k+1 < at && (r.isPronoun(k+1) || next.kind == named):
			return true // as the crowd chanted
		case !t.is(",") || next.kind == none:
		case r.gaps(s, k+1), c.says && !listed && r.isClauseOf(s, c, k+1):
			return true
		case next.in(contrasts), next.is("so", "with", "yet", "nor"), next.in(relatives) && !next.is("that"):
			return !r.resumes(k+2, at)
		case next.is("and") && !c.astride:
			if !r.resumes(k+2, at) {
				return true
			}
		case c.sub && !c.as && k > c.to:
			return true
		}
	}
	return false
}

// gaps reports whether somebody else's words begin at token k with the verb left out: “Lund that it was …”.
func (r *reader) gaps(s *sentence, k int) bool {
	if r.at(s, k).is("and") {
		k++
	}
	p, ok := r.phraseBehind(s, k, false)
	return ok && r.at(s, p.to).is("that")
}

// isClauseOf reports whether another's clause begins at token k, in a list of what several did: “Lee has said nothing, Holt has
// apologised for …”. It is none where what is said opens with a clause of its own: “Kerry said that when they met, Lavrov was”.
func (r *reader) isClauseOf(s *sentence, c *cue, k int) bool {
	if r.tokens[c.to].in(demonstratives) && r.at(s, c.to+1).in(subordinators) {
		return false
	}
	p, ok := r.phraseBehind(s, k, false)
	return ok && r.isPersonName(p) && !slices.Contains(r.bearers[r.tokens[p.head].at], c.is.party) && r.at(s, p.to).isVerbal()
}

// resumes reports whether what is said goes on at token k: with “that”, or with the quotation at token at itself.
func (r *reader) resumes(k, at int) bool {
	return k <= at && r.tokens[k].is("that") || r.tokens[at].kind == quoted && r.coordinates(k, at)
}

// coordinates reports whether nothing but a few small words, or words in brackets, stands between two quotations: “dead” and “buried”.
func (r *reader) coordinates(from, to int) bool {
	for k := from; k < to; k++ {
		t := &r.tokens[k]
		if !t.is(",", "(", ")", "of", "in", "as") && !t.in(conjunctions) && !t.in(determiners) && !r.tokens[k-1].is("(") {
			return false
		}
	}
	return true
}

// severed reports whether a tag that begins at token to does not reach back to the quotation at token at.
func (r *reader) severed(at, to int) bool {
	for k := at + 1; k < to; k++ {
		if r.tokens[k].is(";") {
			return true
		}
	}
	return false
}
