package conversation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '’' || r == '\''
}

// indexWord is where words stand in text as whole words, in any case, or -1.
func indexWord(text, words string) int {
	lower, words := strings.ToLower(text), strings.ToLower(words)
	if len(lower) != len(text) || words == "" {
		return -1
	}
	for from := 0; ; {
		at := strings.Index(lower[from:], words)
		if at < 0 {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(words):])
		if (at == 0 || !isWordRune(before)) && (at+len(words) == len(text) || !isWordRune(after) || isApostrophe(after)) {
			return at
		}
		from = at + len(words)
	}
}

func isApostrophe(r rune) bool { return r == '’' || r == '\'' }

func contains(text, words string) bool { return indexWord(text, words) >= 0 }

// capital begins a question with a capital.
func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

var plainStart = regexp.MustCompile(`^(?:The|A|An|It|Its|He|She|They|His|Her|Their|This|That|These|Those|There|In|On|At|By|For|From|To|With|About|After|Before|` +
	`Since|Until|During|Some|Many|More|Most|Nearly|Roughly|Each|Both|All|Every|No|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|At least|` +
	`What|Who|Whom|Whose|Which|When|Where|Why|How|Did|Do|Does|Is|Are|Was|Were|Has|Have|Had|Will|Would|Can|Could|Should|May|Might|Must)\b`)

// uncapital begins a sentence with a small letter where it begins with a word that has one within a sentence.
func uncapital(text string) string {
	if !plainStart.MatchString(text) {
		return text
	}
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}

// possessive is a name as it stands before what is its own.
func possessive(name string) string {
	switch {
	case strings.HasSuffix(name, "’s") || strings.HasSuffix(name, "'s"):
		return name
	case strings.HasSuffix(name, "s"):
		return name + "’"
	}
	return name + "’s"
}

type set map[string]bool

func words(list string) set {
	s := set{}
	for w := range strings.FieldsSeq(list) {
		s[w] = true
	}
	return s
}

// bareWordOf is a word in small letters without the marks around it.
func bareWordOf(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}
