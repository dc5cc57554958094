package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	word    tokenKind = iota // letters with inner apostrophes, or a dotted abbreviation: country’s, U.S., p.m.
	number                   // digits with separators: 250,000 and 1.75
	mark                     // one rune of punctuation; every hyphen reads "-" and every apostrophe "'"
	address                  // a web address, @handle or #tag: nothing is read from it
)

// gap is the white space before a token.
type gap uint8

const (
	joined gap = iota
	spaced
	newLine
	newBlock // a blank line, or the text's start
)

type token struct {
	start, end int
	kind       tokenKind
	gap        gap
	upper      bool    // a word that starts with a capital
	caps       bool    // a word of two capitals or more and no small letter
	malformed  bool    // a number that is none: 3,5 or 1.2.3
	value      float64 // of a number
	lower      string  // a word in lower case with straight apostrophes, or the mark
}

// is reports whether the token is that word or mark.
func (t *token) is(lower string) bool { return t.lower == lower && t.kind != number }

// bare is a word without its possessive ending.
func (t *token) bare() string { return strings.TrimSuffix(t.lower, "'s") }

func (t *token) dash() bool {
	return t.kind == mark && (t.lower == "-" || t.lower == "–" || t.lower == "—")
}

// hyphenAt reports whether token i is a hyphen that joins its neighbours.
func hyphenAt(ts []token, i int) bool {
	return i > 0 && i+1 < len(ts) && ts[i].is("-") && ts[i].gap == joined && ts[i+1].gap == joined
}

// lowerAt is the word or mark at i, "" outside the text and for numbers.
func lowerAt(ts []token, i int) string {
	if i < 0 || i >= len(ts) {
		return ""
	}
	return ts[i].lower
}

func tokenize(text string) []token {
	ts := make([]token, 0, len(text)/4+4)
	before := newBlock
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			switch {
			case r != '\n':
				before = max(before, spaced)
			case before >= newLine:
				before = newBlock
			default:
				before = newLine
			}
			i += size
			continue
		}
		t := token{start: i, gap: before}
		switch {
		case startsAddress(text[i:], before):
			t.kind, t.end = address, i+strings.IndexFunc(text[i:]+" ", unicode.IsSpace)
		case unicode.IsLetter(r):
			t.readWord(text)
		case r >= '0' && r <= '9':
			t.readNumber(text)
		default:
			t.kind, t.end, t.lower = mark, i+size, plainMark(r, text[i:i+size])
		}
		ts = append(ts, t)
		i, before = t.end, joined
	}
	return ts
}

func startsAddress(rest string, before gap) bool {
	switch rest[0] {
	case 'h', 'w':
		return strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://") || strings.HasPrefix(rest, "www.")
	case '@', '#':
		return before != joined && len(rest) > 1 && (rest[1] == '_' || unicode.IsLetter(rune(rest[1])))
	}
	return false
}

func plainMark(r rune, as string) string {
	switch r {
	case '‐', '‑', '-':
		return "-"
	case '−':
		return "–"
	case '’', '‘', '\'', 'ʼ':
		return "'"
	}
	return as
}

var straighten = strings.NewReplacer("’", "'", "ʼ", "'")

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// readWord takes letters, apostrophes between letters, and dots where single letters alternate with them.
func (t *token) readWord(text string) {
	t.kind = word
	letters, capitals, dotted, curly := 0, 0, false, false
	i, inPart := t.start, 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r):
			if unicode.IsUpper(r) {
				capitals++
				t.upper = t.upper || letters == 0
			}
			letters++
			inPart++
		case unicode.IsMark(r) && letters > 0:
		case isApostrophe(r) && letterAt(text, i+size):
			curly = curly || r != '\''
			inPart = 2
		case r == '.' && inPart == 1 && (dotted || letters == 1) && letterAt(text, i+1) && !letterAfterLetter(text, i+1):
			dotted, inPart = true, 0
		default:
			if r == '.' && dotted && inPart == 1 {
				i++
			}
			t.finishWord(text[t.start:i], i, letters >= 2 && capitals == letters, curly)
			return
		}
		i += size
	}
	t.finishWord(text[t.start:i], i, letters >= 2 && capitals == letters, curly)
}

func (t *token) finishWord(as string, end int, caps, curly bool) {
	t.end, t.caps, t.lower = end, caps, strings.ToLower(as)
	if curly {
		t.lower = straighten.Replace(t.lower)
	}
	// US's and UN's are as much in capitals as US and UN.
	if i := strings.LastIndexFunc(as, isApostrophe); i > 1 && strings.HasSuffix(t.lower, "'s") {
		t.caps = strings.ToUpper(as[:i]) == as[:i]
	}
}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[min(i, len(text)):])
	return unicode.IsLetter(r)
}

// letterAfterLetter reports whether the letter at i has another beside it, so that a dot before it ends a sentence.
func letterAfterLetter(text string, i int) bool {
	_, size := utf8.DecodeRuneInString(text[i:])
	return letterAt(text, i+size)
}

// longestNumber is in bytes; longer runs of digits are codes.
const longestNumber = 24

// readNumber takes digits, thousands in groups of three behind commas or hard spaces, and decimals behind a point. A number
// with separators anywhere else is malformed.
func (t *token) readNumber(text string) {
	t.kind = number
	i := t.start
	decimals, scale, groups := false, 1.0, 0
	lead := 0
	for ; i < len(text) && isDigit(text[i]); i++ {
		t.value = t.value*10 + float64(text[i]-'0')
		lead++
	}
	for i < len(text) {
		size := separatorAt(text, i)
		if size == 0 || i+size >= len(text) || !isDigit(text[i+size]) {
			break
		}
		run := 0
		for i+size+run < len(text) && isDigit(text[i+size+run]) {
			run++
		}
		switch {
		case text[i] == '.' && !decimals:
			decimals = true
		case text[i] != '.' && run == 3 && !decimals && lead <= 3 && (groups > 0 || lead > 0):
			groups++
		case size > 1:
			run = -1 // a hard space that groups nothing
		default:
			t.malformed = true
		}
		if run < 0 {
			break
		}
		for _, digit := range []byte(text[i+size : i+size+run]) {
			if decimals {
				scale *= 10
			}
			t.value = t.value*10 + float64(digit-'0')
		}
		i += size + run
	}
	t.value /= scale
	t.end = i
	t.malformed = t.malformed || t.end-t.start > longestNumber
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// separatorAt is the length of the comma, point or hard space at i, else 0.
func separatorAt(text string, i int) int {
	switch text[i] {
	case ',', '.':
		return 1
	}
	for _, hard := range []string{"\u00a0", "\u202f", "\u2009"} {
		if strings.HasPrefix(text[i:], hard) {
			return len(hard)
		}
	}
	return 0
}
