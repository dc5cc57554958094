package compose

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// mostBefore is how many sentences are shown before one that leans on them.
const mostBefore = 2

// standing is the run of sentences that ends with sentence i and can be read by itself; clear is false where even with those
// before it the run leans on something that is not shown. It stays within a passage, and takes no question in.
func standing(p retrieval.Passage, i int, names []mention.Name) (span retrieval.Span, clear bool) {
	first := i
	for leansBack(p, first, names) {
		before := first - 1
		apart := before >= 0 && strings.Contains(p.Text[p.Sentences[before].End:p.Sentences[first].Start], "\n\n")
		if before < 0 || apart && summing.MatchString(p.Sentences[first].In(p.Text)) || i-before > mostBefore || p.Sentences[before].Len() > contextLength || strings.HasSuffix(p.Sentences[before].In(p.Text), "?") {
			return retrieval.Span{Start: p.Sentences[first].Start, End: p.Sentences[i].End}, false
		}
		first = before
	}
	return retrieval.Span{Start: p.Sentences[first].Start, End: p.Sentences[i].End}, true
}

var (
	// dangling begins a sentence that cannot be understood without the one before it.
	dangling = regexp.MustCompile(`^[“"]?(?:(?:But|And|Yet|So) )?(?:He|She|It|They|His|Her|Their|Its|This|That|These|Those|Both|Neither|The (?:two|latter|former)|Such|he|she|it|they)\b`)
	// summing begins a sentence that calls by a noun what was told right before it, or by the whole story where a paragraph begins.
	summing = regexp.MustCompile(`^The (?:announcement|decision|move|statement|news|step|measure|incident|suspension|agreement|vote|attack|appeal)s? (?:comes?|came|follows?|followed|was|were|is)\b`)
	// pointing are words that point to what an earlier sentence named: that day, of that truce, the same evening.
	pointing = regexp.MustCompile(`\b(?:that|the same|this|those|these) (?:day|night|evening|morning|afternoon|week|weekend|month|year|time)\b|` +
		`\b(?:[Oo]f|[Ii]n|[Oo]n|[Aa]t|[Aa]fter|[Bb]efore|[Dd]uring|[Bb]y|[Ff]rom|[Uu]nder|[Tt]o) (?:that|those|these|such an?) \p{Ll}+\b`)
	personal   = regexp.MustCompile(`(?i)\b(?:he|she|him|his|her)\b`)
	object     = regexp.MustCompile(`(?i)^(?:him|them)$`)
	addressing = map[string]bool{"told": true, "asked": true, "warned": true, "urged": true, "assured": true, "reminded": true}
)

// leansBack reports whether a sentence speaks of somebody or some time that only an earlier one names: it begins with a pronoun,
// says “he” before it has named anybody, “told him” where nobody but the teller is named, or “that day” without a date.
func leansBack(p retrieval.Passage, i int, names []mention.Name) bool {
	span := p.Sentences[i]
	text := span.In(p.Text)
	if dangling.MatchString(text) || summing.MatchString(text) {
		return true
	}
	if at := pointing.FindStringIndex(text); at != nil && !datedBefore(text[:at[0]]) {
		return true
	}
	own := within(names, span)
	person := func(n mention.Name) bool { return n.Kind == mention.Person || n.Kind == mention.Unknown }
	outside := unquoted(text)
	if at := personal.FindStringIndex(outside); at != nil && !slices.ContainsFunc(own, func(n mention.Name) bool {
		return person(n) && n.Start-span.Start < at[0]
	}) && !named(outside[:at[0]]) {
		return true
	}
	words := match.Words(outside)
	for k := 1; k < len(words); k++ {
		if object.MatchString(words[k].Form) && addressing[words[k-1].Form] {
			before := 0
			for _, n := range own {
				if person(n) && n.Start-span.Start < words[k].Start {
					before++
				}
			}
			return before < 2
		}
	}
	return false
}

// named reports whether a noun with an article stands before a pronoun: the minister said that he would go.
func named(before string) bool {
	for _, w := range match.Words(before) {
		if w.Person() {
			return true
		}
	}
	return false
}

func datedBefore(text string) bool { return len(mention.Dates(text, time.Time{})) > 0 }

// unquoted is text with what stands in quotation marks blanked, so that places stay.
func unquoted(text string) string {
	b := []byte(text)
	for _, q := range mention.Quotations(text) {
		for k := q.Inner.Start; k < q.Inner.End; k++ {
			b[k] = ' '
		}
	}
	return string(b)
}

// withAntecedent is the span of a sentence, together with a short one before it where it begins with a pronoun.
func withAntecedent(p retrieval.Passage, i int) retrieval.Span {
	span := p.Sentences[i]
	if i == 0 || !dangling.MatchString(span.In(p.Text)) {
		return span
	}
	before := p.Sentences[i-1]
	if before.Len() > contextLength || strings.HasSuffix(before.In(p.Text), "?") && before.Len() > contextLength/2 {
		return span
	}
	return retrieval.Span{Start: before.Start, End: span.End}
}
