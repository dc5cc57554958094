package mention

import (
	"dateline/retrieval"
)

// Kind guesses what bears a name.
type Kind uint8

// Unknown is a name that nothing tells apart. An Acronym is one of unknown meaning, a Code a name with a number (Su-24,
// resolution 2328), a Nationality an adjective or a people (Russian, Syrians).
const (
	Unknown Kind = iota
	Person
	Place
	Org
	Acronym
	Nationality
	Code
)

// Name is a proper name in a text.
type Name struct {
	retrieval.Span        // with the title before it, without a possessive ending
	Text           string // of the span
	Norm           string // lower case, no punctuation, accents or title: "john f kerry", "us", "al assad"
	Kind           Kind
}

// Names finds the proper names in text, in order and not overlapping: runs of capitalised words with their particles,
// titles and hyphens, acronyms, and codes. Words that only start a sentence, weekdays and months are none. Of lines that are
// all in capitals, which tell nothing, it returns nothing; of headlines in title case only what is known or stands elsewhere
// in the text as a name.
func Names(text string) []Name {
	ts := tokenize(text)
	r := newNameReader(text, ts)
	for i := 0; i < len(ts); {
		next := r.read(i)
		i = max(next, i+1)
	}
	r.settleKinds()
	return r.names
}

// tokenFlag is what a token's surroundings say of it.
type tokenFlag uint8

const (
	blocked tokenFlag = 1 << iota // part of a date or of a line in capitals
	initial                       // starts a sentence, a line or a quotation
	titled                        // in a line in title case
)

// nameReader reads names from tokens.
type nameReader struct {
	text  string
	ts    []token
	flags []tokenFlag
	names []Name
	norm  []byte // scratch

	sightings map[string]sighting // of every word, made when first asked for
}

func newNameReader(text string, ts []token) *nameReader {
	r := &nameReader{text: text, ts: ts, flags: make([]tokenFlag, len(ts))}
	for start := 0; start < len(ts); {
		end := start + 1
		for end < len(ts) && ts[end].gap < newLine {
			end++
		}
		r.flagLine(start, end)
		start = end
	}
	dates := dateReader{ts: ts}
	for i := 0; i < len(ts); {
		_, next := dates.read(i)
		for k := i; k < next; k++ {
			r.flags[k] |= blocked
		}
		i = max(next, i+1)
	}
	return r
}

// flagLine marks what case the line of tokens [from, to) is in, and its sentence starts.
func (r *nameReader) flagLine(from, to int) {
	words, caps, capitalised, ordinary, small := 0, 0, 0, 0, 0
	for i := from; i < to; i++ {
		t := &r.ts[i]
		if r.startsSentence(i) {
			r.flags[i] |= initial
		}
		if t.kind != word {
			continue
		}
		words++
		switch {
		case t.caps || t.upper && t.end-t.start == 1:
			caps++
			capitalised++
		case t.upper:
			capitalised++
			ordinary += ordinariness(t, r.flags[i])
		case !functionWords.has(t.lower):
			small++
		}
	}
	var flag tokenFlag
	switch {
	case words >= 3 && caps*5 >= words*4:
		flag = blocked
	case words >= 5 && small == 0 && capitalised >= 4 && ordinary >= 2 && !closing.has(lowerAt(r.ts, to-1)):
		flag = titled
	default:
		return
	}
	for i := from; i < to; i++ {
		r.flags[i] |= flag
	}
}

// ordinariness weighs how sure a capitalised word within a line is no name, so that the line must be in title case.
func ordinariness(t *token, flags tokenFlag) int {
	switch {
	case flags&initial != 0, t.lower == "may", t.lower == "will", orgHeads.has(t.lower), titles.has(t.lower):
		return 0
	case functionWords.has(t.lower):
		return 2
	case t.lower == t.bare() && (isPlural(t.lower) || hasOrdinaryEnding(t.lower) || starters.has(t.lower)):
		return 1
	}
	return 0
}

// closing marks end sentences, which headlines do not.
var closing = set{".": {}, "!": {}, "”": {}, "\"": {}, ",": {}, ";": {}, ":": {}}

// startsSentence reports whether a capital at i tells nothing because a sentence, a paragraph or a quotation starts there.
func (r *nameReader) startsSentence(i int) bool {
	if i == 0 || r.ts[i].gap == newBlock {
		return true
	}
	k := i - 1
	for k > 0 && (r.ts[k].is("(") || r.ts[k].is("[")) {
		k--
	}
	switch t := &r.ts[k]; t.lower {
	case "“", "\"", "«", "•", "*", "…", "?", "!", ":", "|", ">", "”", "—":
		return t.lower != "”" && t.lower != "\"" && t.lower != "—" && t.lower != ":" || r.quoteOpens(k)
	case ".":
		return t.kind == mark && !r.isAbbreviation(k-1, k)
	case "-":
		return t.gap >= newLine
	case "'":
		return t.gap != joined
	}
	return r.endsDotted(k) && (r.ts[i].gap == newLine || r.ts[k].kind == address || functionWords.has(r.ts[i].lower) || lowerAt(r.ts, i+1) == ":")
}

// quoteOpens reports whether the mark at k opens or ends a sentence rather than standing within it: `said: "We`, `over." He`.
func (r *nameReader) quoteOpens(k int) bool {
	switch r.ts[k].lower {
	case "\"":
		if r.ts[k].gap != joined || k == 0 {
			return true
		}
		fallthrough
	case "”":
		switch lowerAt(r.ts, k-1) {
		case ".", "!", "?":
			return true
		}
		return false
	case ":":
		return true
	}
	return false
}

// isAbbreviation reports whether the dot at k belongs to the word before it: Sen., F., St.
func (r *nameReader) isAbbreviation(i, k int) bool {
	if i < 0 || r.ts[i].kind != word || r.ts[k].gap != joined || k+1 >= len(r.ts) || r.ts[k+1].gap >= newBlock {
		return false
	}
	t := &r.ts[i]
	return t.upper && t.end-t.start == 1 || t.upper && abbreviations.has(t.lower)
}

// endsDotted reports whether the token at i carries its own dot, as "U.S." does at the end of a sentence.
func (r *nameReader) endsDotted(i int) bool {
	return r.text[r.ts[i].end-1] == '.'
}
