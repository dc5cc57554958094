package discordtest

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

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

// permission is what a guild's own settings say of a command: whether a role, or a user, has it, whatever its defaults are.
type permission struct {
	command string
	id      string
	kind    discordgo.ApplicationCommandPermissionType
	allowed bool
}

// LetUse sets in a guild's own settings that a user may use a slash command, or may not, whatever its default permissions.
func (s *Server) LetUse(in *Guild, command string, who *User, allowed bool) {
	s.let(in.ID, permission{command, who.ID, discordgo.ApplicationCommandPermissionTypeUser, allowed})
}

// LetRoleUse is LetUse of all who hold a role.
func (s *Server) LetRoleUse(r *Role, command string, allowed bool) {
	s.let(r.GuildID, permission{command, r.ID, discordgo.ApplicationCommandPermissionTypeRole, allowed})
}

func (s *Server) let(guildID string, p permission) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[guildID].said = append(s.guilds[guildID].said, p)
}

// says is what a guild's settings say of a user and a command: of the user first, of any of their roles else.
func (g *guild) says(command string, u *User) (allowed, said bool) {
	for _, p := range g.said {
		switch {
		case p.command != command:
		case p.id == u.ID:
			return p.allowed, true
		case slices.Contains(g.holds[u.ID], p.id) || p.id == g.ID:
			allowed, said = allowed || p.allowed, true
		}
	}
	return allowed, said
}

func (s *Server) wirePermissions(g *guild) []object {
	all := []object{}
	for _, c := range slices.Concat(s.commands[""], s.commands[g.ID]) {
		said := []object{}
		for _, p := range g.said {
			if p.command == c.Name {
				said = append(said, object{"id": p.id, "type": p.kind, "permission": p.allowed})
			}
		}
		if len(said) > 0 {
			all = append(all, object{"id": c.ID, "application_id": s.Bot.ID, "guild_id": g.ID, "permissions": said})
		}
	}
	return all
}
