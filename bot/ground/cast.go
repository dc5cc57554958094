package ground

import (
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// naming is a claim under the names of a part: a surname there is the full name here (“Osei” of Lina Osei), the first word of a
// sentence a name where the part has it as one, and none where it has it as a common word.
func (r *reading) naming(in *source) *reading {
	named := &reading{
		text: r.text, published: r.published, words: r.words, sentences: r.sentences, figures: r.figures, dates: r.dates, quotations: r.quotations,
	}
	for _, n := range r.names {
		if r.begins(n.Span) && n.Kind == mention.Unknown && !strings.Contains(n.Text, " ") &&
			slices.ContainsFunc(in.words, func(w match.Word) bool { return !w.Capital && w.Form == strings.ToLower(n.Text) }) {
			continue
		}
		if !hasName(in.names, n) {
			for _, k := range slices.Concat(in.names, in.around) {
				if surname(n, k) {
					n.Norm, n.Kind = k.Norm, k.Kind
					break
				}
			}
		}
		named.names = append(named.names, n)
	}
	for _, s := range r.sentences {
		if len(s.words) == 0 || r.covers(s.words[0].Span) || !s.words[0].Capital {
			continue
		}
		w := s.words[0]
		for _, k := range in.names {
			if k.Norm == w.Form || strings.HasSuffix(k.Norm, " "+w.Form) && k.Kind == mention.Person {
				named.names = append(named.names, mention.Name{Span: w.Span, Text: w.In(r.text), Norm: k.Norm, Kind: k.Kind})
				break
			}
		}
	}
	slices.SortFunc(named.names, func(a, b mention.Name) int { return a.Start - b.Start })
	return named
}

// begins reports whether a span begins a sentence.
func (r *reading) begins(span retrieval.Span) bool {
	return slices.ContainsFunc(r.sentences, func(s sentence) bool { return s.Start == span.Start })
}

// surname reports whether a name may be the surname of another, or what a body is of (“Red Cross”).
func surname(short, full mention.Name) bool {
	if full.Kind == mention.Org && strings.Contains(short.Norm, " ") {
		return strings.HasSuffix(full.Norm, " of the "+short.Norm) || strings.HasSuffix(full.Norm, " of "+short.Norm)
	}
	return mayBePerson(short) && mayBePerson(full) && !strings.Contains(short.Norm, " ") && strings.HasSuffix(full.Norm, " "+short.Norm)
}

func mayBePerson(n mention.Name) bool { return n.Kind == mention.Person || n.Kind == mention.Unknown }
