package compose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Models also name passages in words: "According to [1], …", "Passage 2 says that …", "…, as stated in source 3". Readers
// see no passages, so the words go and the number becomes a marker. Articles and documents have numbers in the news (Article 5),
// sources and documents say things there: they count only with a number in brackets or where they are said to be those that
// the model was given.
const (
	ref     = `[\[【]\^?(?:` + citedList + `)[\]】]`
	one     = `(?:the\s+)?(?:(?:passage|source|excerpt)\s*(?:no\.?\s*|number\s*|#\s*)?\d{1,2}\b|(?:(?:passage|source|excerpt|article|document|text)s?\s*)?` + ref + `)`
	plural  = `(?:the\s+)?(?:passages|sources|excerpts)\s+\d{1,2}(?:(?:\s*,\s*|\s*,?\s*(?:and|&)\s*)\d{1,2}\b)+`
	several = `(?:` + plural + `|` + one + `(?:(?:\s*,\s*|\s*,?\s*(?:and|&)\s*)` + one + `)*)`
	given   = `(?:the|these|this)\s+(?:(?:(?:provided|given|supplied|above|numbered|news|available)\s+)+(?:passage|source|excerpt|article|document|text|context|information)s?|` +
		`(?:passage|source|excerpt|article|document|text|context|information)s?\s+(?:provided|given|above))`
	bare   = `(?:the|these|this)\s+(?:passages?|excerpts?|context|coverage)`
	saying = `(?:(?:also|further|explicitly|clearly)\s+)?(?:(?:says?|states?|reports?|notes?|mentions?|indicates?|explains?|tells\s+us|confirms?|adds?|` +
		`describes?\s+how|shows?|writes?|reveals?|highlights?)(?:\s+that\b|:)|(?:says?|states?|describes?\s+how)\b)\s*`
	asTold = `(?:according\s+to|based\s+on|as\s+(?:\w+ly\s+)?(?:stated|reported|noted|mentioned|described|said|shown|indicated|written|seen)\s+(?:in|by)|as\s+per)`
	leadIn = `(?:` + asTold + `\s+(` + several + `|` + given + `|` + bare + `)|(?:per|in|from|see(?:\s+also)?|cf\.?|citing)\s+(` + several + `|` + given + `))`
)

var (
	namedSays = regexp.MustCompile(`(?i)(^|[\s,;“"(])(` + several + `|` + given + `|` + bare + `)\s+` + saying)
	namedLead = regexp.MustCompile(`(?i)^\s*` + leadIn + `\s*[,:]?\s*`)
	namedTail = regexp.MustCompile(`(?i)\s*[,;(\[–—-]*\s*\b` + leadIn + `\s*[)\]]?`)
	namedIn   = regexp.MustCompile(`(?i)\b(?:passage|source|excerpt)s?\s*(?:no\.?\s*|number\s*|#\s*)?\d{1,2}\b`)
	digits    = regexp.MustCompile(`\d{1,3}`)
	halved    = regexp.MustCompile(`(?i)^(?:which|who|that|whose|where|quoting|citing|no|nothing|none|any)\b`)
	leftNamed = regexp.MustCompile(`(?i)(?:^|[\s,;“"(])(?:` + given + `|` + bare + `)\s+(?:(?:also|further|only|explicitly|clearly)\s+)?(?:says?|states?|reports?|notes?|mentions?|indicates?|confirms?|shows?|suggests?|impl(?:y|ies)|hints?|highlights?|reveals?)\b`)
	leftOver  = strings.NewReplacer(" ()", "", " ( )", "", " []", "", "()", "", "( )", "", "[]", "", " ,", ",", " .", ".", " ;", ";")
)

// unname takes the words out of a sentence that name passages, and leaves markers in their place. It reports false where a
// passage stays named, or where what is left would say something else ("The coverage reports no deadline", "passage 2, which
// quotes Kirby"), so that the sentence cannot be shown.
func unname(sentence string) (text string, ok bool) {
	text = sentence
	if m := namedLead.FindStringSubmatch(text); m != nil && len(m[0]) < len(text) {
		if halved.MatchString(text[len(m[0]):]) {
			return text, false
		}
		text = capitalised(text[len(m[0]):]) + refs(m[1]+m[2])
	}
	for m := namedSays.FindStringSubmatchIndex(text); m != nil && m[1] < len(text); m = namedSays.FindStringSubmatchIndex(text) {
		before, rest := text[:m[3]], text[m[1]:]
		if halved.MatchString(rest) {
			return text, false
		}
		if strings.Trim(before, " “\"(") == "" {
			rest = capitalised(rest)
		}
		text = before + rest + refs(text[m[4]:m[5]])
	}
	text = namedTail.ReplaceAllStringFunc(text, func(m string) string {
		named := namedTail.FindStringSubmatch(m)
		return refs(named[1] + named[2])
	})
	return leftOver.Replace(text), !namedIn.MatchString(unmarked(text)) && !leftNamed.MatchString(text)
}

// refs are the markers of the numbers that words name.
func refs(words string) string {
	var b strings.Builder
	for _, n := range digits.FindAllString(words, -1) {
		b.WriteString(" [" + n + "]")
	}
	return b.String()
}

func capitalised(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}
