package ground

import (
	"math"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// The features of a claim as a whole.
const (
	fEvidence = iota // its length in words, logarithm
	fCosineBest
	fCosineAll
	fWindow
	fBigrams
	fRun
	fNear // where the best sentence stands, 0..1
	fLength
	fStops
	fPiece // the mean length of a piece of evidence, logarithm
	fPiece0
	fPiece1
	fPiece2
	fPiece3
	fPiece4
	fEvidence0
	fEvidence1
	fPieceSquare
	fPieceWindow
	fPieceBigrams
	fPieceSquareBigrams
	wholeFeatures
)

// WholeNames name the features of a claim as a whole in their order.
var WholeNames = [wholeFeatures]string{
	"fEvidence", "fCosineBest", "fCosineAll", "fWindow", "fBigrams", "fRun", "fNear", "fLength", "fStops", "fPiece", "fPiece0", "fPiece1", "fPiece2",
	"fPiece3", "fPiece4", "fEvidence0", "fEvidence1", "fPieceSquare", "fPieceWindow", "fPieceBigrams", "fPieceSquareBigrams",
}

// WholeFeatures are what is told of a claim as a whole, beside the carrying of its words.
type WholeFeatures [wholeFeatures]float64

func (g *Grounder) whole(m *meeting) (f WholeFeatures) {
	f[fLength] = math.Log(float64(1 + len(m.claim.words)))
	f[fEvidence] = math.Log(float64(1 + m.words))
	if m.best < 0 {
		return f
	}
	best := m.sentences[m.best]
	sentences := make([]sentence, len(m.sentences))
	v := g.lexicon.Vector(m.claim.text)
	for i, s := range m.sentences {
		sentences[i] = s.sentence
		f[fWindow] = max(f[fWindow], s.wider)
		if s.coverage >= 0.6*best.coverage {
			f[fCosineBest] = max(f[fCosineBest], match.Cosine(v, g.lexicon.Vector(s.In(s.of.text))))
		}
	}
	var all strings.Builder
	for _, e := range m.evidence {
		all.WriteString(e.text + "\n")
	}
	f[fCosineAll] = match.Cosine(v, g.lexicon.Vector(all.String()))
	f[fBigrams], f[fRun] = bigrams(m.claim.words, sentences), run(m.claim.words, sentences)
	f[fNear] = float64(m.best) / float64(len(m.sentences))
	f[fStops] = stops(m.claim.words, best.words)

	// How much may be met by chance depends on how much there is: bends at half units, one about 55 words.
	piece := math.Log(float64(1+m.words)/float64(len(m.evidence))) - 4
	for i := range 5 {
		f[fPiece0+i] = max(0, piece-float64(i)/2)
	}
	f[fPiece], f[fPieceSquare] = piece, piece*piece
	f[fPieceWindow], f[fPieceBigrams], f[fPieceSquareBigrams] = piece*f[fWindow], piece*f[fBigrams], piece*piece*f[fBigrams]
	f[fEvidence0], f[fEvidence1] = max(0, f[fEvidence]-5), max(0, f[fEvidence]-6)
	return f
}

// bigrams is the share of the claim's pairs of words next to each other that stand so in a sentence.
func bigrams(claim []match.Word, in []sentence) float64 {
	if len(claim) < 2 {
		return 0
	}
	known := map[[2]string]bool{}
	for _, s := range in {
		for i := 1; i < len(s.words); i++ {
			known[[2]string{s.words[i-1].Stem, s.words[i].Stem}] = true
		}
	}
	met := 0.0
	for i := 1; i < len(claim); i++ {
		if known[[2]string{claim[i-1].Stem, claim[i].Stem}] {
			met++
		}
	}
	return met / float64(len(claim)-1)
}

// run is the longest run of the claim's words that stands in a sentence, as a share of the claim.
func run(claim []match.Word, in []sentence) float64 {
	longest := 0
	previous, current := make([]int, 0, 64), make([]int, 0, 64)
	for _, s := range in {
		previous = append(previous[:0], make([]int, len(claim)+1)...)
		current = append(current[:0], make([]int, len(claim)+1)...)
		for _, w := range s.words {
			for i, c := range claim {
				current[i+1] = 0
				if c.Stem == w.Stem {
					current[i+1] = previous[i] + 1
					longest = max(longest, current[i+1])
				}
			}
			previous, current = current, previous
		}
	}
	return float64(longest) / float64(max(1, len(claim)))
}

// stops is the share of the claim's stop words that stand in a sentence; 1 where it has none.
func stops(claim, in []match.Word) float64 {
	met, all := 0.0, 0.0
	for _, c := range claim {
		if !c.Stop {
			continue
		}
		all++
		if slices.ContainsFunc(in, func(w match.Word) bool { return w.Form == c.Form }) {
			met++
		}
	}
	if all == 0 {
		return 1
	}
	return met / all
}

func within(a, b retrieval.Span) bool { return a.Start >= b.Start && a.End <= b.End }
