package chart

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// SVG is the picture as a document of its own, whose title and texts assistive technology reads. Each text says how wide it is, so
// that a reader without these fonts sees it at the same width in another.
func (t Timeline) SVG() []byte {
	l := t.lay()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" font-family="Go, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif">`, width, l.height)
	fmt.Fprintf(&b, "\n  <title>%s</title>\n  <rect width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", escaped(t.Title), width, l.height, paper)
	if l.bottom > l.top {
		fmt.Fprintf(&b, "  <path d=\"M%d %dV%d\" stroke=\"%s\" stroke-width=\"3\"/>\n", spine, l.top, l.bottom, rule)
	}
	for _, y := range l.dots {
		fmt.Fprintf(&b, "  <circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"/>\n", spine, y, dot, accent)
	}
	for _, w := range l.texts {
		more := ""
		if w.bold {
			more += ` font-weight="bold"`
		}
		if w.right {
			more += ` text-anchor="end"`
		}
		if w.wide > 0 {
			more += fmt.Sprintf(` textLength="%d" lengthAdjust="spacingAndGlyphs"`, w.wide)
		}
		fmt.Fprintf(&b, "  <text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\"%s>%s</text>\n", w.x, w.y, w.size, w.colour, more, escaped(w.words))
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

func escaped(words string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(words)) // a strings.Builder takes everything
	return b.String()
}
