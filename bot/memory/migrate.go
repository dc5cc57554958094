package memory

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// migrations are applied in the order of their names. One that has been released is never edited: what is deployed has run it.
//
//go:embed migrations/*.sql
var migrations embed.FS

// schema names what is locked while it is made or changed.
const schema = "schema"

// migrate applies the migrations that the database lacks, a transaction each.
func (m *Memory) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return fmt.Errorf("list the migrations: %w", err)
	}
	version, err := m.version(ctx)
	switch {
	case err != nil:
		return err
	case version > len(names):
		return fmt.Errorf("%s was %w: it is at version %d, and this one knows %d; start that dateline, or put back a backup from before it", m.dialect.name(), ErrNewer, version, len(names))
	}
	for i, name := range names[version:] {
		if err := m.apply(ctx, version+i+1, name); err != nil {
			return err
		}
	}
	return nil
}

func (m *Memory) version(ctx context.Context) (version int, err error) {
	err = m.change(ctx, "read the version of the bot's memory", func(s session) error {
		if err := s.lock(ctx, schema); err != nil {
			return err
		}
		if _, err := s.exec(ctx, `CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL)`); err != nil {
			return err
		}
		return s.one(ctx, []any{&version}, "SELECT COALESCE(MAX(version), 0) FROM migrations")
	})
	return version, err
}

// apply runs one migration, where no other process has by now.
func (m *Memory) apply(ctx context.Context, version int, name string) error {
	statements, err := migrations.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read a migration: %w", err)
	}
	return m.change(ctx, "bring the bot's memory up to date: "+path.Base(name), func(s session) error {
		if err := s.lock(ctx, schema); err != nil {
			return err
		}
		var done int
		if err := s.one(ctx, []any{&done}, "SELECT version FROM migrations WHERE version = ?", version); !errors.Is(err, ErrUnknown) {
			return err
		}
		if _, err := s.on.ExecContext(ctx, string(statements)); err != nil {
			return err
		}
		_, err = s.exec(ctx, "INSERT INTO migrations (version, name, at) VALUES (?, ?, ?)", version, path.Base(name), m.now())
		return err
	})
}
