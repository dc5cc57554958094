package search

import (
	"math"

	"dateline/retrieval"
)

// Features of evidence as an answer to a question, each about 0..1. Most up to cNoAsked are those of the sentence that ranks
// first, from cFirst on those of the evidence as a whole.
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
	cFirst     // the best log odds in the passage that search ranks first, over four, from firstFloor up
	cMean      // the mean probability of its sentences
	cFirstKind // how well one of them meets the topic and holds an answer of the kind asked for
	cFirstRest // of what its headline leaves open, met by one of them
	cHeld      // information of the topic that it and its headline meet
	cLost      // and that they miss
	cHeldShare // the share of the two that they meet
	cAligned   // the same by vectors, however far
	cTopical   // cosine of the question and it
	cEntity    // of its headline, met by the question
	cFound     // its fused score: 1 where terms and vectors agree on it
	cRivals    // mean fused score of the evidence
	cAll       // topic met in all the evidence together, its outlets and bylines
	cWorst     // information of the word that these miss most
	cWhole     // names met as wholes
	cClauses   // clauses of the question met, each in one passage
	confidenceCount
)

// ConfidenceFeatures describe evidence in the order of the constants above; the first is always 1.
type ConfidenceFeatures [confidenceCount]float64

// Signals are all that the trees look at: the ConfidenceFeatures, the Features of the sentence that ranks first, the best of
// each Feature over all sentences, how far the first sentence's log odds are above the next one's, and 1 for what is asked.
type Signals [confidenceCount + 2*featureCount + 1 + askedCount]float64

// Confidence is the probability that the evidence answers the question; 0 without evidence. A logistic model a shape of
// question tells it and, of Plain questions, boosted trees beside it.
func (r *Ranker) Confidence(q Question, evidence []retrieval.Evidence) float64 {
	f, signals, ok := r.Signals(q, evidence)
	if !ok {
		return 0
	}
	confidence := 1 / (1 + math.Exp(-LogOdds(q.Shape(evidence), f, signals)))
	if confidence < plainlyTold && r.read(q, evidence).toldPlainly() {
		return plainlyTold
	}
	return confidence
}

// treeShare is how much the trees say beside the logistic model, in the mean of their log odds. Fitted on few
// hundred questions, they alone did worse on questions of other origin.
const treeShare = 1. / 2

// LogOdds are those that evidence answers a question of a shape.
func LogOdds(shape Shape, f ConfidenceFeatures, signals Signals) float64 {
	linear := 0.0
	for i, v := range f {
		linear += ConfidenceWeights[shape][i] * v
	}
	if shape != Plain {
		return linear
	}
	trees := 0.0
	for i := range ConfidenceTrees {
		trees += ConfidenceTrees[i].At(&signals)
	}
	return (1-treeShare)*linear + treeShare*trees
}

// Signals describes evidence as an answer to a question; false without evidence.
func (r *Ranker) Signals(q Question, evidence []retrieval.Evidence) (ConfidenceFeatures, Signals, bool) {
	g := r.read(q, evidence)
	if len(g.sentences) == 0 {
		return ConfidenceFeatures{}, Signals{}, false
	}
	f := ConfidenceFeatures{cBias: 1, cLong: math.Log(float64(len(g.Topic)+1)) / 3}
	var x, best Features // of the best sentence, and the best of each
	first, second := math.Inf(-1), math.Inf(-1)
	union := g.target.In(nil)
	features := make([]Features, len(g.sentences))
	for i := range g.sentences {
		s := &g.sentences[i]
		y := g.features(s)
		features[i] = y
		union = union.Union(s.passage)
		f[cNames] = max(f[cNames], g.target.Names(s.passage))
		for j, v := range y {
			best[j] = max(best[j], v)
		}
		switch odds := SentenceWeights.logOdds(y); {
		case odds > first:
			x, first, second = y, odds, first
		case odds > second:
			second = odds
		}
	}
	f[cBest], f[cCosine], f[cPairs] = best[fAround], best[fCosine], best[fPairs]
	f[cScore] = first / 4
	f[cSoft], f[cRest], f[cAround], f[cClose] = x[fSoft], x[fRest], x[fAround], x[fClose]
	f[cUnion] = g.target.Coverage(union, false)
	f[cExact] = g.target.Coverage(union, true)
	if g.target.NameMissing(union) {
		f[cNameGone] = 1
	}
	if i, ok := missing[g.Asks]; ok {
		f[i] = 1 - g.holds(x)
	}
	if len(g.asked) > 0 {
		f[cNoAsked] = 1 - x[fAsked]
	}
	g.first(&f, features)
	g.whole(&f, evidence)
	var signals Signals
	n := copy(signals[:], f[:])
	n += copy(signals[n:], x[:])
	n += copy(signals[n:], best[:])
	signals[n] = first - max(second, 0)
	if !math.IsInf(second, -1) {
		signals[n] = first - second
	}
	signals[n+1+int(g.Asks)] = 1
	return f, signals, true
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
