package memory_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/bot/memory"
	"dateline/bot/memory/memorytest"
)

// open opens the memory in a folder, and closes it with the test.
func open(t testing.TB, folder string, now func() time.Time) *memory.Memory {
	t.Helper()
	m, err := memory.Open(t.Context(), filepath.Join(folder, memory.FileName), now)
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

func TestSQLite(t *testing.T) {
	memorytest.Run(t, func(t *testing.T) memorytest.Opener {
		folder := t.TempDir()
		return func(t *testing.T, now func() time.Time) *memory.Memory { return open(t, folder, now) }
	})
}

func FuzzText(f *testing.F) {
	for _, text := range memorytest.OddText {
		f.Add(text)
	}
	m := open(f, f.TempDir(), nil)
	f.Fuzz(func(t *testing.T, text string) { memorytest.RoundTrip(t, m, text) })
}

func TestFilesAreTheirOwnersAlone(t *testing.T) {
	// What an URL could take for something else.
	folder := filepath.Join(t.TempDir(), "state of 100%?#", "a&b")
	file := filepath.Join(folder, memory.FileName)
	for range 2 {
		m := open(t, folder, nil)
		if _, err := m.Record(t.Context(), memorytest.Answered("guild", "reader", "Who?")); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]os.FileMode{folder: 0o700, file: 0o600, file + "-wal": 0o600, file + "-shm": 0o600} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: %v, want %v (%v)", name, info, want, err)
			}
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenAgainChangesNothing(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, memory.FileName)
	m := open(t, folder, nil)
	if _, err := m.Record(t.Context(), memorytest.Answered("guild", "reader", "Who?")); err != nil {
		t.Fatal(err)
	}
	var before []byte
	for range 3 {
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		after, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && !bytes.Equal(before, after) {
			t.Error("the file is another one")
		}
		before = after
		m = open(t, folder, nil)
	}
}

