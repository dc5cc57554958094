package ground

import (
	"strings"

	"dateline/retrieval/match"
)

// standing is how something is said to be done: whether at all, or only perhaps.
type standing struct {
	negated, modal bool
	denied         bool // negated by somebody who denies it
	corrected      bool // told as an error
}

// standingOf is how what the word at i of a sentence says is said to be: by the words around it in its clause, and by those
// that its clause hangs on.
func standingOf(text string, words []match.Word, i int) (s standing) {
	from := 0
	for k := i - 1; k > 0; k-- {
		if words[k].Form == "that" && k+1 < i {
			from = k + 1
			break
		}
	}
	m := moodOf(text, words[from:], i-from)
	s.negated, s.modal = m.negated, m.modal
	if b := beBefore(text, words, i); b >= from && !s.negated && !s.modal {
		m := moodOf(text, words[from:], b-from)
		s.negated, s.modal = m.negated, m.modal
	}
	if k := i - 2; k >= 0 && words[k+1].Form == "not" && (words[k].Form == "would" || words[k].Form == "could") && (speech[words[i].Form] || words[i].Form == "name" || words[i].Form == "give") { // “would not say” did not
		s.modal = false
	}
	if !s.negated && neverBefore(words, i) {
		s.negated = true
	}
	if !s.negated && negatedSubject(text, words, i) || negatedObject(text, words, i) {
		s.negated = !s.negated
	}
	if k := i - 1; !s.negated && k > 0 && articles[words[k].Form] { // “does not have a hospital”
		for k > 0 && (articles[words[k].Form] || !words[k].Stop && !finite(words, k)) {
			k--
		}
		s.negated = moodOf(text, words, k).negated && !parted(text[words[k].End:words[k+1].Start])
	}
	if k := i - 1; !s.negated && k >= 0 && strings.HasSuffix(words[i].Form, "ing") && refusals[words[k].Form] { // “denied spying”
		s.negated = true
	}
	s.denied = s.negated && anyOf(words[max(from, i-9):i], refusals)
	s.modal = s.modal || intended(words, i) || sought(words, i) || unrealised(words, i) || i+1 < len(words) && mays[words[i+1].Form] && !finite(words, i) // “a fine may follow”
	for k := i - 1; k > 0; k-- {
		if shifts(text, words, k, k+1) {
			break
		}
		switch words[k].Form {
		case "whether", "if", "unless", "verge", "brink":
			s.modal = true
		case "who", "what", "how", "why", "where": // “does not say who was responsible”
			s.modal = s.modal || unsure[words[k-1].Form]
		case "that":
			s.under(words[:k])
		}
	}
	for k := i + 1; k+1 < len(words); k++ { // “..., which the Pentagon denied”
		s.modal = s.modal || words[k].Form == "which" && anyOf(words[k:min(len(words), k+6)], refusals)
	}
	s.corrected = errs(words[:i])
	return s
}

// under adds what the words before a “that” make of what stands behind it: what is denied, feared or unlikely.
func (s *standing) under(words []match.Word) {
	h := len(words) - 1
	for h >= 0 && h > len(words)-9 && !heading(words[h].Form) && words[h].Form != "and" && words[h].Form != "or" {
		h--
	}
	if h < 0 || !heading(words[h].Form) {
		return
	}
	switch head := words[h].Form; {
	case refusals[head]:
		s.negated, s.denied = !s.negated, true
	case head == "unlikely":
		s.negated = !s.negated
	case doubtful[head], wishes[head]:
		s.modal = true
	case reported[head]:
		for k := h - 1; k >= max(0, h-5); k-- {
			switch f := words[k].Form; {
			case refusals[f]:
				s.negated, s.denied = !s.negated, true
				return
			case f == "no" || f == "not" || f == "without" || f == "never":
				s.negated = !s.negated
				return
			}
		}
	}
}

// heading reports whether a word says how what hangs on it is meant.
func heading(form string) bool {
	return refusals[form] || doubtful[form] || wishes[form] || reported[form] || speech[form] || form == "unlikely"
}

// intended reports whether the word at i is a noun of what somebody only thinks of: “are considering an appeal”.
func intended(words []match.Word, i int) bool {
	k := i - 1
	if k < 1 || !articles[words[k].Form] {
		return false
	}
	for k > 0 && (articles[words[k].Form] || !words[k].Stop && !modals[words[k].Form] && !finite(words, k)) {
		k--
	}
	return modals[words[k].Form]
}

// unrealised reports whether the word at i is an infinitive that tells what is wanted or asked for, and not what came about.
func unrealised(words []match.Word, i int) bool {
	if i < 2 || words[i-1].Form != "to" || weekdaysAndMonths[words[i].Form] || words[i].Figure() {
		return false
	}
	for k := i - 2; k >= max(0, i-8); k-- {
		if rare[words[k].Form] { // “the first woman to head it”
			return false
		}
		if words[k].Form == "for" { // “for the officers to agree”
			return true
		}
		if finite(words, k) || modals[words[k].Form] {
			return !realising[inBase(words[k : k+1])[0].Stem] && !failing[words[k].Form]
		}
	}
	return false
}

// sought reports whether the word at i is a noun of what is wanted or asked for: “to agree on strikes”.
func sought(words []match.Word, i int) bool {
	if finite(words, i) {
		return false
	}
	for k := i - 1; k > 1 && k >= i-5; k-- {
		switch {
		case words[k-1].Form == "to" && words[k].Verb():
			return unrealised(words, k)
		case finite(words, k):
			return false
		}
	}
	return false
}

// rare are words whose infinitive tells what came about.
var rare = set(`first second third last only latest youngest oldest`)

// realising are verbs whose infinitive came about, by the stems of base forms.
var realising = stems(`manage begin start continue go come use force help succeed vote find have compel oblige`)

// beBefore is where the “be” stands by which the word at i is said of something: “will be 40 kilometres long”; -1 where none does.
func beBefore(text string, words []match.Word, i int) int {
	for k := i - 1; k >= max(0, i-5); k-- {
		switch {
		case parted(text[words[k].End:words[k+1].Start]) || irregular[words[k].Form]:
			return -1
		case beForms[words[k].Form]:
			return k
		}
	}
	return -1
}

// neverBefore reports whether a “never” or “not” stands before the word at i with nothing but words of time between.
func neverBefore(words []match.Word, i int) bool {
	for k := i - 1; k >= max(0, i-3); k-- {
		switch f := words[k].Form; f {
		case "never", "not":
			return true
		case "before", "again", "yet", "previously", "once":
		default:
			return false
		}
	}
	return false
}

// negatedSubject reports whether the subject of the word at i is nobody or nothing: “no passengers were hurt”, “without a
// single patient being moved”.
func negatedSubject(text string, words []match.Word, i int) bool {
	for k := i - 1; k >= max(0, i-10); k-- {
		if parted(text[words[k].End:words[k+1].Start]) || words[k].Form == "that" || joints[words[k].Form] ||
			irregular[words[k].Form] && !auxiliaries[words[k].Form] || strings.HasSuffix(words[k].Form, "ed") {
			return false
		}
		if nobody[words[k].Form] || words[k].Form == "without" {
			return true
		}
	}
	return false
}

// negatedObject reports whether what the word at i acts on is nobody or nothing.
func negatedObject(text string, words []match.Word, i int) bool {
	for k := i + 1; k < min(len(words), i+3); k++ {
		if parted(text[words[k-1].End:words[k].Start]) {
			return false
		}
		if nobody[words[k].Form] {
			return true
		}
	}
	return false
}

// errs reports whether words say that what follows was told in error, or was told at first.
func errs(words []match.Word) bool {
	version := false
	for k, w := range words {
		before := ""
		if k > 0 {
			before = words[k-1].Form
		}
		switch {
		case mistaken[w.Form], telling[w.Form] && (before == "initially" || before == "originally" || before == "first" && k > 1 && words[k-2].Form == "at"), (w.Form == "as" || w.Form == "that") && telling[before] && k > 1 && firstly[words[k-2].Form]:
			return true
		case w.Form == "version" && (before == "earlier" || before == "previous" || before == "original"),
			before == "our" && publication[w.Form]:
			version = true
		case version && telling[w.Form]:
			return true
		}
	}
	return false
}

var (
	firstly     = set(`first initially originally`)
	mays        = set(`may might could would should`)
	publication = set(`report article story headline account coverage`)
	unsure      = set(`say says said know knows knew tell tells told establish established clear unclear unknown determine determined ask asks asked see find decide`)
	nobody      = set(`no none nobody nothing neither`)
	refusals    = set(`deny denied denies denying reject rejected rejects rejecting dismiss dismissed dismisses dismissing refute refuted refutes dispute disputed
disputes disputing rebut rebutted contradict contradicted contradicts denial`)
	// Nouns of what is told, which may be told to be untrue.
	reported = set(`charge charges claim claims accusation accusations allegation allegations report reports suggestion suggestions idea rumour rumours rumor rumors
theory assertion evidence sign signs proof indication indications trace doubt notion story stories statement`)
	// Words whose “that” is not told as a fact.
	doubtful = set(`likely possible probable hope hopes hoped hoping fear fears feared expect expects expected predict predicts predicted warn warned warns
threaten threatened threatens ask asked asks order ordered orders demand demanded demands want wants wanted danger risk chance chances condition suspicion
suspect suspects suspected propose proposed proposes request requested requests urge urged`)
	mistaken = set(`incorrectly mistakenly wrongly erroneously misstated retracted`)
)
