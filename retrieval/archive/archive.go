// Package archive keeps a Store in step with its coverage: it tells new, changed, moved, retracted and deleted articles by
// their hashes, cuts them into passages, embeds those that it does not know, and commits. What it cannot read is reported,
// and the rest is indexed all the same. It leans on fsnotify to notice that a folder has changed.
package archive

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// So memory stays bounded while a large coverage is indexed. Tests make do with less.
var (
	commitPassages = 20_000 // in a commit
	batch          = 32     // articles embedded by one worker at a time
)

// Progress says how far a Sync has come.
type Progress struct {
	Articles, Of int // to be indexed
	Passages     int // of them
}

// Sync brings store to hold articles and no others. progress, which may be nil, is told how far it has come. Each article
// is committed whole or not at all; where embedding fails, those embedded before are committed.
func Sync(ctx context.Context, store retrieval.Store, embedder retrieval.Embedder, articles []retrieval.Article, progress func(Progress)) (Changes, error) {
	p, err := compare(ctx, store, articles)
	changes := p.changes
	if err != nil || changes.None() {
		return changes, err
	}
	change := retrieval.Change{Delete: p.delete}
	commit := func() error {
		if len(change.Put)+len(change.Delete) == 0 {
			return nil
		}
		if err := store.Apply(ctx, change); err != nil {
			return fmt.Errorf("commit to the index: %w", err)
		}
		change = retrieval.Change{}
		return nil
	}
	uncommitted, done := 0, Progress{Of: len(p.put)}
	for part := range slices.Chunk(p.put, batch*runtime.GOMAXPROCS(0)) {
		entries, embedded, err := p.entries(ctx, store, embedder, part)
		if err != nil {
			if ctx.Err() == nil {
				if failed := commit(); failed != nil {
					err = fmt.Errorf("%w; %w", err, failed)
				}
			}
			return changes, err
		}
		change.Put = append(change.Put, entries...)
		changes.Passages += embedded
		for _, e := range entries {
			uncommitted += len(e.Passages)
			done.Passages += len(e.Passages)
		}
		if uncommitted >= commitPassages {
			if err := commit(); err != nil {
				return changes, err
			}
			uncommitted = 0
		}
		if done.Articles += len(part); progress != nil {
			progress(done)
		}
	}
	return changes, commit()
}

// InStep reports whether store holds articles and no others.
func InStep(ctx context.Context, store retrieval.Store, articles []retrieval.Article) (bool, error) {
	p, err := compare(ctx, store, articles)
	return p.changes.None(), err
}

// entries cuts articles into passages and embeds those, in order. A passage that the store holds under the same headline
// has its vector already. It also returns how many passages it embedded.
func (p *plan) entries(ctx context.Context, store retrieval.Store, embedder retrieval.Embedder, articles []retrieval.Article) (entries []retrieval.Entry, embedded int, err error) {
	entries = make([]retrieval.Entry, len(articles))
	counts := make([]int, (len(articles)+batch-1)/batch)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for n := range counts {
		group.Go(func() (err error) {
			start := n * batch
			part := entries[start:min(start+batch, len(entries))]
			for i := range part {
				part[i].Article = articles[start+i]
				part[i].Passages = segment.Passages(part[i].Article)
				part[i].Vectors = make([][]float32, len(part[i].Passages))
				before, known := p.held[part[i].Article.ID]
				if known && before.Headline == part[i].Article.Headline {
					if part[i].Vectors, err = store.Vectors(ctx, ids(part[i].Passages)); err != nil {
						return err
					}
				}
			}
			counts[n], err = embed(ctx, embedder, part)
			return err
		})
	}
	err = group.Wait()
	for _, n := range counts {
		embedded += n
	}
	return entries, embedded, err
}

func ids(passages []retrieval.Passage) []string {
	ids := make([]string, len(passages))
	for i, p := range passages {
		ids[i] = p.ID
	}
	return ids
}

// embed fills in the vectors that entries lack and returns how many those are. What is embedded of a passage is its own
// words, with the headline as context.
func embed(ctx context.Context, embedder retrieval.Embedder, entries []retrieval.Entry) (int, error) {
	var texts []string
	var lacking []*[]float32
	for _, e := range entries {
		for i, p := range e.Passages {
			if e.Vectors[i] != nil {
				continue
			}
			text := p.Text
			if e.Article.Headline != "" {
				text = e.Article.Headline + ".\n" + text
			}
			texts = append(texts, text)
			lacking = append(lacking, &e.Vectors[i])
		}
	}
	if len(texts) == 0 {
		return 0, ctx.Err()
	}
	vectors, err := embedder.Embed(ctx, texts)
	if err != nil {
		return 0, fmt.Errorf("embed %d passages: %w", len(texts), err)
	}
	for i, v := range vectors {
		*lacking[i] = v
	}
	return len(texts), nil
}
