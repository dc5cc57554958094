package compose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible takes out of an answer what readers cannot see: control characters, the sequences that colour a terminal, marks
// that turn the direction of writing or have no width. It holds back what may be the beginning of one.
type visible struct{ buf string }

// longestSequence is how many bytes of a terminal's sequence are waited for.
const longestSequence = 200

var sequence = regexp.MustCompile(`^\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))`)

// Add appends a piece of the stream and returns what is settled.
func (v *visible) Add(piece string) string { return v.run(piece, false) }

// Rest returns what is left when the stream has ended.
func (v *visible) Rest() string { return v.run("", true) }

func (v *visible) run(piece string, end bool) string {
	v.buf += piece
	var out strings.Builder
	for v.buf != "" && (end || utf8.FullRuneInString(v.buf)) {
		r, size := utf8.DecodeRuneInString(v.buf)
		switch {
		case r == '\x1b':
			if n := len(sequence.FindString(v.buf[:min(len(v.buf), longestSequence)])); n > 0 {
				size = n
			} else if !end && len(v.buf) < longestSequence {
				return out.String()
			}
		case r == '\u2028' || r == '\u2029':
			out.WriteByte('\n')
		case r == '\n' || r == '\t' || r == '\r' || !unicode.In(r, unicode.Cc, unicode.Cf):
			out.WriteString(v.buf[:size])
		}
		v.buf = v.buf[size:]
	}
	return out.String()
}
