package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/retrieval/goldentest"
)

func sample() Timeline {
	return Timeline{
		Title: "Timeline: the lock at Oakmere",
		Lines: []Line{
			{"March 2016", "Work on the new lock began after two years of argument about who should pay for it, the canal office said. [1]"},
			{"28 Sept 2016", "The gates were hung. [2] [3]"},
			{"3–7 Oct 2016", "Water was let in & the <old> “cut” drained; Überlinger Str. 5 flooded. [4]"},
		},
		Sources: []Source{
			{"[1]", "Work on the lock begins · Canal Gazette · 1 Apr 2016 · paragraph 2"},
			{"[2]", "Gates hung at Oakmere after an argument of two years about who is to pay for the crane, the divers and the band · Canal Gazette · 28 Sept 2016"},
			{"[3]", "Gates hung · Harbour Post · 29 Sept 2016"}, {"[4]", "Überlinger Straße flooded · Harbour Post · 8 Oct 2016"},
		},
		Small: "Coverage through 22 Dec 2016 · 2 events without a certain day left out",
	}
}

func TestSVG(t *testing.T) {
	got := sample().SVG()
	goldentest.Compare(t, "timeline.svg", string(got))
}

// wellFormed reads a picture and returns its words.
func wellFormed(t *testing.T, svg []byte) string {
	t.Helper()
	var words strings.Builder
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return words.String()
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if text, ok := token.(xml.CharData); ok {
			words.Write(text)
			words.WriteByte(' ')
		}
	}
}

// Each text has a width of its own, so that no other font takes it beyond the paper.
func TestSVGInAnyFont(t *testing.T) {
	var drawn struct {
		Texts []struct {
			X      int    `xml:"x,attr"`
			Wide   int    `xml:"textLength,attr"`
			Anchor string `xml:"text-anchor,attr"`
			Words  string `xml:",chardata"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal(sample().SVG(), &drawn); err != nil {
		t.Fatal(err)
	}
	for _, w := range drawn.Texts {
		left, right := w.X, w.X+w.Wide
		if w.Anchor == "end" {
			left, right = w.X-w.Wide, w.X
		}
		if w.Wide == 0 || left < 0 || right > width-margin {
			t.Errorf("%q stands from %d to %d", w.Words, left, right)
		}
	}
	if len(drawn.Texts) == 0 {
		t.Error("nothing is drawn")
	}
}

// The picture in pixels is the other one's size twice over, with ink wherever that has words, and small enough to send.
func TestPNG(t *testing.T) {
	for name, of := range map[string]Timeline{"some": sample(), "none": {Title: "Nothing"}, "many": {Title: "Many", Lines: slicesOf(MaxLines), More: "and 12 more"}} {
		raw, err := of.PNG()
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		l := of.lay()
		if m.Bounds().Dx() != scale*width || m.Bounds().Dy() != scale*l.height || len(raw) > 4<<20 {
			t.Errorf("%s: %v in %d bytes, want %d by %d", name, m.Bounds(), len(raw), scale*width, scale*l.height)
		}
		for _, w := range l.texts {
			if strings.TrimSpace(w.words) == "" {
				continue
			}
			inked := false
			for x := range scale * width {
				for y := scale * (w.y - w.size); y < scale*w.y; y++ {
					r, g, b, _ := m.At(x, y).RGBA()
					inked = inked || r+g+b < 3*0x8000
				}
			}
			if !inked {
				t.Errorf("%s: nothing is drawn of %q", name, w.words)
			}
		}
	}
}

func slicesOf(n int) (lines []Line) {
	for i := range n {
		lines = append(lines, Line{fmt.Sprintf("%d May 2016", i+1), strings.Repeat("The river rose. ", 12)})
	}
	return lines
}

// Whatever the words are, the picture is well-formed, has them all, and none stands outside of it.
func FuzzTimeline(f *testing.F) {
	f.Add("Aleppo", "28 Sept 2016", "A convoy was hit. [1]")
	f.Add("<script>", "]]>", strings.Repeat("x", 400))
	f.Add("\xc2", "", "\xa5")
	f.Add("", "", "\u202e日本 😀")
	f.Fuzz(func(t *testing.T, title, when, what string) {
		of := Timeline{Title: title, Lines: []Line{{when, what}, {what, when}}, Sources: []Source{{when, what}}, Small: title}
		words := wellFormed(t, of.SVG())
		if !strings.ContainsFunc(title+" "+when+" "+what, func(r rune) bool { return r < ' ' || r == utf8.RuneError || r == 0xffff || r == 0xfffe }) {
			if squeezed(words) != squeezed(title+of.text()) {
				t.Errorf("the words are %q", words)
			}
		}
		l := of.lay()
		by := ruler{}
		for _, w := range l.texts {
			left, right := w.x, w.x+by.measure(w.style, w.words)
			if w.right {
				left, right = w.x-by.measure(w.style, w.words), w.x
			}
			if left < 0 && utf8.RuneCountInString(w.words) > 1 || right > width && utf8.RuneCountInString(w.words) > 1 || w.y > l.height || w.y < 0 {
				t.Errorf("%q stands from %d to %d at %d of %d by %d", w.words, left, right, w.y, width, l.height)
			}
		}
	})
}

// text is what stands in the texts of the picture, in their order.
func (t Timeline) text() string {
	all := ""
	for _, w := range t.lay().texts {
		all += w.words
	}
	return all
}

func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

func BenchmarkPNG(b *testing.B) {
	of := Timeline{Title: "Many", Lines: slicesOf(MaxLines)}
	for b.Loop() {
		if _, err := of.PNG(); err != nil {
			b.Fatal(err)
		}
	}
}
