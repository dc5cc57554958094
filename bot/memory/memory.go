// Package memory keeps what the bot has to know tomorrow: conversations, the ledger of answers with the articles that they
// cite, feedback, settings, quotas, follows and a guild's own coverage.
//
// It lies in one SQLite file (Open), by modernc.org/sqlite: SQLite in pure Go, so that the program stays one static binary. Or it
// lies in a PostgreSQL database (Connect), for processes on several machines, by jackc/pgx: of the drivers in pure Go it is the
// one that is kept up, reads every form of address that libpq does, and has a context end what waits for the server. Both are used through
// database/sql, with SQL that both understand; what differs stands in a dialect. Package memorytest holds both to the same.
//
// How it behaves:
//
//   - A method that changes something changes all of it or nothing, and what it says is kept stays kept when the power fails.
//   - Several processes may have the same database open. What has to be counted or claimed once is changed by one statement whose
//     condition looks at the row itself, so that PostgreSQL's read committed is enough; else a row or a name is locked first.
//   - A PostgreSQL that restarts is waited for, some seconds and as long as ctx allows, where it is certain that nothing was done. One
//     that stays away is not.
//   - Nothing is logged, and no error repeats what a reader wrote. What is deleted is overwritten, by PostgreSQL when it
//     needs the room.
//   - Text goes in as it is, but for bytes that are no UTF-8 and for NUL, which become U+FFFD: PostgreSQL takes neither.
//   - Times are kept to the microsecond and come back in UTC.
package memory

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"errors"
	"strings"
	"sync/atomic"
	"time"
)

// Errors that a caller may want to tell apart.
var (
	ErrUnknown = errors.New("nothing is kept under this name")
	ErrDamaged = errors.New("damaged")
	ErrNewer   = errors.New("made by a newer version of dateline")
)

// IDLen is the length of the IDs of answers, follows and added coverage: lower-case letters and digits, random, short enough to stand
// beside an action in Discord's custom_id.
const IDLen = 16

// Memory is one open database. Its methods may be called at the same time.
type Memory struct {
	write, read       *sql.DB // the same one where the engine lets several write
	changing, looking *sql.TxOptions
	dialect           dialect
	now               func() time.Time
	secret            []byte       // what names in quotas are hashed with
	failing           atomic.Int64 // since when every transaction fails of what passes, in nanoseconds since 1970; 0 where none does
}

// dialect is where engines differ.
type dialect interface {
	// name is what the operator knows the database by.
	name() string
	// bind turns a statement with ? for its values into the engine's own form.
	bind(query string) string
	// explain puts into a sentence for the operator what went wrong with the database itself; other errors it returns as they are.
	explain(err error) error
	// again tells whether a transaction failed of what passes, and certainly left no trace.
	again(err error) bool
	// lock keeps other processes from what is named until the session's transaction ends.
	lock(ctx context.Context, s session, what string) error
	// erase removes what was deleted from wherever the engine still holds it, as far as no other process is reading it.
	erase(ctx context.Context, db *sql.DB) error
	// check reads the whole database and returns an ErrDamaged where it is not whole.
	check(ctx context.Context, db *sql.DB) error
}

// start brings a database that is open up to this version of the program.
func start(ctx context.Context, m *Memory) (*Memory, error) {
	if m.now == nil {
		m.now = time.Now
	}
	err := m.migrate(ctx)
	if err == nil {
		err = m.loadSecret(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

// Close ends all use of the database. It returns once what is under way has ended.
func (m *Memory) Close() error {
	var err error
	if m.read != m.write {
		err = m.read.Close()
	}
	return m.dialect.explain(errors.Join(err, m.write.Close()))
}

// Check reads the whole database, which takes about a second a gigabyte, and returns an ErrDamaged that names it and says what
// to do where it is not whole.
func (m *Memory) Check(ctx context.Context) error {
	return m.dialect.check(ctx, m.read)
}

// NewID makes an ID of IDLen characters.
func NewID() string {
	random := make([]byte, IDLen*5/8)
	rand.Read(random) // never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(random))
}
