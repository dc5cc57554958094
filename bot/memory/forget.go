package memory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/bot"
)

// Kept counts what is kept, or was until now.
type Kept struct {
	Answers   int // to questions asked
	Nameless  int // of Answers: others see them too, so they stay for corrections to reach, but without asker, question and conversation
	Feedback  int
	Follows   int
	Additions int // to the coverage; of a reader, their name there alone
	Changes   int // of settings; of a reader, their name there alone
	Oldest    time.Time
}

// others is true of an answer that readers other than its asker see and may rely on.
const others = "NOT private AND NOT abstained AND EXISTS (SELECT 1 FROM messages WHERE messages.answer = answers.id)"

// What counts what is kept of a reader. Quotas are not among it: they hold a keyed hash, and end with their window.
func (m *Memory) What(ctx context.Context, reader string) (Kept, error) {
	var k Kept
	err := m.look(ctx, "count what is kept of a reader", func(s session) (err error) {
		k, err = count(ctx, s, reader)
		return err
	})
	return k, err
}

// count counts what is kept of a reader, or of nobody where reader is "".
func count(ctx context.Context, s session, reader string) (k Kept, err error) {
	if reader == "" {
		return k, nil
	}
	return k, errors.Join(
		s.one(ctx, []any{&k.Answers, &k.Nameless, when{&k.Oldest}}, "SELECT COUNT(*), COUNT(CASE WHEN "+others+" THEN 1 END), COALESCE(MIN(at), 0) FROM answers WHERE asker = ?", reader),
		s.one(ctx, []any{&k.Feedback}, "SELECT COUNT(*) FROM feedback WHERE reader = ?", reader),
		s.one(ctx, []any{&k.Follows}, "SELECT COUNT(*) FROM follows WHERE reader = ?", reader),
		s.one(ctx, []any{&k.Additions}, "SELECT COUNT(*) FROM additions WHERE adder = ?", reader),
		s.one(ctx, []any{&k.Changes}, "SELECT COUNT(*) FROM setting_changes WHERE moderator = ?", reader))
}

// forgetting is locked by those who delete many rows, so that two of them do not each wait for rows that the other has.
const forgetting = "forgetting"

// Forget deletes what is kept of a reader, and their name and words from what others rely on. It returns what there was.
func (m *Memory) Forget(ctx context.Context, reader string) (Kept, error) {
	var k Kept
	if reader == "" {
		return k, nil
	}
	err := m.change(ctx, "forget a reader", func(s session) (err error) {
		if err := s.lock(ctx, forgetting); err != nil {
			return err
		}
		if k, err = count(ctx, s, reader); err != nil {
			return err
		}
		conversations, err := list(ctx, s, text, "SELECT DISTINCT conversation FROM answers WHERE asker = ? AND conversation <> '' ORDER BY conversation", reader)
		if err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM notices WHERE about IN (SELECT id FROM answers WHERE asker = ? AND NOT (" + others + "))",
			"DELETE FROM answers WHERE asker = ? AND NOT (" + others + ")",
			"DELETE FROM feedback WHERE reader = ?",
			"DELETE FROM notices WHERE about IN (SELECT id FROM follows WHERE reader = ?)",
			"DELETE FROM follows WHERE reader = ?",
			"UPDATE additions SET adder = '' WHERE adder = ?",
			"UPDATE setting_changes SET moderator = '' WHERE moderator = ?",
		} {
			if _, err := s.exec(ctx, statement, reader); err != nil {
				return err
			}
		}
		if err := anonymise(ctx, s, reader); err != nil {
			return err
		}
		return endConversations(ctx, s, conversations)
	})
	return k, m.erased(ctx, err)
}

// endConversations deletes those of which no answer is left. One of which some are goes on counting its turns.
func endConversations(ctx context.Context, s session, names []string) error {
	for _, name := range names {
		// Whoever adds a turn to it has to be done, for the next statement to see that.
		if _, err := s.exec(ctx, "UPDATE conversations SET turns = turns WHERE name = ?", name); err != nil {
			return err
		}
		if _, err := s.exec(ctx, "DELETE FROM conversations WHERE name = ? AND NOT EXISTS (SELECT 1 FROM answers WHERE conversation = ? AND conversation <> '')", name, name); err != nil {
			return err
		}
	}
	return nil
}

