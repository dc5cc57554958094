package ground

import (
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// longestVoice is how many words the naming of a speaker has at most.
const longestVoice = 10

// voice is who says the word at i of a sentence, in its words; "" where the paper tells it itself, or where a pronoun stands
// for the speaker.
func voice(text string, words []match.Word, i int) string {
	for k := i - 1; k > 0; k-- {
		if participial[words[k].Form] { // “..., accusing rebels of”
			for n := range k {
				if who := speaker(text, words, n); finite(words, n) && who != "" {
					return who
				}
			}
		}
		if sayings[words[k].Form] && strings.ContainsAny(text[words[k-1].End:words[k].Start], "”\"") {
			return named(text, words, k+1)
		}
		if sayings[words[k].Form] && !shifts(text, words, k, i) && (governs(text, words, k) || refusals[words[k].Form] || strings.HasPrefix(words[k].Form, "accus")) {
			if who := speaker(text, words, k); who != "" {
				return who
			}
		}
	}
	for k := 0; k+2 < len(words); k++ {
		if words[k].Form == "according" && words[k+1].Form == "to" && (k > i || k < 2) {
			return named(text, words, k+2)
		}
	}
	for k := i + 1; k < len(words); k++ {
		if !sayings[words[k].Form] || !speaks(words, k) {
			continue
		}
		marks := text[words[k-1].End:words[k].Start]
		if turned := strings.ContainsAny(marks, "”\"") || strings.Contains(marks, ",") && words[k].Form != "told" && k+1 < len(words) && words[k+1].Capital &&
			!strings.ContainsAny(text[words[k].End:words[k+1].Start], ":“\""); turned { // “…,” said Kirby
			return named(text, words, k+1)
		}
		if k+1 == len(words) || strings.ContainsAny(text[words[k].End:words[k+1].Start], ".,;:") || places[words[k+1].Form] || dated(words, k+1) {
			return speaker(text, words, k)
		}
	}
	return ""
}

// sayings are verbs by which somebody says that something is or is not so.
var sayings = func() map[string]bool {
	all := set(`announce announces announced explain explains explained admit admits admitted confirm confirms confirmed estimate estimates estimated add adds added
acknowledge acknowledges acknowledged`)
	for _, more := range []map[string]bool{assertion, refusals, reckons} {
		for w := range more {
			all[w] = true
		}
	}
	return all
}()

var participial = set(`accusing saying claiming arguing insisting alleging denying adding`)

// speaker is who the subject of the verb at k names: “Coe” of “Coe, who led the inquiry, told”.
func speaker(text string, words []match.Word, k int) string {
	to := k
	for to > 0 && (auxiliaries[words[to-1].Form] && !pronouns[words[to-1].Form] || adverb(words[to-1]) || dated(words, to-1)) {
		to--
	}
	from := to
	for from > 0 && to-from < longestVoice && words[from-1].Form != "that" && !sayings[words[from-1].Form] {
		if words[from-1].Form == "and" && !(from > 1 && from < to && words[from-2].Capital && words[from].Capital) { // “Russia and Syria” are one speaker
			break
		}
		if from < to && strings.ContainsAny(text[words[from-1].End:words[from].Start], ",;:“”\"()") {
			break
		}
		if f := words[from-1].Form; f == "who" || f == "which" || f == "whose" {
			return speaker(text, words, from-1)
		}
		from--
	}
	for n := from; n < to && n < from+4; n++ { // “On Tuesday the ICRC”
		if dated(words, n) || hours[words[n].Form] {
			from = n + 1
		}
	}
	return naming(text, words[from:to])
}

var hours = set(`day night evening morning week month year afternoon time`)

// named is who the words from k on name.
func named(text string, words []match.Word, k int) string {
	to := k
	for to < len(words) && to-k < longestVoice {
		f := words[to].Form
		if speech[f] || f == "who" || f == "which" || f == "whose" || f == "in" || f == "on" || to > k && strings.ContainsAny(text[words[to-1].End:words[to].Start], ",;:.“”\"()") && !words[to-1].Acronym {
			break
		}
		to++
	}
	return naming(text, words[min(k, len(words)):to])
}

// naming are words that name somebody, as they stand; "" for a pronoun or none.
func naming(text string, words []match.Word) string {
	if len(words) == 0 || anyOf(words, mistaken) || pronouns[words[0].Form] || themselves[words[0].Form] || len(words) == 1 && words[0].Stop {
		return ""
	}
	return retrieval.Span{Start: words[0].Start, End: words[len(words)-1].End}.In(text)
}

var themselves = set(`i we you there as`)
