package speech

// cue is words that name a speaker: a subject and its verb of speech, “according to” and whom, somebody's words.
type cue struct {
	verb     int // its token
	from, to int // its tokens, with its subject, whom it speaks to, and where and when
	class    class

	who phrase   // its subject
	is  somebody // whom that is; of nobody where it is not certain
	why string   // then

	told    run  // whom it speaks to
	says    bool // words without marks follow as what is said: “Kirby said the secretary had …”
	watches bool // something is watched or done rather than said
	direct  bool // a quotation follows as what is said
	heir    bool // its subject is that of the clause before: “…, adding that”
	sub     bool // stands in a clause of its own within another: “the man who said”
	as      bool // “as Kirby put it”
	back    bool // governs what stands before it
	on      bool // governs what stands behind it
	astride bool // parts what it governs in two, as in “Russia, he said, will …”
}

// findCues finds the cues of sentence i, outside its quotations.
func (r *reader) findCues(i int) {
	s := &r.sentences[i]
	for at := s.from; at < s.to; at++ {
		c, found := r.cueAt(s, at)
		switch {
		case !found:
			continue
		case c.why != "":
		case r.isDenied(s, c.from):
			c.why = unsaid
		case c.heir:
			c.is, c.why = r.heir(i, c)
		default:
			c.is, c.why = r.who(i, c.who)
		}
		s.cues = append(s.cues, c)
		at = max(at, min(c.verb, c.to-1))
	}
}

// cueAt is the cue whose verb, or what stands for one, begins at a token.
func (r *reader) cueAt(s *sentence, at int) (c cue, found bool) {
	switch t := &r.tokens[at]; {
	case t.kind == mark:
		return r.marked(s, at)
	case t.kind != word:
		return cue{}, false
	case t.is("according", "in", "per"):
		return r.according(s, at)
	case verbs[t.lower] != nil:
		if c, found = r.spoken(s, at); found {
			return c, true
		}
	}
	return r.possessed(s, at)
}

// isDenied reports whether the clause at token i is what somebody denies.
func (r *reader) isDenied(s *sentence, i int) bool {
	for k := i - 1; k >= s.from && r.tokens[k].kind != mark; k-- {
		if r.tokens[k].is("deny", "denies", "denied", "denying") {
			return true
		}
	}
	return false
}

// Why a cue names nobody.
const (
	unclear   = "it is not clear who says it"
	unasked   = "it is not told who asks"
	agentless = "it is not told who says it"
	unsaid    = "it is told as not said"
	notYet    = "it is not told as said"
	unspoken  = "the article does not say who says it"
)

// according reads “according to Kirby” and “in the words of Kirby”.
func (r *reader) according(s *sentence, at int) (cue, bool) {
	end := at
	for _, words := range [][]string{{"according", "to"}, {"in", "the", "words", "of"}, {"per"}} {
		if r.spells(s, at, words) {
			end = at + len(words)
		}
	}
	if end == at {
		return cue{}, false
	}
	c := cue{verb: at, from: at, to: end, class: says, back: true, on: true}
	p, ok := r.titledBehind(s, end, false)
	switch {
	case r.tokens[at].is("per") && (!ok || !r.isParty(p)):
		return cue{}, false // per head
	case !ok || r.tokens[p.head].in(objects):
		c.why = unclear
	default:
		c.who = r.withApposition(s, p)
		c.to = c.who.to
	}
	return c, true
}

// spells reports whether these words stand at token at.
func (r *reader) spells(s *sentence, at int, words []string) bool {
	for k, w := range words {
		if !r.at(s, at+k).is(w) {
			return false
		}
	}
	return true
}

// possessed reads “Kerry’s warning that “…”” and “her claim: “…””.
func (r *reader) possessed(s *sentence, at int) (cue, bool) {
	if t := &r.tokens[at]; !t.in(assertions) || t.owns {
		return cue{}, false
	}
	k := at - 1
	for k > at-3 && r.at(s, k).kind == word && !r.tokens[k].owns && !r.isFunction(k) {
		k-- // her last claim
	}
	owner := r.at(s, k)
	end := at + 1
	for end < at+3 && r.at(s, end).is("that", "of", ":", "was", ",") {
		end++
	}
	if !(owner.kind == named && owner.owns || owner.in(owners)) || end == at+1 || r.at(s, end).kind != quoted {
		return cue{}, false
	}
	return cue{verb: at, from: k, to: end, class: calls, who: single(k), on: true, direct: true}, true
}

// marked reads a speaker whom marks alone name: “Kerry: “…”” at the start of a sentence, “…” – John Kerry at the end.
func (r *reader) marked(s *sentence, at int) (cue, bool) {
	t := &r.tokens[at]
	c := cue{verb: at, from: at, to: at + 1, class: says}
	switch {
	case t.is(":") && r.at(s, at+1).kind == quoted:
		p, ok := r.phraseBefore(s, at)
		c.who, c.from, c.on, c.direct = p, p.from, true, true
		return c, ok && p.from == s.from && (r.isParty(p) && r.mayBePerson(r.tokens[p.head].at) || r.describes(p))
	case (t.isDash() || t.is("-")) && at == s.from+1 && r.tokens[s.from].kind == quoted:
		p, ok := r.phraseBehind(s, at+1, true)
		if ok {
			c.who = r.withApposition(s, p)
			c.to, c.back = c.who.to, true
		}
		return c, ok && r.isParty(p) && r.bearsPerson(p) && (c.to >= s.to || r.endsAside(s, c.to))
	}
	return c, false
}
