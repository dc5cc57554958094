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
		Use:   "summary ARTICLE | --topic TOPIC | --period TIME | --outlet OUTLET",
		Short: "A cited summary of articles, a topic, an outlet or a time",
		Example: `  dateline summary "Kerry warns Russia over Aleppo"
  dateline summary --topic "evacuation of Aleppo" --length standard
  dateline summary --period "September 2016" --length detailed`,
		RunE: func(cmd *cobra.Command, args []string) error {
			summary.Articles = append([]string{strings.Join(args, " ")}, summary.Articles...)
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			bar := newBar(a.errOut)
			ctx := bot.WithProgress(cmd.Context(), bar.summarising)
			return a.show(shown, func(show func(bot.Claim)) (bot.Answer, error) {
				answer, err := o.desk.Summary(ctx, summary, window, func(c bot.Claim) {
					bar.finish()
					if show != nil {
						show(c)
					}
				})
				bar.finish()
				return answer, err
			})
		},
	}
	cmd.Flags().StringArrayVar(&summary.Articles, "article", nil, "a further article to summarise; may be given several times")
	cmd.Flags().StringVar(&summary.Topic, "topic", "", "summarise what the coverage says of this, instead of articles")
	cmd.Flags().StringVar(&summary.Period, "period", "", "only coverage of this time: this week, last month, September 2016")
	cmd.Flags().StringVar(&summary.Length, "length", desk.Lengths[0], strings.Join(desk.Lengths, ", "))
	shown.flags(cmd)
	shown.markdown(cmd)
	cmd.PreRunE = oneOf("json", "markdown")
	windowFlags(cmd, &window)
	return cmd
}
