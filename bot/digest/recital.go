package digest

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// Words of corrections: what may be corrected, and how it was put.
const (
	pieceNoun = `(?:reports?|articles?|stor(?:y|ies)|headlines?|captions?|dispatch(?:es)?|pieces?|items?|editions?|pages?)`
	putWrong  = `(?:wrongly|incorrectly|mistakenly|erroneously)`
	putBefore = `(?:also|first|previously|originally|initially|earlier|` + putWrong + `)`
	put       = `(?:said|stated|claimed|wrote|written|reported|gave|given|put|called|named|described|identified|quoted|attributed|misstated|misspelled|misspelt|misidentified|misquoted)\b`
)

var (
	// reciting says what an outlet itself has said: an earlier version of this article said, our report of Monday gave, we wrote.
	reciting = regexp.MustCompile(`(?i)\b(?:earlier|previous|original|first|initial|older) (?:versions?|editions?) of (?:this|the|our|that) (?:\w+ )?` + pieceNoun + `(?: on \w+)? (?:had |has )?(?:` + putBefore + ` )?` + put +
		`|\bour (?:\w+ )?` + pieceNoun + `(?: (?:of|on|in|from|about|published) [^.;]{1,60}?)? (?:had |has )?(?:` + putBefore + ` )?` + put +
		`|\bthis (?:\w+ )?` + pieceNoun + ` (?:had |has )?` + putBefore + ` ` + put +
		`|^(?:Correction:\s+)?(?:(?:On \w+|In (?:an?|our) [^,.]{1,40}|Yesterday),? )?we (?:had |have )?(?:` + putBefore + ` )?` + put)
	// ownWords are parts of words of which every form of reciting holds one. They are looked for first because that is fast.
	ownWords = []string{"ersion", "dition", "our ", "Our ", "his ", "we ", "We "}
	// admitting says in the same sentence that it was wrong, or what is right.
	admitting = regexp.MustCompile(`(?i)\b(?:wrong(?:ly)?|incorrect(?:ly)?|mistaken(?:ly)?|erroneous(?:ly)?|in error|by mistake|inaccurate(?:ly)?|mis(?:stated|spelled|spelt|identified|quoted|attributed)|instead of|rather than)\b|[,;–—] (?:(?:but|in fact|it|he|she|they|this|that) |not )`)
)

// Recital is how a sentence tells what its outlet said before.
type Recital int

// Recitals. An outlet tells what it said before to correct it, as a rule in the next sentence.
const (
	NoRecital  Recital = iota
	Admitted           // the sentence itself says that it was wrong
	Unadmitted         // nothing in the sentence says so
)

// RecitalOf tells whether a sentence is a Recital. Shown alone, an Unadmitted one repeats the error as if it were the news.
func RecitalOf(text string) Recital {
	switch {
	case Recited(text) == "":
		return NoRecital
	case admitting.MatchString(text):
		return Admitted
	}
	return Unadmitted
}

// Recited is what a Recital says that its outlet said, "" where a sentence is none. What stands in quotation marks is another's.
func Recited(text string) string {
	if !slices.ContainsFunc(ownWords, func(part string) bool { return strings.Contains(text, part) }) {
		return ""
	}
	at := reciting.FindStringIndex(text)
	if at == nil || strings.ContainsAny(text[:at[0]], "\"“„«") {
		return ""
	}
	return text[at[1]:]
}

// correcting are words of a notice that corrects, as the outlet's own.
var correcting = regexp.MustCompile(`(?i)\b(?:correct(?:ion|ions|s|ed|ing)?|clarif\w+|apolog\w+|errat(?:um|a)|regrets?|(?:in )?error|mistake\w*|wrong\w*|incorrect\w*|retract\w*)\b`)

// Corrects reports whether what a passage recites is corrected there, and not gone on with: we reported in May that the quarry was
// flooded, and now it is dry.
func Corrects(e *retrieval.Evidence) bool {
	return e.Article.Corrects != "" || e.Passage.Kind == retrieval.Correction || correcting.MatchString(e.Article.Headline) || correcting.MatchString(e.Passage.Text)
}

// What makes a sentence one that a Recital recites.
const (
	FewestRecited = 3   // words that carry a topic, of what is recited
	RecitedShare  = 0.8 // of them
)

// retract keeps back what articles say that a later notice of their outlet takes back: the notice tells it, and what is right.
func (r *reader) retract(articles []*article) {
	for n, notice := range articles {
		for _, s := range notice.sentences {
			words := r.number(match.Words(Recited(s.text())))
			if !s.told || len(words) < FewestRecited || !Corrects(s.evidence) {
				continue
			}
			for _, a := range articles[:n] {
				for _, t := range a.sentences {
					if a.Outlet == notice.Outlet && float64(shared(t.words, words)) >= RecitedShare*float64(len(words)) {
						t.told = false
					}
				}
			}
		}
	}
}
