package endpoint

import (
	"slices"
	"strings"
)

// The tags between which models reason. Passages and questions cannot bring them in: Neutralise.
var (
	openingTags = []string{"<think>", "<thinking>", "<thought>", "<reasoning>", "[THINK]", "<|channel|>", "<|start|>"}
	closingTags = []string{"</think>", "</thinking>", "</thought>", "</reasoning>", "[/THINK]", finalMessage}
	allTags     = slices.Concat(openingTags, closingTags, endTags)
)

// finalMessage is where gpt-oss comes to its answer: <|channel|>analysis<|message|>…<|channel|>final<|message|>….
const finalMessage = "final<|message|>"

// The tokens of chat templates with which a turn ends, or the next begins, where a server lets them through.
var endTags = []string{"<|im_end|>", "<|im_start|>", "<|end|>", "<|return|>", "<|eot_id|>", "<|eom_id|>", "<|start_header_id|>",
	"<|end_of_text|>", "<|endoftext|>", "<|end_of_turn|>", "<end_of_turn>", "<start_of_turn>", "</s>"}

// thinking takes an answer in pieces and lets through what is not reasoning, and no blanks before the first word.
// Tags may lie across the borders of pieces. The zero value is ready.
type thinking struct {
	held   bool // the answer may begin with reasoning that no tag opens: hold it back until a tag closes or all is said
	buf    string
	inside bool
	closed bool // a tag closed reasoning already: another one that opens nothing is a slip
	spoke  bool
	over   bool // the turn ended: nothing more is taken
}

// write takes a piece and returns what may be shown. stray is that reasoning was already shown: a tag closed what
// none had opened.
func (t *thinking) write(piece string) (visible string, stray bool) {
	if t.over {
		return "", false
	}
	t.buf += piece
	var out strings.Builder
	for {
		tags := allTags
		if t.inside {
			tags = closingTags
		}
		at, tag := earliest(t.buf, tags)
		if at < 0 {
			break
		}
		before, closes := t.buf[:at], slices.Contains(closingTags, tag)
		t.buf = t.buf[at+len(tag):]
		switch {
		case slices.Contains(endTags, tag):
			out.WriteString(before)
			if t.over = t.spoke || strings.TrimSpace(out.String()) != ""; t.over {
				t.buf = ""
				return t.say(out.String()), false
			}
		case t.inside:
			t.inside, t.held, t.closed = false, false, true
		case closes && t.closed:
			out.WriteString(before)
		case closes && t.spoke:
			return "", true
		case closes: // what came before was reasoning, and was not shown yet
			out.Reset()
			t.held, t.closed = false, true
		default:
			out.WriteString(before)
			t.inside = true
		}
	}
	keep := tagBegun(t.buf)
	switch {
	case t.inside:
		t.buf = t.buf[len(t.buf)-keep:]
	case !t.held:
		out.WriteString(t.buf[:len(t.buf)-keep])
		t.buf = t.buf[len(t.buf)-keep:]
	}
	return t.say(out.String()), false
}

// end returns what was held back, when no more comes.
func (t *thinking) end() string {
	if t.inside {
		return ""
	}
	return t.say(t.buf)
}

func (t *thinking) say(text string) string {
	if !t.spoke {
		text = strings.TrimLeft(text, " \t\r\n")
		t.spoke = text != ""
	}
	return text
}

// earliest is where the first of the tags stands in text, or -1.
func earliest(text string, tags []string) (at int, tag string) {
	at = -1
	for _, candidate := range tags {
		if i := strings.Index(text, candidate); i >= 0 && (at < 0 || i < at) {
			at, tag = i, candidate
		}
	}
	return at, tag
}

var longestTag = len(slices.MaxFunc(allTags, func(a, b string) int { return len(a) - len(b) }))

// tagBegun is the length of the longest end of text with which a tag begins.
func tagBegun(text string) int {
	for n := min(len(text), longestTag-1); n > 0; n-- {
		end := text[len(text)-n:]
		for _, tag := range allTags {
			if len(tag) > n && strings.HasPrefix(tag, end) {
				return n
			}
		}
	}
	return 0
}
