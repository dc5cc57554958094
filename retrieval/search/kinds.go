package search

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// kindFeatures looks for an answer of the kind asked for that the question does not itself name.
func (g *reading) kindFeatures(f *Features, s *sentence, text string) {
	var spans []retrieval.Span
	switch g.Asks {
	case Person:
		spans = g.answers(s, func(k mention.Kind) bool { return k != mention.Place && k != mention.Nationality && k != mention.Code })
		for _, w := range s.words {
			if people[w.Stem] && !g.named(w.In(text)) {
				spans = append(spans, w.Span)
			}
		}
	case Place:
		spans = g.answers(s, func(k mention.Kind) bool { return k == mention.Place || k == mention.Unknown || k == mention.Org })
		for _, n := range s.names {
			if site.MatchString(text[max(0, n.Span.Start-8):min(len(text), n.Span.End+10)]) && !g.named(n.Text) {
				spans = append(spans, n.Span)
			}
			if located.MatchString(text[:n.Span.Start]) {
				spans = append(spans, n.Span)
			}
		}
	case Time:
		for _, d := range mention.Dates(text, s.evidence.Article.Published) {
			if g.measure != clock || d.Precision == mention.Clock {
				spans = append(spans, d.Span)
			}
		}
	case Count:
		for _, n := range mention.Figures(text) {
			if !n.Ordinal && g.measured(n) && !g.named(n.Span.In(text)) {
				spans = append(spans, n.Span)
				f[fCounted] = max(f[fCounted], g.counts(n, s.words))
			}
		}
		for _, at := range g.nones(s) {
			spans = append(spans, retrieval.Span{Start: at[0], End: at[1]})
			f[fCounted] = 1
		}
	case Cause:
		for _, at := range causes.FindAllStringIndex(text, -1) {
			spans = append(spans, retrieval.Span{Start: at[0], End: at[1]})
		}
	case Words:
		for _, quotation := range mention.Quotations(text) {
			spans = append(spans, quotation.Outer)
			f[fQuoted] = 1
		}
		for _, at := range speech.FindAllStringIndex(text, -1) {
			spans = append(spans, retrieval.Span{Start: at[0], End: at[1]})
		}
		f[fSpeaker] = g.speaks(s, text)
	default:
		f[fKind], f[fClose] = 0.5, 0.5
		return
	}
	for _, span := range spans {
		f[fKind] = 1
		f[fClose] = max(f[fClose], match.Proximity(s.match, s.words, span))
	}
	switch {
	case g.Asks == Words && len(g.Speaker) > 0:
		f[fKind] = min(f[fKind], f[fSpeaker])
	case g.Asks == Count && len(g.counted) > 0:
		f[fKind] = min(f[fKind], (1+f[fCounted])/2)
	}
}

// answers are the spans of a sentence's names of a kind that the question does not itself hold.
func (g *reading) answers(s *sentence, wanted func(mention.Kind) bool) []retrieval.Span {
	var spans []retrieval.Span
	for _, n := range s.names {
		if wanted(n.Kind) && !g.named(n.Text) {
			spans = append(spans, n.Span)
		}
	}
	return spans
}

// people are the stems of nouns that answer who without a name.
var people = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range match.Words(`forces rebels groups officials police army troops militants fighters government administration
agencies activists protesters residents diplomats lawmakers soldiers mission agency jihadists gunmen doctors`) {
		set[w.Stem] = true
	}
	return set
}()

// named reports whether the question itself names text.
func (g *reading) named(text string) bool {
	for _, w := range match.Words(text) {
		if !w.Stop && slices.ContainsFunc(g.Topic, func(t match.Word) bool { return t.Stem == w.Stem }) {
			return true
		}
	}
	return false
}

var currencies = regexp.MustCompile(`^[A-Z]{3}$`)

