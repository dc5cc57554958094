package library_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/library"
	"dateline/bot/memory"
	"dateline/retrieval"
	"dateline/retrieval/ingest"
)

func TestAdd(t *testing.T) {
	web := newSite(t)
	web.says("/feed.xml", feed("Ferry crosses again", "Lighthouse sold"))
	web.says("/weir.html", "<html><head><title>Weir mended</title><meta property='og:type' content='article'></head><body><article><h1>Weir mended</h1><p>The weir at Low Weir was mended on Tuesday, the county said in a statement.</p></article></body></html>")
	s := newSet(t, web)
	added := s.add("11", " "+web.URL+"/feed.xml ")
	if added.Kind != ingest.IsFeed || added.Articles != 2 || added.ID == "" || added.Late || added.More != 0 {
		t.Errorf("added %+v", added)
	}
	page := s.add("11", web.URL+"/weir.html")
	if page.Articles != 1 {
		t.Errorf("added %+v", page)
	}
	s.add("22", web.URL+"/feed.xml")
	s.add("", web.URL+"/weir.html")
	s.finds("11", "Ferry crosses again", "Lighthouse sold", "Weir mended")
	s.finds("22", "Ferry crosses again", "Lighthouse sold")
	s.finds("", "Weir mended")
	st := s.status("11", 2)
	if st[0].Address != web.URL+"/feed.xml" || st[0].Articles != 2 || st[0].State != library.Reading || st[0].By != "7" || !st[0].At.Equal(start.Add(time.Second)) ||
		st[0].Kind != ingest.IsFeed || st[0].Reason != "" || st[0].Newest.Format(time.DateOnly) != "2016-09-28" {
		t.Errorf("status %+v", st[0])
	}

	_, err := s.Add(t.Context(), "11", "8", web.URL+"/feed.xml", nil)
	s.refused(err, library.Known)
	if err := s.Remove(t.Context(), "22", st[0].ID); err == nil {
		t.Error("22 removed what 11 has added")
	} else {
		s.refused(err, library.Unknown)
	}
	if err := s.Remove(t.Context(), "11", st[0].ID); err != nil {
		t.Fatal(err)
	}
	s.finds("11", "Weir mended")
	s.finds("22", "Ferry crosses again", "Lighthouse sold")
	s.status("11", 1)
	if n := len(s.folders()); n != 3 {
		t.Errorf("%d folders are left: %q", n, s.folders())
	}
}

// What cannot be added leaves nothing behind.
func TestRefused(t *testing.T) {
	web := newSite(t)
	web.says("/empty.xml", feed())
	web.says("/feed.xml", feed("One", "Two", "Three"))
	s := newSet(t, web)
	for _, address := range []string{web.URL + "/gone.xml", web.URL + "/empty.xml", "gopher://example.org", "harbour", "", "http://127.0.0.1:1/", "http://[::1]/", "https://user:secret@example.org/"} {
		_, err := s.Add(t.Context(), "11", "7", address, nil)
		s.refused(err, library.Unreadable)
	}
	if _, err := s.Add(t.Context(), "../11", "7", web.URL+"/feed.xml", nil); err == nil {
		t.Error("a guild's name led out of the state folder")
	}
	s.Usual.Articles = 2
	_, err := s.Add(t.Context(), "11", "7", web.URL+"/feed.xml", nil)
	s.refused(err, library.TooMuch)
	s.Usual.Articles, s.Usual.Bytes = 100, 10
	_, err = s.Add(t.Context(), "11", "7", web.URL+"/feed.xml", nil)
	s.refused(err, library.TooHeavy)
	s.Usual.Bytes, s.Usual.Additions = 1<<20, 1
	s.add("11", web.URL+"/feed.xml")
	_, err = s.Add(t.Context(), "11", "7", web.URL+"/empty.xml", nil)
	s.refused(err, library.Full)
	if got := s.folders(); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
	s.status("11", 1)
}

