package compose

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dateline/retrieval/segment"
)

// sentences gathers streamed text and gives each sentence, with the markers that follow it, once what comes after can no
// longer change where it ends. What it gives depends on the text alone and not on the pieces in which the text came.
type sentences struct {
	pending string
	read    int  // bytes of pending that were looked at
	stuck   bool // a sentence repeats itself or does not end: nothing more is taken
}

// Add appends a piece of the stream and returns the sentences that it settled.
func (s *sentences) Add(streamed string) (settled []piece) {
	if s.stuck {
		return nil
	}
	s.pending += streamed
	for ; s.read < len(s.pending) && !s.stuck; s.read++ {
		if s.read > 0 && s.wordEnded() {
			settled = append(settled, s.settle()...)
			if from := circlingFrom(s.pending[:s.read]); from >= 0 {
				settled = append(settled, s.stick(from)...)
				break
			}
		}
		if s.read >= longestPending {
			settled = append(settled, s.stick(s.read)...)
			break
		}
	}
	return settled
}

// wordEnded reports whether a word has ended right before what is to be read: with white space, or with a full stop that
// needs none.
func (s *sentences) wordEnded() bool {
	before := s.pending[:s.read]
	return isBlank(s.pending[s.read]) && !isBlank(before[len(before)-1]) ||
		strings.HasSuffix(before, "。") || strings.HasSuffix(before, "！") || strings.HasSuffix(before, "？")
}

// stick gives the sentences that ended before a byte from which nothing useful comes.
func (s *sentences) stick(from int) []piece {
	pending := s.pending[:s.read]
	all := split(pending)
	*s = sentences{stuck: true}
	n := 0
	for n+1 < len(all) && all[n+1].start <= from {
		n++
	}
	before := slices.Clone(all[:n])
	if n < len(all) && all[n].start < from {
		if last := strings.TrimSpace(pending[all[n].start:from]); endMarked.MatchString(last) {
			before = append(before, piece{text: last, opening: all[n].opening})
		}
	}
	return before
}

func (s *sentences) settle() []piece {
	all := split(s.pending[:s.read])
	n := 0
	for n < len(all) && isSettled(all[n:]) {
		n++
	}
	if n == 0 {
		return nil
	}
	from := all[n].from
	s.pending, s.read = s.pending[from:], s.read-from
	return all[:n]
}

// Rest returns what is left when the stream has ended.
func (s *sentences) Rest() []piece {
	if from := circlingFrom(s.pending); from >= 0 {
		s.read = len(s.pending)
		return s.stick(from)
	}
	all := split(s.pending)
	*s = sentences{stuck: s.stuck}
	return all
}

// Whole returns what is left when the stream has broken off, without a last sentence that no marker ends.
func (s *sentences) Whole() []piece {
	all := s.Rest()
	if n := len(all); n > 0 && !endMarked.MatchString(all[n-1].text) {
		all = all[:n-1]
		if n > 1 && isOpen(all[n-2].text) { // "(ref. 2" is no sentence's end
			all = all[:n-2]
		}
	}
	return all
}

// Over reports whether nothing more is taken.
func (s *sentences) Over() bool { return s.stuck }

var endMarked = regexp.MustCompile(`(?:` + markerForm + `)\s*[.]*$`)

// What has to follow a sentence before it is settled, in words: what segment looks ahead, and how long it keeps a
// quotation or bracket in one piece.
const (
	lookahead   = 5
	longestOpen = 60
)

// isSettled reports whether the first of the sentences stays as it is, whatever follows the last.
func isSettled(all []piece) bool {
	if len(all) < 2 {
		return false
	}
	after := 0
	for _, p := range all[1:] {
		after += words(p.text)
	}
	next := all[1]
	quoting := strings.HasPrefix(next.text, "“") || strings.HasPrefix(next.text, `"`) // the same speaker may go on
	if next.line == all[0].line && (isOpen(all[0].text) || quoting && (len(all) == 2 || isOpen(next.text))) {
		return after >= longestOpen
	}
	return after >= lookahead
}

// words counts those that have a letter, so that half a marker is none; two letters of a script without spaces are one.
func words(text string) int {
	n, joined := 0, 0
	for w := range strings.FieldsSeq(unmarked(text)) {
		letters := 0
		for _, r := range w {
			switch {
			case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
				joined++
			case unicode.IsLetter(r):
				letters++
			}
		}
		n += min(letters, 1)
	}
	return n + joined/2
}

// isOpen reports whether a quotation or bracket begins in text and does not end there.
func isOpen(text string) bool {
	return strings.Count(text, "“") > strings.Count(text, "”") || strings.Count(text, `"`)%2 == 1 ||
		strings.Count(text, "(") > strings.Count(text, ")") || strings.Count(text, "[") > strings.Count(text, "]")
}

func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// bullet is what begins a list item or a heading.
var bullet = regexp.MustCompile(`^\s*(?:[-*•–]|#{1,6}|\d{1,2}[.)])\s+`)

// piece is a sentence of a text, with the markers that follow it.
type piece struct {
	text    string
	start   int // byte offset in the text
	from    int // where it is to be read from again: at start, or at the beginning of its line
	line    int
	opening string // of the first of a line: the mark that makes the line a list item or a heading
	alone   bool   // on its line, which has ended
}

// split cuts text into sentences, line by line; markers that stand after a full stop, or alone on a line, belong to the
// sentence before them.
func split(text string) []piece {
	var all []piece
	at, lines := 0, 0
	for line := range strings.Lines(text) {
		mark := bullet.FindString(line)
		begin, from := at+len(mark), at
		at += len(line)
		lines++
		leads := false // a line that begins with a marker cites before each sentence
		spans := segment.Sentences(text[begin:at])
		for i, span := range spans {
			p := piece{text: span.In(text[begin:at]), start: begin + span.Start, from: begin + span.Start, line: lines}
			if i == 0 {
				p.from, p.opening, p.alone = from, strings.TrimSpace(mark), len(spans) == 1 && strings.HasSuffix(line, "\n")
			}
			m := leading.FindStringSubmatch(p.text)
			alone := m != nil && len(m[0]) == len(p.text)
			leads = leads || i == 0 && m != nil && !alone
			if m != nil && len(all) > 0 && (i > 0 && !leads || alone) {
				all[len(all)-1].text += m[1]
				rest := strings.TrimLeftFunc(p.text[len(m[0]):], unicode.IsSpace)
				p.start += len(p.text) - len(rest)
				p.text, p.from = rest, p.start
			}
			switch last := len(all) - 1; {
			case p.text == "":
			case i > 0 && last >= 0 && monthAhead.MatchString(p.text) && dayBehind.MatchString(all[last].text): // am 28. September
				all[last].text = strings.TrimSpace(text[all[last].start : begin+span.End])
			default:
				all = append(all, p)
			}
		}
	}
	return all
}

// A day and its month, as German and its neighbours write them with a full stop between.
var (
	dayBehind  = regexp.MustCompile(`\p{Ll} (?:3[01]|[12]\d|[1-9])\.$`)
	monthAhead = regexp.MustCompile(`^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b`)
)
