package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"

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
	Progress func(done, total int) // articles indexed; may be nil
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
		return nil, Changes{}, err
	}
	changes, err := update(ctx, o, dir, articles)
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
	return reader, changes, err
}

func update(ctx context.Context, o Options, dir string, articles []retrieval.Article) (changes Changes, err error) {
	writer, err := local.OpenWriter(ctx, dir, o.Embedder.Identity())
	if rebuildable(err) {
		o.Say(fmt.Sprintf("The index in %s cannot be used (%v); building it anew.", dir, err))
		writer, err = local.Reset(ctx, dir, o.Embedder.Identity())
	}
	if err != nil {
		return changes, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	o.Say(fmt.Sprintf("Bringing the index up to date; articles: %d.", len(articles)))
	return Sync(ctx, writer, o.Embedder, articles, o.Progress)
}

func rebuildable(err error) bool {
	return errors.Is(err, local.ErrDamaged) || errors.Is(err, local.ErrIdentity)
}
