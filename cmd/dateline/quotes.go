package main

import (
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
)

func (a *app) quotesCommand() *cobra.Command {
	var quotes desk.Quotes
	var window desk.Window
	var shown showing
	cmd := &cobra.Command{
		Use:   "quotes SPEAKER",
		Short: "The exact quotations of a speaker, with whom they spoke to, when and where",
		Example: `  dateline quotes Kerry
  dateline quotes "John Kirby" --topic Aleppo`,
		Args: words("a speaker"),
		RunE: func(cmd *cobra.Command, args []string) error {
			quotes.Speaker = strings.Join(args, " ")
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			return a.show(shown, func(show func(bot.Claim)) (bot.Answer, error) {
				return o.desk.Quotes(cmd.Context(), quotes, window, show)
			})
		},
	}
	cmd.Flags().StringVar(&quotes.Topic, "topic", "", "only quotations on this")
	shown.flags(cmd)
	shown.markdown(cmd)
	cmd.PreRunE = oneOf("json", "markdown")
	windowFlags(cmd, &window)
	return cmd
}
