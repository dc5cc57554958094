package picture

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// canvas is a picture in the making: its shapes from back to front, and how far down it reaches.
type canvas struct {
	setting Setting
	shapes  []string
	y       int
}

// looks are the classes of what is drawn.
const looks = `
    text { font-family: "gg sans", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Noto Sans", sans-serif; fill: #dbdee1; }
    .body, .name { font-size: 16px; } .inner { font-size: 14px; } .small, .label { font-size: 13px; } .foot { font-size: 12px; } .title { font-size: 20px; }
    .b { font-weight: bold; fill: #f2f3f5; } .i { font-style: italic; } .s { text-decoration: line-through; } .m { fill: #949ba4; }
    .l { fill: #00a8fc; text-decoration: underline; } .at { fill: #c9cdfb; } .c { font-family: monospace; }
    .button, .tag, .initial { text-anchor: middle; fill: #ffffff; font-weight: 600; } .button { font-size: 14px; } .tag { font-size: 11px; } .initial { font-size: 18px; }
    .ground { fill: #313338; } .card, .leaf { fill: #2b2d31; } .sheet { fill: #2b2d31; stroke: #4e5058; } .private { fill: #36384a; } .menu { fill: #1e1f22; }
    .quote, .secondary { fill: #4e5058; } .app { fill: #5865f2; } .face { fill: #248046; } .success { fill: #248046; } .danger { fill: #da373c; } .off { opacity: 0.5; }
    .spine, .arrow, .eye, .leaf { fill: none; stroke: #949ba4; stroke-width: 1.5; } .pupil { fill: #949ba4; }
  `

// mark is the place of what is drawn next, for under.
func (c *canvas) mark() int { return len(c.shapes) }

// under draws something behind all that was drawn since a mark.
func (c *canvas) under(mark int, format string, values ...any) {
	c.shapes = slices.Insert(c.shapes, mark, fmt.Sprintf(format, values...))
}

func (c *canvas) shape(format string, values ...any) { c.under(len(c.shapes), format, values...) }

// text writes a line whose runs follow each other.
func (c *canvas) text(x, y int, of size, l line) {
	var b strings.Builder
	for _, s := range l {
		if class := s.style.class(); class != "" {
			fmt.Fprintf(&b, `<tspan class="%s">%s</tspan>`, class, escaped(s.text))
		} else {
			b.WriteString(escaped(s.text))
		}
	}
	if b.Len() > 0 {
		c.shape(`<text x="%d" y="%d" class="%s">%s</text>`, x, y, of.class, b.String())
	}
}

// label writes a text around the middle x.
func (c *canvas) label(x, y int, class, text string) {
	c.shape(`<text x="%d" y="%d" class="%s">%s</text>`, x, y, class, escaped(text))
}

func (s style) class() string {
	var classes []string
	for _, one := range []struct {
		style style
		class string
	}{{bold, "b"}, {italic, "i"}, {struck, "s"}, {muted, "m"}, {linked, "l"}, {mention, "at"}, {code, "c"}} {
		if s&one.style != 0 {
			classes = append(classes, one.class)
		}
	}
	return strings.Join(classes, " ")
}

func (c *canvas) svg(title string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">`, width, c.y)
	fmt.Fprintf(&b, "\n  <title>%s</title>\n  <style>%s</style>\n", escaped(title), looks)
	fmt.Fprintf(&b, "  <rect width=\"%d\" height=\"%d\" rx=\"8\" class=\"ground\"/>\n", width, c.y)
	for _, s := range c.shapes {
		b.WriteString("  " + s + "\n")
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// escaped is a text for the picture, without the zero-width spaces that keep marks apart.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(strings.ReplaceAll(text, "\u200b", ""))) // a strings.Builder takes everything
	return b.String()
}

func first(text string) string {
	r, _ := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r))
}