func TestAddFile(t *testing.T) {
	s := newSet(t)
	added, err := s.attach("11", "Harbour plan.md", "# Harbour grows\n\nThe harbour grows by a pier, the office said.\n")
	if err != nil || added.Articles != 1 || added.Kind != library.File || added.Replaced {
		t.Fatalf("added %+v, %v", added, err)
	}
	s.finds("11", "Harbour grows")
	again, err := s.attach("11", "Harbour plan.md", "# Harbour shrinks\n\nThe harbour shrinks by a pier, the office said.\n")
	if err != nil || again.ID != added.ID || !again.Replaced {
		t.Fatalf("added %+v, %v", again, err)
	}
	s.finds("11", "Harbour shrinks")
	for name, body := range map[string]string{
		"../../../etc/cron.d/x.md":       "# Ferry\n\nThe ferry sails to Kettle Island.\n",
		`..\..\evil.txt`:                 "Ferry sails\n\nThe ferry sails to Kettle Island again.\n",
		".hidden.md":                     "# Hidden\n\nThe weir is hidden from the county.\n",
		"README.md":                      "# Read me\n\nThe lighthouse is read by nobody here.\n",
		strings.Repeat("é", 400) + ".MD": "# Long\n\nThe name is long, the harbour office said.\n",
	} {
		if _, err := s.attach("11", name, body); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	err = filepath.WalkDir(s.config.State, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), memory.FileName) {
			return err
		}
		if where, _ := filepath.Rel(s.config.State, path); len(strings.Split(filepath.ToSlash(where), "/")) != 4 || !strings.HasPrefix(where, "guilds") {
			t.Errorf("a file lies at %s", where)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, body string
		why        library.Why
	}{
		{"pier.pdf", "%PDF-1.4", library.Unreadable},
		{"pier", "no extension", library.Unreadable},
		{"pier.json", "{", library.Unreadable},
		{"pier.zip", "PK", library.Unreadable},
		{"pier.md", "", library.Unreadable},
		{"pier.txt", strings.Repeat("The pier is long. ", 1<<20), library.TooLarge},
	} {
		_, err := s.attach("11", tt.name, tt.body)
		s.refused(err, tt.why)
	}
	s.status("11", 6)
	if got := s.folders(); len(got) != 6 {
		t.Errorf("there are %q", got)
	}
}

// A file that would be too much takes nothing from what there was.
func TestReplacedByTooMuch(t *testing.T) {
	s := newSet(t)
	one := `[{"headline": "Pier painted", "text": "The pier was painted on Monday, the office said."}]`
	two := `[{"headline": "Pier painted", "text": "The pier was painted on Monday, the office said."}, {"headline": "Pier sold", "text": "The pier was sold on Tuesday, the office said."}]`
	if _, err := s.attach("11", "pier.json", one); err != nil {
		t.Fatal(err)
	}
	s.Usual.Articles = 1
	_, err := s.attach("11", "pier.json", two)
	s.refused(err, library.TooMuch)
	if err := s.sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.finds("11", "Pier painted")
}

