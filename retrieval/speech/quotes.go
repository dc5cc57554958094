package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// quote is a quotation as it stands in the text, and what was made of it.
type quote struct {
	mention.Quotation
	token    int
	sentence int
	host     int // the quotation that it is nested in, or -1
	before   int // the quotation of the paragraph before that it goes on, or -1
	verdict
}

// findQuotes finds the quotations of the blocks that are read, in order, and how they run over paragraphs.
func (r *reader) findQuotes(blocks []retrieval.Block) {
	found := mention.Quotations(r.text)
	running := -1 // the quotation that the paragraph before left open
	for i, b := range blocks {
		if !isRead(b) {
			running = -1
			continue
		}
		end := b.Start
		if closed, ok := closesFirst(r.text, b.Span); ok && running >= 0 {
			end = closed.Outer.End
			r.quotes = append(r.quotes, quote{Quotation: closed, host: -1, before: running, verdict: undecided(unspoken)})
		}
		host := -1
		for ; len(found) > 0 && found[0].Outer.End <= b.End; found = found[1:] {
			q := quote{Quotation: found[0], host: -1, before: -1, verdict: undecided(unspoken)}
			switch {
			case q.Outer.Start < b.Start || !q.Nested && q.Outer.Start < end:
				continue
			case q.Nested:
				q.host = host
			default:
				host, end = len(r.quotes), q.Outer.End
				if q.Outer.Start == b.Start {
					q.before = running
				}
			}
			r.quotes = append(r.quotes, q)
		}
		before := running
		running = -1
		if i+1 < len(blocks) && blocks[i+1].Kind == b.Kind {
			if open, ok := leftOpen(r.text, retrieval.Span{Start: end, End: b.End}, blocks[i+1].Span); ok {
				q := quote{Quotation: open, host: -1, before: -1, verdict: undecided(unspoken)}
				if open.Outer.Start == b.Start {
					q.before = before
				}
				running = len(r.quotes)
				r.quotes = append(r.quotes, q)
			}
		}
	}
}

// isRead reports whether somebody's words are looked for in a block.
func isRead(b retrieval.Block) bool { return b.Kind == retrieval.Body || b.Kind == retrieval.Caption }

const openingMarks = "“\"„«"

// leftOpen is the quotation that opens in a span without being closed there, where the next paragraph goes on with it: by an
// opening mark, or by closing it.
func leftOpen(text string, span, next retrieval.Span) (mention.Quotation, bool) {
	at := strings.LastIndexAny(span.In(text), openingMarks)
	if at < 0 {
		return mention.Quotation{}, false
	}
	at += span.Start
	opening, size := utf8.DecodeRuneInString(text[at:])
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	if at+size >= span.End || at > span.Start && !unicode.IsSpace(before) {
		return mention.Quotation{}, false
	}
	first, _ := utf8.DecodeRuneInString(next.In(text))
	if _, closed := closesFirst(text, next); first != opening && !closed {
		return mention.Quotation{}, false
	}
	return mention.Quotation{
		Outer: retrieval.Span{Start: at, End: span.End},
		Inner: retrieval.Span{Start: at + size, End: span.End},
	}, true
}

// closesFirst is the quotation from the start of a paragraph whose first mark is a closing one.
func closesFirst(text string, block retrieval.Span) (mention.Quotation, bool) {
	block.Start = block.End - len(strings.TrimLeftFunc(block.In(text), unicode.IsSpace))
	at := strings.IndexAny(block.In(text), openingMarks+"”»")
	if at <= 0 {
		return mention.Quotation{}, false
	}
	at += block.Start
	closing, size := utf8.DecodeRuneInString(text[at:])
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	if unicode.IsSpace(before) || strings.ContainsRune("“„«", closing) {
		return mention.Quotation{}, false
	}
	return mention.Quotation{
		Outer: retrieval.Span{Start: block.Start, End: at + size},
		Inner: retrieval.Span{Start: block.Start, End: at},
	}, true
}
