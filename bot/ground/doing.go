package ground

import (
	"strings"

	"dateline/retrieval/match"
)

// does reports whether the word at i of a claim says that something is done or is so, rather than who says it. base are the
// words in base forms.
func does(text string, words, base []match.Word, i int) bool {
	w := words[i]
	switch {
	case i > 0 && text[w.Start-1] == '-', w.Stop, w.Figure(), w.Capital && i > 0, numeral(w) != "", willful[w.Form], telling[w.Form] && !toldOf(words, i):
		return false
	case negations[w.Form] && (!failing[w.Form] || i+1 < len(words) && words[i+1].Form == "to"): // “refused to sign” is of signing
		return false
	case finding[w.Form] && i+1 < len(words) && words[i+1].Form == "that":
		return false
	case i == 0:
		return finite(words, i)
	}
	before := words[i-1]
	switch {
	case inState(words, i):
		return true
	case articles[before.Form] && !strings.HasSuffix(w.Form, "ing"), places[before.Form] && before.Form != "before":
		return false
	case onlyVerb(words, i), isSo(words, i), resulting[before.Form] && deeds[base[i].Stem] != nil: // “were found alive”
		return true
	case strings.HasSuffix(w.Form, "s") && !irregular[w.Form] && !before.Stop && !before.Capital && !adverb(before) &&
		!(i+1 < len(words) && (words[i+1].Form == "that" || articles[words[i+1].Form])): // a plural
		return false
	case w.Verb() && strings.HasSuffix(before.Form, "s") && !before.Stop && i+1 < len(words) && articles[words[i+1].Form]: // “the deaths cover the past week”
		return true
	case before.Form == "to" || willful[before.Form]:
		return w.Verb() || deeds[base[i].Stem] != nil
	}
	return finite(words, i)
}

// onlyVerb reports whether the word at i may be a verb in the present, and no other word of the sentence is a verb.
func onlyVerb(words []match.Word, i int) bool {
	if !words[i].Verb() || !strings.HasSuffix(words[i].Form, "s") || words[i-1].Stop && !pronouns[words[i-1].Form] || i+1 == len(words) {
		return false
	}
	for k, w := range words {
		if k != i && (beForms[w.Form] || willful[w.Form] || w.Form == "has" || w.Form == "have" || w.Form == "had" || finite(words, k)) {
			return false
		}
	}
	return true
}

// isSo reports whether the word at i says what somebody or something is: “was deliberate”.
func isSo(words []match.Word, i int) bool {
	for k := i - 1; k >= max(0, i-3); k-- {
		if beForms[words[k].Form] {
			return true
		}
		if !adverb(words[k]) && !negations[words[k].Form] && words[k].Form != "also" {
			return false
		}
	}
	return false
}

// toldOf reports whether somebody is told of something by the word at i: “was told of the strike”.
func toldOf(words []match.Word, i int) bool {
	return passive(words, i) && i+1 < len(words) && (words[i+1].Form == "of" || words[i+1].Form == "about")
}

// inState reports whether the word at i is what somebody or something is in: “has been in force”, “are on strike”.
func inState(words []match.Word, i int) bool {
	return i > 1 && stative[words[i-1].Form] && beForms[words[i-2].Form] && (i+1 == len(words) || words[i+1].Stop || !words[i+1].Capital && places[words[i+1].Form])
}

var stative = set(`in on at under`)

// exists reports whether the word at i is what there is said to be: “there will be an early election”.
func exists(words []match.Word, i int) bool {
	if i+1 < len(words) && !words[i+1].Stop && words[i+1].Start-words[i].End == 1 {
		return false
	}
	for k := i - 1; k > 0 && k >= i-5; k-- {
		if beForms[words[k].Form] {
			return anyOf(words[max(0, k-3):k], existential)
		}
	}
	return false
}

var (
	failing  = set(`fail failed fails failing refuse refused refuses`)
	articles = set(`the a an its their his her our this that these those some any no every no each all both other another`)
	willful  = set(`will would may might can could shall should must not did does do won't wouldn't can't couldn't shouldn't didn't doesn't don't`)
	beForms  = set(`is are was were be been being`)
	// Verbs that only say who says so, and those that do before a “that”.
	telling = set(`say says said saying tell tells told state states stated add adds added claim claims claimed argue argues argued insist insists insisted
according believe believes believed report reports reported write writes wrote note notes noted`)
	finding = set(`find finds found establish established conclude concluded show shows showed shown determine determined learn learned discover discovered
reveal revealed announce announced`)
	resulting   = set(`pleaded plead pleads found left declared pronounced remained remains stayed kept ruled made`)
	existential = set(`there`)
	// Verbs that leave it to the words behind them to say what is done, by the stems of their base forms.
	slight = stems(`be have do make take give get put go come keep hold let seem become remain show use begin start`)
)

// isSlight reports whether a doing's verb leaves it to other words to say what is done: “gave approval”, but not “the truce held”.
func (v *view) isSlight(d doing) bool {
	words, base := v.words(d)
	stem := base[d.at].Stem
	if !slight[stem] {
		return false
	}
	for _, p := range particled[stem] {
		if p == "part" {
			continue // what is taken part in says it
		}
		for k := d.at + 1; k < min(len(words), d.at+4); k++ {
			if words[k].Form == p {
				return false
			}
		}
	}
	for k := d.at + 1; k < min(len(words), d.at+5); k++ {
		if !words[k].Stop {
			return true
		}
	}
	return false
}
