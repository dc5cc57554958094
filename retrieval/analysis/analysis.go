// Package analysis makes of texts the terms that they are found by, and says how terms score: what every retrieval.Store that
// ranks by words has in common, whatever keeps its postings.
//
// Articles are found by fields ([Units]), and a question by terms of each language that there is articles in ([Ask]). The parts
// that serve every language are bleve's; the steps between them are for what news needs.
package analysis

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	unicodetokens "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"golang.org/x/text/unicode/norm"
)

// The parts of bleve's analysis that serve every language.
var (
	folder     = asciifolding.New()
	tokenizer  = unicodetokens.NewUnicodeTokenizer()
	possessive = en.NewPossessiveFilter()
	bigrams    = cjk.NewCJKBigramFilter(false)
)

// Terms turns a text, of an article or of a question, into the terms that an index knows for articles of the language,
// in its order. Lower-case terms are stemmed words and numbers; terms in capitals are acronyms, which no stop word and no
// stemmer touches, so that WHO, IS and US can be asked for. A question may be asked in another language than that of the
// articles: then numbers are read as that one writes them, and what are stop words in either is left out.
func (l *Language) Terms(text string, asked *Language) []string { return l.read(text, asked, nil) }

// read analyses a text and, where words is not nil, notes the words in it that may be what a misspelt one is meant to be:
// in lower case and without diacritics, but not stemmed.
func (l *Language) read(text string, asked *Language, words map[string]bool) []string {
	b := l.write(text)
	tokens := tokenizer.Tokenize(b)
	if l.runs {
		tokens = unspaced(b, tokens)
	}
	tokens = joinHyphens(b, tokens)
	tokens = possessive.Filter(tokens)
	tokens = joinThousands(tokens, asked.comma)
	tokens = joinDots(tokens)
	tokens = keepAcronyms(tokens)
	if l.runs {
		tokens = bigrams.Filter(tokens)
	}
	return l.end(tokens, asked, words)
}

// typography writes quotes and dashes as the ASCII ones that the steps look for.
var typography = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "‐", "-", "‑", "-")

// write gives letters the forms that the language's lists and stemmers know. English has no use for diacritics, nor for
// typographic quotes and dashes; elsewhere letters keep them until they are stemmed.
func (l *Language) write(text string) []byte {
	if l == English {
		return fold([]byte(text))
	}
	text = typography.Replace(norm.NFKC.String(strings.ToValidUTF8(text, " "))) // bleve counts on it
	if l.code == "fa" {
		text = strings.ReplaceAll(text, "\u200c", " ") // which parts a word's ending from it, or not
	}
	return []byte(text)
}

// fold replaces letters with diacritics, and typographic quotes and dashes, by their ASCII forms.
func fold(text []byte) []byte {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return folder.Filter(text)
		}
	}
	return text
}

// unspaced adds what the tokenizer leaves out, runs of letters of scripts that it would need a dictionary for, such as
// Thai; and marks them, and Korean words, to be taken apart into pairs.
func unspaced(text []byte, tokens analysis.TokenStream) analysis.TokenStream {
	var out analysis.TokenStream
	at := 0
	between := func(end int) {
		for _, run := range bytes.FieldsFunc(text[at:end], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
			start := at + bytes.Index(text[at:end], run)
			at = start + len(run)
			out = append(out, &analysis.Token{Term: run, Start: start, End: at, Type: analysis.Ideographic})
		}
	}
	for _, t := range tokens {
		between(t.Start)
		if r, _ := utf8.DecodeRune(t.Term); unicode.Is(unicode.Hangul, r) {
			t.Type = analysis.Ideographic
		}
		out = append(out, t)
		at = t.End
	}
	between(len(text))
	return out
}

// joinHyphens adds, behind two words that a hyphen joins, the same two as one word, so that "cease-fire" and "ceasefire"
// find each other. Words of three parts and more stay parts.
func joinHyphens(text []byte, tokens analysis.TokenStream) analysis.TokenStream {
	out := make(analysis.TokenStream, 0, len(tokens)+len(tokens)/8)
	hyphen := func(i int) bool { // between tokens i-1 and i
		return i > 0 && i < len(tokens) &&
			tokens[i].Start-tokens[i-1].End == 1 && text[tokens[i-1].End] == '-'
	}
	for i, t := range tokens {
		out = append(out, t)
		if hyphen(i) && !hyphen(i-1) && !hyphen(i+1) && letters(tokens[i-1].Term) && letters(t.Term) {
			joined := bytes.ToLower(append(bytes.Clone(tokens[i-1].Term), t.Term...))
			out = append(out, &analysis.Token{Term: joined, Start: tokens[i-1].Start, End: t.End, Position: t.Position})
		}
	}
	return out
}

