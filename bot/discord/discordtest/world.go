package discordtest

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// User is a person or a bot; every user is a member of every guild.
type User struct {
	ID     string
	Name   string
	Bot    bool
	Locale discordgo.Locale // of the user's client; "" stands for en-US

	brings bool // has added the application to their account
}

// Mention returns the text that mentions the user.
func (u *User) Mention() string { return "<@" + u.ID + ">" }

// Guild is a server that the bot was added to.
type Guild struct{ ID, Name string }

// Role is a role of a guild.
type Role struct{ ID, GuildID, Name string }

// Mention returns the text that mentions the role.
func (r *Role) Mention() string { return "<@&" + r.ID + ">" }

// Channel is a text channel, a thread, a forum or a direct conversation, as it was when it was read.
type Channel struct {
	ID       string
	GuildID  string // "" for a direct conversation
	ParentID string // of a thread: the channel or forum it belongs to
	OwnerID  string // of a thread: the user who started it
	Name     string
	Type     discordgo.ChannelType
	Archived bool
	Locked   bool
}

// Mention returns the text that links to the channel.
func (c *Channel) Mention() string { return "<#" + c.ID + ">" }

type guild struct {
	Guild
	kicked bool
	out    bool // of service
	roles  []*Role
	grants map[string]int64    // by user ID, beyond what everyone may
	holds  map[string][]string // role IDs by user ID
	said   []permission        // of commands, by its own settings
}

type channel struct {
	Channel
	deleted   bool
	recipient *User
	denied    int64 // what the bot may not do here
	typing    int
	messages  []*Message
}

func (c *channel) isThread() bool {
	return c.Type == discordgo.ChannelTypeGuildPublicThread || c.Type == discordgo.ChannelTypeGuildPrivateThread
}

func (c *channel) isDM() bool { return c.Type == discordgo.ChannelTypeDM }

// AddUser makes a user who speaks American English.
func (s *Server) AddUser(name string) *User { return s.AddUserIn(name, discordgo.EnglishUS) }

// AddUserIn makes a user whose client is set to a locale.
func (s *Server) AddUserIn(name string, locale discordgo.Locale) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &User{ID: s.snowflake(), Name: name, Locale: locale}
	s.users[u.ID] = u
	return u
}

// AddToAccount has a user add the application to their account, which brings its commands along to guilds that the bot is not in.
func (s *Server) AddToAccount(u *User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[u.ID].brings = true
}

// AddGuild makes a guild and adds the bot to it.
func (s *Server) AddGuild(name string) *Guild { return s.AddGuildOn(name, 0, 1) }

// AddGuildOn makes a guild that belongs to a shard, from 0, of so many.
func (s *Server) AddGuildOn(name string, shard, of int) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.snowflake()
	for shardOf(id, of) != shard {
		s.lastID += 1 << 22 // as if it were made a millisecond later
		id = s.snowflake()
	}
	g := &guild{Guild: Guild{id, name}, grants: map[string]int64{}, holds: map[string][]string{}}
	g.roles = []*Role{{ID: g.ID, GuildID: g.ID, Name: "@everyone"}}
	s.guilds[g.ID] = g
	s.guildOrder = append(s.guildOrder, g.ID)
	s.present(g)
	snapshot := g.Guild
	return &snapshot
}

// present tells the bot of a guild that it has come to be in, or that is back in service.
func (s *Server) present(g *guild) {
	s.dispatch("GUILD_CREATE", discordgo.IntentGuilds, g.ID, func(*session) any { return s.wireGuild(g) })
	s.notify()
}

// AddRole makes a role in a guild.
func (s *Server) AddRole(in *Guild, name string) *Role {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &Role{ID: s.snowflake(), GuildID: in.ID, Name: name}
	s.guilds[in.ID].roles = append(s.guilds[in.ID].roles, r)
	return r
}

// GiveRole gives a user a role.
func (s *Server) GiveRole(r *Role, to *User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.guilds[r.GuildID].holds
	held[to.ID] = append(held[to.ID], r.ID)
}

// DeleteRole removes a role from its guild, and from who holds it.
func (s *Server) DeleteRole(r *Role) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[r.GuildID]
	g.roles = slices.DeleteFunc(g.roles, func(other *Role) bool { return other.ID == r.ID })
	for user, held := range g.holds {
		g.holds[user] = slices.DeleteFunc(held, func(id string) bool { return id == r.ID })
	}
}

// AddChannel makes a text channel.
func (s *Server) AddChannel(in *Guild, name string) *Channel {
	return s.addChannel(Channel{GuildID: in.ID, Name: name, Type: discordgo.ChannelTypeGuildText}, "CHANNEL_CREATE")
}

// AddForum makes a forum, whose posts are threads.
func (s *Server) AddForum(in *Guild, name string) *Channel {
	return s.addChannel(Channel{GuildID: in.ID, Name: name, Type: discordgo.ChannelTypeGuildForum}, "CHANNEL_CREATE")
}

// AddThread makes a public thread in a text channel.
func (s *Server) AddThread(in *Channel, name string) *Channel {
	return s.addChannel(Channel{GuildID: in.GuildID, ParentID: in.ID, Name: name,
		Type: discordgo.ChannelTypeGuildPublicThread}, "THREAD_CREATE")
}

