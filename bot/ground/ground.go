// Package ground checks a draft against the passages that it cites, without a model: every quotation is there letter for
// letter, every figure, date and name of the claim stands in what it cites, who did what to whom, who said it and whether it
// happened are as the passage has them, and the words that are left are carried. A verdict says why.
//
// The road of a claim: quotations, figures, dates (by what the mention package finds), support (how well each of its words
// is met and in which company, by weights that internal/fit fits: the claim is carried where every word of it is), names,
// roles, attribution, polarity, opposites, the events that dates belong to, the parts that hang on it, and of a line of a
// timeline its day. The first check that fails is the reason. A claim that fails on what it cites is held against every other
// passage of the evidence, each alone, and cites the one that carries it best; so does a claim without a marker. A claim that
// speaks to the reader, or links to what is no source, is no statement of the coverage.
//
// Decisions:
//
//   - Attribution is part of what is told: of “Russia says X” nobody may make “X”. A source tagged on behind what the paper
//     tells itself (“X, Carter said”) may be left out, unless it claims, denies or accuses.
//   - “At least 10” may become “10”, since papers do so; “more than 10”, “up to 10” and “under 10” may not, and no bound may
//     turn round. “600 more” may become “600” only behind a verb of sending or adding.
//   - “People” may stand for civilians, patients or the dead; soldiers may not stand for people.
//   - A country's people may stand for it, and its capital for its government; another of its cities for neither.
//   - The grammar is of words and their neighbours. What it cannot read (a subject far from its verb, a synonym turned round)
//     is left to support, which is fitted and not certain.
//
// Stances tell what a passage says of a claim that somebody else makes, sentence by sentence, by the clauses that package syntax
// reads: for it, where each verb of the claim, or one of its meaning, stands there with everyone and everything about it in the
// same part; against it, where the same ones have the same part, all else agrees and exactly one point is such that not both can
// be right: whether it was done, how many, when, where, or that the opposite was. Anything else is neither.
//
// Decisions:
//
//   - Precision first: a line on the wrong side costs more than one that is missing. What is said in quite other words, by a noun
//     or across sentences, is left to a model (Stance.May), and without one to nobody.
//   - What is said to be done is so in the same way: denied, planned or feared by both or by neither. Vectors cannot tell that,
//     since those of opposites lie close: deeds.txt and WordNet do. Verbs must share their likeliest meaning, nouns a likely one.
//   - Who acts for a country acts as it: its president, army or aircraft. A city may stand for its country as one who acts, not as
//     the place where something is done.
//   - Another doer is no contradiction, since two may do the same. Another day or place is one only for what is not done again and
//     again, of what the claim has no “a” before.
//   - That something is not done in one way (“not hit on purpose”) is not that it is not done.
//   - What may be done, or is threatened, is not what will be.
//   - A quotation laid to somebody is against them where the article certainly has somebody else named say the same words.
//   - Who says so need not be in the claim: “the US says that Russia did it” is for “Russia did it”, as said by the US, whom Speaker
//     names. That Russia denies it, or all part in it, is against it, as said by Russia. What the claim says that somebody says is
//     only for or against by what the same one says.
//   - Bounds bind: “at least 10” is no contradiction of 50, and 213 carries “more than 200”. A number that the sentence itself
//     replaces (“first 30, then 80”), and what a correction takes back, is against.
//   - A pronoun stands for the nearest subject that it suits, as an object for the only phrase that it suits; “the union” for the
//     union named before it.
package ground

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
)

// Grounder grounds claims. It is safe for concurrent use.
type Grounder struct {
	lexicon  match.Lexicon
	passages shelf
}

// New grounds with the words that lexicon knows.
func New(lexicon match.Lexicon) *Grounder { return &Grounder{lexicon: lexicon} }

