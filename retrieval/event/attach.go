package event

import (
	"slices"
	"strings"

	"dateline/retrieval/mention"
)

// attach finds the verb that a phrase belongs to: the nearest before it, or where the phrase leads its clause the first behind it.
func (s *sentence) attach(p *phrase, at *place) {
	before := s.form(at.lead - 1)
	if openings[before] || p.date.Precision > mention.Week && (before == "day" || before == "time" || before == "moment") && !s.comma(at.lead) {
		at.aside = true // a truce beginning Monday, the day in 1985
		return
	}
	left, right := s.before(at.lead, p), s.behind(p)
	leads := at.lead == 0 || s.parted(at.lead) || joints[s.form(at.lead-1)]
	switch {
	case leads && (right != nil || before == "that"), left == nil:
		at.verb = right
		at.aside = left == nil && s.hangs(at.lead)
	default:
		at.verb = left
	}
	if at.verb == nil {
		return
	}
	v := at.verb
	if v == left {
		for k := v.last + 1; k+1 < at.lead; k++ { // “aid that was blocked, and to the strike on 19 September”
			if s.form(k) == "and" && (governing[s.form(k+1)] || s.form(k+1) == "to") {
				at.aside = true
			}
		}
	}
	s.subordinate(v, p, at)
}

// hangs reports whether what stands before word i hangs on the clause behind it: “after talks on Friday, …”.
func (s *sentence) hangs(i int) bool {
	for k := i - 1; k >= 0 && !s.parted(k+1) && !s.comma(k+1); k-- {
		if subordinates[s.form(k)] || s.form(k) == "following" || s.form(k) == "despite" {
			return true
		}
	}
	return false
}

// before is the nearest verb before word i, within the same quotation or outside all. One of saying that commas enclose is
// passed over where a comma parts it from the phrase.
func (s *sentence) before(i int, p *phrase) *verb {
	within, quoted := s.quoted(p.Span)
	for k := len(s.verbs) - 1; k >= 0; k-- {
		v := &s.verbs[k]
		if v.last >= i {
			continue
		}
		if q, ok := s.quoted(s.words[v.first].Span); ok != quoted || q != within {
			continue
		}
		for w := v.last + 1; w <= i && w < len(s.words); w++ {
			if strings.ContainsAny(s.gap(w), ";—–") || s.gap(w) == " - " {
				return nil
			}
		}
		if k > 0 && v.last == i-1 && s.comma(i) && sayings[s.form(v.last)] {
			continue
		}
		return v
	}
	return nil
}

// behind is the first verb of the clause that a phrase leads, past subordinate clauses between commas.
func (s *sentence) behind(p *phrase) *verb {
	within, quoted := s.quoted(p.Span)
	from := p.end
	for from < len(s.words) && s.comma(from) && (subordinates[s.form(from)] || relatives[s.form(from)] || conditions[s.form(from)] || s.form(from) == "following") {
		k := from + 1
		for k < len(s.words) && !s.comma(k) && !s.parted(k) {
			k++
		}
		from = k
	}
	for k := range s.verbs {
		v := &s.verbs[k]
		if v.first < from || v.infinitive {
			continue
		}
		if q, ok := s.quoted(s.words[v.first].Span); ok != quoted || q != within {
			continue
		}
		for w := from + 1; w <= v.first; w++ {
			if strings.ContainsAny(s.gap(w), ";") {
				return nil
			}
		}
		return v
	}
	return nil
}

// subordinate tells whether the clause of a verb hangs on another: on a noun (“the truce that began on 12 September”, “the deal
// struck in Geneva”), on a conjunction or on a condition.
func (s *sentence) subordinate(v *verb, p *phrase, at *place) {
	k := v.first - 1
	comma, joined := s.comma(v.first), false
	for ; k >= 0 && !s.parted(k+1) && !s.endsVerb(k); k-- {
		f := s.form(k)
		comma = comma || s.comma(k+1)
		switch {
		case s.phraseAt(k) != nil:
			if c := s.phraseAt(k).count; c != nil && c.other && !comma { // “hours after the court had ruled on Monday”
				at.aside = true
				return
			}
		case conditions[f]:
			at.when = true
			return
		case relatives[f], f == "that" && !s.endsVerb(s.skipBack(k-1)):
			at.aside, at.loose = true, s.comma(k) && (f == "who" || f == "whose" || occurring[s.form(v.last)])
			return
		case f == "that":
			return
		case subordinates[f] && !comma:
			at.aside = true
			return
		case f == "and", f == "but", f == "while":
			joined = true
		}
	}
	if v.bare && v.first == 0 { // “signed in 2000, the agreement …”
		at.aside = true
		return
	}
	if !v.bare || comma || joined || s.speaks(v) {
		return
	}
	if k >= 0 && s.endsVerb(k) && !s.parted(k+1) { // “praised the deal struck in Geneva”
		at.aside = !sayings[s.form(k)]
		return
	}
	if v.last > p.first {
		return
	}
	// “a text published on 22 September listed five points”, “… by the agency listed …”
	behind := s.skip(p.end)
	for s.form(p.end) == "by" && behind < len(s.words) && !s.beginsVerb(behind) && !s.parted(behind) && !s.comma(behind) {
		behind++
	}
	at.aside = s.beginsVerb(behind) && !s.parted(behind) && !s.comma(behind)
}

func (s *sentence) beginsVerb(i int) bool {
	return slices.ContainsFunc(s.verbs, func(v verb) bool { return v.first == i && !v.infinitive })
}

func (s *sentence) endsVerb(i int) bool {
	return slices.ContainsFunc(s.verbs, func(v verb) bool { return v.last == i })
}
