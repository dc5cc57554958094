package archive

import (
	"context"
	"fmt"
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
	Passages  int `json:"passages"` // embedded; those that stayed as they were are not
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
	put     []retrieval.Article
	delete  []string
	held    map[string]retrieval.Article // by ID, before
	changes Changes                      // without Passages
}

// compare tells what of the articles is news to the store.
func compare(ctx context.Context, store retrieval.Store, articles []retrieval.Article) (plan, error) {
	held, err := store.Articles(ctx)
	if err != nil {
		return plan{}, fmt.Errorf("list articles: %w", err)
	}
	var p plan
	articles, p.held = identify(held, articles)
	link(articles)
	stays := make(map[string]bool, len(articles))
	for _, a := range articles {
		stays[a.ID] = true
		a.Retracted = a.Retracted || retracted(a.Headline)
		before, known := p.held[a.ID]
		a.Former = before.Former
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
			continue
		}
		if known && a.Hash != before.Hash {
			a.Former = append(slices.Clone(before.Former), before.Hash)
			a.Former = a.Former[max(0, len(a.Former)-retrieval.MaxFormer):]
		}
		p.put = append(p.put, a)
	}
	for _, h := range held {
		if !stays[h.ID] {
			p.delete = append(p.delete, h.ID)
		}
	}
	slices.Sort(p.delete)
	p.changes.Deleted = len(p.delete)
	return p, nil
}
