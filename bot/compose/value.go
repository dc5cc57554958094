package compose

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// readValue reads an answer in JSON that text begins with, cut short or not quite right though it may be, and writes it as
// a model writes plain text: its sentences with their markers, a line a string; of a timeline, with its date before it. n is
// where the value ends.
func readValue(text string, dated bool) (plain string, n int) {
	r := valueReader{text: text}
	v := r.value(0)
	w := valueWriter{dated: dated}
	w.write(v, nil, "")
	return "\n" + w.String() + "\n", max(1, r.at)
}

// value is one value of JSON: a string, a number or a word as text, or a list or object with parts.
type value struct {
	name  string // of a field, its letters in lower case
	text  string
	isIn  bool // quotation marks
	whole bool // its end has come
	parts []value
}

// The fields of answers, by what they hold. A field of another name is read only where an object has none of answers.
var (
	answerFields = wordSet(`answer answers text claim claims sentence sentences statement statements point points response summary reply event events description timeline entry entries line lines
		result results output message content finalanswer paragraph paragraphs facts fact bullets`)
	markerFields = wordSet(`source sources citation citations cite cites cited marker markers passage passages reference references ref refs
		passagenumber passagenumbers sourcenumber sourcenumbers passageid passageids sourceid sourceids evidence`)
	dateFields  = wordSet(`date day when from start`)
	otherFields = wordSet(`reasoning reason thought thoughts thinking analysis explanation confidence score question query topic title
		headline language type role status answerable found supported id n number index quote quotes quotation quotations outlet date note notes`)
)

func wordSet(list string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		all[w] = true
	}
	return all
}

// valueWriter writes a value as plain text.
type valueWriter struct {
	strings.Builder
	dated bool // of a timeline: dates are written
}

// write gives the sentences of a value, each with the numbers that its own object cites, behind its date. Several numbers for
// several sentences say of none which is its own, so that they go without.
func (w *valueWriter) write(v value, numbers []int, date string) {
	if v.isIn {
		w.writeText(v, numbers, date)
		return
	}
	if n := len(v.parts); n > 1 && v.parts[0].isIn && v.parts[0].name == "" { // a sentence and its numbers: ["…", 1]
		cites := value{parts: v.parts[1:]}
		if all := cites.numbers(); len(all) == n-1 {
			w.write(v.parts[0], all, date)
			return
		}
	}
	knows := false
	for _, part := range v.parts {
		if markerFields[part.name] {
			numbers = part.numbers()
		}
		if w.dated && dateFields[part.name] {
			date = part.text
		}
		knows = knows || answerFields[part.name]
	}
	for _, part := range v.parts {
		switch {
		case markerFields[part.name], otherFields[part.name], w.dated && dateFields[part.name], knows && part.isIn && part.name != "" && !answerFields[part.name]:
		default:
			w.write(part, numbers, date)
		}
	}
}

func (w *valueWriter) writeText(v value, numbers []int, date string) {
	all := segment.Sentences(v.text)
	if date != "" {
		w.WriteString(date + " — ")
		all = []retrieval.Span{{End: len(v.text)}}
	}
	mine := len(numbers) > 0 && v.whole && (len(numbers) == 1 || len(all) == 1) && !marker.MatchString(v.text)
	if !mine {
		w.WriteString(v.text + "\n")
		return
	}
	for _, s := range all {
		w.WriteString(s.In(v.text))
		for _, n := range numbers {
			w.WriteString(" [" + strconv.Itoa(n) + "]")
		}
		w.WriteByte('\n')
	}
}

// onlyNumbers is a string that names passages: "1", "[1]", "Passage 2", "1, 2".
var onlyNumbers = regexp.MustCompile(`(?i)^\W*(?:(?:passage|source)s?\W*)?\d{1,3}(?:[\s,;&\[\]]+(?:and\s+)?(?:(?:passage|source)s?\W*)?\d{1,3})*\W*$`)

