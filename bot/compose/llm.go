package compose

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"iter"
	"strings"
	"text/template"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
)

// Chatter is a language model behind an OpenAI-compatible endpoint.
type Chatter interface {
	Chat(ctx context.Context, r endpoint.ChatRequest) iter.Seq2[string, error]
}

// LLM writes prose with a language model, a marker after every sentence.
type LLM struct {
	chat          Chatter
	model         string
	contextTokens int
	fence         func() string // the delimiter of passages, new for every prompt so that no passage can close it
}

// NewLLM composes with a model whose context holds contextTokens tokens, prompt and answer together.
func NewLLM(chat Chatter, model string, contextTokens int) *LLM {
	return &LLM{chat: chat, model: model, contextTokens: contextTokens, fence: func() string { return "=====" + rand.Text()[:8] }}
}

// Describe names the composer and its model.
func (l *LLM) Describe() (composer, model string) { return "llm", l.model }

// answerShare is the part of the context that is kept for the answer; it is at most maxAnswer tokens.
const (
	answerShare = 4 // a quarter
	maxAnswer   = 700
	noAnswer    = "The coverage does not answer this."
)

// Compose yields the model's sentences as they are completed, or nothing where it says that the coverage does not answer.
func (l *LLM) Compose(ctx context.Context, q bot.Question, found retrieval.Result) iter.Seq2[bot.Draft, error] {
	return func(yield func(bot.Draft, error) bool) {
		if len(found.Evidence) == 0 {
			return
		}
		request, err := l.prompt(q, found.Evidence)
		if err != nil {
			yield(bot.Draft{}, err)
			return
		}
		var pending sentences
		said := map[string]bool{}
		emit := func(all []string) bool {
			for _, s := range all {
				text, numbers := cut(s)
				if !hasLetter(text) || said[text] || refuses(text, numbers) {
					continue
				}
				said[text] = true
				if !yield(bot.Draft{Text: text, Kind: bot.Prose, Markers: numbers}, nil) {
					return false
				}
			}
			return true
		}
		for piece, err := range l.chat.Chat(endpoint.WithUser(ctx, bot.Asker(ctx)), request) {
			if err != nil {
				if brokeOff(err) && !emit(pending.Whole()) {
					return
				}
				if errors.Is(err, endpoint.ErrIncomplete) && len(said) > 0 {
					return // the last sentence was cut off; what came before it is whole
				}
				yield(bot.Draft{}, told(err))
				return
			}
			if !emit(pending.Add(piece)) {
				return
			}
		}
		emit(pending.Rest())
	}
}

//go:embed prompts/*.tmpl
var promptFiles embed.FS

var prompts = template.Must(template.ParseFS(promptFiles, "prompts/*.tmpl"))

// page is what the prompt templates are filled with.
type page struct {
	Question  string
	Summary   bool
	Sentences int
	NoAnswer  string
	Fence     string
	Passages  []passage
}

type passage struct {
	N                            int
	Outlet, Date, Headline, Text string
	Label                        retrieval.Kind // where it is not the body
}

// prompt fits as many passages as the context holds beside the answer, best first, the last one cut at a sentence.
func (l *LLM) prompt(q bot.Question, evidence []retrieval.Evidence) (endpoint.ChatRequest, error) {
	answer := min(maxAnswer, l.contextTokens/answerShare)
	p := page{
		Question: endpoint.Neutralise(q.Text), Summary: q.Task == bot.Summarising, Sentences: q.Sentences, NoAnswer: noAnswer,
		Fence: l.fence(),
	}
	system, user, err := p.render()
	room := l.contextTokens - answer - endpoint.Tokens(system) - endpoint.Tokens(user) - promptMargin
	for i := 0; err == nil && i < len(evidence) && room > 0; i++ {
		next := newPassage(evidence[i])
		overhead := endpoint.Tokens(next.Outlet+next.Date+next.Headline+string(next.Label)) + passageMargin
		next.Text = fit(evidence[i].Passage, room-overhead)
		if next.Text == "" {
			break
		}
		room -= overhead + endpoint.Tokens(next.Text)
		p.Passages = append(p.Passages, next)
	}
	if err == nil && len(p.Passages) == 0 {
		return endpoint.ChatRequest{}, fmt.Errorf("CONTEXT_TOKENS is %d, which holds no passage beside the question; raise it", l.contextTokens)
	}
	if err == nil {
		system, user, err = p.render()
	}
	return endpoint.ChatRequest{
		Model: l.model, System: system, Messages: []endpoint.Message{{Role: "user", Text: user}}, MaxTokens: answer,
	}, err
}

// Tokens beside the text itself: of a whole prompt's chat template, and of a passage's fence and number.
const (
	promptMargin  = 64
	passageMargin = 24
)

func newPassage(e retrieval.Evidence) passage {
	p := passage{
		N: e.N, Outlet: endpoint.Neutralise(e.Article.Outlet), Headline: endpoint.Neutralise(e.Article.Headline),
		Date: "date unknown",
	}
	if !e.Article.Published.IsZero() {
		p.Date = e.Article.Published.Format("Monday, 2 January 2006")
	}
	if e.Passage.Kind != retrieval.Body {
		p.Label = e.Passage.Kind
	}
	return p
}

// fit is as many whole sentences of a passage as tokens hold.
func fit(p retrieval.Passage, tokens int) string {
	text := endpoint.Neutralise(p.Text)
	if endpoint.Tokens(text) <= tokens {
		return text
	}
	for i := len(p.Sentences) - 1; i >= 0; i-- {
		if text := endpoint.Neutralise(p.Text[:p.Sentences[i].End]); endpoint.Tokens(text) <= tokens {
			return text
		}
	}
	return ""
}

func (p page) render() (system, user string, err error) {
	var s, u strings.Builder
	if err = prompts.ExecuteTemplate(&s, "system.tmpl", p); err == nil {
		err = prompts.ExecuteTemplate(&u, "user.tmpl", p)
	}
	if err != nil {
		return "", "", fmt.Errorf("fill the prompt: %w", err)
	}
	return s.String(), u.String(), nil
}

// brokeOff reports whether an answer ended too early, so that the sentences before its end are whole.
func brokeOff(err error) bool {
	return errors.Is(err, endpoint.ErrIncomplete) || errors.Is(err, endpoint.ErrCut) || errors.Is(err, endpoint.ErrStalled)
}
