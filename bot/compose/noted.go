package compose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Models also cite as other languages of markup do: x¹, x^1, x^[1]^, <sup>1</sup>, <cite>1</cite>, {1}, <1>, \cite{1}. Each
// becomes [1]. A power behind a figure or a unit (10², km²) is none of them.
var (
	caretNote  = regexp.MustCompile(`^\^(?:\[\s*(` + citedList + `)\s*\]|\{\s*(` + citedList + `)\s*\}|(\d{1,2}))\^?`)
	curlyNote  = regexp.MustCompile(`^\{\s*(` + citedList + `)\s*\}`)
	angledNote = regexp.MustCompile(`^<\s*(\d{1,2}(?:\s*,\s*\d{1,2})*)\s*>`)
	taggedNote = regexp.MustCompile(`(?i)^<(?:sup|cite|ref|citation|source)\b[^<>]*>\s*[\[(]?\s*(` + citedList + `)\s*[\])]?\s*</\w+\s*>`)
	citeNote   = regexp.MustCompile(`^\\cite\w*\{\s*(` + citedList + `)\s*\}`)
	texOpens   = regexp.MustCompile(`^\\(?:text\w*|emph|underline|mathrm|mathbf)\{`)
	noteTag    = regexp.MustCompile(`(?i)^<(?:sup|cite|ref|citation|source)\b`)
)

// longestNote is how many bytes of a note are waited for.
const longestNote = 40

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

// note writes the note that buf begins with as a marker. known is false where it is none; ok is false where more has to come.
func (p *plain) note(end bool) (ok, known bool) {
	power := unicode.IsDigit(p.last) || 0 < p.word && p.word < 3
	var form *regexp.Regexp
	switch r, _ := utf8.DecodeRuneInString(p.buf); {
	case strings.ContainsRune(superscripts, r):
		return p.superscript(power, end)
	case r == '^' && !power:
		form = caretNote
	case r == '{':
		form = curlyNote
	case r == '<' && (len(p.buf) == 1 || unicode.IsDigit(rune(p.buf[1]))):
		form = angledNote
	case r == '<' && !power && noteTag.MatchString(p.buf):
		form = taggedNote
	case r == '\\':
		form = citeNote
	case r == '}' && p.braces > 0:
		p.braces--
		return p.emit(1, ""), true
	default:
		return false, false
	}
	text := p.buf[:min(len(p.buf), longestNote)]
	if at := strings.IndexByte(text, '\n'); at >= 0 {
		text, end = text[:at], true
	}
	m := form.FindStringSubmatchIndex(text)
	switch whole := end || len(p.buf) >= longestNote; {
	case !whole && (m == nil || m[1] == len(text)):
		return false, true
	case m != nil:
		sub := form.FindStringSubmatch(text)
		return p.emit(m[1], "["+strings.Join(sub[1:], "")+"]"), true
	}
	if n := len(texOpens.FindString(text)); n > 0 {
		p.braces++
		return p.emit(n, ""), true
	}
	return false, false
}

// superscript reads raised figures.
func (p *plain) superscript(power, end bool) (ok, known bool) {
	digits, n := "", 0
	for _, r := range p.buf {
		at := strings.IndexRune(superscripts, r)
		if at < 0 {
			break
		}
		digits += string(rune('0' + len([]rune(superscripts[:at]))))
		n += utf8.RuneLen(r)
	}
	if rest := p.buf[n:]; !end && n < longestNote && !utf8.FullRuneInString(rest) {
		return false, true
	}
	if power || len(digits) > 2 {
		return p.emit(n, p.buf[:n]), true
	}
	return p.emit(n, "["+digits+"]"), true
}
