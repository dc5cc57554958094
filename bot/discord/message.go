package discord

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/memory"
)

// typingWithin is how long showing that the bot is typing may take; the answer waits for it.
const typingWithin = 2 * time.Second

// unbidden is how a message reaches the bot that does not address it.
const unbidden = "channel"

// call is a message that asks the bot something.
type call struct {
	*discordgo.Message
	text    string // the question
	how     string // it reached the bot
	hearing memory.Hearing
	draft   string // the ID of a reply to it that another process has left in the making
}

// onMessage answers a message that is meant for the bot, where nobody has yet.
func (b *Bot) onMessage(ctx context.Context, m *discordgo.Message, self string, closing bool) {
	c, asks := b.called(ctx, m, self)
	if !asks {
		return
	}
	if c.hearing = b.hear(ctx, m); c.hearing == memory.Unheard || c.hearing == memory.BrokenOff {
		b.answerCall(ctx, c, self, closing)
	}
}

// called tells whether a message asks the bot something.
func (b *Bot) called(ctx context.Context, m *discordgo.Message, self string) (c call, asks bool) {
	c.Message = m
	c.text, c.how = addressed(m, self)
	if c.how == "" && b.unbidden && b.answersAll(ctx, m, self) {
		c.text, c.how = strings.TrimSpace(m.Content), unbidden
	}
	return c, c.how != ""
}

// answerCall answers a message that is the bot's to answer.
func (b *Bot) answerCall(ctx context.Context, m call, self string, closing bool) {
	at := &reply{api: b.api, channel: m.ChannelID, to: m.ID, nonce: m.ID, asker: m.Author.ID, guild: m.GuildID,
		id: m.draft, others: m.draft != "", unsure: m.hearing == memory.BrokenOff}
	log := b.log.With("message", m.ID, "channel", m.ChannelID, "guild", m.GuildID, "by", m.how)
	told := b.serve(bot.WithAsker(ctx, m.Author.ID), at, log, func(ctx context.Context) error {
		if closing {
			return errClosing
		}
		q := asked{where: b.locate(ctx, m.GuildID, m.ChannelID), asker: m.Author.ID, text: m.text}
		if m.Member != nil {
			q.roles = m.Member.Roles
		}
		if m.ID == q.thread { // the first message of a forum's post, whose title is part of it
			q.text = clipped(q.title + " " + q.text)
		}
		var err error
		if q.conversation, q.turn, err = b.goesOnWith(ctx, m.Message, q.where, self); err != nil {
			return err
		}
		return b.question(ctx, at, q)
	})
	b.unhear(ctx, m.ID, told)
}

// goesOnWith tells which conversation a message goes on with: of the answer that it replies to, up to there, or else of its
// thread or direct messages.
func (b *Bot) goesOnWith(ctx context.Context, m *discordgo.Message, w where, self string) (conversation string, turn int, err error) {
	to := m.MessageReference
	if to == nil || to.MessageID == "" {
		return w.talk(), 0, nil
	}
	e, err := b.memory.EntryOf(ctx, to.MessageID)
	if errors.Is(err, memory.ErrUnknown) && repliesTo(m, self) { // it may be one that is still in the making
		waited, over := b.running.wait(ctx, w.standing())
		if over != nil {
			return "", 0, over
		}
		if waited {
			e, err = b.memory.EntryOf(ctx, to.MessageID)
		}
	}
	switch {
	case err == nil && e.Guild == w.guild && e.Conversation != "":
		return e.Conversation, e.Turn, nil
	case err != nil && !errors.Is(err, memory.ErrUnknown):
		b.log.Error("an answer cannot be read, so a reply to it goes on with nothing", "message", to.MessageID, "error", err)
	}
	return w.talk(), 0, nil
}

// answersAll tells whether a message that does not address the bot is for it all the same, since it answers everything there.
// What people say to one another it leaves alone. Moderators say so for a whole guild at once.
func (b *Bot) answersAll(ctx context.Context, m *discordgo.Message, self string) bool {
	if !byPerson(m) || m.GuildID == "" || strings.TrimSpace(m.Content) == "" || len(m.Mentions) > 0 && !mentions(m, self) {
		return false
	}
	if m.Type == discordgo.MessageTypeReply && !repliesTo(m, self) {
		return false
	}
	s, err := b.settingsOf(ctx, where{guild: m.GuildID})
	if err != nil {
		b.log.Error("settings cannot be read", "guild", m.GuildID, "error", err)
	}
	return len(s.AutoAnswer) > 0 && s.AutoAnswers(b.locate(ctx, m.GuildID, m.ChannelID).scopes()...)
}

