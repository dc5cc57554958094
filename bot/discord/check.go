package discord

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval/segment"
)

// check answers /check.
func (b *Bot) check(ctx context.Context, in *interaction, o options) error {
	return b.checkClaim(ctx, in, o, o.text("claim"), o.window())
}

func (b *Bot) checkClaim(ctx context.Context, in *interaction, o options, claim string, w desk.Window) error {
	return b.told(ctx, in, o, claim, func(ctx context.Context, d Desk, show func(bot.Claim)) (bot.Answer, error) {
		return d.Check(ctx, claim, w, show)
	})
}

// checkOf answers the message command: it checks a message that is one sentence, and of a longer one opens a form in which its
// reader leaves the claim that they mean.
func (b *Bot) checkOf(ctx context.Context, in *interaction, _ options) error {
	text, err := saidIn(in)
	if err != nil {
		return err
	}
	if len(segment.Sentences(text)) < 2 {
		return b.checkClaim(ctx, in, nil, text, desk.Window{})
	}
	return in.open(ctx, checkForm(text, in.locale()))
}

func checkForm(text string, l desk.Locale) form {
	return newForm(customID("check", ""), l.Say("button.check"), discordgo.TextInput{
		CustomID: "claim", Label: l.Say("modal.claim"), Style: discordgo.TextInputParagraph, Required: true, Value: text, MaxLength: bot.MaxQuestion,
	})
}

// checks answers that form.
func (b *Bot) checks(ctx context.Context, in *interaction, u use) error {
	return b.checkClaim(ctx, in, nil, strings.TrimSpace(u.fields["claim"]), desk.Window{})
}
