package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
)

// scareWords is the number of words up to which a quotation only marks a term.
const scareWords = 2

// Quotation is a text between quotation marks.
type Quotation struct {
	Outer  retrieval.Span // with its marks
	Inner  retrieval.Span // between them
	Scare  bool           // of one or two words: a term held at arm's length rather than speech
	Nested bool           // in single marks within the quotation before it
}

// Quotations finds what stands between double quotation marks, curly or straight, and between single ones within those, in
// order of their start. A quotation that is never closed, or not before the next blank line, is left out.
func Quotations(text string) []Quotation {
	var found []Quotation
	open := -1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '\n':
			if open >= 0 && blankLine(text[i+1:]) {
				open = -1
			}
		case '“', '„', '«':
			if open < 0 || r == '“' && !strings.HasPrefix(text[open:], "„") {
				open = i
			} else if r == '“' { // „so“
				found = appendQuotation(found, text, open, i, size)
				open = -1
			}
		case '”', '»':
			if open >= 0 {
				found = appendQuotation(found, text, open, i, size)
				open = -1
			}
		case '"', '＂', '″':
			switch {
			case open < 0 && opensAt(text, i, size):
				open = i
			case open >= 0 && closesAt(text, i, size):
				found = appendQuotation(found, text, open, i, size)
				open = -1
			case open >= 0 && opensAt(text, i, size):
				open = i // the one before was never closed
			}
		}
		i += size
	}
	return found
}

// blankLine reports whether the rest of a text starts with a line of nothing but white space.
func blankLine(rest string) bool {
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line) == "" && len(rest) > 0
}

// opensAt reports whether the straight mark at i can open: nothing, white space or a bracket before it, and text behind it.
func opensAt(text string, i, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+size:])
	free := i == 0 || unicode.IsSpace(before) || strings.ContainsRune("([{—–-/'‘“:>*_", before)
	return free && i+size < len(text) && !unicode.IsSpace(after)
}

// closesAt reports whether the straight mark at i can close: text before it, and no letter behind it.
func closesAt(text string, i, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+size:])
	return !unicode.IsSpace(before) && !unicode.IsLetter(after)
}

// appendQuotation adds the quotation between the marks at open and end, and those nested in it. Empty ones are left out.
func appendQuotation(found []Quotation, text string, open, end, endSize int) []Quotation {
	_, openSize := utf8.DecodeRuneInString(text[open:])
	inner := retrieval.Span{Start: open + openSize, End: end}
	if strings.TrimSpace(inner.In(text)) == "" {
		return found
	}
	found = append(found, Quotation{
		Outer: retrieval.Span{Start: open, End: end + endSize},
		Inner: inner,
		Scare: isScare(inner.In(text)),
	})
	return appendNested(found, text, inner)
}

func isScare(quoted string) bool {
	words := 0
	for range strings.FieldsSeq(quoted) {
		words++
	}
	return words <= scareWords
}

// appendNested adds what stands between single marks within a quotation. An apostrophe neither opens, having a letter
// before it, nor closes, having one behind it.
func appendNested(found []Quotation, text string, within retrieval.Span) []Quotation {
	open, openSize := -1, 0
	for i := within.Start; i < within.End; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '‘' || r == '’' || r == '\'' {
			switch {
			case open < 0 && r != '’' && (i == within.Start || opensAt(text, i, size)):
				open, openSize = i, size
			case open >= 0 && r != '‘' && closesAt(text, i, size) && i > open+openSize:
				inner := retrieval.Span{Start: open + openSize, End: i}
				found = append(found, Quotation{
					Outer:  retrieval.Span{Start: open, End: i + size},
					Inner:  inner,
					Scare:  isScare(inner.In(text)),
					Nested: true,
				})
				open = -1
			}
		}
		i += size
	}
	return found
}
