package discord

import (
	"context"

	"dateline/bot"
)

// ask answers /ask.
func (b *Bot) ask(ctx context.Context, in *interaction, o options) error {
	if err := in.wait(ctx, o.flag("private")); err != nil {
		return err
	}
	return b.answer(ctx, in, func(show func(bot.Claim)) (bot.Answer, error) {
		return b.desk.Ask(ctx, o.text("question"), o.window(), show)
	})
}
