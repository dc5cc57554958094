package discord

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// What is said while no session hears it, Discord does not repeat to the next session. So the bot then looks where it is in talk
// for messages that ask it something, and answers them as if they had just come. Interactions are lost: Discord takes responses
// to them for three seconds.

const (
	// missedFor is how old a message may be that is looked up: whoever wrote it is perhaps still there.
	missedFor = 15 * time.Minute
	// mostSpots bounds where the bot looks, and missedAtOnce how many messages of each place, the latest ones.
	mostSpots    = 50
	missedAtOnce = "100"
	// lookEvery paces the looking, since living readers' answers count against the same limits.
	lookEvery = 250 * time.Millisecond
)

// catchUp looks for what was missed whenever a session was begun, until ctx ends, and again where another process may be at some of
// it, which may break off. answer is given what is the bot's to answer.
func (b *Bot) catchUp(ctx context.Context, answer func(call)) {
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.greeted:
		case <-again:
		}
		again = nil
		var wait time.Duration
		err := guarded(func() (err error) {
			wait, err = b.lookForMissed(ctx, answer)
			return err
		})
		if err != nil && ctx.Err() == nil {
			b.log.Error("what was missed is not looked up", "error", err)
		}
		if wait > 0 {
			again = b.clock.after(wait)
		}
	}
}

// lookForMissed looks for what was missed, where the bot talked last first. again is when to look once more, since another process
// may be at some of it; 0 is never.
func (b *Bot) lookForMissed(ctx context.Context, answer func(call)) (again time.Duration, err error) {
	since := b.clock.now().Add(-missedFor)
	for _, in := range b.spots(ctx, since) {
		calls, dangling, err := b.missedIn(ctx, in, since)
		switch {
		case errors.Is(err, ErrToken), ctx.Err() != nil:
			return 0, err
		case err != nil:
			b.log.Info("a channel cannot be looked at for what was missed", "channel", in.channel, "error", err)
		}
		for _, m := range dangling {
			if b.clock.now().Sub(m.Timestamp) > longest {
				b.breakOff(ctx, in, m)
			} else if again == 0 {
				again = longest
			}
		}
		for _, c := range calls {
			switch c.hearing = b.hear(ctx, c.Message); c.hearing {
			case memory.InHand:
				again = lease
			case memory.Unheard, memory.BrokenOff:
				b.log.Info("a message was missed", "message", c.ID, "channel", in.channel)
				if in.guild != "" {
					c.Member = b.memberOf(ctx, in.guild, c.Author.ID)
				}
				answer(c)
			}
		}
		b.rest(ctx, lookEvery)
	}
	return again, ctx.Err()
}

// spots are where somebody may have asked the bot something while it did not hear: where this process heard messages, where the bot
// answered last, and where it answers everything.
func (b *Bot) spots(ctx context.Context, since time.Time) []spot {
	all := b.heard.spots()
	talks, err := b.memory.Talks(ctx, b.shards.has, mostSpots)
	if err != nil {
		b.log.Error("where the bot answered is not known", "error", err)
	}
	for _, p := range talks {
		all = append(all, spot{p.Guild, cmp.Or(p.Thread, p.Channel)})
	}
	if b.unbidden && len(all) < mostSpots {
		all = append(all, b.openSpots(ctx, since)...)
	}
	var each []spot
	for _, s := range all {
		if !slices.Contains(each, s) && len(each) < mostSpots {
			each = append(each, s)
		}
	}
	return each
}

// openSpots are the channels in which the bot answers everything, and the threads and posts there in which something was said.
func (b *Bot) openSpots(ctx context.Context, since time.Time) (all []spot) {
	guilds, err := b.memory.AutoAnswering(ctx)
	if err != nil {
		b.log.Error("where the bot answers everything is not known", "error", err)
	}
	guilds = b.shards.ours(guilds)
	for _, guild := range guilds[:min(len(guilds), mostSpots)] {
		s, err := b.settingsOf(ctx, where{guild: guild})
		if err != nil {
			b.log.Error("settings cannot be read", "guild", guild, "error", err)
			continue
		}
		var active struct {
			Threads []*discordgo.Channel `json:"threads"`
		}
		address := discordgo.EndpointGuildActiveThreads(guild)
		if err := b.api.call(ctx, route{method: "GET", address: address, limits: b.api.session.Ratelimiter, bucket: address}, nil, &active); err != nil {
			b.log.Info("a server's threads cannot be listed", "guild", guild, "error", err)
		}
		for _, t := range active.Threads {
			last, err := discordgo.SnowflakeTimestamp(t.LastMessageID)
			if err == nil && last.After(since) && s.AutoAnswers(t.ID, t.ParentID) {
				all = append(all, spot{guild, t.ID})
			}
		}
		for _, channel := range s.AutoAnswer {
			all = append(all, spot{guild, channel})
		}
		b.rest(ctx, lookEvery)
	}
	return all
}

