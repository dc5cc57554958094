package discordtest

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// Ping is a notification that a message of the bot would have caused.
type Ping struct {
	MessageID string
	ChannelID string
	Kind      string // "everyone", "role", "user", or "reply" for the author of the message replied to
	Target    string // ID of the role or user; "" for everyone
	Edit      bool   // an edit named them; Discord marks them then, but notifies only for new messages
}

// Pings returns whom the bot's messages and edits would have pinged, honouring their allowed_mentions. Embeds never ping.
func (s *Server) Pings() []Ping {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.pings)
}

// ring works out whom a message of the bot mentions and records it.
func (s *Server) ring(m *Message, edit bool) {
	m.everyone, m.roles, m.Mentions = false, nil, nil
	record := func(kind, target string) {
		s.pings = append(s.pings, Ping{m.ID, m.ChannelID, kind, target, edit})
	}
	if allMention.MatchString(m.Content) && allowed(m.Allowed, discordgo.AllowedMentionTypeEveryone, "") {
		m.everyone = true
		record("everyone", "")
	}
	for _, match := range roleMention.FindAllStringSubmatch(m.Content, -1) {
		if allowed(m.Allowed, discordgo.AllowedMentionTypeRoles, match[1]) && !slices.Contains(m.roles, match[1]) {
			m.roles = append(m.roles, match[1])
			record("role", match[1])
		}
	}
	for _, u := range s.mentioned(m.Content) {
		if allowed(m.Allowed, discordgo.AllowedMentionTypeUsers, u.ID) {
			m.Mentions = append(m.Mentions, u)
			record("user", u.ID)
		}
	}
	earlier := s.messages[m.ReplyTo]
	if earlier != nil && (m.Allowed == nil || m.Allowed.RepliedUser) && !slices.Contains(m.Mentions, earlier.Author) {
		m.Mentions = append(m.Mentions, earlier.Author)
		record("reply", earlier.Author.ID)
	}
}

// allowed tells whether allowed_mentions lets a mention through; without any, everything is parsed.
func allowed(by *discordgo.MessageAllowedMentions, kind discordgo.AllowedMentionType, id string) bool {
	if by == nil {
		return true
	}
	switch {
	case slices.Contains(by.Parse, kind):
		return true
	case kind == discordgo.AllowedMentionTypeUsers:
		return slices.Contains(by.Users, id)
	case kind == discordgo.AllowedMentionTypeRoles:
		return slices.Contains(by.Roles, id)
	}
	return false
}
