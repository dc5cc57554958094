package injection

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/segment"
)

// sentence is one sentence of a paragraph, or a part of one where the segmenter joined what may be two.
type sentence struct {
	retrieval.Span              // in its paragraph
	text           string       // as it stands
	masked         string       // byte for byte, with quotations blanked out
	plain          string       // the same to be read
	words          []match.Word // with their spans in the paragraph
	mood           mood
	signal         Signal // by its own words alone, or ""
	alone          bool   // it is its whole paragraph
	capitals       bool   // all in capitals, so that a capital tells no name
}

// sentencesOf cuts a paragraph more finely than the segmenter does, for whom a quotation stays with what follows it and a
// full stop behind an abbreviation ends little: a part is cut off where it, or what follows it, speaks on its own.
func sentencesOf(paragraph string) []*sentence {
	var all []*sentence
	masked := unquoted(paragraph)
	words := match.Words(paragraph)
	for _, whole := range segment.Sentences(paragraph) {
		for _, p := range pieces(paragraph, masked, whole) {
			s := newSentence(paragraph, masked, p)
			for len(words) > 0 && words[0].Start < p.Start {
				words = words[1:]
			}
			n := 0
			for n < len(words) && words[n].End <= p.End {
				n++
			}
			s.words, words = words[:n], words[n:]
			s.alone = strings.TrimSpace(paragraph) == s.text
			all = append(all, s)
		}
	}
	return all
}

func newSentence(paragraph, masked string, span retrieval.Span) *sentence {
	s := &sentence{Span: span, text: span.In(paragraph), masked: span.In(masked)}
	s.plain = strings.TrimSpace(strings.NewReplacer(string(filler), "", string(blank), " ").Replace(s.masked))
	s.mood = moodOf(s.plain)
	s.signal = s.speaks()
	s.capitals = strings.ToUpper(s.plain) == s.plain
	return s
}

// inner is a full stop inside a sentence, with what closes behind it, after which another may begin.
var inner = regexp.MustCompile(`([.!?…]["”’')\]]*)\s+["“‘'(\[]?[\p{Lu}<#\[{]`)

func pieces(paragraph, masked string, s retrieval.Span) []retrieval.Span {
	var cut []retrieval.Span
	from := s.Start
	for _, at := range inner.FindAllStringSubmatchIndex(s.In(paragraph), -1) {
		end := from + at[3]
		if masked[end] == blank {
			continue // within a quotation
		}
		first := retrieval.Span{Start: s.Start, End: end}
		rest := retrieval.Span{Start: s.End - len(strings.TrimLeftFunc(paragraph[end:s.End], unicode.IsSpace)), End: s.End}
		if asks(paragraph, masked, first) || asks(paragraph, masked, rest) {
			cut = append(cut, first)
			s = rest
		}
	}
	return append(cut, s)
}

// asks reports whether a part of a paragraph by itself is a request or question outside quotation marks, or speaks to a
// machine.
func asks(paragraph, masked string, span retrieval.Span) bool {
	s := newSentence(paragraph, masked, span)
	return s.mood != telling || s.signal != ""
}

// Marks of masked text: blank stands for every byte of a quotation but the first, which is a quoted; filler follows an
// apostrophe that was shortened.
const (
	quoted = '"'
	blank  = '\x01'
	filler = '\x00'
)

// longestQuotation is in bytes; a mark that closes later, or never, opens nothing. At the head of a paragraph it may: a
// quotation of several paragraphs opens each of them and closes the last.
const longestQuotation = 800

// unquoted is s, byte for byte, with what stands between quotation marks blanked out and apostrophes made plain.
func unquoted(s string) string {
	const apostrophe = "'" + string(filler) + string(filler)
	b := []byte(strings.ReplaceAll(s, "’", apostrophe))
	for at := 0; at < len(b); {
		r, size := utf8.DecodeRune(b[at:])
		closer := ""
		switch r {
		case '“', '«', '"':
			closer = map[rune]string{'“': "”", '«': "»", '"': `"`}[r]
		case '„':
			closer = "“"
		case '‘':
			closer = apostrophe
		case '\'':
			if opensSingle(b, at) {
				closer = "'"
			}
		}
		if closer == "" {
			at += size
			continue
		}
		reach := b[at+size : min(len(b), at+size+longestQuotation)]
		end := at + size
		if n := closing(reach, closer); n >= 0 {
			end += n + len(closer)
		} else if at == 0 && r != '\'' {
			end = len(b)
		} else {
			at += size
			continue
		}
		for i := at; i < end; i++ {
			b[i] = blank
		}
		b[at] = quoted
		at = end
	}
	return string(b)
}

// opensSingle reports whether the apostrophe at b[at] can open a quotation: white space before, none after.
func opensSingle(b []byte, at int) bool {
	return (at == 0 || strings.IndexByte(" (\t\n", b[at-1]) >= 0) && at+1 < len(b) && b[at+1] != ' ' && b[at+1] != filler
}

// closing is the index in b of the mark that closes a quotation, or -1. An apostrophe closes where no letter follows.
func closing(b []byte, mark string) int {
	for from := 0; ; {
		n := strings.Index(string(b[from:]), mark)
		if n < 0 {
			return -1
		}
		after, _ := utf8.DecodeRune(b[from+n+len(mark):])
		if mark[0] != '\'' || !unicode.IsLetter(after) && !unicode.IsDigit(after) && after != filler {
			return from + n
		}
		from += n + len(mark)
	}
}
