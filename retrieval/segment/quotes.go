package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
)

// maxDepth bounds the marks that are open at once; the oldest is forgotten first.
const maxDepth = 16

// pairs maps a closing mark to those that it closes. The straight quotation mark and the apostrophe are read by what
// stands around them.
var pairs = map[rune]string{
	'”': "“„", '»': "«", ')': "(", ']': "[", '）': "（", '】': "【", '」': "「", '』': "『", '"': "\"", '’': "‘",
}

// asides returns the outermost quotations and brackets of a paragraph that are closed in it and at most maxAside words
// long, in order. A full stop inside one ends nothing. One that is never closed counts for nothing, so that a forgotten
// mark does not swallow what follows.
func asides(p string) []retrieval.Span {
	type mark struct {
		r  rune
		at int
	}
	var open []mark
	var closed []retrieval.Span
	before := ' '
	for at := 0; at < len(p); {
		r, size := utf8.DecodeRuneInString(p[at:])
		end := at + size
		after, _ := utf8.DecodeRuneInString(p[end:])
		closing := pairs[r]
		switch r {
		case '"':
			if unicode.IsSpace(before) || unicode.IsLetter(after) || unicode.IsDigit(after) {
				closing = ""
			}
		case '’':
			if !strings.ContainsRune(",.?!…", before) || unicode.IsLetter(after) {
				closing = ""
			}
		case '“':
			if len(open) > 0 && open[len(open)-1].r == '„' {
				closing = "„"
			}
		}
		matched := false
		for i := len(open) - 1; closing != "" && i >= 0; i-- {
			if strings.ContainsRune(closing, open[i].r) {
				closed = append(closed, retrieval.Span{Start: open[i].at, End: end})
				open, matched = open[:i], true
				break
			}
		}
		if !matched && opens(before, r, after) {
			if open = append(open, mark{r, at}); len(open) > maxDepth {
				open = open[1:]
			}
		}
		before, at = r, end
	}
	return outermost(p, closed)
}

func opens(before, r, after rune) bool {
	switch r {
	case '“', '„', '«', '(', '[', '（', '【', '「', '『':
		return true
	case '"', '‘':
		return (unicode.IsSpace(before) || strings.ContainsRune(openers+dashes, before)) && !unicode.IsSpace(after)
	}
	return false
}

// outermost keeps the spans of at most maxAside words that lie in no other such span, in order.
func outermost(p string, closed []retrieval.Span) []retrieval.Span {
	var kept []retrieval.Span
	for _, c := range closed { // in order of their ends, so what lies in c stands last in kept
		if words(c.In(p)) > maxAside {
			continue
		}
		for len(kept) > 0 && kept[len(kept)-1].Start >= c.Start {
			kept = kept[:len(kept)-1]
		}
		kept = append(kept, c)
	}
	return kept
}

// isQuotation reports whether a sentence is one quotation and nothing else.
func isQuotation(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	if size == len(s) || !strings.ContainsRune("“\"„«‘", first) {
		return false
	}
	kept := asides(s)
	return len(kept) == 1 && kept[0] == retrieval.Span{Start: 0, End: len(s)}
}

// maxTag is the number of words up to which what follows a quotation can name its speaker.
const maxTag = 12

// endsInTag reports whether a sentence ends in a quotation's speaker: “…,” Kerry said.
func endsInTag(s string) bool {
	at := strings.LastIndexAny(s, "”\"»’")
	for at > 0 && strings.HasPrefix(s[at:], "’") && isLetterOrDigit(s[at+len("’"):]) { // an apostrophe: Russia’s
		at = strings.LastIndexAny(s[:at], "”\"»’")
	}
	if at <= 0 {
		return false
	}
	mark, size := utf8.DecodeRuneInString(s[at:])
	if last, _ := utf8.DecodeLastRuneInString(s[:at]); !strings.ContainsRune(",?!…", last) || mark == utf8.RuneError {
		return false
	}
	tag := strings.Fields(s[at+size:])
	return len(tag) > 0 && len(tag) <= maxTag && hasSaying(tag)
}

// tagAhead reports whether what follows a quotation names its speaker within a few words: Kerry asked reporters.
func tagAhead(rest string) bool {
	const window, near = 120, 5 // bytes, words
	tag := strings.Fields(rest[:min(len(rest), window)])
	return hasSaying(tag[:min(len(tag), near)])
}

func hasSaying(tag []string) bool {
	for _, w := range tag {
		if sayings[strings.TrimRight(w, ".,:;")] {
			return true
		}
	}
	return false
}
