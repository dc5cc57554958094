package endpoint

import "regexp"

var (
	// <|im_start|>, <|eot_id|>, <｜User｜>, [|system|]: the bar beside the bracket is what tokenisers know.
	barOpens  = regexp.MustCompile(`[<\[]([|｜])`)
	barCloses = regexp.MustCompile(`([|｜])[>\]]`)
	// <s>, </s>, <think>, <start_of_turn>, <<SYS>>, <unused12>, <0x0A>: one word between angle brackets.
	angled = regexp.MustCompile(`<(/?[\pL\pN_.:▁-]+/?)>`)
	// [INST], [/INST] and the others of Mistral, BERT and GLM, letter for letter, since [Sept] and [AP] are news.
	squared = regexp.MustCompile(`\[(/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|ARGS|CALL_ID|THINK|PREFIX|SUFFIX|MIDDLE|IMG|IMG_BREAK|IMG_END|CLS|SEP|MASK|PAD|UNK|BOS|EOS|gMASK|sMASK|sop|eop))\]`)
)

// Neutralise makes the control tokens of chat templates harmless in text that others wrote. Brackets that belong to
// one become brackets that no tokeniser knows: < and > become ‹ and ›, [ and ] become ( and ). Everything else stays
// letter for letter, so that a reader sees the same; a lone "<", "a < b", "[1]" and "[sic]" are left alone. Any single word
// between angle brackets counts as a control token, HTML tags without attributes among them, because every family of
// models brings its own. Neutralising twice changes nothing more.
func Neutralise(text string) string {
	text = barOpens.ReplaceAllStringFunc(text, func(m string) string { return harmless(m[:1]) + m[1:] })
	text = barCloses.ReplaceAllStringFunc(text, func(m string) string { return m[:len(m)-1] + harmless(m[len(m)-1:]) })
	text = angled.ReplaceAllString(text, "‹$1›")
	return squared.ReplaceAllString(text, "($1)")
}

func harmless(bracket string) string {
	switch bracket {
	case "<":
		return "‹"
	case ">":
		return "›"
	case "[":
		return "("
	default:
		return ")"
	}
}
