// Package compose drafts answers from evidence: with a language model (LLM) or, without one, with sentences of the coverage
// itself (Extractive). It checks nothing; whatever it drafts is grounded before anyone sees it.
package compose

import (
	"strings"
	"unicode"
)

func hasLetter(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}
