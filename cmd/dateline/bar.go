package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"dateline/retrieval/archive"
)

// bar shows on a terminal alone, once it is known that there are more than a few, how many files are read, and then how
// many articles and passages are indexed, how fast and for how long still.
type bar struct {
	out     io.Writer
	shown   bool // whether out is a terminal
	of      string
	started time.Time
	drawn   time.Time // last
	bar     *progressbar.ProgressBar
}

func newBar(out io.Writer) *bar {
	f, ok := out.(*os.File)
	return &bar{out: out, shown: ok && term.IsTerminal(int(f.Fd()))}
}

// few is how many files are read or articles indexed before anyone could read a progress bar.
const few = 200

// drawEvery is how often a bar of what goes by fast is drawn.
const drawEvery = 100 * time.Millisecond

func (b *bar) reading(read, of int) {
	if now := time.Now(); (read == of || now.Sub(b.drawn) > drawEvery) && of >= few && b.show("Reading files", of) {
		_ = b.bar.Set(read) // a bar that cannot be drawn stops nothing
		b.drawn = now
	}
}

func (b *bar) update(p archive.Progress) {
	if p.Of >= few && b.show("Indexing articles", p.Of) {
		b.bar.Describe(described(p, time.Since(b.started)))
		_ = b.bar.Set(p.Articles)
	}
}

// summarising shows how many parts of a long summary are read.
func (b *bar) summarising(done, of int) {
	if now := time.Now(); (done == of || now.Sub(b.drawn) > drawEvery) && of >= fewParts && b.show("Summarising", of) {
		_ = b.bar.Set(done)
		b.drawn = now
	}
}

// fewParts is how many parts a summary has that is made at once.
const fewParts = 3

// show makes sure that the bar is of these things, and reports whether it is to be seen.
func (b *bar) show(things string, of int) bool {
	if !b.shown {
		return false
	}
	if b.bar == nil || b.of != things {
		b.finish()
		b.of, b.started = things, time.Now()
		b.bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(b.out), progressbar.OptionShowCount(),
			progressbar.OptionSetWidth(20), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetDescription(things))
	}
	return true
}

// described is what stands before the bar of what is indexed; behind it are the articles, the time taken and the time left.
func described(p archive.Progress, taken time.Duration) string {
	return fmt.Sprintf("Indexing articles, %d passages at %.0f/s", p.Passages, float64(p.Passages)/max(taken.Seconds(), 0.001))
}

// finish makes way for the next; a later update begins anew.
func (b *bar) finish() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
	b.bar = nil
}
