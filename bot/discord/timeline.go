package discord

import (
	"context"

	"dateline/bot"
	"dateline/bot/desk"
)

// timeline answers /timeline.
func (b *Bot) timeline(ctx context.Context, in *interaction, o options) error {
	topic, w := o.text("topic"), o.window()
	return b.told(ctx, in, o, topic, func(ctx context.Context, d Desk, show func(bot.Claim)) (bot.Answer, error) {
		return d.Timeline(ctx, topic, w, show)
	})
}

// told answers a command that asks something else of the desk than a question; text is what it is about.
func (b *Bot) told(ctx context.Context, in *interaction, o options, text string, tell telling) error {
	q := b.askedBy(ctx, in)
	q.text, q.tell, q.private = text, tell, o.given("private")
	return b.question(ctx, in, q)
}

// timelineName is what the picture of a timeline is called.
const timelineName = "timeline.png"

// isTimeline tells whether an answer is one: its claims are events.
func isTimeline(a bot.Answer) bool {
	return len(a.Claims) > 0 && !a.Claims[0].Date.IsZero() && a.Claims[0].Speaker == "" && a.Claims[0].Part == ""
}

// pictured is the picture of a timeline; Discord shows PNG, not SVG. What cannot be drawn is shown in words alone.
func pictured(a bot.Answer, l desk.Locale) []file {
	if !isTimeline(a) {
		return nil
	}
	drawn, err := l.Chart(a).PNG()
	if err != nil {
		return nil
	}
	return []file{{Name: timelineName, kind: "image/png", text: drawn}}
}
