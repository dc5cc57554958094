package speech

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval/mention"
)

// circumstances are to whom, where and when something was said, as far as the cue in sentence i and what leads up to it tell.
func (r *reader) circumstances(i int, c *cue) (to, where string, when mention.Date) {
	s := &r.sentences[i]
	to = r.addressee(i, c)
	look := func(from, end int) {
		for k := from; k < end; k++ {
			t := &r.tokens[k]
			switch {
			case t.dated && when.Norm == "" && !t.owns && (k == 0 || !r.tokens[k-1].in(timePrepositions)):
				when = r.dateAt(t)
			case t.in(placePrepositions) && where == "" && (k > c.verb || k < c.from || r.tokens[k-1].is(",")):
				place, told := r.occasion(s, k, end)
				if place.empty() {
					continue
				}
				where = lowerFirst(r.span(place))
				if to == "" && !told.empty() {
					to = r.span(told)
				}
				k = place.to - 1
			}
		}
	}
	look(max(c.verb, c.who.to), c.to)
	look(c.from, c.verb)
	look(s.from, r.leadEnd(s, c))
	return to, where, when
}

// leadEnd is where what leads up to a sentence's first cue ends: “During a visit to Porto on Monday, Duarte said”. It is the
// sentence's start where none does.
func (r *reader) leadEnd(s *sentence, c *cue) int {
	for k := range s.cues {
		if o := &s.cues[k]; o.verb < c.verb && o.is.Name != "" {
			return s.from
		}
	}
	end := s.from
	if r.tokens[end].is("speaking", "writing") {
		end++
	}
	for end < c.from {
		next := end
		t := &r.tokens[end]
		if place, _ := r.occasion(s, end, c.from); !place.empty() {
			next = place.to
		} else if t.dated || t.is(",") && end > s.from {
			next++
		} else if t.in(adjuncts) {
			next = r.adjunct(s, end)
		}
		if next == end {
			break
		}
		end = next
	}
	if c.back && !c.as && end < c.from && r.tokens[end].kind != quoted {
		return s.from // it leads up to what another did: In a call, Lee “…”, Holt said
	}
	return end
}

var (
	placePrepositions = words(`in at during on by via through from`)
	timePrepositions  = words(`since until by for from before after of`)
	// occasions are what one says something in, at or during.
	occasions = words(`statement interview interviews speech conference briefing letter call conversation email e-mail tweet tweets post report article memo blog video
		television tv radio address meeting visit trip hearing court debate session panel podcast testimony remarks twitter facebook instagram telegram telephone phone
		broadcast comment comments editorial op-ed column parliament essay message ceremony rally summit dinner event note filing lawsuit affidavit release newsletter
		ruling campaign stop tour talks forum lecture sermon memoir book hall website page app documentary funeral vigil conference-call press-conference gathering`)
)

// journeys lead to a place rather than speak to somebody.
var journeys = words(`visit trip tour stop`)

// occasion is the occasion or place that the preposition at token k brings, with all that belongs to it, and whom it is addressed
// to: “in a letter to the council”, “during a visit to Cartagena, Colombia”.
func (r *reader) occasion(s *sentence, k, limit int) (whole, to run) {
	by := r.at(s, k)
	p, ok := r.phraseBehind(s, k+1, false)
	if !by.in(placePrepositions) || !ok || p.to > limit {
		return run{}, run{}
	}
	switch head := &r.tokens[p.head]; {
	case head.kind == word && occasions[head.lower]:
	case by.is("in", "at") && r.isPlace(s, p.head):
	case by.is("on", "via") && head.kind == named && occasions[r.names[head.at].Norm]:
	default:
		return run{}, run{}
	}
	whole = run{k, p.to}
	for whole.to < limit {
		t := &r.tokens[whole.to]
		of, ok := phrase{}, false
		if t.is("to", "with", "of", "in", "at", "on") && !r.at(s, whole.to+1).dated {
			of, ok = r.phraseBehind(s, whole.to+1, false)
		}
		switch {
		case ok && of.to <= limit:
			if t.is("to") && to.empty() && !r.isPlace(s, of.head) && !r.tokens[p.head].in(journeys) {
				to = run{of.from, of.to}
			}
			whole.to = of.to
		case t.is(",") && whole.to+1 < limit && r.at(s, whole.to-1).kind == named && r.isPlace(s, whole.to+1):
			whole.to += 2 // Cartagena, Colombia
		default:
			return whole, to
		}
	}
	return whole, to
}

// isPlace reports whether the token at i is a place's name.
func (r *reader) isPlace(s *sentence, i int) bool {
	t := r.at(s, i)
	return t.kind == named && r.names[t.at].Kind == mention.Place
}

// addressee is whom a cue speaks to, by the full name where the article has one; "" where it is a pronoun that may stand for
// several.
func (r *reader) addressee(i int, c *cue) string {
	if c.told.empty() {
		return ""
	}
	first := &r.tokens[c.told.from]
	switch {
	case first.is("him", "her"):
		is, _ := r.inMind(i, first.lower, func(a somebody) bool { return !a.same(c.is) && a.isPersonOf(pronouns[first.lower]) })
		return is.Name
	case first.in(objects):
		return ""
	case first.kind == named && c.told.to == c.told.from+1:
		if is, _ := r.bearer(i, single(c.told.from)); is.Name != "" {
			return is.Name
		}
	}
	return r.span(c.told)
}

// dateAt is the date that a token belongs to, where it is known which days it is, and nothing is that day's: Monday's attack.
func (r *reader) dateAt(t *token) mention.Date {
	i, _ := slices.BinarySearchFunc(r.dates, t.Start, func(d mention.Date, at int) int { return d.End - 1 - at })
	if i == len(r.dates) {
		return mention.Date{}
	}
	d := r.dates[i]
	if _, owns := possessive(r.text, d.End); owns || !d.Resolved || d.Precision == mention.Clock {
		return mention.Date{}
	}
	return d
}

func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(next) {
		return s // an acronym
	}
	return string(unicode.ToLower(first)) + s[size:]
}
