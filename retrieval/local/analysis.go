package local

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	unicodetokens "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
)

// The parts of bleve's analysis that serve English in general; the steps below are for what news needs.
var (
	folder     = asciifolding.New()
	tokenizer  = unicodetokens.NewUnicodeTokenizer()
	possessive = en.NewPossessiveFilter()
	stemmer    = en.NewEnglishStemmerFilter()
	stopWords  = newStopWords()
)

// newStopWords is Snowball's English list as bleve carries it, question words included ("who", "when", "why"), and a few
// that it forgot. It has neither "us", which a reader who types without capitals may mean as the country, nor "may", the
// month.
func newStopWords() analysis.TokenMap {
	words := analysis.NewTokenMap()
	if err := words.LoadBytes(en.EnglishStopWords); err != nil {
		panic(err) // the list is compiled in
	}
	for _, w := range []string{"whose", "shall", "will", "might", "must", "can", "let"} {
		words.AddToken(w)
	}
	return words
}

// analyze turns a text, of an article or of a question, into the terms that the index knows, in its order. Lower-case terms
// are stemmed words and numbers; terms in capitals are acronyms, which no stop word and no stemmer touches, so that WHO, IS
// and US can be asked for.
func analyze(text string) []string {
	b := fold(text)
	tokens := tokenizer.Tokenize(b)
	tokens = joinHyphens(b, tokens)
	tokens = possessive.Filter(tokens)
	tokens = joinThousands(tokens)
	tokens = joinDots(tokens)
	tokens = keepAcronyms(tokens)
	return words(tokens)
}

// fold replaces letters with diacritics, and typographic quotes and dashes, by their ASCII forms.
func fold(text string) []byte {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return folder.Filter([]byte(text))
		}
	}
	return []byte(text)
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

var thousands = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d+)?$`)

// joinThousands writes 1,129 as 1129.
func joinThousands(tokens analysis.TokenStream) analysis.TokenStream {
	for _, t := range tokens {
		if bytes.IndexByte(t.Term, ',') > 0 && thousands.Match(t.Term) {
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

// words ends the analysis: an acronym as it stands, and everything lower-cased, without stop words, stemmed. An acronym
// that is no word is both, so that "nato" finds NATO.
func words(tokens analysis.TokenStream) []string {
	terms := make([]string, 0, len(tokens))
	for _, t := range tokens {
		if t.Type == acronym {
			terms = append(terms, string(t.Term))
		}
		lower := strings.ToLower(string(t.Term))
		if stopWords[lower] {
			continue
		}
		t.Term = []byte(lower)
		stemmer.Filter(analysis.TokenStream{t})
		if len(t.Term) > 0 {
			terms = append(terms, string(t.Term))
		}
	}
	return terms
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
