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
	"dateline/retrieval/goldentest"
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
	return r.say(fmt.Sprintf("You want a %s summary: %s.", q.Length, q.Text), show)
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

func (s store) Whole() retrieval.Store { return s }

func (store) Articles(context.Context) ([]retrieval.Article, error) {
	return []retrieval.Article{{ID: "kerry", Headline: "Kerry warns Russia over Aleppo", Outlet: "Sample desk", Published: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)}}, nil
}

func (s store) Article(ctx context.Context, id string) (retrieval.Article, bool, error) {
	articles, err := s.Articles(ctx)
	return articles[0], articles[0].ID == id, err
}

func (store) Passages(context.Context, []string) ([]retrieval.Passage, error) {
	return []retrieval.Passage{{ID: "p1", ArticleID: "kerry", Kind: retrieval.Body, Paragraph: 1, Text: sources()[0].Text}}, nil
}

func (store) ArticlesByID(context.Context, []string) (map[string]*retrieval.Article, error) {
	return map[string]*retrieval.Article{"kerry": {ID: "kerry", Headline: "Kerry warns Russia over Aleppo", Outlet: "Sample desk"}}, nil
}

func (store) ArticlePassages(context.Context, string) ([]retrieval.Passage, error) { return nil, nil }

func newDesk(r road) *desk.Desk {
	return &desk.Desk{Bot: r, Search: r, Store: store{}, Reader: reader{}}
}

// on is a desk whichever outlets are shown.
func on(d *desk.Desk) func([]string) *desk.Desk {
	return func(outlets []string) *desk.Desk { return d.Only(outlets) }
}

// reader puts the last question before a follow-up that begins with "and".
type reader struct{}

func (reader) Read(_ context.Context, former []bot.Turn, question string) bot.Understood {
	switch {
	case question == "thanks!":
		return bot.Understood{Question: question, Courtesy: bot.Thanks}
	case strings.HasPrefix(question, "and ") && len(former) > 0:
		return bot.Understood{Question: former[len(former)-1].Full() + " " + question, Changed: true}
	}
	return bot.Understood{Question: question}
}

// session is what a terminal shows of a chat: what the bot writes, with what a reader typed behind each prompt.
func session(t *testing.T, c terminal.Chat, lines ...string) string {
	t.Helper()
	var b strings.Builder
	c.In, c.Out, c.Width = strings.NewReader(strings.Join(lines, "\n")+"\n"), &b, 60
	if err := c.Run(t.Context()); err != nil {
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
			"/ask since:someday Who called?",
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
		"chat-commands.golden": {
			"What did Kerry tell Lavrov?",
			"and in October?",
			"thanks!",
			"/ask Who called? article:kerry",
			"/coverage",
			"/coverage alepo",
			"/coverage page:7",
			"/coverage page:next",
			"/article kerry",
			"/article pangolins",
			"/follow How many left?",
			"/following",
			"/following 2",
			"/following 1",
			"/following",
			"/privacy",
		},
	} {
		goldentest.Compare(t, name, session(t, terminal.Chat{Desk: on(newDesk(road{}))}, lines...))
	}
}

func TestChatGoesOnAfterFailure(t *testing.T) {
	got := session(t, terminal.Chat{Desk: on(newDesk(road{err: errors.New("the index is closed")}))}, "Who called?", "Who else?")
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
	go func() { done <- terminal.Chat{Desk: on(newDesk(road{})), In: in, Out: signals(prompted)}.Run(ctx) }()
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

// growing is a store whose one article is another version with every change.
type growing struct {
	store
	changes *int
}

func (g growing) Whole() retrieval.Store { return g }

func (g growing) Articles(ctx context.Context) ([]retrieval.Article, error) {
	articles, err := g.store.Articles(ctx)
	articles[0].Hash = fmt.Sprint(*g.changes)
	return articles, err
}

// counting answers with how often the coverage has changed; "grow" changes it, the second time to no effect.
type counting struct {
	road
	changes *int
}

func (c counting) Ask(_ context.Context, q bot.Question, show func(bot.Claim)) (bot.Answer, error) {
	if q.Text == "grow" {
		*c.changes++
	}
	if show == nil {
		show = func(bot.Claim) {}
	}
	return c.say(fmt.Sprintf("Changed %d times.", min(*c.changes, 1)), show)
}

// A question that is followed is answered anew when the coverage changed, and only a difference is told.
func TestFollowedQuestionIsToldAgain(t *testing.T) {
	changes := 0
	d := &desk.Desk{Bot: counting{changes: &changes}, Search: road{}, Store: growing{changes: &changes}}
	var b strings.Builder
	lines := strings.NewReader("/follow How often?\nWho?\ngrow\nWho?\ngrow\nWho?\n")
	if err := (terminal.Chat{Desk: on(d), In: lines, Out: &b}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := "New coverage changes the answer to: How often?\nNew: Changed 1 times. [1]\nNo longer: Changed 0 times.\n[1] Kerry warns"
	if n := strings.Count(b.String(), "New coverage changes"); n != 1 || !strings.Contains(b.String(), want) {
		t.Errorf("told %d times:\n%s", n, b.String())
	}
}
