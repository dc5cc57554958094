// Package ground checks a draft against the passages that it cites, without a model: every marker resolves, every quotation
// is there letter for letter, every figure and every date of the claim stands in what it cites. A verdict says why.
package ground

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// Grounder grounds claims. It is safe for concurrent use.
type Grounder struct{ lexicon match.Lexicon }

// New grounds with the words that lexicon knows.
func New(lexicon match.Lexicon) *Grounder { return &Grounder{lexicon: lexicon} }

// Ground returns the claim with its citations where every check holds, and why where one does not.
func (g *Grounder) Ground(d bot.Draft, evidence []retrieval.Evidence) bot.Verdict {
	claim := bot.Claim{Text: d.Text, Kind: d.Kind, Grounding: bot.Unsupported, Citations: []bot.Citation{}}
	cited, why := resolve(d.Markers, evidence)
	for _, check := range []func(bot.Draft, []retrieval.Evidence) string{wholeSentences, quotations, figures, dates, g.support} {
		if why == "" {
			why = check(d, cited)
		}
	}
	if why != "" {
		return bot.Verdict{Claim: claim, Why: why}
	}
	for _, e := range cited {
		span := bearing(d, e.Passage)
		claim.Citations = append(claim.Citations, bot.Citation{
			N: e.N, PassageID: e.Passage.ID, Start: span.Start, End: span.End, Quote: span.In(e.Passage.Text),
		})
	}
	claim.Grounding = bot.Supported
	return bot.Verdict{Claim: claim}
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

// wholeSentences holds a claim that is shown as a sentence of the coverage to be one, letter for letter.
func wholeSentences(d bot.Draft, cited []retrieval.Evidence) string {
	if d.Kind != bot.Quote || slices.ContainsFunc(cited, func(e retrieval.Evidence) bool { return hasSentences(e.Passage, d.Text) }) {
		return ""
	}
	return "it is no sentence of " + names(cited)
}

// hasSentences reports whether text is one of a passage's sentences, or several in a row.
func hasSentences(p retrieval.Passage, text string) bool {
	for i, first := range p.Sentences {
		for _, last := range p.Sentences[i:] {
			if p.Text[first.Start:last.End] == text {
				return true
			}
		}
	}
	return false
}

// quotations holds what a claim puts in quotation marks to stand in a cited passage, quote marks and white space aside.
func quotations(d bot.Draft, cited []retrieval.Evidence) string {
	if d.Kind == bot.Quote {
		return ""
	}
	rest := []byte(d.Text)
	for _, q := range mention.Quotations(d.Text) {
		words := folded(q.Inner.In(d.Text))
		found := slices.ContainsFunc(cited, func(e retrieval.Evidence) bool { return holds(folded(e.Passage.Text), words) })
		if !found {
			return fmt.Sprintf("the quotation “%s” is not in %s", q.Inner.In(d.Text), names(cited))
		}
		copy(rest[q.Outer.Start:], strings.Repeat(" ", q.Outer.Len()))
	}
	if unpaired.Match(rest) {
		return "a quotation in it is not closed"
	}
	return ""
}

// unpaired is a quotation mark, but for that of inches.
var unpaired = regexp.MustCompile(`[“”]|(?:^|[^0-9])"`)

// holds reports whether text holds quoted words as whole words.
func holds(text, quoted string) bool {
	if quoted == "" {
		return true
	}
	for at := 0; ; {
		i := strings.Index(text[at:], quoted)
		if i < 0 {
			return false
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(quoted):])
		if !isLetterOrDigit(before) && !isLetterOrDigit(after) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// folded makes quotations comparable: one kind of quote mark, one space between words, no comma or full stop that an
// editor set at the quotation's edge.
func folded(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '„', '«', '»', '"':
			return -1
		case '’', '‘', '´', '`':
			return '\''
		case '\u00a0':
			return ' '
		}
		return r
	}, s)
	return strings.Trim(strings.Join(strings.Fields(s), " "), " .,;:!?…")
}

// figures holds every figure of a claim to stand in a cited passage or its headline.
func figures(d bot.Draft, cited []retrieval.Evidence) string {
	if d.Kind == bot.Quote {
		return ""
	}
	var known []mention.Figure
	for _, e := range cited {
		known = append(known, mention.Figures(e.Article.Headline+".\n"+e.Passage.Text)...)
	}
	dated := mention.Dates(d.Text, cited[0].Article.Published)
	for _, f := range mention.Figures(d.Text) {
		inDate := slices.ContainsFunc(dated, func(t mention.Date) bool { return t.Span.Start < f.Span.End && f.Span.Start < t.Span.End })
		if !inDate && !anySame(f, known) {
			return fmt.Sprintf("figure %s is not in %s", f.Span.In(d.Text), names(cited))
		}
	}
	return ""
}

// dates holds every date of a claim to be told by a cited passage, relative dates read against the published date, or to
// be that published date.
func dates(d bot.Draft, cited []retrieval.Evidence) string {
	if d.Kind == bot.Quote {
		return ""
	}
	for _, t := range mention.Dates(d.Text, cited[0].Article.Published) {
		if !slices.ContainsFunc(cited, func(e retrieval.Evidence) bool { return tells(e, t, t.Span.In(d.Text)) }) {
			return fmt.Sprintf("date %s is not in %s", t.Span.In(d.Text), names(cited))
		}
	}
	return ""
}

// tells reports whether a piece of evidence tells a date: it names the same or one that lies within it, or was published
// within it.
func tells(e retrieval.Evidence, t mention.Date, words string) bool {
	for _, k := range mention.Dates(e.Passage.Text, e.Article.Published) {
		if strings.EqualFold(k.Span.In(e.Passage.Text), words) || mention.SameDate(t, k) {
			return true
		}
		if t.Resolved && k.Resolved && !k.From.Before(t.From) && !k.To.After(t.To) {
			return true
		}
	}
	published := e.Article.Published
	return t.Resolved && !published.IsZero() && !published.Before(t.From) && published.Before(t.To)
}

// bearing is the sentence of a passage that bears a claim: the claim itself where it is a quotation of the coverage, else
// the sentence that shares most words with it.
func bearing(d bot.Draft, p retrieval.Passage) retrieval.Span {
	if at := strings.Index(p.Text, d.Text); d.Kind == bot.Quote && at >= 0 {
		return retrieval.Span{Start: at, End: at + len(d.Text)}
	}
	claim := map[string]bool{}
	for _, w := range match.Words(d.Text) {
		if !w.Stop {
			claim[w.Stem] = true
		}
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

// names is how cited passages are called in a reason: "passage 2", "passages 2 and 3".
func names(cited []retrieval.Evidence) string {
	all := make([]string, len(cited))
	for i, e := range cited {
		all[i] = fmt.Sprint(e.N)
	}
	if len(all) == 1 {
		return "passage " + all[0]
	}
	return "passages " + strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}