func byPerson(m *discordgo.Message) bool {
	plain := m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply
	return m.Author != nil && !m.Author.Bot && m.WebhookID == "" && plain
}

func repliesTo(m *discordgo.Message, user string) bool {
	return m.ReferencedMessage != nil && m.ReferencedMessage.Author != nil && m.ReferencedMessage.Author.ID == user
}

func mentions(m *discordgo.Message, user string) bool {
	return slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u.ID == user })
}

// addressed returns the question of a message and how it reached the bot: directly, or by a mention, which a reply that
// pings the bot is too. how is "" where the message is not for the bot.
func addressed(m *discordgo.Message, self string) (question, how string) {
	if !byPerson(m) {
		return "", ""
	}
	question = strings.TrimSpace(strings.NewReplacer("<@"+self+">", "", "<@!"+self+">", "").Replace(m.Content))
	switch {
	case m.GuildID == "":
		return question, "direct"
	case mentions(m, self):
		return question, "mention"
	}
	return "", ""
}

// clipped is a text of at most as many characters as a question may have.
func clipped(text string) string {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) <= bot.MaxQuestion {
		return text
	}
	return string([]rune(text)[:bot.MaxQuestion])
}

// reply is the bot's one reply to a message, or one message of its own where to is "".
type reply struct {
	voice
	api          *api
	channel, to  string
	nonce        string
	asker, guild string
	id           string // of the reply, once it stands
	others       bool   // what stands there is another process's, of which nothing is to be left
	standing     message
	unsure       bool // it was posted, and perhaps made, but Discord did not say so
}

// begin does nothing: a reply is seen by all, and busy shows that the bot is at it.
func (r *reply) begin(context.Context, bool) error { return nil }

// hand does nothing: a reply can be edited for ever.
func (r *reply) hand(ctx context.Context, _ where, m message) error { return r.put(ctx, m, false) }

func (r *reply) shown() memory.Message { return memory.Message{Channel: r.channel, ID: r.id} }

// put posts the reply or edits it. However often the post is made, the nonce lets one message come of it.
func (r *reply) put(ctx context.Context, m message, last bool) error {
	r.standing = m
	if r.others && m.Embeds == nil {
		m.Embeds = []*discordgo.MessageEmbed{}
	}
	if r.id == "" {
		posted := m
		posted.Nonce, posted.EnforceNonce = r.nonce, true
		if r.to != "" {
			posted.Reference = &discordgo.MessageReference{MessageID: r.to, ChannelID: r.channel, FailIfNotExists: new(false)}
		}
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
	edit := func() error { return r.call(ctx, "PATCH", all+r.id, all, !last, m, nil) }
	err := edit()
	if last {
		err = r.api.reopened(ctx, r.channel, err, edit)
	}
	if code(err) == discordgo.ErrCodeUnknownMessage {
		r.id, r.unsure, r.nonce = "", false, "2:"+r.nonce // what is told of it is another message
	}
	return err
}

func (r *reply) call(ctx context.Context, method, address, bucket string, once bool, body, into any) error {
	return r.api.call(ctx, route{method: method, address: address, limits: r.api.session.Ratelimiter, bucket: bucket, once: once}, body, into)
}

func (r *reply) tell(ctx context.Context, markup string, _ bool) error {
	m := message{Content: markup, Components: noButtons}
	if r.id != "" {
		m.Embeds = r.standing.Embeds
	}
	err := r.put(ctx, m, true)
	if code(err) == discordgo.ErrCodeCannotReplyWithoutPermissionToReadMessageHistory {
		r.to = ""
		err = r.put(ctx, m, true)
	}
	if r.guild != "" && (forbidden(err) || shut(err)) {
		return r.api.tellDirectly(ctx, r.asker, r.channel, r.nonce, markup)
	}
	return err
}

func (r *reply) busy(ctx context.Context) {
	ctx, done := context.WithTimeout(ctx, typingWithin)
	defer done()
	address := discordgo.EndpointChannelTyping(r.channel)
	if err := r.call(ctx, "POST", address, address, true, nil, nil); err != nil {
		r.api.log.Debug("typing not shown", "channel", r.channel, "error", err)
	}
}
