package memory

import (
	"context"
	"slices"
	"time"
)

// Hearing says how it stands with a message that asks the bot something.
type Hearing int

// What Hear finds.
const (
	Unheard   Hearing = iota // nobody has begun to answer it: the caller has now
	BrokenOff                // somebody began and did not come back: the caller goes on with it now
	InHand                   // another process is at it
	Answered                 // its reader was answered, or told why not
)

// heardFor is how long Hear remembers a message. Nobody looks for one that is older.
const heardFor = 2 * time.Hour

// Hear takes it upon the caller to answer a message within a time, where nobody else has; Hold prolongs that time, and Heard ends it.
// Of any number of processes, one at a time is to answer.
func (m *Memory) Hear(ctx context.Context, message string, within time.Duration) (Hearing, error) {
	h, now := Unheard, m.kept()
	err := m.change(ctx, "hear a message", func(s session) error {
		n, err := s.exec(ctx, "INSERT INTO heard (message, at, until) VALUES (?, ?, ?) ON CONFLICT (message) DO NOTHING", message, now, now.Add(within))
		if err != nil || n == 1 {
			return err
		}
		n, err = s.exec(ctx, "UPDATE heard SET until = ? WHERE message = ? AND until <> 0 AND until <= ?", now.Add(within), message, now)
		if err != nil || n == 1 {
			h = BrokenOff
			return err
		}
		var until time.Time
		if err := s.one(ctx, []any{when{&until}}, "SELECT until FROM heard WHERE message = ?", message); err != nil {
			return err
		}
		if h = InHand; until.IsZero() {
			h = Answered
		}
		return nil
	})
	return h, err
}

// Hold says that the caller is still at the messages that it took upon itself, and will be for a time.
func (m *Memory) Hold(ctx context.Context, messages []string, within time.Duration) error {
	return m.change(ctx, "hold on to messages", func(s session) error {
		for some := range slices.Chunk(messages, heardAtOnce) {
			args := []any{m.kept().Add(within)}
			for _, message := range some {
				args = append(args, message)
			}
			if _, err := s.exec(ctx, "UPDATE heard SET until = ? WHERE until <> 0 AND message IN "+questions(len(some)), args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// heardAtOnce is how many messages one statement names.
const heardAtOnce = 500

// Heard says that the reader of a message was answered, or told why not.
func (m *Memory) Heard(ctx context.Context, message string) error {
	return m.change(ctx, "note that a message was answered", func(s session) error {
		_, err := s.exec(ctx, "UPDATE heard SET until = 0 WHERE message = ?", message)
		return err
	})
}

// Place is where the bot answers: a channel of a guild, or a thread of it; guild "" is direct messages.
type Place struct{ Guild, Channel, Thread string }

// Talks lists the last n places in which the bot answered for all to see, the last one first: direct messages, and guilds that it is
// in, of those that are the caller's.
func (m *Memory) Talks(ctx context.Context, ours func(guild string) bool, n int) (all []Place, err error) {
	err = m.look(ctx, "look up where the bot answers", func(s session) error {
		all, err = list(ctx, s, func(r row) (p Place, err error) {
			err = r.Scan(&p.Guild, &p.Channel, &p.Thread)
			return p, err
		}, `SELECT guild, channel, thread FROM (SELECT guild, channel, thread, at FROM answers WHERE NOT private ORDER BY at DESC LIMIT ?) AS latest
			WHERE guild = '' OR guild IN (SELECT guild FROM guilds WHERE gone = 0) GROUP BY guild, channel, thread ORDER BY MAX(at) DESC`, n*answersEach)
		return err
	})
	all = slices.DeleteFunc(all, func(p Place) bool { return !ours(p.Guild) })
	return all[:min(len(all), n)], err
}

// answersEach bounds the answers among which Talks looks: so many a place.
const answersEach = 100

// AutoAnswering lists the guilds in which the bot answers somewhere without a mention, but for those that it has left.
func (m *Memory) AutoAnswering(ctx context.Context) (guilds []string, err error) {
	err = m.look(ctx, "look up where the bot answers without a mention", func(s session) error {
		guilds, err = list(ctx, s, text, "SELECT guild FROM settings WHERE scope = guild AND field = ? AND "+inGuild+" ORDER BY guild", string(AutoAnswer))
		return err
	})
	return guilds, err
}
