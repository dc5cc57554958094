package discordtest

import "github.com/bwmarrin/discordgo"

// memberPermissions is what every member, the bot included, may do where nothing else is said.
const memberPermissions int64 = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages |
	discordgo.PermissionEmbedLinks | discordgo.PermissionAttachFiles | discordgo.PermissionReadMessageHistory |
	discordgo.PermissionAddReactions | discordgo.PermissionUseApplicationCommands |
	discordgo.PermissionCreatePublicThreads | discordgo.PermissionSendMessagesInThreads

// allPermissions is what an administrator has: every bit that Discord has given a meaning.
const allPermissions int64 = 1<<51 - 1

// permissions returns what a user may do in a channel. Threads inherit from their parent.
func (s *Server) permissions(u *User, c *channel) int64 {
	if c.isDM() {
		return memberPermissions
	}
	granted := memberPermissions | s.guilds[c.GuildID].grants[u.ID]
	if granted&discordgo.PermissionAdministrator != 0 {
		return allPermissions
	}
	if u.ID != s.Bot.ID {
		return granted
	}
	granted &^= c.denied
	if parent := s.channels[c.ParentID]; parent != nil {
		granted &^= parent.denied
	}
	return granted
}

// reach finds a channel for the bot and checks that it may do there what is asked.
func (s *Server) reach(id string, need int64) (*channel, *refusal) {
	c := s.channels[id]
	switch {
	case c == nil || c.deleted:
		return nil, unknownChannel
	case c.isDM():
		return c, nil
	case s.guilds[c.GuildID].kicked:
		return nil, missingAccess
	}
	may := s.permissions(s.Bot, c)
	switch {
	case may&discordgo.PermissionViewChannel == 0:
		return nil, missingAccess
	case may&need != need:
		return nil, missingPermissions
	}
	return c, nil
}

// sendPermission is the permission to write in a channel: in threads SEND_MESSAGES has no effect.
func sendPermission(c *channel) int64 {
	if c.isThread() {
		return discordgo.PermissionSendMessagesInThreads
	}
	return discordgo.PermissionSendMessages
}

// wake lets a message be written into a thread: an archived one is reopened by it unless it is locked.
func (s *Server) wake(c *channel) *refusal {
	if !c.Archived {
		if c.Locked && s.permissions(s.Bot, c)&discordgo.PermissionManageThreads == 0 {
			return threadLocked
		}
		return nil
	}
	if c.Locked {
		return threadArchived
	}
	s.setArchived(c, false, false)
	return nil
}