// anonymise takes a reader's name and words from the answers of theirs that stay.
func anonymise(ctx context.Context, s session, reader string) error {
	ids, err := list(ctx, s, text, "UPDATE answers SET asker = '', conversation = '', turn = 0 WHERE asker = ? RETURNING id", reader)
	if err != nil {
		return err
	}
	for _, id := range ids {
		var a bot.Answer
		if err := s.one(ctx, []any{asJSON{&a}}, "SELECT answer FROM answers WHERE id = ?", id); err != nil {
			return err
		}
		// Named are the fields that stay: what else an answer may come to hold of its asker's words does not.
		answer, err := toJSON(bot.Answer{
			Composer: a.Composer, Model: a.Model, Claims: a.Claims, Dropped: a.Dropped, Sources: a.Sources,
			CoverageThrough: a.CoverageThrough, Timings: a.Timings,
		})
		if err != nil {
			return err
		}
		if _, err := s.exec(ctx, "UPDATE answers SET answer = ? WHERE id = ?", answer, id); err != nil {
			return err
		}
	}
	return nil
}

// ForgetGuild deletes everything of a guild that the bot has left, a part at a time; where it breaks off, call it again. The stored files of
// its Additions are the caller's to delete, and to list before.
func (m *Memory) ForgetGuild(ctx context.Context, guild string) (Kept, error) {
	var k Kept
	if guild == "" {
		return k, fmt.Errorf("forget a guild: %w: direct messages are of no guild", ErrUnknown)
	}
	answers, err := m.deleteAnswers(ctx, "guild = ?", guild)
	k.Answers = answers
	if err == nil {
		err = m.change(ctx, "forget a guild", func(s session) error {
			for _, of := range []struct {
				statement string
				counted   *int
			}{
				{"DELETE FROM notices WHERE about IN (SELECT id FROM follows WHERE guild = ?)", new(int)},
				{"DELETE FROM follows WHERE guild = ?", &k.Follows},
				{"DELETE FROM additions WHERE guild = ?", &k.Additions},
				{"DELETE FROM settings WHERE guild = ?", new(int)},
				{"DELETE FROM setting_changes WHERE guild = ?", &k.Changes},
				{"DELETE FROM quotas WHERE guild = ?", new(int)},
			} {
				var err error
				if *of.counted, err = s.exec(ctx, of.statement, guild); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return k, m.erased(ctx, err)
}

// sweepAtOnce is how many answers a transaction deletes, so that nobody waits long for the file.
const sweepAtOnce = 200

// Sweep deletes what is older than keep: answers with their citations, feedback and conversations, changes of settings and notices; 0 keeps all of
// them. Quotas whose window is over, and which messages were heard some hours ago, go in any case. What is followed, set or added stays until someone ends it. It returns how
// many answers went; where it breaks off, the next one goes on.
func (m *Memory) Sweep(ctx context.Context, keep time.Duration) (answers int, err error) {
	now := m.kept()
	if keep > 0 {
		before := now.Add(-keep)
		answers, err = m.deleteAnswers(ctx, "at < ?", before)
		for _, table := range []string{"setting_changes WHERE at", "notices WHERE begun"} {
			if err == nil {
				err = m.change(ctx, "delete what is old", func(s session) error {
					_, err := s.exec(ctx, "DELETE FROM "+table+" < ?", before)
					return err
				})
			}
		}
	}
	if err == nil {
		err = m.change(ctx, "delete what is over", func(s session) error {
			if _, err := s.exec(ctx, "DELETE FROM quotas WHERE began + period <= ?", now); err != nil {
				return err
			}
			_, err := s.exec(ctx, "DELETE FROM heard WHERE at < ?", now.Add(-heardFor))
			return err
		})
	}
	return answers, m.erased(ctx, err)
}

// deleteAnswers deletes answers, sweepAtOnce a transaction, with all that hangs on them.
func (m *Memory) deleteAnswers(ctx context.Context, where string, args ...any) (all int, err error) {
	for n := sweepAtOnce; err == nil && n == sweepAtOnce; all += n {
		n = 0
		err = m.change(ctx, "delete answers", func(s session) error {
			if err := s.lock(ctx, forgetting); err != nil {
				return err
			}
			ids, err := list(ctx, s, text, "SELECT id FROM answers WHERE "+where+" LIMIT ?", append(args, sweepAtOnce)...)
			if err != nil || len(ids) == 0 {
				return err
			}
			these := make([]any, len(ids))
			for i, id := range ids {
				these[i] = id
			}
			conversations, err := list(ctx, s, text, "SELECT DISTINCT conversation FROM answers WHERE conversation <> '' AND id IN "+questions(len(ids))+" ORDER BY conversation", these...)
			if err != nil {
				return err
			}
			if _, err := s.exec(ctx, "DELETE FROM notices WHERE about IN "+questions(len(ids)), these...); err != nil {
				return err
			}
			if n, err = s.exec(ctx, "DELETE FROM answers WHERE id IN "+questions(len(ids)), these...); err != nil {
				return err
			}
			return endConversations(ctx, s, conversations)
		})
	}
	return all, err
}

// erased removes what was deleted from the engine's logs too.
func (m *Memory) erased(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	return m.wrap("empty the log of what was deleted", m.dialect.erase(ctx, m.write))
}