var (
	thousands = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d+)?$`)
	commas    = regexp.MustCompile(`^\d{1,3}(\.\d{3})+(,\d+)?$|^\d+,\d+$`)
)

// joinThousands writes 1,129 as 1129, and where the comma is a decimal one, 1.129,5 as 1129.5.
func joinThousands(tokens analysis.TokenStream, comma bool) analysis.TokenStream {
	for _, t := range tokens {
		if comma && commas.Match(t.Term) {
			t.Term = bytes.ReplaceAll(bytes.ReplaceAll(t.Term, []byte{'.'}, nil), []byte{','}, []byte{'.'})
		} else if !comma && bytes.IndexByte(t.Term, ',') > 0 && thousands.Match(t.Term) {
			t.Term = bytes.ReplaceAll(t.Term, []byte{','}, nil)
		}
	}
	return tokens
}

var dotted = regexp.MustCompile(`^\pL(\.\pL)+\.?$`)

// acronym is the type of a token that stands for a name by its capitals, whatever the capitals around it.
const acronym analysis.TokenType = 100 // beyond those of bleve

// joinDots writes U.S. as US and p.m. as pm.
func joinDots(tokens analysis.TokenStream) analysis.TokenStream {
	for _, t := range tokens {
		if bytes.IndexByte(t.Term, '.') > 0 && dotted.Match(t.Term) {
			t.Term = bytes.ReplaceAll(t.Term, []byte{'.'}, nil)
			if capitals(t.Term) {
				t.Type = acronym
			}
		}
	}
	return tokens
}

// A text of at least shoutedWords words, more than half of them in capitals, says nothing by its capitals.
const shoutedWords = 6

// keepAcronyms marks words of two to five capitals as acronyms, unless all of the text is shouted.
func keepAcronyms(tokens analysis.TokenStream) analysis.TokenStream {
	all, loud := 0, 0
	for _, t := range tokens {
		if letters(t.Term) && t.Type != acronym && len(t.Term) > 1 {
			all++
			if capitals(t.Term) {
				loud++
			}
		}
	}
	if all >= shoutedWords && 2*loud > all {
		return tokens
	}
	for _, t := range tokens {
		if n := utf8.RuneCount(t.Term); n >= 2 && n <= 5 && capitals(t.Term) {
			t.Type = acronym
		}
	}
	return tokens
}

// longestWord is in bytes: some of bleve's stemmers take a time that grows with the square of that, and no word is longer.
const longestWord = 128

// end ends the analysis: an acronym as it stands, and everything lower-cased, without stop words, stemmed. An acronym
// that is no word is both, so that "nato" finds NATO.
func (l *Language) end(tokens analysis.TokenStream, asked *Language, words map[string]bool) []string {
	terms := make([]string, 0, len(tokens))
	one := make(analysis.TokenStream, 1)
	for _, t := range tokens {
		if t.Type == acronym {
			terms = append(terms, string(t.Term))
		}
		t.Term = bytes.ToLower(t.Term)
		one[0] = t
		through(l.before, one)
		if l.stop[string(t.Term)] || asked.stop[string(t.Term)] {
			continue
		}
		if words != nil && t.Type != analysis.Double && len(t.Term) <= longestWord && Spellable(t.Term) {
			if word := fold(t.Term); !words[string(word)] {
				words[string(word)] = true
			}
		}
		if l == English || len(t.Term) <= longestWord {
			through(l.stemmer, one)
		}
		if l != English {
			t.Term = fold(t.Term)
		}
		if len(t.Term) > 0 {
			terms = append(terms, string(t.Term))
		}
	}
	return terms
}

// through takes a word through filters that change it in place.
func through(filters []analysis.TokenFilter, word analysis.TokenStream) {
	for _, f := range filters {
		f.Filter(word)
	}
}

func letters(term []byte) bool  { return every(term, unicode.IsLetter) }
func capitals(term []byte) bool { return every(term, unicode.IsUpper) }

func every(term []byte, is func(rune) bool) bool {
	for i := 0; i < len(term); {
		r, n := utf8.DecodeRune(term[i:])
		if !is(r) {
			return false
		}
		i += n
	}
	return len(term) > 0
}
