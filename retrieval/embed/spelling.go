package embed

import (
	"math"
	"unicode/utf8"
)

const (
	// numberLength is the length of a number's vector over that of a rare word: it finds itself, but crowds out no word.
	numberLength = 0.7
	// shortGram and longGram bound the n-grams of a spelling, as in fastText (Bojanowski and others, TACL 2017, has 3 to 6).
	shortGram, longGram = 3, 5
	// maxSpelling bounds the runes of a spelling that are read, so that a megabyte without a space costs nothing.
	maxSpelling = 64
)

// addSpelling adds a vector of about the given length that is made from the word's n-grams, its edges included: words
// that are spelled alike are close (Zelensky, Zelenskyy), all others nearly orthogonal.
func addSpelling(sum *[Dims]float32, word string, length float32) {
	runes := []rune("<" + word)
	runes = append(runes[:min(len(runes), maxSpelling)], '>')
	n := 0
	for size := shortGram; size <= longGram; size++ {
		n += max(0, len(runes)-size+1)
	}
	each := length / float32(math.Sqrt(float64(n+1)))
	addSigns(sum, word, each)
	for size := shortGram; size <= longGram; size++ {
		for i := 0; i+size <= len(runes); i++ {
			var gram [longGram * utf8.UTFMax]byte
			bytes := gram[:0]
			for _, r := range runes[i : i+size] {
				bytes = utf8.AppendRune(bytes, r)
			}
			addSigns(sum, string(bytes), each)
		}
	}
}

// addSigns adds a vector of the given length whose components differ in sign only, by a hash of s: different strings
// are nearly orthogonal. The hash is FNV-1a, stirred by splitmix64 (Steele, Lea and Flood, OOPSLA 2014) for each 64 signs.
func addSigns(sum *[Dims]float32, s string, length float32) {
	seed := uint64(14695981039346656037)
	for i := range len(s) {
		seed = (seed ^ uint64(s[i])) * 1099511628211
	}
	component := math.Float32bits(length / float32(math.Sqrt(Dims)))
	var bits uint64
	for i := range sum {
		if i%64 == 0 {
			seed += 0x9e3779b97f4a7c15
			bits = (seed ^ seed>>30) * 0xbf58476d1ce4e5b9
			bits = (bits ^ bits>>27) * 0x94d049bb133111eb
			bits ^= bits >> 31
		}
		sum[i] += math.Float32frombits(component ^ uint32(^bits&1)<<31) // without a branch, which no processor would foresee
		bits >>= 1
	}
}
