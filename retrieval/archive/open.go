package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/local"
)

// Options say which coverage is indexed where.
type Options struct {
	Data     string   // the folder where indexes are kept, one a coverage and embedder
	Coverage []string // names of what the articles were read from; they tell one index from another
	Embedder retrieval.Embedder
	Log      *slog.Logger
	Say      func(sentence string) // told what takes time, before it does
	Progress func(Progress)        // may be nil
}

// Dir is the folder of the index for a coverage and an embedder.
func (o Options) Dir() string {
	h := sha256.Sum256([]byte(strings.Join(append(slices.Clone(o.Coverage), o.Embedder.Identity()), "\x00")))
	return filepath.Join(o.Data, "index-"+hex.EncodeToString(h[:8]))
}

// Open brings the index in step with articles and opens it for reading. Where another process is writing it, the last
// committed state is opened as it is; a damaged index, or another embedder's, is rebuilt.
func Open(ctx context.Context, o Options, articles []retrieval.Article) (*local.Store, Changes, error) {
	dir := o.Dir()
	reader, err := local.Open(ctx, dir, o.Embedder.Identity())
	if err == nil {
		if ok, err := InStep(ctx, reader, articles); ok || err != nil {
			return reader, Changes{}, err
		}
	} else if !rebuildable(err) && !errors.Is(err, local.ErrNoIndex) {
		return nil, Changes{}, o.unusable(err)
	}
	changes, err := o.update(ctx, articles)
	if errors.Is(err, local.ErrLocked) && reader != nil {
		o.Log.Warn("another process is writing the index; reading its last committed state", "index", dir)
		return reader, Changes{}, nil
	}
	if reader != nil {
		if closing := reader.Close(); closing != nil {
			o.Log.Warn("closing the index failed", "index", dir, "error", closing)
		}
	}
	if err != nil {
		return nil, changes, err
	}
	reader, err = local.Open(ctx, dir, o.Embedder.Identity())
	return reader, changes, o.unusable(err)
}

// OpenWriter opens the index for writing, for as long as the caller wants nobody else to; a damaged index, or another
// embedder's, is emptied.
func OpenWriter(ctx context.Context, o Options) (*local.Store, error) {
	dir := o.Dir()
	writer, err := local.OpenWriter(ctx, dir, o.Embedder.Identity())
	if rebuildable(err) {
		o.Say(fmt.Sprintf("The index in %s cannot be used (%v); building it anew.", dir, err))
		writer, err = local.Reset(ctx, dir, o.Embedder.Identity())
	}
	return writer, o.unusable(err)
}

func (o Options) update(ctx context.Context, articles []retrieval.Article) (changes Changes, err error) {
	writer, err := OpenWriter(ctx, o)
	if err != nil {
		return changes, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	o.Say(fmt.Sprintf("Bringing the index up to date; articles: %d.", len(articles)))
	return o.Sync(ctx, writer, articles)
}

// Sync is [Sync] into the store of OpenWriter; its errors say which folder keeps what and what to do.
func (o Options) Sync(ctx context.Context, writer *local.Store, articles []retrieval.Article) (Changes, error) {
	changes, err := Sync(ctx, writer, o.Embedder, articles, o.Progress)
	if err = o.unusable(err); err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w; what is indexed in %s is kept, and the next start goes on from there", err, o.Dir())
	}
	return changes, err
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

func rebuildable(err error) bool {
	return errors.Is(err, local.ErrDamaged) || errors.Is(err, local.ErrIdentity)
}

// Follow brings a reader to the last committed state at each tick, until ctx ends, so that what stays open answers from
// what another process has indexed meanwhile. A state that cannot be read is logged once, and the reader stays where it is.
func Follow(ctx context.Context, reader *local.Store, ticks <-chan time.Time, log *slog.Logger) {
	failed := ""
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
			if changed {
				log.Info("answering from the index's new state", "sequence", reader.Sequence())
			}
		}
	}
}
