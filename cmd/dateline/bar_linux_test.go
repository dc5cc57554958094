package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"regexp"
	"testing"
	"time"

	"dateline/retrieval/archive"
)

// On a terminal, whoever indexes sees articles and passages, how fast they go and how much time is left.
func TestBar(t *testing.T) {
	master, slave, err := pseudoTerminal()
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		t.Skipf("there are no terminals here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	var shown bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(&shown, master) // until the terminal's end, which is an error
	}()
	b := newBar(slave)
	b.reading(few, 3*few)
	b.reading(3*few, 3*few)
	b.update(archive.Progress{Articles: 100, Of: 2 * few, Passages: 1000})
	b.update(archive.Progress{Articles: 2 * few, Of: 2 * few, Passages: 4000})
	b.finish()
	if err := slave.Close(); err != nil {
		t.Fatal(err)
	}
	<-read
	if !regexp.MustCompile(`Reading files +\d+% .*\(200/600\) \[\d+m?s:\d+m?s\]`).Match(shown.Bytes()) {
		t.Errorf("the terminal shows %q", &shown)
	}
	if !regexp.MustCompile(`Indexing articles, \d+ passages at \d+/s +\d+% .*\(100/400\) \[\d+m?s:\d+m?s\]`).Match(shown.Bytes()) {
		t.Errorf("the terminal shows %q", &shown)
	}
}

func TestNoBar(t *testing.T) {
	var out bytes.Buffer
	b := newBar(&out)
	b.update(archive.Progress{Articles: 100, Of: 2 * few, Passages: 1000})
	b.finish()
	if out.Len() > 0 {
		t.Errorf("what is no terminal shows %q", &out)
	}
	if got, want := described(archive.Progress{Articles: 100, Of: 400, Passages: 1200}, 300*time.Millisecond), "Indexing articles, 1200 passages at 4000/s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
