package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dateline": main})
}

// TestScripts runs the binary as a reader does, in an empty folder with no settings. Beside testscript's own commands the
// scripts have those of commands.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: commands,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATELINE_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("DATELINE_STATE", filepath.Join(env.WorkDir, "state"))
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("there is no condition %q", name)
		},
	})
}

var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":    exits,
	"answer":   onFile(checkAnswer),
	"dated":    onFile(checkDated),
	"evidence": onFile(checkEvidence),
	"indexed":  onFile(checkIndex),
	"commands": onFile(checkCommands),
	"fields":   fields,
	"longer":   longer,
	"repeat":   repeat,
	"lock":     lock,
	"uncommit": uncommit,
	"damage":   damage,
	"latin1":   latin1,
	"binary":   binary,
	"site":     site,
	"forget":   forget,
}

// exits CODE ARGS... runs dateline and wants this exit code; where that is no success, also one plain line at the end of
// standard error that says why, and nothing meant for programmers.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec("dateline", args[1:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("dateline: %v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if want == success {
		return
	}
	said := ts.ReadFile("stderr")
	lines := strings.Split(strings.TrimSuffix(said, "\n"), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "dateline: ") || len(last) < len("dateline: two words") {
		ts.Fatalf("the last line on stderr is no sentence: %q", last)
	}
	for _, inside := range []string{"panic", "goroutine", "Usage:", "%!", "0x"} {
		if strings.Contains(said, inside) {
			ts.Fatalf("stderr holds %q", inside)
		}
	}
}

// onFile makes a command of a check: NAME FILE, where FILE may be stdout.
func onFile(check func(raw []byte) error) func(ts *testscript.TestScript, neg bool, args []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: the command takes one file")
		}
		ts.Check(check([]byte(ts.ReadFile(args[0]))))
	}
}

// fields FILE[:PATH] NAMES... wants exactly these fields in the JSON object of a file, or in the one that lies in it under
// the names of a path.
func fields(ts *testscript.TestScript, _ bool, args []string) {
	file, path, _ := strings.Cut(args[0], ":")
	raw := []byte(ts.ReadFile(file))
	for _, name := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' }) {
		var o object
		ts.Check(json.Unmarshal(raw, &o))
		raw = o[name]
	}
	_, err := parsed(raw, strings.Join(args[1:], " "))
	ts.Check(err)
}

// longer A B wants file A to hold more than file B.
func longer(ts *testscript.TestScript, _ bool, args []string) {
	if a, b := ts.ReadFile(args[0]), ts.ReadFile(args[1]); len(a) <= len(b) {
		ts.Fatalf("%s has %d bytes and %s %d", args[0], len(a), args[1], len(b))
	}
}

// repeat VARIABLE N TEXT sets an environment variable to TEXT, N times.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat VARIABLE N TEXT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Setenv(args[0], strings.Repeat(args[2], n))
}

// index is the folder of the one index in the data folder.
func index(ts *testscript.TestScript) string {
	found, err := filepath.Glob(filepath.Join(ts.Getenv("DATELINE_DATA"), "index-*"))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("%d indexes, want 1: %q", len(found), found)
	}
	return found[0]
}

// lock holds the index as a process that writes it does, until the script ends.
func lock(ts *testscript.TestScript, _ bool, _ []string) {
	writer := flock.New(filepath.Join(index(ts), "LOCK"))
	ok, err := writer.TryLock()
	ts.Check(err)
	if !ok {
		ts.Fatalf("the index is locked already")
	}
	ts.Defer(func() { _ = writer.Unlock() })
}

// uncommit leaves the index as it is before the first commit to it.
func uncommit(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(os.Remove(filepath.Join(index(ts), "MANIFEST.json")))
}

// damage cuts every file of that name in the index to half its length.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: damage NAME")
	}
	cut := 0
	ts.Check(filepath.WalkDir(index(ts), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != args[0] {
			return err
		}
		at, err := entry.Info()
		if err != nil {
			return err
		}
		cut++
		return os.Truncate(path, at.Size()/2)
	}))
	if cut == 0 {
		ts.Fatalf("the index has no file %s", args[0])
	}
}

// latin1 FILE... rewrites files of UTF-8 in ISO 8859-1.
func latin1(ts *testscript.TestScript, _ bool, args []string) {
	for _, file := range args {
		var raw bytes.Buffer
		for _, r := range ts.ReadFile(file) {
			raw.WriteByte(byte(r))
		}
		ts.Check(os.WriteFile(ts.MkAbs(file), raw.Bytes(), 0o600))
	}
}

// binary FILE writes what is no text.
func binary(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("\x7fELF\x02\x01\x00\x00"), 0o600))
}
