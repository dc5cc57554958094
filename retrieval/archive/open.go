package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// Options say which coverage is indexed where.
type Options struct {
	Data     string   // the folder where indexes are kept, one a coverage and embedder
	Place    Place    // where the index lies if not there; what is remembered of the coverage's files lies in Data even so
	Coverage []string // names of what the articles were read from; they tell one index from another
	Embedder retrieval.Embedder
	Log      *slog.Logger
	Say      func(sentence string) // told what takes time, before it does
	Progress func(Progress)        // may be nil
}

// Dir is the folder of the index for a coverage and an embedder.
func (o Options) Dir() string {
	names := append(slices.Clone(o.Coverage), o.Embedder.Identity())
	if o.Place != nil {
		names = append(names, o.Place.String())
	}
	h := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return filepath.Join(o.Data, "index-"+hex.EncodeToString(h[:8]))
}

// Identity names what an index is made with: the embedder, and the way in which articles are cut into passages. An index made
// with another is built anew.
func (o Options) Identity() string {
	return fmt.Sprintf("%s, passages cut the way of version %d", o.Embedder.Identity(), segment.Version)
}

// Open brings the index in step with the coverage and opens it for reading. Where another process is writing it, the last
// committed state is opened as it is; a damaged index, or another embedder's, is rebuilt.
func Open(ctx context.Context, o Options, c Coverage) (Index, Changes, error) {
	place := o.place()
	reader, err := place.Open(ctx)
	if err == nil {
		ok, err := InStep(ctx, reader, c)
		if err != nil {
			return nil, Changes{}, errors.Join(plain(err), reader.Close())
		}
		if ok {
			o.remember(c)
			return reader, Changes{}, nil
		}
	} else if !rebuildable(err) && !errors.Is(err, retrieval.ErrNoIndex) {
		return nil, Changes{}, o.unusable(err)
	}
	changes, err := o.update(ctx, c)
	if errors.Is(err, retrieval.ErrLocked) && reader != nil {
		o.Log.Warn("another process is writing the index; reading its last committed state", "index", place)
		return reader, Changes{}, nil
	}
	if reader != nil {
		if closing := reader.Close(); closing != nil {
			o.Log.Warn("closing the index failed", "index", place, "error", closing)
		}
	}
	if err != nil {
		return nil, changes, err
	}
	reader, err = place.Open(ctx)
	return reader, changes, o.unusable(err)
}

// lockLook is how often it is tried whether another process is done writing.
const lockLook = 500 * time.Millisecond

// Bring brings the index in step with the coverage, and an open reader of it to its new state. While another process is
// writing the index it waits, until ctx ends or that process has brought it in step itself; the error is then of
// [retrieval.ErrLocked].
func Bring(ctx context.Context, o Options, reader Index, c Coverage) (Changes, error) {
	for {
		changes, err := o.bring(ctx, reader, c)
		if !errors.Is(err, retrieval.ErrLocked) {
			return changes, err
		}
		wait := time.NewTimer(lockLook)
		select {
		case <-ctx.Done():
			wait.Stop()
		case <-wait.C:
		}
		if ctx.Err() != nil {
			return changes, err
		}
	}
}

func (o Options) bring(ctx context.Context, reader Index, c Coverage) (changes Changes, err error) {
	if _, err := reader.Refresh(ctx); err != nil {
		return changes, o.unusable(err)
	}
	ok, err := InStep(ctx, reader, c)
	switch {
	case err != nil:
		return changes, plain(err)
	case ok:
		o.remember(c)
		return changes, nil
	}
	if changes, err = o.update(ctx, c); err == nil {
		_, err = reader.Refresh(ctx)
	}
	return changes, err
}

// Writer is an index that is open for writing. What it saw of a coverage it remembers, so that the next Sync is short.
type Writer struct {
	Index
	known *register
}

// OpenWriter opens the index for writing, for as long as the caller wants nobody else to; one in a folder that is damaged, or
// another embedder's, is emptied.
func OpenWriter(ctx context.Context, o Options) (*Writer, error) {
	if err := os.MkdirAll(o.Dir(), 0o700); err != nil {
		return nil, o.unusable(err)
	}
	writer, err := o.place().OpenWriter(ctx)
	if err != nil {
		return nil, o.unusable(err)
	}
	return &Writer{writer, &register{}}, nil
}

