package discord

import (
	"context"
	"strings"

	"dateline/bot/desk"
)

// help answers /help.
func (b *Bot) help(ctx context.Context, in *interaction, _ options) error {
	return in.say(ctx, message{Content: helpText()})
}

// helpText is the desk's help in Discord's dress: what follows a command's name by two spaces explains it, and what is
// indented is small print.
func helpText() string {
	var b strings.Builder
	for line := range strings.Lines(desk.Help("/")) {
		name, about, command := strings.Cut(line, "  ")
		switch {
		case strings.HasPrefix(line, " "):
			b.WriteString("-# " + escape(line))
		case command:
			b.WriteString("**" + escape(name) + "** " + escape(about))
		default:
			b.WriteString(escape(line))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nYou can also mention me, reply to me or write to me directly.")
	return b.String()
}
