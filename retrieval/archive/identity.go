package archive

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval"
)

// identify gives articles that are news the IDs by which the store holds them; those seen as they were have theirs. An article
// that ingest names by its place is recognised at another one by its hash, once its old place is empty; it keeps its ID, so that
// what cites it still resolves, and takes the place's as its alias, by which it is recognised from then on. Where an article
// holds on to an ID that another now comes with, the newcomer gets one of its own, and theirs is its alias.
func (r *register) identify(articles []incoming) {
	given := make(map[string]bool, len(articles))
	for _, a := range articles {
		given[a.ID] = true
	}
	named := make(map[string]bool, len(articles))
	taken := func(id string) bool { return named[id] || r.stays(r.byID(id)) }
	name := func(a *incoming, id string) {
		if a.Alias = ""; id != a.ID {
			a.ID, a.Alias = id, a.ID
		}
		named[id] = true
	}
	var rest []*incoming
	for i := range articles {
		a := &articles[i]
		if h := r.byAlias(a.ID); h != nil {
			name(a, h.ID)
		} else {
			rest = append(rest, a)
		}
	}
	rest = slices.DeleteFunc(rest, func(a *incoming) bool {
		if r.byID(a.ID) == nil || taken(a.ID) {
			return false
		}
		name(a, a.ID)
		return true
	})
	if len(rest) == 0 {
		return
	}
	gone := map[string][]string{} // IDs by hash, in the order of their paths
	var left []*retrieval.Article
	for i := range r.held {
		if h := &r.held[i]; !r.seen[i] && !named[h.ID] && h.Hash != "" {
			left = append(left, h)
		}
	}
	slices.SortFunc(left, func(a, b *retrieval.Article) int { return strings.Compare(a.Path, b.Path) })
	for _, h := range left {
		gone[h.Hash] = append(gone[h.Hash], h.ID)
	}
	for _, a := range rest {
		if ids := gone[a.Hash]; len(ids) > 0 {
			gone[a.Hash] = ids[1:]
			name(a, ids[0])
			continue
		}
		id := a.ID
		for n := 2; taken(id) || id != a.ID && (given[id] || r.stays(r.of(id))); n++ {
			suffix := fmt.Sprintf("-%d", n)
			id = a.ID[:min(len(a.ID), retrieval.MaxArticleID-len(suffix))] + suffix
		}
		name(a, id)
	}
}
