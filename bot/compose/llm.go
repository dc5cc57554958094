package compose

import (
	"context"
	"crypto/rand"
	"errors"
	"iter"
	"slices"
	"sync/atomic"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
)

// Chatter is a language model behind an OpenAI-compatible endpoint.
type Chatter interface {
	Chat(ctx context.Context, r endpoint.ChatRequest) iter.Seq2[string, error]
}

// LLM writes prose with a language model, a marker after every sentence where the model obeys.
type LLM struct {
	Judge         Judge // of claims that are checked; needed for these alone
	chat          Chatter
	model         string
	contextTokens int
	learned       atomic.Int64  // the context in tokens that the server was seen to give, 0 where that was never less
	fence         func() string // the delimiter of passages, new for every prompt so that no passage can close it
}

// NewLLM composes with a model whose context holds contextTokens tokens, prompt and answer together.
func NewLLM(chat Chatter, model string, contextTokens int) *LLM {
	return &LLM{chat: chat, model: model, contextTokens: contextTokens, fence: func() string { return "=====" + rand.Text()[:8] }}
}

// Describe names the composer and its model.
func (l *LLM) Describe() (composer, model string) { return "llm", l.model }

// ContextTokens is the context that prompts are made for: what was configured, or less where the server was seen to give less.
func (l *LLM) ContextTokens() int {
	if learned := int(l.learned.Load()); learned > 0 {
		return min(learned, l.contextTokens)
	}
	return l.contextTokens
}

const (
	mostTries = 3
	leastRoom = 512 // tokens: a prompt with one short passage, and its answer
)

// errCircling is that a model said nothing but the same.
var errCircling = errors.New("the model repeats itself and says nothing else: try a larger model, or another one")

// Compose yields the model's sentences as they are completed, or nothing where it says that the coverage does not answer.
func (l *LLM) Compose(ctx context.Context, q bot.Question, found retrieval.Result) iter.Seq2[bot.Draft, error] {
	if q.Task == bot.Checking {
		return l.check(ctx, q, found)
	}
	ctx = endpoint.WithWait(endpoint.WithUser(ctx, bot.Asker(ctx)), bot.Wait(ctx))
	return func(yield func(bot.Draft, error) bool) {
		evidence := readable(found.Evidence)
		if len(evidence) == 0 {
			return
		}
		give := func(d bot.Draft) bool { return yield(d, nil) }
		var failure error
		if q.Task == bot.Summarising {
			failure = l.summarise(ctx, q, evidence, give)
		} else {
			begin := func() *answer { return newAnswer(evidence, mostDrafts) }
			if q.Task == bot.Chronicling {
				evidence = eventful(q.Text, evidence)
				begin = func() *answer { return newTimeline(evidence) }
			}
			build := func(room int) (prompt, error) { return l.prompt(q, evidence, room) }
			failure = l.ask(ctx, build, begin, give)
		}
		switch {
		case errors.Is(failure, errLeft):
		case failure != nil:
			yield(bot.Draft{}, told(failure))
		case q.Task == bot.Chronicling:
			if _, undated := tellings(found.Read.Spell(q.Text), evidence); undated > 0 {
				yield(bot.Draft{Undated: undated}, nil)
			}
		}
	}
}

// ask asks what build makes for a context of so many tokens, and gives what is answered, read by what begin makes. Where the
// server's context turns out to be smaller than believed, it asks again with less, if nothing was given yet, and keeps to that
// size from then on.
func (l *LLM) ask(ctx context.Context, build func(room int) (prompt, error), begin func() *answer, give func(bot.Draft) bool) (failure error) {
	for range mostTries {
		room := l.ContextTokens()
		p, err := build(room)
		if err != nil {
			if failure == nil || errors.Is(err, errTooLong) {
				failure = err
			}
			return failure
		}
		a := begin()
		err = l.try(ctx, p.ChatRequest, a, give)
		if next := smaller(room, p.tokens, err); next < room {
			l.learned.Store(int64(next))
		} else if !errors.Is(err, endpoint.ErrAloud) { // which the client expects the next time
			return err
		}
		if failure = err; a.drafts > 0 {
			break
		}
	}
	return failure
}

// errLeft is that nobody takes drafts any more.
var errLeft = errors.New("the answer is not wanted any more")

// try asks once and gives what is answered to take. It leaves the stream, which ends the request, as soon as the model goes round
// in circles.
func (l *LLM) try(ctx context.Context, r endpoint.ChatRequest, a *answer, take func(bot.Draft) bool) error {
	give := func(all []bot.Draft) bool {
		return !slices.ContainsFunc(all, func(d bot.Draft) bool { return !take(d) })
	}
	for piece, err := range l.chat.Chat(ctx, r) {
		if err != nil {
			if brokeOff(err) && !give(a.Rest(true)) {
				return errLeft
			}
			if errors.Is(err, endpoint.ErrIncomplete) && a.drafts > 0 {
				return nil // the last sentence was cut off; what came before it is whole
			}
			return err
		}
		if !give(a.Add(piece)) {
			return errLeft
		}
		if a.over {
			break
		}
	}
	if !give(a.Rest(false)) {
		return errLeft
	}
	if a.over && a.drafts == 0 {
		return errCircling
	}
	return nil
}

// smaller is the context to ask again with after err, where err says that a prompt of so many tokens, its answer's
// share included, was too long for the server: what the server says that it has, or half of what was tried.
func smaller(room, tokens int, err error) int {
	var f *endpoint.Failure
	if !errors.As(err, &f) || !errors.Is(f.Kind, endpoint.ErrContext) && !errors.Is(f.Kind, endpoint.ErrTruncated) {
		return room
	}
	given := f.Limit
	if errors.Is(f.Kind, endpoint.ErrTruncated) {
		given = f.Prompt // what it kept of the prompt
	}
	if given <= 0 || given >= room {
		given = min(room, tokens) / 2
	}
	return max(given, leastRoom)
}

// brokeOff reports whether an answer ended too early, so that the sentences before its end are whole.
func brokeOff(err error) bool {
	return errors.Is(err, endpoint.ErrIncomplete) || errors.Is(err, endpoint.ErrCut) || errors.Is(err, endpoint.ErrStalled)
}
