package compose

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
)

// Bounds of a timeline, and of what its lines have to share to tell one event.
const (
	mostLines = 20
	sameEvent = 0.34 // cosine of two sentences' words, weighed by how rare they are
	sameWords = 3    // words that they share at least
	overlong  = 330  // bytes, above which a sentence is no good line
)

// entry is one event, with the sentences that tell it, the best first.
type entry struct {
	accounts []account
	weight   float64
}

// chronology is a timeline: its lines in order of date, and what is left out of it.
type chronology struct {
	lines   []entry
	undated []left // whose day is not certain
	aside   []left // that stand badly, or are of something else
	cut     []left // for which there is no room
}

// chronicle makes the timeline of a topic within a time, of so many lines at most. Several sentences of one day that share their
// rarer words tell one event.
func chronicle(topic string, evidence []retrieval.Evidence, bounds retrieval.Filter, most int) (c chronology) {
	t := tellings(topic, evidence, bounds)
	accounts := t.accounts
	c.undated, c.aside = t.undated, t.passing
	slices.SortStableFunc(accounts, func(a, b account) int {
		return cmp.Or(order(a.why != "", b.why != ""), cmp.Compare(b.worth, a.worth))
	})
	var entries []entry
	for _, a := range accounts {
		at, best := -1, 0.0
		for i, n := range entries {
			for _, other := range n.accounts {
				if like := other.alike(a); like > best {
					at, best = i, like
				}
			}
		}
		switch {
		case at >= 0:
			entries[at].accounts = append(entries[at].accounts, a)
		case a.why != "":
			c.aside = append(c.aside, left{a.text(), a.why})
		default:
			entries = append(entries, entry{accounts: []account{a}})
		}
	}
	centre := centroid(accounts)
	for i := range entries {
		entries[i].settle()
		entries[i].weight = entries[i].standing(centre)
	}
	var good []entry
	for _, n := range entries {
		switch best := n.accounts[0]; {
		case best.Planned && slices.ContainsFunc(entries, func(o entry) bool { return o.tells(best) }):
			c.aside = append(c.aside, left{best.text(), "what came of it is told"})
		case n.weight < 0 && best.about < fullStory:
			c.aside = append(c.aside, left{best.text(), "it is of the story and not of the subject"})
		case best.loose && slices.ContainsFunc(entries, func(o entry) bool { return o.stands() && oneDay(o.accounts[0].Event) && o.accounts[0].overlaps(best) }):
			c.aside = append(c.aside, left{best.text(), dangles})
		default:
			good = append(good, n)
		}
	}
	c.lines = mostTelling(good, most)
	for _, n := range good {
		if !slices.ContainsFunc(c.lines, func(o entry) bool { return o.same(n) }) {
			c.cut = append(c.cut, left{n.accounts[0].text(), fmt.Sprintf("there is room for %d lines", most)})
		}
	}
	return c
}

