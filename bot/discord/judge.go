package discord

import (
	"context"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

const (
	// maxReason bounds why an answer is not helpful, in characters.
	maxReason = 1000
	// judgeWithin is how long noting it may take; the first response waits for it.
	judgeWithin = 2 * time.Second
)

// good notes that a reader finds an answer helpful.
func (b *Bot) good(ctx context.Context, in *interaction, u use) error {
	if err := b.judge(ctx, memory.Feedback{Answer: u.id, Reader: in.asker(), Good: true}); err != nil {
		return err
	}
	return in.say(ctx, notice(in.locale().Say("feedback.thanks")))
}

// bad notes that a reader does not, and opens a form for the reason.
func (b *Bot) bad(ctx context.Context, in *interaction, u use) error {
	if err := b.judge(ctx, memory.Feedback{Answer: u.id, Reader: in.asker()}); err != nil {
		return err
	}
	return in.open(ctx, reasonForm(u.id, in.locale()))
}

func reasonForm(id string, l desk.Locale) form {
	return newForm(customID("bad", id), l.Say("button.bad"), discordgo.TextInput{
		CustomID: "reason", Label: l.Say("modal.reason"), Style: discordgo.TextInputParagraph, MaxLength: maxReason,
	})
}

// reason notes why.
func (b *Bot) reason(ctx context.Context, in *interaction, u use) error {
	if err := b.judge(ctx, memory.Feedback{Answer: u.id, Reader: in.asker(), Reason: u.fields["reason"]}); err != nil {
		return err
	}
	return in.say(ctx, notice(in.locale().Say("feedback.thanks")))
}

func (b *Bot) judge(ctx context.Context, f memory.Feedback) error {
	ctx, done := context.WithTimeout(ctx, judgeWithin)
	defer done()
	err := b.memory.Judge(ctx, f)
	if errors.Is(err, memory.ErrUnknown) {
		return errOutdated
	}
	return err
}
