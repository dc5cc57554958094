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

// SameStory reports whether two sketches are of one story, lightly edited.
func (s Sketch) SameStory(t Sketch) bool {
	union := slices.Compact(slices.Sorted(slices.Values(slices.Concat(s, t))))
	union = union[:min(len(union), sketchSize)]
	if len(union) == 0 {
		return false
	}
	both := 0
	for _, h := range union {
		_, inS := slices.BinarySearch(s, h)
		_, inT := slices.BinarySearch(t, h)
		if inS && inT {
			both++
		}
	}
	return float64(both) >= sameStory*float64(len(union))
}
