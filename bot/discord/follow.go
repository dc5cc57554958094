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

const (
	// followFor is how long a question is followed.
	followFor = 90 * 24 * time.Hour
	// mostFollowed is how many questions a reader may follow in one server, or in direct messages; they all fit into a menu.
	mostFollowed = 10
	// mostFollowedIn is how many all readers of a server may follow together.
	mostFollowedIn = 100
)

// startFollow answers /follow: it answers the question, and tells of news from then on.
func (b *Bot) startFollow(ctx context.Context, in *interaction, o options) error {
	q := b.askedBy(ctx, in)
	q.text, q.conversation = o.text("question"), ""
	if !mayPost(in.event, q.where) {
		return desk.Usage("follow.cannot")
	}
	own, err := b.memory.Following(ctx, q.guild, q.asker)
	if err != nil {
		return err
	}
	if len(own) >= mostFollowed {
		return desk.Usage("follow.many", "n", len(own))
	}
	if q.guild != "" {
		all, err := b.memory.FollowingIn(ctx, q.guild)
		if err != nil {
			return err
		}
		if len(all) >= mostFollowedIn {
			return desk.Usage("follow.many_here", "n", len(all))
		}
	}
	q.then = func(ctx context.Context, e memory.Entry) error { return b.beginFollow(ctx, in, e, own) }
	return b.question(ctx, in, q)
}

// mayPost tells whether the bot may post where an interaction is, by itself and later.
func mayPost(e *discordgo.Interaction, w where) bool {
	if w.guild == "" {
		return e.Context == discordgo.InteractionContextBotDM
	}
	needed := int64(discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionEmbedLinks)
	if w.thread != "" {
		needed = discordgo.PermissionViewChannel | discordgo.PermissionSendMessagesInThreads | discordgo.PermissionEmbedLinks
	}
	return e.AppPermissions&needed == needed
}

// beginFollow follows the question of an answer that is shown, for its asker, and tells them so.
func (b *Bot) beginFollow(ctx context.Context, in *interaction, e memory.Entry, own []memory.Follow) error {
	f := memory.Follow{
		Guild: e.Guild, Channel: in.event.ChannelID, Reader: e.Asker, Question: full(e), Filter: e.Answer.Filter, Answer: e.Answer,
		Hash: desk.Fingerprint(e.Answer), Language: e.Language, Due: b.clock.now().Add(followFor),
	}
	if !e.Private {
		f.Message = in.shown().ID
	}
	for _, other := range own {
		if other.Channel == f.Channel && strings.EqualFold(plain(other.Question), plain(f.Question)) {
			return in.add(ctx, notice(in.locale().Say("follow.already")))
		}
	}
	f, err := b.memory.Follow(ctx, f)
	if err != nil {
		return err
	}
	text := in.locale().Say("follow.until", "date", stamp(lastDay(f)))
	if e.Guild != "" {
		text += "\n-# " + in.locale().Say("follow.quiet")
	}
	return in.add(ctx, message{Content: text, Components: oneButton(in.locale().Say("button.end"), discordgo.SecondaryButton, customID("unfollow", f.ID))})
}

// lastDay is the day to which a question is followed.
func lastDay(f memory.Follow) bot.Day { return bot.Day{Time: f.At.Add(followFor)} }

// following answers /following: the questions that a reader follows here, and a menu to end them.
func (b *Bot) following(ctx context.Context, in *interaction, _ options) error {
	if err := in.begin(ctx, true); err != nil {
		return err
	}
	return b.listFollowed(ctx, in)
}

func (b *Bot) listFollowed(ctx context.Context, in *interaction) error {
	own, err := b.memory.Following(ctx, in.event.GuildID, in.asker())
	if err != nil {
		return err
	}
	return in.put(ctx, followedMessage(own, in.locale()), true)
}

// followedMessage lists what a reader follows.
func followedMessage(own []memory.Follow, l desk.Locale) message {
	if len(own) == 0 {
		return notice(l.Say("follow.none"))
	}
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: customID("following", ""), Placeholder: l.Say("menu.following")}
	lines := []string{l.Say("follow.list")}
	for i, f := range own {
		if i == desk.MaxChoices {
			break
		}
		item := []any{"question", "**" + escapeTo(f.Question, 80) + "**", "date", stamp(lastDay(f))}
		line := l.Say("follow.item", item...)
		if !f.Changed.IsZero() {
			line = l.Say("follow.item_news", append(item, "news", stamp(bot.Day{Time: f.Changed}))...)
		}
		if lines = append(lines, "- "+line+" <#"+f.Channel+">"); f.Guild == "" {
			lines[len(lines)-1] = "- " + line
		}
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: cut(plain(f.Question), maxChoice), Value: f.ID})
	}
	return message{
		Content:    strings.Join(lines, "\n"),
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{menu}}},
	}
}

// endChosen ends following the questions that were chosen from the menu.
func (b *Bot) endChosen(ctx context.Context, in *interaction, u use) error {
	if err := in.touch(ctx); err != nil {
		return err
	}
	for _, id := range u.values {
		if err := b.memory.Unfollow(ctx, id, in.asker()); err != nil && !errors.Is(err, memory.ErrUnknown) {
			return err
		}
	}
	return b.listFollowed(ctx, in)
}

// unfollow ends following a question by the button under its news: for its follower, and for who may delete messages there.
func (b *Bot) unfollow(ctx context.Context, in *interaction, u use) error {
	here, err := b.memory.FollowingIn(ctx, in.event.GuildID)
	if err != nil {
		return err
	}
	for _, f := range here {
		if f.ID != u.id {
			continue
		}
		if f.Reader != in.asker() && !moderates(in.event.Member) {
			return desk.Usage("error.not_yours")
		}
		ending, done := context.WithTimeout(ctx, judgeWithin) // the first response waits for it
		defer done()
		if err := b.memory.Unfollow(ending, f.ID, f.Reader); err != nil && !errors.Is(err, memory.ErrUnknown) {
			return err
		}
	}
	return in.say(ctx, notice(in.locale().Say("follow.ended")))
}

// moderates tells whether a member may delete others' messages where they are; in direct messages nobody is one.
func moderates(m *discordgo.Member) bool {
	return m != nil && m.Permissions&(discordgo.PermissionManageMessages|discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
}
