package discordtest

import (
	"encoding/json"
	"slices"

	"github.com/bwmarrin/discordgo"
)

func (s *Server) routeThreads(route router) {
	route("GET", RouteChannel, s.getChannel)
	route("PATCH", RouteChannel, s.editThread)
	route("POST", RouteThreads, s.createThread)
	route("POST", RouteMessageThread, s.createThreadFromMessage)
	route("PUT", RouteThreadMember, s.joinThread)
}

func (s *Server) getChannel(r *request) (any, *refusal) {
	c, no := s.reach(r.PathValue("channel"), 0)
	if no != nil {
		return nil, no
	}
	return s.wireChannel(c), nil
}

// editThread changes a thread's name, or archives or reopens it.
func (s *Server) editThread(r *request) (any, *refusal) {
	c, no := s.reach(r.PathValue("channel"), 0)
	if no != nil {
		return nil, no
	}
	if !c.isThread() {
		return nil, missingPermissions
	}
	var d struct {
		Name     *string `json:"name"`
		Archived *bool   `json:"archived"`
		Locked   *bool   `json:"locked"`
	}
	if err := json.Unmarshal(r.call.Body, &d); err != nil {
		return nil, &refusal{status: 400, Code: 50109, Message: err.Error()}
	}
	manages := s.permissions(s.Bot, c)&discordgo.PermissionManageThreads != 0
	reopens := d.Archived != nil && !*d.Archived && d.Locked == nil && d.Name == nil
	switch {
	case !manages && (c.Locked || d.Locked != nil || !reopens && c.OwnerID != s.Bot.ID):
		return nil, missingPermissions
	case c.Archived && !reopens && (d.Archived == nil || *d.Archived):
		return nil, threadArchived
	}
	if d.Name != nil {
		var f form
		if f.between("name", *d.Name, 1, 100); f.errors != nil {
			return nil, f.refusal()
		}
		c.Name = *d.Name
	}
	archived, locked := c.Archived, c.Locked
	if d.Archived != nil {
		archived = *d.Archived
	}
	if d.Locked != nil {
		locked = *d.Locked
	}
	s.setArchived(c, archived, locked)
	return s.wireChannel(c), nil
}

// start is what a request says of a thread to be made.
type start struct {
	Name    string                `json:"name"`
	Archive int                   `json:"auto_archive_duration"`
	Type    discordgo.ChannelType `json:"type"`
	Message *draft                `json:"message"` // of a forum post
}

func (r *request) start() (start, *refusal) {
	var d start
	if err := json.Unmarshal(r.call.Body, &d); err != nil {
		return d, &refusal{status: 400, Code: 50109, Message: err.Error()}
	}
	var f form
	f.between("name", d.Name, 1, 100)
	if !slices.Contains([]int{0, 60, 1440, 4320, 10080}, d.Archive) {
		f.wrong("auto_archive_duration", errChoices, "Value must be one of (60, 1440, 4320, 10080).")
	}
	return d, f.refusal()
}

func (s *Server) createThreadFromMessage(r *request) (any, *refusal) {
	c, m, no := s.find(r, discordgo.PermissionCreatePublicThreads)
	if no != nil {
		return nil, no
	}
	d, no := r.start()
	switch {
	case no != nil:
		return nil, no
	case c.isDM() || c.isThread():
		return nil, wrongChannelType
	case s.channels[m.ID] != nil:
		return nil, threadAlreadyCreated
	}
	m.Flags |= discordgo.MessageFlagsHasThread
	return s.startThread(c, m.ID, d.Name), nil
}

func (s *Server) createThread(r *request) (any, *refusal) {
	c, no := s.reach(r.PathValue("channel"), 0)
	if no != nil {
		return nil, no
	}
	d, no := r.start()
	if no != nil {
		return nil, no
	}
	may := s.permissions(s.Bot, c)
	switch {
	case c.isDM() || c.isThread():
		return nil, wrongChannelType
	case c.Type == discordgo.ChannelTypeGuildForum:
		return s.createPost(c, r, d)
	case d.Type == discordgo.ChannelTypeGuildPublicThread && may&discordgo.PermissionCreatePublicThreads == 0,
		d.Type != discordgo.ChannelTypeGuildPublicThread && may&discordgo.PermissionCreatePrivateThreads == 0:
		return nil, missingPermissions // without a type, a private thread is made
	}
	return s.startThread(c, s.snowflake(), d.Name), nil
}

// createPost makes a forum post: a thread with its first message.
func (s *Server) createPost(forum *channel, r *request, d start) (any, *refusal) {
	if d.Message == nil {
		var f form
		f.wrong("message", errRequired, "This field is required")
		return nil, f.refusal()
	}
	d.Message.files = r.call.Files
	if no := d.Message.check(); no != nil {
		return nil, no
	}
	if no := s.maySend(forum, d.Message); no != nil {
		return nil, no
	}
	m := &Message{ID: s.snowflake(), Author: s.Bot, Created: s.now()}
	if no := d.Message.apply(s, m); no != nil {
		return nil, no
	}
	made := s.startThread(forum, m.ID, d.Name)
	m.ChannelID = m.ID
	s.ring(m, false)
	s.deliver(s.channels[m.ID], m)
	return made, nil
}

func (s *Server) startThread(parent *channel, id, name string) created {
	c := s.openChannel(Channel{ID: id, GuildID: parent.GuildID, ParentID: parent.ID, OwnerID: s.Bot.ID, Name: name,
		Type: discordgo.ChannelTypeGuildPublicThread}, "THREAD_CREATE")
	return created{s.wireChannel(c)}
}

func (s *Server) joinThread(r *request) (any, *refusal) {
	c, no := s.reach(r.PathValue("channel"), 0)
	switch {
	case no != nil:
		return nil, no
	case !c.isThread():
		return nil, wrongChannelType
	case c.Archived:
		return nil, threadArchived
	}
	return nil, nil
}
