package discord

import (
	"context"

	"dateline/bot"
	"dateline/bot/desk"
)

// summary answers /summary. What is suggested for the article binds nobody, so it may be any text.
func (b *Bot) summary(ctx context.Context, in *interaction, o options) error {
	s, w := desk.Summary{Article: o.text("article"), Topic: o.text("topic"), Length: o.text("length")}, o.window()
	w.Article = "" // it is the summary's
	return b.told(ctx, in, o, s.Article+s.Topic, func(ctx context.Context, d Desk, show func(bot.Claim)) (bot.Answer, error) {
		return d.Summary(ctx, s, w, show)
	})
}
