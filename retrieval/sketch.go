package retrieval

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

// Sketch is a bottom-k sketch (Broder 1997, "On the resemblance and containment of documents") of a text's five-word
// shingles: their sketchSize smallest hashes, sorted. It tells wire copies without keeping the text.
type Sketch []uint32

const (
	sketchSize  = 64
	shingleSize = 5
	// sameStory is the resemblance above which two articles are one story: a copy that kept two thirds of the text
	// resembles its original at about 0.6; independent stories on one event stay below 0.05.
	sameStory = 0.4
)

// NewSketch sketches text; texts shorter than a shingle have no sketch.
func NewSketch(text string) Sketch {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	hashes := make([]uint32, 0, len(words))
	for i := 0; i+shingleSize <= len(words); i++ {
		h := fnv.New32a()
		for _, w := range words[i : i+shingleSize] {
			h.Write([]byte(w))
			h.Write([]byte{' '})
		}
		hashes = append(hashes, h.Sum32())
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return slices.Clip(hashes[:min(len(hashes), sketchSize)])
}

// SameStory reports whether two sketches are of one story, lightly edited: the share of the smallest hashes of both texts
// together that are in both is an estimate of their resemblance.
func (s Sketch) SameStory(t Sketch) bool {
	both, union := 0, 0
	// Most texts are told apart before all hashes are compared: more misses than these leave no room for enough hits.
	const misses = (1 - sameStory) * sketchSize
	for i, j := 0, 0; union < sketchSize && float64(union-both) <= misses && (i < len(s) || j < len(t)); union++ {
		switch {
		case j == len(t) || i < len(s) && s[i] < t[j]:
			i++
		case i == len(s) || t[j] < s[i]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return union > 0 && float64(both) >= sameStory*float64(union)
}
