package memory

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// Codes of PostgreSQL's errors, by https://www.postgresql.org/docs/current/errcodes-appendix.html.
const (
	pgForeignKey       = "23503"
	pgReadOnly         = "25006"
	pgNoAuthorization  = "28000"
	pgWrongPassword    = "28P01"
	pgNoDatabase       = "3D000"
	pgSerialization    = "40001"
	pgDeadlock         = "40P01"
	pgForbidden        = "42501"
	pgDiskFull         = "53100"
	pgTooMany          = "53300"
	pgLocked           = "55P03"
	pgShutdown         = "57P01"
	pgCrash            = "57P02"
	pgNotYet           = "57P03"
	pgIdleInChange     = "25P03"
	pgDamaged          = "XX001"
	pgDamagedIndex     = "XX002"
	pgConnectionErrors = "08" // the class
)

func pgCode(err error) string {
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		return failed.Code
	}
	return ""
}

// lost tells whether the connection to the server was lost, or could not be made.
func lost(err error) bool {
	switch code := pgCode(err); {
	case code == pgShutdown, code == pgCrash, code == pgNotYet, code == pgTooMany, len(code) == 5 && code[:2] == pgConnectionErrors:
		return true
	case code != "":
		return false
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[*net.OpError](err)
	return connecting || network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, pgconn.ErrConnClosed) || pgconn.SafeToRetry(err)
}

func (server) again(err error) bool {
	switch pgCode(err) {
	case pgSerialization, pgDeadlock:
		return true // also of a commit
	}
	return lost(err) && !doubtful(err)
}

// doubtful tells whether a commit was sent to the server that then was lost.
func doubtful(err error) bool {
	_, committing := errors.AsType[commitError](err)
	return committing && lost(err) && !pgconn.SafeToRetry(err)
}

func (s server) explain(err error) error {
	switch pgCode(err) {
	case pgForeignKey: // what it belonged to was deleted meanwhile
		return ErrUnknown
	case pgWrongPassword, pgNoAuthorization:
		return fmt.Errorf("%s does not let the bot in; set user and password right in DATELINE_MEMORY: %w", s, err)
	case pgNoDatabase:
		return fmt.Errorf("%s does not exist; create the database, or name another one in DATELINE_MEMORY: %w", s, err)
	case pgForbidden:
		return fmt.Errorf("%s does not allow the bot what it needs; make its user the owner of the database: %w", s, err)
	case pgReadOnly:
		return fmt.Errorf("%s takes no changes, so it is perhaps a standby; name the primary in DATELINE_MEMORY: %w", s, err)
	case pgDiskFull:
		return fmt.Errorf("%s cannot be written, because its disk is full; nothing was changed: make room and try again: %w", s, err)
	case pgTooMany:
		return fmt.Errorf("%s has as many connections as it allows; raise its max_connections, %d a process: %w", s, connections, err)
	case pgLocked, pgIdleInChange:
		return fmt.Errorf("%s has been locked by another process for %s; end that process or try again: %w", s, busyTimeout, err)
	case pgDamaged, pgDamagedIndex:
		return fmt.Errorf("%s is %w (%w); restore it from a backup", s, ErrDamaged, err)
	}
	switch {
	case doubtful(err):
		return fmt.Errorf("%s was lost before it said whether a change is kept: %w", s, err)
	case lost(err):
		return fmt.Errorf("%s cannot be reached; nothing was changed: start it, or set DATELINE_MEMORY right: %w", s, err)
	}
	return err
}
