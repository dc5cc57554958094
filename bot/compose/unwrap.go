package compose

import (
	"regexp"
	"strings"
)

// unwrap takes an answer out of what models wrap it in: a fenced block, an object of JSON, quotation marks around the whole,
// a greeting before it. What it gives depends on the text alone and not on the pieces in which the text came: it holds text
// back for as long as what follows may change what it is.
type unwrap struct {
	buf    string
	stage  stage
	quoted bool   // the answer stands in quotation marks: the last one goes
	held   string // a closing mark that may be the last
	dated  bool   // a timeline is read: JSON's dates stand before what they date
}

// stage is where in an answer unwrap stands.
type stage int

const (
	atHead  stage = iota // nothing was let through yet
	atLine               // at the start of a line
	inLine               // within one
	inValue              // within JSON, which is read when all of it has come
)

// Add appends a piece of the stream and returns what is settled.
func (u *unwrap) Add(piece string) string {
	u.buf += piece
	return u.let(u.run(false), false)
}

// Rest returns what is left when the stream has ended.
func (u *unwrap) Rest() string { return u.let(u.run(true), true) }

// let keeps the quotation mark back that may be the last.
func (u *unwrap) let(text string, end bool) string {
	if !u.quoted {
		return text
	}
	text = u.held + text
	at := len(text)
	if m := lastMark.FindStringIndex(text); m != nil {
		at = m[0]
	}
	u.held = text[at:]
	if end {
		u.held = ""
	}
	return text[:at]
}

var lastMark = regexp.MustCompile(`["”]\s*$`)

func (u *unwrap) run(end bool) string {
	var out strings.Builder
	for u.buf != "" || end {
		text, n := u.next(end)
		if n == 0 {
			break
		}
		out.WriteString(text)
		u.buf = u.buf[n:]
	}
	return out.String()
}

// next reads what stands at the head of buf: what to let through of it, and how many bytes are done with; 0 where more has
// to come first.
func (u *unwrap) next(end bool) (text string, n int) {
	switch u.stage {
	case inLine:
		n = strings.IndexByte(u.buf, '\n') + 1
		if n == 0 {
			return u.buf, len(u.buf)
		}
		u.stage = atLine
		return u.buf[:n], n
	case inValue:
		if !end || u.buf == "" {
			return "", 0
		}
		u.stage = atLine
		return readValue(u.buf, u.dated)
	}
	blank := len(u.buf) - len(strings.TrimLeft(u.buf, " \t\r\n"))
	if blank > 0 {
		return u.buf[:blank], blank
	}
	if u.buf == "" {
		return "", 0
	}
	if n, wait := fence(u.buf, end); wait || n > 0 {
		return "", n
	}
	if isValue, wait := beginsValue(u.buf, end); wait {
		return "", 0
	} else if isValue {
		u.stage = inValue
		return u.next(end)
	}
	if u.stage == atHead {
		if n, wait := preambleOf(u.buf, end); wait || n > 0 {
			return "", n
		}
		if n, wait := openingMark(u.buf, end); wait || n > 0 {
			if n > 0 {
				u.quoted, u.stage = true, atLine
			}
			return "", n
		}
	}
	u.stage = inLine
	return u.next(end)
}

var fenceLine = regexp.MustCompile("^(?:```+|~~~+)[ \t]*[A-Za-z0-9+-]*[ \t]*\r?(?:\n|$)")

// fence is the length of the line that opens or closes a block of code.
func fence(text string, end bool) (n int, wait bool) {
	const longest = 40
	switch {
	case !end && len(text) < 3 && (strings.HasPrefix("```", text) || strings.HasPrefix("~~~", text)):
		return 0, true
	case !strings.HasPrefix(text, "```") && !strings.HasPrefix(text, "~~~"):
		return 0, false
	case !end && len(text) < longest && !strings.Contains(text, "\n"):
		return 0, true
	}
	if m := fenceLine.FindString(text[:min(longest, len(text))]); m != "" {
		return len(m), false
	}
	return 3, false
}

// beginsValue reports whether text begins as an object or a list of JSON; [1] is a marker.
func beginsValue(text string, end bool) (isValue, wait bool) {
	if text[0] != '{' && text[0] != '[' {
		return false, false
	}
	within := " \t\r\n"
	if text[0] == '[' {
		within += "[" // a list of lists
	}
	rest := strings.TrimLeft(text[1:], within)
	if rest == "" {
		return false, !end
	}
	if text[0] == '{' {
		return strings.IndexByte(`"'}`, rest[0]) >= 0, false
	}
	return strings.IndexByte(`"'{`, rest[0]) >= 0, false
}

// How models greet before they answer, or head their answer: "Sure!", "Here is the answer:", "**Answer**".
var (
	greeting = regexp.MustCompile(`(?i)^[\s*_#>]*(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|great(?: question)?|gladly|no problem|happy to help)[!.:]$`)
	heading  = regexp.MustCompile(`(?i)^[\s*_#>]*(?:(?:sure|certainly|of course|absolutely|okay|ok|yes)[\s,;–—-]+)?` +
		`(?:(?:here(?:['’]s| is| are)|below (?:is|are))\b[^\n\[]*:|` +
		`(?:the |my |your |a )?(?:(?:final|short|direct|brief|concise|full|complete) )*(?:answer|response|summary|reply|output|result|json)` +
		`(?: to (?:the|your|this) question)?(?: (?:is(?: as follows)?|in json(?: format)?))?\s*[*_]*\s*(?::|\n))$`)
)

// preambleOf is the length of a greeting or heading at the start of text. It is told at the first stop, colon or line break.
func preambleOf(text string, end bool) (n int, wait bool) {
	const longest = 160
	at := strings.IndexAny(text, ".!?:\n")
	switch {
	case at < 0 && !end && len(text) < longest:
		return 0, true
	case at < 0 || at >= longest:
		return 0, false
	}
	first := text[:at+1]
	if !greeting.MatchString(first) && !heading.MatchString(first) {
		return 0, false
	}
	rest := strings.TrimLeft(text[at+1:], "*_")
	if rest == "" && !end {
		return 0, true
	}
	return len(text) - len(rest), false
}

// openingMark is the length of a quotation mark that opens the whole answer and not a quotation in it: it is not closed, a
// marker stands before its close, or nothing follows that.
func openingMark(text string, end bool) (n int, wait bool) {
	const longest = 600
	mark, closing := `"`, `"`
	if strings.HasPrefix(text, "“") {
		mark, closing = "“", "”"
	} else if !strings.HasPrefix(text, mark) {
		if !end && len(text) < len("“") && strings.HasPrefix("“", text) {
			return 0, true
		}
		return 0, false
	}
	first := text[len(mark):min(len(text), longest)]
	at := strings.Index(first, closing)
	cited := marker.FindStringIndex(first)
	switch {
	case cited != nil && (at < 0 || cited[0] < at):
		return len(mark), false
	case at < 0 && !end && len(text) < longest:
		return 0, true
	case at < 0:
		return len(mark), false
	}
	switch after := strings.TrimSpace(text[len(mark)+at+len(closing):]); {
	case after != "":
		return 0, false
	case end:
		return len(mark), false
	}
	return 0, true
}
