package compose

import "regexp"

// What models say of the passages, and in whose name.
const (
	passages = `(?:the |these |this |those |any |all |of |your |numbered |news |available |provided |given |supplied )*` +
		`(?:coverage|passages?|sources?|articles?|texts?|context|excerpts?|documents?)(?: provided| given| above| here)?`
	silent = `(?:answers?|says?|mentions?|contains?|provides?|specify|specifies|states?|address(?:es)?|includes?|gives?|` +
		`discuss(?:es)?|indicates?|covers?|speaks?|offers?|tells?)`
	preamble = `(?:(?:based on|according to|from|in) ` + passages + `,? *)?`
)

var (
	// refusal matches the ways in which models say that they found no answer, cited or not.
	refusal = regexp.MustCompile(`(?i)^\W*` + preamble + `(?:` +
		passages + ` (?:do|does|did)(?:n['’]t| not) (?:\w+ )?` + silent + `\b.*|` +
		`(?:none of|nothing in) ` + passages + ` ` + silent + `\b.*|` +
		`i(?:['’]m| am) (?:unable|not able) to (?:answer|find|determine|tell|say|provide|see)\b.*|` +
		`i (?:do not|don['’]t|cannot|can['’]t|could not|couldn['’]t|was unable to) (?:know|answer|find|determine|tell|say|provide|see|have)\b.*|` +
		`i (?:have|found|find|see) no (?:answer|information|mention|indication|details?|evidence|coverage)\b.*|` +
		`(?:it|this|that|the answer|the information) is (?:not|never) (?:\w+ )*(?:in|by|from) ` + passages + `\W*|` +
		`(?:it is|it['’]s) (?:unclear|impossible|not (?:clear|possible|known))\b.*\b` + passages + `\W*|` +
		`n/?a|unknown|none|not (?:mentioned|answered|stated|specified|enough information))\W*$`)
	// shrug matches what is a refusal where nothing is cited; with a marker it may be news ("There is no evidence of
	// that, Kirby said. [2]").
	shrug = regexp.MustCompile(`(?i)^\W*` + preamble + `(?:sorry|unfortunately|i['’]m sorry|i apologi[sz]e|` +
		`(?:there is|there['’]s) (?:no|not enough|insufficient)|there (?:isn['’]t|are no)|` +
		`no (?:information|answer|passages?|mention|details)|not (?:mentioned|answered|stated|enough information)|` +
		`(?:it is|it['’]s) (?:not (?:mentioned|stated|clear|specified|possible|known|given|answered|covered)|unclear|impossible))\b`)
)

// refuses reports whether a sentence, which cites the passages numbered, says that the coverage does not answer, rather
// than what it says.
func refuses(sentence string, numbered []int) bool {
	return refusal.MatchString(sentence) || len(numbered) == 0 && shrug.MatchString(sentence)
}
