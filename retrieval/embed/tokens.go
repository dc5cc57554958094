package embed

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tokens yields the words of a text as written: runs of letters, marks and digits, held together across an apostrophe, a
// hyphen or a full stop with such a run on both sides, and across a comma between digits.
func tokens(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, joint := -1, false // joint: the rune before may join two runs
		var last, joiner rune
		end := 0 // of the token so far, without a joiner that joins nothing
		for i, r := range text {
			switch {
			case wordRune(r):
				if joint && joiner == ',' && !(unicode.IsDigit(last) && unicode.IsDigit(r)) {
					if !yield(text[start:end]) {
						return
					}
					start = -1
				}
				if start < 0 {
					start = i
				}
				last, joint = r, false
				end = i + utf8.RuneLen(r)
			case start >= 0 && !joint && strings.ContainsRune("'’ʼ-‐‑.,", r):
				joint, joiner = true, r
			case start >= 0:
				if !yield(text[start:end]) {
					return
				}
				start, joint = -1, false
			}
		}
		if start >= 0 {
			yield(text[start:end])
		}
	}
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// shouting reports whether a text of several words has no small letter, so that capitals mark no acronym in it.
func shouting(text string) bool {
	if strings.ContainsFunc(text, unicode.IsLower) {
		return false
	}
	n := 0
	for range tokens(text) {
		if n++; n > 1 {
			return true
		}
	}
	return false
}

// letters replaces what has no decomposition, and the typographic signs that stand inside words.
var letters = strings.NewReplacer("’", "'", "ʼ", "'", "‐", "-", "‑", "-",
	"ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i")

// fold brings a word to the table's spelling: small letters without accents.
func fold(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			plain := strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Mn, r) {
					return -1
				}
				return unicode.ToLower(r)
			}, norm.NFKD.String(word))
			return letters.Replace(plain)
		}
	}
	return strings.ToLower(word)
}
