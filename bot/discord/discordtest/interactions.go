package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Time limits of an interaction, by the server's clock.
const (
	answerWithin = 3 * time.Second
	tokenLasts   = 15 * time.Minute
)

// responses lists the types of reply that each kind of interaction takes.
var responses = map[discordgo.InteractionType][]discordgo.InteractionResponseType{
	discordgo.InteractionApplicationCommand:             {4, 5, 9},
	discordgo.InteractionMessageComponent:               {4, 5, 6, 7, 9},
	discordgo.InteractionApplicationCommandAutocomplete: {8},
	discordgo.InteractionModalSubmit:                    {4, 5, 6, 7},
}

func (s *Server) routeInteractions(route router) {
	route("POST", RouteCallback, s.respond)
	route("POST", RouteFollowups, s.followUp)
	for _, r := range []string{RouteOriginal, RouteFollowup} {
		route("GET", r, s.byToken(func(_ *request, m *Message) (any, *refusal) { return s.wireMessage(m, everything), nil }))
		route("PATCH", r, s.byToken(s.reviseReply))
		route("DELETE", r, s.byToken(func(_ *request, m *Message) (any, *refusal) {
			s.remove(m)
			return nil, nil
		}))
	}
}

// respond takes the first reply to an interaction.
func (s *Server) respond(r *request) (any, *refusal) {
	i := s.interactions[r.PathValue("token")]
	switch {
	case i == nil || i.ID != r.PathValue("interaction"):
		return nil, unknownInteraction
	case i.response != nil:
		return nil, alreadyAcknowledged
	case s.now().Sub(i.created) > answerWithin:
		return nil, unknownInteraction
	case i.channel.Archived && i.channel.Locked:
		return nil, threadArchived
	}
	var d struct {
		Type discordgo.InteractionResponseType `json:"type"`
		Data struct {
			draft
			CustomID string                                      `json:"custom_id"`
			Title    string                                      `json:"title"`
			Choices  []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
		} `json:"data"`
	}
	if err := json.Unmarshal(r.call.Body, &d); err != nil {
		return nil, &refusal{status: 400, Code: 50109, Message: err.Error()}
	}
	if !i.takes(d.Type) {
		var f form
		f.wrong("type", errChoices, fmt.Sprintf("Value must be one of %v.", responses[i.Kind]))
		return nil, f.refusal()
	}
	say := &d.Data.draft
	say.files = r.call.Files
	given := &Response{Type: d.Type, Ephemeral: say.Flags&discordgo.MessageFlagsEphemeral != 0, After: s.now().Sub(i.created)}
	var f form
	switch d.Type {
	case discordgo.InteractionResponseChannelMessageWithSource, discordgo.InteractionResponseDeferredChannelMessageWithSource:
		m, no := s.reply(i, say, d.Type == discordgo.InteractionResponseDeferredChannelMessageWithSource)
		if no != nil {
			return nil, no
		}
		i.original = m
	case discordgo.InteractionResponseDeferredMessageUpdate:
		i.original = i.source
	case discordgo.InteractionResponseUpdateMessage:
		if i.source.Deleted {
			return nil, unknownMessage
		}
		if _, no := s.revise(i.source, say); no != nil {
			return nil, no
		}
		i.original = i.source
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		f.checkChoices("data.choices", d.Data.Choices)
		given.Choices = d.Data.Choices
	case discordgo.InteractionResponseModal:
		var rows []Component
		if say.Components != nil {
			rows = *say.Components
		}
		f.checkModal(d.Data.CustomID, d.Data.Title, rows)
		given.Modal = &Modal{d.Data.CustomID, d.Data.Title, flatten(rows)}
	}
	if no := f.refusal(); no != nil {
		return nil, no
	}
	i.response = given
	i.settled = d.Type == discordgo.InteractionResponseChannelMessageWithSource || d.Type == discordgo.InteractionResponseUpdateMessage
	if r.URL.Query().Get("with_response") != "true" {
		return nil, nil
	}
	made := object{"interaction": object{"id": i.ID, "type": i.Kind}, "resource": object{"type": d.Type}}
	if i.original != nil {
		made["resource"] = object{"type": d.Type, "message": s.wireMessage(i.original, everything)}
	}
	return made, nil
}

// takes tells whether an interaction may be answered so: updates need a message that the interaction came from.
func (i *Interaction) takes(t discordgo.InteractionResponseType) bool {
	updates := t == discordgo.InteractionResponseDeferredMessageUpdate || t == discordgo.InteractionResponseUpdateMessage
	return slices.Contains(responses[i.Kind], t) && (!updates || i.source != nil)
}

// reply makes the message of a reply or follow-up. Neither needs the bot's permissions in the channel.
func (s *Server) reply(i *Interaction, d *draft, loading bool) (*Message, *refusal) {
	m := &Message{ID: s.snowflake(), ChannelID: i.channel.ID, Author: s.Bot, AskedBy: i.User, Created: s.now(), interaction: i,
		Flags: d.Flags & (discordgo.MessageFlagsEphemeral | discordgo.MessageFlagsSuppressEmbeds)}
	if loading {
		m.Flags |= discordgo.MessageFlagsLoading
	} else {
		if no := d.check(); no != nil {
			return nil, no
		}
		if no := d.apply(s, m); no != nil {
			return nil, no
		}
		s.ring(m, false)
	}
	s.deliver(i.channel, m)
	return m, nil
}

// bearer finds the interaction of a webhook call: its token lasts fifteen minutes and works once it was answered.
func (s *Server) bearer(r *request) (*Interaction, *refusal) {
	i := s.interactions[r.PathValue("token")]
	switch {
	case r.PathValue("app") != s.Bot.ID || i == nil || i.response == nil:
		return nil, unknownWebhook
	case s.now().Sub(i.created) > tokenLasts:
		return nil, invalidWebhookToken
	}
	return i, nil
}

// followUp makes a further message. The first one after a deferral takes the place of its "thinking…" instead.
func (s *Server) followUp(r *request) (any, *refusal) {
	i, no := s.bearer(r)
	if no != nil {
		return nil, no
	}
	if m := i.original; m != nil && m.Loading() && !m.Deleted {
		return s.reviseReply(r, m)
	}
	m, no := s.reply(i, &r.draft, false)
	if no != nil {
		return nil, no
	}
	i.followups = append(i.followups, m)
	return s.wireMessage(m, everything), nil
}

// byToken makes a handler for a message of an interaction.
func (s *Server) byToken(h func(*request, *Message) (any, *refusal)) handler {
	return func(r *request) (any, *refusal) {
		i, no := s.bearer(r)
		if no != nil {
			return nil, no
		}
		m := i.original
		if !strings.HasSuffix(r.call.Route, "@original") {
			m = s.messages[r.PathValue("message")]
		}
		if m == nil || m.Deleted || m != i.original && !slices.Contains(i.followups, m) {
			return nil, unknownMessage
		}
		return h(r, m)
	}
}

func (s *Server) reviseReply(r *request, m *Message) (any, *refusal) {
	i := s.interactions[r.PathValue("token")]
	body, no := s.revise(m, &r.draft)
	if no == nil && m == i.original {
		i.settled = true
	}
	return body, no
}
