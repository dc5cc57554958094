package memory_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/bot/memory"
	"dateline/bot/memory/memorytest"
	"dateline/bot/memory/postgrestest"
)

// The test's own program, started with a folder or an address of PostgreSQL here, is a process of the bot.
const processPlace, processTask = "DATELINE_TEST_MEMORY", "DATELINE_TEST_MEMORY_TASK"

func TestMain(m *testing.M) {
	place := os.Getenv(processPlace)
	if place == "" {
		os.Exit(m.Run())
	}
	limitFiles()
	if err := process(context.Background(), place, os.Getenv(processTask)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// openAt opens the memory in a folder or at an address.
func openAt(ctx context.Context, place string) (*memory.Memory, error) {
	if strings.Contains(place, "://") {
		return connect(ctx, place, nil)
	}
	return memory.Open(ctx, filepath.Join(place, memory.FileName), nil)
}

// onEach runs a test on each engine. fresh makes a place for a new memory.
func onEach(t *testing.T, test func(t *testing.T, fresh func() string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, t.TempDir) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, postgrestest.Start(t).Database) })
}

// process records answers until it is killed, and prints each one's ID once it is kept; or takes from a quota and prints how often it was let.
func process(ctx context.Context, place, task string) error {
	m, err := openAt(ctx, place)
	if err != nil {
		return err
	}
	if task == "take" {
		through := 0
		for range takes {
			t, err := m.Take(ctx, guildQuota)
			if err != nil {
				return errors.Join(err, m.Close())
			}
			if t.OK {
				through++
			}
		}
		fmt.Println(through)
		return m.Close()
	}
	for {
		e := memorytest.Answered("guild", "reader", strings.Repeat("Who? ", 300))
		e.Conversation = "thread"
		e.Messages = []memory.Message{{Channel: "channel", ID: memory.NewID()}}
		if e, err = m.Record(ctx, e); err != nil {
			return errors.Join(err, m.Close())
		}
		fmt.Println(e.ID)
	}
}

const takes = 150

var guildQuota = memory.Quota{Guild: "guild", Kind: memory.OfGuild, Name: "guild", Limit: memory.Limit{Most: 200, Per: time.Hour}}

// start starts a process of the bot.
func start(t *testing.T, place, task string, env ...string) (*exec.Cmd, io.Reader, *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd, errs := exec.CommandContext(t.Context(), self), new(bytes.Buffer)
	cmd.Env = append(append(os.Environ(), processPlace+"="+place, processTask+"="+task), env...)
	cmd.Stderr = errs
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd, out, errs
}

// whole holds that every answer that was said to be kept is there, that each one is whole, and that turns have no hole. It returns
// how many there are.
func whole(t *testing.T, place string, said []string) int {
	t.Helper()
	m, err := openAt(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := m.Check(t.Context()); err != nil {
		t.Error(err)
	}
	for _, id := range said {
		if _, err := m.Entry(t.Context(), id); err != nil {
			t.Errorf("%s was kept: %v", id, err)
		}
	}
	turns, err := m.Turns(t.Context(), "thread", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for i, turn := range turns {
		e, err := m.Entry(t.Context(), turn.ID)
		if err != nil || turn.Number != i+1 || len(e.Cited) != 3 || len(e.Messages) != 1 {
			t.Fatalf("turn %d is half: number %d, %d citations, %d messages (%v)", i, turn.Number, len(e.Cited), len(e.Messages), err)
		}
	}
	return len(turns)
}

// Two processes write; now one and now the other is killed.
func TestKilled(t *testing.T) { onEach(t, testKilled) }

func testKilled(t *testing.T, fresh func() string) {
	var place string
	var said []string
	for round := range 20 {
		if round%2 == 0 {
			place, said = fresh(), nil
		}
		survivor, other, errs := start(t, place, "record")
		killed, out, killedErrs := start(t, place, "record")
		lines := bufio.NewScanner(out)
		for range round * 2 {
			if !lines.Scan() {
				t.Fatalf("the process ended: %v: %s", killed.Wait(), killedErrs)
			}
			said = append(said, lines.Text())
		}
		if err := killed.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			said = append(said, lines.Text())
		}
		killed.Wait() //nolint:errcheck // it was killed
		lines = bufio.NewScanner(other)
		for range 3 { // whatever the other left behind, this one goes on
			if !lines.Scan() {
				t.Fatalf("the process that is left ended: %v: %s", survivor.Wait(), errs)
			}
			said = append(said, lines.Text())
		}
		if err := survivor.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			said = append(said, lines.Text())
		}
		survivor.Wait() //nolint:errcheck // it was killed
		if n := whole(t, place, said); n < len(said) {
			t.Errorf("%d of %d answers are there", n, len(said))
		}
	}
}

func TestProcessesShareQuotas(t *testing.T) { onEach(t, testProcessesShareQuotas) }

func testProcessesShareQuotas(t *testing.T, fresh func() string) {
	place := fresh()
	type process struct {
		cmd  *exec.Cmd
		out  io.Reader
		errs *bytes.Buffer
	}
	var all []process
	for range 3 {
		cmd, out, errs := start(t, place, "take")
		all = append(all, process{cmd, out, errs})
	}
	through := 0
	for _, p := range all {
		text, err := io.ReadAll(p.out)
		if err = errors.Join(err, p.cmd.Wait()); err != nil {
			t.Fatalf("%v: %s", err, p.errs)
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		through += n
	}
	if through != guildQuota.Most {
		t.Errorf("%d were let through, want %d", through, guildQuota.Most)
	}
}

// Processes that start at once where there is nothing yet make one memory between them.
func TestProcessesStartTogether(t *testing.T) { onEach(t, testProcessesStartTogether) }

func testProcessesStartTogether(t *testing.T, fresh func() string) {
	for range 5 {
		place := fresh()
		var opened errgroup.Group
		for range 6 {
			opened.Go(func() error {
				m, err := openAt(t.Context(), place)
				if err != nil {
					return err
				}
				return m.Close()
			})
		}
		if err := opened.Wait(); err != nil {
			t.Error(err)
		}
	}
}
