package endpoint

import "unicode/utf8"

// Tokens is a conservative estimate of how many tokens a tokeniser of the GPT or Llama family makes of text.
//
// A run of ASCII letters costs one token for every five letters begun, names one for every three, capitals one for
// every two; a figure, a sign or a line break costs one, an accented letter two, a letter of another script what the
// costliest of four tokenisers was seen to take; a sixteenth is added to the sum.
//
// The bound: on 741 passages of up to 120 English news words it was never below the highest of cl100k_base,
// o200k_base, Llama 2 and Llama 3, and 1.2 times that at the median (1.6 times the lowest of the four); on one
// sentence in each of seventeen other languages, on names, figures, addresses, capitals and emoji never below, and at
// most twice. It is not a bound for text that is no language: random letters can cost more.
//
// A prefix never costs more than the whole.
func Tokens(text string) int {
	var m meter
	for _, r := range text {
		m.add(r)
	}
	return m.tokens()
}

// cut is the longest prefix of text that ends with a whole character and for which Tokens is at most limit.
func cut(text string, limit int) string {
	var m meter
	for i, r := range text {
		m.add(r)
		if m.tokens() > limit {
			return text[:i]
		}
	}
	return text
}

// meter counts quarters of a token, so that a share of a token a letter stays a whole number.
type meter struct {
	quarters int
	letters  int // of the run of ASCII letters that is still open
	capitals int // among them
	blank    bool
}

func (m *meter) add(r rune) {
	if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
		m.letters++
		if r <= 'Z' {
			m.capitals++
		}
		m.blank = false
		return
	}
	m.quarters += 4 * m.run()
	m.letters, m.capitals = 0, 0
	if r == ' ' && !m.blank {
		m.blank = true // a blank belongs to the word that follows it
		return
	}
	m.quarters += weight(r)
	if m.blank && (r < 0x80 || r >= 0x10000) {
		m.quarters += 4 // but Llama 2 makes a token of the blank before a figure, a sign or an emoji
	}
	m.blank = false
}

// run is what the open run of letters costs so far; it never falls as letters are added.
func (m *meter) run() int {
	switch n := m.letters; {
	case n == 0:
		return 0
	case m.capitals == 0:
		return (n + 4) / 5
	case m.capitals == 1:
		return (n + 2) / 3
	case m.capitals == n:
		return (n + 1) / 2
	default:
		return n
	}
}

func (m *meter) tokens() int {
	q := m.quarters + 4*m.run()
	if q == 0 {
		return 0
	}
	return (q+q/16+3)/4 + 1
}

// weight is what a character costs, in quarters of a token, that is neither an ASCII letter nor a single blank.
func weight(r rune) int {
	switch {
	case r < 0x80:
		return 4
	case r == utf8.RuneError:
		return 12
	case r < 0x250: // accented Latin
		return 7
	case r >= 0x400 && r < 0x530: // Cyrillic
		return 3
	case r < 0x700: // Greek, Hebrew, Arabic
		return 5
	case r >= 0x10a0 && r < 0x1100: // Georgian
		return 9
	case r >= 0x1e00 && r < 0x1f00: // Vietnamese letters
		return 12
	case r < 0x2000: // the scripts of South and South-East Asia
		return 6
	case r >= 0x2010 && r <= 0x2027, r == '€': // dashes, quotation marks, the ellipsis
		return 4
	case r < 0x2e80: // other signs
		return 12
	case r < 0x10000: // Chinese, Japanese, Korean
		return 8
	default: // emoji
		return 16
	}
}
