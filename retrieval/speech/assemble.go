package speech

import (
	"cmp"
	"slices"
	"strings"

	"dateline/retrieval"
)

// utterances puts together what belongs together, in the article's order.
func (r *reader) utterances() []Utterance {
	order := make([]int, len(r.quotes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.quotes[a].Outer.Start, r.quotes[b].Outer.Start) })
	var all []Utterance
	at := make(map[int]int, len(order)) // which utterance a quotation is part of
	for _, i := range order {
		q := &r.quotes[i]
		if first := r.goesOnFrom(i); first >= 0 {
			u := &all[at[first]]
			u.Parts, u.Outer = append(u.Parts, q.Inner), append(u.Outer, q.Outer)
			at[i] = at[first]
			continue
		}
		at[i] = len(all)
		all = append(all, r.utterance(q))
	}
	return all
}

// goesOnFrom is the quotation that quotation i goes on: over a paragraph's end, or over the words that name the speaker; or -1.
func (r *reader) goesOnFrom(i int) int {
	q := &r.quotes[i]
	if q.before >= 0 {
		if b := &r.quotes[q.before]; q.by == b.by && q.speaker.same(b.speaker) {
			return q.before
		}
		return -1
	}
	if q.by == nil || q.term || !q.direct || q.by.from > q.token {
		return -1
	}
	for k := i - 1; k >= 0; k-- {
		b := &r.quotes[k]
		if b.host != q.host {
			continue
		}
		ended := strings.ContainsAny(b.Inner.In(r.text)[max(0, b.Inner.Len()-3):], ".?!")
		if b.by == q.by && b.direct && !b.term && !ended && q.by.from > b.token {
			return k
		}
		break
	}
	return -1
}

func (r *reader) utterance(q *quote) Utterance {
	u := Utterance{
		Parts:   []retrieval.Span{q.Inner},
		Outer:   []retrieval.Span{q.Outer},
		Nested:  q.host >= 0,
		Speaker: q.speaker.Speaker,
		Via:     q.via.Speaker,
		Scare:   q.term,
		Why:     q.why,
	}
	if u.Speaker.IsZero() || q.told < 0 {
		return u
	}
	u.Cue = r.sentences[q.told].Span
	if q.by != nil {
		u.To, u.Where, u.When = r.circumstances(q.told, q.by)
	}
	return u
}
