package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/terminal"
)

func (a *app) askCommand() *cobra.Command {
	var window desk.Window
	var shown showing
	cmd := &cobra.Command{
		Use:     "ask QUESTION",
		Short:   "A cited answer, or an abstention with the nearest passages",
		Example: `  dateline ask "Why did Kerry threaten to suspend cooperation with Russia?"`,
		Args:    words("a question"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			return a.show(shown, func(show func(bot.Claim)) (bot.Answer, error) {
				return o.desk.Ask(cmd.Context(), strings.Join(args, " "), window, show)
			})
		},
	}
	shown.flags(cmd)
	windowFlags(cmd, &window)
	return cmd
}

// showing is how an answer is printed.
type showing struct{ json, why, asMarkdown bool }

func (s *showing) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&s.json, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&s.why, "why", false, "list what was left out, and why")
}

func (s *showing) markdown(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&s.asMarkdown, "markdown", false, "print Markdown")
}

// show prints an answer, its claims as they come.
func (a *app) show(s showing, ask func(show func(bot.Claim)) (bot.Answer, error)) error {
	if s.json {
		answer, err := ask(nil)
		if err != nil {
			return err
		}
		return printJSON(a.out, answer)
	}
	if s.asMarkdown {
		answer, err := ask(nil)
		if err != nil {
			return err
		}
		_, err = io.WriteString(a.out, desk.English.Markdown(answer.Question, answer))
		return err
	}
	printer := terminal.NewPrinter(a.out, width(a.out), s.why)
	answer, err := ask(printer.Claim)
	if err != nil {
		return err
	}
	printer.Finish(answer)
	return nil
}

func windowFlags(cmd *cobra.Command, w *desk.Window) {
	cmd.Flags().StringVar(&w.Since, "since", "", "only coverage published on or after this date, month or year")
	cmd.Flags().StringVar(&w.Until, "until", "", "only coverage published up to and with this date, month or year")
	cmd.Flags().StringVar(&w.Outlet, "outlet", "", "only coverage of this outlet")
	cmd.Flags().StringVar(&w.Author, "author", "", "only coverage by this author")
	cmd.Flags().StringVar(&w.Section, "section", "", "only coverage of this section, or with this label, such as opinion")
}
