package ground

import (
	"cmp"
	"math"
	"slices"
	"time"

	"dateline/retrieval/match"
)

// The features of a word: what it is, and how well it is met. Each “gone” is one less the score by which it is met.
const (
	wDigits = iota // a number but no year, or a month or weekday
	wName
	wVerb
	wYear
	wInformation
	wLength      // of the evidence in words, logarithm
	wDigitsGone  // from all sentences
	wNameGone    //
	wVerbGone    //
	wPlainGone   //
	wYearGone    //
	wDigitsFar   // from the nearest word by meaning
	wNameFar     //
	wVerbFar     //
	wPlainFar    //
	wGoneInform  // gone, times its information
	wFarInform   //
	wOtherYear   // a year that is gone where the evidence names others
	wApart       // from the sentences, by how much of the claim each meets
	wNameApart   //
	wVerbApart   //
	wApartInform //
	wAlone       // from the sentences, by how much each meets of the words around it in the claim
	wAloneWide   // the same with neighbouring sentences
	wNameAlone   //
	wAloneInform //
	wLeft        // together with the word before it
	wRight       // together with the word after it
	wNeighbours  // within a few words of either
	wEither      // together with either
	wBest        // from the best sentence
	wWindow      // from it and the sentences beside it
	wWindowInform
	wFirst // of the claim
	wFirstGone
	wOften     // how many sentences have it, logarithm
	wLongGone  // gone, times wLength
	wLongAlone // alone, times wLength
	wPiece     // the mean length of the pieces of evidence, logarithm
	wPieceGone
	wPieceAlone
	wWords // of the claim, logarithm
	wordFeatures
)

// WordNames name the features of a word in their order.
var WordNames = [wordFeatures]string{
	"wDigits", "wName", "wVerb", "wYear", "wInformation", "wLength", "wDigitsGone", "wNameGone", "wVerbGone", "wPlainGone", "wYearGone",
	"wDigitsFar", "wNameFar", "wVerbFar", "wPlainFar", "wGoneInform", "wFarInform", "wOtherYear", "wApart", "wNameApart", "wVerbApart",
	"wApartInform", "wAlone", "wAloneWide", "wNameAlone", "wAloneInform", "wLeft", "wRight", "wNeighbours", "wEither", "wBest", "wWindow",
	"wWindowInform", "wFirst", "wFirstGone", "wOften", "wLongGone", "wLongAlone", "wPiece", "wPieceGone", "wPieceAlone", "wWords",
}

// WordFeatures are what the carrying of one word is told from.
type WordFeatures [wordFeatures]float64

// Features are what support is told from: of each word of a claim, and of the claim as a whole.
type Features struct {
	Words []WordFeatures
	Whole WholeFeatures
}

// Features are the features of a claim against its evidence, for fitting.
func (g *Grounder) Features(claim string, evidence []string) Features {
	return g.features(g.meet(read(claim, time.Time{}), readAll(evidence)))
}

func readAll(texts []string) []*reading {
	readings := make([]*reading, len(texts))
	for i, t := range texts {
		readings[i] = read(t, time.Time{})
	}
	return readings
}

func (g *Grounder) features(m *meeting) Features {
	f := Features{Whole: g.whole(m)}
	if m.best < 0 {
		return f
	}
	dated := slices.ContainsFunc(m.evidence, func(e *reading) bool { return e.spelling().dated })
	nearest := g.nearest(m)
	widest := slices.MaxFunc(m.sentences, func(a, b met) int { return cmp.Compare(a.wider, b.wider) }).window
	for i, w := range m.topic {
		x := m.company(i)
		c := m.weights[i]
		gone, far := 1-x.all, 1-max(x.all, nearest[i])
		apart, alone, wide := 1-x.context, 1-x.around, 1-x.wide
		length, piece := f.Whole[fEvidence]-5, f.Whole[fPiece]
		v := WordFeatures{
			wInformation: c, wLength: length, wGoneInform: gone * c, wFarInform: far * c,
			wApart: apart, wApartInform: apart * c, wAlone: alone, wAloneWide: wide, wAloneInform: wide * c,
			wLeft: 1 - x.left, wRight: 1 - x.right, wNeighbours: 1 - x.near, wEither: 1 - max(x.left, x.right),
			wBest: 1 - m.sentences[m.best].match.Scores[i], wWindow: 1 - widest[i], wWindowInform: (1 - widest[i]) * c,
			wOften: math.Log1p(x.often), wLongGone: length * gone, wLongAlone: length * wide,
			wPiece: piece, wPieceGone: piece * gone, wPieceAlone: piece * wide, wWords: math.Log(float64(len(m.topic))),
		}
		number := numeral(w)
		switch {
		case year(number):
			v[wYear], v[wYearGone] = 1, gone
			if dated && x.all < sameWord {
				v[wOtherYear] = 1
			}
		case number != "" || weekdaysAndMonths[w.Form]:
			v[wDigits], v[wDigitsGone], v[wDigitsFar] = 1, gone, far
		case w.Capital && w.Start > 0 || w.Acronym:
			v[wName], v[wNameGone], v[wNameFar], v[wNameApart], v[wNameAlone] = 1, gone, far, apart, wide
		case w.Verb():
			v[wVerb], v[wVerbGone], v[wVerbFar], v[wVerbApart] = 1, gone, far, apart
		default:
			v[wPlainGone], v[wPlainFar] = gone, far
		}
		if i == 0 {
			v[wFirst], v[wFirstGone] = 1, gone
		}
		f.Words = append(f.Words, v)
	}
	return f
}

