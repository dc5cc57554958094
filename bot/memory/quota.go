package memory

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Limit is how often something may be done in a time. The zero Limit, or one of no time, sets none; Most may be 0 beside a time: never.
type Limit struct {
	Most int           `json:"most"`
	Per  time.Duration `json:"per"` // nanoseconds in JSON
}

// Quota is a limit of one reader, one channel or one guild. Its window begins with the first question in it and lasts Limit.Per.
type Quota struct {
	Guild string
	Kind  Kind
	Name  string // the ID of the reader, channel or guild
	Limit
}

// Kind tells whose quota it is.
type Kind string

// Kinds of quota.
const (
	OfReader  Kind = "reader"
	OfChannel Kind = "channel"
	OfGuild   Kind = "guild"
)

// Taken is what Take did.
type Taken struct {
	OK      bool
	Refused Quota     // the quota that is used up, where it was not OK; the one that lasts longest where several are
	Reset   time.Time // when Refused has room again
	Left    int       // where it was OK: how many more the tightest quota allows; -1 where nothing sets a limit
	parts   []part
}

// part is one quota's share of what was taken.
type part struct {
	quota Quota
	began int64
}

var errRefused = errors.New("refused")

// Take takes one question from every quota, or from none of them where one is used up. Of any number of processes and questions at
// once, exactly as many get through as the quotas allow.
func (m *Memory) Take(ctx context.Context, quotas ...Quota) (Taken, error) {
	now := stamp(m.now())
	var t Taken
	quotas = slices.DeleteFunc(slices.Clone(quotas), func(q Quota) bool { return q.Per <= 0 })
	if len(quotas) == 0 {
		return Taken{OK: true, Left: -1}, nil
	}
	// In one order, so that two processes never wait for each other.
	slices.SortFunc(quotas, func(a, b Quota) int {
		return cmp.Or(cmp.Compare(a.Guild, b.Guild), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Per, b.Per))
	})
	err := m.change(ctx, "take from a quota", func(s session) error {
		t = Taken{Left: -1}
		for _, q := range quotas {
			if err := m.takeOne(ctx, s, q, now, &t); err != nil {
				return err
			}
		}
		if !t.Reset.IsZero() {
			return errRefused
		}
		return nil
	})
	switch {
	case errors.Is(err, errRefused):
		return Taken{Refused: t.Refused, Reset: t.Reset}, nil
	case err != nil:
		return Taken{}, err
	}
	t.OK = true
	return t, nil
}

// apart is by how much the clocks of processes may differ, or one process come after another that looked at its clock later.
const apart = time.Minute

// takeOne takes from one quota, or notes in t that it is used up. A window that begins in the future, by a clock that was wrong, counts as over.
func (m *Memory) takeOne(ctx context.Context, s session, q Quota, now int64, t *Taken) error {
	period, name, latest := q.Per.Microseconds(), m.quotaName(q), now+apart.Microseconds()
	var began int64
	var used int
	err := ErrUnknown
	if q.Most > 0 {
		err = s.one(ctx, []any{&began, &used}, `INSERT INTO quotas (guild, kind, name, period, began, used) VALUES (?, ?, ?, ?, ?, 1)
			ON CONFLICT (guild, kind, name, period) DO UPDATE SET
				used = CASE WHEN quotas.began <= ? AND quotas.began > excluded.began - excluded.period THEN quotas.used + 1 ELSE 1 END,
				began = CASE WHEN quotas.began <= ? AND quotas.began > excluded.began - excluded.period THEN quotas.began ELSE excluded.began END
			WHERE quotas.used < ? OR quotas.began > ? OR quotas.began <= excluded.began - excluded.period
			RETURNING began, used`, q.Guild, string(q.Kind), name, period, now, latest, latest, q.Most, latest)
	}
	if err == nil {
		t.parts = append(t.parts, part{q, began})
		if left := q.Most - used; t.Left < 0 || left < t.Left {
			t.Left = left
		}
		return nil
	}
	if !errors.Is(err, ErrUnknown) {
		return err
	}
	began = now
	err = s.one(ctx, []any{&began}, "SELECT began FROM quotas WHERE guild = ? AND kind = ? AND name = ? AND period = ?", q.Guild, string(q.Kind), name, period)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return err
	}
	if reset := time.UnixMicro(began + period).UTC(); reset.After(t.Reset) {
		t.Refused, t.Reset = q, reset
	}
	return nil
}

// Return gives back what Take took, where the question failed through no fault of its asker. A window that is over by now is left alone.
func (m *Memory) Return(ctx context.Context, t Taken) error {
	if len(t.parts) == 0 {
		return nil
	}
	return m.change(ctx, "give back to a quota", func(s session) error {
		for _, p := range t.parts {
			if _, err := s.exec(ctx, "UPDATE quotas SET used = used - 1 WHERE guild = ? AND kind = ? AND name = ? AND period = ? AND began = ? AND used > 0",
				p.quota.Guild, string(p.quota.Kind), m.quotaName(p.quota), p.quota.Per.Microseconds(), p.began); err != nil {
				return err
			}
		}
		return nil
	})
}

// quotaName is what a quota is kept under. Of a reader it is a keyed hash, so that a running window holds nobody's name, and having
// one's data deleted is not a way to a new quota.
func (m *Memory) quotaName(q Quota) string {
	if q.Kind != OfReader {
		return q.Name
	}
	h := hmac.New(sha256.New, m.secret)
	h.Write([]byte(q.Name))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// loadSecret reads the key of those hashes, which the first process made.
func (m *Memory) loadSecret(ctx context.Context) error {
	const name = "quota secret"
	err := m.change(ctx, "make the secret of quotas", func(s session) error {
		if _, err := s.exec(ctx, "INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, NewID()+NewID()); err != nil {
			return err
		}
		var secret string
		err := s.one(ctx, []any{&secret}, "SELECT value FROM notes WHERE name = ?", name)
		m.secret = []byte(secret)
		return err
	})
	if err != nil {
		return fmt.Errorf("open the bot's memory: %w", err)
	}
	return nil
}
