package discordtest

import (
	"context"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Interaction is what a person did with a command, a component or a modal, and a handle on how the bot replied.
type Interaction struct {
	ID      string
	Token   string
	Kind    discordgo.InteractionType
	Name    string // of the command, or the component's or modal's custom_id
	User    *User
	Channel *Channel

	server    *Server
	channel   *channel
	source    *Message // the message whose component was used
	created   time.Time
	response  *Response
	original  *Message
	settled   bool // the original says something for good or for now: it is not waiting for the bot any more
	followups []*Message
}

// Response is the first reply to an interaction.
type Response struct {
	Type      discordgo.InteractionResponseType
	Ephemeral bool
	Choices   []*discordgo.ApplicationCommandOptionChoice // of an autocomplete
	Modal     *Modal                                      // where one was opened
	After     time.Duration                               // since the interaction, by the server's clock
}

// Response waits for the first reply, a deferral included.
func (i *Interaction) Response(ctx context.Context) (*Response, error) {
	var given *Response
	err := i.await(ctx, "a response", func() bool {
		given = i.response
		return given != nil
	})
	return given, err
}

// Answer waits until the reply says something that meets every condition, and returns that message: the reply itself, or
// the updated message that a component stands in. It may be ephemeral.
func (i *Interaction) Answer(ctx context.Context, until ...func(*Message) bool) (*Message, error) {
	return i.awaitMessage(ctx, "an answer", until, func() []*Message {
		if !i.settled {
			return nil
		}
		return []*Message{i.original}
	})
}

// Followup waits for a further message of the reply that meets every condition, and returns the first such.
func (i *Interaction) Followup(ctx context.Context, until ...func(*Message) bool) (*Message, error) {
	return i.awaitMessage(ctx, "a follow-up", until, func() []*Message { return i.followups })
}

// Followups returns the further messages so far.
func (i *Interaction) Followups() []*Message {
	i.server.mu.Lock()
	defer i.server.mu.Unlock()
	var standing []*Message
	for _, m := range i.followups {
		if !m.Deleted {
			standing = append(standing, m.snapshot())
		}
	}
	return standing
}

// Choices waits for the suggestions of an autocomplete.
func (i *Interaction) Choices(ctx context.Context) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	given, err := i.Response(ctx)
	if err != nil {
		return nil, err
	}
	return given.Choices, nil
}

// Modal waits for the form that the reply opens.
func (i *Interaction) Modal(ctx context.Context) (*Modal, error) {
	given, err := i.Response(ctx)
	if err != nil {
		return nil, err
	}
	if given.Modal == nil {
		return nil, fmt.Errorf("%s was answered with a response of type %d, not with a modal", i.Name, given.Type)
	}
	return given.Modal, nil
}

func (i *Interaction) awaitMessage(ctx context.Context, what string, until []func(*Message) bool, candidates func() []*Message) (*Message, error) {
	var found *Message
	var standing []*Message
	err := i.server.Await(ctx, what+" to "+i.Name, func() bool {
		i.server.mu.Lock()
		standing = standing[:0]
		for _, m := range candidates() {
			if !m.Deleted {
				standing = append(standing, m.snapshot())
			}
		}
		i.server.mu.Unlock()
		for _, m := range standing {
			if holds(m, until) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

func (i *Interaction) await(ctx context.Context, what string, cond func() bool) error {
	return i.server.Await(ctx, what+" to "+i.Name, func() bool {
		i.server.mu.Lock()
		defer i.server.mu.Unlock()
		return cond()
	})
}
