package discord

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"
)

// forgetAfter is how long what is kept of a server outlasts the bot's removal from it, which may have been a mistake.
const forgetAfter = 7 * 24 * time.Hour

// roll is what Discord tells of the servers that the bot is in, to be noted in the order in which it does.
type roll chan func(context.Context) error

// hearGuilds has what a session is told of servers noted: those that the bot is in, one that it was added to, one that removed it.
// Of a server that is out of service the bot stays a member. greeted is called once all those are noted that a new session lists,
// which are its shard's.
func (b *Bot) hearGuilds(ctx context.Context, shard Shards, s *discordgo.Session, greeted func()) {
	note := func(what func(context.Context) error) {
		select {
		case b.roll <- what:
		case <-ctx.Done(): // the next process is told again
		}
	}
	in := map[string]bool{} // handlers of a session are called one after the other
	s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) {
		var all []string
		clear(in)
		for _, g := range r.Guilds {
			all = append(all, g.ID)
			in[g.ID] = true
		}
		note(func(ctx context.Context) error {
			defer greeted()
			return b.memory.Present(ctx, shard.has, all)
		})
	})
	s.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildCreate) {
		id := g.ID
		if in[id] { // a new session tells of each that it has listed, and of each that is back in service
			return
		}
		in[id] = true
		note(func(ctx context.Context) error { return b.memory.Arrive(ctx, id) })
	})
	s.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildDelete) {
		id := g.ID
		if g.Unavailable {
			return
		}
		delete(in, id)
		b.log.Info("a server removed the bot", "guild", id)
		note(func(ctx context.Context) error { return b.memory.Depart(ctx, id) })
	})
}

// noteGuilds notes what hearGuilds hears, until ctx ends.
func (b *Bot) noteGuilds(ctx context.Context) {
	for {
		select {
		case what := <-b.roll:
			noting, done := context.WithTimeout(ctx, b.keepWithin)
			if err := guarded(func() error { return what(noting) }); err != nil {
				b.log.Error("which servers the bot is in is not noted", "error", err)
			}
			done()
		case <-ctx.Done():
			return
		}
	}
}

// forgetGuilds forgets what is kept of servers that removed the bot a while ago, and what they added to the coverage.
func (b *Bot) forgetGuilds(ctx context.Context) error {
	left, err := b.memory.Departed(ctx, b.clock.now().Add(-forgetAfter))
	if err != nil {
		return err
	}
	for _, guild := range b.shards.ours(left) {
		if err := b.forgetGuild(ctx, guild); err != nil {
			return err
		}
	}
	return nil
}

// forgetGuild forgets a server, once Discord has said again that the bot is not in it: a list may have lacked it.
func (b *Bot) forgetGuild(ctx context.Context, guild string) error {
	address := discordgo.EndpointGuild(guild)
	err := b.api.call(ctx, route{method: "GET", address: address, limits: b.api.session.Ratelimiter, bucket: address}, nil, nil)
	switch code(err) {
	case discordgo.ErrCodeUnknownGuild, discordgo.ErrCodeMissingAccess:
	default:
		if err != nil {
			return err
		}
		return b.memory.Arrive(ctx, guild)
	}
	forget := b.memory.ForgetGuild
	if b.library != nil {
		forget = b.library.Forget
	}
	kept, err := forget(ctx, guild)
	if err != nil {
		return err
	}
	b.log.Info("forgot a server that removed the bot", "guild", guild, "answers", kept.Answers, "follows", kept.Follows, "additions", kept.Additions)
	return b.memory.DropGuild(ctx, guild)
}
