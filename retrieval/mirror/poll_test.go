package mirror

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

// webOf answers from a function.
type webOf func(address string) (fetch.Page, error)

func (w webOf) Get(_ context.Context, address string, _ fetch.Validators) (fetch.Page, error) {
	return w(address)
}

func (w webOf) Sitemaps(context.Context, string) ([]string, error) { return nil, nil }

func pageOf(address, contentType, body string) fetch.Page {
	return fetch.Page{Validators: fetch.Validators{URL: address}, ContentType: contentType, Body: []byte(body), Retrieved: time.Now()}
}

// Poll looks when it is due, goes on at once while pages wait, backs off where nothing can be fetched, and ends.
func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var asked []string
		var edition atomic.Int64
		edition.Store(5)
		web := webOf(func(address string) (fetch.Page, error) {
			asked = append(asked, fmt.Sprintf("%v %s", time.Since(began), strings.TrimPrefix(address, "https://wire.example/")))
			switch {
			case address == "https://wire.example/feed":
				var items [][3]string
				latest := edition.Load()
				for n := latest; n > latest-5; n-- {
					items = append(items, [3]string{fmt.Sprintf("Story %d", n), fmt.Sprintf("/%d", n), ""})
				}
				return pageOf(address, "text/xml", strings.ReplaceAll(rss(items...), "{{site}}", "https://wire.example")), nil
			case address == "https://down.example/feed":
				return fetch.Page{}, &fetch.Failure{Kind: fetch.ErrUnreachable, Text: address + " cannot be read"}
			}
			return pageOf(address, "text/html", newsPage("Story "+address, "")), nil
		})
		state := t.TempDir()
		o := Options{Web: web, Every: 15 * time.Minute, Pages: 2, Log: slog.New(slog.DiscardHandler), Say: func(string) {}}
		ctx, cancel := context.WithCancel(t.Context())
		var looked []string
		done := make(chan bool)
		go func() {
			defer close(done)
			Poll(ctx, o, []Mirror{New(state, "https://wire.example/feed")}, func(l Looked) { looked = append(looked, fmt.Sprintf("%v %v", time.Since(began), l.Report)) })
		}()
		time.Sleep(16 * time.Minute)
		edition.Add(1)
		time.Sleep(15 * time.Minute)
		cancel()
		<-done
		want := "0s 2 new, 3 for the next looks; 0s 2 new, 1 for the next looks; 0s 1 new; 15m0s nothing new; 30m0s 1 new"
		if got := strings.Join(looked, "; "); got != want {
			t.Errorf("looked %s\nwant   %s", got, want)
		}

		began, asked = time.Now(), nil
		ctx, cancel = context.WithCancel(t.Context())
		done = make(chan bool)
		go func() {
			defer close(done)
			Poll(ctx, o, []Mirror{New(state, "https://down.example/feed")}, func(Looked) {})
		}()
		time.Sleep(4 * time.Hour)
		cancel()
		<-done
		for i := range asked {
			asked[i], _, _ = strings.Cut(asked[i], " ")
		}
		if got, want := strings.Join(asked, " "), "0s 30m0s 1h30m0s 3h30m0s"; got != want {
			t.Errorf("what cannot be reached is asked at %s, want %s", got, want)
		}
	})
}

func TestLookAll(t *testing.T) {
	state := t.TempDir()
	web := webOf(func(address string) (fetch.Page, error) {
		if strings.Contains(address, "down") {
			return fetch.Page{}, &fetch.Failure{Kind: fetch.ErrUnreachable, Text: address + " cannot be read"}
		}
		return pageOf(address, "text/html", newsPage("Story of "+address, "")), nil
	})
	clock := start
	o := Options{Web: web, Every: time.Hour, Now: func() time.Time { return clock }, Log: slog.New(slog.DiscardHandler), Say: func(string) {}}
	var all []Mirror
	for _, address := range []string{"https://a.example/1", "https://down.example/2", "https://b.example/3"} {
		all = append(all, New(state, address))
	}
	looked := func() string {
		var said []string
		for _, l := range LookAll(t.Context(), o, all) {
			if l.Err != nil {
				t.Error(l.Err)
			}
			said = append(said, fmt.Sprintf("%s %v %q", l.Mirror, l.Report, l.Warnings))
		}
		return strings.Join(said, "; ")
	}
	equal(t, "first", looked(), `https://a.example/1 1 new []; https://down.example/2 nothing new ["https://down.example/2 cannot be read"]; https://b.example/3 1 new []`)
	equal(t, "at once", looked(), `https://down.example/2 nothing new ["https://down.example/2 cannot be read"]`)
}

