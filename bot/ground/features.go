package ground

import (
	"math"
	"slices"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// The features of support, in the order of FeatureNames.
const (
	fHardAll = iota
	fSoftAll
	fHardBest
	fSoftBest
	fTwo
	fWindow
	fNamesAll
	fNamesBest
	fNamesGone
	fFiguresGone
	fFiguresBest
	fDatesGone
	fPairs
	fBigrams
	fTrigrams
	fBigramsBest
	fRun
	fInOrder
	fCosineBest
	fCosineAll
	fRarestGone
	fSecondGone
	fWeightGone
	fCountGone
	fClauseLeast
	fClauseBest
	fStopsBest
	fNegation
	fModality
	fQualifier
	fLength
	fEvidence
	fDense
	fNear
	fContext
	fTogether
	fSoftGain
	fMeaning
	fMeaningLeast
	fCapitalsGone
	fDigitsGone
	fPlainGone
	fStrong
	fTopThree
	features
)

// FeatureNames name the features of support in their order.
var FeatureNames = [features]string{
	"fHardAll", "fSoftAll", "fHardBest", "fSoftBest", "fTwo", "fWindow", "fNamesAll", "fNamesBest", "fNamesGone", "fFiguresGone", "fFiguresBest", "fDatesGone",
	"fPairs", "fBigrams", "fTrigrams", "fBigramsBest", "fRun", "fInOrder", "fCosineBest", "fCosineAll", "fRarestGone", "fSecondGone", "fWeightGone", "fCountGone",
	"fClauseLeast", "fClauseBest", "fStopsBest", "fNegation", "fModality", "fQualifier", "fLength", "fEvidence", "fDense", "fNear", "fContext", "fTogether", "fSoftGain",
	"fMeaning", "fMeaningLeast", "fCapitalsGone", "fDigitsGone", "fPlainGone", "fStrong", "fTopThree",
}

// Features are what support is told from, of one claim against its evidence.
type Features [features]float64

// Features are the features of support of a claim against its evidence, for fitting.
func (g *Grounder) Features(claim string, evidence []string) Features {
	return g.features(read(claim, time.Time{}), readAll(evidence))
}

func readAll(texts []string) []*reading {
	readings := make([]*reading, len(texts))
	for i, t := range texts {
		readings[i] = read(t, time.Time{})
	}
	return readings
}

const sameWord = 0.85 // the least score of a word met by itself or a form of it

func (g *Grounder) features(claim *reading, evidence []*reading) Features {
	var f Features
	var topic []match.Word
	for _, w := range claim.words {
		if !w.Stop {
			topic = append(topic, w)
		}
	}
	if len(topic) == 0 {
		topic = claim.words
	}
	target := match.New(topic, g.lexicon)
	weights := make([]float64, len(topic))
	for i, w := range topic {
		weights[i] = inform(g.lexicon.Weight(w.Form))
	}
	all := target.In(nil)
	var matches []match.Match
	var sentences []sentence
	var texts []string
	words := 0
	for _, e := range evidence {
		for _, s := range e.sentences {
			m := target.In(s.words)
			all = all.Union(m)
			matches, sentences, texts = append(matches, m), append(sentences, s), append(texts, e.text)
			words += len(s.words)
		}
	}
	best := -1
	var coverages []float64
	for i, m := range matches {
		if best < 0 || target.Coverage(m, false) > target.Coverage(matches[best], false) {
			best = i
		}
		f[fPairs] = max(f[fPairs], target.Pairs(m))
		coverages = append(coverages, target.Coverage(m, false))
		f[fHardBest] = max(f[fHardBest], target.Coverage(m, true))
		f[fNamesBest] = max(f[fNamesBest], target.Names(m))
	}
	f[fHardAll], f[fSoftAll], f[fNamesAll] = target.Coverage(all, true), target.Coverage(all, false), target.Names(all)
	f[fLength] = math.Log(float64(1 + len(claim.words)))
	f[fEvidence] = math.Log(float64(1 + words))
	if best < 0 || len(topic) == 0 {
		return f
	}
	f[fSoftBest] = target.Coverage(matches[best], false)
	three := slices.Clone(coverages)
	slices.Sort(three)
	for _, c := range three[max(0, len(three)-3):] {
		f[fTopThree] += c / 3
	}
	f[fSoftGain] = f[fSoftAll] - f[fSoftBest]
	for i, m := range matches {
		f[fTwo] = max(f[fTwo], target.Coverage(m.Union(matches[best]), false))
		w := m
		for j := max(0, i-1); j <= min(len(matches)-1, i+1); j++ {
			w = w.Union(matches[j])
		}
		f[fWindow] = max(f[fWindow], target.Coverage(w, false))
	}

	f[fContext], f[fTogether] = together(weights, matches, coverages)

	// what is not met
	gone := []float64{}
	for i, s := range all.Scores {
		gone = append(gone, (1-s)*weights[i])
		f[fWeightGone] += (1 - s) * weights[i]
		if s < 0.5 {
			f[fCountGone]++
		}
	}
	f[fMeaning], f[fMeaningLeast] = g.meaning(topic, weights, all, sentences)
	capitals, plain, plainWeight := 0.0, 0.0, 0.0
	for i, w := range topic {
		switch {
		case w.Figure():
			if all.Scores[i] < sameWord {
				f[fDigitsGone]++
			}
		case w.Capital && w.Start > 0 || w.Acronym:
			capitals += weights[i]
			f[fCapitalsGone] += weights[i] * (1 - all.Scores[i])
		default:
			plainWeight += weights[i]
			plain += weights[i] * (1 - all.Scores[i])
		}
		if all.Scores[i] >= sameWord {
			f[fStrong]++
		}
	}
	f[fStrong] /= float64(len(topic))
	f[fCapitalsGone] /= max(capitals, 1)
	f[fPlainGone] = plain / max(plainWeight, 1)
	slices.Sort(gone)
	slices.Reverse(gone)
	f[fRarestGone] = gone[0] / 12
	if len(gone) > 1 {
		f[fSecondGone] = gone[1] / 12
	}
	f[fWeightGone] = math.Log1p(f[fWeightGone])
	f[fCountGone] = math.Log1p(f[fCountGone])

	// names, figures, dates
	for _, n := range claim.names {
		if !slices.ContainsFunc(evidence, func(e *reading) bool { return hasName(e.names, n) }) {
			f[fNamesGone]++
		}
	}
	figures := 0.0
	for _, n := range claim.figures {
		figures++
		if !slices.ContainsFunc(evidence, func(e *reading) bool { return anySame(n, e.figures) }) {
			f[fFiguresGone]++
		}
		for _, e := range evidence {
			for _, k := range e.figures {
				if mention.SameFigure(n, k) && within(k.Span, sentences[best].Span) && e.text == texts[best] {
					f[fFiguresBest]++
					if opposed(bound(claim, n), bound(e, k)) {
						f[fQualifier]++
					}
				}
			}
		}
	}
	if figures > 0 {
		f[fFiguresBest] = min(1, f[fFiguresBest]/figures)
	} else {
		f[fFiguresBest] = 1
	}
	for _, d := range claim.dates {
		if !slices.ContainsFunc(evidence, func(e *reading) bool {
			return slices.ContainsFunc(e.dates, func(k mention.Date) bool { return d.Covers(k) || mention.SameDate(d, k) || k.Covers(d) })
		}) {
			f[fDatesGone]++
		}
	}

	// order
	f[fBigrams], f[fTrigrams] = shared(claim.words, sentences, 2), shared(claim.words, sentences, 3)
	f[fBigramsBest] = shared(claim.words, sentences[best:best+1], 2)
	f[fRun] = run(claim.words, sentences)
	f[fInOrder] = inOrder(matches[best])
	span := 0
	lo, hi := math.MaxInt, -1
	for _, at := range matches[best].At {
		if at >= 0 {
			lo, hi = min(lo, at), max(hi, at)
			span++
		}
	}
	if span > 0 {
		f[fDense] = float64(span) / float64(hi-lo+1)
	}
	f[fNear] = float64(best) / float64(len(matches))

	// meaning
	v := g.lexicon.Vector(claim.text)
	for i, s := range sentences {
		if i == best || target.Coverage(matches[i], false) > 0.6*f[fSoftBest] {
			f[fCosineBest] = max(f[fCosineBest], match.Cosine(v, g.lexicon.Vector(s.In(texts[i]))))
		}
	}
	whole := ""
	for _, e := range evidence {
		whole += e.text + "\n"
	}
	f[fCosineAll] = match.Cosine(v, g.lexicon.Vector(whole))

	// clauses
	f[fClauseLeast], f[fClauseBest] = clauses(claim, topic, weights, all, matches)
	f[fStopsBest] = stops(claim.words, sentences[best].words)
	if anyOf(claim.words, negations) != anyOf(sentences[best].words, negations) {
		f[fNegation] = 1
	}
	if anyOf(claim.words, modals) != anyOf(sentences[best].words, modals) {
		f[fModality] = 1
	}
	return f
}

// meaning is how near the nearest word of the evidence comes to each word of the claim that is not met: on average over the
// claim, and for the farthest.
func (g *Grounder) meaning(topic []match.Word, weights []float64, all match.Match, in []sentence) (mean, least float64) {
	sum, total := 0.0, 0.0
	least = 1
	vectors := map[string][]float32{}
	for _, s := range in {
		for _, w := range s.words {
			if _, ok := vectors[w.Form]; !ok && !w.Stop {
				v, _ := g.lexicon.Word(w.Form)
				vectors[w.Form] = v
			}
		}
	}
	for i, w := range topic {
		s := all.Scores[i]
		if s < sameWord {
			if v, ok := g.lexicon.Word(w.Form); ok {
				for _, o := range vectors {
					s = max(s, match.Cosine(v, o))
				}
			}
		}
		sum += s * weights[i]
		total += weights[i]
		least = min(least, s)
	}
	return sum / max(total, 1e-9), least
}

// inform is the information of a word of a SIF weight, -log p, between 2 and 12 nats, with the a of match.Lexicon.
func inform(weight float64) float64 {
	p := 2e-4 * (1/math.Max(weight, 1e-9) - 1)
	return min(12, max(2, -math.Log(max(p, 1e-9))))
}

func within(a, b retrieval.Span) bool { return a.Start >= b.Start && a.End <= b.End }
