// Package chart draws a timeline: as SVG, which stays sharp and which programs can read, and as PNG, which Discord shows. Text is
// measured and drawn in the Go fonts by golang.org/x/image, so that both pictures break their lines alike; they hold Latin, Greek
// and Cyrillic letters, and a box stands for any other.
package chart

import (
	"regexp"
	"strings"

	"golang.org/x/image/font"
)

// Timeline is what is drawn: lines in their order below a title, their sources below them, and small print at the foot.
type Timeline struct {
	Title   string
	Lines   []Line
	More    string // in place of the lines that are too many, "" where none is
	Sources []Source
	Small   string
}

// Source is what a line cites: “[1]”, and where that is.
type Source struct {
	Marker string
	Text   string
}

// Line is one event.
type Line struct {
	When string
	Text string
}

// MaxLines is how many lines a picture can hold and still be read.
const MaxLines = 30

// Measures in pixels of the SVG; the PNG has twice as many.
const (
	width    = 860
	margin   = 36
	spine    = 196 // where the line runs down
	from     = 220 // where texts begin
	leading  = 24
	gap      = 14 // between two events
	dot      = 6
	hanging  = 34 // of a source's text behind its marker
	tight    = 20 // leading of small print
	titleTop = 52
)

// Colours, as they are in a browser: dark on light, at a contrast of at least 4.5 to 1.
const (
	paper  = "#ffffff"
	ink    = "#1f2933"
	dim    = "#52606d"
	accent = "#2b6cb0"
	rule   = "#cbd2d9"
)

// style is how a text is written.
type style struct {
	size   int
	bold   bool
	colour string
}

var (
	titled  = style{24, true, ink}
	dated   = style{16, true, accent}
	written = style{17, false, ink}
	small   = style{14, false, dim}
)

// leading is from one line of a style to the next.
func (s style) leading() int {
	if s == small {
		return tight
	}
	return leading
}

// text is a line of words whose baseline begins, or ends, at a point.
type text struct {
	style
	x, y  int
	wide  int
	right bool // it ends at x
	words string
}

// layout is where everything stands, top down.
type layout struct {
	height int
	top    int // of the spine, 0 where there is none
	bottom int
	dots   []int // their heights
	texts  []text
}

// lay breaks texts into lines and puts each in its place.
func (t Timeline) lay() layout {
	var l layout
	by := ruler{}
	y := titleTop
	put := func(s style, x, wide int, words string) {
		for i, line := range by.broken(s, wide, words) {
			if i > 0 {
				y += s.leading()
			}
			l.texts = append(l.texts, text{style: s, x: x, y: y, wide: by.measure(s, line), words: line})
		}
	}
	put(titled, margin, width-2*margin, t.Title)
	y += leading + gap
	for i, line := range t.Lines {
		if i == MaxLines {
			break
		}
		y += gap
		if i == 0 {
			l.top = y
		}
		l.bottom = y
		l.dots = append(l.dots, y)
		began, low := y, y
		for n, when := range by.broken(dated, spine-dot-margin-12, line.When) {
			l.texts = append(l.texts, text{style: dated, x: spine - dot - 12, y: began + 5 + n*leading, wide: by.measure(dated, when), right: true, words: when})
			low = began + 5 + n*leading
		}
		y += 5
		put(written, from, width-margin-from, line.Text)
		y = max(y, low) + leading
	}
	if t.More != "" {
		y += gap
		put(small, from, width-margin-from, t.More)
		y += leading
	}
	y += gap
	for _, s := range t.Sources {
		began := y
		put(small, margin, hanging, s.Marker)
		below := y
		y = began
		put(small, margin+hanging, width-2*margin-hanging, s.Text)
		y = max(y, below) + tight
	}
	if len(t.Sources) > 0 {
		y += gap
	}
	put(small, margin, width-2*margin, t.Small)
	l.height = y + margin
	return l
}

// ruler measures words in the faces that it keeps.
type ruler map[style]font.Face

// measure is how wide words are in pixels.
func (r ruler) measure(s style, words string) int {
	if r[s] == nil {
		r[s] = s.face(1)
	}
	return font.MeasureString(r[s], words).Ceil()
}

// marker is that of a source, which stands with the word before it.
var marker = regexp.MustCompile(`^\[\d+\]$`)

// unbroken are a text's words, each with the markers behind it.
func unbroken(text string) (words []string) {
	for word := range strings.FieldsSeq(strings.ToValidUTF8(text, "\ufffd")) {
		if n := len(words); n > 0 && marker.MatchString(word) {
			words[n-1] += " " + word
			continue
		}
		words = append(words, word)
	}
	return words
}

// broken is a text in lines that are no wider, broken between words; a word that is wider by itself is broken where it must be.
func (r ruler) broken(s style, wide int, words string) (lines []string) {
	line := ""
	for _, word := range unbroken(words) {
		for {
			joined := strings.TrimSpace(line + " " + word)
			if r.measure(s, joined) <= wide {
				line = joined
				break
			}
			if line != "" {
				lines, line = append(lines, line), ""
				continue
			}
			head := r.fitting(s, word, wide)
			lines, word = append(lines, head), word[len(head):]
		}
	}
	return append(lines, line)
}

// fitting is as much of a word as is no wider, and at least its first letter.
func (r ruler) fitting(s style, word string, wide int) string {
	end := 0
	for i, letter := range word {
		next := i + len(string(letter))
		if i > 0 && r.measure(s, word[:next]) > wide {
			break
		}
		end = next
	}
	return word[:end]
}
