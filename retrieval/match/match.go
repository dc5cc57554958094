// Package match says how well one text's words are met by another's: by the same stem, by a form of the same name, or by a
// related word. The sentence ranker holds questions against sentences with it, and grounding claims against passages.
package match

import (
	"math"
	"slices"
	"strings"

	"dateline/retrieval"
)

// Lexicon knows single words: their vectors, how much topic they carry, and the vector of a text. All vectors are of unit
// length.
type Lexicon interface {
	Word(word string) ([]float32, bool) // false for a word that it does not know
	Weight(word string) float64         // 0..1, small for frequent words: a/(a+p(word)) with a = sifA
	Vector(text string) []float32
}

// sifA is the a of Lexicon.Weight (Arora et al. 2017).
const sifA = 2e-4

// Target is a text whose words are looked for in others.
type Target struct {
	Words    []Word // those that carry a topic
	lexicon  Lexicon
	weights  []float64 // of the words: -log p, bounded; weighed down by Weigh
	surprise []float64 // -log p, bounded
	vectors  [][]float32
	meanings []meanings
	total    float64
}

// New makes a target of words.
func New(words []Word, lexicon Lexicon) *Target {
	t := &Target{Words: words, lexicon: lexicon}
	for _, w := range words {
		form := strings.ToLower(w.Form)
		weight := Information(lexicon, form)
		vector, known := lexicon.Word(form)
		if !known {
			vector = nil
		}
		t.weights = append(t.weights, weight)
		t.surprise = append(t.surprise, weight)
		t.vectors = append(t.vectors, vector)
		t.meanings = append(t.meanings, wordnet()[w.Stem])
		t.total += weight
	}
	return t
}

// Weigh makes words that many of the texts meet weigh less: each weight is multiplied by the logarithm of how rare the word
// is among their matches (Robertson and Spärck Jones's idf), so that what all candidates share tells nothing between them.
func (t *Target) Weigh(matches []Match) {
	t.total = 0
	for i := range t.weights {
		met := 0.5
		for _, m := range matches {
			if m.Scores[i] >= sameWord {
				met++
			}
		}
		t.weights[i] *= math.Log(1 + float64(len(matches)+1)/met)
		t.total += t.weights[i]
	}
}

// sameWord is the least score of a word met by itself or a form of it, not by a related one.
const sameWord = 0.85

// Information is a word's -log p, between 2 and 12 nats, by the Weight that a lexicon gives its form.
func Information(lexicon Lexicon, form string) float64 {
	p := sifA * (1/math.Max(lexicon.Weight(strings.ToLower(form)), 1e-9) - 1)
	return min(mostSurprising, max(2, -math.Log(max(p, 1e-9))))
}

// mostSurprising bounds the information of a word, in nats.
const mostSurprising = 12

// Match is how well each word of a target is met by a text: 1 by the same stem, less by a related word, and where.
type Match struct {
	Scores []float64
	At     []int // the index of the text's word that met it, or -1
}

const (
	relatedFloor = 0.32 // cosine below which two words are unrelated
	groupScore   = 0.75 // of a word met by one of its group in related.txt
	sharedPrefix = 5    // letters that two names share to be forms of one: Russia, Russian
)

// In matches the target in a text's words.
func (t *Target) In(words []Word) Match {
	m := Match{Scores: make([]float64, len(t.Words)), At: make([]int, len(t.Words))}
	for i := range m.At {
		m.At[i] = -1
	}
	for j, w := range words {
		var vector []float32
		var means meanings
		looked := false
		for i, target := range t.Words {
			s := formMatch(target, w)
			if s == 0 && related(target, w, j == 0) && t.vectors[i] != nil {
				if !looked {
					vector, means, looked = t.vector(w), wordnet()[w.Stem], true
				}
				if cos := Cosine(t.vectors[i], vector); cos >= relatedFloor {
					s = min(cos, groupScore)
				}
				if m := shareMeaning(t.meanings[i], means); m > s {
					s = m
				}
				if inOneGroup(target.Stem, w.Stem) {
					s = max(s, groupScore)
				}
			}
			if s > m.Scores[i] {
				m.Scores[i], m.At[i] = s, j
			}
		}
	}
	return m
}

func (t *Target) vector(w Word) []float32 {
	if t.lexicon.Weight(w.Form) == 1 { // as of words that it does not know, whose vectors cost most
		return nil
	}
	if v, ok := t.lexicon.Word(w.Form); ok {
		return v
	}
	return nil
}

// formMatch scores two words by their letters alone: the same stem, or forms of one name or word.
func formMatch(a, b Word) float64 {
	switch {
	case a.Stem == b.Stem, strings.EqualFold(a.Form, b.Form) && (a.Stop || !b.Stop):
		return 1
	case b.Stop || a.Acronym || b.Acronym:
		return 0
	case (a.Capital || b.Capital) && prefixed(a.Form, b.Form):
		return 0.9
	case prefixed(a.Stem, b.Stem):
		return sameWord
	}
	return 0
}

// related reports whether two words may be held against each other by their vectors. Names may not: the vectors of two
// ministers lie close. The first word of a sentence has a capital of its own.
func related(a, b Word, first bool) bool {
	return !b.Stop && !a.Acronym && !b.Acronym && !a.Capital && (!b.Capital || first) && !a.Figure() && !b.Figure()
}

// Union is the better of two matches of one target, word by word; places are the first match's.
func (m Match) Union(other Match) Match {
	u := Match{Scores: slices.Clone(m.Scores), At: m.At}
	for i, s := range other.Scores {
		u.Scores[i] = max(u.Scores[i], s)
	}
	return u
}

