package conversation

import (
	"cmp"
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"text/template"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/mention"
)

//go:embed prompts/*.tmpl
var promptFiles embed.FS

var prompts = template.Must(template.ParseFS(promptFiles, "prompts/*.tmpl"))

// Chatter is a language model behind an OpenAI-compatible endpoint.
type Chatter interface {
	Chat(ctx context.Context, r endpoint.ChatRequest) iter.Seq2[string, error]
}

// Rules reads follow-ups by rules alone.
type Rules struct{}

// Read is the function of the same name.
func (Rules) Read(_ context.Context, turns []bot.Turn, question string) bot.Understood {
	return Read(turns, question)
}

// Rewriter has a language model make a full question of a follow-up. What it writes is taken only where it is one question
// whose names and figures stand in the turns or in the question; else, and where the model fails or is slow, the rules'
// reading is. It is safe for concurrent use.
type Rewriter struct {
	chat     Chatter
	model    string
	context  int
	patience time.Duration
	log      *slog.Logger
	fence    func() string // new for every prompt so that no turn can close it
}

// usualPatience is how long a reader waits for a rewriting before the rules' is taken.
const usualPatience = 10 * time.Second

// Bounds of a prompt and of what comes back.
const (
	maxRewriting  = 200 // tokens, reasoning aside
	maxAnswerText = 600 // characters of a former answer
	longestMore   = 300 // characters that a rewriting may be longer than the question
	promptMargin  = 32  // tokens
)

// NewRewriter rewrites with a model whose context holds contextTokens tokens. patience of 0 is 10 s.
func NewRewriter(chat Chatter, model string, contextTokens int, patience time.Duration, log *slog.Logger) *Rewriter {
	return &Rewriter{
		chat: chat, model: model, context: contextTokens, patience: cmp.Or(patience, usualPatience), log: log,
		fence: func() string { return "=====" + rand.Text()[:8] },
	}
}

// Read makes a full question of a follow-up.
func (r *Rewriter) Read(ctx context.Context, turns []bot.Turn, question string) bot.Understood {
	question = strings.TrimSpace(question)
	byRule := Read(turns, question)
	if len(turns) == 0 || byRule.Courtesy != bot.None || len(splitWords(question)) == 0 {
		return byRule
	}
	turns = turns[max(0, len(turns)-remembered):]
	full, err := r.rewrite(ctx, turns, question)
	if err != nil {
		if ctx.Err() == nil {
			r.log.Info("a follow-up is read by rules", "error", err)
		}
		return byRule
	}
	read := bot.Understood{Question: full, Changed: full != question}
	if read.Changed {
		read.Filter = newFollowUp(turns, question).carried()
	}
	return read
}

// page is what the prompt templates are filled with.
type page struct {
	Fence    string
	Turns    []bot.Turn
	Question string
}

func (p page) render() (system, user string, err error) {
	var s, u strings.Builder
	if err = prompts.ExecuteTemplate(&s, "system.tmpl", p); err == nil {
		err = prompts.ExecuteTemplate(&u, "user.tmpl", p)
	}
	if err != nil {
		return "", "", fmt.Errorf("fill the prompt of a follow-up: %w", err)
	}
	return s.String(), u.String(), nil
}

// prompt holds as many turns as the context does, the newest ones.
func (r *Rewriter) prompt(turns []bot.Turn, question string) (endpoint.ChatRequest, error) {
	p := page{Fence: r.fence(), Question: oneLine(question, bot.MaxQuestion)}
	for _, t := range turns {
		p.Turns = append(p.Turns, bot.Turn{Question: oneLine(t.Full(), bot.MaxQuestion), Answer: oneLine(t.Answer, maxAnswerText)})
	}
	answer := min(maxRewriting, r.context/4)
	for {
		system, user, err := p.render()
		if err != nil {
			return endpoint.ChatRequest{}, err
		}
		if endpoint.Tokens(system)+endpoint.Tokens(user)+answer+promptMargin <= r.context {
			return endpoint.ChatRequest{
				Model: r.model, System: system, Messages: []endpoint.Message{{Role: endpoint.User, Text: user}}, MaxTokens: answer,
			}, nil
		}
		if len(p.Turns) == 1 {
			return endpoint.ChatRequest{}, fmt.Errorf("CONTEXT_TOKENS is %d, which holds no former turn beside the question; raise it", r.context)
		}
		p.Turns = p.Turns[1:]
	}
}

