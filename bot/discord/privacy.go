package discord

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// sure is what the button says that deletes a reader's data, rather than asking whether to.
const sure = "sure"

// privacy answers /privacy.
func (b *Bot) privacy(ctx context.Context, in *interaction, _ options) error {
	if err := in.begin(ctx, true); err != nil {
		return err
	}
	kept, err := b.memory.What(ctx, in.asker())
	if err != nil {
		return err
	}
	return in.put(ctx, privacyMessage(kept, b.retention, b.models, in.locale()), true)
}

// privacyMessage says what is kept, how much of it of this reader, and offers to delete it.
func privacyMessage(kept memory.Kept, retention time.Duration, models desk.Models, l desk.Locale) message {
	how := ""
	if retention > 0 {
		how = l.Count("privacy.days", int((retention+24*time.Hour-1)/(24*time.Hour)))
	}
	text := escape(desk.Privacy(l, how, models)) + "\n\n" +
		l.Say("privacy.counts", "answers", kept.Answers, "feedback", kept.Feedback, "follows", kept.Follows)
	return message{Content: text, Components: oneButton(l.Say("button.delete"), discordgo.SecondaryButton, customID("forget", ""))}
}

// forget asks whether a reader's data are to be deleted, and then deletes them.
func (b *Bot) forget(ctx context.Context, in *interaction, u use) error {
	if err := in.touch(ctx); err != nil {
		return err
	}
	l := in.locale()
	if u.more != sure {
		return in.put(ctx, message{Content: l.Say("privacy.confirm"),
			Components: oneButton(l.Say("button.delete"), discordgo.DangerButton, customID("forget", "", sure))}, true)
	}
	if _, err := b.memory.Forget(ctx, in.asker()); err != nil {
		return err
	}
	return in.put(ctx, notice(l.Say("privacy.deleted")), true)
}

func oneButton(label string, style discordgo.ButtonStyle, id string) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: label, Style: style, CustomID: id},
	}}}
}
