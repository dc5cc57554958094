package digest

import (
	"slices"
	"strings"

	"dateline/retrieval/match"
)

var (
	// unique are things of which there is one, or one that is meant, without a sentence before: "the government".
	unique = wordSet(`government cabinet parliament senate president minister premier king queen pope mayor council county court army military navy police ministry state city town
		country nation world region capital press public media internet weather sun moon sea economy market opposition war law constitution budget east west north south
		past future present end beginning time moment rest others same whole first last most`)
	// amounts are of something that only "of" tells.
	amounts = wordSet("number figure total count toll tally sum share")
	// telling are words that tell which one is meant, behind it: "the driver of the bus".
	telling = wordSet("of in at on for to from by with that which who whom whose where when between behind under against near into over around about among along across above below inside outside off")
)

// points reports whether a text, of these words, speaks of something as known that it does not tell, nor the stems of what is known
// before: "the planes were Russian". It may find too much.
func points(text string, words []match.Word, known map[string]bool) bool {
	isKnown := func(i int) bool {
		w := words[i]
		return w.Capital || w.Figure() || unique[w.Form] || known[w.Stem] || slices.ContainsFunc(words[:i], func(b match.Word) bool { return b.Stem == w.Stem })
	}
	together := func(i int) bool { return strings.TrimSpace(text[words[i-1].End:words[i].Start]) == "" }
	for i, w := range words {
		if w.Form != "the" {
			continue
		}
		end := i + 1 // of the words that go with it
		tells := false
		for end < len(words) && !words[end].Stop && together(end) && !(end > i+1 && words[end].Verb()) {
			tells = tells || isKnown(end)
			end++
		}
		told := end < len(words) && telling[words[end].Form] && together(end) && (words[end].Form == "of" || !amounts[words[end-1].Form])
		if end > i+1 && !tells && !told {
			return true
		}
	}
	return false
}
