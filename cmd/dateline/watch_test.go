package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"dateline/bot/discord/discordtest"
)

// TestWatchBesideServe has one process follow the coverage while the bot answers from what that one indexes.
func TestWatchBesideServe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process there cannot be asked to end")
	}
	coverage, data := t.TempDir(), t.TempDir()
	report := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(coverage, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	report("ferry.txt", "Ferry crosses again\n\nThe ferry goes to Kettle Island again since Monday, the harbour office said.\n")

	watch := exec.CommandContext(t.Context(), "dateline", "index", "--watch", "--coverage", coverage, "--data", data)
	watch.Dir, watch.Env = t.TempDir(), []string{"PATH=" + os.Getenv("PATH")}
	out, err := watch.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	errOut := &journal{}
	watch.Stderr = errOut
	if err := watch.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 10)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			lines <- s.Text()
		}
	}()
	line := func(want string) {
		t.Helper()
		select {
		case got := <-lines:
			if !regexp.MustCompile(want).MatchString(got) {
				t.Fatalf("index --watch says %q, want %q\n%s", got, want, errOut)
			}
		case <-time.After(patience):
			t.Fatalf("index --watch does not say %q\n%s", want, errOut)
		}
	}
	line(`^1 article: 1 added; 1 passage embedded\.$`)

	srv := discordtest.New(t)
	ada := srv.AddUser("ada")
	settle(t, map[string]string{"DISCORD_TOKEN": srv.Token, "DISCORD_API_URL": srv.URL, "DATELINE_DATA": data, "DATELINE_COVERAGE": coverage})
	ctx, interrupt := context.WithCancel(t.Context())
	said, code := &journal{}, make(chan int, 1)
	go func() { code <- run(ctx, []string{"serve"}, strings.NewReader(""), io.Discard, said) }()
	waiting, done := context.WithTimeout(t.Context(), patience)
	defer done()
	if err := srv.AwaitReady(waiting); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	answer := func(question string) string {
		t.Helper()
		m, err := srv.AwaitReply(waiting, srv.Say(ada, srv.DM(ada), question), discordtest.Contains(" ms"))
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return m.Text()
	}
	const question = "Who bought the lighthouse?"
	if got := answer(question); strings.Contains(got, "Orla Finch") {
		t.Fatalf("the bot knows too early:\n%s", got)
	}
	report("lighthouse.txt", "Lighthouse sold\n\nOrla Finch bought the lighthouse at Low Weir on Tuesday, the county said.\n")
	line(`^2 articles: 1 added; 1 passage embedded\.$`)
	for !strings.Contains(answer(question), "Orla Finch") { // until the bot has looked; waiting ends it
	}

	report("ferry.txt", "Ferry stops\n\nThe ferry to Kettle Island stopped on Friday, the harbour office said.\n")
	report("broken.md", "---\npublished: the day before yesterday\n---\nText.\n")
	line(`^2 articles: 1 changed; 1 passage embedded\.$`)
	errOut.await(t, "skipped")
	errOut.await(t, "broken.md, line 2")

	if err := watch.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for range lines { // to its end
	}
	if err := watch.Wait(); err != nil {
		t.Errorf("index --watch ends with %v\n%s", err, errOut)
	}
	interrupt()
	select {
	case c := <-code:
		if c != success {
			t.Errorf("serve ends with exit code %d:\n%s", c, said)
		}
	case <-time.After(patience):
		t.Error(errors.New("serve does not end"))
	}
}

func TestWatchWantsAFolder(t *testing.T) {
	settle(t, nil)
	if code, _, errOut := invoke(t, t.TempDir(), "index", "--watch"); code != usage || !strings.Contains(errOut, "--coverage") {
		t.Errorf("exit code %d: %s", code, errOut)
	}
	if code, _, errOut := invoke(t, t.TempDir(), "index", "--watch", "--coverage", "nowhere"); code != failure || !strings.Contains(errOut, "nowhere") {
		t.Errorf("exit code %d: %s", code, errOut)
	}
}
