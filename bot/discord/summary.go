package discord

import (
	"cmp"
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
)

// Limits of what is suggested for a half-typed option.
const (
	maxChoices = 25
	maxChoice  = 100
)

// summary answers /summary. What is suggested for the article binds nobody, so it may be any text.
func (b *Bot) summary(ctx context.Context, in *interaction, o options) error {
	if err := in.wait(ctx, o.flag("private")); err != nil {
		return err
	}
	wanted := desk.Summary{Article: o.text("article"), Topic: o.text("topic"), Length: o.text("length")}
	return b.answer(ctx, in, func(show func(bot.Claim)) (bot.Answer, error) {
		return b.desk.Summary(ctx, wanted, o.window(), show)
	})
}

// complete suggests headlines for what has been typed. A chosen one is sent as its article's ID.
func (b *Bot) complete(ctx context.Context, in *interaction, called discordgo.ApplicationCommandInteractionData) error {
	var typed string
	for _, o := range called.Options {
		if o.Focused {
			typed, _ = o.Value.(string)
		}
	}
	articles, err := b.desk.Headlines(ctx, typed, maxChoices)
	if err != nil {
		return fmt.Errorf("complete a headline: %w", err)
	}
	var choices []*discordgo.ApplicationCommandOptionChoice
	for _, a := range articles {
		day := ""
		if !a.Published.IsZero() {
			day = " · " + bot.Day{Time: a.Published}.String()
		}
		name := cut(plain(cmp.Or(a.Headline, a.ID)), maxChoice-units(day)) + day
		choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: name, Value: a.ID})
	}
	return in.suggest(ctx, choices)
}
