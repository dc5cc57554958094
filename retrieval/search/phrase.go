package search

import (
	"slices"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// closely is how many of the best passages are read for the question's phrases.
const closely = 40

// How near two words of a phrase stand: at most proximity apart, stop words left out, and how soon more of it stops counting
// and how much of a passage's length is held against it.
// The shape is that of Rasolofo and Savoy 2003, "Term proximity scoring for keyword-based retrieval systems".
const (
	proximity  = 5
	saturation = 1.2
	lengthHeld = 0.75
	nameWeight = 2 // of two words of one name, beside two others' 1
)

// pair is two neighbouring words of a question.
type pair struct {
	first, second string  // stems
	weight        float64 // the information of the lesser, twice that within a name
}

// pairs are the neighbouring topic words of a question, each pair once.
func pairs(text string, lexicon match.Lexicon) []pair {
	words := match.Topic(text)
	names := mention.Names(text)
	var all []pair
	seen := map[[2]string]bool{}
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		key := [2]string{a.Stem, b.Stem}
		if a.Stem == b.Stem || seen[key] {
			continue
		}
		seen[key] = true
		p := pair{a.Stem, b.Stem, min(match.Information(lexicon, a.Form), match.Information(lexicon, b.Form))}
		for _, n := range names {
			if a.Start >= n.Span.Start && b.End <= n.Span.End {
				p.weight *= nameWeight
			}
		}
		all = append(all, p)
	}
	return all
}

// readClosely fills in how far the passages meet the question's phrases, and their stems.
func readClosely(text string, lexicon match.Lexicon, ranked []Ranked) {
	all := pairs(text, lexicon)
	read := make([][]string, len(ranked)) // the stems of each that carry a topic, in order
	mean := 0.0
	for i := range ranked {
		for _, w := range match.Words(ranked[i].Passage.Text) {
			if !w.Stop {
				read[i] = append(read[i], w.Stem)
			}
		}
		mean += float64(len(read[i])) / float64(len(ranked))
	}
	for i, stems := range read {
		if len(all) > 0 {
			ranked[i].parts[phrases] = met(all, stems, mean)
		}
		slices.Sort(stems)
		ranked[i].stems = slices.Compact(stems)
	}
}

// met is the share of the pairs' information that a passage of these stems meets, 0..1, by how often and how near, as BM25 lets
// a term's frequency saturate and holds the length of a passage against it. mean is the length of passages at the mean.
func met(all []pair, stems []string, mean float64) float64 {
	places := map[string][]int{}
	for _, p := range all {
		places[p.first], places[p.second] = nil, nil
	}
	for n, stem := range stems {
		if at, ok := places[stem]; ok {
			places[stem] = append(at, n)
		}
	}
	sum, total := 0.0, 0.0
	for _, p := range all {
		near := 0.0
		for _, a := range places[p.first] {
			for _, b := range places[p.second] {
				if d := b - a; d != 0 && -proximity <= d && d <= proximity {
					near += 1 / float64(d*d)
				}
			}
		}
		near /= 1 - lengthHeld + lengthHeld*float64(len(stems))/mean
		sum += p.weight * near / (near + saturation)
		total += p.weight
	}
	return sum / total
}
