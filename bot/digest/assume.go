package digest

import (
	"slices"
	"strings"

	"dateline/retrieval/match"
)

// assume finds what each sentence of an article takes for known: people and bodies by the last word of a name that stood in full
// before ("Kirby", "the Council"), and what it begins with as "the threat" where an earlier sentence speaks of that too. What
// the headline names needs no introduction.
func (r *reader) assume(a *article) {
	full := map[string]bool{}  // last words of names that have stood in full
	spoken := map[int32]bool{} // words of the sentences before
	for _, s := range a.sentences {
		text := s.text()
		words := match.Words(text)
		for i, w := range words {
			inName := i > 0 && words[i-1].Capital && !words[i-1].Stop && strings.TrimSpace(text[words[i-1].End:w.Start]) == ""
			goesOn := i+1 < len(words) && words[i+1].Capital && strings.TrimSpace(text[w.End:words[i+1].Start]) == ""
			switch {
			case w.Stop || w.Acronym || w.Figure():
			case w.Capital && !inName && !goesOn && full[w.Stem]:
				s.assumes = append(s.assumes, r.number(words[i:i+1])...)
			case i == 1 && words[0].Form == "the" && !w.Capital && spoken[r.numbers[w.Stem]]:
				s.assumes = append(s.assumes, r.number(words[i:i+1])...)
			case w.Capital && inName && !goesOn:
				full[w.Stem] = true
			}
		}
		for _, w := range s.words {
			spoken[w] = true
		}
		s.assumes = slices.DeleteFunc(s.assumes, func(w int32) bool { return slices.Contains(a.headline, w) })
	}
}
