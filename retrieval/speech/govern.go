package speech

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// verdict is what was made of a quotation.
type verdict struct {
	speaker, via somebody
	by           *cue   // that governs it, where one does
	told         int    // the sentence that tells who says it, or -1
	term         bool   // a name or a term, nobody's speech
	direct       bool   // nothing stands between it and the cue
	why          string // why no speaker is certain
}

// undecided is the verdict on a quotation of which nobody is certain to be the speaker, for a reason.
func undecided(why string) verdict { return verdict{speaker: nobody, via: nobody, told: -1, why: why} }

// term is the verdict on what is nobody's speech.
var term = verdict{speaker: nobody, via: nobody, told: -1, term: true}

// longestSentence is how many tokens of a sentence are read at most; what is longer is none, and its quotations are left open.
const longestSentence = 500

// readSentence finds who speaks in sentence i, and whose each of its quotations is.
func (r *reader) readSentence(i int) {
	s := &r.sentences[i]
	if s.to-s.from > longestSentence {
		return
	}
	r.findCues(i)
	for k := range s.cues {
		r.place(s, &s.cues[k])
	}
	for at := s.from; at < s.to; at++ {
		if t := &r.tokens[at]; t.kind == quoted {
			r.quotes[t.at].verdict = r.judge(i, at)
		}
	}
	if s.host < 0 {
		r.hear(i)
	}
}

// place tells which side of a cue holds what is said.
func (r *reader) place(s *sentence, c *cue) {
	if c.back || c.on {
		return
	}
	if r.isPartOf(s, c) {
		c.from--
		if r.at(s, c.from-1).in(determiners) {
			c.from--
		}
	}
	start := c.from
	if c.as {
		start--
	}
	comma := start-1 > s.from && (r.tokens[start-1].is(",") || r.tokens[start-1].isDash())
	beside := r.at(s, start-1).kind == quoted || comma && r.tokens[start-2].kind == quoted
	told := c.says || c.direct
	switch {
	case c.heir, c.sub && !c.as:
	case beside:
		c.back = !told || r.onlyQuotes(s, start)
	case comma:
		c.back = !told && c.class != calls
	}
	next := r.at(s, c.to)
	goesOn := beside && c.back && r.resumesAfter(s, c)
	ends := next.kind == none || next.kind == mark && !next.is(",", ":", "(")
	switch {
	case c.direct:
		c.on = c.class != utters || next.is(":", ",")
	case goesOn:
		c.on = true
	case c.watches, c.class == utters, ends && c.class != calls, beside && c.back:
	default:
		c.on = true
	}
	c.astride = comma && !beside && c.back && c.on
}

// resumesAfter reports whether a quotation behind what is told of a speaker goes on with the one before: “A,” said Lee, who saw it, “and B”.
func (r *reader) resumesAfter(s *sentence, c *cue) bool {
	for k := c.to; k < s.to; k++ {
		switch t := &r.tokens[k]; {
		case t.kind == quoted:
			first, _ := utf8.DecodeRuneInString(r.quotes[t.at].Inner.In(r.text))
			return r.tokens[k-1].is(",") && unicode.IsLower(first)
		case t.is(";"), slices.ContainsFunc(s.cues, func(o cue) bool { return o.verb == k }):
			return false
		}
	}
	return false
}

// isPartOf reports whether the quotation right before a cue is part of its subject: the “History” section says.
func (r *reader) isPartOf(s *sentence, c *cue) bool {
	left := r.at(s, c.from-1)
	if left.kind != quoted {
		return false
	}
	if before := r.at(s, c.from-2); before.in(determiners) || before.in(owners) || before.owns {
		return true
	}
	return !r.isClosed(left) && c.from < c.verb && r.tokens[c.who.head].kind == word && !r.isPronoun(c.who.head) && !r.tokens[c.from].in(determiners)
}

// isClosed reports whether a token is a quotation that ends in a mark, as speech before its speaker does.
func (r *reader) isClosed(t *token) bool {
	if t.kind != quoted {
		return false
	}
	words := strings.TrimSpace(r.quotes[t.at].Inner.In(r.text))
	return endsSentence(words) || strings.HasSuffix(words, ",") || strings.HasSuffix(words, "—") || strings.HasSuffix(words, "-")
}

// onlyQuotes reports whether nothing but quotations, and what names their speaker, stands before token end.
func (r *reader) onlyQuotes(s *sentence, end int) bool {
	for k := end - 1; k >= s.from; k-- {
		t := &r.tokens[k]
		if t.kind != quoted && !t.is(",") && !t.isDash() && !t.in(conjunctions) {
			return slices.ContainsFunc(s.cues, func(c cue) bool { return c.from <= k && k < c.to && c.back })
		}
	}
	return true
}

// judge decides whose the quotation at a token of sentence i is: of the innermost cue that governs it, as told by the one
// that governs that.
func (r *reader) judge(i, at int) verdict {
	s := &r.sentences[i]
	q := &r.quotes[r.tokens[at].at]
	inner, tag, parted := r.governors(s, at)
	var outer *cue
	v := verdict{speaker: nobody, via: nobody, told: i}
	switch {
	case inner == nil && tag == nil && parted && !r.isTerm(q, s, at, v):
		return undecided(unclear)
	case inner == nil && tag == nil:
		return r.ungoverned(i, at)
	case inner == nil, tag != nil && (tag.as || inner.back && r.isBeside(at, tag)):
		v.by = tag
	case tag != nil:
		v.by, outer = inner, tag
	default:
		v.by, outer = inner, r.teller(s, inner)
		if inner.why == notYet && outer != nil {
			v.by, outer = outer, nil // Russia said it would respond “…”
		}
	}
	v.direct = r.isBeside(at, v.by)
	if r.isTerm(q, s, at, v) {
		return term
	}
	v.speaker, v.why = v.by.is, v.by.why
	switch {
	case s.host >= 0 && v.by.who.to > 0 && r.tokens[v.by.who.head].is("i"): // within a quotation, who speaks it
		v.speaker, v.why = r.quotes[s.host].speaker, r.quotes[s.host].why
	case s.host >= 0:
		v.via = r.quotes[s.host].speaker
	case outer != nil:
		v.via = outer.is
	}
	if v.speaker.Name == "" || v.via.Name == "" || v.via.same(v.speaker) {
		v.via = nobody
	}
	return v
}

// governors are the nearest cue before the quotation at token at whose words it may be, and the nearest behind it. parted is
// whether one before it governs it no more.
func (r *reader) governors(s *sentence, at int) (inner, tag *cue, parted bool) {
	for k := range s.cues {
		c := &s.cues[k]
		switch {
		case c.on && c.to <= at && c.verb < at:
			if parted = r.parted(s, c, at); !parted {
				inner = c
			}
		case tag == nil && c.back && c.from > at && !r.severed(at, c.from):
			tag = c
		}
	}
	return inner, tag, parted
}

// teller is the cue within whose words another stands: “Kirby said Kerry told Lavrov that”; nil where none is.
func (r *reader) teller(s *sentence, inner *cue) *cue {
	for k := range s.cues {
		if c := &s.cues[k]; c.says && c.to <= inner.from && !c.back && !inner.heir && !r.parted(s, c, inner.from) {
			return c
		}
	}
	return nil
}

// isBeside reports whether a cue stands right beside the quotation at token at.
func (r *reader) isBeside(at int, c *cue) bool {
	from, to := c.to, at
	if c.from > at {
		from, to = at+1, c.from
	}
	for k := from; k < to; k++ {
		if t := &r.tokens[k]; t.kind > mark || !introducing[t.lower] {
			return false
		}
	}
	return true
}
