package ground

import (
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// part is a source of the sentences of a passage from first to last, under the names of what stands before them. Spans stay
// as they are; the text of the rest is blank.
func (s *source) part(first, last int) *source {
	span := retrieval.Span{Start: s.sentences[first].Start, End: s.sentences[last].End}
	r := &reading{
		text:      strings.Repeat(" ", span.Start) + span.In(s.text) + strings.Repeat(" ", len(s.text)-span.End),
		sentences: s.sentences[first : last+1],
	}
	for _, t := range r.sentences {
		r.words = append(r.words, t.words...)
	}
	p := &source{reading: r, evidence: s.evidence, from: s.from, around: slices.Clip(s.around), folded: fold(span.In(s.text))}
	for _, n := range s.names {
		switch {
		case within(n.Span, span):
			r.names = append(r.names, n)
		case n.Start < span.Start:
			p.around = append(p.around, n)
		}
	}
	for _, f := range s.figures {
		if within(f.Span, span) {
			r.figures = append(r.figures, f)
		}
	}
	for i, d := range s.dates {
		ofWeek := i+1 < len(s.dates) && s.dates[i+1].Precision == mention.Week && s.dates[i+1].Start-d.End <= len(" of ") // “Monday of last week”
		if within(d.Span, span) && !(d.Relative && ofWeek) {
			r.dates = append(r.dates, d)
		}
	}
	for _, q := range s.quotations {
		if within(q.Outer, span) {
			r.quotations = append(r.quotations, q)
		}
	}
	return p
}

// blank is the reading without some spans.
func (r *reading) blank(spans []retrieval.Span) *reading {
	text := []byte(r.text)
	for _, s := range spans {
		copy(text[s.Start:], strings.Repeat(" ", s.Len()))
	}
	return read(string(text), r.published)
}
