package endpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// event is one event of a stream, or a whole answer: what of it this package reads, however it is shaped.
type event struct {
	Choices *[]struct {
		Index        int    `json:"index"`
		Delta        turn   `json:"delta"`
		Message      turn   `json:"message"` // where a server does not stream
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
	Usage struct {
		PromptTokens     int `json:"prompt_tokens"`
		CompletionTokens int `json:"completion_tokens"`
	} `json:"usage"`
}

// turn leaves the fields reasoning and reasoning_content unread.
type turn struct {
	Content content `json:"content"`
	Refusal string  `json:"refusal"`
}

// content is text, null, or an array of parts of which those of text count.
type content string

// UnmarshalJSON accepts each of the three forms.
func (c *content) UnmarshalJSON(raw []byte) error {
	if !bytes.HasPrefix(raw, []byte("[")) {
		return json.Unmarshal(raw, (*string)(c))
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	var text strings.Builder
	for _, part := range parts {
		if bytes.HasPrefix(part, []byte(`"`)) {
			text.WriteString(plain(part))
			continue
		}
		var typed struct{ Type, Text string }
		if err := json.Unmarshal(part, &typed); err != nil {
			return err
		}
		if typed.Type == "" || strings.HasSuffix(typed.Type, "text") {
			text.WriteString(typed.Text)
		}
	}
	*c = content(text.String())
	return nil
}

// answer is what has come of a streamed answer.
type answer struct {
	thinking     thinking
	repeated     repeated
	finish       string // the finish_reason, "" until it came
	promptTokens int    // as the server counts them, 0 until told
	answerTokens int    // likewise
	events       int
	choices      bool // some event had the field
	spoke        bool // some text was yielded
	refused      bool // the model would not answer, in a field of its own
}

// add reads an event and returns its text. The first choice is the only one that was asked for.
func (a *answer) add(raw []byte) (string, error) {
	var e event
	if err := json.Unmarshal(raw, &e); err != nil {
		return "", err
	}
	a.events++
	if e.Usage.PromptTokens > 0 {
		a.promptTokens = e.Usage.PromptTokens
	}
	a.answerTokens = max(a.answerTokens, e.Usage.CompletionTokens)
	if e.Choices == nil {
		return "", nil
	}
	a.choices = true
	var text strings.Builder
	for _, choice := range *e.Choices {
		if choice.Index != 0 || a.finish != "" {
			continue
		}
		for _, t := range []turn{choice.Delta, choice.Message} {
			text.WriteString(a.repeated.add(string(t.Content)))
			a.refused = a.refused || t.Refusal != ""
		}
		if a.finish = choice.FinishReason; a.finish != "" {
			text.WriteString(a.repeated.rest())
		}
	}
	return text.String(), nil
}

// unfinished reports whether an event is the beginning of one, not something else.
func unfinished(raw []byte, err error) bool {
	var syntax *json.SyntaxError
	return errors.As(err, &syntax) && bytes.HasPrefix(raw, []byte("{")) && syntax.Offset >= int64(len(raw))
}
