package event

import (
	"strings"

	"dateline/retrieval/match"
)

// tense is where what a verb tells lies from when it was told.
type tense uint8

const (
	untold   tense = iota // no verb shows it
	past                  // closed, was closed, has closed, did not close
	present               // closes, is closing
	ahead                 // will close, is due to close, to close
	wasAhead              // would close, was due to close: ahead of when it was said
	intended              // hoped to close, had promised to close, may have closed: whether it came to pass is not told
	unreal                // would have closed: it did not
)

// verb is a verb of a sentence with its auxiliaries: words first to last.
type verb struct {
	first, last int
	tense       tense
	bare        bool // without an auxiliary, so that it may be the participle of a noun: “the deal struck in Geneva”
	infinitive  bool
}

// findVerbs fills in the verbs, by the words' forms and their neighbours. English of the news is regular enough for what is
// asked of them: where time lies, and whether somebody speaks.
func (s *sentence) findVerbs() {
	for i := 0; i < len(s.words); i++ {
		if v, ok := s.verbAt(i); ok {
			s.verbs = append(s.verbs, v)
			i = v.last
		}
	}
}

func (s *sentence) verbAt(i int) (verb, bool) {
	w := s.words[i]
	if w.Figure() || s.phraseAt(i) != nil || s.hyphened(i) || w.Capital && i > 0 && !strings.HasSuffix(s.gap(i), "“") {
		return verb{}, false
	}
	next := s.skip(i + 1)
	switch form := w.Form; {
	case modals[form] > 0 || strings.HasSuffix(form, "'ll"):
		return s.modal(i, next)
	case form == "to":
		if !s.isBase(next) && !((planning[s.form(i-1)] || wishes[s.form(i-1)]) && s.endsVerb(i-1) && s.plain(next)) {
			return verb{}, false
		}
		v := verb{first: i, last: s.participleAfter(next), tense: s.governed(i), infinitive: true}
		if s.form(next) == "have" && v.last > next { // claimed to have closed
			v.tense = past
		}
		return v, true
	case beings[form] > 0:
		return s.being(i, next, beings[form]), true
	case havings[form] > 0:
		return s.having(i, next, havings[form]), true
	case doings[form] > 0:
		if s.isBase(next) {
			return verb{first: i, last: next, tense: doings[form]}, true
		}
		return verb{first: i, last: i, tense: doings[form]}, true
	case s.isPast(i):
		return verb{first: i, last: i, tense: past, bare: true}, true
	case presents[form] && s.follows(i) && !s.endsVerb(i-1):
		return verb{first: i, last: i, tense: present}, true
	}
	return verb{}, false
}

// skip is the first word from i on that is no adverb or negation.
func (s *sentence) skip(i int) int {
	for i < len(s.words) && !s.parted(i) && (glue[s.form(i)] || adverb(s.words[i])) {
		i++
	}
	return i
}

func adverb(w match.Word) bool {
	return !w.Capital && len(w.Form) > 4 && strings.HasSuffix(w.Form, "ly") && !inLy[w.Form]
}

// inLy are words in -ly that are no adverbs.
var inLy = set(`only assembly family reply rally ally supply monopoly anomaly bully belly jelly apply comply imply rely multiply butterfly firefly`)

// modal reads will close, would have closed, may be closed.
func (s *sentence) modal(i, next int) (verb, bool) {
	t := modals[s.form(i)]
	if t == untold { // we'll
		t = ahead
	}
	if s.form(next) == "have" {
		switch f := s.form(i); {
		case f == "may" || f == "must":
			t = intended
		case t == wasAhead:
			t = unreal
		case t != ahead:
			t = past
		}
		next = s.skip(next + 1)
	}
	if next >= len(s.words) || s.parted(next) {
		return verb{}, false
	}
	return verb{first: i, last: s.participleAfter(next), tense: t}, true
}

// participleAfter is the participle that be, been, being or have at i leads to, else i.
func (s *sentence) participleAfter(i int) int {
	for s.form(i) == "be" || s.form(i) == "been" || s.form(i) == "being" || s.form(i) == "have" {
		k := s.skip(i + 1)
		if k >= len(s.words) || s.parted(k) || s.form(k) != "been" && s.form(k) != "being" && !s.isParticiple(k) && !strings.HasSuffix(s.form(k), "ing") {
			return i
		}
		i = k
	}
	return i
}

// being reads is to close, was due to close, are being closed, was closed.
func (s *sentence) being(i, next int, t tense) verb {
	later := ahead
	if t == past {
		later = wasAhead
	}
	v := verb{first: i, last: i, tense: t}
	switch form := s.form(next); {
	case next >= len(s.words) || s.parted(next):
	case form == "to" && s.isBase(s.skip(next+1)):
		v.last, v.tense = s.participleAfter(s.skip(next+1)), later
	case expectant[form], (form == "set" || form == "about") && (s.form(next+1) == "to" || s.form(next+1) == "for"):
		v.last, v.tense = next, later
		if to := s.skip(next + 1); s.form(to) == "to" && s.isBase(s.skip(to+1)) {
			v.last = s.participleAfter(s.skip(to + 1))
		}
	case form == "being":
		v.last = s.participleAfter(next)
	case s.isParticiple(next), strings.HasSuffix(form, "ing") && s.words[next].Verb():
		v.last = next
	}
	return v
}

