package compose

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain takes the markup out of an answer: tags, emphasis, tables, links and addresses, of which the words stay and the
// targets go; and the list of sources that models put under an answer. Like unwrap, it holds text back for as long as
// what follows may change what it is.
type plain struct {
	buf     string
	written strings.Builder
	inLine  bool
	listing bool // within a list of sources
	last    rune // before buf
	word    int  // letters right before buf
	braces  int  // of commands of TeX that are open
	source  func(line string) bool
}

// Add appends a piece and returns what is settled.
func (p *plain) Add(piece string) string {
	p.buf += piece
	return p.run(false)
}

// Rest returns what is left when the answer has ended.
func (p *plain) Rest() string { return p.run(true) }

func (p *plain) run(end bool) string {
	for p.buf != "" {
		if p.inLine && !p.inline(end) || !p.inLine && !p.startLine(end) {
			break
		}
	}
	text := p.written.String()
	p.written.Reset()
	return text
}

// emit lets the first n bytes of buf go, and writes text for them.
func (p *plain) emit(n int, text string) bool {
	for _, r := range p.buf[:n] {
		p.last = r
		if p.word++; !unicode.IsLetter(r) {
			p.word = 0
		}
	}
	p.buf = p.buf[n:]
	p.written.WriteString(text)
	return true
}

// longestLine is how many bytes of a line are waited for.
const longestLine = 600

// line is the first line of text with its end, "" where its end has not come.
func line(text string, end bool) string {
	at := strings.IndexByte(text, '\n')
	switch {
	case at >= 0 && at < longestLine:
		return text[:at+1]
	case at < 0 && end && len(text) < longestLine:
		return text
	}
	return ""
}

// What begins lines that are no sentences.
var (
	sourcesHead = regexp.MustCompile(`(?i)^[\s*_#>(-]*(?:the )?(?:list of |cited |used )?(?:sources?|references?|citations?|footnotes?|bibliography|works cited|passages?)` +
		`(?: (?:used|cited|consulted|list))?(?:\(s\))?[*_]*\s*(?::|$)`)
	footnote  = regexp.MustCompile(`^[\s*-]*\[\^?\d{1,3}\](?::|\s*<?https?://)|^[\s*-]*\[\^\d{1,3}\]`)
	numbered  = regexp.MustCompile(`^(?:[-*•–]\s|[\[【]|\d{1,2}[.)]\s)`)
	listed    = regexp.MustCompile(`(?i)^\s*(?:[-*•–]|\d{1,2}[.):]|[\[【(]\^?#?(?:(?:source|passage)s? )?\d|(?:source|passage)s? \d|<?https?://|www\.|")`)
	ended     = regexp.MustCompile(`[.!?。！？]["”’)*_\]]*(?:` + markerForm + `)*\s*$`)
	separator = regexp.MustCompile(`^[\s|:+-]*-[\s|:+-]*$`)
)

// startLine reads what a line begins with. It reports false where more has to come first.
func (p *plain) startLine(end bool) bool {
	blank := len(p.buf) - len(strings.TrimLeft(p.buf, " \t\r"))
	text := p.buf[blank:]
	waiting := !end && !strings.Contains(p.buf, "\n") && len(p.buf) < longestLine
	switch whole := line(p.buf, end); {
	case text == "":
		return end && p.emit(blank, "")
	case text[0] == '\n':
		return p.emit(blank+1, "\n")
	case p.listing:
		if waiting {
			return false
		}
		if whole != "" && (listed.MatchString(whole) || p.isSource(whole) || !ended.MatchString(whole)) {
			return p.emit(len(whole), "\n")
		}
		p.listing = false
		return p.startLine(end)
	case text[0] == '|':
		return p.startRow(end, waiting, whole)
	case waiting && len(text) < len("10. "):
		return false
	case numbered.MatchString(text): // it may be a source that no head announces
		if waiting {
			return false
		}
		if whole != "" && (footnote.MatchString(whole) || p.isSource(whole)) {
			p.listing = true
			return p.emit(len(whole), "\n")
		}
	}
	const longestHead = 60
	head := p.buf[:min(len(p.buf), longestHead)]
	at := strings.IndexAny(head, ":.[\n")
	switch {
	case at < 0 && !end && len(p.buf) < longestHead:
		return false
	case at < 0 && len(p.buf) < longestHead:
		at = len(head)
	}
	if at >= 0 && (at == len(head) || head[at] != '.' && head[at] != '[') {
		if sourcesHead.MatchString(strings.TrimSpace(head[:min(at+1, len(head))])) {
			p.listing = true
		}
	}
	p.inLine = true
	return true
}

