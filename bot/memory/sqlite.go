package memory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FileName is what the file is called in the program's state folder.
const FileName = "memory.db"

const (
	busyTimeout = 10 * time.Second // how long a process waits for another one's transaction
	readers     = 4
)

// Open opens the SQLite database at path, makes it (folder 0700, file 0600) where there is none, and brings it up to date. now is
// the clock by which everything is dated; nil means time.Now. It keeps off a file that another program made, that a newer
// dateline made, or that is damaged, and says so with the file's name.
func Open(ctx context.Context, path string, now func() time.Time) (*Memory, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the bot's memory: %w", err)
	}
	if err := private(path); err != nil {
		return nil, err
	}
	d := file{path}
	m := &Memory{dialect: d, now: now}
	// FULL, where NORMAL would do to keep the file whole: a message stays on Discord when the power fails, and an answer that the
	// ledger then forgot is out of a correction's reach for good. It costs milliseconds an answer.
	if m.write, err = d.connect(1, "_txlock=immediate", "_pragma=journal_mode(wal)", "_pragma=synchronous(full)", "_pragma=secure_delete(on)"); err != nil {
		return nil, err
	}
	if m.read, err = d.connect(readers, "_pragma=query_only(on)"); err != nil {
		return nil, errors.Join(err, m.write.Close())
	}
	// A file that turns to write-ahead logging is locked at once for the others who open it, whatever their time to wait.
	for deadline := time.Now().Add(busyTimeout); ; {
		if err = d.claim(ctx, m); !busy(err) || time.Now().After(deadline) {
			break
		}
		select {
		case <-time.After(busyTimeout / 500):
		case <-ctx.Done():
		}
	}
	if err != nil {
		return nil, errors.Join(m.wrap("open the bot's memory", err), m.Close())
	}
	return start(ctx, m)
}

// private makes an empty file that its owner alone can read, and takes others' rights from one that is there: SQLite gives its
// own files the same.
func private(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the bot's memory (DATELINE_STATE names it): %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = errors.Join(f.Chmod(0o600), f.Close())
	}
	if err != nil {
		return fmt.Errorf("open the bot's memory (DATELINE_STATE names its folder, which has to be writable): %w", err)
	}
	return nil
}

// file is the dialect of SQLite.
type file struct{ path string }

func (f file) connect(most int, options ...string) (*sql.DB, error) {
	options = append(options, fmt.Sprintf("_busy_timeout=%d", busyTimeout.Milliseconds()), "_pragma=foreign_keys(on)", "_pragma=temp_store(memory)")
	slashed := filepath.ToSlash(f.path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	address := url.URL{Scheme: "file", Path: slashed, RawQuery: strings.Join(options, "&")}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.path, err)
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db, nil
}

// applicationID marks the file as one of ours in its header, where the program file(1) looks too.
const applicationID = 0x444c6e65 // "DLne"

// claim marks an empty file as ours, and keeps the program off other programs' before anything is written.
func (f file) claim(ctx context.Context, m *Memory) error {
	var id, tables int
	err := once(ctx, m.read, nil, func(tx *sql.Tx) error {
		return errors.Join(tx.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id), tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&tables))
	})
	switch {
	case err == nil && id == applicationID:
		return m.write.PingContext(ctx)
	case err == nil && (id != 0 || tables > 0):
		return fmt.Errorf("%s is the database of another program; move it away, or set DATELINE_STATE to another folder", f.path)
	case err == nil:
		_, err = m.write.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	}
	return err
}

func busy(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && failed.Code()&0xff == sqlite3.SQLITE_BUSY
}

func (f file) name() string { return f.path }

func (file) bind(query string) string { return query }

func (f file) explain(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return f.damaged(err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%s cannot be read or written, perhaps because its disk is full; nothing was changed: make room and try again: %w", f.path, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%s cannot be written; give this user the right to write it and its folder, or set DATELINE_STATE to another one: %w", f.path, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%s has been locked by another process for %s; end that process or try again: %w", f.path, busyTimeout, err)
	}
	return err
}

func (f file) damaged(err error) error {
	return fmt.Errorf("%s is %w (%w); nothing was changed: put a backup in its place, or keep what can be read of it with "+
		"sqlite3 %[1]q .recover, or move it and its -wal and -shm files away to begin with an empty memory", f.path, ErrDamaged, err)
}

// A transaction of the writer locks the whole file from its start.
func (file) lock(context.Context, session, string) error { return nil }

// A transaction waits for others' by itself.
func (file) again(error) bool { return false }

// erase empties the log, which still holds the pages from before a change; secure_delete has overwritten them in the file.
func (f file) erase(ctx context.Context, db *sql.DB) error {
	var busy, pages, moved int
	return db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(truncate)").Scan(&busy, &pages, &moved)
}

func (f file) check(ctx context.Context, db *sql.DB) error {
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return fmt.Errorf("check the bot's memory: %w", f.explain(err))
	}
	if said != "ok" {
		return fmt.Errorf("check the bot's memory: %w", f.damaged(errors.New(said)))
	}
	return nil
}
