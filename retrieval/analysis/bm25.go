package analysis

import "math"

// BM25 as in Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", with an idf that is
// never negative, as in Lucene.
const (
	K1 = 1.2  // how soon more of a term stops counting
	B  = 0.75 // how much of a unit's length is held against it
)

// An article is found by all of its text, its headline's words counting more, and by its outlet's name; a passage by its own
// text and, for less, by its article's headline and lede. The headline's weight was chosen on multihoprag500 and clapnq of
// ../shared/eval together (time has no headlines): a heavier one finds pages named by their subject better and news worse.
// Only multihoprag500 names outlets; the outlet's weight is a moderate one, and heavier ones did a little better there.
const (
	HeadlineWeight       = 3.0 // beside the 1 that a headline's word counts as the article's text
	OutletWeight         = 2.0
	PassageContextWeight = 0.3
)

// Part is a field of what is scored, with its weight and how much of its length is held against it.
type Part struct {
	Field     Field
	Weight, B float64
}

// What is scored as one. The parts' frequencies are summed before they saturate (BM25F).
var (
	BodyParts    = []Part{{Body, 1, B}}
	ContextParts = []Part{{Context, 1, B}}
	ArticleParts = []Part{{Article, 1, B}, {Headline, HeadlineWeight, 1}, {Outlet, OutletWeight, 0}}
)

// Frequency weighs how often a term is in the part of a unit, against the unit's length as a multiple of the mean.
func (p Part) Frequency(frequency, length float64) float64 {
	return p.Weight * frequency / (1 - p.B + p.B*length)
}

// IDF is how rare a term is that some of all units hold.
func IDF(units, holders float64) float64 { return math.Log(1 + (units-holders+0.5)/(holders+0.5)) }

// Gain is what a term of an idf adds to the score of a unit, by its frequency in all parts together.
func Gain(idf, frequency float64) float64 { return idf * frequency * (K1 + 1) / (frequency + K1) }
