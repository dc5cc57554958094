package terminal_test

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/bot/library"
	"dateline/bot/memory"
	"dateline/bot/terminal"
	"dateline/retrieval/goldentest"
)

// shelf is a library that records what is added and fetches nothing.
type shelf struct{ *memory.Memory }

func (s shelf) Add(ctx context.Context, guild, by, address string, say func(string)) (library.Added, error) {
	if strings.Contains(address, "nothing") {
		return library.Added{}, &library.Refused{Why: library.Unreadable, Detail: "the page has no text"}
	}
	say("Fetching.")
	a, added, err := s.Memory.Add(ctx, memory.Addition{Guild: guild, Kind: library.Address, Address: address, By: by, State: library.Reading})
	if err == nil && !added {
		err = &library.Refused{Why: library.Known}
	}
	return library.Added{ID: a.ID, Address: address, Articles: 12, More: 3, Skipped: []string{"two.html: it has no text"}}, err
}

func (s shelf) AddFile(ctx context.Context, guild, by, name string, from io.Reader) (library.Added, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return library.Added{}, err
	}
	a, _, err := s.Memory.Add(ctx, memory.Addition{Guild: guild, Kind: library.File, Address: name, By: by, State: library.Reading})
	return library.Added{ID: a.ID, Address: name, Articles: len(strings.Fields(string(text)))}, err
}

func (s shelf) Remove(ctx context.Context, guild, id string) error {
	return s.Memory.Remove(ctx, guild, id)
}

func (s shelf) Refresh(ctx context.Context, guild, id string) ([]library.Status, error) {
	all, err := s.Status(ctx, guild)
	return slices.DeleteFunc(all, func(a library.Status) bool { return id != "" && a.ID != id }), err
}

func (s shelf) Status(ctx context.Context, guild string) ([]library.Status, error) {
	all, err := s.Additions(ctx, guild)
	var fares []library.Status
	for _, a := range all {
		fares = append(fares, library.Status{ID: a.ID, Address: a.Address, Articles: 12, State: library.Failing, Reason: "It was not reached."})
	}
	return fares, err
}

// kept is a chat that keeps what was said in a folder.
func kept(t *testing.T, folder string) terminal.Chat {
	t.Helper()
	m, err := memory.Open(t.Context(), filepath.Join(folder, memory.FileName), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Close() })
	return terminal.Chat{Desk: on(newDesk(road{})), Memory: m, Library: shelf{m}, Check: func(context.Context) error { return nil }}
}

// A terminal has the commands that moderators have in Discord, and what its reader sets, adds and thinks of answers lasts.
func TestChatIsModerated(t *testing.T) {
	folder, working, first := t.TempDir(), t.TempDir(), ""
	t.Run("in a folder", func(t *testing.T) {
		t.Chdir(working)
		if err := os.WriteFile("notes.md", []byte("# One two\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		first = session(t, kept(t, folder),
			"/good", "/passages", "/dateline feedback",
			"What did Kerry tell Lavrov?", "/good", "/bad It misses the deadline.", "/passages",
			"/dateline settings", "/dateline settings outlets:nowhere", "/dateline settings quota:many", "/dateline settings channel:desk",
			"/dateline settings language:xx", "/dateline settings outlets:sample desk quota:3 language:de", "Wer?", "Wer noch?", "/dateline settings language:own quota:0",
			"/dateline add", "/dateline add https://news.example/feed", "/dateline add url:https://news.example/feed", "/dateline add https://news.example/nothing",
			"/dateline add file:notes.md shared:true", "/dateline add file:missing.md", "/dateline refresh notes.md", "/dateline remove https://news.example/feed",
			"/dateline remove pangolins", "/dateline refresh", "/dateline status", "/dateline feedback", "/dateline feedback since:2999", "/dateline", "/dateline dance",
		)
	})
	goldentest.Compare(t, "chat-moderated.golden", first)
	table, err := os.ReadFile(filepath.Join(working, "feedback.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(table), "\ufeff"))).ReadAll()
	if err != nil || len(lines) != 2 || lines[1][1] != "not helpful" || lines[1][2] != "It misses the deadline." || lines[1][5] != "What did Kerry tell Lavrov?" {
		t.Errorf("feedback.csv: %q, %v", lines, err)
	}
	goldentest.Compare(t, "chat-moderated-again.golden", session(t, kept(t, folder), "/dateline settings", "/privacy", "/privacy delete", "/privacy", "/dateline feedback"))
}

// The quota that a reader gives themselves holds, and what was not answered does not count.
func TestChatQuota(t *testing.T) {
	got := session(t, kept(t, t.TempDir()), "/dateline settings quota:2", "???", "Who?", "thanks!", "Who else?", "And who?")
	if n := strings.Count(got, "You asked:"); n != 2 || !strings.Contains(got, "You have asked as much as one reader may for now. Ask again") {
		t.Errorf("answered %d questions:\n%s", n, got)
	}
}

// Without memory a chat answers all the same.
func TestChatWithoutMemory(t *testing.T) {
	got := session(t, terminal.Chat{Desk: on(newDesk(road{}))}, "Who?", "/good", "/dateline settings language:de", "/dateline add https://news.example/", "/dateline status")
	for _, want := range []string{"You asked: Who?", "nothing is kept here", "coverage cannot be added here", "Nothing is kept."} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
	}
}
