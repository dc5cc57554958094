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

// More ways to say that the passages are silent. A speaker behind the words makes news of them, so that these are no
// refusals where somebody said so and a marker follows.
const sourced = `(?:the |these |this |those |provided |given |supplied |available |news )*(?:coverage|passages|sources|articles|texts?|context|excerpts)(?: provided| given| above| here)?`

var (
	silence = regexp.MustCompile(`(?i)^\W*(?:` +
		`there(?: is|['’]s| was| are)? (?:nothing|no mention|no information|no indication) (?:\w+ ){0,4}(?:in|from) ` + sourced + `\b.*|` +
		sourced + ` (?:says?|contains?|offers?|reports?|mentions?|tells? us|gives?|provides?) (?:nothing|no (?:information|details?|indication|answer|mention))\b.*|` +
		sourced + ` (?:is|are|remains?) silent\b.*|` + sourced + ` lacks?\b.*|` +
		`nothing (?:about|on|of) (?:that|this|it) is (?:reported|said|mentioned|stated)\b.*|` +
		`(?:[^.,“”"]{1,120} )?(?:is|are|was|were) (?:not|never) (?:\w+ly )?(?:mentioned|stated|specified|given|provided|available|reported|discussed|addressed|covered|described|found|answered) (?:in|by|from) ` + sourced + `\W*|` +
		`(?:the answer|this|that|it) (?:isn['’]t|is not|wasn['’]t|cannot be found) (?:\w+ )?(?:in|by|from) ` + sourced + `\W*|` +
		`(?:this|that|it|the question|this question)? ?(?:cannot|can['’]t|could not) be (?:determined|answered|known|found)(?: (?:from|with|by|based on) ` + sourced + `)?\W*|` +
		`not (?:found|available|enough info(?:rmation)?(?: to \w+)?|known|given|specified|provided)\W*|(?:insufficient|no) (?:information|info|answer|data)(?: (?:available|provided|given|found))?\W*|` +
		`(?:while|although|though) ` + passages + `[^.]*, (?:they|it|there|the (?:passages?|coverage|sources?)) (?:(?:do|does|did)(?:n['’]t| not)|(?:is|are) no(?:t|thing)?\b).*|` +
		passages + ` (?:discuss|discusses|mention|mentions|describe|describes|cover|covers|is about|are about)\b[^.]*\b(?:but|and|yet) (?:they |it )?(?:do|does|did)(?:n['’]t| not) ` + silent + `\b.*` +
		`)$`)
	// abroadSilence is the same in Spanish, French, German, Portuguese and Italian.
	abroadSilence = regexp.MustCompile(`(?i)^\W*(?:(?:lo siento|désolée?|leider|es tut mir leid|desculpe|mi dispiace)\b.*|` +
		`(?:la cobertura|los (?:pasajes|artículos|textos|documentos)|las fuentes|el texto) no (?:\w+ )?(?:respond|contien|mencion|dice|dan|ofrec|proporci|indic|inclu|especific)\p{L}*\b.*|` +
		`no (?:hay|se (?:menciona|encuentra|especifica|indica)) (?:información|nada|respuesta)\b.*|` +
		`(?:les (?:passages|articles|textes|sources|documents)|la couverture|le texte) ne (?:\p{L}+ )?(?:répond|contien|mentionn|di[st]|donn|fourni|précis|indiqu|parl)\p{L}*\b.*\b(?:pas|rien|aucune?)\b.*|` +
		`il n['’]y a (?:pas d['’]|aucune )(?:information|réponse|mention)\b.*|` +
		`(?:die (?:artikel|passagen|texte|quellen|berichterstattung|auszüge)|der text) (?:enthält|enthalten|nenn|erwähn|beantworte|sag|gib|geb|liefer|mach)\p{L}* .*\b(?:nicht|keine?n?|nichts)\b.*|` +
		`(?:dazu|darüber|hierzu) (?:gibt es|liegen|finden sich) keine\b.*|` +
		`(?:a cobertura|os (?:trechos|artigos|textos)|as fontes|o texto) não \p{L}+\b.*|(?:la copertura|i (?:passaggi|testi)|gli articoli|le fonti|il testo) non \p{L}+\b.*)$`)
	// spoken is who is named behind words as having said them: news.
	spoken = regexp.MustCompile(`(?i)[,;”"] (?:[\p{L}.’'-]+ ){1,6}(?:said|says|told|added|wrote|noted|reported|stated|declared|announced)\b|, (?:according to|said|says|told) `)
	// onePast is what one source or document kept to itself then, which news reports and an archive desk does not say of its own.
	onePast = regexp.MustCompile(`(?i)^\W*the (?:source|document|article|text)s? did(?:n['’]t| not)\b`)
	// kept is a lack of what was made of an event then.
	kept = regexp.MustCompile(`(?i)^\W*no (?:\w+ )?(?:records?|data|sources?|references?|indication|details?)\b.* (?:were|was|had|has|have) `)
)

// refuses reports whether a sentence, which cites the passages numbered, says that the coverage does not answer, rather
// than what it says.
func refuses(sentence string, numbered []int) bool {
	if len(numbered) > 0 && (spoken.MatchString(sentence) || onePast.MatchString(sentence) || kept.MatchString(sentence) && !refusal.MatchString(sentence)) {
		return false
	}
	return refusal.MatchString(sentence) || silence.MatchString(sentence) || abroadSilence.MatchString(sentence) ||
		len(numbered) == 0 && shrug.MatchString(sentence)
}
