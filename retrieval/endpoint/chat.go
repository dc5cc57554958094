package endpoint

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"github.com/sashabaranov/go-openai"
)

const (
	temperature   = 0.01            // 0 is dropped by go-openai, and some servers then take 1.0
	reasoningRoom = 4096            // tokens, for models whose reasoning counts against the answer's limit
	tail          = 2 * time.Second // after the finish_reason, for the usage
)

// ChatRequest is one question to a chat model.
type ChatRequest struct {
	Model     string
	System    string
	Messages  []Message // the newest last; the first and the last are User's
	MaxTokens int       // the answer's limit; 0 is a quarter of the context
}

// Role is who speaks.
type Role string

// The roles of a conversation. The system's text has a field of its own.
const (
	User      Role = openai.ChatMessageRoleUser
	Assistant Role = openai.ChatMessageRoleAssistant
)

// Message is one turn. Its text goes through Neutralise.
type Message struct {
	Role Role
	Text string
}

// errEnough is that the caller stopped ranging.
var errEnough = errors.New("enough")

// Chat asks and yields the answer's text in pieces as they come, without reasoning. It ends with an error, yielded
// with an empty piece, unless the server said that the answer is complete; the pieces before it are then not an
// answer. Where the server failed often it is an ErrOpen, at once. Breaking out of the range ends the request, as does the end of ctx, whose error is then yielded as it is.
// Ranging again asks again.
func (c *Client) Chat(ctx context.Context, req ChatRequest) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := c.talking.guard(ctx, func() error {
			return c.chat(ctx, req, func(piece string) error {
				if !yield(piece, nil) {
					return errEnough
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield("", err)
		}
	}
}

// chat asks again, otherwise, when the server refuses how it was asked and nothing was yielded yet.
func (c *Client) chat(ctx context.Context, req ChatRequest, yield func(string) error) error {
	if req.MaxTokens <= 0 {
		req.MaxTokens = c.contextTokens / 4
	}
	for {
		used := c.habitsOf(req.Model)
		turns := arrange(req, used)
		if len(turns) == 0 || turns[len(turns)-1].Role != string(User) {
			return c.wire.fail(ErrRequest, nil, "a chat without a last question was not sent to %s: the last message is to be the user's and not empty", c.baseURL)
		}
		p := measure(turns)
		if p.most+req.MaxTokens > c.contextTokens {
			f := c.wire.fail(ErrContext, nil, "the prompt of up to %d tokens and an answer of %d do not fit the context of %d: send less, or set CONTEXT_TOKENS to what the server gives the model", p.most, req.MaxTokens, c.contextTokens)
			f.Limit, f.Prompt = c.contextTokens, p.most
			return f
		}
		yielded := false
		err := c.ask(ctx, request(req, turns, used), p, used, func(piece string) error {
			yielded = true
			return yield(piece)
		})
		if err == nil || errors.Is(err, errEnough) {
			return err
		}
		if !c.learn(req.Model, used, err) || yielded {
			return err
		}
	}
}

// request fills what go-openai sends: exactly one limit of tokens, and a small temperature where one is allowed.
func request(req ChatRequest, turns []openai.ChatCompletionMessage, used habits) openai.ChatCompletionRequest {
	out := openai.ChatCompletionRequest{Model: req.Model, Messages: turns}
	reasoning := reasons(req.Model)
	if reasoning || used.completionTokens {
		out.MaxCompletionTokens = req.MaxTokens + reasoningRoom
	} else {
		//lint:ignore SA1019 Ollama ignores the field that is to replace it
		out.MaxTokens = req.MaxTokens
	}
	if !reasoning && !used.noTemperature {
		out.Temperature = temperature
	}
	if !used.noStreamOptions {
		out.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	}
	return out
}

// ask sends one request and follows its stream to the end.
func (c *Client) ask(ctx context.Context, req openai.ChatCompletionRequest, p prompt, used habits, yield func(string) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.ai.CreateChatCompletionStream(ctx, req)
	if err != nil {
		return c.told(err)
	}
	defer func() { _ = stream.Close() }()

	answer := answer{thinking: thinking{held: used.thinksAloud}}
	defer func() { c.tally.tokens(answer.promptTokens, answer.answerTokens) }()
	for {
		raw, err := stream.RecvRaw()
		if err != nil {
			return c.verdict(&answer, p, err, yield)
		}
		open := answer.finish == ""
		piece, err := answer.add(raw)
		switch {
		case err != nil && open:
			return c.malformed(raw, err)
		case !answer.spoke && p.truncated(answer.promptTokens, c.contextTokens):
			return c.truncated(&answer, p)
		}
		visible, stray := answer.thinking.write(piece)
		if visible != "" {
			answer.spoke = true
			if err := yield(visible); err != nil {
				return err
			}
		}
		if stray {
			return c.wire.fail(ErrAloud, nil, "%s let the model's reasoning out before its answer: ask again, the client now expects it", c.baseURL)
		}
		if open && answer.finish != "" {
			time.AfterFunc(tail, cancel)
		}
	}
}

// verdict says how the answer ended.
func (c *Client) verdict(a *answer, p prompt, end error, yield func(string) error) error {
	if a.finish == "" {
		switch {
		case !errors.Is(end, io.EOF):
			return c.told(end)
		case a.events > 0 && !a.choices:
			return c.wire.fail(ErrShape, nil, "%s sent events that are no chat: see whether %s is the address of an OpenAI-compatible API", c.baseURL, c.wire.variable)
		}
		return c.wire.fail(ErrCut, nil, "%s ended its answer without saying that it was complete: see its log, the model may have crashed", c.baseURL)
	}
	if rest := a.thinking.end(); rest != "" {
		a.spoke = true
		if err := yield(rest); err != nil {
			return err
		}
	}
	switch {
	case p.truncated(a.promptTokens, c.contextTokens):
		return c.truncated(a, p)
	case !a.spoke && a.refused:
		return nil
	case !a.spoke:
		f := c.wire.fail(ErrEmpty, nil, "the model at %s gave no answer, or reasoning alone: try a larger answer limit or another model", c.baseURL)
		if a.finish == "length" {
			f.cause = ErrIncomplete
		}
		return f
	case a.finish == "length":
		return c.wire.fail(ErrIncomplete, nil, "the answer from %s reached its limit of tokens: raise the limit, or ask for less", c.baseURL)
	case a.finish == "content_filter":
		return c.wire.fail(ErrIncomplete, nil, "%s stopped the answer by its content filter: ask otherwise, or use another model", c.baseURL)
	}
	return nil
}

func (c *Client) truncated(a *answer, p prompt) error {
	f := c.wire.fail(ErrTruncated, nil, "%s read %d tokens of a prompt of %d words, so it seems to have cut it: set CONTEXT_TOKENS to what the server gives the model, or raise that there (num_ctx, OLLAMA_CONTEXT_LENGTH)", c.baseURL, a.promptTokens, p.words)
	f.Prompt = a.promptTokens
	return f
}

func (c *Client) malformed(raw []byte, err error) error {
	if unfinished(raw, err) {
		return c.wire.fail(ErrCut, nil, "%s broke off in the middle of an event: see its log, the model may have crashed", c.baseURL)
	}
	return c.wire.fail(ErrShape, nil, "%s sent an event that is not the protocol's (%v): see whether %s is the address of an OpenAI-compatible API", c.baseURL, err, c.wire.variable)
}

// told passes on a Failure or the end of the caller's context, and makes a Failure of what go-openai itself refuses.
func (c *Client) told(err error) error {
	var f *Failure
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, openai.ErrChatCompletionInvalidModel):
		return c.wire.fail(ErrModel, err, "the model is not one for chat: correct CHAT_MODEL")
	}
	return c.wire.fail(ErrShape, err, "%s answered in a form that is not the protocol's (%v): see whether %s is the address of an OpenAI-compatible API", c.baseURL, err, c.wire.variable)
}
