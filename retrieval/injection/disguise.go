package injection

import (
	"regexp"
	"strings"
	"unicode"
)

// hyphened is a word written letter by letter: i-g-n-o-r-e.
var hyphened = regexp.MustCompile(`\b\p{L}(?:[-._*+|~]\p{L}){2,}\b`)

// figures are the letters that digits and signs stand for; the digit 1 may be an l as well.
var figures = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s", "!", "i")

// undisguised are a text's readings with its hyphened words joined and the digits within its words read as letters, none
// where there is nothing of the kind. They are only good for telling what a sentence orders.
func undisguised(text string) []string {
	joined := text
	if isHyphened(text) {
		joined = hyphened.ReplaceAllStringFunc(text, lettersOf)
	}
	plain, withL := letterwise(joined, figures.Replace), letterwise(joined, func(w string) string { return figures.Replace(strings.ReplaceAll(w, "1", "l")) })
	switch {
	case plain == text:
		return nil
	case withL == plain:
		return []string{plain}
	}
	return []string{plain, withL}
}

// separators stand between the letters of a hyphened word.
const separators = "-._*+|~"

// isHyphened reports whether single characters stand between separators, which is soon seen.
func isHyphened(text string) bool {
	for i := 0; i+2 < len(text); i++ {
		if strings.IndexByte(separators, text[i]) >= 0 && strings.IndexByte(separators, text[i+2]) >= 0 {
			return true
		}
	}
	return false
}

// lettersOf is a word without what is no letter.
func lettersOf(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, word)
}

// letterwise rewrites the words that mix letters with digits or signs. A number with a unit behind it, such as 16th or
// 4x4, makes no word that orders anything.
func letterwise(text string, rewrite func(string) string) string {
	if !strings.ContainsAny(text, "0134578@$") {
		return text
	}
	words := strings.Split(text, " ")
	for i, w := range words {
		body := strings.TrimRight(w, ".,:;!?")
		if strings.ContainsAny(body, "0134578@$") && strings.ContainsFunc(body, unicode.IsLetter) {
			words[i] = rewrite(body) + w[len(body):]
		}
	}
	return strings.Join(words, " ")
}
