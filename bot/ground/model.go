package ground

import (
	"math"

	"dateline/retrieval"
)

// Threshold is the support below which a model's sentence is not shown.
const Threshold = 0.45

// moving is the support from which a passage that a claim does not cite is taken to carry it.
const moving = 0.6

// score is how well readings carry a claim, 0..1: all where it stands there word for word, else the probability that every
// word of it is carried, and the claim as a whole (a noisy AND: Pearl 1988). least is where the words stand that are
// carried least.
func (g *Grounder) score(claim *reading, evidence []*reading) (support float64, least retrieval.Span) {
	if len(claim.words) == 0 || len(evidence) == 0 {
		return 0, least
	}
	words := fold(claim.text)
	for _, e := range evidence {
		if words != "" && holds(fold(e.text), words) {
			return 1, least
		}
	}
	m := g.meet(claim, evidence)
	f := g.features(m)
	if len(f.Words) == 0 {
		return 0, least
	}
	doubt := softplus(wholePrior + dot(wholeWeights[:], f.Whole[:]))
	doubts := make([]float64, len(f.Words))
	for i := range f.Words {
		doubts[i] = softplus(wordPrior + dot(wordWeights[:], f.Words[i][:]))
		doubt += doubts[i]
	}
	return math.Exp(-doubt), m.least(doubts)
}

// least is where the word that is doubted most stands, with the words beside it that are doubted half as much.
func (m *meeting) least(doubts []float64) retrieval.Span {
	from := 0
	for i, d := range doubts {
		if d > doubts[from] {
			from = i
		}
	}
	to, most := from, doubts[from]
	between := func(i int) string { return m.claim.text[m.topic[i-1].End:m.topic[i].Start] }
	for from > 0 && doubts[from-1] >= most/2 && !parted(between(from)) {
		from--
	}
	for to+1 < len(doubts) && doubts[to+1] >= most/2 && !parted(between(to+1)) {
		to++
	}
	return retrieval.Span{Start: m.topic[from].Start, End: m.topic[to].End}
}

// softplus is -log(1-p) of the log odds z of p.
func softplus(z float64) float64 { return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
