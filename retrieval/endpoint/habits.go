package endpoint

import (
	"errors"
	"regexp"

	"github.com/sashabaranov/go-openai"
)

// habits are what a chat model, or the server around it, was seen to refuse.
type habits struct {
	noSystem         bool // the system text goes into the first user turn
	completionTokens bool // max_completion_tokens instead of max_tokens
	noTemperature    bool
	noStreamOptions  bool
	thinksAloud      bool // its reasoning ends with a tag that none opened
}

var (
	systemRefused      = regexp.MustCompile(`system.{0,20}role|role.{0,20}system|system (message|prompt)|roles must alternate|only user and assistant roles|unsupported (message )?role`)
	maxTokensRefused   = regexp.MustCompile(`max_completion_tokens`)
	temperatureRefused = regexp.MustCompile(`temperature`)
	optionsRefused     = regexp.MustCompile(`stream_options|include_usage`)
)

func (c *Client) habitsOf(model string) habits {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.habits[model]
}

// learn remembers what err says that the model refuses, and reports whether a request made otherwise than used may
// succeed. Each habit is learned once, so that a request is repeated at most once for each.
func (c *Client) learn(model string, used habits, err error) bool {
	next, lesson := used, ""
	var f *Failure
	switch {
	case !errors.As(err, &f):
	case errors.Is(f, ErrAloud):
		next.thinksAloud, lesson = true, "reasoning without an opening tag"
	case !errors.Is(f, ErrRequest) && !errors.Is(f, ErrServer):
	case !used.noStreamOptions && optionsRefused.MatchString(f.said):
		next.noStreamOptions, lesson = true, "no stream_options"
	case !used.completionTokens && maxTokensRefused.MatchString(f.said):
		next.completionTokens, lesson = true, "max_completion_tokens"
	case !used.noTemperature && temperatureRefused.MatchString(f.said):
		next.noTemperature, lesson = true, "no temperature"
	case !used.noSystem && systemRefused.MatchString(f.said):
		next.noSystem, lesson = true, "no system role"
	}
	if next == used {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.habits[model]
	c.habits[model] = habits{
		noSystem:         known.noSystem || next.noSystem,
		completionTokens: known.completionTokens || next.completionTokens,
		noTemperature:    known.noTemperature || next.noTemperature,
		noStreamOptions:  known.noStreamOptions || next.noStreamOptions,
		thinksAloud:      known.thinksAloud || next.thinksAloud,
	}
	c.log.Info("endpoint habit learned", "model", model, "habit", lesson)
	return true
}

// reasons reports whether go-openai refuses a temperature, and max_tokens with it, for the name: o1, o3, o4, gpt-5 and
// others.
func reasons(model string) bool {
	return openai.NewReasoningValidator().Validate(openai.ChatCompletionRequest{Model: model, Temperature: temperature}) != nil
}