// numbers are the passages that a field of citations names.
func (v value) numbers() (all []int) {
	if len(v.parts) == 0 && onlyNumbers.MatchString(v.text) {
		for _, m := range number.FindAllStringSubmatch(v.text, -1) {
			n, _ := strconv.Atoi(m[1])
			all = append(all, n)
		}
	}
	for _, part := range v.parts {
		switch part.name {
		case "", "id", "n", "number", "index", "passage", "source", "marker", "passageid", "sourceid", "passagenumber", "sourcenumber":
			all = append(all, part.numbers()...)
		}
	}
	return all
}

// valueReader reads JSON and forgives: values cut short, single quotation marks, line breaks and quotation marks within
// strings, commas too many.
type valueReader struct {
	text string
	at   int
}

const deepest = 32

func (r *valueReader) value(depth int) value {
	r.skip(" \t\r\n")
	switch c := r.peek(); {
	case (c == '{' || c == '[') && depth < deepest:
		return r.list(c, depth)
	case c == '"' || c == '\'':
		return r.quoted(c)
	}
	start := r.at
	for r.at < len(r.text) && strings.IndexByte(",:]}\n", r.text[r.at]) < 0 {
		r.at++
	}
	return value{text: strings.TrimSpace(r.text[start:r.at]), whole: r.at < len(r.text)}
}

// list reads an object or a list.
func (r *valueReader) list(open byte, depth int) value {
	r.at++
	var v value
	for {
		r.skip(" \t\r\n,")
		switch c := r.peek(); {
		case c == 0:
			return v
		case c == ']' || c == '}':
			r.at++
			v.whole = true
			return v
		}
		from := r.at
		part := r.value(depth + 1)
		r.skip(" \t\r\n")
		if open == '{' && r.peek() == ':' {
			r.at++
			name := fieldName(part.text)
			part = r.value(depth + 1)
			part.name = name
		} else if open == '{' {
			part = value{} // a name whose value did not come
		}
		v.parts = append(v.parts, part)
		if r.at == from {
			r.at++ // what is no value is passed over
		}
	}
}

func fieldName(s string) string {
	return strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' {
			return c
		}
		return -1
	}, strings.ToLower(s))
}

// quoted reads a string. Its mark ends it only where JSON goes on behind it.
func (r *valueReader) quoted(mark byte) value {
	r.at++
	v := value{isIn: true}
	var out strings.Builder
	for r.at < len(r.text) && !v.whole {
		c := r.text[r.at]
		switch {
		case c == '\\':
			out.WriteString(r.escape())
			continue
		case c == mark && r.endsHere():
			v.whole = true
		default:
			out.WriteByte(c)
		}
		r.at++
	}
	v.text = out.String()
	return v
}

// endsHere reports whether the quotation mark at r.at ends its string: a comma, colon or bracket follows, or nothing.
func (r *valueReader) endsHere() bool {
	rest := strings.TrimLeft(r.text[r.at+1:], " \t\r\n")
	return rest == "" || strings.IndexByte(",:]}", rest[0]) >= 0
}

func (r *valueReader) escape() string {
	if r.at+1 >= len(r.text) {
		r.at++
		return ""
	}
	c := r.text[r.at+1]
	r.at += 2
	switch c {
	case 'n', 'r':
		return "\n"
	case 't', 'b', 'f':
		return " "
	case 'u':
		first, ok := r.hex()
		if !ok {
			return ""
		}
		if utf16.IsSurrogate(first) && strings.HasPrefix(r.text[r.at:], `\u`) {
			r.at += 2
			second, _ := r.hex()
			return string(utf16.DecodeRune(first, second))
		}
		return string(first)
	}
	if c < utf8.RuneSelf {
		return string(rune(c))
	}
	r.at-- // not an escape
	return ""
}

func (r *valueReader) hex() (rune, bool) {
	if r.at+4 > len(r.text) {
		r.at = len(r.text)
		return 0, false
	}
	n, err := strconv.ParseUint(r.text[r.at:r.at+4], 16, 32)
	if err == nil {
		r.at += 4
	}
	return rune(n), err == nil
}

func (r *valueReader) skip(these string) {
	for r.at < len(r.text) && strings.IndexByte(these, r.text[r.at]) >= 0 {
		r.at++
	}
}

func (r *valueReader) peek() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}