// oneLine is a text on one line, of at most n characters.
func oneLine(text string, n int) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if utf8.RuneCountInString(text) > n {
		text = string([]rune(text)[:n]) + "…"
	}
	return endpoint.Neutralise(text)
}

func (r *Rewriter) rewrite(ctx context.Context, turns []bot.Turn, question string) (string, error) {
	request, err := r.prompt(turns, question)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(endpoint.WithWait(endpoint.WithUser(ctx, bot.Asker(ctx)), bot.Wait(ctx)), r.patience)
	defer cancel()
	var reply strings.Builder
	for piece, err := range r.chat.Chat(ctx, request) {
		if err != nil {
			return "", fmt.Errorf("rewrite a follow-up: %w", err)
		}
		reply.WriteString(piece)
	}
	full := tidied(reply.String())
	return full, accepted(turns, question, full)
}

// tidied is a reply without the label and the quotation marks that models put around a question.
func tidied(reply string) string {
	reply = strings.TrimSpace(reply)
	for _, label := range []string{"full question:", "newest question:", "rewritten question:", "rewritten:", "question:"} {
		if len(reply) > len(label) && strings.EqualFold(reply[:len(label)], label) {
			reply = strings.TrimSpace(reply[len(label):])
		}
	}
	if inner := strings.Trim(reply, "\"“”*`"); strings.HasSuffix(inner, "?") && !strings.ContainsAny(inner, "\"“”") {
		reply = inner
	}
	return reply
}

// Why a model's rewriting is not taken.
var (
	errNoQuestion = errors.New("the model did not write one question")
	errLong       = errors.New("the model wrote far more than the question")
)

// accepted reports, by an error, why a rewriting may not stand for the question.
func accepted(turns []bot.Turn, question, full string) error {
	switch {
	case strings.ContainsAny(full, "\n\r") || full == "" || strings.Contains(strings.TrimRight(full, "? ？"), "? "):
		return errNoQuestion
	case !strings.HasSuffix(full, "?") && !strings.HasSuffix(full, "？") && full != question && (strings.HasSuffix(question, "?") || !asking.MatchString(full)):
		return errNoQuestion
	case utf8.RuneCountInString(full) > utf8.RuneCountInString(question)+longestMore || utf8.RuneCountInString(full) > bot.MaxQuestion:
		return errLong
	}
	known := question
	for _, t := range turns {
		known += "\n\n" + strings.Join(append([]string{t.Question, t.Full(), t.Answer}, t.Headlines...), "\n\n")
	}
	if word := unknownWord(full, known); word != "" {
		return fmt.Errorf("the model wrote %q, which stands neither in the question nor in the turns before it", word)
	}
	for i, w := range splitWords(question) {
		if r, _ := utf8.DecodeRuneInString(w); i > 0 && w != "I" && unicode.IsUpper(r) && !contains(full, w) {
			return fmt.Errorf("the model left out %q of the question", w)
		}
	}
	return nil
}

// unknownWord is the first name or figure of a question that does not stand in what is known: a word with a capital or a
// digit, the first word aside where it asks.
func unknownWord(question, known string) string {
	given := set{}
	for _, w := range splitWords(known) {
		given[strings.ToLower(w)] = true
	}
	for i, w := range splitWords(question) {
		r, _ := utf8.DecodeRuneInString(w)
		named := unicode.IsUpper(r) || strings.IndexFunc(w, unicode.IsDigit) >= 0
		if !named || given[strings.ToLower(w)] || i == 0 && (asking.MatchString(w) || auxiliaries[strings.ToLower(w)] || plainStart.MatchString(w) || foreign(question)) {
			continue
		}
		return w
	}
	figures := mention.Figures(known)
	for _, f := range mention.Figures(question) {
		same := false
		for _, g := range figures {
			same = same || mention.SameFigure(f, g)
		}
		if !same {
			return f.In(question)
		}
	}
	return ""
}

// splitWords are the words of a text without possessive endings.
func splitWords(text string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !isApostrophe(r) }) {
		w = strings.TrimFunc(w, isApostrophe)
		w = strings.TrimSuffix(strings.TrimSuffix(w, "’s"), "'s")
		if w != "" {
			all = append(all, w)
		}
	}
	return all
}
