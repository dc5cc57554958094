package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// Bounds of a heading, in words that carry a topic.
const (
	shortestHeading = 2
	longestHeading  = 5
	leading         = 4 // sentences, the most telling, of which one has it
)

// headParts heads the parts of an article in its own words: the first with its headline, every other with the phrase of its most
// telling sentences that tells it best from the rest. One that has no such phrase goes on from the part before it.
func headParts(a *article, parts []*section) (headed []*section) {
	holders := map[string]int{} // parts by stem
	for _, p := range parts {
		for stem := range stems(p.sentences) {
			holders[stem]++
		}
	}
	used := map[string]bool{}
	for i, p := range parts {
		if p.heading = a.Headline; i > 0 || p.heading == "" {
			p.heading = phrase(p.sentences, func(stem string) float64 {
				if used[stem] {
					return 0
				}
				return math.Log(1 + float64(len(parts))/float64(holders[stem]))
			})
		}
		if p.heading == "" && i > 0 {
			before := headed[len(headed)-1]
			before.sentences, before.weight = append(before.sentences, p.sentences...), before.weight+p.weight
			continue
		}
		headed = append(headed, p)
		for _, w := range match.Topic(p.heading) {
			used[w.Stem] = true
		}
	}
	return headed
}

// stems counts the topic words of sentences.
func stems(sentences []*sentence) map[string]int {
	counts := map[string]int{}
	for _, x := range sentences {
		for _, w := range match.Words(x.text()) {
			if !w.Stop {
				counts[w.Stem]++
			}
		}
	}
	return counts
}

// phrase is the one between function words, verbs and punctuation (RAKE; Rose, Engel, Cramer and Cowley 2010) of the most telling of
// some sentences that says most of what they are about: by how often they have its words and what each of them is worth.
func phrase(sentences []*sentence, worth func(stem string) float64) string {
	counts := stems(sentences)
	told := slices.DeleteFunc(slices.Clone(sentences), func(s *sentence) bool { return !s.told })
	slices.SortStableFunc(told, func(a, b *sentence) int { return cmp.Compare(b.value, a.value) })
	best, most := "", 0.0
	for _, x := range told[:min(leading, len(told))] {
		for _, p := range phrases(x.text()) {
			score := 0.0
			for _, w := range p.words {
				score += math.Log(float64(1+counts[w.Stem])) * worth(w.Stem)
			}
			score /= math.Sqrt(float64(len(p.words)))
			if score > most {
				best, most = p.text, score
			}
		}
	}
	first, n := utf8.DecodeRuneInString(best)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + best[n:]
}

// run is a phrase of a sentence.
type run struct {
	text  string
	words []match.Word // that carry a topic
}

// phrases are the parts of a sentence that could head a section: nouns with what stands before them, two such joined by "of" or
// "and", no people's names.
func phrases(text string) (all []run) {
	names := mention.Names(text)
	var open []match.Word // of the phrase, a word that joins included
	cut := false          // what stands before it belongs to it
	end := func() {
		for len(open) > 0 && joins[open[len(open)-1].Form] {
			open = open[:len(open)-1]
		}
		topic := slices.DeleteFunc(slices.Clone(open), func(w match.Word) bool { return joins[w.Form] })
		if n := len(topic); !cut && n >= shortestHeading && n <= longestHeading {
			from, to := open[0].Start, open[len(open)-1].End
			if !slices.ContainsFunc(names, func(n mention.Name) bool { return n.Kind == mention.Person && n.Start < to && n.End > from }) {
				all = append(all, run{strings.TrimSuffix(strings.TrimSuffix(text[from:to], "’s"), "'s"), topic})
			}
		}
		open, cut = nil, false
	}
	words := match.Words(text)
	for i, w := range words {
		if i > 0 && strings.Trim(text[words[i-1].End:w.Start], " -") != "" {
			end()
		}
		acts := auxiliaries[w.Form] || w.Verb() && !w.Capital || !w.Stop && !w.Capital && strings.HasSuffix(w.Form, "ed")
		switch {
		case joins[w.Form] && len(open) > 0 && !slices.ContainsFunc(open, func(o match.Word) bool { return joins[o.Form] }) && i+1 < len(words):
			open = append(open, w)
		case determiners[w.Form] && len(open) > 0: // a noun does not stand before one, a verb does
			cut = true
			end()
		case i > 0 && (w.Stop || acts) && text[words[i-1].End:w.Start] == "-": // "rebel-held" is one word
			cut = true
			end()
		case w.Stop || acts || w.Figure() || strings.HasSuffix(w.Form, "ly") || vague[w.Form] || calendar[w.Form]:
			cut = cut || acts && !w.Stop && !auxiliaries[w.Form] && strings.HasSuffix(w.Form, "s") // "air strikes"
			end()
			cut = acts && !w.Stop && !auxiliaries[w.Form] // it may be a noun
		default:
			open = append(open, w)
		}
	}
	end()
	return all
}

var (
	joins       = wordSet("of and")
	determiners = wordSet("the a an this that these those its his her their our my any some no every each")
	// vague words make no heading.
	vague = wordSet(`one two three four five six seven eight nine ten first second third several many other others someone anyone else old new
		last past next early late week weeks month months year years day days hour hours minute minutes today yesterday tomorrow ago time times
		people man men woman women way part number rest lot thing things mr mrs ms dr spokesman spokeswoman according since another everybody anybody former latter`)
)
