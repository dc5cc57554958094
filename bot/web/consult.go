package web

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/desk"
)

// task is one thing that readers have the desk do, each on a page of its own.
type task struct {
	Path    string // as a pattern
	Name    string // in the navigation
	Title   string
	Param   string // what the words that it is about are called in a form
	Label   string // of their field
	Example string
	Button  string
	Talks   bool // it goes on from what was asked before
	consult func(ctx context.Context, d Desk, former []bot.Turn, f form, show func(bot.Claim)) (bot.Answer, error)
}

var tasks = []*task{
	{"/{$}", "Ask", "Ask the coverage", "question", "Your question", "What did Kerry tell Lavrov?", "Ask", true,
		func(ctx context.Context, d Desk, former []bot.Turn, f form, show func(bot.Claim)) (bot.Answer, error) {
			return d.FollowUp(ctx, former, f.Words, f.Window, show)
		}},
	{"/summary", "Summary", "Summarise a topic or an article", "topic", "Topic, unless you name an article or a time", "evacuation of Aleppo", "Summarise", false,
		func(ctx context.Context, d Desk, _ []bot.Turn, f form, show func(bot.Claim)) (bot.Answer, error) {
			named := desk.Summary{Topic: f.Words, Period: f.Period, Length: f.Length}
			if f.Window.Article != "" {
				named.Articles = []string{f.Window.Article}
			}
			window := f.Window
			window.Article = ""
			return d.Summary(ctx, named, window, show)
		}},
	{"/timeline", "Timeline", "What happened, day by day", "topic", "Topic or person", "evacuation of Aleppo", "Show", false,
		func(ctx context.Context, d Desk, _ []bot.Turn, f form, show func(bot.Claim)) (bot.Answer, error) {
			return d.Timeline(ctx, f.Words, f.Window, show)
		}},
	{"/quotes", "Quotes", "Who said what, word for word", "speaker", "Speaker", "Kerry", "Find", false,
		func(ctx context.Context, d Desk, _ []bot.Turn, f form, show func(bot.Claim)) (bot.Answer, error) {
			return d.Quotes(ctx, desk.Quotes{Speaker: f.Words, Topic: f.On}, f.Window, show)
		}},
	{"/check", "Check", "Check a claim with the coverage", "claim", "The claim, as a sentence", "Putin suspended the plutonium agreement.", "Check", false,
		func(ctx context.Context, d Desk, _ []bot.Turn, f form, show func(bot.Claim)) (bot.Answer, error) {
			return d.Check(ctx, f.Words, f.Window, show)
		}},
}

// URL is a task's address.
func (t *task) URL() string { return strings.TrimSuffix(t.Path, "{$}") }

// form is what a reader wrote.
type form struct {
	Words  string
	Window desk.Window
	Period string // of a summary
	Length string // of a summary
	On     string // of quotations: the topic
	Talk   string // the key of the conversation
}

func (t *task) read(query url.Values) form {
	get := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	return form{
		Words: get(t.Param), Window: windowOf(query), Period: get("period"), Length: get("length"), On: get("on"), Talk: get("talk"),
	}
}

// windowOf are the filters of a request.
func windowOf(query url.Values) desk.Window {
	get := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	return desk.Window{
		Since: get("since"), Until: get("until"), Outlet: get("outlet"), Author: get("author"), Section: get("section"), Article: get("article"),
	}
}

// empty reports whether nothing is asked yet.
func (f form) empty() bool { return f.Words == "" && f.Window == (desk.Window{}) && f.Period == "" }

// taskView is the page of a task.
type taskView struct {
	Task    *task
	Form    form
	Outlets []string
	Lengths []string
	Turns   []answerView // the newest first
	Problem string       // why nothing was answered
}

// Filtered reports whether a filter is set, so that it is seen.
func (v taskView) Filtered() bool { return v.Form.Window != (desk.Window{}) }

// Window is the filters that are set.
func (v taskView) Window() desk.Window { return v.Form.Window }

// serve shows a task's form and, where it is filled in, the answer.
func (t *task) serve(s *Site, r *http.Request) (shown, error) {
	f := t.read(r.URL.Query())
	view := taskView{Task: t, Form: f, Lengths: desk.Lengths}
	out := shown{template: "task", title: t.Title, passing: !f.empty() || f.Talk != ""}
	seen, err := s.survey.look(r.Context())
	if err != nil {
		return out, err
	}
	view.Outlets = seen.outlets
	turns := s.talks.turns(f.Talk)
	if !t.Talks {
		turns = nil
	}
	if !f.empty() {
		answer, key, err := s.answer(r, t, f, turns, nil)
		switch {
		case errors.Is(err, desk.ErrUsage), errors.Is(err, errTooMany):
			out.status, view.Problem = s.failure(r.Context(), r.URL.Path, err)
		case err != nil:
			return out, err
		default:
			view.Form.Talk = key
			out.title = oneLine(answer.Question) + " · " + t.Name
			if n := len(turns); n > 0 && repeated(turns, f) {
				turns = turns[:n-1]
			}
			view.Turns = append(view.Turns, newAnswerView(t, answer))
			if t.Talks {
				view.Form.Words = ""
			}
		}
	}
	for _, turn := range slices.Backward(turns) {
		view.Turns = append(view.Turns, newAnswerView(t, turn.Answer))
	}
	out.view = view
	return out, nil
}

// repeated reports whether a form asks what its conversation was asked last, as a page does that is loaded again.
func repeated(turns []turn, f form) bool {
	return len(turns) > 0 && turns[len(turns)-1].Question == f.Words && turns[len(turns)-1].Window == f.Window
}

// answer has the desk do a task and keeps the conversation, whose key it returns.
func (s *Site) answer(r *http.Request, t *task, f form, turns []turn, show func(bot.Claim)) (bot.Answer, string, error) {
	if t.Talks && repeated(turns, f) {
		return turns[len(turns)-1].Answer, f.Talk, nil
	}
	answer, err := s.consult(r.Context(), visitor(r), t, f, former(turns), show)
	if err != nil || !t.Talks {
		return answer, "", err
	}
	return answer, s.talks.add(f.Talk, turn{Question: f.Words, Window: f.Window, Answer: answer}), nil
}

// consult has the desk do a task for a visitor, within what one visitor may ask for. The zero address is who started the program, and
// has no limit.
func (s *Site) consult(ctx context.Context, who netip.Addr, t *task, f form, former []bot.Turn, show func(bot.Claim)) (bot.Answer, error) {
	if who.IsValid() && !s.askers.allow(who) {
		return bot.Answer{}, errTooMany
	}
	ctx, done := context.WithTimeout(bot.WithAsker(ctx, "web "+who.String()), askWithin)
	defer done()
	answer, err := t.consult(ctx, s.desk, former, f, show)
	if answer.Reason == desk.English.Say("courtesy.greeting") { // it names a command of Discord's
		answer.Reason = "Hello. Ask me about the coverage."
	}
	return answer, err
}
