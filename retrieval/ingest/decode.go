package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// decode turns a file's bytes into UTF-8 text with plain newlines, or says why it cannot.
func decode(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return "", &problem{0, "is in UTF-16; save it as UTF-8"}
	case bytes.HasPrefix(raw, []byte{0xEF, 0xBB, 0xBF}):
		raw = raw[3:]
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return "", &problem{0, "is empty"}
	}
	if isBinary(raw) {
		return "", &problem{0, "is binary, not text"}
	}
	if !utf8.Valid(raw) {
		return "", &problem{badLine(raw), "is not UTF-8; save it as UTF-8"}
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(raw)), nil
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

// badLine is the line of the first byte that is not UTF-8.
func badLine(raw []byte) int {
	at := 0
	for at < len(raw) {
		r, size := utf8.DecodeRune(raw[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return 1 + bytes.Count(raw[:at], []byte("\n"))
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
