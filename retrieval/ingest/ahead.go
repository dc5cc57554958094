package ingest

import (
	"cmp"
	"context"
	"path"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"dateline/retrieval"
)

// Files are read ahead of their turn, several at once, as long as all of them together are small: a large file, or one
// that holds who knows how much, is read alone. A page built to be a burden takes 250 times its size while it is read.
const (
	aheadBytes = 1 << 20
	aheadFiles = 16
	aheadItems = 4 // of a file
)

// where is an item's place.
type where struct {
	Path    string // in the folder
	Address string // where it was fetched
	Item    int    // of the file
}

// in is the place as messages call it.
func (w where) in(f *Folder) string {
	return Skipped{Path: w.path(f), Item: w.Item}.place()
}

func (w where) path(f *Folder) string { return cmp.Or(w.Address, fullPath(*f, w.Path)) }

// outcome is what became of an item: an article, or the reason why there is none.
type outcome struct {
	where
	article retrieval.Article
	idLine  int // of the file, where it gives the ID
	err     error
}

// settle makes an article of an item.
func settle(i item) outcome {
	o := outcome{where: where{i.path, i.place, i.n}, err: i.err}
	if o.err == nil && len(i.raw) > maxFile {
		o.err = tooLarge(maxFile)
	}
	if o.err == nil {
		o.err = i.draft.settle()
	}
	if o.err != nil {
		return o
	}
	d := i.draft
	if i.n > 0 && d.place == "" {
		d.place = "#" + d.Headline
	}
	o.article, o.idLine = d.article(i.path, i.raw), d.idLine
	return o
}

// read reads a file's items; each is called with them in order.
func (f *file) read(ctx context.Context, each func(item)) {
	fail := func(err error) { each(item{path: f.path, err: err}) }
	if f.err != nil {
		fail(f.err)
		return
	}
	opened, err := f.folder.FS.Open(f.path)
	if err != nil {
		fail(cannotRead(err))
		return
	}
	defer func() { _ = opened.Close() }()
	if err := f.format(ctx, input{opened, f.path, f.stamp.Size, f.folder.Fields}, each); err != nil && ctx.Err() == nil {
		fail(err)
	}
}

// again reads a file at once.
func (f *file) again(ctx context.Context) func(each func(outcome) error) error {
	return func(each func(outcome) error) (err error) {
		f.read(ctx, func(i item) {
			if err == nil {
				err = each(settle(i))
			}
		})
		return err
	}
}

// weight is a file's share of aheadBytes while it is read.
func (f *file) weight() int64 {
	switch strings.ToLower(path.Ext(f.path)) {
	case ".gz", ".zip":
		return aheadBytes
	}
	return min(max(f.stamp.Size, aheadBytes/aheadFiles), aheadBytes)
}

// reading is a file that is being read.
type reading struct {
	outcomes chan chan outcome // in order
	weight   int64
}

// ahead reads files in the background.
type ahead struct {
	room     *semaphore.Weighted
	readings chan reading // in the order of the files
	settling errgroup.Group
}

// readAhead begins to read files. Each must be taken with next, in order, until ctx ends; wait waits for the last.
func readAhead(ctx context.Context, files []*file) (next func(each func(outcome) error) error, wait func()) {
	a := &ahead{room: semaphore.NewWeighted(aheadBytes), readings: make(chan reading, aheadFiles)}
	a.settling.SetLimit(runtime.GOMAXPROCS(0))
	var group errgroup.Group
	group.Go(func() error {
		for _, f := range files {
			r := reading{make(chan chan outcome, aheadItems), f.weight()}
			if err := a.room.Acquire(ctx, r.weight); err != nil {
				return err
			}
			a.readings <- r // there is room for as many as can weigh anything
			group.Go(func() error {
				defer close(r.outcomes)
				f.read(ctx, func(i item) { a.settle(ctx, r, i) })
				return nil
			})
		}
		return nil
	})
	next = func(each func(outcome) error) error {
		select {
		case r := <-a.readings:
			for o := range r.outcomes {
				if err := each(<-o); err != nil {
					return err
				}
			}
			a.room.Release(r.weight)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	wait = func() {
		_ = group.Wait()
		_ = a.settling.Wait()
	}
	return next, wait
}

// settle settles an item, aside where a hand is free.
func (a *ahead) settle(ctx context.Context, r reading, i item) {
	slot := make(chan outcome, 1)
	select {
	case r.outcomes <- slot:
	case <-ctx.Done():
		return
	}
	work := func() error {
		slot <- settle(i)
		return nil
	}
	if !a.settling.TryGo(work) {
		_ = work()
	}
}
