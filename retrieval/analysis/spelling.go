package analysis

import (
	"strings"
	"unicode/utf8"
)

// How far a word may be from what it is read as, in letters changed, left out, added or swapped with their neighbours.
const (
	ShortestTypo = 4 // letters; shorter words are near too many others
	LongTypo     = 8 // letters from which two may be wrong
)

// Spellable reports whether a word may be a misspelt one, or what it is meant to be.
func Spellable(word []byte) bool { return utf8.RuneCount(word) >= ShortestTypo && letters(word) }

// Plainly is a word without capitals and diacritics, as [Words] has it.
func Plainly(word string) string { return strings.ToLower(string(fold([]byte(word)))) }

// Stops reports whether a word is none to look for, in English or in one of some languages.
func Stops(word string, languages []*Language) bool {
	for _, l := range append(languages[:len(languages):len(languages)], English) {
		if len(l.Terms(word, l)) == 0 {
			return true
		}
	}
	return false
}
