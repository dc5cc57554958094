package memory

import (
	"context"
	"fmt"
	"time"

	"dateline/bot"
	"dateline/retrieval"
)

// Follow is a question whose answer a reader wants to hear of when it changes.
type Follow struct {
	ID       string // made by Follow
	Guild    string
	Channel  string // where news of it is posted
	Reader   string
	Question string
	Filter   retrieval.Filter
	Answer   bot.Answer // the last supported one
	Hash     string     // of that answer, by the follower's own reckoning
	Message  string     // the last one posted, "" where there is none
	At       time.Time  // since when it is followed; set by Follow
	Changed  time.Time  // when its answer last changed; zero where it never did
	Due      time.Time  // when it is to be looked at next
	Language string     // the locale in which news of it is told
	Failed   int        // how often in a row its reader could not be told; set by Fail
}

const followColumns = "id, guild, channel, reader, question, filter, answer, hash, message, at, changed, due, language, failed"

// Follow keeps a follow and returns it with its ID.
func (m *Memory) Follow(ctx context.Context, f Follow) (Follow, error) {
	f.ID, f.At = NewID(), m.kept()
	filter, err := toJSON(f.Filter)
	if err != nil {
		return f, fmt.Errorf("follow a question: %w", err)
	}
	answer, err := toJSON(f.Answer)
	if err != nil {
		return f, fmt.Errorf("follow a question: %w", err)
	}
	return f, m.change(ctx, "follow a question", func(s session) error {
		_, err := s.exec(ctx, "INSERT INTO follows ("+followColumns+") VALUES "+questions(14),
			f.ID, f.Guild, f.Channel, f.Reader, f.Question, filter, answer, f.Hash, f.Message, f.At, f.Changed, f.Due, f.Language, f.Failed)
		return err
	})
}

// Following lists what a reader follows in a guild, or in direct messages where guild is "", oldest first.
func (m *Memory) Following(ctx context.Context, guild, reader string) ([]Follow, error) {
	return m.follows(ctx, "guild = ? AND reader = ? ORDER BY at, id", guild, reader)
}

// FollowingIn lists what is followed in a guild by anyone, oldest first.
func (m *Memory) FollowingIn(ctx context.Context, guild string) ([]Follow, error) {
	return m.follows(ctx, "guild = ? ORDER BY at, id", guild)
}

func (m *Memory) follows(ctx context.Context, where string, args ...any) ([]Follow, error) {
	var all []Follow
	err := m.look(ctx, "look up follows", func(s session) (err error) {
		all, err = list(ctx, s, scanFollow, "SELECT "+followColumns+" FROM follows WHERE "+where, args...)
		return err
	})
	return all, err
}

func scanFollow(r row) (f Follow, err error) {
	err = r.Scan(&f.ID, &f.Guild, &f.Channel, &f.Reader, &f.Question, asJSON{&f.Filter}, asJSON{&f.Answer}, &f.Hash, &f.Message, when{&f.At}, when{&f.Changed}, when{&f.Due}, &f.Language, &f.Failed)
	return f, err
}

// Unfollow ends a reader's follow; a moderator's call leaves reader "". ErrUnknown where there is none of theirs under this ID.
func (m *Memory) Unfollow(ctx context.Context, id, reader string) error {
	return m.change(ctx, "end a follow", func(s session) error {
		if err := found(s.exec(ctx, "DELETE FROM follows WHERE id = ? AND (reader = ? OR ? = '')", id, reader, reader)); err != nil {
			return err
		}
		_, err := s.exec(ctx, "DELETE FROM notices WHERE about = ?", id)
		return err
	})
}

// Due takes the follow that is due the longest, of those whose guild is one of the caller's, and makes it due again after a time, so
// that no other process takes it meanwhile and it is not lost with this one. Those in a guild that the bot has left are not due.
// ErrUnknown where there is none.
func (m *Memory) Due(ctx context.Context, ours func(guild string) bool, again time.Duration) (Follow, error) {
	now := m.kept()
	guilds, err := m.guildsDue(ctx, now)
	if err != nil {
		return Follow{}, err
	}
	for _, guild := range guilds {
		if !ours(guild) {
			continue
		}
		var taken []Follow
		err := m.change(ctx, "take a follow that is due", func(s session) (err error) {
			taken, err = list(ctx, s, scanFollow, `UPDATE follows SET due = ? WHERE due <= ?
				AND id IN (SELECT id FROM follows WHERE due <= ? AND guild = ? ORDER BY due, id LIMIT 1) RETURNING `+followColumns, now.Add(again), now, now, guild)
			return err
		})
		if err != nil {
			return Follow{}, err
		}
		if len(taken) > 0 {
			return taken[0], nil
		}
	}
	return Follow{}, ErrUnknown
}

// guildsDue are the guilds in which follows are due, the one where one is due the longest first.
func (m *Memory) guildsDue(ctx context.Context, now time.Time) (guilds []string, err error) {
	err = m.look(ctx, "look up follows that are due", func(s session) error {
		guilds, err = list(ctx, s, text, "SELECT guild FROM follows WHERE due <= ? AND "+inGuild+" GROUP BY guild ORDER BY MIN(due), guild", now)
		return err
	})
	return guilds, err
}

// Postpone says when a follow is due next.
func (m *Memory) Postpone(ctx context.Context, id string, due time.Time) error {
	return m.change(ctx, "postpone a follow", func(s session) error {
		return found(s.exec(ctx, "UPDATE follows SET due = ? WHERE id = ?", due, id))
	})
}

// Fail notes that the reader of a follow could not be told, and when it is due again. It returns how often that was so since they were last told.
func (m *Memory) Fail(ctx context.Context, id string, due time.Time) (times int, err error) {
	err = m.change(ctx, "note a failure", func(s session) error {
		return s.one(ctx, []any{&times}, "UPDATE follows SET due = ?, failed = failed + 1 WHERE id = ? RETURNING failed", due, id)
	})
	return times, err
}

// Hasten makes every follow due now: new coverage has come.
func (m *Memory) Hasten(ctx context.Context) error {
	return m.change(ctx, "look at every follow", func(s session) error {
		now := m.kept()
		_, err := s.exec(ctx, "UPDATE follows SET due = ? WHERE due > ?", now, now)
		return err
	})
}

// Moved keeps the new answer to a question that is followed, and the message that told of it. ErrUnknown where the follow has ended.
func (m *Memory) Moved(ctx context.Context, id string, answer bot.Answer, hash, message string) error {
	text, err := toJSON(answer)
	if err != nil {
		return fmt.Errorf("keep the news of a follow: %w", err)
	}
	return m.change(ctx, "keep the news of a follow", func(s session) error {
		return found(s.exec(ctx, "UPDATE follows SET answer = ?, hash = ?, message = ?, changed = ?, failed = 0 WHERE id = ?", text, hash, message, m.kept(), id))
	})
}
