package memory

import (
	"context"
	"errors"
	"strconv"
	"time"
)

// Notice is the news of one change to those who see an answer, or who follow a question. It is told once.
type Notice struct {
	About   string    // the ID of the answer or of the follow
	Change  string    // names what changed: an article's ID and new hash, or an answer's hash
	Words   string    // what readers were told
	Message string    // the message that was edited or posted
	At      time.Time // when it was told
}

// Telling says who tells a notice.
type Telling int

// What Begin finds.
const (
	Tell      Telling = iota // nobody began to
	TellAgain                // somebody began and did not come back: look whether readers have been told, or tell them in a way that does no harm twice
	TellNot                  // it has been told, or another process is at it
)

// Begin takes it upon the caller to tell a notice within a time; tell it, then call Told. Where the caller breaks off in between, the next
// one to begin after that time gets TellAgain.
func (m *Memory) Begin(ctx context.Context, about, change string, within time.Duration) (Telling, error) {
	telling, now := Tell, m.kept()
	err := m.change(ctx, "begin a notice", func(s session) error {
		n, err := s.exec(ctx, "INSERT INTO notices (about, change, begun, told, words, message) VALUES (?, ?, ?, 0, '', '') ON CONFLICT (about, change) DO NOTHING", about, change, now)
		if err != nil || n == 1 {
			return err
		}
		telling = TellNot
		n, err = s.exec(ctx, "UPDATE notices SET begun = ? WHERE about = ? AND change = ? AND told = 0 AND begun <= ?", now, about, change, now.Add(-within))
		if n == 1 {
			telling = TellAgain
		}
		return err
	})
	return telling, err
}

// Told ends what Begin began.
func (m *Memory) Told(ctx context.Context, n Notice) error {
	return m.change(ctx, "record a notice", func(s session) error {
		return found(s.exec(ctx, "UPDATE notices SET told = ?, words = ?, message = ? WHERE about = ? AND change = ?", m.kept(), n.Words, n.Message, n.About, n.Change))
	})
}

// Drop gives up what Begin began, so that it may be begun anew; a notice that was told stays.
func (m *Memory) Drop(ctx context.Context, about, change string) error {
	return m.change(ctx, "give up a notice", func(s session) error {
		_, err := s.exec(ctx, "DELETE FROM notices WHERE about = ? AND change = ? AND told = 0", about, change)
		return err
	})
}

// Notices returns what readers of an answer, or followers, were told, oldest first.
func (m *Memory) Notices(ctx context.Context, about string) ([]Notice, error) {
	var all []Notice
	err := m.look(ctx, "look up notices", func(s session) (err error) {
		all, err = list(ctx, s, func(r row) (n Notice, err error) {
			err = r.Scan(&n.About, &n.Change, &n.Words, &n.Message, when{&n.At})
			return n, err
		}, "SELECT about, change, words, message, told FROM notices WHERE about = ? AND told <> 0 ORDER BY told, change", about)
		return err
	})
	return all, err
}

// Note returns what the program noted under a name, "" where it did not.
func (m *Memory) Note(ctx context.Context, name string) (value string, err error) {
	err = m.look(ctx, "look up a note", func(s session) error {
		err := s.one(ctx, []any{&value}, "SELECT value FROM notes WHERE name = ?", name)
		if errors.Is(err, ErrUnknown) {
			return nil
		}
		return err
	})
	return value, err
}

// Reserve returns the next time at which the caller may do what is named, which all processes together do but once in a time.
func (m *Memory) Reserve(ctx context.Context, what string, apart time.Duration) (at time.Time, err error) {
	name := "next " + what
	err = m.change(ctx, "reserve a time", func(s session) error {
		if err := s.lock(ctx, name); err != nil {
			return err
		}
		at = m.kept()
		var next string
		err := s.one(ctx, []any{&next}, "SELECT value FROM notes WHERE name = ?", name)
		if err != nil && !errors.Is(err, ErrUnknown) {
			return err
		}
		// One that is farther off was reserved by a clock that was wrong.
		if n, err := strconv.ParseInt(next, 10, 64); err == nil && n > stamp(at) && n < stamp(at.Add(mostReserved)) {
			at = time.UnixMicro(n).UTC()
		}
		return setNote(ctx, s, name, strconv.FormatInt(stamp(at.Add(apart)), 10))
	})
	return at, err
}

// mostReserved is how far ahead times are reserved.
const mostReserved = time.Hour

// SetNote notes a small thing of the program itself under a name: the hash of the commands that are registered, say.
func (m *Memory) SetNote(ctx context.Context, name, value string) error {
	return m.change(ctx, "note", func(s session) error { return setNote(ctx, s, name, value) })
}

func setNote(ctx context.Context, s session, name, value string) error {
	_, err := s.exec(ctx, "INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}
