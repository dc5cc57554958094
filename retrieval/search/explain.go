package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dateline/retrieval"
)

// explainer is a Store that takes its BM25 apart, by the passage's ID.
type explainer interface {
	Explain(ctx context.Context, text string, ids []string) (map[string][]retrieval.TermScore, error)
}

// Explanation says how a search came to its evidence and to its confidence in it.
type Explanation struct {
	Topic      string     `json:"topic"`              // what was looked for, when dates, origins and spelling were read
	Terms      float64    `json:"terms_weight"`       // beside the vectors'
	Vectors    float64    `json:"vectors_weight"`     // by the embedder and the agreement
	Agreement  float64    `json:"agreement"`          // of the best by terms and by vectors, 0..1
	Leanings   []string   `json:"leanings,omitempty"` // what the question prefers without keeping the rest out
	Confidence Confidence `json:"confidence"`
	Reasons    []Reason   `json:"-"` // of the pieces of evidence, in their order
}

// Reason is why one piece of evidence scores and was chosen as it was.
type Reason struct {
	Parts     []Part                `json:"parts"`                // the score is their sum, times the leaning
	Leaning   float64               `json:"leaning,omitempty"`    // what the sum is multiplied by where the question leans elsewhere
	Repeats   float64               `json:"repeats"`              // the share of it that evidence chosen before says too
	Toll      float64               `json:"toll"`                 // what that took off its score while evidence was chosen
	Terms     []retrieval.TermScore `json:"terms,omitempty"`      // what the article's and the passage's parts are made of
	CarriedBy []string              `json:"carried_by,omitempty"` // outlets of the wire copies that it stands for
}

// Sum is the score that the parts and the leaning make.
func (r Reason) Sum() float64 {
	sum := 0.0
	for _, p := range r.Parts {
		sum += p.Gives
	}
	if r.Leaning > 0 {
		sum *= r.Leaning
	}
	return sum
}

// Part is one part of a score.
type Part struct {
	Name  string  `json:"part"`
	Value float64 `json:"value"` // in deviations from one below its list's mean; the phrases as the share met
	Gives float64 `json:"gives"` // to the score
}

// Confidence is the confidence with what it is made of.
type Confidence struct {
	Value    float64   `json:"value"`
	Shape    string    `json:"shape"`           // of the question: plain, long or lookup
	Features []Feature `json:"features"`        // those that say most first, in log odds
	Trees    float64   `json:"trees,omitempty"` // what the trees give beside them, in log odds
}

// Feature is one feature of the confidence, by the name that it has in this package.
type Feature struct {
	Name  string  `json:"feature"`
	Says  string  `json:"says"`
	Value float64 `json:"value"`
	Gives float64 `json:"gives"` // log odds
}

var partNames = [partCount]string{"article", "passage", "phrases", "vector", "lede"}

// Explain searches as Search does and says why the evidence is what it is.
func (s *Search) Explain(ctx context.Context, q retrieval.Query) (retrieval.Result, Explanation, error) {
	s = s.as(q.Audience)
	found, err := s.find(ctx, q)
	if err != nil {
		return found.result, Explanation{}, err
	}
	n, f := found.narrowed, found.fusion
	e := Explanation{Topic: n.topic, Terms: f.terms, Vectors: f.vectors, Agreement: f.agreement, Leanings: n.leanings()}
	var terms map[string][]retrieval.TermScore
	if store, ok := s.store.(explainer); ok {
		ids := make([]string, len(found.chosen))
		for i, c := range found.chosen {
			ids[i] = c.Passage.ID
		}
		if terms, err = store.Explain(ctx, n.topic, ids); err != nil {
			return found.result, e, fmt.Errorf("explain the evidence: %w", err)
		}
	}
	for _, c := range found.chosen {
		r := Reason{
			Leaning: c.leaning, Repeats: c.repeats, Toll: c.Score * redundancy * c.repeats, Terms: terms[c.Passage.ID], CarriedBy: c.alsoCarriedBy,
		}
		gives := f.gives(c.parts)
		for i, v := range c.parts {
			r.Parts = append(r.Parts, Part{partNames[i], v, gives[i]})
		}
		e.Reasons = append(e.Reasons, r)
	}
	s.judge(&found)
	e.Confidence = s.ranker.explain(Parse(n.topic), found.result)
	return found.result, e, nil
}

// confidenceSays are the features of the confidence in words.
var confidenceSays = [confidenceCount]string{
	cBias: "before anything is looked at", cScore: "the best sentence", cSoft: "topic in the best sentence", cRest: "what the headline leaves open, in the best sentence",
	cAround: "topic around the best sentence", cBest: "topic in one passage", cUnion: "topic in all passages", cExact: "topic in the same words",
	cNameGone: "a name or figure is nowhere", cNames: "names and figures in one passage", cCosine: "likeness of a sentence", cPairs: "neighbouring words in a sentence",
	cLong: "length of the question", cClose: "an answer stands close", cNoPerson: "no person", cNoTime: "no date", cNoPlace: "no place", cNoCount: "no such figure",
	cNoCause: "no cause", cNoSpeaker: "another speaks", cNoAsked: "not the thing asked for", cFirst: "best sentence of the first passage", cMean: "sentences of the first passage",
	cFirstKind: "an answer in the first passage", cFirstRest: "what the headline leaves open, in the first passage", cHeld: "topic told by the first passage",
	cLost: "topic missed by the first passage", cHeldShare: "share of the topic in the first passage", cAligned: "related words in the first passage",
	cTopical: "likeness of the first passage", cEntity: "its headline in the question", cFound: "score of the first passage", cRivals: "scores of all passages",
	cAll: "topic in passages, outlets and bylines", cWorst: "the word missed most", cWhole: "names as wholes", cClauses: "clauses of the question",
}

// leanings are what the question prefers, in words.
func (n *narrowing) leanings() []string {
	var all []string
	for _, p := range n.near {
		if when := shownTime(p.from, p.to); when != "" {
			all = append(all, "published "+when+" or soon after")
		}
	}
	if len(n.outlets) > 0 {
		all = append(all, "from "+shownList(n.outlets))
	}
	return all
}

// explain takes the confidence in a result apart.
func (r *Ranker) explain(q Question, found retrieval.Result) Confidence {
	c := Confidence{Value: found.Confidence, Features: []Feature{}}
	features, signals, ok := r.Signals(q, found.Evidence)
	if !ok {
		return c
	}
	shape := q.Shape(found.Evidence)
	c.Shape = [shapes]string{"plain", "long", "lookup"}[shape]
	linear := 1.0
	if shape == Plain {
		linear = 1 - treeShare
		for i := range ConfidenceTrees {
			c.Trees += treeShare * ConfidenceTrees[i].At(&signals)
		}
	}
	for i, v := range features {
		if gives := linear * ConfidenceWeights[shape][i] * v; gives != 0 {
			c.Features = append(c.Features, Feature{ConfidenceNames[i], confidenceSays[i], v, gives})
		}
	}
	slices.SortStableFunc(c.Features, func(a, b Feature) int { return cmp.Compare(math.Abs(b.Gives), math.Abs(a.Gives)) })
	return c
}
