package archive

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"dateline/retrieval"
)

// Copy brings a store to hold what another holds, with the passages and vectors that it has there, and nothing else. What it
// holds already stays. progress, which may be nil, is told how far it has come. Each article is committed whole or not at all.
func Copy(ctx context.Context, from, to retrieval.Store, progress func(Progress)) (Changes, error) {
	from, to = from.Whole(), to.Whole()
	var changes Changes
	all, err := from.Articles(ctx)
	if err != nil {
		return changes, fmt.Errorf("list articles: %w", err)
	}
	held, err := to.Articles(ctx)
	if err != nil {
		return changes, fmt.Errorf("list articles: %w", err)
	}
	var there register
	there.follow(held)
	var put []string
	stays := map[string]bool{}
	for i := range all {
		a := &all[i]
		stays[a.ID] = true
		switch h := there.byID(a.ID); {
		case h == nil:
			changes.Added++
		case sameRecord(a, h):
			continue
		default:
			changes.Changed++
		}
		put = append(put, a.ID)
	}
	var change retrieval.Change
	for i := range held {
		if !stays[held[i].ID] {
			change.Delete = append(change.Delete, held[i].ID)
		}
	}
	changes.Deleted = len(change.Delete)
	done := Progress{Of: len(put)}
	for len(put) > 0 || len(change.Delete) > 0 {
		part := put[:min(len(put), batch*runtime.GOMAXPROCS(0))]
		put = put[len(part):]
		entries, err := whole(ctx, from, part)
		if err != nil {
			return changes, err
		}
		change.Put = append(change.Put, entries...)
		for _, e := range entries {
			done.Passages += len(e.Passages)
		}
		if done.Passages-changes.Passages >= commitPassages || len(put) == 0 {
			if err := to.Apply(ctx, change); err != nil {
				return changes, fmt.Errorf("commit to the index: %w", err)
			}
			change, changes.Passages = retrieval.Change{}, done.Passages
		}
		if done.Articles += len(part); progress != nil {
			progress(done)
		}
	}
	changes.Passages = 0 // none was embedded
	return changes, nil
}

// sameRecord reports whether two stores hold the same of an article.
func sameRecord(a, b *retrieval.Article) bool {
	return a.Hash == b.Hash && a.Path == b.Path && a.Alias == b.Alias && a.Audience == b.Audience &&
		a.Corrects == b.Corrects && a.Retracted == b.Retracted && len(a.Former) == len(b.Former)
}

// whole reads articles with all that a store has of them, several at a time.
func whole(ctx context.Context, from retrieval.Store, articles []string) ([]retrieval.Entry, error) {
	entries := make([]retrieval.Entry, len(articles))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2 * runtime.GOMAXPROCS(0)) // a store on a server is waited for
	for i, id := range articles {
		group.Go(func() error {
			a, ok, err := from.Article(ctx, id)
			if err == nil && !ok {
				err = fmt.Errorf("it is gone meanwhile")
			}
			if err != nil {
				return fmt.Errorf("read article %q: %w", id, err)
			}
			e := retrieval.Entry{Article: a}
			if e.Passages, err = from.ArticlePassages(ctx, id); err == nil {
				e.Vectors, err = from.Vectors(ctx, ids(e.Passages))
			}
			entries[i] = e
			return err
		})
	}
	return entries, group.Wait()
}