// TestMain makes the test binary a process that looks at an address into a folder, where the environment names them.
func TestMain(m *testing.M) {
	address, state := os.Getenv("DATELINE_TEST_ADDRESS"), os.Getenv("DATELINE_TEST_STATE")
	if address == "" {
		os.Exit(m.Run())
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	web := webOf(func(address string) (fetch.Page, error) {
		if strings.HasSuffix(address, "/feed") {
			fmt.Print(".")
			var items [][3]string
			for n := range killPages {
				items = append(items, [3]string{fmt.Sprintf("Story %d", n), fmt.Sprintf("/%d", n), "A teaser of the story."})
			}
			return pageOf(address, "text/xml", strings.ReplaceAll(rss(items...), "{{site}}", "https://wire.example")), nil
		}
		return pageOf(address, "text/html", newsPage("Story "+address, "")), nil
	})
	_, err := New(state, address).Look(context.Background(), Options{Web: web, Every: time.Minute, Log: log, Say: func(string) {}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

const killPages = 12

// A look that is killed anywhere leaves whole files, and the next goes on from there to the end.
func TestKilled(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// look runs a look, killed so long after it began to fetch, and says how long it took and whether it was killed.
	look := func(state string, kill time.Duration) (took time.Duration, killed bool) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), self)
		cmd.Env = append(os.Environ(), "DATELINE_TEST_ADDRESS=https://wire.example/feed", "DATELINE_TEST_STATE="+state)
		var wrong strings.Builder
		cmd.Stderr = &wrong
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		_, _ = out.Read(make([]byte, 1)) // it fetches
		began := time.Now()
		timer := time.AfterFunc(kill, func() { _ = cmd.Process.Kill() })
		err = cmd.Wait()
		if killed = !timer.Stop(); err != nil && !killed {
			t.Fatalf("%v\n%s", err, &wrong)
		}
		return time.Since(began), killed && err != nil
	}
	state := t.TempDir()
	m := New(state, "https://wire.example/feed")
	whole, _ := look(state, time.Minute)
	want := fmt.Sprint(killPages, " ", killPages)
	if got := count(t, m); got != want {
		t.Fatalf("unkilled: %s, want %s", got, want)
	}
	killed := 0
	for round := range 3 {
		state := t.TempDir()
		m := New(state, "https://wire.example/feed")
		for at := range 3 {
			if _, dead := look(state, whole*time.Duration(1+(3*round+at)%9)/10); dead {
				killed++
			}
			if m.Holds() > 0 {
				count(t, m)
			}
		}
		look(state, time.Minute)
		if got := count(t, m); got != want {
			t.Errorf("round %d: %s, want %s", round, got, want)
		}
		left, err := filepath.Glob(filepath.Join(m.Dir, temporary+"*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left over: %q %v", left, err)
		}
	}
	t.Logf("killed %d of 9 looks, each of %v", killed, whole)
	if killed < 3 {
		t.Errorf("only %d looks were killed", killed)
	}
}

// count is how many articles there are, and how many of them are pages rather than teasers. Every file is whole.
func count(t *testing.T, m Mirror) string {
	t.Helper()
	articles, skipped, err := ingest.Read(t.Context(), ingest.Folder{FS: os.DirFS(m.Dir)})
	if err != nil || len(skipped) > 0 {
		t.Fatal(err, skipped)
	}
	pages := 0
	for _, a := range articles {
		if a.Origin["headline"] == "page" {
			pages++
		}
	}
	return fmt.Sprint(len(articles), " ", pages)
}
