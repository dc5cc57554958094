package discordtest

import (
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// nonceMemory is how long a nonce keeps a second message from being made.
const nonceMemory = 5 * time.Minute

func (s *Server) routeMessages(route router) {
	route("GET", RouteMessages, s.listMessages)
	route("POST", RouteMessages, s.createMessage)
	route("GET", RouteMessage, s.getMessage)
	route("PATCH", RouteMessage, s.editMessage)
	route("DELETE", RouteMessage, s.deleteMessage)
	route("POST", RouteTyping, s.startTyping)
}

func (s *Server) createMessage(r *request) (any, *refusal) {
	c, no := s.reach(r.PathValue("channel"), 0)
	if no != nil {
		return nil, no
	}
	if c.Type == discordgo.ChannelTypeGuildForum {
		return nil, notATextChannel
	}
	if no := r.draft.check(); no != nil {
		return nil, no
	}
	if no := s.maySend(c, &r.draft); no != nil {
		return nil, no
	}
	if m := s.repeated(c, &r.draft); m != nil {
		return s.wireMessage(m, everything), nil
	}
	m := &Message{ID: s.snowflake(), ChannelID: c.ID, Author: s.Bot, Created: s.now(), Nonce: r.draft.nonce(),
		Flags: r.draft.Flags &^ (discordgo.MessageFlagsEphemeral | discordgo.MessageFlagsLoading)}
	if no := r.draft.apply(s, m); no != nil {
		return nil, no
	}
	if no := s.refer(c, m, r.draft.Reference); no != nil {
		return nil, no
	}
	if no := s.wake(c); no != nil {
		return nil, no
	}
	s.ring(m, false)
	s.deliver(c, m)
	return s.wireMessage(m, everything), nil
}

// maySend checks the permissions that a draft needs.
func (s *Server) maySend(c *channel, d *draft) *refusal {
	if c.isDM() {
		switch {
		case s.closedDMs[c.recipient.ID]:
			return cannotDM
		case s.alone():
			return noMutualGuild
		}
		return nil
	}
	need := sendPermission(c)
	if d.Embeds != nil && len(*d.Embeds) > 0 {
		need |= discordgo.PermissionEmbedLinks
	}
	if len(d.files) > 0 {
		need |= discordgo.PermissionAttachFiles
	}
	may := s.permissions(s.Bot, c)
	switch {
	case may&need != need:
		return missingPermissions
	case d.Reference != nil && may&discordgo.PermissionReadMessageHistory == 0:
		return noHistory
	}
	return nil
}

// alone tells whether the bot was removed from every guild there is, so that it shares none with anybody.
func (s *Server) alone() bool {
	for _, g := range s.guilds {
		if !g.kicked {
			return false
		}
	}
	return len(s.guilds) > 0
}

// repeated returns the message that was made with the same nonce a while ago, for a draft that asks for that check.
func (s *Server) repeated(c *channel, d *draft) *Message {
	if !d.EnforceNonce || d.nonce() == "" {
		return nil
	}
	for _, m := range c.messages {
		if m.Author == s.Bot && m.Nonce == d.nonce() && s.now().Sub(m.Created) < nonceMemory {
			return m
		}
	}
	return nil
}

// refer makes a message a reply. One that is gone is an error unless fail_if_not_exists is false.
func (s *Server) refer(c *channel, m *Message, to *discordgo.MessageReference) *refusal {
	if to == nil || to.MessageID == "" {
		return nil
	}
	earlier := s.messages[to.MessageID]
	if earlier != nil && !earlier.Deleted && earlier.ChannelID == c.ID {
		m.ReplyTo = to.MessageID
		return nil
	}
	if to.FailIfNotExists != nil && !*to.FailIfNotExists {
		return nil
	}
	var f form
	f.wrong("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	return f.refusal()
}

func (s *Server) listMessages(r *request) (any, *refusal) {
	c, no := s.reach(r.PathValue("channel"), 0)
	if no != nil {
		return nil, no
	}
	if c.Type == discordgo.ChannelTypeGuildForum {
		return nil, notATextChannel
	}
	q := r.URL.Query()
	limit := 50
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			var f form
			f.wrong("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
			return nil, f.refusal()
		}
		limit = n
	}
	found := []object{}
	if !c.isDM() && s.permissions(s.Bot, c)&discordgo.PermissionReadMessageHistory == 0 {
		return found, nil
	}
	before, after := snowflakeOr(q.Get("before"), 1<<62), snowflakeOr(q.Get("after"), 0)
	if around := q.Get("around"); around != "" {
		middle := snowflakeOr(around, 0)
		newer := 0
		for _, m := range c.messages {
			if snowflakeOr(m.ID, 0) > middle && newer < limit/2 {
				newer++
				before = snowflakeOr(m.ID, 0) + 1
			}
		}
		if newer == 0 {
			before = middle + 1
		}
	}
	listed := slices.Clone(c.messages)
	if q.Get("after") == "" {
		slices.Reverse(listed)
	}
	for _, m := range listed {
		id := snowflakeOr(m.ID, 0)
		if len(found) < limit && id > after && id < before && !m.Deleted && !m.Ephemeral() {
			found = append(found, s.wireMessage(m, s.readableByREST))
		}
	}
	if q.Get("after") != "" {
		slices.Reverse(found)
	}
	return found, nil
}

func snowflakeOr(id string, otherwise int64) int64 {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}

// readableByREST is readable for calls: what counts there is whether the application was granted the intent.
func (s *Server) readableByREST(m *Message) bool {
	return s.readable(m, s.enabled&discordgo.IntentMessageContent != 0)
}

// find returns a message of a channel that the bot can reach. Ephemeral ones are out of reach here.
func (s *Server) find(r *request, need int64) (*channel, *Message, *refusal) {
	c, no := s.reach(r.PathValue("channel"), need)
	if no != nil {
		return nil, nil, no
	}
	m := s.messages[r.PathValue("message")]
	if m == nil || m.Deleted || m.Ephemeral() || m.ChannelID != c.ID {
		return nil, nil, unknownMessage
	}
	return c, m, nil
}

func (s *Server) getMessage(r *request) (any, *refusal) {
	_, m, no := s.find(r, discordgo.PermissionReadMessageHistory)
	if no != nil {
		return nil, no
	}
	return s.wireMessage(m, s.readableByREST), nil
}

func (s *Server) editMessage(r *request) (any, *refusal) {
	c, m, no := s.find(r, 0)
	switch {
	case no != nil:
		return nil, no
	case m.Author != s.Bot:
		return nil, notYours
	case c.Archived:
		return nil, threadArchived
	}
	return s.revise(m, &r.draft)
}

// revise applies a draft to a message that stands.
func (s *Server) revise(m *Message, d *draft) (any, *refusal) {
	if no := d.check(); no != nil {
		return nil, no
	}
	revised := *m
	if no := d.apply(s, &revised); no != nil {
		return nil, no
	}
	revised.Flags &^= discordgo.MessageFlagsLoading
	s.ring(&revised, !m.Loading())
	s.change(m, func() { *m = revised })
	return s.wireMessage(m, everything), nil
}

func (s *Server) deleteMessage(r *request) (any, *refusal) {
	c, m, no := s.find(r, 0)
	switch {
	case no != nil:
		return nil, no
	case m.Author != s.Bot && c.isDM():
		return nil, notInDMs
	case m.Author != s.Bot && s.permissions(s.Bot, c)&discordgo.PermissionManageMessages == 0:
		return nil, missingPermissions
	case c.Archived:
		return nil, threadArchived
	}
	s.remove(m)
	return nil, nil
}

func (s *Server) startTyping(r *request) (any, *refusal) {
	c, no := s.reach(r.PathValue("channel"), 0)
	if no == nil && !c.isDM() && s.permissions(s.Bot, c)&sendPermission(c) == 0 {
		no = missingPermissions
	}
	if no != nil {
		return nil, no
	}
	c.typing++
	return nil, nil
}
