package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wide full stops need no white space after them.
const (
	terminators = ".!?…" + "؟۔।॥።։။។" + wide
	wide        = "。｡！？．"
	closers     = "\"”’'»)]}」』）】〉》"
	openers     = "\"“„‘'«([{「『（【〈《¿¡"
	dashes      = "-–—"
)

func isTerminator(r rune) bool { return strings.ContainsRune(terminators, r) && r != utf8.RuneError }

// stop is a run of full stops that may end a sentence, with all that the decision needs.
type stop struct {
	before string // the word that the run follows, without opening marks
	lead   string // the word before a figure that the run follows
	first  bool   // that word is the first of its sentence
	run    string // the full stops themselves
	apart  bool   // white space stands before the run
	quoted bool   // a closing quotation mark follows the run
	close  int    // where the run and what closes after it end
	after  string // what follows, from close
}

// stopAt reads the run of full stops at p[at:], in a sentence that began at start.
func stopAt(p string, start, at int) stop {
	end := at
	for end < len(p) {
		r, size := utf8.DecodeRuneInString(p[end:])
		switch {
		case isTerminator(r):
			end += size
			continue
		case strings.HasPrefix(p[end:], " .") && !strings.HasPrefix(p[end:], " .."):
			if end+2 == len(p) || !isLetterOrDigit(p[end+2:]) { // ". . ."
				end += 2
				continue
			}
		}
		break
	}
	s := stop{run: p[at:end], close: closeOf(p, end)}
	s.quoted = strings.ContainsAny(p[end:s.close], "\"”’»」』")
	s.after = p[s.close:]
	s.before, s.apart = lastWord(p[start:at])
	if allDigits(s.before) {
		s.lead, _ = lastWord(strings.TrimRight(p[start:at], "0123456789 "))
	}
	s.first = at-start < 8 && strings.TrimLeft(p[start:at], openers) == s.before
	return s
}

// closeOf is the end of the closing marks and note numbers ("[2]") that stand at p[at:].
func closeOf(p string, at int) int {
	for at < len(p) {
		r, size := utf8.DecodeRuneInString(p[at:])
		if strings.ContainsRune(closers, r) && r != utf8.RuneError {
			at += size
			continue
		}
		if spaced := strings.TrimLeft(p[at:], " \u00a0\u202f"); strings.HasPrefix(spaced, "»") {
			at = len(p) - len(spaced) + len("»")
			continue
		}
		if note, _, found := strings.Cut(p[at:min(at+5, len(p))], "]"); found && len(note) > 1 && note[0] == '[' && allDigits(note[1:]) {
			at += len(note) + 1
			continue
		}
		break
	}
	return at
}

// lastWord is the word that ends s, and whether white space follows it. A compound counts by its last part.
func lastWord(s string) (word string, apart bool) {
	const longest = 40 // bytes; no abbreviation is longer
	t := strings.TrimRightFunc(s, unicode.IsSpace)
	apart = len(t) < len(s)
	tail := t[max(0, len(t)-longest):]
	if at := strings.LastIndexFunc(tail, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(dashes+"/", r) }); at >= 0 {
		_, size := utf8.DecodeRuneInString(tail[at:])
		tail = tail[at+size:]
	}
	return strings.TrimLeft(tail, openers), apart
}

// ends decides whether the stop ends its sentence.
func (s stop) ends() bool {
	if last, _ := utf8.DecodeLastRuneInString(s.run); strings.ContainsRune(wide, last) {
		return true
	}
	rest := strings.TrimLeftFunc(s.after, unicode.IsSpace)
	if len(rest) == len(s.after) {
		return false // no white space: 3.5, example.org, “Yes!”, he
	}
	next := nextOf(rest)
	first, _ := utf8.DecodeRuneInString(next.text)
	if unicode.IsLower(first) || strings.ContainsRune(dashes, first) {
		return false
	}
	switch {
	case strings.ContainsAny(s.run, "!?"):
		return !(s.quoted && tagAhead(rest)) && (kindOfWord(s.before) != ending || next.starts())
	case s.run == ".":
		return s.endsAfterWord(next)
	case strings.Count(s.run, ".") > 3:
		return true
	case strings.Contains(s.run, "…"), strings.Count(s.run, ".") > 1:
		if s.quoted {
			return !tagAhead(rest)
		}
		return !s.apart || next.starts() // a gap in the words ("clear ... the sense") from a trailing voice
	}
	return true
}

// endsAfterWord decides for a single full stop, by the word before it.
func (s stop) endsAfterWord(next nextWord) bool {
	switch kindOfWord(s.before) {
	case leading:
		return false
	case place:
		return next.starts()
	case numbered:
		return !next.digit
	case calendar:
		return !next.digit && kindOf[next.word] != calendar && !dateWords[next.word]
	case ending:
		return next.starts()
	}
	switch {
	case isInitials(s.before):
		return next.starts()
	case s.first && len(s.before) <= 3 && allDigits(s.before):
		return false // "2. The second point"
	case len(s.before) <= 2 && allDigits(s.before):
		return !germanMonths[next.word] && !(sharedMonths[next.word] && dayLeads[s.lead])
	}
	return true
}

// nextWord is what follows a stop.
type nextWord struct {
	text  string // from the first character that is not an opening mark
	word  string // its leading letters
	digit bool
	dot   bool // a full stop follows the word: an initial or abbreviation
}

func nextOf(rest string) nextWord {
	text := strings.TrimLeft(rest, openers)
	n := len(text)
	if at := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); at >= 0 {
		n = at
	}
	first, _ := utf8.DecodeRuneInString(text)
	return nextWord{text: text, word: text[:n], digit: unicode.IsDigit(first), dot: strings.HasPrefix(text[n:], ".")}
}

// starts reports whether the word commonly opens a sentence and is no part of a name.
func (n nextWord) starts() bool { return starters[n.word] && !n.dot }

// isInitials reports whether word is one capital or letters parted by full stops: "F", "J.K", "U.S", "Ph.D".
func isInitials(word string) bool {
	if utf8.RuneCountInString(word) == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r)
	}
	parts := strings.Split(word, ".")
	for _, part := range parts {
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || strings.ContainsFunc(part, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return false
		}
	}
	return len(parts) > 1
}

func allDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func isLetterOrDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
