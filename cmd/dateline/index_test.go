package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval/ingest"
)

// Few skipped files are named, many counted by their reasons.
func TestTell(t *testing.T) {
	var skipped []ingest.Skipped
	add := func(times int, reason string) {
		for range times {
			skipped = append(skipped, ingest.Skipped{Path: fmt.Sprintf("news/%03d.md", len(skipped)), Line: 2, Reason: reason})
		}
	}
	var out strings.Builder
	a := &app{errOut: &out}
	a.tell(nil, 7)
	add(1, "is empty")
	a.tell(skipped, 7)
	if want := "dateline: skipped news/000.md, line 2: is empty\ndateline: read the other 7 articles\n"; out.String() != want {
		t.Errorf("said %q, want %q", &out, want)
	}
	add(mostTold+1, "is empty")
	add(3, `has the ID "ferry" of news/000.md, which was read first`)
	add(4, "has malformed front matter: mapping value is not allowed")
	out.Reset()
	a.tell(skipped, 1)
	lines := strings.Split(out.String(), "\n")
	if len(lines) < mostTold || !strings.HasPrefix(lines[mostTold-1], "dateline: skipped news/019.md") {
		t.Fatalf("said\n%s", &out)
	}
	want := []string{
		"dateline: skipped 9 more; dateline index --json names them all",
		"dateline:   4: has malformed front matter …",
		"dateline:   3: has the ID …",
		"dateline:   2: is empty",
		"dateline: read the other 1 article", "",
	}
	if diff := cmp.Diff(want, lines[mostTold:]); diff != "" {
		t.Errorf("after those that are named (-want +got):\n%s", diff)
	}
}

// What was read is remembered beside the index, and a file that is another one under its old size and time is read again
// where the system says when it changed.
func TestFilesAreRemembered(t *testing.T) {
	settle(t, nil)
	dir, coverage := t.TempDir(), t.TempDir()
	file, old := filepath.Join(coverage, "barge.txt"), time.Now().Add(-time.Hour)
	text := "Barge sinks\n\nA barge laden with gravel sank at Low Weir on Thursday."
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func() string {
		t.Helper()
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
		code, out, errOut := invoke(t, dir, "search", "--data", dir, "--coverage", coverage, "barge")
		if code != success {
			t.Fatalf("exit code %d: %s", code, errOut)
		}
		return out
	}
	if out := ask(); !strings.Contains(out, "gravel") {
		t.Fatalf("found:\n%s", out)
	}
	if remembered, err := filepath.Glob(filepath.Join(dir, "index-*", "FILES")); err != nil || len(remembered) != 1 {
		t.Errorf("remembered in %q, %v; want one file beside the index", remembered, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(text, "gravel", "marble", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := ask(); !strings.Contains(out, "marble") && runtime.GOOS != "windows" {
		t.Errorf("the file was not read again:\n%s", out)
	}
	old = old.Add(time.Second)
	if out := ask(); !strings.Contains(out, "marble") {
		t.Errorf("the file was not read again:\n%s", out)
	}
}
