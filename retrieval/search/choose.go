package search

import (
	"cmp"
	"slices"
	"strings"

	"dateline/retrieval"
)

// Bounds of what is chosen as evidence.
const (
	perArticle   = 3 // passages, unless the query names articles
	copiesWithin = 6 // times the evidence asked for: how far down wire copies and other passages are looked for
)

// redundancy is how much of its score a passage loses that says wholly what one chosen before it says: maximal marginal
// relevance with a lambda of 1/(1+redundancy) (Carbonell and Goldstein 1998, "The use of MMR, diversity-based reranking").
const redundancy = 0.15

// chosen is a passage chosen as evidence.
type chosen struct {
	Ranked
	alsoCarriedBy []string
	repeats       float64 // the share of its words, or of the other's if that has fewer, that one chosen before it has too
}

// choose takes k passages by maximal marginal relevance, in the order in which they are ranked: wire copies collapsed into
// the copy that ranks first among the most complete, at most perArticle passages an article. inOrder takes the first.
func choose(r ranking, k int, allOfArticle, inOrder bool) []chosen {
	ranked := r.ranked[:min(len(r.ranked), copiesWithin*k)]
	heads := collapse(ranked, r.byID)
	repeats := make([]float64, len(ranked))
	taken := map[string]int{}
	var places []int
	for len(places) < k {
		best, most := -1, 0.0
		for i, p := range ranked {
			id := p.Passage.ArticleID
			if heads[id].id != id || !allOfArticle && taken[id] == perArticle || slices.Contains(places, i) {
				continue
			}
			if worth := p.Score * (1 - redundancy*repeats[i]); best < 0 || worth > most {
				best, most = i, worth
			}
			if inOrder {
				break
			}
		}
		if best < 0 {
			break
		}
		places = append(places, best)
		taken[ranked[best].Passage.ArticleID]++
		for i := range ranked {
			if !slices.Contains(places, i) {
				repeats[i] = max(repeats[i], overlap(ranked[i].stems, ranked[best].stems))
			}
		}
	}
	slices.Sort(places)
	evidence := make([]chosen, len(places))
	for n, i := range places {
		evidence[n] = chosen{ranked[i], heads[ranked[i].Passage.ArticleID].alsoCarriedBy, repeats[i]}
	}
	return evidence
}

// overlap is the share of the words of the shorter of two passages that the other has too, both sorted, each word once.
func overlap(a, b []string) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(max(1, min(len(a), len(b))))
}

// story is a group of wire copies: the article that stands for it and the outlets that carried the others.
type story struct {
	id            string
	alsoCarriedBy []string
}

// collapse maps each ranked article to its story. The most complete copy stands for the story, then the earliest, then
// the first by ID.
func collapse(ranked []Ranked, byID map[string]*retrieval.Article) map[string]*story {
	var order []*retrieval.Article
	for _, r := range ranked {
		if a := byID[r.Passage.ArticleID]; !slices.Contains(order, a) {
			order = append(order, a)
		}
	}
	slices.SortFunc(order, func(a, b *retrieval.Article) int {
		return cmp.Or(cmp.Compare(b.Size, a.Size), a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	stories := map[string]*story{}
	var heads []*retrieval.Article
	for _, a := range order {
		i := slices.IndexFunc(heads, func(h *retrieval.Article) bool { return h.Sketch.SameStory(a.Sketch) })
		if i < 0 {
			heads = append(heads, a)
			stories[a.ID] = &story{id: a.ID}
			continue
		}
		head := stories[heads[i].ID]
		if a.Outlet != "" && a.Outlet != heads[i].Outlet && !slices.Contains(head.alsoCarriedBy, a.Outlet) {
			head.alsoCarriedBy = append(head.alsoCarriedBy, a.Outlet)
		}
		stories[a.ID] = head
	}
	return stories
}
