package search

import (
	"math"

	"dateline/retrieval"
)

// Features of evidence as an answer to a question, each about 0..1. Most are those of the sentence that ranks first.
const (
	cBias      = iota
	cScore     // its probability, as log odds over four
	cSoft      // topic met by it
	cRest      // of what headline and lede leave open, met by it
	cAround    // topic met in its passage, headline or lede
	cBest      // topic met in any one passage, headline or lede
	cUnion     // topic met in all the evidence together
	cExact     // topic met in all the evidence together by the same words
	cNameGone  // a name or figure of the question is nowhere in the evidence
	cNames     // names and figures of the question met in any one passage
	cCosine    // of the question and any sentence
	cPairs     // neighbouring topic words met near each other in any sentence
	cLong      // logarithm of how many topic words the question has
	cClose     // how close an answer of the kind asked for stands to the words met
	cNoPerson  // who is asked for, and nobody is there
	cNoTime    // when, and no date
	cNoPlace   // where, and no place
	cNoCount   // how many, and no figure of that, in that unit
	cNoCause   // why, and no cause
	cNoSpeaker // what somebody said, and that is not who speaks
	cNoAsked   // which of something, and that something is not there
	confidenceCount
)

// ConfidenceFeatures describe evidence in the order of the constants above; the first is always 1.
type ConfidenceFeatures [confidenceCount]float64

// Confidence is the probability that the evidence answers the question, by a logistic model; 0 without evidence.
func (r *Ranker) Confidence(q Question, evidence []retrieval.Evidence) (float64, ConfidenceFeatures) {
	g := r.read(q, evidence)
	if len(g.sentences) == 0 {
		return 0, ConfidenceFeatures{}
	}
	f := ConfidenceFeatures{cBias: 1, cLong: math.Log(float64(len(q.Topic)+1)) / 3}
	var x Features // of the best sentence
	score := -1.0
	union := g.target.In(nil)
	for i := range g.sentences {
		s := &g.sentences[i]
		y := g.features(s)
		union = union.Union(s.passage)
		f[cBest] = max(f[cBest], y[fAround])
		f[cNames] = max(f[cNames], g.target.Names(s.passage))
		f[cCosine] = max(f[cCosine], y[fCosine])
		f[cPairs] = max(f[cPairs], y[fPairs])
		if p := SentenceWeights.probability(y); p > score {
			x, score = y, p
		}
	}
	f[cScore] = math.Log(max(score, 1e-6)/max(1-score, 1e-6)) / 4
	f[cSoft], f[cRest], f[cAround], f[cClose] = x[fSoft], x[fRest], x[fAround], x[fClose]
	f[cUnion] = g.target.Coverage(union, false)
	f[cExact] = g.target.Coverage(union, true)
	if g.target.NameMissing(union) {
		f[cNameGone] = 1
	}
	if i, ok := missing[q.Asks]; ok {
		f[i] = 1 - g.holds(x)
	}
	if len(q.asked) > 0 {
		f[cNoAsked] = 1 - x[fAsked]
	}
	sum := 0.0
	for i, v := range f {
		sum += ConfidenceWeights[q.Shape()][i] * v
	}
	return 1 / (1 + math.Exp(-sum)), f
}

// missing is the feature that says that an answer of a kind is not there.
var missing = map[Asks]int{
	Person: cNoPerson, Time: cNoTime, Place: cNoPlace, Count: cNoCount, Cause: cNoCause, Words: cNoSpeaker,
}

// holds is how well a sentence holds an answer of the kind asked for.
func (g *reading) holds(x Features) float64 {
	switch {
	case g.Asks == Words && len(g.Speaker) > 0:
		return x[fSpeaker]
	case g.Asks == Count && len(g.counted) > 0:
		return x[fCounted]
	}
	return x[fKind]
}
