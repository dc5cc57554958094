package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
)

func (a *app) summaryCommand() *cobra.Command {
	var summary desk.Summary
	cmd := &cobra.Command{
		Use:   "summary ARTICLE | --topic TOPIC | --period TIME | --outlet OUTLET",
		Short: "A cited summary of articles, a topic, an outlet or a time",
		Example: `  dateline summary "Kerry warns Russia over Aleppo"
  dateline summary --topic "evacuation of Aleppo" --length standard
  dateline summary --period "September 2016" --length detailed`,
	}
	cmd.Flags().StringArrayVar(&summary.Articles, "article", nil, "a further article to summarise; may be given several times")
	cmd.Flags().StringVar(&summary.Topic, "topic", "", "summarise what the coverage says of this, instead of articles")
	cmd.Flags().StringVar(&summary.Period, "period", "", "only coverage of this time: this week, last month, September 2016")
	cmd.Flags().StringVar(&summary.Length, "length", desk.Lengths[0], strings.Join(desk.Lengths, ", "))
	return a.asking(cmd, func(d *desk.Desk, ctx context.Context, article string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		summary.Articles = append([]string{article}, summary.Articles...)
		bar := newBar(a.errOut)
		defer bar.finish()
		return d.Summary(bot.WithProgress(ctx, bar.summarising), summary, w, func(c bot.Claim) {
			bar.finish()
			if show != nil {
				show(c)
			}
		})
	}, "json", "markdown")
}
