package picture

import (
	"strings"
	"unicode"
)

// size is a size of text, as its class in the picture.
type size struct {
	class  string
	em     int // the height of the font
	height int // of a line
}

// Sizes of text.
var (
	body  = size{"body", 16, 22}
	inner = size{"inner", 14, 19} // of embeds
	small = size{"small", 13, 18} // after -#
	foot  = size{"foot", 12, 16}  // of embeds' footers
	name  = size{"name", 16, 22}  // of authors
	title = size{"title", 20, 28} // of forms
	field = size{"label", 13, 20} // above a form's fields
)

// style is how a run of text looks.
type style uint8

const (
	bold style = 1 << iota
	italic
	struck
	linked
	mention
	code
	muted
)

// span is a run of text of one style, line one line of them.
type (
	span struct {
		text  string
		style style
	}
	line []span
)

// widths are those of the characters from the blank to the tilde in Helvetica, in thousandths of its height, as Adobe's
// font metrics of the standard PostScript fonts give them.
var widths = [95]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// spare is by how much, in hundredths, text may be wider than in Helvetica: DejaVu Sans, about the widest that clients
// fall back to, is by a sixth.
const spare = 117

// advance is the estimated width of a text in thousandths of a pixel.
func (s span) advance(of size) int {
	sum := 0
	for _, r := range s.text {
		switch {
		case r >= ' ' && r <= '~':
			sum += widths[r-' ']
		case unicode.In(r, unicode.Mn, unicode.Cf):
		case r >= 0x2e80: // Han, Hangul and pictures
			sum += 1200
		case unicode.IsPunct(r):
			sum += 500
		default:
			sum += 600
		}
	}
	if s.style&bold != 0 {
		sum = sum * 115 / 100
	}
	return sum * of.em / 100 * spare
}

// reach is the estimated width of a line in pixels.
func reach(l line, of size) int {
	sum := 0
	for _, s := range l {
		sum += s.advance(of)
	}
	return (sum + 999) / 1000
}

// word is what is not parted where a line ends, with the style of the blank before it.
type word struct {
	runs   line
	blank  style
	spaced bool // there is a blank
}

func wordsOf(l line) []word {
	var all []word
	current := word{}
	for _, s := range l {
		for i, part := range strings.Split(s.text, " ") {
			if i > 0 {
				if len(current.runs) > 0 {
					all = append(all, current)
				}
				current = word{blank: s.style, spaced: true}
			}
			if part != "" {
				current.runs = append(current.runs, span{part, s.style})
			}
		}
	}
	if len(current.runs) > 0 {
		all = append(all, current)
	}
	return all
}

// wrap breaks a line into lines no wider than room. A word that is wider is parted.
func wrap(l line, of size, room int) []line {
	var lines []line
	var current line
	for _, w := range wordsOf(l) {
		longer := current
		if w.spaced && len(current) > 0 {
			longer = longer.with(span{" ", w.blank})
		}
		for _, s := range w.runs {
			longer = longer.with(s)
		}
		if reach(longer, of) <= room {
			current = longer
			continue
		}
		if len(current) > 0 {
			lines = append(lines, current)
		}
		parts := part(w.runs, of, room)
		lines = append(lines, parts[:len(parts)-1]...)
		current = parts[len(parts)-1]
	}
	if len(current) > 0 {
		lines = append(lines, current)
	}
	return lines
}

// part cuts a word into lines no wider than room.
func part(l line, of size, room int) []line {
	lines := []line{nil}
	for _, s := range l {
		for _, r := range s.text {
			last := lines[len(lines)-1]
			longer := last.with(span{string(r), s.style})
			if len(last) > 0 && reach(longer, of) > room {
				lines = append(lines, line{{string(r), s.style}})
				continue
			}
			lines[len(lines)-1] = longer
		}
	}
	return lines
}

// fit cuts a line to room, with an ellipsis where something is cut.
func fit(l line, of size, room int) line {
	if reach(l, of) <= room {
		return l
	}
	ellipsis := span{"…", 0}
	return part(l, of, room-reach(line{ellipsis}, of))[0].with(ellipsis)
}

// with is a line with a run added, which the last run takes in where it has the same style.
func (l line) with(s span) line {
	longer := append(line(nil), l...)
	if n := len(longer); n > 0 && longer[n-1].style == s.style {
		longer[n-1].text += s.text
		return longer
	}
	return append(longer, s)
}
