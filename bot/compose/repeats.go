package compose

import (
	"slices"
	"strings"
	"unicode"
)

// Models that are lost repeat themselves. How often they may before their answer is ended:
const (
	mostRepeats    = 3    // sentences in a row that were said before
	mostInAll      = 6    // sentences that were said before
	mostAlike      = 4    // sentences that differ in a figure, or in one word of eight
	mostPhrases    = 4    // times that a phrase comes after itself within a sentence
	mostWords      = 5    // times that one word does
	longestPhrase  = 24   // words
	longestPending = 4096 // bytes of a sentence that does not end
)

// repeats knows what was said in an answer.
type repeats struct {
	said       map[string]bool
	shapes     [][]string
	row, inAll int
}

// hear takes note of a sentence: whether it was not said before, and whether the model goes round in circles.
func (r *repeats) hear(text string) (isNew, circling bool) {
	words := folded(text)
	key := strings.Join(words, " ")
	if r.said[key] {
		r.row++
		r.inAll++
		return false, r.row >= mostRepeats || r.inAll >= mostInAll
	}
	if r.said == nil {
		r.said = map[string]bool{}
	}
	r.row = 0
	r.said[key] = true
	alike := 0
	for i, w := range words {
		words[i] = masked(w)
	}
	for _, other := range r.shapes {
		if differing(words, other) <= len(words)/8 {
			alike++
		}
	}
	r.shapes = append(r.shapes, words)
	return alike < mostAlike, alike >= mostAlike
}

// differing is in how many places two rows of words differ.
func differing(a, b []string) int {
	if len(a) != len(b) {
		return max(len(a), len(b))
	}
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// folded are the words of a text in lower case, without signs.
func folded(text string) []string {
	words := strings.Fields(strings.ToLower(text))
	for i, w := range words {
		words[i] = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// masked is a word whose figures, which a counter changes, are all one.
func masked(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, word)
}

// circlingFrom is where in text its end begins to repeat one word or phrase, or -1. A longer phrase may count as it goes.
func circlingFrom(text string) int {
	var words, masks []string
	var starts []int
	for at := 0; at < len(text); {
		field := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
		at = len(text) - len(field)
		end := strings.IndexFunc(field, unicode.IsSpace)
		if end < 0 {
			end = len(field)
		}
		if end == 0 {
			break
		}
		word := strings.TrimFunc(strings.ToLower(field[:end]), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		words, masks, starts = append(words, word), append(masks, masked(word)), append(starts, at)
		at += end
	}
	for n := 1; n <= longestPhrase; n++ {
		row, times := words, mostPhrases
		switch {
		case n == 1:
			times = mostWords
		case n >= 3:
			row = masks
		}
		if from := len(row) - n*times; from >= 0 && isPeriodic(row[from:], n) {
			return starts[from]
		}
	}
	return -1
}

// isPeriodic reports whether words repeat every n, and are words.
func isPeriodic(words []string, n int) bool {
	for i := n; i < len(words); i++ {
		if words[i] != words[i-n] {
			return false
		}
	}
	return slices.ContainsFunc(words, func(w string) bool { return w != "" })
}
