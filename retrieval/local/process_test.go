package local

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"dateline/retrieval"
)

// writerFolder makes the test binary a writer of editions, for the tests that need another process.
const writerFolder = "DATELINE_TEST_WRITER_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerFolder); dir != "" {
		fmt.Fprintln(os.Stderr, writeEditions(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeEditions commits edition after edition from where the index stands, and prints the number of each once committed.
func writeEditions(dir string) error {
	ctx := context.Background()
	s, err := OpenWriter(ctx, dir, identity)
	if err != nil {
		return err
	}
	for {
		n := int(s.Sequence()) + 1
		if err := s.Apply(ctx, edition(n)); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// An edition replaces three articles, brings one of its own, and deletes that of keptEditions before.
const keptEditions = 6

func edition(n int) retrieval.Change {
	paragraph := fmt.Sprintf("Edition number%d of the paper.", n)
	c := retrieval.Change{Delete: []string{fmt.Sprintf("extra%d", n-keptEditions)}}
	for _, id := range []string{"front", "world", "sport", fmt.Sprintf("extra%d", n)} {
		e := newEntry(id, fmt.Sprintf("Edition %d", n), 8, paragraph, "A paragraph that stays.")
		c.Put = append(c.Put, e)
	}
	return c
}

// checkEdition checks that the store holds all of the edition that its sequence says, and nothing twice.
func checkEdition(ctx context.Context, s *Store) error {
	n := int(s.Sequence())
	want := map[string]string{}
	for _, id := range []string{"front", "world", "sport"} {
		want[id] = fmt.Sprintf("Edition %d", n)
	}
	for i := max(1, n-keptEditions+1); i <= n; i++ {
		want[fmt.Sprintf("extra%d", i)] = fmt.Sprintf("Edition %d", i)
	}
	articles, err := s.Articles(ctx)
	if err != nil {
		return err
	}
	for _, a := range articles {
		if want[a.ID] != a.Headline {
			return fmt.Errorf("at sequence %d, article %q has headline %q, want %q", n, a.ID, a.Headline, want[a.ID])
		}
		passages, err := s.ArticlePassages(ctx, a.ID)
		if err != nil {
			return err
		}
		if len(passages) != 2 {
			return fmt.Errorf("at sequence %d, article %q has %d passages, want 2", n, a.ID, len(passages))
		}
	}
	if len(articles) != len(want) {
		return fmt.Errorf("at sequence %d there are %d articles, want %d", n, len(articles), len(want))
	}
	near, err := s.Nearest(ctx, newEntry("q", "", 8, "Q.").Vectors[0], retrieval.Filter{}, 1000)
	if err != nil {
		return err
	}
	terms, err := s.Terms(ctx, "stays", retrieval.Passages, retrieval.Filter{}, 1000)
	if err != nil {
		return err
	}
	latest, err := s.Terms(ctx, fmt.Sprintf("number%d", n), retrieval.Articles, retrieval.Filter{}, 1000)
	if err != nil {
		return err
	}
	if len(near) != 2*len(want) || len(terms) != len(want) || len(latest) != 4 {
		return fmt.Errorf("at sequence %d searches find %d, %d and %d, want %d, %d and 4",
			n, len(near), len(terms), len(latest), 2*len(want), len(want))
	}
	return nil
}

// startWriter starts the writer of editions and returns the lines that it prints.
func startWriter(t *testing.T, dir string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), writerFolder+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewReader(out)
}

// TestBesideWriter reads while another process commits, merges and removes segments.
func TestBesideWriter(t *testing.T) {
	dir := t.TempDir()
	cmd, out := startWriter(t, dir)
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	if _, err := out.ReadString('\n'); err != nil {
		t.Fatalf("the writer committed nothing: %v", err)
	}
	if _, err := OpenWriter(t.Context(), dir, identity); !errors.Is(err, ErrLocked) {
		t.Errorf("a second writer gets %v", err)
	}
	stays := openReader(t, dir)
	from := stays.Sequence()
	goes := openReader(t, dir)
	for goes.Sequence() < from+25 {
		fresh, err := Open(t.Context(), dir, identity)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := goes.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*Store{fresh, goes, stays} {
			if err := checkEdition(t.Context(), s); err != nil {
				t.Error(err)
			}
		}
		fresh.Close()
		if _, err := out.ReadString('\n'); err != nil { // the writer goes on
			t.Fatal(err)
		}
	}
	if stays.Sequence() != from {
		t.Errorf("a reader that did not refresh moved from %d to %d", from, stays.Sequence())
	}
}
