package discord

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/memory"
)

// direct opens a user's direct messages. Whether they take any shows when one is sent.
func (a *api) direct(ctx context.Context, user string) (channel string, err error) {
	var c discordgo.Channel
	address := discordgo.EndpointUserChannels("@me")
	err = a.call(ctx, route{method: "POST", address: address, limits: a.session.Ratelimiter, bucket: address},
		map[string]string{"recipient_id": user}, &c)
	return c.ID, err
}

// tellDirectly tells a user what kept the bot from answering them in a channel, where it cannot be said there.
func (a *api) tellDirectly(ctx context.Context, user, channel, nonce, markup string) error {
	own, err := a.direct(ctx, user)
	if err != nil {
		return err
	}
	r := &reply{api: a, channel: own, nonce: nonce}
	return r.put(ctx, message{Content: "<#" + channel + ">: " + markup}, true)
}

// reopened makes a request of a thread again where it failed because the thread was archived, and can be opened again.
func (a *api) reopened(ctx context.Context, thread string, failed error, do func() error) error {
	if code(failed) != discordgo.ErrCodePerformedOperationOnArchivedThread {
		return failed
	}
	address := discordgo.EndpointChannel(thread)
	err := a.call(ctx, route{method: "PATCH", address: address, limits: a.session.Ratelimiter, bucket: "PATCH " + address},
		map[string]bool{"archived": false}, nil)
	if err != nil {
		a.log.Info("a thread cannot be opened again", "channel", thread, "error", err)
		return failed
	}
	return do()
}

// hand moves the answer to a message of the bot's own: into the channel where all see it and the bot may post there, else into
// the asker's direct messages.
func (in *interaction) hand(ctx context.Context, w where, m message) error {
	here := !in.private && mayPost(in.event, w)
	err := errTooLong
	if here {
		err = in.handTo(ctx, &reply{channel: in.event.ChannelID, to: in.made.ID}, m)
	}
	if err != nil && (w.guild != "" || !here) {
		here = false
		var own string
		if own, err = in.api.direct(ctx, in.asker()); err == nil {
			err = in.handTo(ctx, &reply{channel: own}, m)
		}
	}
	if err != nil {
		return err
	}
	say := message{Content: in.locale().Say("answer.handed"), Embeds: []*discordgo.MessageEmbed{}, Components: noButtons}
	if !here {
		say.Content = in.locale().Say("answer.handed_direct")
	}
	if err := in.original(ctx, "PATCH", false, say, nil); err != nil {
		in.api.log.Warn("not told that the answer was handed over", "error", err)
	}
	return nil
}

func (in *interaction) handTo(ctx context.Context, r *reply, m message) error {
	r.voice, r.api, r.nonce = in.voice, in.api, in.event.ID
	if err := r.put(ctx, m, true); err != nil {
		return err
	}
	in.handed = r
	return nil
}

// further posts a further message beside an answer that was handed over.
func (in *interaction) further(ctx context.Context, m message) (memory.Message, error) {
	m.Flags &^= discordgo.MessageFlagsEphemeral
	in.more++
	r := &reply{api: in.api, channel: in.handed.channel, to: in.handed.id, nonce: in.event.ID + ":" + string('a'+rune(in.more))}
	err := r.put(ctx, m, true)
	return r.shown(), err
}
