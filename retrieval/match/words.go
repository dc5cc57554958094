package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
)

// Word is one word of a text as matching sees it.
type Word struct {
	retrieval.Span
	Form    string // lower case, possessive and thousands separators removed; an acronym in capitals without dots ("US")
	Stem    string // Snowball English stem of Form (Porter 2); an acronym or a number as it is
	Stop    bool   // a function or question word, which carries no topic
	Acronym bool
	Capital bool // begins with a capital letter
}

// Figure reports whether the word is a number in digits.
func (w Word) Figure() bool { return w.Form[0] >= '0' && w.Form[0] <= '9' }

// Words splits a text into words: runs of letters and digits with inner apostrophes, figures with their separators as
// one ("1,129" is 1129), dotted letters as one acronym ("U.S." is US). Hyphens separate. In a text mostly in capitals
// nothing is an acronym.
func Words(text string) []Word {
	shouting := mostlyCapitals(text)
	words := make([]Word, 0, len(text)/6)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		end := max(wordEnd(text, i), acronymEnd(text, i))
		words = append(words, newWord(text, retrieval.Span{Start: i, End: end}, shouting))
		i = end
	}
	return words
}

// Topic is the words of text that are no stop words; where all are, all of them.
func Topic(text string) []Word {
	words := Words(text)
	var kept []Word
	for _, w := range words {
		if !w.Stop {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

const longestAcronym = 6 // letters: UNICEF

func newWord(text string, span retrieval.Span, shouting bool) Word {
	raw := strings.ReplaceAll(span.In(text), "’", "'")
	first, _ := utf8.DecodeRuneInString(raw)
	w := Word{Span: span, Capital: unicode.IsUpper(first)}
	if unicode.IsDigit(first) {
		w.Form = strings.ReplaceAll(strings.ToLower(raw), ",", "")
		w.Stem = w.Form
		return w
	}
	raw = strings.TrimSuffix(raw, "'s")
	bare := strings.ReplaceAll(raw, ".", "")
	if dotted := len(bare) < len(raw); dotted || !shouting && len(bare) <= longestAcronym && capitals(bare) {
		w.Form, w.Stem, w.Acronym = bare, bare, true
		return w
	}
	w.Form = strings.ToLower(strings.TrimSuffix(raw, "'S"))
	if full, ok := abbreviations[w.Form]; ok && w.Capital {
		w.Form = full
	}
	w.Stop = stopWords[w.Form]
	w.Stem = stem(w.Form)
	return w
}

// wordEnd is where the run of letters, or the figure, that begins at i ends.
func wordEnd(text string, start int) int {
	i := start
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), i > start && unicode.Is(unicode.Mn, r):
		case (r == '\'' || r == '’') && i > start && letterAt(text, i+size):
		case (r == ',' || r == '.') && i > start && digitAt(text, i-1) && digitAt(text, i+size):
		default:
			return i
		}
		i += size
	}
	return i
}

// acronymEnd is where a run of single capital letters with dots ("U.S.", "D.C.") that begins at i ends, its possessive
// included, or i.
func acronymEnd(text string, i int) int {
	letters, end := 0, i
	for j := i; j+1 < len(text) && text[j] >= 'A' && text[j] <= 'Z' && text[j+1] == '.'; j += 2 {
		letters++
		end = j + 2
	}
	if letters < 2 {
		return i
	}
	for _, possessive := range []string{"'s", "’s"} {
		if strings.HasPrefix(text[end:], possessive) && !letterAt(text, end+len(possessive)) {
			end += len(possessive)
		}
	}
	return end
}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

func digitAt(text string, i int) bool { return i < len(text) && text[i] >= '0' && text[i] <= '9' }

func capitals(s string) bool {
	return len(s) >= 2 && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}

func mostlyCapitals(text string) bool {
	upper, lower := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper > 12 && upper > lower
}

// abbreviations of titles and months, as news writes them before names and days.
var abbreviations = map[string]string{
	"gen": "general", "lt": "lieutenant", "col": "colonel", "brig": "brigadier", "maj": "major", "capt": "captain",
	"sgt": "sergeant", "sen": "senator", "rep": "representative", "gov": "governor", "prof": "professor",
	"jan": "january", "feb": "february", "aug": "august", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
}

// stopWords are English function words, question words and the phrases of asking; none carries a topic.
var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`a about above after again against all also am an and any are aren't as at be because
been before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down
during each few for from further had hadn't has hasn't have haven't having he her here hers herself him himself his how i
if in into is isn't it its itself just let me more most must my myself no nor not now of off on once only or other ought
our ours ourselves out over own same shall she should shouldn't so some such than that the their theirs them themselves
then there these they this those through to too under until up upon us very was wasn't we were weren't what when where
which while who whom whose why will with won't would wouldn't you your yours yourself yourselves many much please according
article coverage`) {
		set[w] = true
	}
	return set
}()
