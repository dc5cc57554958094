// Package segment cuts a text into sentences and an article into passages, both as byte spans, so that whatever is shown
// later can be found letter for letter in the article. It uses the standard library alone: news has its own abbreviations
// and quoting habits, and the rules for them are short enough to be read here.
//
// A quotation of several sentences stays in one piece with the words that name its speaker, up to a length: a sentence
// is what the bot quotes, and who said it is part of the claim.
package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
)

// Sentences returns the sentences of text in order, trimmed and not overlapping. What lies between them is white space
// and nothing else. A blank line always ends a sentence; a single newline is white space. A text without final
// punctuation, such as a headline, is one sentence.
func Sentences(text string) []retrieval.Span {
	var spans []retrieval.Span
	for _, p := range paragraphs(text) {
		for _, s := range attributed(p.In(text), sentences(p.In(text))) {
			spans = append(spans, retrieval.Span{Start: p.Start + s.Start, End: p.Start + s.End})
		}
	}
	return spans
}

// paragraphs returns the trimmed runs of lines between blank lines.
func paragraphs(text string) []retrieval.Span {
	var spans []retrieval.Span
	start, end := -1, 0
	for at := 0; at < len(text); {
		line, _, _ := strings.Cut(text[at:], "\n")
		if t := trimmed(text, at, at+len(line)); t.Len() == 0 {
			if start >= 0 {
				spans = append(spans, retrieval.Span{Start: start, End: end})
			}
			start = -1
		} else {
			if start < 0 {
				start = t.Start
			}
			end = t.End
		}
		at += len(line) + 1
	}
	if start >= 0 {
		spans = append(spans, retrieval.Span{Start: start, End: end})
	}
	return spans
}

// trimmed is the span of text[start:end] without outer white space.
func trimmed(text string, start, end int) retrieval.Span {
	left := strings.TrimLeftFunc(text[start:end], unicode.IsSpace)
	start = end - len(left)
	return retrieval.Span{Start: start, End: start + len(strings.TrimRightFunc(left, unicode.IsSpace))}
}

// sentences cuts one trimmed paragraph.
func sentences(p string) []retrieval.Span {
	var spans []retrieval.Span
	kept := asides(p)
	start := 0
	for at := 0; at < len(p); {
		r, size := utf8.DecodeRuneInString(p[at:])
		if !isTerminator(r) {
			at += size
			continue
		}
		stop := stopAt(p, start, at)
		at = stop.close
		if at == len(p) {
			break
		}
		for len(kept) > 0 && kept[0].End <= at {
			kept = kept[1:]
		}
		inAside := len(kept) > 0 && kept[0].Start < at
		if !inAside && stop.ends() {
			spans = append(spans, retrieval.Span{Start: start, End: at})
			start = len(p) - len(strings.TrimLeftFunc(p[at:], unicode.IsSpace))
			at = start
		}
	}
	if start < len(p) {
		spans = append(spans, retrieval.Span{Start: start, End: len(p)})
	}
	return spans
}

// attributed joins the second half of a quotation to the half that names its speaker: “We tried,” Kerry said. “We failed.”
func attributed(p string, spans []retrieval.Span) []retrieval.Span {
	var joined []retrieval.Span
	for _, s := range spans {
		if n := len(joined); n > 0 {
			before := retrieval.Span{Start: joined[n-1].Start, End: s.End}
			if endsInTag(joined[n-1].In(p)) && isQuotation(s.In(p)) && words(before.In(p)) <= maxAside {
				joined[n-1] = before
				continue
			}
		}
		joined = append(joined, s)
	}
	return joined
}

// maxAside is the number of words up to which a quotation or bracket is kept in one sentence.
const maxAside = 60

// words counts the words of s as [counter] does.
func words(s string) int {
	var c counter
	for _, r := range s {
		c.add(r)
	}
	return c.words()
}

// counter counts words: runs between white space, a run once for every longestWord characters begun, and half a word for
// each character of a script that writes without spaces.
type counter struct {
	halves int
	run    int // characters of the current run, without those that count half a word
}

const longestWord = 20

// firstUnspaced begins the first of those scripts, Thai; most texts have no character from there on.
const firstUnspaced = '\u0e01'

func (c *counter) add(r rune) {
	switch {
	case unicode.IsSpace(r):
		c.run = 0
	case r >= firstUnspaced && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		c.halves++
	default:
		if c.run%longestWord == 0 {
			c.halves += 2
		}
		c.run++
	}
}

func (c *counter) words() int { return (c.halves + 1) / 2 }
