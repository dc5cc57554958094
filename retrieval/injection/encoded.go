package injection

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	// blob is what no word, name or address looks like: base64, hexadecimal or binary of some length.
	blob   = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}|\b(?:[0-9a-fA-F]{2}[ :]?){16,}\b|\b(?:[01]{7,8}[ ,]?){5,}|\b(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|%[0-9A-Fa-f]{2}){8,}|(?:[.-]{1,5} ){12,}`)
	link   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+|\S+@\S+`)
	spaced = regexp.MustCompile(`(?:\b\p{L}[ ._-]){9,}`)
)

// isPlain reports whether no word of a text is so long, so short or so mixed that more is to be looked for.
func isPlain(text string) bool {
	short, mixed := 0, 0
	for w := range strings.FieldsSeq(text) {
		switch {
		case len(w) >= 35:
			return false
		case len(w) <= 2 || strings.Trim(w, "01.-,") == "":
			short++
		case strings.ContainsAny(w, "0134578@$"):
			mixed++
		}
	}
	return short < 9 && mixed < 4
}

// isEncoded reports whether a text carries another that is to be decoded.
func isEncoded(text string) bool {
	if isPlain(text) {
		return false
	}
	bare := link.ReplaceAllString(text, " ")
	for _, b := range blob.FindAllString(bare, -1) {
		if strings.ContainsFunc(b, unicode.IsDigit) || strings.ContainsAny(b, "+=.-") {
			return true
		}
	}
	return spaced.MatchString(bare) || leetWords(bare) >= fewestLeet
}

// fewestLeet is how many words of a text must be written with digits for letters.
const fewestLeet = 4

// leetWords counts the words in lower case in which a digit or sign stands between two letters.
func leetWords(text string) int {
	n := 0
	for w := range strings.FieldsSeq(text) {
		for i := 1; i+1 < len(w); i++ {
			if strings.IndexByte("0134578@$", w[i]) >= 0 && isLower(w[i-1]) && isLower(w[i+1]) {
				n++
				break
			}
		}
	}
	return n
}

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }
