package ground

import (
	"strings"
	"unicode"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}

var (
	negations = set(`not no never none neither nor without cannot can't couldn't didn't doesn't don't hadn't hasn't haven't isn't
shouldn't wasn't weren't won't wouldn't aren't mustn't fail failed fails failing refuse refused refuses unclear unknown unable barely hardly`)
	denials = set(`deny denied denies denying reject rejected rejects rejecting dismiss dismissed dismisses refute refuted`)
	// Verbs and adjectives that say what others say with a negation.
	opposites = set(`ruled lack lacks lacked lacking absent avoid avoided stop stopped prevent prevented block blocked ban banned forbid forbidden disregarded
	ignored ignores few little unclear undisclosed unlikely impossible missed collapsed against opposed silent declined decline declines away`)
	// What has not happened, or is not known to have.
	modals = set(`may might could would should can will shall must won't wouldn't couldn't shouldn't plan plans planned planning threaten threatened
threatens threatening propose proposed proposes consider considered considers considering possible possibly perhaps probably likely hope hopes hoped
intend intends intended expect expected expects seek seeks sought want wants wanted demand demands demanded urge urged urges offer offered offers
ready prepare prepared preparing vow vowed vows promise promised promises agree agreed agrees aim aims aimed meant due going call called calls ask asked asks
warn warned warns reportedly allegedly supposedly suspected preparations decide decided ordered order require required try tried tries trying if unless whether`)
	conditions = set(`if unless whether until`)
	// Words that may stand between a negation or a modal and what it governs.
	glue = set(`to be been being have has had having is are was were do does did not also soon still yet ever even longer only just any more it
them him they he she already again eventually both all further that`)
	determiners = set(`the a an its their his her this these those of in on at by from with for as over after before during since`)
	auxiliaries = set(`is are was were be been being has have had do does did will would may might could can should shall must not also then later again still
already now reportedly first both soon had since himself herself itself themselves who which that`)
	speech = set(`say says said saying tell tells told telling state states stated add adds added announce announces announced explain explains explained
claim claims claimed argue argues argued warn warns warned declare declares declared report reports reported insist insists insisted deny denies denied
stress stresses stressed call calls called describe describes described conclude concludes concluded estimate estimates estimated accuse accuses accused
write writes wrote predict predicts predicted ask asks asked reply replies replied answer answers answered note notes noted believe believes believed
respond responds responded remark remarked comment commented confirm confirms confirmed acknowledge acknowledged admit admits admitted allege alleges alleged
assert asserts asserted maintain maintains maintained suggest suggests suggested speaks spoke speak regret regretted object objects objected complain complained
complains count counts counted put puts according blame blames blamed`)
	pronouns = set(`he she it they who him her them`)
	articles = set(`the a an its their his her our this that these those some any no every no each all both other another`)
	definite = set(`the its their his her`)
	beForms  = set(`is are was were be been being`)
	failing  = set(`fail failed fails failing refuse refused refuses`)
	// Verbs that only say who says so.
	telling = set(`say says said saying tell tells told state states stated add adds added claim claims claimed argue argues argued insist insists insisted
according believe believes believed report reports reported write writes wrote note notes noted`)
	places = set(`in at on from near over across around for with under inside outside into of toward towards against since after before during`)
)

func anyOf(words []match.Word, s map[string]bool) bool {
	for _, w := range words {
		if s[w.Form] {
			return true
		}
	}
	return false
}

// parted reports whether a mark that parts clauses stands between two words.
func parted(between string) bool { return strings.ContainsAny(between, ",;:–—()") }

// mood is how a word is said to be.
type mood struct{ negated, modal bool }

// wishes have behind their “that” what is not so yet.
var wishes = set(`demand demands demanded insist insists insisted urge urges urged propose proposes proposed request requests requested ask asks asked`)

// beTo are what makes a “to” behind it an intention.
var beTo = set(`is are was were due set about bound meant`)

var weekdaysAndMonths = set(`monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december`)

// moodOf is the mood of the word at i: whether a negation or a modal governs it.
func moodOf(text string, words []match.Word, i int) (m mood) {
	for k := i - 1; k >= 0 && k >= i-9; k-- {
		w := words[k]
		date := w.Figure() || weekdaysAndMonths[w.Form]
		if strings.ContainsAny(text[w.End:words[k+1].Start], ";:–—()”") || !date && !glue[w.Form] && strings.Contains(text[w.End:words[k+1].Start], ",") && !modals[w.Form] {
			break
		}
		switch {
		case w.Form == "to" && k > 0 && beTo[words[k-1].Form]: // “was to begin”
			m.modal = true
		case w.Form == "of" && k > 0 && negations[words[k-1].Form]: // “none of them”
		case negations[w.Form], denials[w.Form]:
			m.negated = !m.negated
			m.modal = m.modal || modals[w.Form]
		case modals[w.Form] && k > 0 && determiners[words[k-1].Form]: // “the plan”
			return m
		case modals[w.Form]:
			m.modal = true
		case w.Form == "on" && k+1 < i && (words[k+1].Figure() || weekdaysAndMonths[words[k+1].Form]):
		case w.Form == "and" && k == i-1 && bare(words[i]):
			return m.carried(text, words, k)
		case determiners[w.Form] && !(k == i-1 && strings.HasSuffix(words[i].Form, "ing")):
			return m
		case !glue[w.Form] && !date && !adverb(w) && words[i-1].Form == "to" && bare(words[i]): // “agreed by telephone to extend”
			return m.carried(text, words, k+1)
		case !glue[w.Form] && !date && !adverb(w):
			return m.within(text, words, k)
		}
	}
	return m
}

// carried adds the modal of the verbs that the “and” at k joins a bare form to.
func (m mood) carried(text string, words []match.Word, k int) mood {
	for ; k > 0 && !strings.ContainsAny(text[words[k-1].End:words[k].Start], ";:"); k-- {
		if w := words[k-1]; modals[w.Form] || w.Form == "to" {
			m.modal = m.modal || modals[w.Form] || k > 1 && (modals[words[k-2].Form] || beTo[words[k-2].Form])
			if m.modal {
				return m
			}
		}
	}
	return m
}

// bare reports whether a word may be a verb without an ending.
func bare(w match.Word) bool {
	return w.Verb() && !strings.HasSuffix(w.Form, "ed") && !strings.HasSuffix(w.Form, "s") && !strings.HasSuffix(w.Form, "ing") && !irregular[w.Form]
}

// within adds the mood of the clause that the word at k stands in: a condition or a denial at its head.
func (m mood) within(text string, words []match.Word, k int) mood {
	for ; k >= 0; k-- {
		if conditions[words[k].Form] || words[k].Form == "that" && k > 0 && wishes[words[k-1].Form] {
			m.modal = true
			return m
		}
		if k > 0 && parted(text[words[k-1].End:words[k].Start]) {
			return m
		}
	}
	return m
}

// dated reports whether the word at i is of a date, or the “on” before one.
func dated(words []match.Word, i int) bool {
	date := func(i int) bool { return i < len(words) && (words[i].Figure() || weekdaysAndMonths[words[i].Form]) }
	return weekdaysAndMonths[words[i].Form] || date(i) && (date(i+1) || i > 0 && date(i-1)) || words[i].Form == "on" && date(i+1)
}

func adverb(w match.Word) bool {
	return !w.Capital && len(w.Form) > 4 && strings.HasSuffix(w.Form, "ly")
}

// passive reports whether the word at i is a participle behind a form of "be".
func passive(words []match.Word, i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch words[k].Form {
		case "is", "are", "was", "were", "be", "been", "being":
			return strings.HasSuffix(words[i].Form, "ed") || strings.HasSuffix(words[i].Form, "n") || participles[words[i].Form]
		}
		if !auxiliaries[words[k].Form] && !adverb(words[k]) {
			break
		}
	}
	return i+1 < len(words) && words[i+1].Form == "by"
}

var participles = set(`told hit held put cut shot led met built made sent hurt struck brought sought caught left found won`)

// place is where a name of a sentence stands among its words: [first, last].
type place struct {
	mention.Name
	first, last int
}

// placed are the names within a sentence, with the words that they take.
func placed(names []mention.Name, s sentence) (found []place) {
	for _, n := range names {
		if n.Start < s.Start || n.End > s.End {
			continue
		}
		p := place{Name: n, first: -1}
		for i, w := range s.words {
			if w.Start < n.End && n.Start < w.End {
				if p.first < 0 {
					p.first = i
				}
				p.last = i
			}
		}
		if p.first >= 0 {
			found = append(found, p)
		}
	}
	return found
}

// subjects are the names right before the word at i, joined by "and" or commas where several are: those that do it. A
// pronoun or an unnamed subject gives none and open is true.
func subjects(text string, words []match.Word, names []place, i int) (found []place, open bool) {
	k := i - 1
	for k >= 0 && (auxiliaries[words[k].Form] || adverb(words[k]) || negations[words[k].Form] || dated(words, k)) {
		k--
	}
	if k < 0 {
		return nil, false
	}
	if k+1 < i && pronouns[words[k+1].Form] {
		open = words[k+1].Form != "who" && words[k+1].Form != "which" && words[k+1].Form != "that"
	}
	for k >= 0 {
		at := -1
		for j, n := range names {
			if n.last == k || n.last == k-1 && words[k].Form == "s" {
				at = j
			}
		}
		if at < 0 {
			break
		}
		if first := names[at].first; first > 0 && (places[words[first-1].Form] || words[first-1].Form == "by") ||
			first > 1 && words[first-1].Form == "the" && places[words[first-2].Form] {
			return found, true // “the bombing of Aleppo stopped”
		}
		found = append(found, names[at])
		k = names[at].first - 1
		for j := len(names) - 1; j >= 0; j-- {
			if names[j].last == k && strings.TrimSpace(text[words[k].End:words[k+1].Start]) == "" { // “Russian” before “Foreign Minister Sergey Lavrov”
				k = names[j].first - 1
			}
		}
		if k >= 0 && words[k].Form == "and" {
			k--
			continue
		}
		if k < 0 || strings.TrimSpace(text[words[k].End:words[k+1].Start]) != "," {
			break
		}
	}
	if len(found) == 0 && k >= 0 {
		open = open || pronouns[words[k].Form] || unicode.IsLower(rune(text[words[k].Start]))
	}
	return found, open
}
