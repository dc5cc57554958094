package memory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// usualSchema is where our tables lie, apart from those of other programs in the same database, unless an address names
	// another one by its search_path.
	usualSchema = "dateline"
	// connections of a process at the most; a server allows 100, unless it is told otherwise.
	connections = 8
	// connectWithin bounds the making of one of them, unless the address does.
	connectWithin = 5 * time.Second
	// idleFor is how long one is kept that nobody uses.
	idleFor = 5 * time.Minute
)

// serverLimits are what a connection asks of the server, unless the address says otherwise. A process whose computer went down in the
// middle of a transaction would else hold its locks until the network notices, which may be hours.
var serverLimits = map[string]string{
	"application_name":                    "dateline",
	"lock_timeout":                        fmt.Sprint(busyTimeout.Milliseconds()),
	"idle_in_transaction_session_timeout": fmt.Sprint(busyTimeout.Milliseconds()),
}

// Address is that of a PostgreSQL database. It prints as its host, port and name alone.
type Address struct {
	config *pgx.ConnConfig
	schema string
}

// errAddress does not repeat what was written, which may hold a password.
var errAddress = errors.New("write an address such as postgres://user:password@host:5432/database, with %-signs for what is special in a " +
	"password and ?sslmode=disable behind it where the server has no TLS; the password may stand in PGPASSWORD or ~/.pgpass instead")

// ParseAddress reads an address of PostgreSQL. The errors say what to write instead.
func ParseAddress(value string) (Address, error) {
	if !strings.HasPrefix(value, "postgres://") && !strings.HasPrefix(value, "postgresql://") {
		return Address{}, errAddress
	}
	config, err := pgx.ParseConfig(value)
	if err != nil || config.Database == "" {
		return Address{}, errAddress
	}
	a := Address{config, config.RuntimeParams["search_path"]}
	if a.schema == "" {
		a.schema = usualSchema
	}
	if strings.ContainsAny(a.schema, `,"`) {
		return Address{}, errors.New("search_path names more than one schema; name the one in which the bot's tables are to lie")
	}
	config.RuntimeParams["search_path"] = a.quotedSchema()
	for name, value := range serverLimits {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
	if config.ConnectTimeout == 0 || !strings.Contains(value, "connect_timeout") {
		config.ConnectTimeout = connectWithin
	}
	return a, nil
}

func (a Address) quotedSchema() string { return pgx.Identifier{a.schema}.Sanitize() }

// String names the database without its user and password.
func (a Address) String() string {
	name := fmt.Sprintf("PostgreSQL at %s/%s", net.JoinHostPort(a.config.Host, fmt.Sprint(a.config.Port)), a.config.Database)
	if a.schema != usualSchema {
		name += " (schema " + a.schema + ")"
	}
	return name
}

// Connect opens a PostgreSQL database, makes our tables where there are none, and brings them up to date: of several processes
// that start at once, one does. now is as for Open. Any number of processes may share the database. The clocks of their computers
// have to agree to within seconds, since what a process undertakes is its own for a time.
func Connect(ctx context.Context, a Address, now func() time.Time) (*Memory, error) {
	db := stdlib.OpenDB(*a.config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(idleFor)
	m := &Memory{write: db, read: db, dialect: server{a}, now: now,
		changing: &sql.TxOptions{Isolation: sql.LevelReadCommitted},
		looking:  &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}}
	if err := m.change(ctx, "open the bot's memory", func(s session) error { return a.claim(ctx, s) }); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return start(ctx, m)
}

// claim makes our schema where there is none, and keeps off databases that cannot hold what readers write.
func (a Address) claim(ctx context.Context, s session) error {
	var encoding string
	if err := s.one(ctx, []any{&encoding}, "SELECT current_setting('server_encoding')"); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf("%s holds text as %s; create a database with ENCODING 'UTF8' and name that one in DATELINE_MEMORY", a, encoding)
	}
	if err := s.lock(ctx, schema); err != nil {
		return err
	}
	// IF NOT EXISTS would want the right to create one also where it is there.
	err := s.one(ctx, []any{new(string)}, "SELECT nspname FROM pg_namespace WHERE nspname = ?", a.schema)
	if errors.Is(err, ErrUnknown) {
		_, err = s.exec(ctx, "CREATE SCHEMA "+a.quotedSchema())
	}
	return err
}

// server is the dialect of PostgreSQL.
type server struct{ Address }

func (s server) name() string { return s.String() }

// bind numbers the values. No statement of ours has a ? in a text.
func (server) bind(query string) string {
	var b strings.Builder
	parts := strings.Split(query, "?")
	for i, part := range parts[:len(parts)-1] {
		fmt.Fprintf(&b, "%s$%d", part, i+1)
	}
	return b.String() + parts[len(parts)-1]
}

func (server) lock(ctx context.Context, s session, what string) error {
	_, err := s.exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))", what, applicationID)
	return err
}

// erase has the server free what deleted rows hold, without waiting for whoever works on a table, where it would come round to it
// only when much of the table is dead. Its logs and backups are the operator's to let go.
func (s server) erase(ctx context.Context, db *sql.DB) error {
	tables, err := s.tables(ctx, db)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM (SKIP_LOCKED) "+strings.Join(tables, ", "))
	return err
}

// check has the server read every row.
func (s server) check(ctx context.Context, db *sql.DB) error {
	tables, err := s.tables(ctx, db)
	for i := 0; i < len(tables) && err == nil; i++ {
		var size int64
		err = db.QueryRowContext(ctx, "SELECT COALESCE(SUM(LENGTH(one::text)), 0) FROM "+tables[i]+" AS one").Scan(&size)
	}
	if err != nil {
		return fmt.Errorf("check the bot's memory: %w", s.explain(err))
	}
	return nil
}

// tables are ours, quoted.
func (s server) tables(ctx context.Context, db *sql.DB) ([]string, error) {
	return list(ctx, session{db, s}, text, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = ? ORDER BY tablename", s.schema)
}
