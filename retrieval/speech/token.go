package speech

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
)

type tokenKind uint8

const (
	word   tokenKind = iota // with its hyphens and apostrophes: spokesman, 45-year-old, didn't
	mark                    // of punctuation; a full stop only where it ends its sentence
	named                   // a whole name
	quoted                  // a whole quotation, marks included
	none                    // no token
)

type token struct {
	retrieval.Span
	kind  tokenKind
	lower string // a word without its possessive or contracted ending, or the mark
	upper bool   // a word that begins with a capital
	owns  bool   // has a possessive ending: Kerry’s, residents’
	dated bool   // belongs to a date
	at    int    // which name, or which quotation
}

// is reports whether the token is one of these words or marks.
func (t *token) is(any ...string) bool { return t.kind <= mark && slices.Contains(any, t.lower) }

// isDash reports whether the token is a dash.
func (t *token) isDash() bool { return t.is("—", "–") }

// isVerbal reports whether the token is an auxiliary, or a form of to be.
func (t *token) isVerbal() bool { return t.in(be) || t.in(auxiliary) }

// isNumber reports whether the token is a number in digits, and not an age that stands for who is of it.
func (t *token) isNumber() bool {
	return t.kind == word && '0' <= t.lower[0] && t.lower[0] <= '9' && !strings.HasSuffix(t.lower, ageEnding)
}

// in reports whether the token is a word of a list.
func (t *token) in(list set) bool { return t.kind == word && list[t.lower] }

// reader reads one article.
type reader struct {
	text       string
	names      []mention.Name
	dates      []mention.Date
	quotes     []quote
	tokens     []token
	sentences  []sentence
	parties    []party
	bearers    [][]int       // whom a name may name, as indices of parties
	known      map[int]found // phrases by the token that they end before
	introduced set           // nouns by which somebody unnamed speaks
}

// sentence is the tokens [from, to): what stands between two full stops outside quotations.
type sentence struct {
	retrieval.Span
	from, to int
	block    int  // which of those read it stands in
	caption  bool // of a caption
	host     int  // the quotation that it stands in, or -1
	heard
}

func newReader(a retrieval.Article) *reader {
	r := &reader{
		text:       a.Text,
		names:      mention.Names(a.Text),
		dates:      mention.Dates(a.Text, a.Published),
		tokens:     make([]token, 0, len(a.Text)/5),
		known:      map[int]found{},
		introduced: set{},
	}
	r.findQuotes(a.Blocks)
	q, block := 0, 0
	for _, b := range a.Blocks {
		if !isRead(b) {
			continue
		}
		var own []int
		for ; q < len(r.quotes) && r.quotes[q].Outer.Start < b.End; q++ {
			if r.quotes[q].host < 0 {
				own = append(own, q)
			}
		}
		r.cut(b.Span, own, sentence{block: block, caption: b.Kind == retrieval.Caption, host: -1})
		block++
	}
	for i := range r.quotes {
		var nested []int
		for k := i + 1; k < len(r.quotes) && r.quotes[k].host == i; k++ {
			nested = append(nested, k)
		}
		if nested != nil {
			r.cut(r.quotes[i].Inner, nested, sentence{block: -1, host: i})
		}
	}
	r.findParties()
	clear(r.known) // now more is known of names
	return r
}

var outside = token{kind: none}

// at is the token at i, or one that is none where that is outside the sentence.
func (r *reader) at(s *sentence, i int) *token {
	if i < s.from || i >= s.to {
		return &outside
	}
	return &r.tokens[i]
}

