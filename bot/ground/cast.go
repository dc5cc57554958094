package ground

import (
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// cast is who does something to whom. It is open where a pronoun or an unnamed subject does it.
type cast struct {
	doers, patients []place
	open            bool
}

// castOf is the cast of the verb at i.
func castOf(text string, words []match.Word, names []place, i int) (c cast) {
	if passive(words, i) {
		c.patients, _ = subjects(text, words, names, i)
		for k := i + 1; k < min(len(words), i+8); k++ {
			if words[k].Form == "by" {
				if n, ok := rightAfter(words, names, k-1); ok {
					c.doers = joined(text, names, n)
				}
				break
			}
		}
		return c
	}
	c.doers, c.open = subjects(text, words, names, i)
	if n, ok := rightAfter(words, names, i); ok {
		c.patients = joined(text, names, n)
	}
	return c
}

// governor is the verb that the noun at i stands behind: “lifted” of “lifted its ban”; -1 where none does.
func governor(text string, words []match.Word, i int) int {
	for k := i - 1; k >= max(0, i-5) && !parted(text[words[k].End:words[k+1].Start]); k-- {
		if finite(words, k) {
			return k
		}
		if words[k].Stop && !articles[words[k].Form] && words[k].Form != "up" && words[k].Form != "out" && words[k].Form != "off" {
			return -1
		}
	}
	return -1
}

// isNoun reports whether the word at i stands as a noun: behind an article or another word of a name of something.
func isNoun(words []match.Word, i int) bool {
	return i > 0 && !finite(words, i) && !isSo(words, i) && (articles[words[i-1].Form] || !words[i-1].Stop && !adverb(words[i-1]))
}

// undone reports whether the word at i is a noun of what is ended or averted: “lifted its ban”.
func undone(text string, words, base []match.Word, i int) bool {
	if finite(words, i) {
		return false
	}
	k := governor(text, words, i)
	return k >= 0 && undoing[base[k].Stem] && !(refusals[words[k].Form] && strings.HasSuffix(words[i].Form, "ing")) // a standing tells of “denied spying”
}

// undoing are verbs that end or avert what they act on, by the stems of their base forms.
var undoing = stems(`lift end withdraw revoke rescind scrap drop cancel overturn reverse avert prevent reject refuse abandon stop halt deny quash abolish remove
repeal suspend oppose avoid foil thwart defuse`)

// castOf is the cast of a doing in the claim.
func (v *view) castOf(d doing) cast {
	words, _ := v.words(d)
	return castOf(v.claim.text, words, placed(v.claim.names, v.claim.sentences[d.sentence]), d.at)
}

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

// comparable reports whether two names are of one kind, so that who has one of them has not the other.
func comparable(a, b mention.Name) bool {
	return !mention.Related(a, b) && !bodyOf(a, b) && !bodyOf(b, a) && (mayBePerson(a) && mayBePerson(b) || a.Kind == b.Kind && a.Kind != mention.Acronym)
}

// bodyOf reports whether a name begins with another, or with what that is short for: “UN”, “United Nations Board of Inquiry”.
func bodyOf(long, short mention.Name) bool {
	initials := ""
	for w := range strings.FieldsSeq(long.Norm) {
		if initials += w[:1]; initials == short.Norm {
			return true
		}
	}
	return strings.HasPrefix(long.Norm, short.Norm+" ")
}
