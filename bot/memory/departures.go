package memory

import (
	"context"
	"slices"
	"time"
)

// inGuild is true of what is in no guild that the bot has left.
const inGuild = "guild NOT IN (SELECT guild FROM departures)"

// Depart notes that the bot is in a guild no longer, from now on. What is kept of the guild stays, but no reader there is due to be
// told anything (Reached, Due) until DropDeparture.
func (m *Memory) Depart(ctx context.Context, guild string) error {
	return m.change(ctx, "note that a guild was left", func(s session) error {
		_, err := s.exec(ctx, "INSERT INTO departures (guild, at) VALUES (?, ?) ON CONFLICT (guild) DO NOTHING", guild, m.kept())
		return err
	})
}

// DropDeparture takes back what Depart noted of a guild: the bot is in it again, or all that was kept of it is forgotten.
func (m *Memory) DropDeparture(ctx context.Context, guild string) error {
	if noted, err := m.departed(ctx, "guild = ?", guild); err != nil || len(noted) == 0 {
		return err
	}
	return m.change(ctx, "note that a guild is back", func(s session) error {
		_, err := s.exec(ctx, "DELETE FROM departures WHERE guild = ?", guild)
		return err
	})
}

// Departed lists the guilds that the bot left before a time, the first one first.
func (m *Memory) Departed(ctx context.Context, before time.Time) ([]string, error) {
	return m.departed(ctx, "at < ? ORDER BY at, guild", before)
}

func (m *Memory) departed(ctx context.Context, where string, args ...any) (guilds []string, err error) {
	err = m.look(ctx, "look up guilds that were left", func(s session) error {
		guilds, err = list(ctx, s, text, "SELECT guild FROM departures WHERE "+where, args...)
		return err
	})
	return guilds, err
}

// Present is told all guilds that the bot is in: of those alone it is noted that it is in them, and of every other of which
// something is kept that it is not, from now on.
func (m *Memory) Present(ctx context.Context, guilds []string) error {
	left, err := m.departed(ctx, "at > 0")
	if err != nil {
		return err
	}
	var kept []string
	err = m.look(ctx, "look up of which guilds something is kept", func(s session) (err error) {
		kept, err = list(ctx, s, text, `SELECT guild FROM answers UNION SELECT guild FROM follows UNION SELECT guild FROM additions
			UNION SELECT guild FROM settings UNION SELECT guild FROM setting_changes`)
		return err
	})
	if err != nil {
		return err
	}
	in := map[string]bool{"": true} // direct messages, and what all share
	for _, guild := range guilds {
		in[guild] = true
	}
	gone := slices.DeleteFunc(kept, func(guild string) bool { return in[guild] || slices.Contains(left, guild) })
	back := slices.DeleteFunc(left, func(guild string) bool { return !in[guild] })
	for _, guild := range gone {
		if err := m.Depart(ctx, guild); err != nil {
			return err
		}
	}
	for _, guild := range back {
		if err := m.DropDeparture(ctx, guild); err != nil {
			return err
		}
	}
	return nil
}