// having reads has closed, had been closed, has to close, has been scheduled.
func (s *sentence) having(i, next int, t tense) verb {
	v := verb{first: i, last: i, tense: t}
	switch form := s.form(next); {
	case next >= len(s.words) || s.parted(next):
	case form == "to" && s.isBase(s.skip(next+1)):
		v.last = s.participleAfter(s.skip(next + 1))
		if t == present {
			v.tense = ahead
		}
	case form == "been":
		v.last, v.tense = s.participleAfter(next), past
		if expectant[s.form(v.last)] {
			v.tense = wasAhead
			if t == present {
				v.tense = ahead
			}
		}
	case s.isParticiple(next):
		v.last, v.tense = next, past
	}
	return v
}

// farthestGovernor is how many words before an infinitive its governor may stand.
const farthestGovernor = 8

// governed is the tense of the infinitive whose “to” is at i: ahead behind a verb or noun of planning, else that of the verb
// before it (“began to close”).
func (s *sentence) governed(i int) tense {
	last := -1
	if n := len(s.verbs); n > 0 {
		last = s.verbs[n-1].last
	}
	for k := i - 1; k >= max(last, i-farthestGovernor, 0) && !s.parted(k+1); k-- {
		switch f := s.form(k); {
		case k == last && (planning[f] || wishes[f]):
			return s.resolve(len(s.verbs) - 1)
		case planning[f] && last >= 0 && abandoning[s.form(last)]:
			return intended // “scrapped plans to close”
		case planning[f]:
			return ahead
		}
	}
	switch {
	case last >= 0:
		return s.verbs[len(s.verbs)-1].tense
	case s.form(i+1) == "be":
		return ahead // “figures to be published today”
	}
	return untold
}

// resolve is the tense of what the verb of planning at index n has resolved on.
func (s *sentence) resolve(n int) tense {
	v := &s.verbs[n]
	switch f := s.form(v.last); {
	case v.tense == unreal:
		return unreal
	case s.form(v.first) == "had" && !(n > 0 && s.speaks(&s.verbs[n-1]) && !wishes[f]):
		return intended
	case s.form(v.first) == "had":
		return wasAhead // “said that they had agreed to meet”
	case v.bare && v.tense == past && wishes[f]:
		if n > 0 && s.speaks(&s.verbs[n-1]) {
			return wasAhead
		}
		return intended
	}
	return ahead
}

// plain reports whether word i is a word in small letters that could be a verb by its place.
func (s *sentence) plain(i int) bool {
	return i < len(s.words) && !s.parted(i) && !s.words[i].Capital && !s.words[i].Figure() && !s.words[i].Stop
}

// isBase reports whether word i may be a verb without an ending.
func (s *sentence) isBase(i int) bool {
	if i >= len(s.words) || s.parted(i) {
		return false
	}
	w := s.words[i]
	if strings.HasSuffix(w.Form, "s") && !strings.HasSuffix(w.Form, "ss") { // “to reporters”
		return false
	}
	return !w.Capital && !w.Figure() && (w.Form == "be" || w.Form == "have" || w.Form == "do" ||
		!w.Stop && (w.Verb() || common[w.Form]) && !strings.HasSuffix(w.Form, "ing"))
}

// isParticiple reports whether word i may be a past participle.
func (s *sentence) isParticiple(i int) bool {
	f := s.form(i)
	return strings.HasSuffix(f, "ed") && len(f) > 3 && !noPast[f] || irregular[f] || participles[f]
}

// isPast reports whether word i stands as a past form or a participle behind its noun, and not as an adjective or a noun.
func (s *sentence) isPast(i int) bool {
	f := s.form(i)
	if !irregular[f] && (!strings.HasSuffix(f, "ed") || len(f) < 4 || noPast[f]) {
		return false
	}
	if i > 0 && s.words[i-1].Figure() && losses[f] { // 342 killed
		return false
	}
	return s.follows(i)
}

// follows reports whether word i may be a verb by what stands before it: no article, preposition or possessive.
func (s *sentence) follows(i int) bool {
	if i == 0 {
		return true
	}
	before := i - 1
	for before > 0 && adverb(s.words[before]) {
		before--
	}
	b := s.form(before)
	possessive := strings.HasSuffix(s.words[before].In(s.text), "’s") || strings.HasSuffix(s.words[before].In(s.text), "'s")
	return s.parted(i) || s.comma(i) || !determiners[b] && !governing[b] && !(possessive && s.phraseAt(before) == nil)
}

// skipBack is the last word up to i that is of no date, nor whom something is told: “told Reuters on Tuesday”.
func (s *sentence) skipBack(i int) int {
	for i > 0 && !s.endsVerb(i) && (s.phraseAt(i) != nil || negligible[s.form(i)] || s.form(i) == "on" || s.form(i) == "in" || s.words[i].Capital || hearers[s.form(i)]) {
		i--
	}
	return i
}

// speaks reports whether a verb is one of saying, so that its day is that of the saying.
func (s *sentence) speaks(v *verb) bool {
	f := s.form(v.last)
	if !v.bare && beings[s.form(v.first)] > 0 && f != "told" { // it was said
		return false
	}
	return sayings[f] || reporting[f] && s.says(v)
}

// says reports whether what is said stands behind the verb: a quotation, or a clause with “that”.
func (s *sentence) says(v *verb) bool {
	for k := v.last + 1; k < len(s.words) && !s.endsVerb(k); k++ {
		if strings.ContainsAny(s.gap(k), "“\":") || s.form(k) == "that" && s.skipBack(k-1) == v.last {
			return true
		}
	}
	return false
}
