package speech

import "strings"

// extend takes into a cue whom it speaks to and what tells where and when, from token next behind its verb or subject, and notes
// what follows.
func (r *reader) extend(s *sentence, c *cue, next int) {
	c.to = next
	if c.class == tells {
		if p, ok := r.phraseBehind(s, next, false); ok && !r.isReported(s, p) {
			c.told, c.to = run{p.from, p.to}, p.to
		}
	}
	for end := r.stretch(s, c); end > c.to; end = r.stretch(s, c) {
		c.to = end
	}
	what := r.at(s, c.to)
	c.says = what.kind == named || what.kind == word && !what.in(conjunctions) && !what.in(subordinators)
	if c.says && r.tokens[c.verb].in(watching) && !what.in(demonstratives) && !r.isPronoun(c.to) {
		c.says, c.watches = false, true
	}
	q := c.to
	for q < c.to+3 && r.at(s, q).kind <= mark && introducing[r.tokens[q].lower] {
		q++
	}
	if r.at(s, q).kind == quoted {
		c.direct, c.says = true, false
	}
}

// stretch is the token behind one more adverbial or addressee of a cue, or its end.
func (r *reader) stretch(s *sentence, c *cue) int {
	t := r.at(s, c.to)
	switch {
	case t.dated, t.kind == word && isAdverb(t.lower):
		return c.to + 1
	case t.in(determiners):
		return r.thatDay(s, c.to)
	case t.is("to") && c.class != calls && c.told.empty():
		if p, ok := r.phraseBehind(s, c.to+1, false); ok && (r.tokens[p.head].in(objects) || r.speaks(s, p)) {
			c.told = run{p.from, p.to}
			return p.to
		}
	case t.is(",") && c.to == c.who.to && r.at(s, c.to+1).in(adjuncts): // said Lee, a cook, in a statement
		if end := r.adjunct(s, c.to+1); end > c.to+1 {
			return end
		}
	case t.in(adjuncts):
		return r.adjunct(s, c.to)
	}
	return c.to
}

// watching are forms of verbs that may also be of seeing or doing, and speak only with a quotation or a clause behind them.
var watching = words(`observe observes observed observing continue continues continued continuing conclude concludes concluded repeat repeats repeated
	repeating reveal reveals revealed revealing report reports recall recalls recalled read reads reading post posted text texted answer answered reply`)

// isReported reports whether a phrase behind a verb is the subject of what is told rather than whom it is told to: “warned the plan
// was dead”.
func (r *reader) isReported(s *sentence, p phrase) bool {
	return r.at(s, p.to).isVerbal() || r.tokens[p.from].in(demonstratives) && p.to == p.from+1
}

// thatDay is the token behind “that day”, “the same night” or “the following week” at token k, or k.
func (r *reader) thatDay(s *sentence, k int) int {
	end := k + 1
	if r.at(s, end).in(sameOrNext) {
		end++
	}
	if t := r.at(s, end); t.in(spells) && !t.owns {
		return end + 1
	}
	return k
}

var (
	sameOrNext = words(`same next following previous other very`)
	spells     = words(`day night morning evening afternoon week weekend month year time`)
	// adjuncts begin an adverbial of place, time or manner.
	adjuncts = words(`in at on during by via from through before after outside inside near of about with over as amid late early last this next`)
)

// adjunct is the token behind the adverbial that begins at token k, or k.
func (r *reader) adjunct(s *sentence, k int) int {
	end := k + 1
	for r.at(s, end).dated {
		end++
	}
	if end > k+1 {
		return end
	}
	if r.tokens[k].is("late", "early") && r.at(s, end).in(prepositions) {
		if to := r.adjunct(s, end); to > end {
			return to
		}
	}
	if t := &r.tokens[k]; !t.in(prepositions) && !t.is("before", "after", "as") {
		return k
	}
	if to := r.thatDay(s, end); to > end {
		return to
	}
	if p, ok := r.phraseBehind(s, end, false); ok && !r.isReported(s, p) {
		return p.to
	}
	return k
}

func isAdverb(w string) bool {
	return adverbs[w] || len(w) > 4 && strings.HasSuffix(w, "ly") && !notAdverbs[w]
}

var notAdverbs = words(`family ally rally reply italy july assembly anomaly monopoly bully daily weekly monthly elderly likely friendly early only supply`)
