package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dateline/retrieval"
)

// Changes counts what a Sync found: each article once, under the first of these that it is.
type Changes struct {
	Added     int `json:"added"`
	Retracted int `json:"retracted"` // known, and marked as such now
	Changed   int `json:"changed"`   // in their text, or in what is known of them
	Moved     int `json:"moved"`     // to another place, and otherwise as they were
	Deleted   int `json:"deleted"`
	Passages  int `json:"passages_embedded"` // those that stayed as they were are not
}

// None reports whether everything was in step already.
func (c Changes) None() bool { return c.Added+c.Retracted+c.Changed+c.Moved+c.Deleted == 0 }

// String lists what there is of each kind: "1 added, 2 changed".
func (c Changes) String() string {
	var parts []string
	for _, kind := range []struct {
		n    int
		name string
	}{{c.Added, "added"}, {c.Changed, "changed"}, {c.Moved, "moved"}, {c.Retracted, "retracted"}, {c.Deleted, "deleted"}} {
		if kind.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", kind.n, kind.name))
		}
	}
	return strings.Join(parts, ", ")
}

// plan is what brings a store in step with its coverage.
type plan struct {
	all     []incoming
	puts    int // of all
	delete  []string
	held    *register
	changes Changes // without Passages
}

// incoming is an article of the coverage as it is to be listed.
type incoming struct {
	retrieval.Article
	waits bool // on the pile; else the store has its text
	put   bool
}

// errStale says that what a coverage left out is not in the store: everything must be read.
var errStale = errors.New("the index does not hold what was read before")

// coverageError is an error of the coverage, which has nothing to do with the index.
type coverageError struct{ error }

func (e coverageError) Unwrap() error { return e.error }

// compare tells what of the articles is news to the store. Whole articles whose text the store does not have wait on the
// pile, or all, if everything is to.
func compare(ctx context.Context, store retrieval.Store, articles iter.Seq2[retrieval.Article, error], waiting pile, everything bool) (*plan, error) {
	held, err := store.Whole().Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	p := &plan{held: newRegister(held)}
	for a, err := range articles {
		if err != nil {
			return nil, coverageError{err}
		}
		in := incoming{Article: a}
		before := p.held.of(a.ID)
		switch same := before != nil && before.Hash == a.Hash && before.Path == a.Path; {
		case leftOut(a) && !same:
			return nil, errStale
		case leftOut(a):
			in.Article = *before
			in.ID, in.Corrects = a.ID, a.Corrects
		case everything || !same:
			in.waits = true
			if err := waiting.add(a); err != nil {
				return nil, err
			}
		}
		in.Article = in.Listed()
		in.Sketch = nil
		p.all = append(p.all, in)
	}
	p.held.identify(p.all)
	link(p.all)
	return p, p.tell(held)
}

// leftOut reports whether all of an article but what tells it from others was left out.
func leftOut(a retrieval.Article) bool { return a.Headline == "" && a.Text == "" }

// tell fills in what is to be done to the articles that are held.
func (p *plan) tell(held []retrieval.Article) error {
	stays := make(map[string]bool, len(p.all))
	for i := range p.all {
		a := &p.all[i]
		stays[a.ID] = true
		a.Retracted = a.Retracted || retracted(a.Headline)
		before, known := p.held.byID[a.ID]
		if !known {
			before = &retrieval.Article{}
		}
		if !a.waits && before.Hash != a.Hash {
			return errStale // it took another article's name
		}
		a.put = true
		switch moved := a.Path != before.Path || a.Alias != before.Alias; {
		case !known:
			p.changes.Added++
		case a.Retracted && !before.Retracted:
			p.changes.Retracted++
		case a.Hash != before.Hash, a.Retracted != before.Retracted, a.Corrects != before.Corrects:
			p.changes.Changed++
		case moved:
			p.changes.Moved++
		default:
			a.put = false
			continue
		}
		p.puts++
		a.Former = before.Former
		if known && a.Hash != before.Hash {
			a.Former = append(slices.Clone(before.Former), before.Hash)
			a.Former = a.Former[max(0, len(a.Former)-retrieval.MaxFormer):]
		}
	}
	for _, h := range held {
		if !stays[h.ID] {
			p.delete = append(p.delete, h.ID)
		}
	}
	slices.Sort(p.delete)
	p.changes.Deleted = len(p.delete)
	return nil
}

// texts yields the articles that are to be put, whole.
func (p *plan) texts(ctx context.Context, store retrieval.Store, waiting pile) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		next, stop := iter.Pull2(waiting.all())
		defer stop()
		for _, in := range p.all {
			var a retrieval.Article
			var err error
			ok := true
			if in.waits {
				a, err, ok = next()
			} else if in.put {
				a, ok, err = store.Whole().Article(ctx, in.ID)
			}
			if err == nil && !ok {
				err = fmt.Errorf("article %q is gone while it is indexed", in.ID)
			}
			if !in.put && err == nil {
				continue
			}
			a.ID, a.Alias, a.Path, a.Retracted, a.Corrects, a.Former = in.ID, in.Alias, in.Path, in.Retracted, in.Corrects, in.Former
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}