// Ground returns the claim with its citations where every check holds, and why where one does not. Where what a claim cites
// does not carry it and another passage of the evidence does, the claim cites that one instead.
func (g *Grounder) Ground(d bot.Draft, evidence []retrieval.Evidence) bot.Verdict {
	claim := bot.Claim{Text: d.Text, Kind: d.Kind, Grounding: bot.Unsupported, Citations: []bot.Citation{}, Detail: d.Detail}
	named, why := resolve(d.Markers, evidence)
	unmarked := len(d.Markers) == 0 && d.Kind == bot.Prose
	if why != "" && !unmarked {
		return bot.Verdict{Claim: claim, Why: why}
	}
	if isSpoken(d) {
		if claim.Citations, why = spoken(d, named); why == "" {
			claim.Grounding = bot.Supported
		}
		return bot.Verdict{Claim: claim, Why: why}
	}
	if d.Kind == bot.Quote {
		if why = wholeSentences(d, named); why == "" {
			why = quoteDated(d, named)
		}
		if why != "" {
			return bot.Verdict{Claim: claim, Why: why}
		}
		for _, e := range named {
			claim.Citations = append(claim.Citations, citation(e, quoted(d.Text, e.Passage)))
		}
		claim.Grounding = bot.Supported
		return bot.Verdict{Claim: claim}
	}
	var found *support
	if !unmarked {
		cited := make([]*source, len(named))
		for i, e := range named {
			cited[i] = g.passages.source(e, "")
		}
		found, why = g.carried(d, cited)
	}
	if found == nil {
		if found = g.elsewhere(d, named, evidence); found == nil {
			return bot.Verdict{Claim: claim, Why: why}
		}
	}
	for i, s := range found.sources {
		span := found.bearing[i]
		claim.Citations = append(claim.Citations, citation(s.evidence, span))
	}
	claim.Planned = found.planned
	claim.Grounding = bot.Supported
	return bot.Verdict{Claim: claim}
}

// support is what carries a claim: sources, and the span of each one's passage that bears it.
type support struct {
	sources []*source
	bearing []retrieval.Span
	score   float64
	planned bool // of a line of a timeline: what it tells was to come
}

// carried holds a claim against sources, and says why they do not carry it where they do not.
func (g *Grounder) carried(d bot.Draft, cited []*source) (*support, string) {
	text := d.Text
	if why := aside(text, cited); why != "" {
		return nil, why
	}
	if found, why, isAbroad := abroad(text, cited); isAbroad {
		if found != nil && isLine(d.Detail) {
			if why = datedAbroad(cited, d.Detail); why != "" {
				return nil, why
			}
		}
		return found, why
	}
	claim := read(text, cited[0].evidence.Article.Published)
	for _, check := range []func(*reading, []*source) string{quotations, figures, dates} {
		if why := check(claim, cited); why != "" {
			return nil, why
		}
	}
	var readings []*reading
	for _, s := range cited {
		readings = append(readings, s.reading)
	}
	score, least := g.score(claim.without(cited), readings)
	if score < Threshold {
		return nil, fmt.Sprintf("%s does not carry it (support %.2f, “%s” least)", called(cited), score, least.In(text))
	}
	a := g.align(claim, cited)
	for _, check := range []func(*alignment) string{names, roles, attribution, polarity, opposing, misdated, tails} {
		if why := check(a); why != "" {
			return nil, why
		}
	}
	found := &support{sources: cited, score: score}
	if isLine(d.Detail) {
		var why string
		if found.planned, why = a.dated(d.Detail); why != "" {
			return nil, why
		}
	}
	for _, s := range cited {
		found.bearing = append(found.bearing, a.bearing(s))
	}
	return found, ""
}

// without is the claim without the figures, dates and names that its sources, which tell them, write otherwise, or that stand
// in the articles around them: their words must not count as missing.
func (r *reading) without(cited []*source) *reading {
	text := []byte(r.text)
	told := r.told()
	for _, n := range r.names {
		if slices.ContainsFunc(cited, func(s *source) bool { return s.hears(n) }) {
			told = append(told, n.Span)
		}
	}
	for _, span := range told {
		if !slices.ContainsFunc(cited, func(s *source) bool { return find(s.text, span.In(r.text)) >= 0 }) {
			copy(text[span.Start:], strings.Repeat(" ", span.Len()))
		}
	}
	if string(text) == r.text {
		return r
	}
	return read(string(text), time.Time{})
}