// Rounds look at what is due, and a refresh at once, but not again and again.
func TestRounds(t *testing.T) {
	web := newSite(t)
	web.says("/feed.xml", feed("Ferry crosses again"))
	s := newSet(t, web)
	added := s.add("11", web.URL+"/feed.xml")
	web.says("/feed.xml", feed("Ferry crosses again", "Lighthouse sold"))
	round := func(after time.Duration, syncs int) {
		t.Helper()
		s.clock = s.clock.Add(after)
		before := s.syncs
		if _, err := s.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.syncs - before; n != syncs {
			t.Errorf("a round synced %d times, want %d", n, syncs)
		}
	}
	round(time.Minute, 0)
	s.finds("11", "Ferry crosses again")
	round(time.Hour, 1)
	s.finds("11", "Ferry crosses again", "Lighthouse sold")

	web.says("/feed.xml", feed("Weir mended"))
	got, err := s.Refresh(t.Context(), "11", added.ID)
	if err != nil || len(got) != 1 || got[0].Articles != 3 {
		t.Fatalf("refreshed %+v, %v", got, err)
	}
	s.finds("11", "Ferry crosses again", "Lighthouse sold", "Weir mended")
	_, err = s.Refresh(t.Context(), "11", "")
	s.refused(err, library.Soon)
	_, err = s.Refresh(t.Context(), "22", added.ID)
	s.refused(err, library.Unknown)

	s.mustBe(added.ID, library.Reading)
	web.mu.Lock()
	delete(web.pages, "/feed.xml")
	web.mu.Unlock()
	round(48*time.Hour, 0)
	if st := s.mustBe(added.ID, library.Failing); !strings.Contains(st.Reason, "404") || st.Articles != 3 {
		t.Errorf("status %+v", st)
	}
	web.says("/feed.xml", feed("Weir mended"))
	round(48*time.Hour, 0)
	s.mustBe(added.ID, library.Reading)
	s.clock = s.clock.Add(30 * 24 * time.Hour)
	if st := s.mustBe(added.ID, library.Reading); !strings.Contains(st.Silent, "silent") {
		t.Errorf("status %+v says nothing of silence", st)
	}

	s.Usual.Articles = 2
	web.says("/feed.xml", feed("Tide gauge stolen"))
	round(time.Hour, 0)
	s.mustBe(added.ID, library.Filled)
}

// What is added while another process writes the index is found once that is done.
func TestLate(t *testing.T) {
	web := newSite(t)
	web.says("/feed.xml", feed("Ferry crosses again"))
	s := newSet(t, web)
	s.stuck = errors.New("the index is being written by another process")
	added := s.add("11", web.URL+"/feed.xml")
	if !added.Late {
		t.Errorf("added %+v", added)
	}
	s.mustBe(added.ID, library.Waiting)
	if _, err := s.Round(t.Context()); err == nil {
		t.Error("a round that could not be indexed is no error")
	}
	s.mustBe(added.ID, library.Waiting)
	s.stuck = nil
	if _, err := s.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.mustBe(added.ID, library.Reading)
	s.finds("11", "Ferry crosses again")
}

