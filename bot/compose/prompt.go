package compose

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"
	"unicode"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/language"
)

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
	Brief     bool   // the context holds the shorter instructions only
	Language  string // of the question, in English; "" where that is not certain
	Foreign   bool   // the passages are in another one
	Passages  []passage
}

type passage struct {
	N                            int
	Outlet, Date, Headline, Text string
	Label                        retrieval.Kind // where it is not the body
}

// The parts of a context.
const (
	answerShare   = 4    // a quarter is kept for the answer, at most maxAnswer tokens
	briefShare    = 5    // a fifth, where the instructions are brief
	maxAnswer     = 700  // tokens
	briefBelow    = 1024 // tokens of context, with which the instructions would leave no room for passages
	promptMargin  = 32   // tokens around the two turns: what package endpoint counts, and some
	passageMargin = 24   // tokens beside a passage's own: its fence and number

	longestHeadline = 160 // characters
	longestOutlet   = 60

	noAnswer = "The coverage does not answer this."
)

// prompt is a request and its size in tokens, the answer's share included.
type prompt struct {
	endpoint.ChatRequest
	tokens int
}

// prompt fits as many passages as room tokens hold beside the answer, best first, the last one cut at a sentence.
func (l *LLM) prompt(q bot.Question, evidence []retrieval.Evidence, room int) (prompt, error) {
	answer := min(maxAnswer, room/answerShare)
	if room < briefBelow {
		answer = room / briefShare
	}
	p := page{
		Question: endpoint.Neutralise(q.Text), Summary: q.Task == bot.Summarising, Sentences: 6, NoAnswer: noAnswer,
		Fence: l.fence(), Brief: room < briefBelow, Language: language.Name(language.Of(q.Text)),
		Foreign: slices.ContainsFunc(evidence, func(e retrieval.Evidence) bool { return language.Differ(q.Text, e.Passage.Text) }),
	}
	system, user, err := p.render()
	if err != nil {
		return prompt{}, err
	}
	left := room - answer - promptMargin - endpoint.Tokens(system) - endpoint.Tokens(user)
	for _, e := range evidence {
		next := newPassage(e)
		overhead := endpoint.Tokens(next.Outlet+next.Date+next.Headline+string(next.Label)) + passageMargin
		if next.Text = fit(e.Passage, left-overhead); next.Text == "" {
			continue // a shorter one may yet fit
		}
		left -= overhead + endpoint.Tokens(next.Text)
		p.Passages = append(p.Passages, next)
	}
	if len(p.Passages) == 0 {
		return prompt{}, fmt.Errorf("CONTEXT_TOKENS is %d, which holds no passage beside the question; raise it", room)
	}
	if system, user, err = p.render(); err != nil {
		return prompt{}, err
	}
	return prompt{
		ChatRequest: endpoint.ChatRequest{
			Model: l.model, System: system, Messages: []endpoint.Message{{Role: "user", Text: user}}, MaxTokens: answer,
		},
		tokens: promptMargin + endpoint.Tokens(system) + endpoint.Tokens(user) + answer,
	}, nil
}

// readable is the evidence that may stand in a prompt: not what an article says to the machine.
func readable(evidence []retrieval.Evidence) []retrieval.Evidence {
	return slices.DeleteFunc(slices.Clone(evidence), func(e retrieval.Evidence) bool { return e.Passage.Kind == retrieval.Instruction })
}

func newPassage(e retrieval.Evidence) passage {
	p := passage{
		N: e.N, Outlet: oneLine(e.Article.Outlet, longestOutlet), Headline: oneLine(e.Article.Headline, longestHeadline),
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

// oneLine makes what an article says of itself a part of one line: without line breaks and signs that are not printed, and
// cut at a word after so many characters.
func oneLine(text string, longest int) string {
	text = endpoint.Neutralise(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " "))
	letters := []rune(text)
	if len(letters) <= longest {
		return text
	}
	text = string(letters[:longest])
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		text = text[:at]
	}
	return text + "…"
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