// told are the spans of the reading's figures and dates.
func (r *reading) told() (spans []retrieval.Span) {
	for _, f := range r.figures {
		spans = append(spans, f.Span)
	}
	for _, d := range r.dates {
		spans = append(spans, d.Span)
	}
	return spans
}

// elsewhere is the passage of the evidence that carries a claim best, or nil.
func (g *Grounder) elsewhere(d bot.Draft, named, evidence []retrieval.Evidence) (best *support) {
	for _, e := range evidence {
		if len(named) == 1 && named[0].N == e.N {
			continue
		}
		if found, _ := g.carried(d, []*source{g.passages.source(e, "")}); found != nil && found.score >= moving && (best == nil || found.score > best.score) {
			best = found
		}
	}
	return best
}

// resolve finds the evidence that the markers name. A marker that names none is passed over where another resolves.
func resolve(markers []int, evidence []retrieval.Evidence) (cited []retrieval.Evidence, why string) {
	if len(markers) == 0 {
		return nil, "it cites no passage"
	}
	for _, n := range markers {
		if i := slices.IndexFunc(evidence, func(e retrieval.Evidence) bool { return e.N == n }); i >= 0 {
			cited = append(cited, evidence[i])
		}
	}
	if len(cited) == 0 {
		return nil, fmt.Sprintf("there is no passage %d", markers[0])
	}
	return cited, ""
}

func citation(e retrieval.Evidence, span retrieval.Span) bot.Citation {
	return bot.Citation{N: e.N, PassageID: e.Passage.ID, Start: span.Start, End: span.End, Quote: span.In(e.Passage.Text)}
}

// wholeSentences holds a claim that is shown as a sentence of the coverage to be one, letter for letter.
func wholeSentences(d bot.Draft, cited []retrieval.Evidence) string {
	for _, e := range cited {
		if _, ok := sentencesOf(e.Passage, d.Text); ok {
			return ""
		}
	}
	return "it is no sentence of " + listed(cited)
}

// sentencesOf is where text is one of a passage's sentences, or several in a row, whose paragraphs it may run together.
func sentencesOf(p retrieval.Passage, text string) (span retrieval.Span, ok bool) {
	for i, first := range p.Sentences {
		for _, last := range p.Sentences[i:] {
			if run := p.Text[first.Start:last.End]; run == text || len(run) > len(text) && strings.ReplaceAll(run, "\n\n", " ") == text {
				return retrieval.Span{Start: first.Start, End: last.End}, true
			}
		}
	}
	return span, false
}

// quoted is where a passage has a sentence, or the sentence of another passage that shares most words with it.
func quoted(text string, p retrieval.Passage) retrieval.Span {
	if at := strings.Index(p.Text, text); at >= 0 {
		return retrieval.Span{Start: at, End: at + len(text)}
	}
	if run, ok := sentencesOf(p, text); ok {
		return run
	}
	claim := map[string]bool{}
	for _, w := range match.Topic(text) {
		claim[w.Stem] = true
	}
	best, most := retrieval.Span{Start: 0, End: len(p.Text)}, 0
	for _, s := range p.Sentences {
		shared := map[string]bool{}
		for _, w := range match.Words(s.In(p.Text)) {
			if claim[w.Stem] {
				shared[w.Stem] = true
			}
		}
		if len(shared) > most {
			best, most = s, len(shared)
		}
	}
	return best
}

// Support is how well the evidence carries a claim, 0..1: the probability that a person would say that it does.
func (g *Grounder) Support(claim string, evidence []string) float64 {
	support, _ := g.score(read(claim, time.Time{}), readAll(evidence))
	return support
}
