package main

import (
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
)

func (a *app) summaryCommand() *cobra.Command {
	var summary desk.Summary
	var window desk.Window
	var shown showing
	cmd := &cobra.Command{
		Use:   "summary ARTICLE | --topic TOPIC",
		Short: "A cited summary of an article or a topic",
		Example: `  dateline summary "Kerry warns Russia over Aleppo"
  dateline summary --topic "evacuation of Aleppo" --length standard`,
		RunE: func(cmd *cobra.Command, args []string) error {
			summary.Article = strings.Join(args, " ")
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			return a.show(shown, func(show func(bot.Claim)) (bot.Answer, error) {
				return o.desk.Summary(cmd.Context(), summary, window, show)
			})
		},
	}
	cmd.Flags().StringVar(&summary.Topic, "topic", "", "summarise what the coverage says of this, instead of one article")
	cmd.Flags().StringVar(&summary.Length, "length", desk.Lengths[0], strings.Join(desk.Lengths, ", "))
	shown.flags(cmd)
	shown.markdown(cmd)
	cmd.PreRunE = oneOf("json", "markdown")
	windowFlags(cmd, &window)
	return cmd
}
