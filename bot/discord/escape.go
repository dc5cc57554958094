package discord

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
)

// units counts a text as Discord's clients do, in UTF-16 code units; there are never fewer of them than characters.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// plain is a text on one line, without what shows nothing or turns the direction of writing.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	return strings.Join(strings.Fields(text), " ")
}

// nothing is a zero-width space: it keeps apart what Discord would read as one.
const nothing = "\u200b"

var (
	marks = strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "~", `\~`, "|", `\|`, "[", `\[`, "]", `\]`, "#", `\#`, ">", `\>`,
		"<", "<"+nothing, "@everyone", "@"+nothing+"everyone", "@here", "@"+nothing+"here", "://", ":"+nothing+"//",
	)
	parentheses = strings.NewReplacer("(", `\(`, ")", `\)`)
	listed      = regexp.MustCompile(`^(\d+)\.`)
)

// escape makes a text, put on one line, show as what it is: no formatting, no link, no mention comes of it.
func escape(text string) string {
	text = marks.Replace(plain(text))
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
		return `\` + text // no list at the beginning of a line
	}
	return listed.ReplaceAllString(text, `$1\.`)
}

// escapeTo escapes as much of a text as fits into n units.
func escapeTo(text string, n int) string {
	text = plain(text)
	for room := n; ; room = room * 3 / 4 {
		if escaped := escape(cut(text, room)); units(escaped) <= n {
			return escaped
		}
	}
}

// cut shortens a plain text to n units, an ellipsis included: between words, and not within a quotation. Where the text
// begins with a quotation that is too long, the mark is closed behind the ellipsis.
func cut(text string, n int) string {
	if units(text) <= n {
		return text
	}
	const closing = 2 // the ellipsis and a quotation mark
	end, room := 0, n-closing
	for i, r := range text {
		if room -= utf16.RuneLen(r); room < 0 {
			end = i
			break
		}
	}
	if end == 0 {
		return ""
	}
	kept := text[:end]
	if i := strings.LastIndexByte(kept, ' '); i > 0 && text[end] != ' ' {
		kept = kept[:i]
	}
	at, mark := openQuotation(kept)
	if before := strings.TrimRight(kept[:max(at, 0)], " ,;:"); before != "" {
		return before + "…"
	}
	return strings.TrimRight(kept, " ,;:") + "…" + mark
}

// openQuotation finds the quotation mark that a text leaves open and the one that would close it; at is -1 where none is.
func openQuotation(text string) (at int, closing string) {
	at = -1
	for i, r := range text {
		switch {
		case at >= 0 && strings.HasPrefix(text[i:], closing):
			at, closing = -1, ""
		case at < 0 && r == '“':
			at, closing = i, "”"
		case at < 0 && r == '"':
			at, closing = i, `"`
		}
	}
	return at, closing
}

// maxURL is the longest address that stands behind a headline; it is Discord's limit for a button that links.
const maxURL = 512

// unlinkable are the characters that end or break a link where they stand in its address.
var unlinkable = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", `"`, "%22", `\`, "%5C",
	"`", "%60", "{", "%7B", "|", "%7C", "}", "%7D", "^", "%5E", "@", "%40")

// link shows a text that leads to an address: as a link, or with the address behind it where it is too long for one or
// the text would break it, or alone where the address is none that may be followed.
func link(text, address string) string {
	bold := "**" + escape(text) + "**"
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || plain(address) != address {
		return bold
	}
	address = unlinkable.Replace(address)
	if units(address) > maxURL || !paired(text) {
		return bold + " <" + address + ">"
	}
	return "[" + parentheses.Replace(escape(text)) + "](" + address + ")"
}

// paired tells whether a text's square brackets pair; Discord ends a link's text at one that does not.
func paired(text string) bool {
	open := 0
	for _, r := range text {
		switch r {
		case '[':
			open++
		case ']':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0
}
