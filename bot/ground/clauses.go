package ground

import (
	"cmp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// joints are the words that a clause begins with.
var joints = set(`while whereas but although though because since after before until unless if despite which who whose when where amid`)

// clauses are the parts of a sentence that marks and conjunctions part.
func clauses(text string, words []match.Word) (parts [][]match.Word) {
	from := 0
	for i, w := range words {
		if i == 0 {
			continue
		}
		joint := joints[w.Form] || w.Form == "and" && i+1 < len(words) && (finite(words, i+1) || pronouns[words[i+1].Form])
		if i > from && (parted(text[words[i-1].End:w.Start]) && !w.Figure() || joint) {
			parts, from = append(parts, words[from:i]), i
		}
	}
	return append(parts, words[from:])
}

// clauseOf is the span of the clause that holds a byte of the claim: of the whole sentence where the clause says little.
func (a *alignment) clauseOf(s sentence, at int) retrieval.Span {
	for _, part := range clauses(a.claim.text, s.words) {
		span := retrieval.Span{Start: part[0].Start, End: part[len(part)-1].End}
		if at >= span.Start && at < span.End && a.topics(span) > 2 {
			return span
		}
	}
	return s.Span
}

// topics counts the claim's words of topic in a span.
func (a *alignment) topics(span retrieval.Span) (n int) {
	for _, w := range a.topic {
		if within(w.Span, span) {
			n++
		}
	}
	return n
}

// of are the sentences of the passages that a span of the claim may be about, the one that meets most of its words first.
func (a *alignment) of(span retrieval.Span) (found []held) {
	share := func(h held) (met float64) {
		for i, w := range a.topic {
			if within(w.Span, span) {
				met += h.match.Scores[i] * a.share[i]
			}
		}
		return met
	}
	if a.topics(span) == len(a.topic) {
		return a.about()
	}
	sorted := slices.Clone(a.best)
	slices.SortStableFunc(sorted, func(x, y held) int { return cmp.Compare(share(y), share(x)) })
	for _, h := range sorted {
		switch {
		case h.sentence().Start < h.source.from || share(h) == 0:
		case len(found) > 0 && share(h) < near*share(found[0]):
			return found
		default:
			found = append(found, h)
		}
	}
	return found
}

// beside are sentences, with those right before and behind them in their passages that meet half as much of the claim.
func (a *alignment) beside(some []held) (found []held) {
	for _, h := range a.best {
		if slices.ContainsFunc(some, func(k held) bool {
			return k.source == h.source && (k.index == h.index || abs(k.index-h.index) == 1 && h.sentence().Start >= h.source.from && h.coverage >= a.best[0].coverage/2)
		}) {
			found = append(found, h)
		}
	}
	return found
}

// finite reports whether the word at i has the form of a verb that somebody does: a past form, one behind an auxiliary, or one
// in the present before what it acts on.
func finite(words []match.Word, i int) bool {
	w := words[i]
	if w.Capital || w.Figure() || w.Stop {
		return false
	}
	if speech[w.Form] || strings.HasSuffix(w.Form, "ed") || irregular[w.Form] {
		return true
	}
	k := i - 1
	for k >= 0 && (adverb(words[k]) || negations[words[k].Form]) {
		k--
	}
	if k >= 0 && auxiliaries[words[k].Form] {
		return w.Verb()
	}
	if !w.Verb() || adverb(w) {
		return false
	}
	return i+1 < len(words) && (determiners[words[i+1].Form] && words[i+1].Form != "of" || words[i+1].Form == "to" || words[i+1].Capital || words[i+1].Figure()) && strings.HasSuffix(w.Form, "s")
}

// irregular are past forms without -ed.
var irregular = set(`became began broke brought built came chose cut dealt did drew drove ate fell felt fought found fled flew gave went grew had
held hit kept knew led left lent let lay lost made meant met paid put quit ran rose saw sank sat sold sent set shook shot shut sought spent split spoke
spread stood stole struck swore took taught threw told thought understood woke won wore withdrew wrote bore beat bound caught crept drank forbade forgot
froze hid hung knelt overcame rode rang sang slept slid sprang swept swam tore wept blew bred`)