// eventful is the evidence with the passages that tell the subject's events first, the best ones before the others, so that they
// are what a prompt has room for.
func eventful(topic string, evidence []retrieval.Evidence) []retrieval.Evidence {
	accounts := tellings(topic, evidence, retrieval.Filter{}).accounts
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

// settle puts the account first that an entry's line is of: what was done before what was planned, and a sentence that stands.
func (n entry) settle() {
	slices.SortStableFunc(n.accounts, func(a, b account) int {
		return cmp.Or(order(a.why != "", b.why != ""), order(a.Planned, b.Planned), order(a.loose, b.loose))
	})
}

// crowded is how much less an entry is worth for each other of its day that is a line.
const crowded = 1

// mostTelling are the most important entries, of different days rather than of one, in order of date.
func mostTelling(entries []entry, most int) []entry {
	rest, chosen := slices.Clone(entries), []entry{}
	for len(rest) > 0 && len(chosen) < most {
		at, best := 0, math.Inf(-1)
		for i, n := range rest {
			w := n.weight
			for _, o := range chosen {
				if o.accounts[0].overlaps(n.accounts[0]) {
					w -= crowded
				}
			}
			if w > best {
				at, best = i, w
			}
		}
		chosen, rest = append(chosen, rest[at]), slices.Delete(rest, at, at+1)
	}
	slices.SortStableFunc(chosen, func(a, b entry) int {
		x, y := a.accounts[0], b.accounts[0]
		return cmp.Or(x.From.Compare(y.From), x.To.Compare(y.To), x.evidence.Article.Published.Compare(y.evidence.Article.Published),
			cmp.Compare(x.evidence.Article.ID, y.evidence.Article.ID), cmp.Compare(x.place(), y.place()))
	})
	return chosen
}

// tells reports whether an entry tells, in the same article, what happened on the day of a plan.
func (n entry) tells(plan account) bool {
	return slices.ContainsFunc(n.accounts, func(a account) bool {
		return !a.Planned && a.evidence.Article.ID == plan.evidence.Article.ID && oneDay(a.Event) && a.overlaps(plan)
	})
}

// stands reports whether an entry is worth a line: it stands by itself, and is of the subject more than of its story.
func (n entry) stands() bool {
	best := n.accounts[0]
	return !best.loose && (n.weight >= 0 || best.about >= fullStory)
}

// same reports whether two entries have one line.
func (n entry) same(o entry) bool {
	a, b := n.accounts[0], o.accounts[0]
	return a.evidence == b.evidence && a.span == b.span && a.From.Equal(b.From)
}

// place is where an account stands in its article, in bytes.
func (a *account) place() int { return a.evidence.Passage.Span.Start + a.Sentence.Start }

// overlaps reports whether two accounts may be of one day.
func (a *account) overlaps(b account) bool { return a.From.Before(b.To) && b.From.Before(a.To) }

// standing is how important an entry is: by how many articles tell it, how good its sentence is, and how near that is to what all
// entries are about.
func (n entry) standing(centre weighed) float64 {
	best := n.accounts[0]
	near, _ := best.terms.cosine(centre)
	return best.worth + math.Log2(float64(len(n.markers()))) + near
}

// leastHeld is the share of a line's words, weighed by how rare they are, that another sentence has to hold to be cited with it.
const leastHeld = 0.39

// markers are the numbers of the passages that carry an entry's line, one of each article, that of its own sentence first.
func (n entry) markers() (all []int) {
	seen := map[string]bool{}
	best := n.accounts[0]
	for i, a := range n.accounts {
		if id := a.evidence.Article.ID; !seen[id] && (i == 0 || a.text() == best.text() || best.terms.held(a.words) >= leastHeld) {
			seen[id] = true
			all = append(all, a.evidence.N)
		}
	}
	return all
}

// draft is the line of an entry: its best sentence, with a marker for each article that tells the event.
func (n entry) draft() bot.Draft {
	best := n.accounts[0]
	d := bot.Draft{Text: strings.ReplaceAll(best.text(), "\n\n", " "), Kind: bot.Quote, Markers: n.markers()}
	d.Date = bot.Day{Time: best.From}
	d.Planned = !slices.ContainsFunc(n.accounts, func(a account) bool { return !a.Planned }) // what one tells as planned another may tell as done
	if last := best.To.AddDate(0, 0, -1); last.After(best.From) {
		d.Through = bot.Day{Time: last}
	}
	return d
}

// timeline yields the lines of a timeline, and then what it leaves out.
func timeline(ctx context.Context, q bot.Question, found retrieval.Result, yield func(bot.Draft, error) bool) {
	c := chronicle(topicOf(q, found), found.Evidence, q.Filter, mostLines)
	for _, n := range c.lines {
		if ctx.Err() != nil || !yield(n.draft(), nil) {
			return
		}
	}
	for _, d := range c.leftOut() {
		if !yield(d, nil) {
			return
		}
	}
}

// topicOf is what a timeline is of, as the coverage spells it, without the time that the question names.
func topicOf(q bot.Question, found retrieval.Result) string {
	return found.Read.Spell(cmp.Or(q.Topic, q.Text))
}

// leftOut are drafts of what is left out, for the count and for those who ask why.
func (c chronology) leftOut() (all []bot.Draft) {
	seen := map[left]bool{} // a sentence of several days may be left out on each
	add := func(l left, undated, cut int) {
		if !seen[l] {
			seen[l] = true
			all = append(all, bot.Draft{Text: l.text, Why: l.why, Undated: undated, Cut: cut})
		}
	}
	for _, l := range c.undated {
		add(l, 1, 0)
	}
	for _, l := range c.aside {
		add(l, 0, 0)
	}
	for _, l := range c.cut {
		add(l, 0, 1)
	}
	return all
}
