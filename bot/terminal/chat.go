package terminal

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

// Chat is a conversation in a terminal, with the commands that the bot has in Discord.
type Chat struct {
	// Desk shows the coverage of these outlets, of all where none is named, with what was added in chats.
	Desk  func(outlets []string) *desk.Desk
	In    io.Reader
	Out   io.Writer
	Width int // columns to wrap at; 0 does not wrap

	Memory    *memory.Memory                  // keeps answers, feedback and settings; nil keeps nothing
	Retention time.Duration                   // how long it does; 0 is without end
	Library   Library                         // the coverage that is added; nil adds none
	Check     func(ctx context.Context) error // whether the model can be asked; nil where there is none
}

// Name is what memory and the library know chats by: in a terminal one reader is a guild of their own.
const Name = "terminal"

// Run reads questions and commands, a line each, and answers until the lines end, a reader writes /quit or ctx ends. The commands
// are the desk's, written as in Discord: /summary headline, or /summary topic:aleppo length:brief. A question may go on from
// those before it; how it was understood is shown.
func (c Chat) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines, failed := read(ctx, c.In)
	t := &chat{Chat: c, conversation: memory.NewID()}
	if err := t.settle(ctx); err != nil {
		return err
	}
	fmt.Fprintln(c.Out, "Ask the coverage a question. /help lists the commands, /quit leaves.")
	for {
		prompt(c.Out)
		var line string
		var more bool
		select {
		case line, more = <-lines:
		case <-ctx.Done():
			fmt.Fprintln(c.Out)
			return ctx.Err()
		}
		line = strings.TrimSpace(line)
		switch {
		case !more:
			fmt.Fprintln(c.Out)
			if err := <-failed; err != nil {
				return fmt.Errorf("read the question: %w", err)
			}
			return nil
		case line == "":
			continue
		case line == "/quit" || line == "/exit":
			return nil
		}
		err := t.answer(ctx, line)
		if err == nil {
			err = t.news(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			t.printer().line(t.sentence(err))
		}
	}
}

// read gives the lines of in, and then the error that ended them, if any. A read that waits for a line cannot be ended: it
// does not keep the chat from ending.
func read(ctx context.Context, in io.Reader) (lines chan string, failed chan error) {
	lines, failed = make(chan string), make(chan error, 1)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(in)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
		failed <- scanner.Err()
	}()
	return lines, failed
}

func prompt(out io.Writer) { fmt.Fprint(out, bold("> ")) }

// remembered is how many turns a chat keeps.
const remembered = 8

// chat is one conversation.
type chat struct {
	Chat
	desk         *desk.Desk
	locale       desk.Locale
	settings     memory.Settings
	conversation string
	turns        []bot.Turn
	last         bot.Answer // what /passages shows, and whose offers a number chooses
	kept         string     // its ID in memory, "" where it is not kept
	followed     []followed
	state        uint64 // of the coverage when the followed answers were made
}

func (c *chat) printer() *Printer {
	p := NewPrinter(c.Out, c.Width, false).In(c.locale)
	p.choice = true
	return p
}

// answer runs one line: a command with its options, or a question.
func (c *chat) answer(ctx context.Context, line string) error {
	name, rest := "ask", line
	if command, ok := strings.CutPrefix(line, "/"); ok {
		name, rest, _ = strings.Cut(command, " ")
	}
	if under, more, _ := strings.Cut(rest, " "); name == "dateline" && under != "" {
		name, rest = name+" "+under, more
	}
	if n, err := strconv.Atoi(line); err == nil && n > 0 && n <= len(c.last.Offers) {
		return c.again(ctx, c.last, c.last.Offers[n-1])
	}
	o, free := parse(name, rest)
	switch name {
	case "ask":
		return c.ask(ctx, join(o["question"], free), o.window())
	case "summary":
		return c.summary(ctx, o, free)
	case "timeline":
		return c.show(ctx, func(show func(bot.Claim)) (bot.Answer, error) {
			return c.desk.Timeline(ctx, join(o["topic"], free), o.window(), show)
		})
	case "quotes":
		q := desk.Quotes{Speaker: join(o["speaker"], free), Topic: o["topic"]}
		return c.show(ctx, func(show func(bot.Claim)) (bot.Answer, error) { return c.desk.Quotes(ctx, q, o.window(), show) })
	case "check":
		return c.show(ctx, func(show func(bot.Claim)) (bot.Answer, error) {
			return c.desk.Check(ctx, join(o["claim"], free), o.window(), show)
		})
	case "coverage":
		return c.coverage(ctx, join(o["search"], free), o["page"])
	case "article":
		return c.article(ctx, join(o["article"], free))
	case "follow":
		return c.follow(ctx, join(o["question"], free))
	case "following":
		return c.following(free)
	case "help":
		c.help()
	case "privacy":
		return c.privacy(ctx, free)
	case "passages":
		return c.passages(ctx)
	case "good", "bad":
		return c.judge(ctx, name == "good", free)
	case "dateline settings":
		return c.set(ctx, o)
	case "dateline add":
		return c.add(ctx, o, free)
	case "dateline remove":
		return c.remove(ctx, join(o["source"], free))
	case "dateline refresh":
		return c.refresh(ctx, join(o["source"], free))
	case "dateline status":
		return c.status(ctx)
	case "dateline feedback":
		return c.feedback(ctx, o["since"])
	default:
		fmt.Fprintf(c.Out, "There is no command /%s; /help lists them.\n", name)
	}
	return nil
}

