package discord

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

// deferWithin is how long the first response may take; Discord forgets the interaction then.
const deferWithin = 3 * time.Second

// onInteraction answers a command, a half-typed option, a button, a menu or a form.
func (b *Bot) onInteraction(ctx context.Context, e *discordgo.Interaction, closing bool) {
	in := &interaction{api: b.api, event: e, limits: discordgo.NewRatelimiter()}
	in.speak(desk.LocaleOf(string(e.Locale)))
	log := b.log.With("interaction", e.ID, "channel", e.ChannelID, "guild", e.GuildID, "by", e.Type.String())
	b.serve(bot.WithAsker(ctx, in.asker()), in, log, func(ctx context.Context) error {
		switch {
		case closing:
			return errClosing
		case e.Type == discordgo.InteractionMessageComponent:
			return b.press(ctx, in, e.MessageComponentData())
		case e.Type == discordgo.InteractionModalSubmit:
			return b.submit(ctx, in, e.ModalSubmitData())
		case e.Type == discordgo.InteractionApplicationCommandAutocomplete:
			return b.complete(ctx, in, e.ApplicationCommandData())
		case e.Type == discordgo.InteractionApplicationCommand:
			name, filled := called(e.ApplicationCommandData())
			if answer, ok := commands()[name]; ok {
				return answer(b, ctx, in, read(filled))
			}
		}
		return errOutdated
	})
}

// errOutdated is the answer to a command or button of another version of the bot, and to one of an answer that is kept no more.
var errOutdated = desk.Usage("error.outdated")

// called is a command's name, with that of the subcommand behind it, and the options that are filled in.
func called(data discordgo.ApplicationCommandInteractionData) (name string, filled []*discordgo.ApplicationCommandInteractionDataOption) {
	name, filled = data.Name, data.Options
	if len(filled) == 1 && filled[0].Type == discordgo.ApplicationCommandOptionSubCommand {
		name, filled = name+" "+filled[0].Name, filled[0].Options
	}
	return name, filled
}

// options are what a reader filled into a command.
type options map[string]any

func read(filled []*discordgo.ApplicationCommandInteractionDataOption) options {
	o := options{}
	for _, f := range filled {
		o[f.Name] = f.Value
	}
	return o
}

func (o options) text(name string) string {
	text, _ := o[name].(string)
	return strings.TrimSpace(text)
}

// given is a flag that may be left out: nil where it is.
func (o options) given(name string) *bool {
	if set, ok := o[name].(bool); ok {
		return &set
	}
	return nil
}

// number is a whole number that may be left out: 0 where it is.
func (o options) number(name string) int {
	n, _ := o[name].(float64) // as JSON has it
	return int(n)
}

func (o options) window() desk.Window {
	return desk.Window{Since: o.text("since"), Until: o.text("until"), Outlet: o.text("outlet"), Article: o.text("article")}
}

// asker is the ID of who uses the command: in a server a member of it, else a user.
func (in *interaction) asker() string {
	switch e := in.event; {
	case e.Member != nil && e.Member.User != nil:
		return e.Member.User.ID
	case e.User != nil:
		return e.User.ID
	}
	return ""
}

// brought tells whether the bot comes with the user alone: they are in a server that has not added it.
func (in *interaction) brought() bool {
	owners := in.event.AuthorizingIntegrationOwners
	_, added := owners[discordgo.ApplicationIntegrationGuildInstall]
	return in.event.GuildID != "" && len(owners) > 0 && !added
}

// roles are the asker's, in a server.
func (in *interaction) roles() []string {
	if in.event.Member == nil {
		return nil
	}
	return in.event.Member.Roles
}

// interaction is one interaction and what the bot has said to it.
type interaction struct {
	voice
	api       *api
	event     *discordgo.Interaction
	limits    *discordgo.RateLimiter // its own: Discord counts each interaction by itself
	responded bool
	private   bool // what was said so far is the reader's alone
	updating  bool // the message that a button stands on is what put changes
	standing  message
	made      memory.Message // what put has made
	lost      bool           // what it has made was deleted
	handed    *reply         // where the answer is shown since it was handed over
	more      int            // further messages since then
}

// respond gives the first response. Made twice, because the first went unheard, it is as good as made once.
func (in *interaction) respond(ctx context.Context, kind discordgo.InteractionResponseType, with any) error {
	ctx, done := context.WithTimeout(ctx, in.api.deferWithin)
	defer done()
	body := struct {
		Type discordgo.InteractionResponseType `json:"type"`
		Data any                               `json:"data"`
	}{kind, with}
	address := discordgo.EndpointInteractionResponse(in.event.ID, in.event.Token)
	err := in.api.call(ctx, route{method: "POST", address: address, limits: in.limits, bucket: "response"}, body, nil)
	if code(err) == discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged && errors.Is(err, errAgain) {
		err = nil
	}
	in.responded = err == nil
	return err
}

