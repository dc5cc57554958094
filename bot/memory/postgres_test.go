package memory_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"dateline/bot/memory"
	"dateline/bot/memory/memorytest"
	"dateline/bot/memory/postgrestest"
)

// connect opens the memory at an address of PostgreSQL.
func connect(ctx context.Context, address string, now func() time.Time) (*memory.Memory, error) {
	a, err := memory.ParseAddress(address)
	if err != nil {
		return nil, err
	}
	return memory.Connect(ctx, a, now)
}

// connected opens it, and closes it with the test.
func connected(t testing.TB, address string, now func() time.Time) *memory.Memory {
	t.Helper()
	m, err := connect(t.Context(), address, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

func TestPostgreSQL(t *testing.T) {
	server := postgrestest.Start(t)
	memorytest.Run(t, func(t *testing.T) memorytest.Opener {
		address := server.Database()
		return func(t *testing.T, now func() time.Time) *memory.Memory { return connected(t, address, now) }
	})
	t.Run("another program's tables", func(t *testing.T) {
		address := server.Database()
		server.Exec(address, "CREATE TABLE public.settings (of_another TEXT)")
		m := connected(t, address, nil)
		if err := m.Set(t.Context(), "guild", "guild", "moderator", memory.Settings{Language: new("de")}); err != nil {
			t.Error(err)
		}
		server.Exec(address, "SELECT of_another FROM public.settings")
		own := connected(t, address+"&search_path=second%20bot", nil)
		if s, err := own.Settings(t.Context(), "guild"); err != nil || s.Language != nil {
			t.Errorf("in a schema of its own: %v, %v", s, err)
		}
		if err := errors.Join(m.Check(t.Context()), own.Check(t.Context())); err != nil {
			t.Error(err)
		}
	})
	t.Run("an owner of the schema alone", func(t *testing.T) {
		address := server.Database()
		for _, statement := range []string{"CREATE ROLE small LOGIN PASSWORD 'small'", "CREATE SCHEMA dateline AUTHORIZATION small"} {
			server.Exec(address, statement)
		}
		connected(t, strings.Replace(address, postgrestest.User+":pass%25word", "small:small", 1), nil)
	})
	t.Run("refused", func(t *testing.T) { testRefused(t, server) })
}

// A database that cannot be used is named, with what to do, but for its password.
func testRefused(t *testing.T, server *postgrestest.Server) {
	change := func(address, old, new string) string {
		if !strings.Contains(address, old) {
			t.Fatal(address)
		}
		return strings.Replace(address, old, new, 1)
	}
	database := func(address, name string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		u.Path = "/" + name
		return u.String()
	}
	newer, standby, weak, spoilt := server.Database(), server.Database(), server.Database(), server.Database()
	connected(t, newer, nil)
	server.Exec(newer, "INSERT INTO dateline.migrations VALUES (1000, '1000_future.sql', 0)")
	server.Exec(newer, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
	server.Exec(newer, "CREATE ROLE weak LOGIN PASSWORD 'pass%word'")
	standby += "&default_transaction_read_only=on"
	connected(t, spoilt, nil)
	server.Exec(spoilt, "ALTER TABLE dateline.notes RENAME value TO other")
	for name, tt := range map[string]struct {
		address string
		is      error
		says    []string
	}{
		"newer":          {newer, memory.ErrNewer, []string{"version 1000", "start that dateline"}},
		"not UTF-8":      {database(newer, "latin"), nil, []string{"LATIN1", "ENCODING 'UTF8'", "DATELINE_MEMORY"}},
		"wrong password": {change(weak, "pass%25word", "pass%25words"), nil, []string{"does not let the bot in", "DATELINE_MEMORY"}},
		"no such user":   {change(weak, postgrestest.User+":", "nobody:"), nil, []string{"does not let the bot in", "DATELINE_MEMORY"}},
		"no database":    {database(weak, "none"), nil, []string{"create the database", "DATELINE_MEMORY"}},
		"no rights":      {change(weak, postgrestest.User+":", "weak:"), nil, []string{"make its user the owner"}},
		"a standby":      {standby, nil, []string{"takes no changes", "primary"}},
		"another shape":  {spoilt, nil, []string{"column"}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := connect(t.Context(), tt.address, nil)
			if err == nil {
				m.Close()
				t.Fatal("was opened")
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("%v is not %v", err, tt.is)
			}
			for _, word := range tt.says {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%v does not say %q", err, word)
				}
			}
			wantNoPassword(t, err)
		})
	}
}

func wantNoPassword(t *testing.T, err error) {
	t.Helper()
	for _, password := range []string{postgrestest.Password, url.PathEscape(postgrestest.Password)} {
		if strings.Contains(err.Error(), password) {
			t.Errorf("an error tells the password: %v", err)
		}
	}
}

func TestParseAddress(t *testing.T) {
	for _, bad := range []string{"", "local", "mysql://u:pass%25word@host/db", "postgres://u:pass%word@host/db", "postgres://u:pass%25word@host:port/db",
		"postgres://u:pass%25word@host", "postgres://u:pass%25word@host/db?sslmode=perhaps", "host=h user=u password=pass%25word",
		"postgres://u:pass%25word@host/db?search_path=a,b"} {
		a, err := memory.ParseAddress(bad)
		if err == nil {
			t.Errorf("%s is read as %s", bad, a)
			continue
		}
		wantNoPassword(t, err)
	}
	for good, want := range map[string]string{
		"postgres://u:pass%25word@db.example/bot":                     "PostgreSQL at db.example:5432/bot",
		"postgresql://u@[::1]:5433/bot?sslmode=disable":               "PostgreSQL at [::1]:5433/bot",
		"postgres://u:pass%25word@db.example/bot?search_path=another": "PostgreSQL at db.example:5432/bot (schema another)",
	} {
		if a, err := memory.ParseAddress(good); err != nil || fmt.Sprint(a) != want {
			t.Errorf("%s is read as %s (%v), want %s", good, a, err, want)
		}
	}
}

// Whatever becomes of the server: what it said is kept is there, and who asks while it restarts is answered once it has.
func TestServerRestarts(t *testing.T) {
	server := postgrestest.Start(t)
	address := server.Database()
	m := connected(t, address, nil)
	ctx := t.Context()
	record := func(ctx context.Context) (string, error) {
		e := memorytest.Answered("guild", "reader", "Who?")
		e.Conversation = "thread"
		e, err := m.Record(ctx, e)
		return e.ID, err
	}
	var kept []string
	for name, end := range map[string]func(){"crash": server.Crash, "stop": server.Stop} {
		t.Run(name, func(t *testing.T) {
			// Some are under way when it goes.
			said := make(chan string)
			var all errgroup.Group
			going, stop := context.WithCancel(ctx)
			for range 4 {
				all.Go(func() error {
					for going.Err() == nil {
						id, err := record(going)
						switch {
						case err == nil:
							said <- id
						case going.Err() == nil && !strings.Contains(err.Error(), "was lost before it said"):
							return err
						}
					}
					return nil
				})
			}
			take := func(n int) {
				for range n {
					kept = append(kept, <-said)
				}
			}
			take(20)
			ended := make(chan struct{})
			go func() {
				end()
				server.Restart()
				close(ended)
			}()
			for waiting := true; waiting; {
				select {
				case id := <-said:
					kept = append(kept, id)
				case <-ended:
					waiting = false
				}
			}
			take(20)
			stop()
			over := make(chan error, 1)
			go func() { over <- all.Wait() }()
			for waiting := true; waiting; {
				select {
				case id := <-said:
					kept = append(kept, id)
				case err := <-over:
					if err != nil {
						t.Error(err)
					}
					waiting = false
				}
			}
			for _, id := range kept {
				if _, err := m.Entry(ctx, id); err != nil {
					t.Errorf("%s was kept: %v", id, err)
				}
			}
			turns, err := m.Turns(ctx, "thread", 1_000_000)
			if err != nil || len(turns) < len(kept) {
				t.Errorf("%d turns of %d (%v)", len(turns), len(kept), err)
			}
			for i, turn := range turns {
				if turn.Number != i+1 {
					t.Fatalf("turn %d has number %d", i, turn.Number)
				}
			}
		})
	}

	// Who does not want to wait is told what is amiss.
	server.Stop()
	soon, done := context.WithTimeout(ctx, 200*time.Millisecond)
	defer done()
	began := time.Now()
	_, err := record(soon)
	if err == nil || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "cannot be reached") || !strings.Contains(err.Error(), "DATELINE_MEMORY") {
		t.Errorf("while it is away: %v", err)
	}
	wantNoPassword(t, err)
	if waited := time.Since(began); waited > 5*time.Second {
		t.Errorf("it took %v", waited)
	}
	// And who comes after it has been away for long does not wait.
	if _, err := record(ctx); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("while it is away: %v", err)
	}
	began = time.Now()
	if _, err := record(ctx); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("while it is away for long: %v, in %v", err, time.Since(began))
	}
	server.Restart()
	if _, err := record(ctx); err != nil {
		t.Error(err)
	}
}

