package compose

import (
	"cmp"
	"math"
	"slices"

	"dateline/bot"
	"dateline/retrieval"
)

// Bounds of a timeline, and of what its lines have to share to tell one event.
const (
	mostLines = 15
	sameEvent = 0.34 // cosine of two sentences' words, weighed by how rare they are
	sameWords = 3    // words that they share at least
	overlong  = 330  // bytes, above which a sentence is no good line
)

// entry is one event, with the sentences that tell it, the best first.
type entry struct {
	accounts []account
	weight   float64
}

// chronicle makes the lines of a timeline, in order of date, and counts the sentences of the subject that it leaves out since
// their day is not certain. Several sentences of one day that share their rarer words tell one event.
func chronicle(topic string, evidence []retrieval.Evidence, most int) (entries []entry, undated int) {
	accounts, undated := tellings(topic, evidence)
	slices.SortStableFunc(accounts, func(a, b account) int { return cmp.Compare(b.worth, a.worth) })
	for _, a := range accounts {
		at, best := -1, 0.0
		for i, n := range entries {
			for _, other := range n.accounts {
				if like := other.alike(a); like > best {
					at, best = i, like
				}
			}
		}
		if at < 0 {
			entries = append(entries, entry{accounts: []account{a}})
		} else {
			entries[at].accounts = append(entries[at].accounts, a)
		}
	}
	centre := centroid(accounts)
	for i := range entries {
		// what one tells as planned another may tell as done
		slices.SortStableFunc(entries[i].accounts, func(a, b account) int { return order(a.Planned, b.Planned) })
		entries[i].weight = entries[i].standing(centre)
	}
	entries = slices.DeleteFunc(entries, entry.aside)
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(b.weight, a.weight) })
	entries = entries[:min(len(entries), most)]
	slices.SortStableFunc(entries, func(a, b entry) int {
		x, y := a.accounts[0], b.accounts[0]
		return cmp.Or(x.From.Compare(y.From), x.To.Compare(y.To), order(x.goesOn(), y.goesOn()), x.evidence.Article.Published.Compare(y.evidence.Article.Published))
	})
	return entries, undated
}

// eventful is the evidence with the passages that tell the subject's events first, the best ones before the others, so that they
// are what a prompt has room for.
func eventful(topic string, evidence []retrieval.Evidence) []retrieval.Evidence {
	accounts, _ := tellings(topic, evidence)
	worth := map[int]float64{}
	for _, a := range accounts {
		worth[a.evidence.N] = max(worth[a.evidence.N], math.Exp(a.worth))
	}
	return slices.SortedStableFunc(slices.Values(evidence), func(a, b retrieval.Evidence) int { return cmp.Compare(worth[b.N], worth[a.N]) })
}

// order puts what is so behind what is not.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// centroid is the mean of the accounts' words: what all of them speak of (Radev et al. 2004).
func centroid(accounts []account) weighed {
	centre := map[string]float64{}
	for _, a := range accounts {
		for i, w := range a.terms.words {
			centre[w] += a.terms.weights[i] / float64(len(accounts))
		}
	}
	return newWeighed(centre)
}

// standing is how important an entry is: by how many articles tell it, how good its sentence is, and how near that is to what all
// entries are about.
func (n entry) standing(centre weighed) float64 {
	best := n.accounts[0]
	near, _ := best.terms.cosine(centre)
	return best.worth + math.Log2(float64(len(n.markers()))) + near
}

// aside reports whether an entry is not worth a line: it is of the subject's story, not of the subject, and stands low.
func (n entry) aside() bool { return n.weight < 0 && n.accounts[0].about < fullStory }

// markers are the numbers of the passages that tell an entry, the best one of each article, that of its own sentence first.
func (n entry) markers() (all []int) {
	seen := map[string]bool{}
	for _, a := range n.accounts {
		if id := a.evidence.Article.ID; !seen[id] {
			seen[id] = true
			all = append(all, a.evidence.N)
		}
	}
	return all
}

// draft is the line of an entry: its best sentence, with a marker for each article that tells the event.
func (n entry) draft() bot.Draft {
	best := n.accounts[0]
	d := bot.Draft{Text: best.text(), Kind: bot.Quote, Markers: n.markers()}
	d.Date, d.Planned = bot.Day{Time: best.From}, best.Planned
	if last := best.To.AddDate(0, 0, -1); last.After(best.From) {
		d.Through = bot.Day{Time: last}
	}
	return d
}