// nearest is how near, by meaning, the nearest word of the evidence comes to each word that is not met by itself.
func (g *Grounder) nearest(m *meeting) []float64 {
	scores := make([]float64, len(m.topic))
	seen := map[string]bool{}
	var vectors [][]float32
	for _, s := range m.sentences {
		for _, w := range s.words {
			if !w.Stop && !seen[w.Form] {
				seen[w.Form] = true
				if v, ok := g.lexicon.Word(w.Form); ok {
					vectors = append(vectors, v)
				}
			}
		}
	}
	for i, w := range m.topic {
		if slices.ContainsFunc(m.sentences, func(s met) bool { return s.match.Scores[i] >= sameWord }) {
			continue
		}
		if v, ok := g.lexicon.Word(w.Form); ok {
			for _, other := range vectors {
				scores[i] = max(scores[i], match.Cosine(v, other))
			}
		}
	}
	return scores
}

// company is how well a word is met, and how well in the company of the claim's other words.
type company struct {
	all         float64 // by the sentence that meets it best
	context     float64 // times the root of the share of the claim that the sentence meets
	around      float64 // times the share of the words around it, near ones more
	wide        float64 // the same with the sentences beside it
	left, right float64 // together with the word before it and after it, in one sentence
	near        float64 // within fewWords of either
	often       float64 // how many sentences have it
}

const (
	fewWords = 4
	reach    = 3.0 // words of a claim within which a word's company counts most
)

// fading is how much a word so many words away counts as company: exp(-distance/reach).
var fading = func() (table [40]float64) {
	for d := range table {
		table[d] = math.Exp(-float64(d) / reach)
	}
	return table
}()

func (m *meeting) company(i int) company {
	c := company{all: m.otherwise[i]}
	for _, s := range m.sentences {
		own := s.match.Scores[i]
		c.all = max(c.all, own)
		if own >= sameWord {
			c.often++
		}
		if s.window[i] == 0 {
			continue
		}
		here, wide, all := 0.0, 0.0, 0.0
		for j, w := range m.weights {
			if j != i {
				d := fading[min(abs(i-j), len(fading)-1)] * w
				here += d * s.match.Scores[j]
				wide += d * s.window[j]
				all += d
			}
		}
		if all == 0 {
			here, wide, all = 1, 1, 1
		}
		c.around, c.wide = max(c.around, own*here/all), max(c.wide, s.window[i]*wide/all)
		c.context = max(c.context, own*math.Sqrt(s.coverage))
		beside := func(j int) float64 {
			if j < 0 || j >= len(m.topic) {
				return 0
			}
			both := min(own, s.match.Scores[j])
			if both > 0 && abs(s.match.At[i]-s.match.At[j]) <= fewWords {
				c.near = max(c.near, both)
			}
			return both
		}
		c.left, c.right = max(c.left, beside(i-1)), max(c.right, beside(i+1))
	}
	c.context, c.around, c.wide = max(c.context, 0.5*m.otherwise[i]), max(c.around, 0.4*m.otherwise[i]), max(c.wide, 0.4*m.otherwise[i])
	if i == 0 {
		c.left = c.right
	}
	if i == len(m.topic)-1 {
		c.right = c.left
	}
	return c
}

func abs(n int) int { return max(n, -n) }