// startRow reads a row of a table: its cells make a line. The row over a separator names the columns and goes.
func (p *plain) startRow(end, waiting bool, whole string) bool {
	switch {
	case waiting:
		return false
	case whole == "":
		p.inLine = true
		return true
	case separator.MatchString(whole):
		return p.emit(len(whole), "")
	}
	if after := strings.TrimLeft(p.buf[len(whole):], " \t\r"); after == "" && !end && strings.HasSuffix(whole, "\n") {
		return false
	} else if strings.HasPrefix(after, "|") {
		next := line(after, end)
		if next == "" && !end && len(after) < longestLine {
			return false
		}
		if next != "" && separator.MatchString(next) {
			return p.emit(len(whole), "")
		}
	}
	var cells []string
	for cell := range strings.SplitSeq(strings.TrimSpace(whole), "|") {
		if cell = strings.TrimSpace(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	p.buf = strings.ReplaceAll(strings.Join(cells, ", "), "., ", ". ") + "\n" + p.buf[len(whole):]
	p.inLine = true
	return true
}

// isSource reports whether a line is one of the sources' own: a number and a headline.
func (p *plain) isSource(line string) bool { return p.source != nil && p.source(line) }

// inline reads the next mark or character within a line. It reports false where more has to come first.
func (p *plain) inline(end bool) bool {
	text := p.buf
	if p.listing { // the rest of the line that heads a list of sources
		at := strings.IndexByte(text, '\n')
		if at < 0 {
			return p.emit(len(text), "")
		}
		p.inLine = false
		return p.emit(at+1, "\n")
	}
	if !utf8.FullRuneInString(text) && !end {
		return false
	}
	if (p.last == '.' || p.last == '!' || p.last == '?') && opensMarker(text) { // "called.[^1] He": the stop ends a sentence
		p.written.WriteByte(' ')
		p.last = ' '
	}
	if ok, known := p.note(end); known {
		return ok
	}
	switch text[0] {
	case '\n':
		p.inLine, p.braces = false, 0
		return p.emit(1, "\n")
	case '<':
		return p.tag(end)
	case '[':
		return p.link(0, end)
	case '!':
		if len(text) == 1 && !end {
			return false
		}
		if strings.HasPrefix(text, "![") {
			return p.link(1, end)
		}
	case '*', '_', '~', '`':
		return p.emphasis(end)
	case '\\':
		if len(text) == 1 && !end {
			return false
		}
		if len(text) > 1 && text[1] < utf8.RuneSelf && unicode.In(rune(text[1]), unicode.P, unicode.S) {
			return p.emit(2, text[1:2])
		}
	case '&':
		return p.entity(end)
	case 'h', 'H', 'w', 'W':
		if unicode.IsLetter(p.last) || unicode.IsDigit(p.last) {
			break
		}
		if n, wait := address(text, end); wait || n > 0 {
			return !wait && p.emit(n, "")
		}
	}
	_, size := utf8.DecodeRuneInString(text)
	return p.emit(size, text[:size])
}

func opensMarker(text string) bool {
	return text[0] == '[' || text[0] == '(' || strings.HasPrefix(text, "【") || strings.HasPrefix(text, "［") || strings.HasPrefix(text, "（")
}

// tag drops an HTML tag; one that ends a line or paragraph becomes a line break.
func (p *plain) tag(end bool) bool {
	const longest = 300
	text := p.buf[:min(len(p.buf), longest)]
	if len(text) == 1 && !end {
		return false
	}
	if len(text) == 1 || !isASCIILetter(text[1]) && text[1] != '/' && text[1] != '!' {
		return p.emit(1, "<")
	}
	at := strings.IndexAny(text[1:], "<>\n") + 1
	switch {
	case at == 0 && !end && len(text) < longest:
		return false
	case at == 0 || text[at] != '>':
		return p.emit(1, "<")
	}
	if breaks.MatchString(text[1:at]) {
		p.emit(at+1, "\n")
		p.inLine = false
		return true
	}
	return p.emit(at+1, "")
}

var breaks = regexp.MustCompile(`(?i)^/?(?:br|p|div|li|ul|ol|tr|table|h[1-6]|blockquote|pre)\b`)

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// link reads a link or, behind skip bytes, an image. Of a link the text stays, of an image nothing.
func (p *plain) link(skip int, end bool) bool {
	const longest = 1000
	text := p.buf[:min(len(p.buf), longest)]
	waiting := !end && len(p.buf) < longest
	inner := bracketed(text[skip:], '[', ']')
	if inner < 0 {
		if waiting && !strings.Contains(text, "\n") {
			return false
		}
		return p.emit(skip+1, text[:skip+1])
	}
	rest := text[skip+inner:]
	if rest == "" && waiting {
		return false
	}
	target := 0
	if strings.HasPrefix(rest, "(") {
		if target = bracketed(rest, '(', ')'); target < 0 && waiting && !strings.Contains(rest, "\n") {
			return false
		}
	}
	if target <= 0 || !linked.MatchString(rest[1:target-1]) {
		return p.emit(skip+1, text[:skip+1])
	}
	words := text[skip+1 : skip+inner-1]
	switch {
	case skip > 0:
		words = ""
	case marker.MatchString("[" + words + "]"):
		return p.emit(skip+inner+target, "["+words+"]")
	}
	p.buf = words + p.buf[skip+inner+target:]
	return true
}

// linked is the target of a link.
var linked = regexp.MustCompile(`^\s*(?:<[^>]*>|(?i:https?:|www\.|mailto:|/|#|\./)\S*|[\w-]+(?:\.[\w/-]+)+\S*|)\s*(?:"[^"]*"|'[^']*')?\s*$`)

// bracketed is the length of text up to the bracket that closes its first, or -1; brackets do not reach over lines.
func bracketed(text string, open, closing byte) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case open:
			depth++
		case closing:
			if depth--; depth == 0 {
				return i + 1
			}
		case '\n':
			return -1
		}
	}
	return -1
}

