package embed

import (
	"iter"
	"strings"
)

// kind tells what is known of a piece.
type kind uint8

const (
	known   kind = iota // a word of the table
	number              // digits, in one form for all ways to write them
	unknown             // letters that the table has no word for
)

// piece is what a word of a text comes down to: a word of the table by its rank, or a spelling.
type piece struct {
	kind     kind
	rank     int
	spelling string
}

// acronyms are those of the news that, in small letters, are function words, which weigh next to nothing.
var acronyms = map[string][]string{
	"US":  {"united", "states"},
	"WHO": {"world", "health", "organization"},
	"IS":  {"islamic", "state"},
}

// clitics are what an apostrophe ties to the end of a word, without meaning of its own.
var clitics = map[string]bool{"s": true, "re": true, "ll": true, "ve": true, "d": true, "m": true}

// endings are inflections and British spellings with what they are traded for, the surest first.
var endings = []struct{ from, to string }{
	{"isations", "izations"}, {"isation", "ization"}, {"ising", "izing"}, {"ised", "ized"}, {"ises", "izes"}, {"ise", "ize"},
	{"ies", "y"}, {"s", ""}, {"es", ""}, {"ied", "y"}, {"ed", "e"}, {"ed", ""}, {"ing", "e"}, {"ing", ""},
	{"ily", "y"}, {"ly", ""}, {"our", "or"},
}

// pieces yields what the words of the text come down to.
func (s *Static) pieces(text string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		loud := shouting(text)
		var few [8]piece
		dst := few[:0]
		for token := range tokens(text) {
			dst = s.token(dst[:0], token, loud)
			for _, p := range dst {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// token appends the pieces of one word as written. Capitals mark an acronym unless all the text is in capitals; full
// stops always do.
func (s *Static) token(dst []piece, token string, loud bool) []piece {
	stem, _, _ := strings.Cut(token, "'")
	stem, _, _ = strings.Cut(stem, "’")
	bare := strings.ReplaceAll(stem, ".", "")
	if dotted := len(bare) < len(stem); dotted || !loud {
		if dotted {
			bare = strings.ToUpper(bare)
		}
		if words := acronyms[bare]; words != nil {
			for _, w := range words {
				dst = s.word(dst, w)
			}
			return dst
		}
	}
	if first, rest, ok := strings.Cut(token, "-"); ok && acronyms[first] != nil && !loud { // US-led
		return s.token(s.token(dst, first, loud), rest, loud)
	}
	return s.word(dst, fold(token))
}

// word appends the pieces of a folded word: itself, or what it backs off to.
func (s *Static) word(dst []piece, w string) []piece {
	rank, found := s.table.Rank(w)
	hyphened := strings.Contains(w, "-")
	if hyphened {
		// Compounds are written both ways; the closed form, where it is the commoner, stands for both.
		if closed, ok := s.table.Rank(strings.ReplaceAll(w, "-", "")); ok && (!found || closed < rank) {
			rank, found = closed, true
		}
	}
	if found {
		return append(dst, piece{kind: known, rank: rank})
	}
	if digits, ok := normalNumber(w); ok {
		return append(dst, piece{kind: number, spelling: digits})
	}
	switch {
	case strings.HasSuffix(w, "n't"):
		return s.word(dst, "not")
	case strings.Contains(w, "'"):
		i := strings.LastIndexByte(w, '\'')
		if clitics[w[i+1:]] {
			return s.word(dst, w[:i])
		}
		return s.joinOrSplit(dst, w, "'")
	case hyphened:
		return s.split(dst, w, "-")
	case strings.Contains(w, "."):
		if initials(w) {
			return s.word(dst, strings.ReplaceAll(w, ".", ""))
		}
		return s.joinOrSplit(dst, w, ".")
	case len(w) < 2: // the table has no words of one letter, and they say little
		return dst
	}
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(w, e.from); ok && len(stem) >= 3 {
			if rank, ok := s.table.Rank(stem + e.to); ok {
				return append(dst, piece{kind: known, rank: rank})
			}
		}
	}
	return append(dst, piece{kind: unknown, spelling: w})
}

// joinOrSplit appends the word without the separators where the table has it (oneill), else its parts.
func (s *Static) joinOrSplit(dst []piece, w, separator string) []piece {
	if rank, ok := s.table.Rank(strings.ReplaceAll(w, separator, "")); ok {
		return append(dst, piece{kind: known, rank: rank})
	}
	return s.split(dst, w, separator)
}

func (s *Static) split(dst []piece, w, separator string) []piece {
	for part := range strings.SplitSeq(w, separator) {
		dst = s.word(dst, part)
	}
	return dst
}

// initials reports whether w is single letters with full stops between them.
func initials(w string) bool {
	for part := range strings.SplitSeq(w, ".") {
		if len(part) != 1 {
			return false
		}
	}
	return true
}

// normalNumber returns the digits of a number, an ordinal or a decade in one form: no separators of thousands, no zeros
// that change nothing, no ending (1,000; 01; 2.50; 20th; 1930s). It reports false for all else.
func normalNumber(w string) (string, bool) {
	for _, ending := range []string{"st", "nd", "rd", "th", "s"} {
		if digits, ok := strings.CutSuffix(w, ending); ok {
			w = digits
			break
		}
	}
	w = strings.ReplaceAll(w, ",", "")
	whole, fraction, _ := strings.Cut(w, ".")
	if whole == "" || strings.Trim(whole, "0123456789") != "" || strings.Trim(fraction, "0123456789") != "" {
		return "", false
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole, true
	}
	return whole + "." + fraction, true
}
