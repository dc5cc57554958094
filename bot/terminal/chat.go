package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
)

// Chat reads questions and commands from in, a line each, and answers on out until in ends, a reader writes /quit or ctx
// ends. The commands are the desk's, written as in Discord: /summary headline, or /summary topic:aleppo length:brief. A
// question may go on from those before it; how it was understood is shown. What was said is forgotten at the end.
func Chat(ctx context.Context, d *desk.Desk, in io.Reader, out io.Writer, width int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines, failed := read(ctx, in)
	c := &chat{desk: d, out: out, width: width}
	fmt.Fprintln(out, "Ask the coverage a question. /help lists the commands, /quit leaves.")
	for {
		prompt(out)
		var line string
		var more bool
		select {
		case line, more = <-lines:
		case <-ctx.Done():
			fmt.Fprintln(out)
			return ctx.Err()
		}
		line = strings.TrimSpace(line)
		switch {
		case !more:
			fmt.Fprintln(out)
			if err := <-failed; err != nil {
				return fmt.Errorf("read the question: %w", err)
			}
			return nil
		case line == "":
			continue
		case line == "/quit" || line == "/exit":
			return nil
		}
		err := c.answer(ctx, line)
		if err == nil {
			err = c.news(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			fmt.Fprintln(out, sentence(err))
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
	desk     *desk.Desk
	out      io.Writer
	width    int
	turns    []bot.Turn
	followed []followed
	state    uint64 // of the coverage when the followed answers were made
}

func (c *chat) printer() *Printer { return NewPrinter(c.out, c.width, false) }

// answer runs one line: a command with its options, or a question.
func (c *chat) answer(ctx context.Context, line string) error {
	name, rest := "ask", line
	if command, ok := strings.CutPrefix(line, "/"); ok {
		name, rest, _ = strings.Cut(command, " ")
	}
	options, free := parse(name, rest)
	window := desk.Window{Since: options["since"], Until: options["until"], Outlet: options["outlet"], Article: options["article"]}
	switch name {
	case "ask":
		return c.ask(ctx, strings.TrimSpace(options["question"]+" "+free), window)
	case "summary":
		s := desk.Summary{Article: options["article"], Topic: options["topic"], Length: options["length"]}
		if s.Article == "" && s.Topic == "" {
			s.Article = free
		}
		window.Article = "" // it is the summary's
		p := c.printer()
		a, err := c.desk.Summary(ctx, s, window, p.Claim)
		if err == nil {
			p.Finish(a)
		}
		return err
	case "coverage":
		return c.coverage(ctx, strings.TrimSpace(options["search"]+" "+free), options["page"])
	case "article":
		return c.article(ctx, strings.TrimSpace(options["article"]+" "+free))
	case "follow":
		return c.follow(ctx, strings.TrimSpace(options["question"]+" "+free))
	case "following":
		return c.following(free)
	case "help":
		fmt.Fprint(c.out, desk.HelpIn(desk.English, "/", func(command desk.Command) bool { return command.Chat }))
	case "privacy":
		c.printer().line(desk.ChatPrivacy(desk.English, c.desk.Models))
	default:
		fmt.Fprintf(c.out, "There is no command /%s; /help lists them.\n", name)
	}
	return nil
}

// ask answers a question in the conversation, and remembers it.
func (c *chat) ask(ctx context.Context, question string, w desk.Window) error {
	p := c.printer()
	a, err := c.desk.FollowUp(ctx, c.turns, question, w, p.Claim)
	if err != nil {
		return err
	}
	p.Finish(a)
	if a.Composer != desk.Courteous {
		c.turns = append(c.turns, a.Turn(a.Filter, time.Now()))
		c.turns = c.turns[max(0, len(c.turns)-remembered):]
	}
	return nil
}

// parse takes options written name:value out of a line; a flag's value is one word, any other runs to the next option or
// the end.
func parse(command, line string) (options map[string]string, free string) {
	options = map[string]string{}
	flags := map[string]bool{} // by the name of each of the command's options
	for _, c := range desk.Commands {
		for _, o := range c.Options {
			if c.Name == command {
				flags[o.Name] = o.Kind == desk.Flag
			}
		}
	}
	current := ""
	for word := range strings.FieldsSeq(line) {
		if name, value, ok := strings.Cut(word, ":"); ok {
			if flag, known := flags[name]; known && flag {
				options[name] = value
				continue
			} else if known {
				current, word = name, value
			}
		}
		if current == "" {
			free += " " + word
			continue
		}
		options[current] = strings.TrimSpace(options[current] + " " + word)
	}
	return options, strings.TrimSpace(free)
}

// sentence is an error as a reader sees it.
func sentence(err error) string {
	if errors.Is(err, desk.ErrUsage) {
		return err.Error()
	}
	return "That did not work: " + err.Error()
}