// emphasis drops the marks of bold, italics and code, and leaves those that stand between words of their own: 5 * 3, a_b.
func (p *plain) emphasis(end bool) bool {
	mark := p.buf[0]
	rest := strings.TrimLeft(p.buf, string(mark))
	run := len(p.buf) - len(rest)
	if rest == "" && !end || !utf8.FullRuneInString(rest) && !end {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	alone := rest == "" || unicode.IsSpace(next)
	before := p.last == 0 || unicode.IsSpace(p.last)
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	switch {
	case mark == '~' && run < 2,
		mark == '*' && run == 1 && alone && before,
		mark == '_' && run == 1 && (alone && before || isWord(p.last) && isWord(next)):
		return p.emit(run, p.buf[:run])
	}
	p.buf = rest // and what stood before the marks stands before what follows them
	return true
}

// entity writes a character that HTML names.
func (p *plain) entity(end bool) bool {
	const longest = 12
	text := p.buf[:min(len(p.buf), longest)]
	at := strings.IndexFunc(text[1:], func(r rune) bool {
		return !(r < utf8.RuneSelf && isASCIILetter(byte(r)) || '0' <= r && r <= '9' || r == '#')
	}) + 1
	if at == 0 && !end && len(text) < longest {
		return false
	}
	if at > 1 && text[at] == ';' {
		if char := html.UnescapeString(text[:at+1]); char != text[:at+1] {
			return p.emit(at+1, strings.ReplaceAll(char, "\u00a0", " "))
		}
	}
	return p.emit(1, "&")
}

// address is the length of a web address at the start of text, without the stop that ends the sentence.
func address(text string, end bool) (n int, wait bool) {
	const longest = 2000
	begun := strings.ToLower(text[:min(len(text), len("https://"))])
	isAddress := false
	for _, scheme := range []string{"https://", "http://", "www."} {
		if len(begun) < len(scheme) && strings.HasPrefix(scheme, begun) && !end {
			return 0, true
		}
		isAddress = isAddress || strings.HasPrefix(begun, scheme)
	}
	if !isAddress {
		return 0, false
	}
	n = strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>\"“”|[]【】", r) })
	switch {
	case n < 0 && !end && len(text) < longest:
		return 0, true
	case n < 0 || n > longest:
		n = min(len(text), longest)
	}
	return len(strings.TrimRight(text[:n], ".,;:!?)*_'’")), false
}
