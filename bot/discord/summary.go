package discord

import (
	"context"

	"dateline/bot"
	"dateline/bot/desk"
)

// summary answers /summary. What is suggested for the article binds nobody, so it may be any text.
func (b *Bot) summary(ctx context.Context, in *interaction, o options) error {
	w := o.window()
	w.Article = "" // it is the summary's
	s := desk.Summary{
		Articles: []string{o.text("article"), o.text("second"), o.text("third")}, Topic: o.text("topic"), Period: o.text("period"), Length: o.text("length"),
	}
	return b.told(ctx, in, o, s.About(), func(ctx context.Context, d Desk, show func(bot.Claim)) (bot.Answer, error) {
		return d.Summary(ctx, s, w, show)
	})
}