func (s *Server) addChannel(c Channel, event string) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.ID = s.snowflake()
	snapshot := s.openChannel(c, event).Channel
	return &snapshot
}

func (s *Server) openChannel(c Channel, event string) *channel {
	ch := &channel{Channel: c}
	s.channels[c.ID] = ch
	s.channelOrder = append(s.channelOrder, c.ID)
	s.dispatch(event, discordgo.IntentGuilds, c.GuildID, func(*session) any { return s.wireChannel(ch) })
	s.notify()
	return ch
}

// DM opens the direct conversation of a user with the bot, or returns the one that is open.
func (s *Server) DM(with *User) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	snapshot := s.dm(with).Channel
	return &snapshot
}

func (s *Server) dm(with *User) *channel {
	for _, id := range s.channelOrder {
		if c := s.channels[id]; c.isDM() && c.recipient.ID == with.ID {
			return c
		}
	}
	c := &channel{Channel: Channel{ID: s.snowflake(), Type: discordgo.ChannelTypeDM}, recipient: with}
	s.channels[c.ID] = c
	s.channelOrder = append(s.channelOrder, c.ID)
	return c
}

// CloseDMs makes the user refuse direct messages from the bot (50007).
func (s *Server) CloseDMs(of *User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closedDMs[of.ID] = true
}

// Grant gives a user, or the bot, permissions in a guild beyond those that every member has.
func (s *Server) Grant(in *Guild, to *User, permissions int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[in.ID].grants[to.ID] |= permissions
}

// Deny sets what the bot may not do in a channel and its threads: without PermissionViewChannel it meets 50001, without
// the others 50013. Zero allows everything again.
func (s *Server) Deny(in *Channel, permissions int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[in.ID]
	c.denied = permissions
	s.dispatch("CHANNEL_UPDATE", discordgo.IntentGuilds, c.GuildID, func(*session) any { return s.wireChannel(c) })
}

// Archive archives a thread; a locked one cannot be woken by a message.
func (s *Server) Archive(thread *Channel, locked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setArchived(s.channels[thread.ID], true, locked)
}

func (s *Server) setArchived(c *channel, archived, locked bool) {
	c.Archived, c.Locked = archived, locked
	s.dispatch("THREAD_UPDATE", discordgo.IntentGuilds, c.GuildID, func(*session) any { return s.wireChannel(c) })
	s.notify()
}

// DeleteChannel removes a channel or thread (10003).
func (s *Server) DeleteChannel(c *Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.channels[c.ID]
	ch.deleted = true
	event := "CHANNEL_DELETE"
	if ch.isThread() {
		event = "THREAD_DELETE"
	}
	s.dispatch(event, discordgo.IntentGuilds, ch.GuildID, func(*session) any { return s.wireChannel(ch) })
	s.notify()
}

// Kick removes the bot from a guild.
func (s *Server) Kick(from *Guild) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[from.ID].kicked = true
	s.dispatch("GUILD_DELETE", discordgo.IntentGuilds, from.ID, func(*session) any { return object{"id": from.ID} })
	s.notify()
}

// Readd adds the bot to a guild again that it was removed from.
func (s *Server) Readd(to *Guild) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[to.ID].kicked = false
	s.present(s.guilds[to.ID])
}

// Outage takes a guild out of service, or brings it back: sessions are told so, and a new one is not greeted with it meanwhile.
func (s *Server) Outage(of *Guild, begins bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[of.ID]
	if g.out = begins; !begins {
		s.present(g)
		return
	}
	s.dispatch("GUILD_DELETE", discordgo.IntentGuilds, of.ID, func(*session) any { return object{"id": of.ID, "unavailable": true} })
	s.notify()
}

// Channel returns a channel by its ID, or nil.
func (s *Server) Channel(id string) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[id]
	if c == nil || c.deleted {
		return nil
	}
	snapshot := c.Channel
	return &snapshot
}

// Threads returns the threads of a channel or forum in the order of their making.
func (s *Server) Threads(of *Channel) []*Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var threads []*Channel
	for _, id := range s.channelOrder {
		if c := s.channels[id]; c.ParentID == of.ID && !c.deleted {
			snapshot := c.Channel
			threads = append(threads, &snapshot)
		}
	}
	return threads
}

// Typing returns how often the bot has shown that it is typing in a channel.
func (s *Server) Typing(in *Channel) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channels[in.ID].typing
}

// Messages returns what stands in a channel, the oldest first, without ephemeral and deleted messages.
func (s *Server) Messages(in *Channel) []*Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var standing []*Message
	for _, m := range s.channels[in.ID].messages {
		if !m.Deleted && !m.Ephemeral() {
			standing = append(standing, m.snapshot())
		}
	}
	return standing
}

// Message returns a message by its ID, ephemeral and deleted ones too, or nil.
func (s *Server) Message(id string) *Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[id]; m != nil {
		return m.snapshot()
	}
	return nil
}

// Commands returns the commands registered in a guild, or the global ones for nil.
func (s *Server) Commands(in *Guild) []*discordgo.ApplicationCommand {
	s.mu.Lock()
	defer s.mu.Unlock()
	scope := ""
	if in != nil {
		scope = in.ID
	}
	return slices.Clone(s.commands[scope])
}
