package memory_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dateline/bot/memory"
)

// processLimit is the size in bytes at which a process's files are full.
const processLimit = "DATELINE_TEST_MEMORY_LIMIT"

func limitFiles() {
	limit, err := strconv.ParseUint(os.Getenv(processLimit), 10, 64)
	if err != nil {
		return
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		fmt.Fprintln(os.Stderr, "limit the files:", err)
		os.Exit(2)
	}
}

// TestFullDisk has a process write until its files may not grow any more. What it said to be kept is there, and the next one goes on.
func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	var said []string
	for _, limit := range []int{0, 4_096, 50_000, 150_000, 300_000, 600_000, 1_200_000} {
		cmd, out, errs := start(t, folder, "record", fmt.Sprintf("%s=%d", processLimit, limit))
		text, err := io.ReadAll(out)
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, strings.Fields(string(text))...)
		err = cmd.Wait()
		for _, word := range []string{filepath.Join(folder, memory.FileName), "disk is full", "make room"} {
			if err == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(errs.String(), word) {
				t.Errorf("with files of %d bytes: %v, and does not say %q: %s", limit, err, word, errs)
			}
		}
		whole(t, folder, said)
	}
	if len(said) < 20 {
		t.Errorf("%d answers were kept", len(said))
	}
}
