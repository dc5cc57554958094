package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// scale is how many pixels of the PNG make one of the SVG, so that it is sharp on fine screens.
const scale = 2

// PNG is the picture in pixels.
func (t Timeline) PNG() ([]byte, error) {
	l := t.lay()
	m := image.NewRGBA(image.Rect(0, 0, scale*width, scale*l.height))
	draw.Draw(m, m.Bounds(), image.NewUniform(hex(paper)), image.Point{}, draw.Src)
	if l.bottom > l.top {
		line := image.Rect(scale*spine-3, scale*l.top, scale*spine+3, scale*l.bottom)
		draw.Draw(m, line, image.NewUniform(hex(rule)), image.Point{}, draw.Src)
	}
	for _, y := range l.dots {
		disc(m, scale*spine, scale*y, scale*dot, hex(accent))
	}
	for _, w := range l.texts {
		face := w.face(scale)
		at := fixed.P(scale*w.x, scale*w.y)
		if w.right {
			at.X -= font.MeasureString(face, w.words)
		}
		d := font.Drawer{Dst: m, Src: image.NewUniform(hex(w.colour)), Face: face, Dot: at}
		d.DrawString(w.words)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		return nil, fmt.Errorf("draw a timeline: %w", err)
	}
	return b.Bytes(), nil
}

// disc fills a circle.
func disc(m draw.Image, x, y, r int, c color.Color) {
	for dy := -r; dy <= r; dy++ {
		for dx := -r; dx <= r; dx++ {
			if dx*dx+dy*dy <= r*r {
				m.Set(x+dx, y+dy, c)
			}
		}
	}
}

func hex(c string) color.RGBA {
	n, err := strconv.ParseUint(c[1:], 16, 32)
	if err != nil {
		panic(err) // a constant
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

// fonts are the Go fonts, plain and bold.
var fonts = sync.OnceValue(func() (both [2]*opentype.Font) {
	for i, raw := range [][]byte{goregular.TTF, gobold.TTF} {
		parsed, err := opentype.Parse(raw)
		if err != nil {
			panic(err) // embedded
		}
		both[i] = parsed
	}
	return both
})

// face is the font of a style, so many times as large. It is for one goroutine.
func (s style) face(times int) font.Face {
	of := fonts()[0]
	if s.bold {
		of = fonts()[1]
	}
	face, err := opentype.NewFace(of, &opentype.FaceOptions{Size: float64(s.size * times), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // of constant sizes
	}
	return face
}
