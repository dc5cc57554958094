package archive_test

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dateline/retrieval/archive"
)

// indexerLimit is the size in bytes at which the process's files are full.
const indexerLimit = "DATELINE_TEST_INDEXER_LIMIT"

func limitFiles() {
	limit, err := strconv.ParseUint(os.Getenv(indexerLimit), 10, 64)
	if err != nil {
		return
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		fmt.Fprintln(os.Stderr, "limit the files:", err)
		os.Exit(2)
	}
}

// TestFullDisk lets files grow to sizes at which now this and now that of the index cannot be written.
func TestFullDisk(t *testing.T) {
	archive.CommitEvery(t, crashCommit)
	n, data := newNewsroom(t, 1), t.TempDir()
	old := n.finish(data)
	o, refused := options(n.dir, data), 0
	for _, limit := range []int{0, 200, 1_000, 4_000, 10_000, 20_000, 40_000, 70_000, 100_000} {
		n.publish()
		cmd, said := n.indexer(data, fmt.Sprintf("%s=%d", indexerLimit, limit))
		err := cmd.Run()
		if err != nil {
			refused++
			var exit interface{ ExitCode() int }
			if !errors.As(err, &exit) || exit.ExitCode() != 1 || strings.Count(said.String(), "\n") != 1 ||
				!strings.Contains(said.String(), data) || !strings.Contains(said.String(), "is full") || !strings.Contains(said.String(), "--data") {
				t.Errorf("with files of %d bytes: %v: %s", limit, err, said)
			}
		}
		cut := n.committed(o)
		new := n.finish(data)
		n.between(old, cut, new)
		old = new
	}
	if refused < 4 {
		t.Errorf("%d sizes were too small, want more", refused)
	}
}
