package memory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// querier is a database or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// session runs statements whose values are written as ?.
type session struct {
	on      querier
	dialect dialect
}

// lock keeps other processes from what is named until the transaction ends.
func (s session) lock(ctx context.Context, what string) error { return s.dialect.lock(ctx, s, what) }

// exec runs a statement and tells how many rows it changed.
func (s session) exec(ctx context.Context, query string, args ...any) (int, error) {
	result, err := s.on.ExecContext(ctx, s.dialect.bind(query), plain(args)...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// one reads the only row of a query into the pointers given; ErrUnknown where there is none.
func (s session) one(ctx context.Context, into []any, query string, args ...any) error {
	rows, err := s.on.QueryContext(ctx, s.dialect.bind(query), plain(args)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.Join(rows.Err(), ErrUnknown)
	}
	return errors.Join(rows.Scan(into...), rows.Close())
}

// list reads every row of a query.
func list[T any](ctx context.Context, s session, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.on.QueryContext(ctx, s.dialect.bind(query), plain(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, errors.Join(rows.Err(), rows.Close())
}

// row is what can be scanned.
type row interface{ Scan(into ...any) error }

// text scans a row of one column.
func text(r row) (s string, err error) {
	err = r.Scan(&s)
	return s, err
}

// change runs f in a transaction that is committed where f returns nil, and otherwise leaves no trace; then f may be run again.
// doing says what for, in an error.
func (m *Memory) change(ctx context.Context, doing string, f func(s session) error) error {
	return m.wrap(doing, m.transact(ctx, m.write, m.changing, f))
}

// look runs f on one state of the database, and perhaps again.
func (m *Memory) look(ctx context.Context, doing string, f func(s session) error) error {
	return m.wrap(doing, m.transact(ctx, m.read, m.looking, f))
}

// transact runs f in a transaction, and in another one where the engine says that the last one left no trace and that the next may
// fare better. Once all have failed for some time, they are not repeated until one succeeds: readers wait.
func (m *Memory) transact(ctx context.Context, db *sql.DB, options *sql.TxOptions, f func(s session) error) error {
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		err := once(ctx, db, options, func(tx *sql.Tx) error { return f(session{tx, m.dialect}) })
		if err == nil {
			m.failing.Store(0)
			return nil
		}
		if ctx.Err() != nil || !m.dialect.again(err) {
			return err
		}
		m.failing.CompareAndSwap(0, time.Now().UnixNano())
		if since := m.failing.Load(); since != 0 && time.Since(time.Unix(0, since)) > busyTimeout {
			return err
		}
		select {
		case <-time.After(wait/2 + rand.N(wait)):
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		}
	}
}

// Between two transactions of which the second stands in for the first.
const (
	firstWait   = 10 * time.Millisecond
	longestWait = time.Second
)

func (m *Memory) wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, m.dialect.explain(err))
}

func once(ctx context.Context, db *sql.DB, options *sql.TxOptions, f func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, options)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // where it fails, the connection is gone, and the transaction with it
		return err
	}
	if err := tx.Commit(); err != nil {
		return commitError{err}
	}
	return nil
}

// commitError is the failure of a commit, of which nobody may know whether it took place.
type commitError struct{ error }

func (c commitError) Unwrap() error { return c.error }

// plain makes of the values of a statement what every engine keeps.
func plain(args []any) []any {
	kept := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case string:
			kept[i] = clean(a)
		case time.Time:
			kept[i] = stamp(a)
		default:
			kept[i] = a
		}
	}
	return kept
}

// clean is text as it is kept.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// stamp is a time as it is kept: microseconds since 1970, 0 where it is unknown.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// when scans a time.
type when struct{ to *time.Time }

// Scan reads what stamp wrote.
func (w when) Scan(from any) error {
	n, ok := from.(int64)
	if !ok {
		return fmt.Errorf("a time is kept as %T", from)
	}
	*w.to = time.Time{}
	if n != 0 {
		*w.to = time.UnixMicro(n).UTC()
	}
	return nil
}

// asJSON scans a JSON text; "" leaves the zero value.
type asJSON struct{ to any }

// Scan reads what toJSON wrote.
func (j asJSON) Scan(from any) error {
	var b []byte
	switch from := from.(type) {
	case string:
		b = []byte(from)
	case []byte:
		b = from
	}
	if len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, j.to)
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// questions is a list of n values for IN.
func questions(n int) string { return "(" + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + ")" }