// alter runs a statement on a database that is closed.
func alter(t *testing.T, file, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// A file of the first version is brought up to date, with all that it keeps.
func TestOldFiles(t *testing.T) {
	folder := t.TempDir()
	start, err := os.ReadFile("migrations/0001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(folder, memory.FileName), string(start)+`; PRAGMA application_id = 0x444c6e65;
		CREATE TABLE migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL);
		INSERT INTO migrations VALUES (1, '0001_start.sql', 1);
		INSERT INTO answers VALUES ('one', 'guild', 'channel', '', '', 0, 'reader', FALSE, FALSE, 'en', 'told', '', '{}', 1);
		INSERT INTO additions VALUES ('two', 'guild', 'feed', 'https://example.org/feed', 'files/two', 'moderator', 'read', 'Why.', 1000000, 2000000)`)
	m := open(t, folder, nil)
	if _, err := m.Entry(t.Context(), "one"); err != nil {
		t.Error(err)
	}
	want := []memory.Addition{{ID: "two", Guild: "guild", Kind: "feed", Address: "https://example.org/feed", File: "files/two", By: "moderator", State: "read",
		Reason: "Why.", At: time.Unix(1, 0).UTC(), Checked: time.Unix(2, 0).UTC()}}
	if all, err := m.Additions(t.Context(), "guild"); err != nil || !reflect.DeepEqual(all, want) {
		t.Errorf("%+v, %v", all, err)
	}
	if h, err := m.Hear(t.Context(), "1", time.Minute); err != nil || h != memory.Unheard {
		t.Errorf("%v, %v", h, err)
	}
	if err := m.Arrive(t.Context(), "guild"); err != nil {
		t.Error(err)
	}
}

// A file that is not to be used is named, with what to do, and left as it is.
func TestRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(t *testing.T, file string)
		is    error
		says  []string
	}{
		"newer": {
			func(t *testing.T, file string) {
				alter(t, file, "INSERT INTO migrations VALUES (1000, '1000_future.sql', 0)")
			}, memory.ErrNewer, []string{"version 1000", "start that dateline"},
		},
		"another program's": {
			func(t *testing.T, file string) {
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
				alter(t, file, "CREATE TABLE bookmarks (url TEXT)")
			}, nil, []string{"another program", "DATELINE_STATE"},
		},
		"marked by another program": {
			func(t *testing.T, file string) { alter(t, file, "PRAGMA application_id = 7") }, nil, []string{"another program", "DATELINE_STATE"},
		},
		"no database": {
			func(t *testing.T, file string) {
				write(t, file, []byte(strings.Repeat("a letter to the editor ", 500)))
			},
			memory.ErrDamaged, []string{"backup", ".recover", "move it"},
		},
		"cut short": {
			func(t *testing.T, file string) { write(t, file, read(t, file)[:5000]) }, memory.ErrDamaged, []string{"backup", ".recover", "move it"},
		},
		"its schema overwritten": {
			func(t *testing.T, file string) { write(t, file, overwritten(read(t, file), 110, 4000)) },
			memory.ErrDamaged, []string{"backup", ".recover", "move it"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, memory.FileName)
			if err := open(t, folder, nil).Close(); err != nil {
				t.Fatal(err)
			}
			tt.spoil(t, file)
			before := read(t, file)
			m, err := memory.Open(t.Context(), file, nil)
			if err == nil {
				m.Close()
				t.Fatal("was opened")
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("%v is not %v", err, tt.is)
			}
			for _, word := range append(tt.says, file) {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%v does not say %q", err, word)
				}
			}
			if !bytes.Equal(before, read(t, file)) {
				t.Error("the file was changed")
			}
		})
	}
}

// Damage deep within the file shows when it is checked, and where it is met.
func TestDamage(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, memory.FileName)
	m := open(t, folder, nil)
	var ids []string
	for range 200 {
		e, err := m.Record(t.Context(), memorytest.Answered("guild", "reader", "Who?"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, e.ID)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	whole := read(t, file)
	write(t, file, overwritten(whole, len(whole)/4096*3/4*4096, len(whole)))
	m = open(t, folder, nil)
	if err := m.Check(t.Context()); !errors.Is(err, memory.ErrDamaged) || !strings.Contains(err.Error(), file) {
		t.Errorf("Check: %v", err)
	}
	met := 0
	for _, id := range ids {
		if _, err := m.Entry(t.Context(), id); errors.Is(err, memory.ErrDamaged) && strings.Contains(err.Error(), file) {
			met++
		} else if err != nil {
			t.Logf("%v", err)
		}
	}
	if met == 0 {
		t.Error("answers are read from a damaged file")
	}
}

func TestCheckOfAWholeFile(t *testing.T) {
	if err := open(t, t.TempDir(), nil).Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// What a reader had deleted is in no page and no log of the database any more.
func TestForgottenIsGone(t *testing.T) {
	folder := t.TempDir()
	m := open(t, folder, nil)
	count := func() (n int) {
		for _, suffix := range []string{"", "-wal"} {
			n += bytes.Count(read(t, filepath.Join(folder, memory.FileName)+suffix), []byte("canary"))
		}
		return n
	}
	for i := range 60 {
		e := memorytest.Answered("guild", "canary reader", strings.Repeat("canary question ", 40))
		if i%3 == 0 {
			e = memorytest.Abstained("guild", "canary reader", "canary abstained")
		}
		e.Conversation, e.Answer.Understood = "canary conversation", "canary understood"
		if i%2 == 0 {
			e.Messages = []memory.Message{{Channel: "channel", ID: memory.NewID()}}
		}
		e, err := m.Record(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Judge(t.Context(), memory.Feedback{Answer: e.ID, Reader: "canary reader", Reason: "canary reason"}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Follow(t.Context(), memory.Follow{Reader: "canary reader", Question: "canary follow"}); err != nil {
			t.Fatal(err)
		}
	}
	canaries := count()
	if canaries == 0 {
		t.Fatal("nothing was kept")
	}
	if _, err := m.Forget(t.Context(), "canary reader"); err != nil {
		t.Fatal(err)
	}
	if left := count(); left > 0 {
		t.Errorf("%d of %d are still there", left, canaries)
	}
}

// An error reaches the log: it must not carry a reader's words there.
func TestErrorsKeepWordsToThemselves(t *testing.T) {
	m := open(t, t.TempDir(), nil)
	e := memorytest.Answered("guild", "canary", "Canary question?")
	e.ID = "1"
	e.Conversation = "canary"
	_, first := m.Record(t.Context(), e)
	_, second := m.Record(t.Context(), e)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, third := m.Record(cancelled, e)
	_, fourth := m.Entry(t.Context(), "canary")
	if first != nil || second == nil || third == nil || fourth == nil {
		t.Fatal(first, second, third, fourth)
	}
	for _, err := range []error{second, third, fourth} {
		if strings.Contains(strings.ToLower(err.Error()), "canary") {
			t.Error(err)
		}
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, file string, b []byte) {
	t.Helper()
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func overwritten(b []byte, from, to int) []byte {
	b = bytes.Clone(b)
	for i := range b[from:to] {
		b[from+i] = 0xa5
	}
	return b
}
