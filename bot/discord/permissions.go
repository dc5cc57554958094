package discord

import "github.com/bwmarrin/discordgo"

// needed are the permissions that the bot needs where it answers, by the names that Discord's clients give them. It needs
// each: to hear of messages, to answer in channels and in threads, to show answers, which are embeds, to attach what
// moderators export, and to reply to a message.
var needed = []struct {
	bit  int64
	name string
}{
	{discordgo.PermissionViewChannel, "View Channel"}, {discordgo.PermissionSendMessages, "Send Messages"},
	{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"}, {discordgo.PermissionEmbedLinks, "Embed Links"},
	{discordgo.PermissionAttachFiles, "Attach Files"}, {discordgo.PermissionReadMessageHistory, "Read Message History"},
}

// Permissions are what an invitation asks for, as the number that Discord makes of them.
func Permissions() (all int64) {
	for _, p := range needed {
		all |= p.bit
	}
	return all
}