// missedIn are the messages of a place since a time that ask the bot something and were not answered, the oldest first; and older
// ones, of whose answers a draft stands there for ever otherwise. dangling are drafts of answers to what cannot be answered any more,
// such as commands, unless a process is at them.
func (b *Bot) missedIn(ctx context.Context, in spot, since time.Time) (calls []call, dangling []*discordgo.Message, err error) {
	var latest []*discordgo.Message
	if err := b.channel(ctx, "GET", in.channel, "?limit="+missedAtOnce, nil, &latest); err != nil {
		return nil, nil, err
	}
	self := b.self.Load().ID
	drafts, answered := map[string]*discordgo.Message{}, map[string]bool{} // by what they reply to
	for _, m := range latest {
		if m.Author == nil || m.Author.ID != self {
			continue
		}
		to := m.ID
		if m.MessageReference != nil {
			to = m.MessageReference.MessageID
		}
		if id := drafted(m); id == "" {
			answered[to] = true
			b.claim(ctx, m)
		} else if _, _, ours := b.running.get(id); !ours {
			drafts[to] = m
		}
	}
	for _, m := range slices.Backward(latest) {
		draft := drafts[m.ID]
		if answered[m.ID] || m.Timestamp.Before(since) && draft == nil {
			continue
		}
		m.GuildID = in.guild
		c, asks := b.called(ctx, m, self)
		if !asks || c.how == unbidden && m.Timestamp.Before(b.unbiddenSince(ctx, in.guild)) {
			continue
		}
		if draft != nil {
			c.draft = draft.ID
			delete(drafts, m.ID)
		}
		calls = append(calls, c)
	}
	return calls, slices.Collect(maps.Values(drafts)), nil
}

// breakOff says of an answer in the making that its process has ended.
func (b *Bot) breakOff(ctx context.Context, in spot, m *discordgo.Message) {
	l := desk.English
	if s := b.settingsAnyway(ctx, b.locate(ctx, in.guild, in.channel)); s.Language != nil {
		l = desk.LocaleOf(*s.Language)
	}
	if err := b.channel(ctx, "PATCH", in.channel, "/"+m.ID, message{Content: l.Say("error.interrupted"), Components: noButtons}, nil); err != nil {
		b.log.Info("an answer that broke off is not ended", "message", m.ID, "error", err)
	}
}

// unbiddenSince is since when moderators have it that the bot answers without a mention where it does now. What was said before,
// people said to one another.
func (b *Bot) unbiddenSince(ctx context.Context, guild string) time.Time {
	changes, err := b.memory.Changes(ctx, guild, recentChanges)
	if err != nil {
		b.log.Error("changes of settings cannot be read", "guild", guild, "error", err)
	}
	for _, c := range changes {
		if c.Field == memory.AutoAnswer {
			return c.At
		}
	}
	return time.Time{}
}

// recentChanges is how many changes of a server's settings are looked at for that; more are not made in the time that is looked up.
const recentChanges = 50

// drafted is the ID of the answer whose making a message of ours shows, "" where it shows none.
func drafted(m *discordgo.Message) string {
	for _, id := range buttons(m) {
		if action, u := readID(id); action == "stop" {
			return u.id
		}
	}
	return ""
}

// claim sees to it that memory knows which answer a message of ours shows: a process may have ended right after it had shown it.
func (b *Bot) claim(ctx context.Context, m *discordgo.Message) {
	if _, err := b.memory.EntryOf(ctx, m.ID); !errors.Is(err, memory.ErrUnknown) {
		return
	}
	if _, err := b.keepShown(ctx, m); err != nil && !errors.Is(err, memory.ErrUnknown) {
		b.log.Error("the message of an answer is not kept", "message", m.ID, "error", err)
	}
}

// memberOf is a member of a server, for the quotas of their roles; nil where Discord does not show it.
func (b *Bot) memberOf(ctx context.Context, guild, user string) *discordgo.Member {
	var m discordgo.Member
	address := discordgo.EndpointGuildMember(guild, user)
	err := b.api.call(ctx, route{method: "GET", address: address, limits: b.api.session.Ratelimiter, bucket: discordgo.EndpointGuildMember(guild, "")}, nil, &m)
	if err != nil {
		b.log.Info("a member of a server cannot be looked up", "guild", guild, "error", err)
		return nil
	}
	return &m
}
