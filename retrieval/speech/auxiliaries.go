package speech

import "strings"

// auxiliaries are the auxiliaries and adverbs before a verb, and what they make of it.
type auxiliaries struct {
	from       int // the first of them, or the verb
	finite     bool
	passive    bool // or progressive: a form of to be stands nearest
	negated    bool
	unreal     bool
	infinitive bool
	sure       bool // an infinitive of what was done: “went on to say”
}

func (r *reader) auxiliaries(s *sentence, verb int) auxiliaries {
	h := auxiliaries{from: verb}
	only := r.at(s, verb+1).is("only")
	for k := verb - 1; k >= s.from; k-- {
		t := &r.tokens[k]
		switch {
		case t.isVerbal():
			h.passive = h.passive || !h.finite && t.in(be)
			h.negated = h.negated || strings.HasSuffix(t.lower, "n't")
			h.unreal = h.unreal || t.in(unreal) && !only // would say only that
			h.finite = true
		case t.in(negations):
			h.negated = true
		case t.is("only"):
			only = true
		case t.in(loose), t.kind == word && isAdverb(t.lower) && !t.dated:
		case t.is("to") && k == verb-1:
			h.infinitive = true
			h.from, h.sure = r.goesOn(s, k)
			return h
		default:
			return h
		}
		h.from = k
	}
	return h
}

// goesOn reports whether what stands before the “to” at token to makes its verb one of what was done, and where that begins:
// “went on to say”, “took to Twitter to say”.
func (r *reader) goesOn(s *sentence, to int) (from int, sure bool) {
	for k := to - 1; k >= to-5; k-- {
		if r.at(s, k).in(goingOn) {
			return k, k == to-1 || r.tokens[k+1].is("on", "to")
		}
	}
	return to, false
}

var goingOn = words(`went goes continued proceeded took turned rushed returned`)

// longestAgency is within how many tokens behind a passive verb its agent stands.
const longestAgency = 25

// passive reads a verb whose subject does not speak: “was called “…” by Assad”. Without “by” it is not told who does.
func (r *reader) passive(s *sentence, c cue) cue {
	c.on, c.sub, c.why = true, true, agentless
	for k := c.to; k < c.to+longestAgency; k++ {
		t := r.at(s, k)
		if t.kind == none || t.kind == mark && !t.is(",") {
			break
		}
		if t.is("by") {
			if p, ok := r.phraseBehind(s, k+1, false); ok {
				c.who, c.why = r.withApposition(s, p), ""
				if k == c.to {
					c.to = c.who.to
				}
			}
			break
		}
	}
	return c
}

// participle reads “…, saying that”, “Calling it …, Kerry left” and “with Kerry writing”.
func (r *reader) participle(s *sentence, c cue) cue {
	before := r.at(s, c.from-1)
	ok := true
	switch {
	case c.from == s.from, before.is(","), before.isDash(), before.kind == quoted, before.in(conjunctions), before.in(meanwhile):
		c.heir = true
	case before.is("as"):
		c.who, c.from, ok = r.quotedAs(s, c.from-1)
	default:
		c.who, ok = r.group(s, c.from)
		c.sub = ok && papers[r.tokens[c.who.head].lower] // a letter saying
		ok = ok && (c.sub || r.at(s, c.who.from-1).is("with"))
		if ok {
			c.from = c.who.from
		}
	}
	if !ok {
		c.why = unclear
	}
	r.extend(s, &c, c.to)
	return c
}

// meanwhile stands before a participle whose subject is the sentence's: “before adding”.
var meanwhile = words(`before after while when by in`)

// quotedAs is who is quoted before the “as” at token as, and where that begins: “Petrov was quoted as saying”, “AFP quoted Petrov as
// saying”.
func (r *reader) quotedAs(s *sentence, as int) (who phrase, from int, ok bool) {
	at := as - 1
	for at > as-8 && !r.at(s, at).in(citing) {
		at--
	}
	if !r.at(s, at).in(citing) {
		return phrase{}, as + 1, false
	}
	h := r.auxiliaries(s, at)
	by, ok := r.phraseBefore(s, h.from)
	if h.passive {
		return by, by.from, ok
	}
	from = at
	if ok {
		from = by.from
	}
	who, ok = r.phraseBehind(s, at+1, true)
	if !ok {
		return who, from, false
	}
	who = r.withApposition(s, who)
	return who, from, who.to == as || who.to == as-1 && r.tokens[who.to].is(",")
}

var citing = words(`quoted quotes quoting cited cites citing heard reported`)
