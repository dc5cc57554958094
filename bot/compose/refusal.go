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
	// shrug matches what is a refusal where nothing is cited; with a marker it may be news ("There is no information on
	// that, Kirby said. [2]"). Without one it may be too, where a model forgets markers: what is missing has to be what
	// an archive holds.
	shrug = regexp.MustCompile(`(?i)^\W*` + preamble + `(?:sorry\b|unfortunately,? (?:i|we|nothing|none|no|there (?:is|are) (?:no|not)|(?:this|that|it|the answer) (?:is|was) not|` + passages + `)\b|i['’]m sorry\b|i apologi[sz]e\b|` +
		`(?:there (?:is|are)|there['’]s) (?:no|not (?:enough|any|sufficient)|insufficient) (?:\w+ )?` + held + `\b|there (?:isn['’]t|aren['’]t) (?:any |enough )?(?:\w+ )?` + held + `\b|` +
		`no (?:\w+ )?` + held + `\b|not (?:mentioned|answered|stated|enough information)\b|` +
		`(?:it is|it['’]s) (?:not (?:mentioned|stated|specified|given|answered|covered)|unclear|impossible|not (?:clear|possible|known))\W*$)`)
)

// held is what an archive may lack.
const held = `(?:information|answers?|passages?|mention|details?|data|indication|reference|coverage|articles?|sources?|context|records?)`

// refuses reports whether a sentence, which cites the passages numbered, says that the coverage does not answer, rather
// than what it says.
func refuses(sentence string, numbered []int) bool {
	return refusal.MatchString(sentence) || len(numbered) == 0 && shrug.MatchString(sentence)
}
