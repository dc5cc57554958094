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
	Question string
	Form     string // what to write: an answer, a timeline, a summary of a length of bot's, or notes for one
	Most     int    // sentences of notes, lines of a timeline
	NoAnswer string
	Fence    string
	Brief    bool   // the context holds the shorter instructions only
	Language string // of the question, in English; "" where that is not certain
	Foreign  bool   // the passages are in another one
	Passages []passage
	Notes    []noted
}

// Forms of what a model writes, beside the lengths of a summary.
const (
	answering = "answer"
	listing   = "timeline"
	noting    = "notes"
)

// Summary reports whether a summary is in the making.
func (p page) Summary() bool { return p.Form != answering && p.Form != listing }

// One is what the model is given: a numbered passage, or a numbered note.
func (p page) One() string {
	if len(p.Notes) > 0 {
		return "note"
	}
	return "passage"
}

// Given is the plural of One.
func (p page) Given() string { return p.One() + "s" }

type passage struct {
	N                            int
	Outlet, Date, Headline, Text string
	Label                        retrieval.Kind // where it is not the body
}

// noted is a note as a prompt shows it.
type noted struct {
	N       int
	Heading string // of the story that begins with it
	From    string // outlet and date
	Text    string
}

// The parts of a context.
const (
	answerShare   = 4    // a quarter is kept for the answer, at most maxAnswer tokens
	briefShare    = 5    // a fifth, where the instructions are brief
	maxAnswer     = 700  // tokens
	maxDetailed   = 1400 // tokens of a detailed summary
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
	p := l.page(q, answering, room)
	if q.Task == bot.Chronicling {
		p.Form, p.Most = listing, mostLines
	}
	p.Foreign = slices.ContainsFunc(evidence, func(e retrieval.Evidence) bool { return language.Differ(q.Text, e.Passage.Text) })
	left, err := p.left(room)
	if err != nil {
		return prompt{}, err
	}
	for _, e := range evidence {
		next := newPassage(e)
		if next.Text = fit(e.Passage, left-next.overhead(p.Fence)); next.Text == "" {
			continue // a shorter one may yet fit
		}
		left -= next.overhead(p.Fence) + endpoint.Tokens(next.Text)
		p.Passages = append(p.Passages, next)
	}
	return l.request(p, room)
}

func (l *LLM) page(q bot.Question, form string, room int) page {
	return page{
		Question: endpoint.Neutralise(q.Text), Form: form, NoAnswer: noAnswer, Fence: l.fence(), Brief: room < briefBelow,
		Language: language.Name(language.Of(q.Text)),
	}
}

// answer is how many tokens of room are kept for what the model writes.
func (p page) answer(room int) int {
	switch {
	case p.Brief:
		return room / briefShare
	case p.Form == bot.Detailed:
		return min(maxDetailed, room/answerShare)
	}
	return min(maxAnswer, room/answerShare)
}

// left is how many tokens of room a page leaves for what is given with it.
func (p page) left(room int) (int, error) {
	system, user, err := p.render()
	return room - p.answer(room) - promptMargin - endpoint.Tokens(system) - endpoint.Tokens(user), err
}

// overhead is how many tokens a passage takes beside its text, at most.
func (p passage) overhead(fence string) int {
	return endpoint.Tokens(strings.Join([]string{fence, "passage [1000]", p.Outlet, p.Date, p.Headline, string(p.Label), "\n\n"}, " · "))
}

// tokens is how many tokens a note takes, at most.
func (n noted) tokens(fence string) int {
	heading := ""
	if n.Heading != "" {
		heading = fence + " notes · " + n.Heading + "\n"
	}
	return endpoint.Tokens(heading + "[1000] " + n.From + ": " + n.Text + "\n")
}

// request is a page as it is sent.
func (l *LLM) request(p page, room int) (prompt, error) {
	if len(p.Passages)+len(p.Notes) == 0 {
		return prompt{}, fmt.Errorf("CONTEXT_TOKENS is %d, which holds no passage beside the question; raise it", room)
	}
	system, user, err := p.render()
	if err != nil {
		return prompt{}, err
	}
	return prompt{
		ChatRequest: endpoint.ChatRequest{
			Model: l.model, System: system, Messages: []endpoint.Message{{Role: "user", Text: user}}, MaxTokens: p.answer(room),
		},
		tokens: promptMargin + endpoint.Tokens(system) + endpoint.Tokens(user) + p.answer(room),
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
	kind := ""
	if p.Form == listing {
		kind = "timeline_"
	}
	if err = prompts.ExecuteTemplate(&s, kind+"system.tmpl", p); err == nil {
		err = prompts.ExecuteTemplate(&u, kind+"user.tmpl", p)
	}
	if err != nil {
		return "", "", fmt.Errorf("fill the prompt: %w", err)
	}
	return s.String(), u.String(), nil
}
