package discordtest

import (
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// object is a JSON object as Discord sends it.
type object = map[string]any

func wireTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

func wireUser(u *User) object {
	return object{"id": u.ID, "username": u.Name, "global_name": u.Name, "discriminator": "0", "avatar": nil,
		"bot": u.Bot, "public_flags": 0}
}

func (s *Server) wireMember(u *User, c *channel) object {
	o := s.wireMemberOf(u, s.guilds[c.GuildID])
	o["permissions"] = strconv.FormatInt(s.permissions(u, c), 10)
	return o
}

func (s *Server) wireMemberOf(u *User, g *guild) object {
	return object{"user": wireUser(u), "nick": nil, "roles": append([]string{}, g.holds[u.ID]...),
		"joined_at": wireTime(time.UnixMilli(discordEpoch)), "deaf": false, "mute": false, "flags": 0}
}

func (s *Server) wireGuild(g *guild) object {
	channels, threads := []object{}, []object{}
	for _, id := range s.channelOrder {
		switch c := s.channels[id]; {
		case c.GuildID != g.ID || c.deleted:
		case c.isThread():
			if !c.Archived {
				threads = append(threads, s.wireChannel(c))
			}
		default:
			channels = append(channels, s.wireChannel(c))
		}
	}
	roles := []object{}
	for i, r := range g.roles {
		roles = append(roles, object{"id": r.ID, "name": r.Name, "color": 0, "hoist": false, "position": i,
			"permissions": strconv.FormatInt(memberPermissions, 10), "managed": false, "mentionable": true})
	}
	self := object{"user": wireUser(s.Bot), "roles": []string{}, "deaf": false, "mute": false,
		"joined_at": wireTime(time.UnixMilli(discordEpoch))}
	return object{"id": g.ID, "name": g.Name, "owner_id": g.ID, "preferred_locale": "en-US", "large": false,
		"unavailable": false, "joined_at": wireTime(time.UnixMilli(discordEpoch)), "member_count": len(s.users),
		"members": []object{self}, "roles": roles, "channels": channels, "threads": threads,
		"emojis": []object{}, "features": []string{}}
}

func (s *Server) wireChannel(c *channel) object {
	o := object{"id": c.ID, "type": c.Type, "flags": 0}
	if n := len(c.messages); n > 0 {
		o["last_message_id"] = c.messages[n-1].ID
	}
	if c.isDM() {
		o["recipients"] = []object{wireUser(c.recipient)}
		return o
	}
	o["guild_id"], o["name"], o["position"] = c.GuildID, c.Name, 0
	o["permission_overwrites"] = []object{}
	if c.denied != 0 {
		o["permission_overwrites"] = []object{{"id": s.Bot.ID, "type": discordgo.PermissionOverwriteTypeMember,
			"allow": "0", "deny": strconv.FormatInt(c.denied, 10)}}
	}
	if c.isThread() {
		o["parent_id"], o["owner_id"] = c.ParentID, c.OwnerID
		o["message_count"], o["member_count"] = len(c.messages), 1
		o["thread_metadata"] = object{"archived": c.Archived, "locked": c.Locked, "auto_archive_duration": 1440,
			"archive_timestamp": wireTime(time.UnixMilli(discordEpoch))}
	}
	return o
}

// wireMessage renders a message. readable decides, for it and the message it replies to, whether the content is sent along
// or left blank for want of the Message Content intent.
func (s *Server) wireMessage(m *Message, readable func(*Message) bool) object {
	o := object{"id": m.ID, "channel_id": m.ChannelID, "author": wireUser(m.Author), "timestamp": wireTime(m.Created),
		"edited_timestamp": nil, "tts": false, "pinned": false, "type": discordgo.MessageTypeDefault, "flags": m.Flags,
		"mention_everyone": m.everyone, "mention_roles": append([]string{}, m.roles...), "mentions": []object{},
		"content": "", "embeds": []any{}, "attachments": []any{}, "components": []any{}}
	mentions := []object{}
	for _, u := range m.Mentions {
		mentions = append(mentions, wireUser(u))
	}
	o["mentions"] = mentions
	if readable(m) {
		o["content"], o["attachments"] = m.Content, s.wireFiles(m)
		if len(m.Embeds) > 0 {
			o["embeds"] = m.Embeds
		}
		if len(m.Components) > 0 {
			o["components"] = m.Components
		}
	}
	if n := len(m.Edits); n > 0 && !m.Edits[n-1].Loading {
		o["edited_timestamp"] = wireTime(m.Edits[n-1].Until)
	}
	if m.Nonce != "" {
		o["nonce"] = m.Nonce
	}
	if i := m.interaction; i != nil {
		o["webhook_id"], o["application_id"] = s.Bot.ID, s.Bot.ID
		if i.Kind == discordgo.InteractionApplicationCommand {
			o["type"] = discordgo.MessageTypeChatInputCommand
		}
		o["interaction_metadata"] = object{"id": i.ID, "type": i.Kind, "user": wireUser(i.User),
			"authorizing_integration_owners": object{}}
	}
	if m.ReplyTo != "" {
		o["type"] = discordgo.MessageTypeReply
		o["message_reference"] = object{"message_id": m.ReplyTo, "channel_id": m.ChannelID}
		o["referenced_message"] = nil
		if earlier := s.messages[m.ReplyTo]; earlier != nil && !earlier.Deleted {
			shown := *earlier
			shown.ReplyTo = ""
			o["referenced_message"] = s.wireMessage(&shown, readable)
		}
	}
	return o
}

func (s *Server) wireFiles(m *Message) []object {
	files := []object{}
	for _, f := range m.Files {
		address := s.URL + "/attachments/" + m.ChannelID + "/" + f.ID + "/" + f.Name
		files = append(files, object{"id": f.ID, "filename": f.Name, "content_type": f.ContentType, "size": len(f.Data),
			"url": address, "proxy_url": address})
	}
	return files
}

func everything(*Message) bool { return true }

// readable tells whether a bot with or without the Message Content intent may read a message.
func (s *Server) readable(m *Message, intent bool) bool {
	if intent || m.Author.ID == s.Bot.ID || s.channels[m.ChannelID].isDM() {
		return true
	}
	for _, u := range m.Mentions {
		if u.ID == s.Bot.ID {
			return true
		}
	}
	return false
}
