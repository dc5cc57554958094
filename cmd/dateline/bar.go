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

// bar shows how many articles and passages are indexed, how fast and for how long still, once it is known that there are
// more than a few, on a terminal alone.
type bar struct {
	out     io.Writer
	shown   bool // whether out is a terminal
	started time.Time
	bar     *progressbar.ProgressBar
}

func newBar(out io.Writer) *bar {
	f, ok := out.(*os.File)
	return &bar{out: out, shown: ok && term.IsTerminal(int(f.Fd())), started: time.Now()}
}

// few is how many articles are indexed before anyone could read a progress bar.
const few = 200

func (b *bar) update(p archive.Progress) {
	if !b.shown || p.Of < few {
		return
	}
	if b.bar == nil {
		b.bar = progressbar.NewOptions(p.Of, progressbar.OptionSetWriter(b.out), progressbar.OptionShowCount(),
			progressbar.OptionSetWidth(20), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	b.bar.Describe(described(p, time.Since(b.started)))
	_ = b.bar.Set(p.Articles) // a bar that cannot be drawn stops nothing
}

// described is what stands before the bar; behind it are the articles, the time taken and the time left.
func described(p archive.Progress, taken time.Duration) string {
	return fmt.Sprintf("Indexing articles, %d passages at %.0f/s", p.Passages, float64(p.Passages)/max(taken.Seconds(), 0.001))
}

// finish makes way for the next; a later update begins anew.
func (b *bar) finish() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
	b.bar, b.started = nil, time.Now()
}
