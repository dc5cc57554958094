package memory

import (
	"context"
	"slices"
	"time"
)

// inGuild is true of what is in no guild that the bot has left.
const inGuild = "guild NOT IN (SELECT guild FROM guilds WHERE gone <> 0)"

// Arrive notes that the bot is in a guild.
func (m *Memory) Arrive(ctx context.Context, guild string) error {
	in, err := m.guilds(ctx, "guild = ? AND gone = 0", guild)
	if err != nil || len(in) > 0 {
		return err
	}
	return m.arrive(ctx, guild)
}

func (m *Memory) arrive(ctx context.Context, guilds ...string) error {
	return m.change(ctx, "note which guilds there are", func(s session) error {
		for _, guild := range guilds {
			if _, err := s.exec(ctx, "INSERT INTO guilds (guild, gone) VALUES (?, 0) ON CONFLICT (guild) DO UPDATE SET gone = 0", guild); err != nil {
				return err
			}
		}
		return nil
	})
}

// Depart notes that the bot is in a guild no longer, from now on. What is kept of the guild stays, but no reader there is due to be
// told anything (Reached, Due) until Arrive.
func (m *Memory) Depart(ctx context.Context, guild string) error {
	return m.change(ctx, "note that a guild was left", func(s session) error {
		_, err := s.exec(ctx, "INSERT INTO guilds (guild, gone) VALUES (?, ?) ON CONFLICT (guild) DO UPDATE SET gone = CASE WHEN guilds.gone = 0 THEN excluded.gone ELSE guilds.gone END",
			guild, m.kept())
		return err
	})
}

// Present is told all guilds that the bot is in, of those that are the caller's to tell of. Others of these it departs from.
func (m *Memory) Present(ctx context.Context, ours func(guild string) bool, all []string) error {
	in, err := m.guilds(ctx, "gone = 0")
	if err != nil {
		return err
	}
	there, known := map[string]bool{}, map[string]bool{}
	for _, guild := range all {
		there[guild] = true
	}
	for _, guild := range in {
		known[guild] = true
		if ours(guild) && !there[guild] {
			if err := m.Depart(ctx, guild); err != nil {
				return err
			}
		}
	}
	return m.arrive(ctx, slices.DeleteFunc(slices.Clone(all), func(guild string) bool { return known[guild] })...)
}

// Departed lists the guilds that the bot left before a time, the first one first.
func (m *Memory) Departed(ctx context.Context, before time.Time) ([]string, error) {
	return m.guilds(ctx, "gone <> 0 AND gone < ? ORDER BY gone, guild", before)
}

// DropGuild strikes a guild off, once all that was kept of it is forgotten.
func (m *Memory) DropGuild(ctx context.Context, guild string) error {
	return m.change(ctx, "strike off a guild", func(s session) error {
		_, err := s.exec(ctx, "DELETE FROM guilds WHERE guild = ?", guild)
		return err
	})
}

func (m *Memory) guilds(ctx context.Context, where string, args ...any) (all []string, err error) {
	err = m.look(ctx, "look up guilds", func(s session) error {
		all, err = list(ctx, s, text, "SELECT guild FROM guilds WHERE "+where, args...)
		return err
	})
	return all, err
}
