// Package archive keeps a Store in step with its coverage: it tells new, changed and deleted articles by their hashes, cuts
// them into passages, embeds those, and commits. What it cannot read is reported, and the rest is indexed all the same.
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

// Changes says what a Sync did.
type Changes struct {
	Added, Changed, Deleted int // articles
	Passages                int // of the added and changed
}

// None reports whether everything was in step already.
func (c Changes) None() bool { return c.Added+c.Changed+c.Deleted == 0 }

const (
	commitPassages = 20_000 // passages in a commit, so that memory stays bounded while a large coverage is indexed
	batch          = 32     // articles embedded by one worker at a time
)

// Sync brings store to hold articles and no others. progress, which may be nil, is told how many of the articles to index
// are done. Each article is committed whole or not at all.
func Sync(ctx context.Context, store retrieval.Store, embedder retrieval.Embedder, articles []retrieval.Article, progress func(done, total int)) (Changes, error) {
	pending, deleted, changes, err := compare(ctx, store, articles)
	if err != nil || changes.None() {
		return changes, err
	}
	change := retrieval.Change{Delete: deleted}
	passages, done := 0, 0
	for part := range slices.Chunk(pending, batch*runtime.GOMAXPROCS(0)) {
		entries, err := Entries(ctx, embedder, part)
		if err != nil {
			return changes, err
		}
		change.Put = append(change.Put, entries...)
		for _, e := range entries {
			passages += len(e.Passages)
			changes.Passages += len(e.Passages)
		}
		if passages >= commitPassages {
			if err := store.Apply(ctx, change); err != nil {
				return changes, fmt.Errorf("commit to the index: %w", err)
			}
			change, passages = retrieval.Change{}, 0
		}
		if done += len(part); progress != nil {
			progress(done, len(pending))
		}
	}
	if len(change.Put)+len(change.Delete) > 0 {
		if err := store.Apply(ctx, change); err != nil {
			return changes, fmt.Errorf("commit to the index: %w", err)
		}
	}
	return changes, nil
}

// InStep reports whether store holds articles and no others.
func InStep(ctx context.Context, store retrieval.Store, articles []retrieval.Article) (bool, error) {
	_, _, changes, err := compare(ctx, store, articles)
	return changes.None(), err
}

func compare(ctx context.Context, store retrieval.Store, articles []retrieval.Article) (pending []retrieval.Article, deleted []string, c Changes, err error) {
	held, err := store.Articles(ctx)
	if err != nil {
		return nil, nil, c, fmt.Errorf("list articles: %w", err)
	}
	hashes := make(map[string]string, len(held))
	for _, a := range held {
		hashes[a.ID] = a.Hash
	}
	for _, a := range articles {
		hash, known := hashes[a.ID]
		delete(hashes, a.ID)
		switch {
		case !known:
			c.Added++
		case hash != a.Hash:
			c.Changed++
		default:
			continue
		}
		pending = append(pending, a)
	}
	for id := range hashes {
		deleted = append(deleted, id)
	}
	slices.Sort(deleted)
	c.Deleted = len(deleted)
	return pending, deleted, c, nil
}

// Entries cuts articles into passages and embeds them, in order.
func Entries(ctx context.Context, embedder retrieval.Embedder, articles []retrieval.Article) ([]retrieval.Entry, error) {
	entries := make([]retrieval.Entry, len(articles))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for start := 0; start < len(articles); start += batch {
		group.Go(func() error {
			part := entries[start:min(start+batch, len(entries))]
			var texts []string
			for i := range part {
				part[i].Article = articles[start+i]
				part[i].Passages = segment.Passages(part[i].Article)
				for _, p := range part[i].Passages {
					texts = append(texts, embedded(part[i].Article, p))
				}
			}
			vectors, err := embedder.Embed(ctx, texts)
			if err != nil {
				return fmt.Errorf("embed %d passages: %w", len(texts), err)
			}
			for i := range part {
				n := len(part[i].Passages)
				part[i].Vectors, vectors = vectors[:n:n], vectors[n:]
			}
			return nil
		})
	}
	return entries, group.Wait()
}

// embedded is what a passage's vector is made of: its own words, with the headline as context.
func embedded(a retrieval.Article, p retrieval.Passage) string {
	if a.Headline == "" {
		return p.Text
	}
	return a.Headline + ".\n" + p.Text
}
