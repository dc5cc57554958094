package endpoint

import (
	"math/bits"
	"strings"

	"github.com/sashabaranov/go-openai"
)

const turnTokens = 8 // what a chat template puts around a turn, at most

// arrange makes turns that strict chat templates accept: the system's text first or, where the role is refused, at the
// head of the first question; then user and assistant in alternation, beginning with the user. Turns without text
// are left out, neighbours of one role are joined, and an answer whose question is gone is dropped.
func arrange(req ChatRequest, used habits) []openai.ChatCompletionMessage {
	var turns []openai.ChatCompletionMessage
	for _, m := range req.Messages {
		text := Neutralise(m.Text)
		last := len(turns) - 1
		switch {
		case strings.TrimSpace(text) == "":
		case last < 0 && m.Role == Assistant:
		case last >= 0 && turns[last].Role == string(m.Role):
			turns[last].Content += "\n\n" + text
		default:
			turns = append(turns, openai.ChatCompletionMessage{Role: string(m.Role), Content: text})
		}
	}
	system := Neutralise(req.System)
	switch {
	case len(turns) == 0 || strings.TrimSpace(system) == "":
		return turns
	case used.noSystem:
		turns[0].Content = system + "\n\n" + turns[0].Content
		return turns
	}
	return append([]openai.ChatCompletionMessage{{Role: openai.ChatMessageRoleSystem, Content: system}}, turns...)
}

// prompt is what is known of a prompt's size.
type prompt struct {
	most  int // tokens, at most
	words int // no tokeniser was seen to make fewer tokens than there are words
}

func measure(turns []openai.ChatCompletionMessage) prompt {
	p := prompt{most: turnTokens}
	for _, turn := range turns {
		p.most += Tokens(turn.Content) + turnTokens
		p.words += len(strings.Fields(turn.Content))
	}
	return p
}

// truncated suspects, from the prompt tokens that a server counted, that it read less than it was sent: fewer tokens
// than words, or exactly a context's size, which is what Ollama reports of a prompt that it cut.
func (p prompt) truncated(counted, contextTokens int) bool {
	switch {
	case counted <= 0: // not told
		return false
	case counted < p.words*9/10 || counted == contextTokens:
		return true
	}
	return counted >= 2048 && bits.OnesCount(uint(counted)) == 1 && counted <= p.most
}
