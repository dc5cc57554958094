package speech

import "strings"

// spoken reads a verb of speech with its subject.
func (r *reader) spoken(s *sentence, at int) (cue, bool) {
	v, next := r.verbAt(s, at)
	if v.class == 0 {
		return cue{}, false
	}
	h := r.auxiliaries(s, at)
	c := cue{verb: at, from: h.from, to: next, class: v.class}
	switch {
	case r.isNoun(s, at, next, v, h):
		return cue{}, false
	case h.passive && v.form == past:
		return r.passive(s, c), true
	case v.form == ing && !h.passive:
		return r.participle(s, c), true
	case h.negated:
		c.why = unsaid
	case h.unreal, h.infinitive && !h.sure:
		c.why = notYet
	}
	switch {
	case h.infinitive:
		c.heir = true
	case r.inverts(s, &c, v, h):
		return c, true
	case !r.findSubject(s, &c, v, h):
		return cue{}, false
	}
	if !c.on {
		r.extend(s, &c, next)
	}
	return c, true
}

// isNoun reports whether the form at token at stands as a noun or an adjective: the claim, recent reports, the alleged.
func (r *reader) isNoun(s *sentence, at, next int, v verb, h auxiliaries) bool {
	if v.tail != "" {
		return false
	}
	before := r.at(s, at-1)
	if (before.in(determiners) || before.in(owners) || before.owns || before.in(prepositions) && !before.is("to")) && !before.in(demonstratives) && v.form != ing {
		return true
	}
	if v.form == past || v.form == ing || h.finite || h.infinitive {
		return false
	}
	if v.noun && (r.at(s, next).isVerbal() || r.isVerb(s, next)) {
		return true // reports said
	}
	p, ok := r.phraseBefore(s, h.from)
	if v.form == plain {
		return !ok || !r.isMany(p) // they say, officials say; no imperative
	}
	return v.noun && !(ok && (r.tokens[p.head].kind == named || r.isPronoun(p.head) || isPerson(r.tokens[p.head].lower) || canSpeak(r.tokens[p.head].lower)))
}

// isMany reports whether a phrase takes the plain form of a verb: they, officials, Kerry and Lavrov.
func (r *reader) isMany(p phrase) bool {
	t := &r.tokens[p.head]
	if r.isPronoun(p.head) {
		return !t.is("he", "she", "it")
	}
	return p.several || r.isPlural(p.head) && canSpeak(t.lower)
}

// canSpeak reports whether a noun, in the singular or plural, is one for who or what is quoted.
func canSpeak(noun string) bool {
	one := strings.TrimSuffix(noun, "s")
	return isPerson(noun) || isPerson(one) || bodies[noun] || bodies[one] || papers[noun] || papers[one]
}

// isTag reports whether what stands at token at may follow a quotation's end: right behind it, or behind its comma.
func (r *reader) isTag(s *sentence, at int) bool {
	before := r.at(s, at-1)
	return before.kind == quoted || before.is(",") && r.at(s, at-2).kind == quoted
}

// inverts reads a subject behind its verb: “…,” said Kirby, the spokesman.
func (r *reader) inverts(s *sentence, c *cue, v verb, h auxiliaries) bool {
	if v.class != says && v.class != utters && v.lemma != "ask" || v.tail != "" || h.finite || v.form == plain {
		return false
	}
	tag := r.isTag(s, c.from)
	before := r.at(s, c.from-1)
	if !tag && (c.from > s.from && !before.is(",") || v.class == utters) {
		return false
	}
	p, ok := r.titledBehind(s, c.to, true)
	if !ok {
		return false
	}
	if head := &r.tokens[p.head]; head.isNumber() || head.in(objects) && !head.in(personal) {
		return false
	}
	if tag && before.kind == quoted && !r.isClosed(before) && !r.speaks(s, p) {
		return false // “Heat” reveals the nature of things
	}
	if !tag {
		if _, ok := r.phraseBefore(s, c.from); ok {
			return false // Kirby, the spokesman, said Russia would
		}
		if r.at(s, p.to).isVerbal() || p.to < s.to && r.isVerb(s, p.to) {
			return false
		}
	}
	c.who = r.withApposition(s, p)
	r.extend(s, c, c.who.to)
	return true
}

// findSubject reads the subject before a verb. It reports false where the verb is no cue.
func (r *reader) findSubject(s *sentence, c *cue, v verb, h auxiliaries) bool {
	before := r.at(s, c.from-1)
	asked := v.form == past && !h.finite && r.tokens[c.verb].in(questioned)
	switch {
	case c.from == s.from, before.in(subordinators) && asked:
		if r.at(s, c.to).is("by") {
			*c = r.passive(s, *c) // Asked by a reporter whether
			return asked
		}
		c.why, c.on, c.sub = unasked, true, true // Asked about it, Kirby said; when asked about it
		return asked
	case before.in(conjunctions), before.is(",") && r.at(s, c.from-2).in(conjunctions):
		c.heir = true
		return true
	case before.is(",") && v.form == past && !h.finite && r.isReduced(s, c, v):
		*c = r.passive(s, *c) // Kirby, called a liar by Lavrov, said
		return true
	}
	p, ok := r.phraseBefore(s, c.from)
	if !ok {
		if c.why == "" {
			c.why = unclear
		}
		return true
	}
	if v.form == past && !h.finite && r.namesOnly(s, c, p) {
		*c = r.passive(s, *c)
		return c.why == "" // a plan called “…” by Kerry
	}
	if c.why == "" && !r.speaks(s, p) {
		c.why = unclear
	}
	c.sub = before.in(relatives) && !r.at(s, c.from-2).is(",")
	c.who, c.from = p, p.from
	if before = r.at(s, c.from-1); before.is("if", "unless") {
		c.why = notYet
	}
	c.as = before.is("as")
	c.sub = c.sub || before.in(subordinators) && !c.as || before.is("which", "whom")
	return true
}

// speaks reports whether a phrase before a verb may be a speaker: a name, a pronoun, a noun for who or what is quoted; whatever
// stands right behind a quotation.
func (r *reader) speaks(s *sentence, p phrase) bool {
	t := &r.tokens[p.head]
	if t.isNumber() {
		return false
	}
	if t.kind != word || r.isPronoun(p.head) || t.in(owners) || strings.HasSuffix(t.lower, ageEnding) || canSpeak(t.lower) {
		return true
	}
	return r.isTag(s, p.from) && (r.isClosed(r.at(s, p.from-1)) || r.at(s, p.from-1).is(","))
}

// isReduced reports whether a participle behind a comma belongs to what stands before it: its subject is not beyond an aside.
func (r *reader) isReduced(s *sentence, c *cue, v verb) bool {
	if v.class == says || v.class == utters {
		return false
	}
	p, ok := r.beforeAside(s, c.from-1)
	return !ok || p.to != c.from
}

// namesOnly reports whether a participle names what stands before it, for nothing stands between it and the quotation: “a plan
// called “…””. Who says “what Kirby called a “…”” has its object before it.
func (r *reader) namesOnly(s *sentence, c *cue, p phrase) bool {
	if !r.tokens[c.verb].in(dubbed) || r.at(s, p.from-1).is("what", "which", "whom", "that") {
		return false
	}
	k := c.to
	for r.at(s, k).in(determiners) || r.at(s, k).is("as", "to", "of") {
		k++
	}
	return r.at(s, k).kind == quoted
}

var dubbed = words(`called dubbed labelled labeled branded termed described deemed likened referred characterised characterized accused`)
