package discord

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
)

// help answers /help. Who may manage the server is shown the commands for that too.
func (b *Bot) help(ctx context.Context, in *interaction, _ options) error {
	admin := in.event.Member != nil && in.event.Member.Permissions&discordgo.PermissionManageGuild != 0
	return in.say(ctx, message{Content: helpText(in.locale(), admin)})
}

// helpText is the desk's help in Discord's dress: what follows a command's name by two spaces explains it, and what is
// indented is small print.
func helpText(l desk.Locale, admin bool) string {
	var b strings.Builder
	for line := range strings.Lines(desk.HelpIn(l, "/", func(c desk.Command) bool { return admin || !c.Admin })) {
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
	b.WriteString("\n" + l.Say("help.mention"))
	return b.String()
}