// begin is the first response to what takes a while: the reader sees that the bot is at it. It fixes who sees the answer.
func (in *interaction) begin(ctx context.Context, private bool) error {
	var m message
	if private {
		m.Flags = discordgo.MessageFlagsEphemeral
	}
	if in.responded {
		return nil
	}
	in.private = private
	return in.respond(ctx, discordgo.InteractionResponseDeferredChannelMessageWithSource, m)
}

// say is a response to the reader alone that needs no while.
func (in *interaction) say(ctx context.Context, m message) error {
	m.Flags = discordgo.MessageFlagsEphemeral
	in.private = true
	return in.respond(ctx, discordgo.InteractionResponseChannelMessageWithSource, m)
}

// touch is the first response to a button whose own message will be changed by put, or by nothing.
func (in *interaction) touch(ctx context.Context) error {
	in.updating = true
	return in.respond(ctx, discordgo.InteractionResponseDeferredMessageUpdate, nil)
}

// open shows the reader a form.
func (in *interaction) open(ctx context.Context, f form) error {
	return in.respond(ctx, discordgo.InteractionResponseModal, f)
}

func (in *interaction) put(ctx context.Context, m message, last bool) error {
	if in.handed != nil {
		return in.handed.put(ctx, m, last)
	}
	in.standing = m
	var made discordgo.Message
	edit := func() error { return in.original(ctx, "PATCH", !last, m, &made) }
	err := edit()
	if last {
		err = in.api.reopened(ctx, in.event.ChannelID, err, edit)
	}
	in.lost = code(err) == discordgo.ErrCodeUnknownMessage
	if err != nil {
		return err
	}
	in.made = memory.Message{Channel: made.ChannelID, ID: made.ID}
	return nil
}

func (in *interaction) shown() memory.Message {
	if in.handed != nil {
		return in.handed.shown()
	}
	return in.made
}

func (in *interaction) original(ctx context.Context, method string, once bool, body, into any) error {
	address := discordgo.EndpointWebhookMessage(in.event.AppID, in.event.Token, "@original")
	return in.api.call(ctx, route{method: method, address: address, limits: in.limits, bucket: method, once: once}, body, into)
}

// add sends a further message to the reader alone.
func (in *interaction) add(ctx context.Context, m message) error {
	m.Flags = discordgo.MessageFlagsEphemeral
	_, err := in.post(ctx, m, false)
	return err
}

// post sends a further message. Nothing keeps Discord from making two of one that was sent twice, so where single it is sent again
// only where Discord said that it did not make it.
func (in *interaction) post(ctx context.Context, m message, single bool) (memory.Message, error) {
	if in.handed != nil {
		return in.further(ctx, m)
	}
	var made discordgo.Message
	address := discordgo.EndpointWebhookToken(in.event.AppID, in.event.Token)
	err := in.api.call(ctx, route{method: "POST", address: address + "?wait=true", limits: in.limits, bucket: "add", single: single}, m, &made)
	return memory.Message{Channel: made.ChannelID, ID: made.ID}, err
}

func (in *interaction) tell(ctx context.Context, markup string, private bool) error {
	m := message{Content: markup, Components: noButtons}
	switch {
	case in.event.Type == discordgo.InteractionApplicationCommandAutocomplete:
		return in.suggest(ctx, nil)
	case !in.responded:
		err := in.say(ctx, m)
		if code(err) == discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged { // by a response that Discord did not say it took
			in.responded = true
			return in.tell(ctx, markup, private)
		}
		return err
	case in.handed != nil:
		return in.handed.tell(ctx, markup, private)
	case in.updating, in.lost:
		return in.add(ctx, m)
	case private && !in.private && in.standing.empty():
		if err := in.original(ctx, "DELETE", false, nil, nil); err != nil && !(gone(err) && errors.Is(err, errAgain)) {
			return in.put(ctx, m, true)
		}
		return in.add(ctx, m)
	}
	m.Embeds = in.standing.Embeds
	err := in.put(ctx, m, true)
	if shut(err) || forbidden(err) {
		return in.api.tellDirectly(ctx, in.asker(), in.event.ChannelID, in.event.ID, markup)
	}
	return err
}

// busy does nothing: Discord says that the bot is thinking.
func (in *interaction) busy(context.Context) {}

// suggest responds to a half-typed option.
func (in *interaction) suggest(ctx context.Context, choices []*discordgo.ApplicationCommandOptionChoice) error {
	if choices == nil {
		choices = []*discordgo.ApplicationCommandOptionChoice{}
	}
	return in.respond(ctx, discordgo.InteractionApplicationCommandAutocompleteResult, map[string]any{"choices": choices})
}
