package bot

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"dateline/retrieval"
)

// Bounds of a link.
const (
	MaxLink    = 512 // bytes: what Discord takes behind a button
	wholeQuote = 60  // characters up to which a quotation stands in a link as a whole
	endWords   = 4   // of a longer one, at either end; more where they stand elsewhere too
	mostWords  = 12
	ledBy      = 3 // words before an ambiguous quotation
)

// ArticlePath is the page of an article in the reading room: at a passage where that is not "", and at the bytes of it that are
// cited where those are any.
func ArticlePath(article, passage string, cited retrieval.Span) string {
	path := "/article/" + url.PathEscape(article)
	if passage == "" {
		return path
	}
	path += "?p=" + url.QueryEscape(passage)
	if cited.Len() > 0 {
		path += fmt.Sprintf("&q=%d-%d", cited.Start, cited.End)
	}
	return path + "#cited"
}

// directive begins what a browser does with a page instead of looking an anchor up.
const directive = ":~:"

// Link is an address with a text fragment behind it, so that a browser jumps to the quoted words of the passage and marks
// them: url#:~:text=[before-,]first words[,last words], as the WICG's "URL Fragment Text Directives" has it. Words before
// the quotation are named where the passage has the same words earlier. It is the address alone where that is no web page,
// where the passage does not hold the quotation, or where the link would have more than MaxLink bytes.
func Link(address, passage, quote string) string {
	quote = strings.TrimSpace(quote)
	at := strings.Index(passage, quote)
	lower := strings.ToLower(address)
	if quote == "" || at < 0 || !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return address
	}
	link, _, _ := strings.Cut(address, directive)
	if !strings.Contains(link, "#") {
		link += "#"
	}
	link += directive + "text=" + fragment(passage, at, at+len(quote))
	if len(link) > MaxLink {
		return address
	}
	return link
}

// fragment is the text directive for passage[start:end].
func fragment(passage string, start, end int) string {
	quote := passage[start:end]
	first, last := quote, ""
	if len([]rune(quote)) > wholeQuote || strings.ContainsAny(quote, "\n\r") {
		for n := endWords; n <= mostWords; n++ {
			first, last = ends(quote, n)
			if last == "" || leads(passage, start, end, first, last) {
				break
			}
		}
	}
	text := escaped(first)
	if last != "" {
		text += "," + escaped(last)
	}
	if !leads(passage, start, end, first, last) {
		if before := wordsBefore(passage[:start]); before != "" {
			text = escaped(before) + "-," + text
		}
	}
	return text
}

// ends are the first and the last n words of a quotation, each of one line; all of it and nothing where they would meet.
func ends(quote string, n int) (first, last string) {
	lines := slices.DeleteFunc(strings.FieldsFunc(quote, func(r rune) bool { return r == '\n' || r == '\r' }), func(l string) bool { return strings.TrimSpace(l) == "" })
	head, tail := strings.Fields(lines[0]), strings.Fields(lines[len(lines)-1])
	if len(lines) == 1 && len(head) <= 2*n {
		return strings.TrimSpace(lines[0]), ""
	}
	return strings.Join(head[:min(n, len(head))], " "), strings.Join(tail[max(0, len(tail)-n):], " ")
}

// leads reports whether a browser that looks for the words from the passage's beginning on finds passage[start:end].
func leads(passage string, start, end int, first, last string) bool {
	text := flat(passage)
	from := find(text, flat(first), 0)
	if from != len(flat(passage[:start]+"x"))-1 {
		return false
	}
	if last == "" {
		return true
	}
	last = flat(last)
	to := find(text, last, from+len(flat(first)))
	return to >= 0 && to+len(last) == len(flat(passage[:end]))
}

// flat is a text as browsers compare it: in small letters, one blank for any white space.
func flat(text string) string {
	lead := ""
	if strings.TrimLeftFunc(text, unicode.IsSpace) != text {
		lead = " "
	}
	return lead + strings.Join(strings.Fields(strings.ToLower(text)), " ")
}

// find is where words stand in text, from a place on, as whole words; -1 where nowhere.
func find(text, words string, from int) int {
	for from <= len(text) {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return -1
		}
		at += from
		before := strings.TrimRightFunc(text[:at], isLetter)
		behind := strings.TrimLeftFunc(text[at+len(words):], isLetter)
		if len(before) == at && len(behind) == len(text)-at-len(words) {
			return at
		}
		from = at + 1
	}
	return -1
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordsBefore are the last words of a text, of its last line.
func wordsBefore(text string) string {
	if i := strings.LastIndexAny(strings.TrimRight(text, " \t"), "\n\r"); i >= 0 {
		text = text[i+1:]
	}
	w := strings.Fields(text)
	return strings.Join(w[max(0, len(w)-ledBy):], " ")
}

// escaped is a text as a directive's term: all but letters, digits and a few marks of ASCII is percent-encoded, so that
// "-", "," and "&" are no syntax.
func escaped(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(strings.Join(strings.Fields(text), " ")) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
