package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows how many articles are indexed, once it is known that there are more than a few, on a terminal alone.
type bar struct {
	out io.Writer
	bar *progressbar.ProgressBar
}

func newBar(out io.Writer) *bar { return &bar{out: out} }

// few is how many articles are indexed before anyone could read a progress bar.
const few = 200

func (b *bar) update(done, total int) {
	if b.bar == nil {
		f, ok := b.out.(*os.File)
		if total < few || !ok || !term.IsTerminal(int(f.Fd())) {
			return
		}
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.out), progressbar.OptionShowCount(),
			progressbar.OptionSetDescription("Indexing articles"), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish())
	}
	_ = b.bar.Set(done) // a bar that cannot be drawn stops nothing
}

func (b *bar) finish() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
