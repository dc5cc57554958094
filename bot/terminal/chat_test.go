package terminal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/terminal"
	"dateline/retrieval"
)

// road answers with what it was asked.
type road struct{ err error }

func (r road) Ask(_ context.Context, q bot.Question, show func(bot.Claim)) (bot.Answer, error) {
	if err := q.Check(); err != nil {
		return bot.Answer{}, err
	}
	return r.say(fmt.Sprintf("You asked: %s (%s)", q.Text, q.Filter.Outlets), show)
}

func (r road) Answer(_ context.Context, q bot.Question, _ retrieval.Result, show func(bot.Claim)) (bot.Answer, error) {
	return r.say(fmt.Sprintf("You wanted %d sentences on %s.", q.Sentences, q.Text), show)
}

func (r road) say(text string, show func(bot.Claim)) (bot.Answer, error) {
	if r.err != nil {
		return bot.Answer{}, r.err
	}
	c := bot.Claim{Text: text, Citations: []bot.Citation{{N: 1}}}
	show(c)
	return bot.Answer{Claims: []bot.Claim{c}, Sources: sources()[:1], Timings: bot.Timings{Total: 38}}, nil
}

func (road) Search(context.Context, retrieval.Query) (retrieval.Result, error) {
	return retrieval.Result{}, nil
}

// store holds one article.
type store struct{ retrieval.Store }

func (store) Articles(context.Context) ([]retrieval.Article, error) {
	return []retrieval.Article{{ID: "kerry", Headline: "Kerry warns Russia over Aleppo", Outlet: "Sample desk", Published: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)}}, nil
}

func (store) ArticlePassages(context.Context, string) ([]retrieval.Passage, error) { return nil, nil }

func newDesk(r road) *desk.Desk { return &desk.Desk{Bot: r, Search: r, Store: store{}} }

// session is what a terminal shows of a chat: what the bot writes, with what a reader typed behind each prompt.
func session(t *testing.T, r road, lines ...string) string {
	t.Helper()
	var b strings.Builder
	if err := terminal.Chat(t.Context(), newDesk(r), strings.NewReader(strings.Join(lines, "\n")+"\n"), &b, 60); err != nil {
		t.Fatal(err)
	}
	out := ""
	for i, part := range strings.Split(b.String(), "> ") {
		if i > 0 {
			out += "> "
			if i <= len(lines) {
				out += lines[i-1] + "\n"
			}
		}
		out += part
	}
	return out
}

func TestChat(t *testing.T) {
	for name, lines := range map[string][]string{
		"chat.golden": {
			"What did Kerry tell Lavrov?",
			"",
			"/ask Who called? outlet:sample desk",
			"/ask private:true Who called? outlet:sample desk",
			"What is this: a test?",
			"/ask since:last week Who called?",
			"/summary kerry",
			"/summary topic:the truce in Aleppo length:standard",
			"/summary topic:Aleppo length:endless",
			"/summary",
			"/pangolins",
			"???",
			"/quit",
			"never read",
		},
		"chat-help.golden": {"/help"},
	} {
		golden(t, name, session(t, road{}, lines...))
	}
}

func TestChatGoesOnAfterFailure(t *testing.T) {
	got := session(t, road{err: errors.New("the index is closed")}, "Who called?", "Who else?")
	if n := strings.Count(got, "That did not work: the index is closed\n"); n != 2 {
		t.Errorf("told %d failures of 2:\n%s", n, got)
	}
}

// Whoever presses Ctrl-C at the prompt is not to be kept until the next line.
func TestChatEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, typed := io.Pipe()
	defer typed.Close()
	prompted := make(chan struct{}, 10)
	done := make(chan error, 1)
	go func() { done <- terminal.Chat(ctx, newDesk(road{}), in, signals(prompted), 0) }()
	<-prompted
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// signals tells of every prompt written.
type signals chan struct{}

func (s signals) Write(p []byte) (int, error) {
	if string(p) == "> " {
		s <- struct{}{}
	}
	return len(p), nil
}