// cut adds the sentences of a span, with its quotations as tokens. What ends within a quotation ends nothing here; a quotation
// behind a full stop begins a sentence.
func (r *reader) cut(span retrieval.Span, quotes []int, like sentence) {
	var starts []int
	within := quotes
	for _, s := range segment.Sentences(span.In(r.text)) {
		at := span.Start + s.Start
		for len(within) > 0 && r.quotes[within[0]].Outer.End <= at {
			within = within[1:]
		}
		if len(within) == 0 || at <= r.quotes[within[0]].Outer.Start {
			starts = append(starts, at)
		}
	}
	for _, i := range quotes {
		at := r.quotes[i].Outer.Start
		if before := strings.TrimRightFunc(r.text[span.Start:at], unicode.IsSpace); before != "" && strings.Contains(".?!", before[len(before)-1:]) {
			starts = append(starts, at)
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	for i, start := range starts {
		end := span.End
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		s := like
		s.Span = retrieval.Span{Start: start, End: start + len(strings.TrimRightFunc(r.text[start:end], unicode.IsSpace))}
		s.from = len(r.tokens)
		quotes = r.tokenize(s.Span, quotes)
		s.to = len(r.tokens)
		if s.to > s.from {
			r.sentences = append(r.sentences, s)
		}
	}
}

// tokenize adds the tokens of a sentence, and returns those of the quotations that stand behind it.
func (r *reader) tokenize(span retrieval.Span, quotes []int) []int {
	name, _ := slices.BinarySearchFunc(r.names, span.Start, func(n mention.Name, at int) int { return n.Start - at })
	date, _ := slices.BinarySearchFunc(r.dates, span.Start, func(d mention.Date, at int) int { return d.End - 1 - at })
	for at := span.Start; at < span.End; {
		c, size := utf8.DecodeRuneInString(r.text[at:])
		if unicode.IsSpace(c) {
			at += size
			continue
		}
		for name < len(r.names) && r.names[name].Start < at {
			name++
		}
		for date < len(r.dates) && r.dates[date].End <= at {
			date++
		}
		for len(quotes) > 0 && r.quotes[quotes[0]].Outer.Start < at {
			quotes = quotes[1:]
		}
		t := token{Span: retrieval.Span{Start: at, End: at + size}, kind: mark}
		switch {
		case len(quotes) > 0 && r.quotes[quotes[0]].Outer.Start == at:
			t.kind, t.at, t.End = quoted, quotes[0], r.quotes[quotes[0]].Outer.End
			r.quotes[t.at].token, r.quotes[t.at].sentence = len(r.tokens), len(r.sentences)
			quotes = quotes[1:]
		case name < len(r.names) && r.names[name].Start == at && !offices[r.names[name].Norm] && r.names[name].End <= span.End &&
			(len(quotes) == 0 || r.names[name].End <= r.quotes[quotes[0]].Outer.Start):
			t.kind, t.at, t.upper = named, name, true
			t.End, t.owns = possessive(r.text, r.names[name].End)
		case unicode.IsLetter(c), unicode.IsDigit(c), strings.ContainsRune("@#$£€", c):
			t.readWord(r.text)
		case c == '.' && at+size < span.End:
			at += size // of an abbreviation or an ellipsis
			continue
		default:
			t.lower = r.text[at : at+size]
		}
		t.dated = t.kind == word && date < len(r.dates) && r.dates[date].Start <= at
		r.tokens = append(r.tokens, t)
		at = t.End
	}
	return quotes
}

// possessive is where the possessive ending behind a name or noun ends, and whether there is one.
func possessive(text string, end int) (int, bool) {
	for _, ending := range []string{"’s", "'s"} {
		if rest, ok := strings.CutPrefix(text[end:], ending); ok && !startsWithLetter(rest) {
			return end + len(ending), true
		}
	}
	if last := text[end-1]; last == 's' || last == 'x' || last == 'z' {
		for _, ending := range []string{"’ ", "' "} {
			if rest, ok := strings.CutPrefix(text[end:], ending); ok && startsWithLetter(rest) {
				return end + len(ending) - 1, true
			}
		}
	}
	return end, false
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// readWord reads the word that begins at the token's start.
func (t *token) readWord(text string) {
	t.kind = word
	first, size := utf8.DecodeRuneInString(text[t.Start:])
	t.upper = unicode.IsUpper(first)
	end := t.Start + size
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		next, _ := utf8.DecodeRuneInString(text[end+size:])
		before, _ := utf8.DecodeLastRuneInString(text[:end])
		inside := unicode.IsLetter(next) || unicode.IsDigit(next)
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
		case strings.ContainsRune("'’-‑", r) && inside:
		case strings.ContainsRune(",.", r) && unicode.IsDigit(before) && unicode.IsDigit(next):
		case r == '.' && inside && isInitial(text[t.Start:end]): // p.m
		default:
			t.End = end
			t.finishWord(text)
			return
		}
		end += size
	}
	t.End = end
	t.finishWord(text)
}

// isInitial reports whether s ends in a letter that stands alone.
func isInitial(s string) bool {
	_, size := utf8.DecodeLastRuneInString(s)
	return len(s) == size || s[len(s)-size-1] == '.'
}

var contractions = []string{"'d", "'ll", "'ve", "'re", "'m"}

func (t *token) finishWord(text string) {
	t.lower = strings.ReplaceAll(strings.ToLower(text[t.Start:t.End]), "’", "'")
	for _, ending := range contractions {
		t.lower = strings.TrimSuffix(t.lower, ending)
	}
	if bare, ok := strings.CutSuffix(t.lower, "'s"); ok {
		t.lower, t.owns = bare, !personal[bare] && !demonstratives[bare]
	} else {
		t.End, t.owns = possessive(text, t.End)
	}
}