// A reader's own words reach neither the log by way of an error, nor another reader.
func TestPostgreSQLErrorsKeepWordsToThemselves(t *testing.T) {
	m := connected(t, postgrestest.Start(t).Database(), nil)
	e := memorytest.Answered("guild", "canary", "Canary question?")
	e.ID, e.Conversation = "1", "canary"
	_, first := m.Record(t.Context(), e)
	_, second := m.Record(t.Context(), e)
	if first != nil || second == nil || strings.Contains(strings.ToLower(second.Error()), "canary") {
		t.Errorf("%v, %v", first, second)
	}
}

// Records, deletions and sweeps at once neither lock each other out nor leave a conversation that cannot go on.
func TestPostgreSQLForgetsWhileOthersWrite(t *testing.T) {
	server := postgrestest.Start(t)
	address := server.Database()
	one, other := connected(t, address, nil), connected(t, address, nil)
	var all errgroup.Group
	for i := range 8 {
		all.Go(func() error {
			m := []*memory.Memory{one, other}[i%2]
			for n := range 40 {
				e := memorytest.Answered("guild", fmt.Sprint("reader ", i%3), "Who?")
				e.Conversation = fmt.Sprint("thread ", n%2)
				if n%3 == 0 {
					e.Messages = []memory.Message{{Channel: "channel", ID: memory.NewID()}}
				}
				if _, err := m.Record(t.Context(), e); err != nil {
					return err
				}
			}
			return nil
		})
		all.Go(func() error {
			m := []*memory.Memory{other, one}[i%2]
			for range 10 {
				_, forget := m.Forget(t.Context(), fmt.Sprint("reader ", i%3))
				_, sweep := m.Sweep(t.Context(), time.Nanosecond)
				if err := errors.Join(forget, sweep); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
}

// A conversation to which another process adds a turn while its first ones are deleted goes on counting.
func TestAConversationOutlivesItsFirstTurns(t *testing.T) {
	address := postgrestest.Start(t).Database()
	m, ctx := connected(t, address, nil), t.Context()
	record := func() memory.Entry {
		t.Helper()
		e := memorytest.Answered("guild", "reader", "Who?")
		e.Conversation = "thread"
		e, err := m.Record(ctx, e)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	record()
	other, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close(ctx)
	do := func(statement string) {
		t.Helper()
		if _, err := other.Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	do("BEGIN")
	do("UPDATE dateline.conversations SET turns = 2")
	do(`INSERT INTO dateline.answers SELECT 'second', guild, channel, thread, conversation, 2, 'another reader', private, abstained, language, kind, gap, answer, at
		FROM dateline.answers`)
	forgotten := make(chan error, 1)
	go func() {
		_, err := m.Forget(ctx, "reader")
		forgotten <- err
	}()
	for waiting := 0; waiting == 0; {
		if err := other.QueryRow(ctx, "SELECT COUNT(*) FROM pg_locks WHERE NOT granted").Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	do("COMMIT")
	if err := <-forgotten; err != nil {
		t.Fatal(err)
	}
	if e := record(); e.Turn != 3 {
		t.Errorf("the next turn is number %d", e.Turn)
	}
}
