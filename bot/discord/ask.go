package discord

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// askedBy is what is asked by an interaction; it goes on with the conversation of its thread or direct messages.
func (b *Bot) askedBy(ctx context.Context, in *interaction) asked {
	w := b.locate(ctx, in.event.GuildID, in.event.ChannelID)
	return asked{where: w, asker: in.asker(), roles: in.roles(), brought: in.brought(), command: true, conversation: w.talk()}
}

// deskAt is the desk for what an interaction asks of the coverage beside questions.
func (b *Bot) deskAt(ctx context.Context, in *interaction) (Desk, error) {
	q := b.askedBy(ctx, in)
	s, err := b.settingsOf(ctx, q.where)
	return b.deskOf(&q, s), err
}

// ask answers /ask, or opens its form where the question is left out.
func (b *Bot) ask(ctx context.Context, in *interaction, o options) error {
	if o.text("question") == "" {
		return in.open(ctx, askForm(o, in.locale()))
	}
	q := b.askedBy(ctx, in)
	q.text, q.window, q.private = o.text("question"), o.window(), o.given("private")
	return b.question(ctx, in, q)
}

// askOf answers the message command: it asks what a message says.
func (b *Bot) askOf(ctx context.Context, in *interaction, _ options) error {
	q := b.askedBy(ctx, in)
	var err error
	if q.text, err = saidIn(in); err != nil {
		return err
	}
	return b.question(ctx, in, q)
}

// saidIn is what the message says on which a command was chosen, or what the embeds say of a message that is nothing else.
func saidIn(in *interaction) (string, error) {
	called := in.event.ApplicationCommandData()
	var target *discordgo.Message
	if called.Resolved != nil {
		target = called.Resolved.Messages[called.TargetID]
	}
	if target == nil {
		return "", errOutdated
	}
	text := clipped(strings.NewReplacer("<@"+in.event.AppID+">", "", "<@!"+in.event.AppID+">", "").Replace(target.Content))
	for _, e := range target.Embeds {
		if text == "" {
			text = clipped(e.Title + " " + e.Description)
		}
	}
	return text, nil
}
