package endpoint

import (
	"strings"
	"unicode/utf8"
)

// leastRepeated is how many characters a piece repeats at least before it is held to say all again.
const leastRepeated = 20

// repeated reads the pieces of servers that send with each all that came before it, and lets the new part of each through.
// The zero value is ready.
type repeated struct {
	all        string // the text so far
	suspect    string // a second piece that begins with a short first one: the third tells
	cumulative bool
}

// add takes a piece and returns what is new in it.
func (r *repeated) add(piece string) string {
	again := piece != "" && strings.HasPrefix(piece, r.all)
	switch {
	case piece == "":
		return ""
	case r.suspect != "":
		r.cumulative = len(piece) > len(r.suspect) && strings.HasPrefix(piece, r.suspect)
		if !r.cumulative {
			return r.rest() + r.add(piece)
		}
		r.suspect = ""
	case again && r.all != "" && (r.cumulative || utf8.RuneCountInString(r.all) >= leastRepeated):
	case again && r.all != "" && len(piece) > len(r.all):
		r.suspect = piece
		return ""
	default:
		r.all += piece
		return piece
	}
	rest := piece[len(r.all):]
	r.all = piece
	return rest
}

// rest is what was held back, when no more comes.
func (r *repeated) rest() string {
	held := r.suspect
	r.all, r.suspect = r.all+held, ""
	return held
}
