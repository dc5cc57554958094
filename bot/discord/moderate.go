package discord

import (
	"context"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
)

// permitWithin is how long asking Discord for a server's own permissions may take.
const permitWithin = 5 * time.Second

// moderate begins the answer to what is for who manages a server, to them alone, and refuses it to others; a button's changes
// the message on which it stands. Discord offers
// such commands to who has the permission Manage Server, or to whom the server's own settings for commands name instead: so
// where that permission is missing, those settings decide.
func (b *Bot) moderate(ctx context.Context, in *interaction) error {
	if in.event.GuildID == "" || in.event.Member == nil {
		return desk.Usage("error.server_only")
	}
	manages := in.event.Member.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
	if in.event.Type != discordgo.InteractionApplicationCommand {
		if !manages {
			return desk.Usage("error.permission")
		}
		return in.touch(ctx)
	}
	if err := in.begin(ctx, true); err != nil {
		return err
	}
	if !manages && !b.permitted(ctx, in) {
		return desk.Usage("error.permission")
	}
	return nil
}

// permitted tells whether the server's settings for commands let the user have the one that they used.
func (b *Bot) permitted(ctx context.Context, in *interaction) bool {
	ctx, done := context.WithTimeout(ctx, permitWithin)
	defer done()
	var all []discordgo.GuildApplicationCommandPermissions
	address := discordgo.EndpointApplicationGuildCommands(in.event.AppID, in.event.GuildID) + "/permissions"
	err := b.api.call(ctx, route{method: "GET", address: address, limits: b.api.session.Ratelimiter, bucket: address}, nil, &all)
	if err != nil {
		b.log.Warn("a server's permissions of commands cannot be read", "guild", in.event.GuildID, "error", err)
		return false
	}
	// What is said of the command comes before what is said of all of the bot's, a user before their roles.
	for _, of := range []string{in.event.ApplicationCommandData().ID, in.event.AppID} {
		at := slices.IndexFunc(all, func(p discordgo.GuildApplicationCommandPermissions) bool { return p.ID == of })
		if at < 0 {
			continue
		}
		user, role := false, false
		for _, p := range all[at].Permissions {
			switch {
			case p.Type == discordgo.ApplicationCommandPermissionTypeUser && p.ID == in.asker():
				if !p.Permission {
					return false
				}
				user = true
			case p.Type == discordgo.ApplicationCommandPermissionTypeRole && (p.ID == in.event.GuildID || slices.Contains(in.roles(), p.ID)):
				role = role || p.Permission
			}
		}
		if user || role {
			return true
		}
	}
	return false
}

// operates tells whether a user runs the bot.
func (b *Bot) operates(user string) bool { return slices.Contains(b.operators, user) }
