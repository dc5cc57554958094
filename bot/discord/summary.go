package discord

import (
	"context"

	"dateline/bot/desk"
)

// summary answers /summary. What is suggested for the article binds nobody, so it may be any text.
func (b *Bot) summary(ctx context.Context, in *interaction, o options) error {
	q := b.askedBy(ctx, in)
	q.summary = &desk.Summary{Article: o.text("article"), Topic: o.text("topic"), Length: o.text("length")}
	q.window, q.private = o.window(), o.given("private")
	q.window.Article = "" // it is the summary's
	return b.question(ctx, in, q)
}
