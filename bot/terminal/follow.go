package terminal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/bot"
	"dateline/bot/desk"
)

// followed is a question and its last answer.
type followed struct {
	question string
	answer   bot.Answer
}

// follow answers a question, and watches its answer from then on.
func (c *chat) follow(ctx context.Context, question string) error {
	state, err := c.desk.State(ctx)
	if err != nil {
		return err
	}
	a, err := c.put(ctx, func(show func(bot.Claim)) (bot.Answer, error) { return c.desk.Ask(ctx, question, desk.Window{}, show) })
	if err != nil || a.Composer == desk.Courteous {
		return err
	}
	if len(c.followed) == 0 {
		c.state = state
	}
	c.followed = append(c.followed, followed{question, a})
	c.printer().line(c.locale.Say("follow.started"))
	return nil
}

// following lists the questions followed, or ends the one that is numbered.
func (c *chat) following(number string) error {
	if number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > len(c.followed) {
			fmt.Fprintf(c.Out, "There is no question %q; /following lists them with their numbers.\n", number)
			return nil
		}
		c.followed = slices.Delete(c.followed, n-1, n)
		fmt.Fprintln(c.Out, c.locale.Say("follow.ended"))
		return nil
	}
	if len(c.followed) == 0 {
		fmt.Fprintln(c.Out, c.locale.Say("follow.none"))
		return nil
	}
	fmt.Fprintln(c.Out, c.locale.Say("follow.list"))
	for i, f := range c.followed {
		fmt.Fprintf(c.Out, "%d. %s\n", i+1, f.question)
	}
	fmt.Fprintln(c.Out, faint("/following and a number ends one."))
	return nil
}

// news tells which followed answers new coverage has changed, as a difference.
func (c *chat) news(ctx context.Context) error {
	if len(c.followed) == 0 {
		return nil
	}
	state, err := c.desk.State(ctx)
	if err != nil || state == c.state {
		return err
	}
	c.state = state
	for i := range c.followed {
		f := &c.followed[i]
		a, err := c.desk.Ask(ctx, f.question, desk.Window{}, nil)
		if err != nil {
			return err
		}
		added, gone := desk.Difference(f.answer, a)
		f.answer = a
		if len(added)+len(gone) == 0 {
			continue
		}
		p := c.printer()
		p.line(c.locale.Say("follow.changed", "question", f.question))
		for _, claim := range added {
			p.line(c.locale.Say("follow.new") + " " + claim.Marked())
		}
		for _, claim := range gone {
			p.line(c.locale.Say("follow.gone") + " " + strings.TrimSpace(claim.Text))
		}
		for _, s := range a.Sources {
			p.source(s)
		}
	}
	return nil
}
