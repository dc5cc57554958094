package ground

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval/match"
)

// quotations holds what a claim puts in quotation marks to stand in one of the texts: letter for letter but for quote marks,
// white space, ellipses and what an editor sets in brackets. Between two parts of a quotation with an ellipsis, or around a
// bracket, the text may say more, within one quotation of its own and as far as a sentence or two reach.
func quotations(claim *reading, cited []*source) string {
	rest := []byte(claim.text)
	for _, q := range claim.quotations {
		words := q.Inner.In(claim.text)
		if !slices.ContainsFunc(cited, func(s *source) bool { return quotes(s, words) }) {
			return fmt.Sprintf("the quotation “%s” is not in %s", words, called(cited))
		}
		copy(rest[q.Outer.Start:], strings.Repeat(" ", q.Outer.Len()))
	}
	if unpaired.Match(rest) {
		return "a quotation in it is not closed"
	}
	return ""
}

// unpaired is a quotation mark, but for that of inches.
var unpaired = regexp.MustCompile(`[“”]|(?:^|[^0-9])"`)

// gaps are what an editor leaves out or puts in: an ellipsis, words in square brackets.
var gaps = regexp.MustCompile(`\s*(?:\[[^\[\]]*\]|\(\s*(?:\.\s*){3}\)|…|\.\s?\.\s?\.(?:\s?\.)?)\s*`)

// quotes reports whether a text holds quoted words.
func quotes(s *source, quoted string) bool {
	if holds(s.folded, fold(quoted)) {
		return true
	}
	var parts []string
	for _, p := range gaps.Split(quoted, -1) {
		if p = fold(p); p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 || len(parts) == 1 && !gaps.MatchString(quoted) {
		return len(parts) == 0 && !gapOfWords(quoted)
	}
	if slices.ContainsFunc(quotedBy(s), func(text string) bool { return holdsParts(text, parts) }) {
		return true
	}
	return slices.ContainsFunc(s.sentences, func(t sentence) bool { return holdsParts(fold(t.In(s.text)), parts) })
}

// gapOfWords reports whether a quotation is nothing but words in brackets, which quote nobody.
func gapOfWords(quoted string) bool { return strings.ContainsRune(quoted, '[') }

// quotedBy are the quotations of a text, folded, with the ellipses that stand in them.
func quotedBy(s *source) []string {
	var all []string
	for _, q := range s.quotations {
		all = append(all, fold(q.Inner.In(s.text)))
	}
	return all
}

// holdsParts reports whether text holds the parts in order as whole words, with no negation left out between them.
func holdsParts(text string, parts []string) bool {
	for i, p := range parts {
		at := find(text, p)
		if at < 0 || i > 0 && anyOf(match.Words(text[:at]), negations) {
			return false
		}
		text = text[at+len(p):]
	}
	return true
}

// holds reports whether text holds quoted words as whole words.
func holds(text, quoted string) bool { return quoted == "" || find(text, quoted) >= 0 }

// find is where text holds quoted as whole words, or -1.
func find(text, quoted string) int {
	for at := 0; ; {
		i := strings.Index(text[at:], quoted)
		if i < 0 {
			return -1
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(quoted):])
		if !isLetterOrDigit(before) && !isLetterOrDigit(after) {
			return at
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// fold makes quotations comparable: one kind of quote mark, one space between words, no comma or full stop that an editor
// set at the quotation's edge.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '„', '«', '»', '"':
			return -1
		case '’', '‘', '´', '`':
			return '\''
		case '\u00a0':
			return ' '
		}
		return r
	}, s)
	return strings.Trim(strings.Join(strings.Fields(s), " "), " .,;:!?…")
}
