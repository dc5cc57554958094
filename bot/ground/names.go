package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval/mention"
)

// names holds every name of a claim to stand in what it cites, its headline, lede or dateline, under that name, a known short
// form of it, or one that news uses for it: a country's people, a capital for its government.
func names(a *alignment) string {
	for _, n := range a.claim.names {
		if !slices.ContainsFunc(a.cited, func(s *source) bool { return s.knows(n) }) {
			return fmt.Sprintf("%s is not named in %s", n.Text, called(a.cited))
		}
	}
	return ""
}

func (s *source) knows(n mention.Name) bool {
	same := func(k mention.Name) bool { return stands(n, k) }
	return slices.ContainsFunc(s.names, same) || s.hears(n) ||
		find(s.text, n.Text) >= 0 || find(s.evidence.Article.Lede(), n.Text) >= 0 || s.spells(n)
}

// hears reports whether the lede or the dateline around the passage names n.
func (s *source) hears(n mention.Name) bool {
	return slices.ContainsFunc(s.around, func(k mention.Name) bool { return stands(n, k) })
}

// spells reports whether the words of a name that is no person's all stand in the text with capitals.
func (s *source) spells(n mention.Name) bool {
	if n.Kind == mention.Person {
		return false
	}
	for w := range strings.FieldsSeq(n.Text) {
		if len(w) > 3 && find(s.text, strings.Trim(w, ".,’'")) < 0 {
			return false
		}
	}
	return strings.Contains(n.Text, " ")
}

// stands reports whether the name n may stand for k.
func stands(n, k mention.Name) bool {
	if mention.SameName(n, k) {
		return true
	}
	if !mention.Related(n, k) {
		return false
	}
	switch {
	case n.Kind == mention.Nationality, countries[n.Norm]:
		return true
	case k.Kind == mention.Nationality, countries[k.Norm]:
		return seats[n.Norm]
	}
	return seats[n.Norm] && seats[k.Norm]
}

// seats are the places that news names for the government that sits there.
var seats = lines(`washington
moscow
kremlin
the kremlin
white house
beijing
london
paris
berlin
ankara
tehran
baghdad
damascus
kabul
riyadh
kiev
kyiv
jerusalem
brussels
tokyo
seoul
pyongyang
cairo
new delhi
islamabad
downing street
rome
madrid`)

// countries that news covers most, by the norm of their names.
var countries = lines(`us
usa
united states
united states of america
america
russia
russian federation
syria
iraq
iran
turkey
afghanistan
china
united kingdom
uk
britain
france
germany
israel
saudi arabia
egypt
jordan
qatar
lebanon
yemen
libya
pakistan
india
japan
north korea
south korea
ukraine
spain
italy
colombia
mexico
brazil
canada
australia
south africa
nigeria
switzerland
venezuela
cuba
poland
greece`)

func lines(s string) map[string]bool {
	found := map[string]bool{}
	for line := range strings.SplitSeq(s, "\n") {
		found[line] = true
	}
	return found
}

// hasName reports whether one of names is n or stands for it.
func hasName(names []mention.Name, n mention.Name) bool {
	return slices.ContainsFunc(names, func(k mention.Name) bool { return stands(n, k) })
}
