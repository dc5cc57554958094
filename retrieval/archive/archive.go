// Package archive keeps a Store in step with its coverage: it tells new, changed, moved, retracted and deleted articles by
// their hashes, cuts them into passages, embeds those that it does not know, and commits. What it cannot read is reported,
// and the rest is indexed all the same. It leans on fsnotify to notice that a folder has changed.
//
// A coverage is gone through once and never held: what tells articles from each other stays in memory, the texts of those
// that are news wait in a file until all articles are known, and then are committed some tens of thousands of passages at a
// time, each change while the next is cut and embedded. An article that comes as it was held costs a look at it: in a process
// that stays, appending one to a hundred thousand others takes some milliseconds before it is committed.
package archive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"

	"golang.org/x/sync/errgroup"

	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// Coverage is what a store is kept in step with.
type Coverage interface {
	// Articles yields every article, and last an error where there is one. Of an article that has not changed since
	// Remember it may leave out all but ID, Path, Hash and Corrects.
	Articles(ctx context.Context) iter.Seq2[retrieval.Article, error]
	// Remember is called once all that Articles yielded is committed.
	Remember() error
	// Forget has Articles leave out nothing.
	Forget()
}

// So memory stays bounded while a large coverage is indexed. Tests make do with less.
var (
	commitPassages = 50_000 // in a commit
	batch          = 32     // articles embedded by one worker at a time
)

// partBytes is how much text is embedded at a time.
const partBytes = 8 << 20

// Progress says how far a Sync has come.
type Progress struct {
	Articles, Of int // to be indexed
	Passages     int // of them
}

// speaker is an Embedder that does not know every language, told by its code in BCP 47; "" is an unknown one. The passages
// of an article in another have no vectors.
type speaker interface {
	Embeds(language string) bool
}

// Sync brings store to hold articles and no others. progress, which may be nil, is told how far it has come. Each article
// is committed whole or not at all; where embedding fails, those embedded before are committed.
func Sync(ctx context.Context, store retrieval.Store, embedder retrieval.Embedder, articles []retrieval.Article, progress func(Progress)) (Changes, error) {
	waiting := &list{}
	p, err := compare(ctx, store, &register{}, func(yield func(retrieval.Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
	}, waiting, true)
	if err != nil {
		return Changes{}, err
	}
	return p.carryOut(ctx, store, embedder, waiting, progress)
}

// InStep reports whether store holds the coverage's articles and no others.
func InStep(ctx context.Context, store retrieval.Store, c Coverage) (bool, error) {
	p, err := compare(ctx, store, &register{}, c.Articles(ctx), nothing{}, false)
	if errors.Is(err, errNews) || errors.Is(err, errStale) {
		return false, nil
	}
	return err == nil && p.changes.None(), err
}

// carryOut brings the store in step. While one change is being committed, the next is cut and embedded.
func (p *plan) carryOut(ctx context.Context, store retrieval.Store, embedder retrieval.Embedder, waiting pile, progress func(Progress)) (changes Changes, err error) {
	changes = p.changes
	change := retrieval.Change{Delete: p.delete}
	uncommitted, done := 0, Progress{Of: p.puts}
	to := committer{store: store}
	commit := func() error {
		err := to.commit(ctx, change)
		change, uncommitted = retrieval.Change{}, 0
		return err
	}
	defer func() {
		if ctx.Err() == nil {
			err = both(err, commit())
		}
		err = both(err, to.wait())
	}()
	for part, err := range parts(p.texts(ctx, store, waiting)) {
		if err != nil {
			return changes, err
		}
		entries, embedded, err := p.entries(ctx, store, embedder, part)
		if err != nil {
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
		}
		if done.Articles += len(part); progress != nil {
			progress(done)
		}
	}
	return changes, ctx.Err()
}

// both is one error, on one line.
func both(a, b error) error {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	return fmt.Errorf("%w; %w", a, b)
}

// committer commits changes behind the caller's back, one after another.
type committer struct {
	store retrieval.Store
	last  chan error
}

// commit begins to, once the change before is committed; its error is that one's.
func (c *committer) commit(ctx context.Context, change retrieval.Change) error {
	if err := c.wait(); err != nil || len(change.Put)+len(change.Delete) == 0 {
		return err
	}
	last := make(chan error, 1)
	c.last = last
	go func() {
		err := c.store.Apply(ctx, change)
		if err != nil {
			err = fmt.Errorf("commit to the index: %w", err)
		}
		last <- err
	}()
	return nil
}

// wait returns the error of the last change, once.
func (c *committer) wait() error {
	if c.last == nil {
		return nil
	}
	err := <-c.last
	c.last = nil
	return err
}

// parts gathers articles into as many as are embedded at a time.
func parts(articles iter.Seq2[retrieval.Article, error]) iter.Seq2[[]retrieval.Article, error] {
	return func(yield func([]retrieval.Article, error) bool) {
		var part []retrieval.Article
		size := 0
		for a, err := range articles {
			if err != nil {
				yield(nil, err)
				return
			}
			part = append(part, a)
			if size += len(a.Text); len(part) == batch*runtime.GOMAXPROCS(0) || size >= partBytes {
				if !yield(part, nil) {
					return
				}
				part, size = nil, 0
			}
		}
		if len(part) > 0 {
			yield(part, nil)
		}
	}
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
				before := p.held.byID(part[i].Article.ID)
				if before != nil && before.Headline == part[i].Article.Headline && speaks(embedder, part[i].Article) {
					if part[i].Vectors, err = store.Whole().Vectors(ctx, ids(part[i].Passages)); err != nil {
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

// speaks reports whether an embedder knows the language of an article.
func speaks(embedder retrieval.Embedder, a retrieval.Article) bool {
	s, ok := embedder.(speaker)
	return !ok || s.Embeds(a.Language)
}

// embed fills in the vectors that entries lack and returns how many those are. What is embedded of a passage is its own
// words, with the headline as context.
func embed(ctx context.Context, embedder retrieval.Embedder, entries []retrieval.Entry) (int, error) {
	var texts []string
	var lacking []*[]float32
	for _, e := range entries {
		if !speaks(embedder, e.Article) {
			continue
		}
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
