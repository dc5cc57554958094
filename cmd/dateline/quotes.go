package main

import (
	"context"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
)

func (a *app) quotesCommand() *cobra.Command {
	var quotes desk.Quotes
	cmd := &cobra.Command{
		Use:   "quotes SPEAKER",
		Short: "The exact quotations of a speaker, with whom they spoke to, when and where",
		Example: `  dateline quotes Kerry
  dateline quotes "John Kirby" --topic Aleppo`,
		Args: words("a speaker"),
	}
	cmd.Flags().StringVar(&quotes.Topic, "topic", "", "only quotations on this")
	return a.asking(cmd, func(d *desk.Desk, ctx context.Context, speaker string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		quotes.Speaker = speaker
		return d.Quotes(ctx, quotes, w, show)
	}, "json", "markdown")
}