func (o Options) update(ctx context.Context, c Coverage) (changes Changes, err error) {
	writer, err := OpenWriter(ctx, o)
	if err != nil {
		return changes, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	return o.Sync(ctx, writer, c)
}

// Sync brings the index to hold the coverage's articles and no others, and has the coverage remember that.
// Each article is committed whole or not at all; where embedding fails, those embedded before are committed. Errors say
// which folder keeps what and what to do, but for those of the coverage, which are as they came.
func (o Options) Sync(ctx context.Context, writer *Writer, c Coverage) (Changes, error) {
	changes, err := o.sync(ctx, writer, c, false)
	if errors.Is(err, errStale) {
		c.Forget()
		changes, err = o.sync(ctx, writer, c, true)
	}
	if err == nil {
		o.remember(c)
	}
	return changes, err
}

func (o Options) sync(ctx context.Context, writer *Writer, c Coverage, everything bool) (Changes, error) {
	waiting := &spool{path: filepath.Join(o.Dir(), spoolName)}
	defer waiting.close()
	p, err := compare(ctx, writer, writer.known, c.Articles(ctx), waiting, everything)
	if err != nil {
		if _, ok := errors.AsType[coverageError](err); !ok {
			err = o.unusable(err)
		}
		return Changes{}, plain(err)
	}
	if p.changes.None() {
		return p.changes, nil
	}
	o.Say(fmt.Sprintf("Bringing the index up to date; articles: %d.", p.articles))
	changes, err := p.carryOut(ctx, writer, o.Embedder, waiting, o.Progress)
	if err = o.unusable(err); err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w; what is indexed in %s is kept, and the next start goes on from there", err, o.place())
	}
	return changes, err
}

// Beside the index in its folder lie what the coverage remembers and, while articles are read, their texts.
const (
	filesName = "FILES"
	spoolName = "READING"
)

// Remembered is the file for what a coverage remembers of its files.
func (o Options) Remembered() string { return filepath.Join(o.Dir(), filesName) }

func (o Options) remember(c Coverage) {
	if err := c.Remember(); err != nil {
		o.Log.Warn("the next start reads all files again", "index", o.place(), "error", err)
	}
}

// plain is an error of the coverage as it came, and any other as it is.
func plain(err error) error {
	if e, ok := errors.AsType[coverageError](err); ok {
		return e.error
	}
	return err
}

// unusable says what to do where the fault is with the folder for indexes.
func (o Options) unusable(err error) error {
	full := slices.ContainsFunc([]syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}, func(e syscall.Errno) bool {
		return errors.Is(err, e) || err != nil && strings.Contains(err.Error(), e.Error()) // bbolt keeps the words alone
	})
	_, path := errors.AsType[*fs.PathError](err)
	switch {
	case full:
		return fmt.Errorf("the folder for indexes, %s, is full: %w; free some space, or name another with --data or DATELINE_DATA", o.Data, err)
	case path:
		return fmt.Errorf("the folder for indexes, %s, cannot be used: %w; name another with --data or DATELINE_DATA", o.Data, err)
	}
	return err
}

// Follow brings a reader to the last committed state at each tick, until ctx ends, so that what stays open answers from
// what another process has indexed meanwhile. A state that cannot be read is logged once, and the reader stays where it is.
// moved is called after each move.
func Follow(ctx context.Context, reader Index, ticks <-chan time.Time, log *slog.Logger, moved func()) {
	failed, seen := "", reader.Sequence()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		changed, err := reader.Refresh(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && err.Error() != failed:
			failed = err.Error()
			log.Warn("the index cannot be read anew; answering from its former state", "error", err)
		case err == nil:
			failed = ""
			if now := reader.Sequence(); changed || now != seen { // which Bring may have refreshed
				seen = now
				log.Info("answering from the index's new state", "sequence", reader.Sequence())
				moved()
			}
		}
	}
}
