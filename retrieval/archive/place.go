package archive

import (
	"context"
	"errors"
	"fmt"

	"dateline/retrieval"
	"dateline/retrieval/local"
)

// Index is a Store that lasts, as somebody has it open.
type Index interface {
	retrieval.Store
	// Sequence counts the commits of the state that it is at.
	Sequence() uint64
	// Refresh brings a reader to the last committed state and reports whether that was news.
	Refresh(ctx context.Context) (changed bool, err error)
	Close() error
}

// Place is where an index lies: a folder, or a server.
type Place interface {
	fmt.Stringer
	// Open opens the last committed state for reading. The error is retrieval.ErrNoIndex where there is no index yet.
	Open(ctx context.Context) (Index, error)
	// OpenWriter opens the index, which need not exist yet, for writing. The error is retrieval.ErrLocked while another process
	// has it open for that.
	OpenWriter(ctx context.Context) (Index, error)
}

// place is where the index lies.
func (o Options) place() Place {
	if o.Place != nil {
		return o.Place
	}
	return folder{o}
}

// folder is the place of an index in a folder of its own.
type folder struct{ Options }

func (f folder) String() string { return f.Dir() }

// Open opens the index for reading.
func (f folder) Open(ctx context.Context) (Index, error) {
	return As(local.Open(ctx, f.Dir(), f.Identity()))
}

// OpenWriter opens the index for writing. What is damaged or another embedder's is emptied: it can be made again.
func (f folder) OpenWriter(ctx context.Context) (Index, error) {
	writer, err := local.OpenWriter(ctx, f.Dir(), f.Identity())
	if rebuildable(err) {
		f.Say(fmt.Sprintf("The index in %s cannot be used (%v); building it anew.", f.Dir(), err))
		writer, err = local.Reset(ctx, f.Dir(), f.Identity())
	}
	return As(writer, err)
}

func rebuildable(err error) bool {
	return errors.Is(err, local.ErrDamaged) || errors.Is(err, local.ErrIdentity)
}

// As is an index of one kind as any Index, nil where it could not be opened.
func As[I Index](index I, err error) (Index, error) {
	if err != nil {
		return nil, err
	}
	return index, nil
}
