package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// wide are the encodings of Unicode in units of two or four bytes, by their mark and by where the zeros stand in a first
// pair of ASCII characters without one (RFC 4627, section 3). The marks of UTF-32 begin like those of UTF-16.
var wide = []struct {
	mark     string
	zeros    [4]bool
	encoding encoding.Encoding
}{
	{"\x00\x00\xfe\xff", [4]bool{true, true, true, false}, utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
	{"\xff\xfe\x00\x00", [4]bool{false, true, true, true}, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	{"\xfe\xff", [4]bool{true, false, true, false}, xunicode.UTF16(xunicode.BigEndian, xunicode.UseBOM)},
	{"\xff\xfe", [4]bool{false, true, false, true}, xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM)},
}

const utf8Mark = "\xef\xbb\xbf"

// wideEncoding is the encoding of a text that begins with head, nil where that is none of the wide ones.
func wideEncoding(head []byte) encoding.Encoding {
	for _, w := range wide {
		if bytes.HasPrefix(head, []byte(w.mark)) {
			return w.encoding
		}
	}
	if len(head) < 4 {
		return nil
	}
	var zeros [4]bool
	for i := range zeros {
		zeros[i] = head[i] == 0
	}
	for _, w := range wide {
		if zeros == w.zeros {
			return w.encoding
		}
	}
	return nil
}

// unicodeReader reads a text in UTF-8, 16 or 32, as JSON has to be, as UTF-8 without a mark.
func unicodeReader(in io.Reader) io.Reader {
	buffered := bufio.NewReader(in)
	head, _ := buffered.Peek(4)
	if found := wideEncoding(head); found != nil {
		return transform.NewReader(buffered, found.NewDecoder())
	}
	if bytes.HasPrefix(head, []byte(utf8Mark)) {
		_, _ = buffered.Discard(len(utf8Mark))
	}
	return buffered
}

// toUTF8 turns the bytes of a text that declares no encoding into UTF-8: by its mark, as the UTF-8 that it is through and
// through, or in the encoding that its letters tell. What cannot be told is a problem, as is UTF-8 that is broken.
func toUTF8(raw []byte) (string, error) {
	if found := wideEncoding(raw); found != nil {
		text, err := found.NewDecoder().String(string(raw))
		if err != nil || !isLegible(text) {
			return "", &problem{0, "is binary, not text"}
		}
		return text, nil
	}
	raw = bytes.TrimPrefix(raw, []byte(utf8Mark))
	if isBinary(raw) {
		return "", &problem{0, "is binary, not text"}
	}
	if bytes.Contains(raw, []byte("\x1b$")) { // ISO 2022, all of it ASCII
		if text, found := told(raw); found {
			return text, nil
		}
	}
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	line, broken := brokenUTF8(raw)
	if broken {
		return "", &problem{line, "is UTF-8 with a byte that is none; save it as UTF-8 again"}
	}
	if text, found := told(raw); found {
		return text, nil
	}
	return "", &problem{line, "is in an encoding that cannot be told; save it as UTF-8"}
}

// told reads raw in the encoding that its statistics speak for most and in which it is legible.
func told(raw []byte) (text string, found bool) {
	const enough = 64 << 10 // bytes that tell an encoding
	candidates, err := chardet.NewTextDetector().DetectAll(raw[:min(len(raw), enough)])
	if err != nil {
		return "", false
	}
	slices.SortFunc(candidates, func(a, b chardet.Result) int { // alike ones come in the order in which they were done
		return cmp.Or(b.Confidence-a.Confidence, strings.Compare(a.Charset, b.Charset))
	})
	for _, c := range candidates {
		found, name := charset.Lookup(c.Charset)
		if found == nil || strings.HasPrefix(name, "utf-") {
			continue
		}
		if text, err := found.NewDecoder().String(string(raw)); err == nil && isLegible(text) {
			return text, true
		}
	}
	return "", false
}

// isLegible reports whether a decoded text looks like one that somebody wrote: it has no character that stands for none,
// hardly a control, few symbols among what is not ASCII, and few words that go from small letters to capitals or from one
// script to another, as they do in a wrong encoding.
func isLegible(text string) bool {
	letters, symbols, odd := 0, 0, 0
	var before rune
	for _, r := range text {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Co, r), unicode.Is(unicode.Noncharacter_Code_Point, r), r != '\u0085' && 0x7F < r && r < 0xA0, r == 0:
			return false
		case r < utf8.RuneSelf && !unicode.IsLetter(r):
		case unicode.IsLetter(r):
			if r >= utf8.RuneSelf {
				letters++
			}
			if unicode.IsLower(before) && unicode.IsUpper(r) || unicode.IsLetter(before) && scriptOf(before) != scriptOf(r) && max(before, r) < 0x0600 {
				odd++
			}
		case unicode.IsPunct(r), unicode.IsMark(r), unicode.IsSpace(r), strings.ContainsRune("£€¥$°§№™©®½¼¾×±", r):
		default:
			symbols++
		}
		before = r
	}
	return symbols*10 <= letters && (odd < 3 || odd*20 <= letters)
}

// scriptOf is the place among the alphabets of Europe of a letter's own, or -1.
func scriptOf(r rune) int {
	return slices.IndexFunc([]*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek}, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) })
}

// brokenUTF8 reports whether a text that is no valid UTF-8 is meant to be: more of its bytes beyond ASCII make up
// characters than do not. Line is that of the first that does not.
func brokenUTF8(raw []byte) (line int, broken bool) {
	whole, stray, at := 0, 0, 1
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			if stray++; line == 0 {
				line = at
			}
		case r == '\n':
			at++
		case n > 1:
			whole += n
		}
		raw = raw[n:]
	}
	return line, whole > stray
}
