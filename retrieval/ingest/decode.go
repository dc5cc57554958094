package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// decode turns a file's bytes into UTF-8 text with plain newlines, or says why it cannot.
func decode(raw []byte) (string, error) {
	text, err := toUTF8(raw)
	switch {
	case err != nil:
		return "", err
	case strings.TrimSpace(text) == "":
		return "", &problem{0, "is empty"}
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), nil
}

// isBinary reports whether raw has a NUL or more than one control character in a hundred bytes.
func isBinary(raw []byte) bool {
	controls := 0
	for _, b := range raw {
		switch {
		case b == 0:
			return true
		case b < ' ' && !bytes.ContainsRune([]byte("\t\n\v\f\r\x1b"), rune(b)):
			controls++
		}
	}
	return controls*100 > len(raw)
}

// tidy collapses white space and drops characters that are never seen: controls, soft hyphens, zero-width spaces and
// marks that force a direction (they could make a terminal or a reader show something else than what stands there), and
// tags and variation selectors beyond the basic plane, in which whole texts can be hidden.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r < ' ' && !strings.ContainsRune("\t\n\v\f\r", r), 0x7F <= r && r <= 0x9F && r != 0x85,
			r == 0xAD, r == 0x200B, r == 0x2060, r == 0xFEFF, 0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x2069,
			0xE0000 <= r && r <= 0xE01EF:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// shorten returns at most limit characters of s, cut between words and marked with an ellipsis.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	cut := string([]rune(s)[:limit])
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return fmt.Sprintf("%s…", strings.TrimRight(cut, " ,;:—–-"))
}
