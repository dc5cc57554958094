package discord

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
)

// deferWithin is how long the first response may take; Discord forgets the interaction then.
const deferWithin = 3 * time.Second

// onInteraction answers a slash command, a half-typed option or a button.
func (b *Bot) onInteraction(ctx context.Context, e *discordgo.Interaction, closing bool) {
	in := &interaction{api: b.api, event: e, limits: discordgo.NewRatelimiter()}
	log := b.log.With("interaction", e.ID, "channel", e.ChannelID, "guild", e.GuildID, "by", e.Type.String())
	b.serve(bot.WithAsker(ctx, in.asker()), in, log, func(ctx context.Context) error {
		switch {
		case closing:
			return errClosing
		case e.Type == discordgo.InteractionMessageComponent:
			return b.press(ctx, in, e.MessageComponentData().CustomID)
		case e.Type == discordgo.InteractionApplicationCommandAutocomplete:
			return b.complete(ctx, in, e.ApplicationCommandData())
		case e.Type == discordgo.InteractionApplicationCommand:
			called := e.ApplicationCommandData()
			answer, ok := commands[called.Name]
			if !ok {
				return outdated
			}
			return answer(b, ctx, in, read(called.Options))
		}
		return outdated
	})
}

// outdated is the answer to a command or button of another version of the bot.
var outdated = usage("I do not know this any more; /help tells what I do")

// usage is an error that is shown as it is.
type usage string

func (u usage) Error() string { return string(u) }

// Is makes it one of the desk's.
func (usage) Is(target error) bool { return target == desk.ErrUsage }

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

func (o options) flag(name string) bool {
	set, _ := o[name].(bool)
	return set
}

func (o options) window() desk.Window {
	return desk.Window{Since: o.text("since"), Until: o.text("until"), Outlet: o.text("outlet")}
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

// interaction is one interaction and what the bot has said to it.
type interaction struct {
	api       *api
	event     *discordgo.Interaction
	limits    *discordgo.RateLimiter // its own: Discord counts each interaction by itself
	responded bool
	private   bool // what was said so far is the reader's alone
	standing  message
	shown     bool
}

// respond gives the first response. Made twice, because the first went unheard, it is as good as made once.
func (in *interaction) respond(ctx context.Context, kind discordgo.InteractionResponseType, with any) error {
	ctx, done := context.WithTimeout(ctx, deferWithin)
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

// wait is the first response to what takes a while: the reader sees that the bot is at it. It fixes who sees the answer.
func (in *interaction) wait(ctx context.Context, private bool) error {
	var m message
	if private {
		m.Flags = discordgo.MessageFlagsEphemeral
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

func (in *interaction) put(ctx context.Context, m message, last bool) error {
	in.standing, in.shown = m, true
	return in.original(ctx, "PATCH", !last, m)
}

func (in *interaction) original(ctx context.Context, method string, once bool, body any) error {
	address := discordgo.EndpointWebhookMessage(in.event.AppID, in.event.Token, "@original")
	return in.api.call(ctx, route{method, address, in.limits, method, once}, body, nil)
}

// add sends a further message to the reader alone.
func (in *interaction) add(ctx context.Context, m message) error {
	m.Flags = discordgo.MessageFlagsEphemeral
	address := discordgo.EndpointWebhookToken(in.event.AppID, in.event.Token)
	return in.api.call(ctx, route{method: "POST", address: address, limits: in.limits, bucket: "add"}, m, nil)
}

func (in *interaction) tell(ctx context.Context, sentence string, private bool) error {
	m := message{Content: escapeTo(sentence, maxContent)}
	switch {
	case in.event.Type == discordgo.InteractionApplicationCommandAutocomplete:
		return in.suggest(ctx, nil)
	case !in.responded:
		return in.say(ctx, m)
	case private && !in.private && !in.shown:
		if err := in.original(ctx, "DELETE", false, nil); err != nil && !(gone(err) && errors.Is(err, errAgain)) {
			return in.put(ctx, m, true)
		}
		return in.add(ctx, m)
	}
	m.Embeds = in.standing.Embeds
	return in.put(ctx, m, true)
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
