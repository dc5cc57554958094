package speech

import (
	"slices"
	"strings"

	"dateline/retrieval/mention"
)

// mayHaveSaid is who may have said a quotation of which nobody named is certain to be the speaker: whom its sentence names, or one that a
// pronoun reaches from it, and whom neither the word for the speaker nor the reason why it is open rules out.
func (r *reader) mayHaveSaid(q *quote) (all []Speaker) {
	if q.host >= 0 || q.term || slices.Contains([]string{unsaid, notYet, agentless, unasked}, q.why) {
		return nil
	}
	fits, ok := r.fitting(q)
	if !ok {
		return nil
	}
	inside := (q.by == nil || !r.isPronoun(q.by.who.head)) && !r.isAllQuotes(&r.sentences[q.sentence])
	for j := q.sentence; j >= 0 && r.near(q.sentence, j); j-- {
		if inside && j < q.sentence && len(all) > 0 {
			break // words within a sentence are of those whom it names
		}
		for k := range slices.Backward(r.tokens[r.sentences[j].from:r.sentences[j].to]) {
			t := &r.tokens[r.sentences[j].from+k]
			if t.kind != named || !r.mayBePerson(t.at) {
				continue
			}
			for _, b := range r.bearers[t.at] {
				a := r.party(b, r.names[t.at].Span)
				isThere := slices.ContainsFunc(all, func(o Speaker) bool { return o.Mention.Start == a.Mention.Start })
				if !isThere && a.Kind != Organisation && fits(a) {
					all = append(all, a.Speaker)
				}
			}
		}
	}
	return all
}

// fitting tells who may be the speaker of a quotation by the words that stand for him. It reports false where they are certain to be
// nobody who is named: officials, we.
func (r *reader) fitting(q *quote) (fits func(somebody) bool, ok bool) {
	fits = func(somebody) bool { return true }
	if q.by != nil && !q.by.who.isZero() {
		p := q.by.who
		head := &r.tokens[p.head]
		switch gender, one := pronouns[head.lower]; {
		case one && head.kind == word:
			fits = func(a somebody) bool { return a.isPersonOf(gender) && !r.isNamedIn(q.told, a) }
		case head.kind == named:
			fits = func(a somebody) bool { return slices.Contains(r.bearers[head.at], a.party) }
		case !r.describes(p) || r.isPlural(p.head) || !r.tokens[p.from].is("the") || p.several:
			return nil, false
		default: // the engineer may be whoever is not called anything else
			gender := mention.TitleGender(head.lower)
			fits = func(a somebody) bool {
				is := &r.parties[a.party]
				return (gender == mention.NoGender || a.isPersonOf(gender)) && (len(is.roles) == 0 || r.holds(is, p))
			}
		}
	}
	among := fits
	return func(a somebody) bool {
		return among(a) && (!strings.Contains(q.why, " may be ") || strings.Contains(q.why, a.Name))
	}, true
}

func (p phrase) isZero() bool { return p.to == 0 }
