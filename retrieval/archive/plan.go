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
	held     *register
	corrects map[int]string // what front matter says that articles seen as they were correct, by their place in held
	all      []incoming     // the others
	articles int            // of the coverage
	puts     int            // of all
	delete   []string
	changes  Changes // without Passages
}

// incoming is an article that is not as it was, as it is to be listed.
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

// compare tells what of the articles is news to the store, whose articles are known from before or not. Whole articles whose
// text the store does not have wait on the pile, or all, if everything is to.
func compare(ctx context.Context, store retrieval.Store, known *register, articles iter.Seq2[retrieval.Article, error], waiting pile, everything bool) (*plan, error) {
	held, err := store.Whole().Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	known.follow(held)
	p := &plan{held: known, corrects: map[int]string{}}
	for a, err := range articles {
		if err != nil {
			return nil, coverageError{err}
		}
		p.articles++
		if !everything || leftOut(a) {
			place, same := p.held.comes(a.ID, a.Path, a.Hash)
			if same && a.Corrects != "" {
				p.corrects[place] = a.Corrects
			}
			if same {
				continue
			}
			if leftOut(a) {
				return nil, errStale
			}
		}
		if err := waiting.add(a); err != nil {
			return nil, err
		}
		in := incoming{Article: a.Listed(), waits: true}
		in.Sketch = nil
		p.all = append(p.all, in)
	}
	p.held.identify(p.all)
	p.link()
	p.tell()
	return p, nil
}

// leftOut reports whether all of an article but what tells it from others was left out.
func leftOut(a retrieval.Article) bool { return a.Headline == "" && a.Text == "" }

// coverage is all articles as they are to be.
func (p *plan) coverage() iter.Seq[*retrieval.Article] {
	return func(yield func(*retrieval.Article) bool) {
		for i := range p.all {
			if !yield(&p.all[i].Article) {
				return
			}
		}
		for i := range p.held.held {
			if p.held.seen[i] && !yield(&p.held.held[i]) {
				return
			}
		}
	}
}

// tell fills in what is to be done to the articles that are held.
func (p *plan) tell() {
	named := make(map[string]bool, len(p.all))
	for i := range p.all {
		a := &p.all[i]
		named[a.ID] = true
		a.Retracted = a.Retracted || retracted(a.Headline)
		before, known := &retrieval.Article{}, false
		if h := p.held.byID(a.ID); h != nil {
			before, known = h, true
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
	for i, seen := range p.held.seen {
		if id := p.held.held[i].ID; !seen && !named[id] {
			p.delete = append(p.delete, id)
		}
	}
	slices.Sort(p.delete)
	p.changes.Deleted = len(p.delete)
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