func (c *chat) help() {
	fmt.Fprint(c.Out, desk.HelpIn(c.locale, "/", func(command desk.Command) bool { return command.Chat }))
	c.printer().line(c.locale.Say("help.buttons"))
}

// ask answers a question in the conversation, and remembers it.
func (c *chat) ask(ctx context.Context, question string, w desk.Window) error {
	return c.show(ctx, func(show func(bot.Claim)) (bot.Answer, error) {
		return c.desk.FollowUp(ctx, c.turns, question, w, show)
	})
}

// again asks a question that was not answered once more, where an offer of its abstention says.
func (c *chat) again(ctx context.Context, a bot.Answer, offer bot.Offer) error {
	question := cmp.Or(a.Understood, a.Question)
	return c.show(ctx, func(show func(bot.Claim)) (bot.Answer, error) { return c.desk.Again(ctx, question, offer, show) })
}

// summary summarises what its options name; what stands beside them is an article.
func (c *chat) summary(ctx context.Context, o options, free string) error {
	s := desk.Summary{Articles: []string{join(o["article"], free), o["second"], o["third"]}, Topic: o["topic"], Period: o["period"], Length: o["length"]}
	w := o.window()
	w.Article = "" // it is the summary's
	return c.show(ctx, func(show func(bot.Claim)) (bot.Answer, error) { return c.desk.Summary(ctx, s, w, show) })
}

func (c *chat) show(ctx context.Context, ask func(show func(bot.Claim)) (bot.Answer, error)) error {
	_, err := c.put(ctx, ask)
	return err
}

// put shows what a desk answers, its claims as they come, and keeps it. A courtesy is shown and not kept.
func (c *chat) put(ctx context.Context, ask func(show func(bot.Claim)) (bot.Answer, error)) (bot.Answer, error) {
	taken, err := c.take(ctx)
	if err != nil {
		return bot.Answer{}, err
	}
	p := c.printer()
	a, err := ask(p.Claim)
	if err != nil {
		return a, errors.Join(err, c.giveBack(ctx, taken))
	}
	p.Finish(a)
	if a.Composer == desk.Courteous {
		return a, c.giveBack(ctx, taken)
	}
	c.turns = append(c.turns, a.Turn(a.Filter, time.Now()))
	c.turns = c.turns[max(0, len(c.turns)-remembered):]
	return a, c.keep(ctx, a)
}

// options are what was written name:value.
type options map[string]string

func (o options) window() desk.Window {
	return desk.Window{Since: o["since"], Until: o["until"], Outlet: o["outlet"], Article: o["article"]}
}

// parse takes options written name:value out of a line; a flag's value is one word, any other runs to the next option or
// the end.
func parse(command, line string) (o options, free string) {
	o = options{}
	flags := map[string]bool{} // by the name of each of the command's options
	for _, known := range desk.OptionsOf(command) {
		flags[known.Name] = known.Kind == desk.Flag
	}
	current := ""
	for word := range strings.FieldsSeq(line) {
		if name, value, ok := strings.Cut(word, ":"); ok {
			if flag, known := flags[name]; known && flag {
				o[name] = value
				continue
			} else if known {
				current, word = name, value
			}
		}
		if current == "" {
			free += " " + word
			continue
		}
		o[current] = join(o[current], word)
	}
	for name, value := range o {
		o[name] = unquoted(value)
	}
	return o, strings.TrimSpace(free)
}

// unquoted is a value without the quotation marks around all of it.
func unquoted(value string) string {
	for _, marks := range [][2]string{{`"`, `"`}, {"'", "'"}, {"“", "”"}, {"„", "“"}, {"«", "»"}} {
		if inner, ok := strings.CutPrefix(value, marks[0]); ok {
			if inner, ok = strings.CutSuffix(inner, marks[1]); ok && !strings.Contains(inner, marks[0]) {
				return strings.TrimSpace(inner)
			}
		}
	}
	return value
}

// join puts a blank between two texts.
func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

// sentence is an error as a reader sees it.
func (c *chat) sentence(err error) string {
	switch {
	case errors.Is(err, desk.ErrUsage) && c.locale != desk.English:
		return c.locale.Sentence(err)
	case errors.Is(err, desk.ErrUsage):
		return err.Error()
	}
	return "That did not work: " + err.Error()
}