// Wherever an add is cut off, the next start has all of it or nothing, and nothing lies about.
func TestCutOff(t *testing.T) {
	web := newSite(t)
	web.says("/feed.xml", feed("Ferry crosses again"))
	s := newSet(t, web)
	web.block = make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := s.Add(ctx, "11", "7", web.URL+"/feed.xml", nil)
		failed <- err
	}()
	<-web.asked
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Fatalf("the add ended with %v", err)
	}
	web.mu.Lock()
	web.block = nil
	web.mu.Unlock()
	id := s.status("11", 1)[0].ID
	s.mustBe(id, library.Fetching)
	if err := os.RemoveAll(filepath.Join(s.config.State, "guilds", "11", id)); err != nil { // as though it had been cut off sooner
		t.Fatal(err)
	}
	file, err := s.attach("11", "pier.md", "# Pier painted\n\nThe pier was painted on Monday, the office said.\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(s.config.State, "guilds", "11", file.ID)); err != nil {
		t.Fatal(err)
	}
	for _, orphan := range []string{"guilds/11/.new-1/x.md", "guilds/11/" + memory.NewID() + "/x.md", "guilds/33/" + memory.NewID() + "/x.md", "shared/" + memory.NewID() + "/x.md", "guilds/44/kept.by.hand/x.md", "shared/.new-2/x.md"} {
		path := filepath.Join(s.config.State, filepath.FromSlash(orphan))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("# Orphan\n\nNobody added this of the harbour.\n"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(filepath.Join(s.config.State, "guilds", "11", ".new-1"), old, old); err != nil {
		t.Fatal(err)
	}
	s.restart()
	if got := s.folders(); !slices.Equal(got, []string{"44/kept.by.hand", "shared/.new-2"}) { // which another process is taking
		t.Errorf("after the start there are %q", got)
	}
	if _, err := s.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.mustBe(id, library.Reading)
	s.mustBe(file.ID, library.Lost)
	s.finds("11", "Ferry crosses again")
	if _, err := s.attach("11", "pier.md", "# Pier painted\n\nThe pier was painted on Monday, the office said.\n"); err != nil {
		t.Fatal(err)
	}
	s.mustBe(file.ID, library.Reading)
	s.finds("11", "Ferry crosses again", "Pier painted")
}

// A removal ends a look that is under way, and that leaves nothing.
func TestRemoveWhileFetching(t *testing.T) {
	web := newSite(t)
	web.says("/feed.xml", feed("Ferry crosses again"))
	s := newSet(t, web)
	web.block = make(chan struct{})
	failed := make(chan error)
	go func() {
		_, err := s.Add(t.Context(), "11", "7", web.URL+"/feed.xml", nil)
		failed <- err
	}()
	<-web.asked
	if err := s.Remove(t.Context(), "11", s.status("11", 1)[0].ID); err != nil {
		t.Fatal(err)
	}
	s.refused(<-failed, library.Unknown)
	s.status("11", 0)
	if got := s.folders(); len(got) != 0 {
		t.Errorf("left behind: %q", got)
	}
}

func TestForget(t *testing.T) {
	web := newSite(t)
	web.says("/feed.xml", feed("Ferry crosses again"))
	s := newSet(t, web)
	s.add("11", web.URL+"/feed.xml")
	s.add("22", web.URL+"/feed.xml")
	if _, err := s.attach("11", "pier.md", "# Pier painted\n\nThe pier was painted on Monday, the office said.\n"); err != nil {
		t.Fatal(err)
	}
	s.stuck = errors.New("the index is on fire")
	kept, err := s.Forget(t.Context(), "11")
	if !errors.Is(err, s.stuck) || kept.Additions != 2 {
		t.Fatalf("forgot %+v, %v", kept, err)
	}
	s.stuck = nil
	if _, err := s.Forget(t.Context(), "11"); err != nil {
		t.Fatal(err)
	}
	s.finds("11")
	s.finds("22", "Ferry crosses again")
	s.status("11", 0)
	if _, err := os.Stat(filepath.Join(s.config.State, "guilds", "11")); !os.IsNotExist(err) {
		t.Errorf("the guild's folder: %v", err)
	}
	if _, err := s.Forget(t.Context(), ""); err == nil {
		t.Error("what all share was forgotten")
	}
	if _, err := s.Forget(t.Context(), "99"); err != nil {
		t.Error(err)
	}
}

// What one guild adds has IDs of its own, that another cannot take from it.
func TestIDs(t *testing.T) {
	s := newSet(t)
	for _, guild := range []string{"11", "22", ""} {
		if _, err := s.attach(guild, "pier.md", "---\nid: pier\nheadline: Pier painted\n---\nThe pier was painted on Monday, the office said.\n"); err != nil {
			t.Fatal(err)
		}
	}
	folders, err := library.Folders(s.config.State, nil)
	if err != nil {
		t.Fatal(err)
	}
	articles, skipped, err := ingest.Read(t.Context(), folders...)
	if err != nil || len(skipped) > 0 || len(articles) != 3 {
		t.Fatal(articles, skipped, err)
	}
	ids, hashes := map[string]bool{}, map[string]bool{}
	for _, a := range articles {
		if a.ID != retrieval.OwnID(a.Audience, "pier") || len(a.ID) > retrieval.MaxArticleID {
			t.Errorf("%q has %q", a.Audience, a.ID)
		}
		ids[a.ID], hashes[a.Hash] = true, true
	}
	if len(ids) != 3 || len(hashes) != 3 {
		t.Errorf("of three articles there are %d IDs and %d hashes", len(ids), len(hashes))
	}
}
