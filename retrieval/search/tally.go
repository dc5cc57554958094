package search

import (
	"regexp"
	"slices"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

var (
	deathStems  = stems("die died dead death deaths kill killed killing fatality fatalities toll perish slain casualties")
	injuryStems = stems("injured injuries wounded wounds hurt")
	anybody     = stems("people persons person civilians victims deaths dead death fatalities casualties")
	none        = regexp.MustCompile(`(?i)\b(?:no|not a single|without a single|not one|none of the|without any|zero)\b`)
	ofPersons   = stems("people persons civilians children women men fighters soldiers troops workers patients members staff militants rebels")
)

func stems(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range match.Words(list) {
		set[w.Stem] = true
	}
	return set
}

// tallies reports whether a sentence gives a number of what is asked the number of, in the event that is asked about.
func (g *reading) tallies(s *sentence) bool {
	if len(g.counted) == 0 || g.measure != anything {
		return true
	}
	return g.ofEvent(s) && (g.countsOf(s) || len(g.nones(s)) > 0)
}

// countsOf reports whether a figure of a sentence counts what is asked for: of deaths the dead, of people persons.
func (g *reading) countsOf(s *sentence) bool {
	dead := g.ofDeaths()
	if dead && !s.speaksOfDeath() && !(tallying.MatchString(s.text()) && slices.ContainsFunc(slices.Collect(s.paragraph), (*sentence).speaksOfDeath)) {
		return false
	}
	general := anybody[g.counted[0].Stem]
	if !dead && !general {
		return true // what else is counted is weighed
	}
	for _, n := range mention.Figures(s.text()) {
		if n.Ordinal || g.named(n.Span.In(s.text())) {
			continue
		}
		counts := match.Words(whole(n, s))
		switch {
		case len(counts) == 0:
			if !n.Age && n.Unit == "" && (general || g.counts(n, s.words) > 0) {
				return true
			}
		case injuryStems[counts[0].Stem] && dead:
		case deathStems[counts[0].Stem]:
			return true
		case general && (counts[0].Person() || ofPersons[counts[0].Stem]), !general && g.counts(n, s.words) > 0:
			return true
		}
	}
	return false
}

// tallying is how a sentence gives a number of what an earlier one has named: the coast guard put it at 14.
var tallying = regexp.MustCompile(`(?i)\b(?:spoke|speaks?|wrote|writes?|talked|told) of\b|\b(?:puts?|gave|gives?|counts?|counted|mentioned|reported|raised|revised)\b|\b(?:number|toll|total|figure|count)s?\b`)

var ofWhole = regexp.MustCompile(`^\s+of\s+(?:(?:the|its|their|his|her|some|about)\s+)*$`)

// whole is what a figure counts, of a part what the whole counts: 18 of the 31 trucks.
func whole(part mention.Figure, s *sentence) string {
	for _, n := range mention.Figures(s.text()) {
		if part.Counts == "" && n.Start > part.End && ofWhole.MatchString(s.text()[part.End:n.Start]) {
			return n.Counts
		}
	}
	return part.Counts
}

func (q Question) ofDeaths() bool {
	return slices.ContainsFunc(q.Topic, func(w match.Word) bool { return deathStems[w.Stem] })
}

func (s *sentence) speaksOfDeath() bool {
	return slices.ContainsFunc(s.words, func(w match.Word) bool { return deathStems[w.Stem] })
}

// nones are where a sentence says that there is none of what is asked the number of: no patients, without a single patient.
func (g *reading) nones(s *sentence) (all [][]int) {
	for _, at := range none.FindAllStringIndex(s.text(), -1) {
		next := slices.IndexFunc(s.words, func(w match.Word) bool { return w.Start >= at[1] && !w.Stop })
		if next >= 0 && slices.ContainsFunc(g.counted, func(w match.Word) bool { return w.Stem == s.words[next].Stem }) {
			all = append(all, at)
		}
	}
	return all
}

// ofEvent reports whether the words that name the event are met by a sentence, its paragraph before it, the headline or the lede:
// each name, anywhere in the passage, and in a question for deaths, of the other words, the one that tells most. Persons who are counted by what they do have
// to do it in the sentence or its paragraph.
func (g *reading) ofEvent(s *sentence) bool {
	telling, most, persons := -1, 0.0, anybody[g.counted[0].Stem]
	for i, w := range g.Topic {
		if deathStems[w.Stem] || injuryStems[w.Stem] || slices.ContainsFunc(g.counted, func(c match.Word) bool { return c.Stem == w.Stem }) {
			continue
		}
		did := persons && !g.ofDeaths() && i > 0 && g.Topic[i-1].Stem == g.counted[0].Stem && (g.roles.verbs[i] || leaves(w))
		if g.roles.names[i] && max(s.passage.Scores[i], s.story.Scores[i]) == 0 || did && s.match.Scores[i] < related && !(tallying.MatchString(s.text()) && g.around(s, i) >= related) {
			return false
		}
		if information := match.Information(g.lexicon, w.Form); !g.roles.names[i] && information > most {
			telling, most = i, information
		}
	}
	return telling < 0 || !persons || !g.ofDeaths() || max(g.around(s, telling), s.story.Scores[telling]) >= related
}
