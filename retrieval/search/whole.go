package search

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// first describes the passage that search ranks first, and how it stands out among the others.
func (g *reading) first(f *ConfidenceFeatures, features []Features) {
	article := &g.sentences[0].evidence.Article
	headline := g.target.In(match.Words(article.Headline))
	own := headline
	var words []match.Word
	n := 0
	for n < len(g.sentences) && g.sentences[n].evidence == g.sentences[0].evidence {
		s := &g.sentences[n]
		own = own.Union(s.match)
		words = append(words, s.words...)
		odds := SentenceWeights.logOdds(features[n])
		f[cFirst] = max(f[cFirst], odds/4+firstFloor)
		f[cMean] += SentenceWeights.probability(features[n])
		f[cFirstKind] = max(f[cFirstKind], features[n][fKindCarried])
		f[cFirstRest] = max(f[cFirstRest], g.target.Rest(s.match, headline))
		n++
	}
	f[cMean] /= float64(n)
	held, lost := g.target.Held(own), g.target.Lost(own)
	f[cHeld], f[cLost], f[cHeldShare] = held, lost, held/max(held+lost, 1e-9)
	f[cAligned] = g.target.Aligned(headline, words)
	f[cTopical] = match.Cosine(g.vector, g.lexicon.Vector(g.sentences[0].evidence.Passage.Text))
	entity := match.New(match.Topic(article.Headline), g.lexicon)
	f[cEntity] = entity.Coverage(entity.In(match.Words(g.Text)), true)
	f[cFound] = g.sentences[0].evidence.Score
}

// firstFloor is added to a quarter of the log odds: below -4 they are as good as none.
const firstFloor = 1

// whole describes all the evidence together.
func (g *reading) whole(f *ConfidenceFeatures, evidence []retrieval.Evidence) {
	var passages []match.Match // of each piece of evidence with its headline, lede, outlet and byline
	union := g.target.In(nil)
	var outlets []string
	for i := range g.sentences {
		s := &g.sentences[i]
		if s.after != nil {
			continue
		}
		a := &s.evidence.Article
		m := s.passage.Union(g.target.In(match.Words(a.Outlet + ". " + a.Byline)))
		passages = append(passages, m)
		union = union.Union(m)
		outlets = append(outlets, strings.ToLower(a.Outlet))
	}
	for _, e := range evidence {
		f[cRivals] += e.Score / float64(len(evidence))
	}
	f[cAll] = g.target.Coverage(union, false)
	f[cWorst] = g.target.Worst(union)
	f[cWhole] = g.namesWhole(passages, outlets)
	f[cClauses] = g.clauses(passages)
}

// namesWhole is the mean over the names of the question, one that begins it aside, of how well one passage meets all words of
// the name. The name of an outlet may be longer or shorter than what the question calls it.
func (g *reading) namesWhole(passages []match.Match, outlets []string) float64 {
	met, all := 0.0, 0.0
	for _, name := range g.names {
		words := g.within(name.Span)
		if name.Span.Start == 0 || len(words) == 0 {
			continue
		}
		all++
		lower := strings.ToLower(name.Text)
		if slices.ContainsFunc(outlets, func(o string) bool { return o != "" && (strings.Contains(o, lower) || strings.Contains(lower, o)) }) {
			met++
			continue
		}
		best := 0.0
		for _, m := range passages {
			least := 1.0
			for _, i := range words {
				least = min(least, m.Scores[i])
			}
			best = max(best, least)
		}
		met += best
	}
	if all == 0 {
		return 1
	}
	return met / all
}

// within are the indexes of the topic words that lie in a span of the question.
func (g *reading) within(span retrieval.Span) []int {
	var words []int
	for i, w := range g.Topic {
		if w.Start >= span.Start && w.End <= span.End {
			words = append(words, i)
		}
	}
	return words
}

// clauseEnd is where a clause of a question ends.
var clauseEnd = regexp.MustCompile(`(?i)[,;:?]\s|\b(?:and|while|but|which|that|who|whose|where|as|or|both)\b|$`)

// clauses is the mean over the question's clauses of how well the passage that meets a clause best does; those of one topic
// word do not count, and where all are, it is half.
func (g *reading) clauses(passages []match.Match) float64 {
	from, sum, n := 0, 0.0, 0.0
	picked := make([]bool, len(g.Topic))
	for _, at := range clauseEnd.FindAllStringIndex(g.Text, -1) {
		words := g.within(retrieval.Span{Start: from, End: at[0]})
		from = at[1]
		if len(words) < 2 {
			continue
		}
		clear(picked)
		for _, i := range words {
			picked[i] = true
		}
		best := 0.0
		for _, m := range passages {
			best = max(best, g.target.Share(m, picked))
		}
		sum += best
		n++
	}
	if n == 0 {
		return 0.5
	}
	return sum / n
}
