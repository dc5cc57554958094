package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dateline/retrieval"
)

// Coverage is folders that are read again and again. A file that has not changed since Remember is not read. It is for
// one user at a time.
type Coverage struct {
	Progress func(read, of int) // told how many files are read of those that must be; may be nil
	folders  []Folder
	kept     string  // the file of the ledger; "" where nothing is remembered
	known    *ledger // what is remembered; nil before the first Articles
	last     *ledger // of the last Articles, once it was through
	skipped  []Skipped
}

// NewCoverage makes coverage of folders. What is remembered of their files is kept in the file kept, or, where that is "",
// not at all. It is to be of these folders alone.
func NewCoverage(kept string, folders ...Folder) *Coverage {
	return &Coverage{folders: folders, kept: kept}
}

// Articles yields every article, in the order of [Read], whose error is the last that it yields. Of an article whose file
// has not changed since Remember, it fills in ID, Path, Hash and Corrects alone.
func (c *Coverage) Articles(ctx context.Context) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		c.skipped, c.last = nil, nil
		if c.known == nil {
			c.known = loadLedger(c.kept, c.folders)
		}
		p := &pass{Coverage: c, yield: yield, seen: map[string]string{}, next: newLedger(c.folders)}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		if err := p.run(ctx); err != nil && !errors.Is(err, errLeft) {
			yield(retrieval.Article{}, err)
		}
	}
}

// Check says what is wrong where a folder cannot be read, without reading any file.
func (c *Coverage) Check(ctx context.Context) error {
	for i := range c.folders {
		if _, _, err := walkFolder(ctx, &c.folders[i]); err != nil {
			return err
		}
	}
	return nil
}

// Skipped is what Articles did not read, whether it was found just now or is remembered.
func (c *Coverage) Skipped() []Skipped { return c.skipped }

// Remember keeps what the last Articles found, so that files that stay as they are need not be read again. It is to be
// called once all those articles are where they are wanted. Before Articles was through, there is nothing to remember.
func (c *Coverage) Remember() error {
	if c.kept == "" || c.last == nil {
		return nil
	}
	known := c.known
	c.known = c.last
	if c.last.same(known) {
		return nil
	}
	if err := c.last.write(c.kept); err != nil {
		return fmt.Errorf("remember which files were read: %w", err)
	}
	return nil
}

// Forget has every file read again.
func (c *Coverage) Forget() { c.known = newLedger(c.folders) }

// pass is one time that everything is looked at.
type pass struct {
	*Coverage
	yield func(retrieval.Article, error) bool
	seen  map[string]string // where an ID was read first
	twice int               // articles that were fetched by way of another address before, and left at that
	next  *ledger
}

// errLeft ends a pass that whoever asked does not want more of.
var errLeft = errors.New("left")

func (p *pass) run(ctx context.Context) error {
	files, foreign := make([][]*file, len(p.folders)), make([]map[string]int, len(p.folders))
	var changed []*file
	for i := range p.folders {
		var err error
		if files[i], foreign[i], err = walkFolder(ctx, &p.folders[i]); err != nil {
			return err
		}
		for _, f := range files[i] {
			if f.known = p.known.find(i, f); f.known == nil {
				changed = append(changed, f)
			}
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	next, wait := readAhead(ctx, changed)
	defer wait()
	defer cancel()
	read := 0
	for i := range p.folders {
		before := len(p.seen) + p.twice
		for _, f := range files[i] {
			if f.known == nil {
				read++
			}
			if err := p.file(ctx, i, f, next); err != nil {
				return err
			}
			if p.Progress != nil && f.known == nil {
				p.Progress(read, len(changed))
			}
		}
		f := p.folders[i]
		if len(foreign[i]) > 0 {
			p.skipped = append(p.skipped, Skipped{Path: cmp.Or(fullPath(f, f.File), "."), Reason: foreignReason(foreign[i])})
		}
		if len(p.seen)+p.twice == before && !f.Optional {
			return fmt.Errorf("%s holds no article in %s: %w", &f, readable, ErrEmpty)
		}
	}
	p.last = p.next
	return nil
}

// file yields the articles of one file, as they are remembered or as next reads them. Where what is remembered clashes with
// what has been read elsewhere since, it is read again.
func (p *pass) file(ctx context.Context, folder int, f *file, next func(func(outcome) error) error) error {
	if f.known != nil && !slices.ContainsFunc(f.known.Articles, func(a known) bool { return p.seen[a.ID] != "" }) {
		return p.recall(folder, f)
	}
	if f.known != nil {
		next = f.again(ctx)
	}
	r, lasting := &record{Path: f.path, Stamp: f.stamp}, f.settled()
	err := next(func(o outcome) error {
		o.article = f.folder.own(o.article)
		if o.err == nil && o.Address != "" && o.article.URL != "" && p.seen[o.article.ID] != "" {
			p.twice++
			lasting = false // depends on another file
			return nil
		}
		if o.err == nil {
			o.err = p.claim(f, o)
			lasting = lasting && o.err == nil // depends on another file
		}
		if o.err == nil {
			r.Articles = append(r.Articles, known{o.where, o.article.ID, o.article.Hash, o.article.Corrects})
			return p.hand(o.article)
		}
		s := newFault(o)
		lasting = lasting && !strings.HasPrefix(s.Reason, unreadable)
		r.Faults = append(r.Faults, s)
		p.skipped = append(p.skipped, s.skipped(f.folder))
		return nil
	})
	if err = cmp.Or(err, ctx.Err()); err == nil && lasting {
		p.next.add(folder, r)
	}
	return err
}

// claim takes an article's ID, or says who has it.
func (p *pass) claim(f *file, o outcome) error {
	if first, taken := p.seen[o.article.ID]; taken {
		return &problem{o.idLine, fmt.Sprintf("has the ID %q of %s, which was read first; give one of the two another id", o.article.ID, first)}
	}
	p.seen[o.article.ID] = o.in(f.folder)
	return nil
}

// recall yields what is remembered of a file.
func (p *pass) recall(folder int, f *file) error {
	p.next.add(folder, f.known)
	for _, s := range f.known.Faults {
		p.skipped = append(p.skipped, s.skipped(f.folder))
	}
	for _, a := range f.known.Articles {
		p.seen[a.ID] = a.At.in(f.folder)
		if err := p.hand(retrieval.Article{ID: a.ID, Path: a.At.Path, Hash: a.Hash, Corrects: a.Corrects}); err != nil {
			return err
		}
	}
	return nil
}

func (p *pass) hand(a retrieval.Article) error {
	if !p.yield(a, nil) {
		return errLeft
	}
	return nil
}
