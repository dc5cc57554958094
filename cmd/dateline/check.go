package main

import (
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
)

func (a *app) checkCommand() *cobra.Command {
	var window desk.Window
	var shown showing
	cmd := &cobra.Command{
		Use:     "check CLAIM",
		Short:   "What the coverage says of a claim, for and against",
		Example: `  dateline check "Russia suspended the plutonium agreement."`,
		Args:    words("a claim"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			return a.show(shown, func(show func(bot.Claim)) (bot.Answer, error) {
				return o.desk.Check(cmd.Context(), strings.Join(args, " "), window, show)
			})
		},
	}
	shown.flags(cmd)
	shown.markdown(cmd)
	cmd.PreRunE = oneOf("json", "markdown")
	windowFlags(cmd, &window)
	return cmd
}
