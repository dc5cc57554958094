package discordtest

import (
	"context"
	"regexp"
	"slices"

	"github.com/bwmarrin/discordgo"
)

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
	allMention  = regexp.MustCompile(`@(everyone|here)`)
)

// SayOption changes a message before a person sends it.
type SayOption func(*Message)

// ReplyTo makes the message a reply that pings the author of the message it replies to.
func ReplyTo(m *Message) SayOption {
	return func(said *Message) { said.ReplyTo, said.pinged = m.ID, m.Author }
}

// ReplyQuietly makes the message a reply with the ping switched off.
func ReplyQuietly(to *Message) SayOption { return func(said *Message) { said.ReplyTo = to.ID } }

// Attach adds a file.
func Attach(name, contentType string, data []byte) SayOption {
	return func(said *Message) {
		said.Files = append(said.Files, File{Name: name, ContentType: contentType, Data: data})
	}
}

// Say posts a message as a user. The bot is told of it as its intents allow: without Message Content the text is blank
// unless it is a direct message or mentions the bot, by name or by a reply that pings.
func (s *Server) Say(as *User, in *Channel, text string, opts ...SayOption) *Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.say(as, s.channels[in.ID], s.snowflake(), text, opts...).snapshot()
}

// Post opens a forum post as a user: a thread, and its first message, which shares the thread's ID.
func (s *Server) Post(as *User, forum *Channel, title, text string, opts ...SayOption) (thread *Channel, first *Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.snowflake()
	c := s.openChannel(Channel{ID: id, GuildID: forum.GuildID, ParentID: forum.ID, OwnerID: as.ID, Name: title,
		Type: discordgo.ChannelTypeGuildPublicThread}, "THREAD_CREATE")
	m := s.say(as, c, id, text, opts...)
	snapshot := c.Channel
	return &snapshot, m.snapshot()
}

func (s *Server) say(as *User, c *channel, id, text string, opts ...SayOption) *Message {
	m := &Message{ID: id, ChannelID: c.ID, Author: as, Content: text, Created: s.now()}
	for _, opt := range opts {
		opt(m)
	}
	for i := range m.Files {
		m.Files[i].ID = s.snowflake()
	}
	s.mention(m)
	s.deliver(c, m)
	return m
}

// mention notes whom a person's message mentions.
func (s *Server) mention(m *Message) {
	m.everyone, m.roles, m.Mentions = allMention.MatchString(m.Content), nil, s.mentioned(m.Content)
	for _, match := range roleMention.FindAllStringSubmatch(m.Content, -1) {
		m.roles = append(m.roles, match[1])
	}
	if m.pinged != nil && !slices.Contains(m.Mentions, m.pinged) {
		m.Mentions = append(m.Mentions, m.pinged)
	}
}

// mentioned returns the users that a text mentions, each once.
func (s *Server) mentioned(text string) []*User {
	var users []*User
	for _, match := range userMention.FindAllStringSubmatch(text, -1) {
		if u := s.users[match[1]]; u != nil && !slices.Contains(users, u) {
			users = append(users, u)
		}
	}
	return users
}

// Retell tells the bot of a message once more, as a session that is resumed may.
func (s *Server) Retell(m *Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.announce("MESSAGE_CREATE", s.messages[m.ID])
}

// Rewrite edits a message as its author.
func (s *Server) Rewrite(said *Message, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[said.ID]
	s.change(m, func() {
		m.Content = text
		s.mention(m)
	})
}

// Delete deletes a message, as its author or a moderator would.
func (s *Server) Delete(m *Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(s.messages[m.ID])
}

// deliver puts a new message into its channel and tells the bot.
func (s *Server) deliver(c *channel, m *Message) {
	c.messages = append(c.messages, m)
	s.messages[m.ID] = m
	s.announce("MESSAGE_CREATE", m)
}

// change replaces what a message says, keeps what stood there before and tells the bot.
func (s *Server) change(m *Message, apply func()) {
	before := Edit{m.Content, m.Embeds, m.Components, m.Files, m.Loading(), s.now()}
	apply()
	m.Edits = append(m.Edits, before)
	s.announce("MESSAGE_UPDATE", m)
}

func (s *Server) remove(m *Message) {
	m.Deleted = true
	c := s.channels[m.ChannelID]
	s.dispatch("MESSAGE_DELETE", messageIntent(c, m), c.GuildID, func(*session) any {
		return object{"id": m.ID, "channel_id": c.ID, "guild_id": c.GuildID}
	})
	s.notify()
}

func (s *Server) announce(event string, m *Message) {
	c := s.channels[m.ChannelID]
	s.dispatch(event, messageIntent(c, m), c.GuildID, func(to *session) any {
		o := s.wireMessage(m, func(m *Message) bool {
			return s.readable(m, to.intents&discordgo.IntentMessageContent != 0)
		})
		if !c.isDM() && !m.Ephemeral() {
			o["guild_id"], o["member"] = c.GuildID, s.wireMember(m.Author, c)
		}
		return o
	})
	s.notify()
}

// messageIntent is the intent under which a message is announced; ephemeral ones count as direct.
func messageIntent(c *channel, m *Message) discordgo.Intent {
	if c.isDM() || m.Ephemeral() {
		return discordgo.IntentDirectMessages
	}
	return discordgo.IntentGuildMessages
}

// AwaitMessage waits for a message of the bot in a channel that meets every condition, and returns the first such.
func (s *Server) AwaitMessage(ctx context.Context, in *Channel, until ...func(*Message) bool) (*Message, error) {
	return s.awaitIn(ctx, in.ID, "a message in #"+in.Name, func(m *Message) bool { return holds(m, until) })
}

// AwaitReply waits for the bot's answer to a message: a reply to it that meets every condition.
func (s *Server) AwaitReply(ctx context.Context, to *Message, until ...func(*Message) bool) (*Message, error) {
	return s.awaitIn(ctx, to.ChannelID, "a reply to "+to.Content, func(m *Message) bool {
		return m.ReplyTo == to.ID && holds(m, until)
	})
}

func (s *Server) awaitIn(ctx context.Context, channelID, what string, is func(*Message) bool) (*Message, error) {
	var found *Message
	err := s.Await(ctx, what, func() bool {
		for _, m := range s.Messages(&Channel{ID: channelID}) {
			if m.Author.ID == s.Bot.ID && !m.Loading() && is(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}
