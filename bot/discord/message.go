package discord

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
)

// typingWithin is how long showing that the bot is typing may take; the answer waits for it.
const typingWithin = 2 * time.Second

// onMessage answers a message that is meant for the bot.
func (b *Bot) onMessage(ctx context.Context, m *discordgo.Message, self *discordgo.User, closing bool) {
	question, how := addressed(m, self.ID)
	if how == "" {
		return
	}
	at := &reply{api: b.api, channel: m.ChannelID, to: m.ID}
	log := b.log.With("message", m.ID, "channel", m.ChannelID, "guild", m.GuildID, "by", how)
	b.serve(bot.WithAsker(ctx, m.Author.ID), at, log, func(ctx context.Context) error {
		if closing {
			return errClosing
		}
		return b.answer(ctx, at, func(show func(bot.Claim)) (bot.Answer, error) {
			return b.desk.Ask(ctx, question, desk.Window{}, show)
		})
	})
}

// addressed returns the question of a message and how it reached the bot: directly, or by a mention, which a reply that
// pings the bot is too. how is "" where the message is not for the bot.
func addressed(m *discordgo.Message, self string) (question, how string) {
	plain := m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply
	if m.Author == nil || m.Author.Bot || m.WebhookID != "" || !plain {
		return "", ""
	}
	question = strings.TrimSpace(strings.NewReplacer("<@"+self+">", "", "<@!"+self+">", "").Replace(m.Content))
	switch {
	case m.GuildID == "":
		return question, "direct"
	case slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u.ID == self }):
		return question, "mention"
	}
	return "", ""
}

// reply is the bot's one reply to a message.
type reply struct {
	api         *api
	channel, to string
	id          string // of the reply, once it stands
	standing    message
	unsure      bool // it was posted, and perhaps made, but Discord did not say so
}

// put posts the reply or edits it. However often the post is made, the nonce lets one message come of it.
func (r *reply) put(ctx context.Context, m message, last bool) error {
	r.standing = m
	if r.id == "" {
		posted := m
		posted.Nonce, posted.EnforceNonce = r.to, true
		posted.Reference = &discordgo.MessageReference{MessageID: r.to, ChannelID: r.channel, FailIfNotExists: new(false)}
		var made discordgo.Message
		address := discordgo.EndpointChannelMessages(r.channel)
		if err := r.call(ctx, "POST", address, address, !last, posted, &made); err != nil {
			r.unsure = true
			return err
		}
		r.id = made.ID
		if !r.unsure {
			return nil
		} // else what stands there may be what was posted before
	}
	all := discordgo.EndpointChannelMessage(r.channel, "")
	return r.call(ctx, "PATCH", all+r.id, all, !last, m, nil)
}

func (r *reply) call(ctx context.Context, method, address, bucket string, once bool, body, into any) error {
	return r.api.call(ctx, route{method, address, r.api.session.Ratelimiter, bucket, once}, body, into)
}

func (r *reply) tell(ctx context.Context, sentence string, _ bool) error {
	m := message{Content: escapeTo(sentence, maxContent)}
	if r.id != "" {
		m.Embeds = r.standing.Embeds
	}
	return r.put(ctx, m, true)
}

func (r *reply) busy(ctx context.Context) {
	ctx, done := context.WithTimeout(ctx, typingWithin)
	defer done()
	address := discordgo.EndpointChannelTyping(r.channel)
	if err := r.call(ctx, "POST", address, address, true, nil, nil); err != nil {
		r.api.log.Debug("typing not shown", "channel", r.channel, "error", err)
	}
}