// Rest is the share of the weight of the words that known does not meet which m meets; all that m meets where known meets
// everything.
func (t *Target) Rest(m, known Match) float64 {
	sum, all := 0.0, 0.0
	for i, k := range known.Scores {
		if k < sameWord {
			sum += m.Scores[i] * t.weights[i]
			all += t.weights[i]
		}
	}
	if all == 0 {
		return t.Coverage(m, false)
	}
	return sum / all
}

// Coverage is the share of the target's weight that is met, each word by its score; with same, by itself alone.
func (t *Target) Coverage(m Match, same bool) float64 {
	sum := 0.0
	for i, s := range m.Scores {
		if !same || s >= sameWord {
			sum += s * t.weights[i]
		}
	}
	return sum / max(t.total, 1e-9)
}

// Names is the share of the target's words written with a capital, its first word aside, and of its figures that are met; 1
// where there are none.
func (t *Target) Names(m Match) float64 {
	met, all := 0.0, 0.0
	for i, w := range t.Words {
		if w.Capital && w.Start > 0 || w.Acronym || w.Figure() {
			all += t.weights[i]
			met += m.Scores[i] * t.weights[i]
		}
	}
	if all == 0 {
		return 1
	}
	return met / all
}

// NameMissing reports whether a capitalised word of the target, its first word aside, or a figure is not met at all.
func (t *Target) NameMissing(m Match) bool {
	for i, w := range t.Words {
		if (w.Capital && w.Start > 0 || w.Acronym || w.Figure()) && m.Scores[i] == 0 {
			return true
		}
	}
	return false
}

// Pairs is the share of the target's neighbouring words that are met within three words of each other, in order or not.
func (t *Target) Pairs(m Match) float64 {
	if len(t.Words) < 2 {
		return 0
	}
	near := 0.0
	for i := range len(t.Words) - 1 {
		if m.At[i] >= 0 && m.At[i+1] >= 0 && m.At[i] != m.At[i+1] && abs(m.At[i]-m.At[i+1]) <= 3 {
			near++
		}
	}
	return near / float64(len(t.Words)-1)
}

// Share is how well the words that are picked are met, each by its information; 1 where none is picked.
func (t *Target) Share(m Match, picked []bool) float64 {
	met, all := 0.0, 0.0
	for i, p := range picked {
		if p {
			met += m.Scores[i] * t.surprise[i]
			all += t.surprise[i]
		}
	}
	if all == 0 {
		return 1
	}
	return met / all
}

// Worst is the information of the word that is missed most, in units of a very rare word's.
func (t *Target) Worst(m Match) float64 {
	worst := 0.0
	for i, s := range m.Scores {
		worst = max(worst, (1-s)*t.surprise[i])
	}
	return worst / mostSurprising
}

// Lost and Held are the information of the words that is missed and met, in units of a very rare word's.
func (t *Target) Lost(m Match) float64 {
	lost := 0.0
	for i, s := range m.Scores {
		lost += (1 - s) * t.surprise[i]
	}
	return lost / mostSurprising
}

// Held is described at Lost.
func (t *Target) Held(m Match) float64 {
	held := 0.0
	for i, s := range m.Scores {
		held += s * t.surprise[i]
	}
	return held / mostSurprising
}

// Aligned is the mean over the words, by their information, of the highest cosine of any word in words, however low; a word
// that m meets by itself counts in full.
func (t *Target) Aligned(m Match, words []Word) float64 {
	best := make([]float64, len(t.Words))
	for i, s := range m.Scores {
		if s >= sameWord {
			best[i] = 1
		}
	}
	for _, w := range words {
		var vector []float32
		for i, target := range t.Words {
			switch {
			case w.Stop || best[i] == 1:
			case target.Stem == w.Stem:
				best[i] = 1
			case t.vectors[i] != nil:
				if vector == nil {
					if vector = t.vector(w); vector == nil {
						continue
					}
				}
				best[i] = max(best[i], Cosine(t.vectors[i], vector))
			}
		}
	}
	sum, all := 0.0, 0.0
	for i, b := range best {
		sum += b * t.surprise[i]
		all += t.surprise[i]
	}
	return sum / max(all, 1e-9)
}

// Carry is m with what an earlier match meets better taken over at a discount.
func (m Match) Carry(earlier Match, discount float64) Match {
	u := Match{Scores: slices.Clone(m.Scores), At: m.At}
	for i, s := range earlier.Scores {
		u.Scores[i] = max(u.Scores[i], discount*s)
	}
	return u
}

// Rarest is how well the word of the target that carries most information is met.
func (t *Target) Rarest(m Match) float64 {
	best, score := 0.0, 0.0
	for i, w := range t.weights {
		if w > best {
			best, score = w, m.Scores[i]
		}
	}
	return score
}

// Proximity is how close a candidate answer stands to the words that are met: the mean over them of exp(-distance/8).
func Proximity(m Match, words []Word, span retrieval.Span) float64 {
	from, to := 0, len(words)-1
	for i, w := range words {
		if w.End <= span.Start {
			from = i + 1
		}
		if w.Start < span.End {
			to = i
		}
	}
	sum, n := 0.0, 0.0
	for i, at := range m.At {
		if at < 0 {
			continue
		}
		d := 0
		if at < from {
			d = from - at
		} else if at > to {
			d = at - to
		}
		sum += m.Scores[i] * math.Exp(-float64(d)/8)
		n++
	}
	return sum / max(n, 1)
}

func prefixed(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= sharedPrefix && len(a)-n <= 3 && len(b)-n <= 3
}

// Cosine of two vectors of unit length.
func Cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range min(len(a), len(b)) {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
