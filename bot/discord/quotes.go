package discord

import (
	"context"

	"dateline/bot"
	"dateline/bot/desk"
)

// quotes answers /quotes.
func (b *Bot) quotes(ctx context.Context, in *interaction, o options) error {
	q, w := desk.Quotes{Speaker: o.text("speaker"), Topic: o.text("topic")}, o.window()
	return b.told(ctx, in, o, q.Speaker, func(ctx context.Context, d Desk, show func(bot.Claim)) (bot.Answer, error) {
		return d.Quotes(ctx, q, w, show)
	})
}