// measured reports whether a figure is in the unit asked for.
func (g *reading) measured(n mention.Figure) bool {
	switch g.measure {
	case money:
		return currencies.MatchString(n.Unit)
	case age:
		return n.Age
	case length:
		return slices.Contains([]string{"km", "m", "cm", "mile", "foot", "inch", "yard"}, n.Unit)
	case duration:
		return slices.Contains([]string{"second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "night"}, n.Unit)
	}
	return true
}

// counts is how well what a figure counts is what the question asks the number of.
func (g *reading) counts(n mention.Figure, words []match.Word) float64 {
	if len(g.counted) == 0 {
		return 0
	}
	counted := match.New(g.counted, g.lexicon)
	var after []match.Word
	for _, w := range words {
		if w.Start >= n.Span.End && w.Start <= n.Span.End+30 {
			after = append(after, w)
		}
	}
	if n.Counts != "" {
		after = append(after, match.Words(n.Counts)...)
	}
	return counted.Coverage(counted.In(after), false)
}

var (
	causes = regexp.MustCompile(`(?i)\b(?:because|since|due to|owing to|as a result|so that|in order|after|following|amid|over|in response|in protest|to (?:protest|prevent|stop|avoid|force|press|allow|protect|help|make|keep|win|gain)|citing|blam\w+|accus\w+|reasons?|caus\w+|led to|prompt\w+|sparked|angered|fail\w+|unless|for (?:failing|not)|grounds|therefore|thus|hence|aim\w*|meant to|intended|so)\b`)
	speech = regexp.MustCompile(`(?i)\b(?:said|says|told|tells|called|calls|warned|added|asked|replied|answered|described|announced|argued|claimed|stated|declared|insisted|acknowledged|denied|stressed|urged|accused|promised|wrote|expressed|put|noted|vowed|dismissed|rejected|regretted|welcomed|confirmed|suggested|demanded|predicted|appealed|spoke|complained|recalled)\b`)
	// stance says in fewer words than speech what somebody thinks: the ministry was against the bridge.
	stance   = regexp.MustCompile(`(?i)^(?:against|opposed|opposes|favou?red|favou?rs|backed|backs|objected|objects|voiced|voices|deny|denies|blamed|blames|criticised|criticized|condemned|praised)$`)
	site     = regexp.MustCompile(`(?i)\b(?:hotel|square|pass|airport|street|road|village|district|province|camp|base|palace|house|centre|center|hospital|university|town|city)\b`)
	located  = regexp.MustCompile(`(?i)\b(?:in|at|near|outside) the (?:\pL+ )?(?:city|town|village|suburb|port|capital|province|district) of $`) // which the question may name
	inverted = regexp.MustCompile(`(?i)^(?:said|says|added|replied|asked|warned|wrote|declared|explained)$`)
	saying   = regexp.MustCompile(`(?i)\b(?:he|she|they|the (?:spokes\w+|minister|secretary|envoy|ambassador|president|general|statement|ministry|army)) (?:later |also |then )?(?:said|told|called|warned|added|replied|answered|described|insisted|denied|stressed|urged|promised|put|noted|vowed|predicted)\b|\b(?:said|added) (?:he|she|they)\b|\b(?:he|she|they|the \w+) (?:said|added)\b`)
)

// Questions that ask for a reply and do not say to what are answered only by what is called one.
var (
	asksReply = regexp.MustCompile(`\b(?i:answer|reply|respond|react)(?:\s+(?:to\s+)?(?:the\s+)?\p{Lu}[\pL.’'-]*){0,3}\W*$`)
	replies   = regexp.MustCompile(`(?i)\b(?:answer|repl(?:y|ie)|respon[ds]|react|retort)`)
)

// speaks is 1 where the speaker asked about is the subject of a speech verb, less where a pronoun or a title is after a
// sentence that names the speaker, and less again where the speaker is only named.
func (g *reading) speaks(s *sentence, text string) float64 {
	if len(g.Speaker) == 0 || asksReply.MatchString(g.Text) && !replies.MatchString(text) {
		return 0
	}
	last := g.Speaker[len(g.Speaker)-1]
	also := g.sameSpeaker(s)
	is := func(w match.Word) bool { return w.Stem == last.Stem }
	score := 0.0
	for i, w := range s.words {
		if is(w) || also(w) {
			score = max(score, 0.2)
			if subject(s.words, i, text) {
				return 1
			}
		}
	}
	if score == 0 && s.before != nil && slices.ContainsFunc(s.before.words, is) && saying.MatchString(text) {
		return spokenOfBefore
	}
	return score
}

// spokenOfBefore is how well a pronoun or a title speaks for the one whom the sentence before names.
const spokenOfBefore = 0.8

// sameSpeaker tells the last words of a sentence's names that speak for a country which is asked about: Moscow for Russia.
func (g *reading) sameSpeaker(s *sentence) func(match.Word) bool {
	var asked []mention.Name
	for _, n := range g.names {
		if slices.ContainsFunc(g.Speaker, func(w match.Word) bool { return strings.HasSuffix(n.Text, w.Form) || strings.EqualFold(n.Text, w.Form) }) {
			asked = append(asked, n)
		}
	}
	var ends []int
	for _, n := range s.names {
		if n.Kind != mention.Nationality && slices.ContainsFunc(asked, func(a mention.Name) bool { return mention.Related(a, n) }) {
			ends = append(ends, n.End)
		}
	}
	return func(w match.Word) bool { return slices.Contains(ends, w.End) }
}

// reach is how many words may stand between a speaker and the verb.
const reach = 4

// subject reports whether word i is the subject of a speech verb: before it without another name between, an apposition
// aside (Kirby later said; Yamamoto, head of the UN mission, said), or behind said and its like with nothing but a title
// between (said spokesman John Kirby).
func subject(words []match.Word, i int, text string) bool {
	j := i + 1
	for j < len(words) && words[j].Capital && !strings.Contains(text[words[j-1].End:words[j].Start], ",") {
		j++ // the rest of the name
	}
	if j < len(words) && strings.Contains(text[words[j-1].End:words[j].Start], ",") {
		if after := strings.IndexByte(text[words[j].Start:], ','); after >= 0 {
			for j < len(words) && words[j].Start < words[i].End+after {
				j++
			}
		}
	}
	for _, w := range words[min(j, len(words)):min(len(words), j+reach)] {
		if speech.MatchString(w.In(text)) || stance.MatchString(w.In(text)) {
			return true
		}
		if w.Capital {
			break
		}
	}
	for j := i - 1; j >= max(0, i-reach); j-- {
		if inverted.MatchString(words[j].In(text)) {
			return true
		}
		if words[j].Stop {
			break
		}
	}
	return false
}

func asks(text string) bool { return strings.HasSuffix(strings.TrimRight(text, "”\"' "), "?") }
