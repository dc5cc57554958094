package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

var update = flag.Bool("update", false, "rewrite the transcripts in the README")

// columns is the width of the terminal in which the README's transcripts were made.
const columns = 98

// onTerminal runs the program with its standard output on a terminal and returns what that shows, colours included.
func onTerminal(t *testing.T, data string, args []string, environment ...string) string {
	t.Helper()
	master, slave, err := pseudoTerminal()
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		t.Skipf("there are no terminals here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	var shown, errOut bytes.Buffer
	read := make(chan error, 1)
	go func() {
		_, err := io.Copy(&shown, master)
		read <- err
	}()
	cmd := exec.CommandContext(t.Context(), "dateline", args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.TempDir(), slave, &errOut
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TERM=xterm", "DATELINE_DATA=" + data}, environment...)
	err = cmd.Run()
	if err := slave.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", args, err, &errOut)
	}
	if err := <-read; err != nil && !errors.Is(err, syscall.EIO) { // how the end of a terminal reads
		t.Fatal(err)
	}
	return strings.ReplaceAll(shown.String(), "\r\n", "\n")
}

func pseudoTerminal() (master, slave *os.File, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(master.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	err = errors.Join(err, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0),
		unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 50, Col: columns}))
	if err == nil {
		slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		return nil, nil, errors.Join(err, master.Close())
	}
	return master, slave, nil
}

func TestColoursAreForTerminalsThatWantThem(t *testing.T) {
	data, ask := t.TempDir(), []string{"ask", "Why did Kerry threaten to suspend cooperation with Russia?"}
	coloured := onTerminal(t, data, ask)
	plain := onTerminal(t, data, ask, "NO_COLOR=1")
	if !strings.Contains(coloured, "\x1b[1mKerry warns Russia over Aleppo\x1b[") {
		t.Errorf("no headline is bold:\n%q", coloured)
	}
	if strings.Contains(plain, "\x1b") {
		t.Errorf("NO_COLOR is set, but there are colours:\n%q", plain)
	}
	claims, _, _ := strings.Cut(plain, "\n\n")
	for line := range strings.Lines(claims) {
		if n := len([]rune(line)); n > columns+1 {
			t.Errorf("%d columns, want at most %d: %s", n, columns, line)
		}
	}
}

var (
	transcript   = regexp.MustCompile("(?s)(<!-- transcript:\\w+ -->\n+```[a-z]*\n)\\$ go run \\./cmd/dateline ([^\n]+)\n(.*?)(\n```\n+<!-- /transcript -->)")
	milliseconds = regexp.MustCompile(`\d+ ms`)
)

// TestTranscripts asks what the README asks and wants its answers, the time that they took aside. With -update it writes
// them.
func TestTranscripts(t *testing.T) {
	path := "../../README.md"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data, found := t.TempDir(), 0
	fresh := transcript.ReplaceAllFunc(readme, func(block []byte) []byte {
		found++
		part := transcript.FindSubmatch(block)
		args := quoted.FindAllString(string(part[2]), -1)
		for i := range args {
			args[i] = strings.Trim(args[i], `"`)
		}
		shown := []byte("\n" + strings.TrimSpace(onTerminal(t, data, args, "NO_COLOR=1")))
		if bytes.Equal(masked(shown), masked(part[3])) {
			return block
		}
		if !*update {
			t.Errorf("README.md shows for %s\n%s\nbut it is\n%s\nrun go test ./cmd/dateline -run Transcript -update", part[2], part[3], shown)
		}
		return slices.Concat(part[1], []byte("$ go run ./cmd/dateline "), part[2], []byte("\n"), shown, part[4])
	})
	if found < 3 {
		t.Errorf("README.md has %d transcripts, want 3", found)
	}
	if *update {
		if err := os.WriteFile(path, fresh, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTimelinePicture holds the timeline that the README shows.
func TestTimelinePicture(t *testing.T) {
	golden(t, "timeline.svg", []byte(onTerminal(t, t.TempDir(), []string{"timeline", "evacuation of Aleppo", "--svg"})))
}

// quoted is one word of a command, or several in quotation marks.
var quoted = regexp.MustCompile(`"[^"]*"|\S+`)

func masked(shown []byte) []byte { return milliseconds.ReplaceAll(shown, []byte("0 ms")) }
