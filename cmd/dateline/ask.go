package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/terminal"
)

func (a *app) askCommand() *cobra.Command {
	return a.asking(&cobra.Command{
		Use:     "ask QUESTION",
		Short:   "A cited answer, or an abstention with the nearest passages",
		Example: `  dateline ask "Why did Kerry threaten to suspend cooperation with Russia?"`,
		Args:    words("a question"),
	}, (*desk.Desk).Ask, "json", "markdown")
}

// consult is one way into the desk: with the words of the command line, within a window.
type consult func(d *desk.Desk, ctx context.Context, words string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)

// asking has a command consult the desk and print the answer, as text or as one of these formats.
func (a *app) asking(cmd *cobra.Command, consult consult, formats ...string) *cobra.Command {
	var window desk.Window
	var why bool
	for _, name := range formats {
		cmd.Flags().Bool(name, false, printers[name].about)
	}
	cmd.Flags().BoolVar(&why, "why", false, "list what was left out, and why")
	windowFlags(cmd, &window)
	cmd.PreRunE = oneOf(formats...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		defer o.close()
		ask := func(show func(bot.Claim)) (bot.Answer, error) {
			return consult(o.desk, cmd.Context(), strings.Join(args, " "), window, show)
		}
		if i := slices.IndexFunc(formats, cmd.Flags().Changed); i >= 0 {
			answer, err := ask(nil)
			if err != nil {
				return err
			}
			return printers[formats[i]].print(a.out, cmd.Name(), answer)
		}
		printer := terminal.NewPrinter(a.out, width(a.out), why)
		answer, err := ask(printer.Claim)
		if err != nil {
			return err
		}
		printer.Finish(answer)
		return nil
	}
	return cmd
}

// printers print an answer as what an option says.
var printers = map[string]struct {
	about string
	print func(out io.Writer, command string, answer bot.Answer) error
}{
	"json": {"print one JSON object", func(out io.Writer, _ string, answer bot.Answer) error { return printJSON(out, answer) }},
	"markdown": {"print Markdown", func(out io.Writer, command string, answer bot.Answer) error {
		_, err := io.WriteString(out, desk.English.Markdown(desk.English.Heading(command, answer.Question), answer))
		return err
	}},
	"svg": {"print a picture as SVG", func(out io.Writer, _ string, answer bot.Answer) error {
		if answer.Abstained {
			return fmt.Errorf("there is nothing to draw: %s", answer.Reason)
		}
		_, err := out.Write(desk.English.Chart(answer).SVG())
		return err
	}},
}

func windowFlags(cmd *cobra.Command, w *desk.Window) {
	cmd.Flags().StringVar(&w.Since, "since", "", "only coverage published on or after this date, month or year")
	cmd.Flags().StringVar(&w.Until, "until", "", "only coverage published up to and with this date, month or year")
	cmd.Flags().StringVar(&w.Outlet, "outlet", "", "only coverage of this outlet")
	cmd.Flags().StringVar(&w.Author, "author", "", "only coverage by this author")
	cmd.Flags().StringVar(&w.Section, "section", "", "only coverage of this section, or with this label, such as opinion")
}
