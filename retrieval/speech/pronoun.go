package speech

import (
	"fmt"
	"slices"

	"dateline/retrieval/mention"
)

// How far back a pronoun reaches, in sentences and in paragraphs.
const (
	reachSentences = 6
	reachBlocks    = 2
)

// near reports whether what sentence j says may be in a reader's mind at sentence i behind it.
func (r *reader) near(i, j int) bool {
	a, b := &r.sentences[i], &r.sentences[j]
	return a.host == b.host && a.caption == b.caption && i-j <= reachSentences && a.block-b.block <= reachBlocks && (!a.caption || a.block == b.block)
}

// previous is the sentence before sentence i that may be in a reader's mind there, or -1. A caption parts nothing.
func (r *reader) previous(i int) int {
	j := i - 1
	for j >= 0 && r.sentences[j].caption && !r.sentences[i].caption {
		j--
	}
	if j < 0 || !r.near(i, j) {
		return -1
	}
	return j
}

var pronouns = map[string]mention.Gender{"he": mention.Male, "his": mention.Male, "him": mention.Male, "she": mention.Female, "her": mention.Female}

// pronoun is whom the pronoun at a token of sentence i stands for.
func (r *reader) pronoun(i, at int) (somebody, string) {
	what := r.tokens[at].lower
	if r.sentences[i].host >= 0 {
		return nobody, fmt.Sprintf("“%s” is nobody named", what)
	}
	gender, ok := pronouns[what]
	fits := func(a somebody) bool { return a.isPersonOf(gender) }
	switch what {
	case "they", "their":
		fits = func(a somebody) bool { return a.many }
	case "it", "its":
		fits = func(a somebody) bool { return a.Kind == Organisation || a.Kind == Document }
	default:
		if !ok {
			return nobody, fmt.Sprintf("“%s” is nobody named", what)
		}
	}
	is, why, found := r.inSentence(i, at, fits)
	if !found {
		is, why = r.inMind(i, what, func(a somebody) bool { return fits(a) && !r.isNamedIn(i, a) })
	}
	if ok && is.party >= 0 && is.gender == mention.NoGender {
		r.parties[is.party].gender = gender // as the article tells it
	}
	return is, why
}

// isNamedIn reports whether sentence i names somebody outside quotations, for whom its pronouns then do not stand: he said of
// Lee; he told Lee's lawyer.
func (r *reader) isNamedIn(i int, a somebody) bool {
	s := &r.sentences[i]
	for k := s.from; k < s.to && a.party >= 0; k++ {
		if t := &r.tokens[k]; t.kind == named && slices.Contains(r.bearers[t.at], a.party) {
			return true
		}
	}
	return false
}

// inSentence looks for whom a pronoun stands for before it in its own sentence: who spoke there, else the only one who does
// something there. Whom a quotation or its report names does not speak of himself by name.
func (r *reader) inSentence(i, at int, fits func(somebody) bool) (is somebody, why string, found bool) {
	s := &r.sentences[i]
	for k := range s.cues {
		if c := &s.cues[k]; c.verb < at && c.who.from < c.verb && c.is.Name != "" && fits(c.is) {
			is, found = c.is, true
		}
	}
	if found || r.isTagged(s, at) {
		return is, "", found
	}
	var acting, passing []somebody
	for k := s.from; k < at; k++ {
		t := &r.tokens[k]
		if t.kind == quoted {
			return nobody, "", false
		}
		if t.kind != named || !r.mayBePerson(t.at) {
			continue
		}
		a, _ := r.bearer(i, single(k))
		sure := r.at(s, k+1).isVerbal() || r.isVerb(s, k+1) || a.Kind == Person && r.acts(s, k+1)
		switch {
		case a.party < 0, !fits(a), slices.ContainsFunc(acting, a.same):
		case sure && !t.owns && !r.at(s, k-1).in(prepositions):
			acting = append(acting, a)
		default:
			passing = append(passing, a)
		}
	}
	what, before := r.tokens[at].lower, r.at(s, at-1)
	leans := before.in(conjunctions) || before.in(subordinators)
	passing = slices.DeleteFunc(passing, func(a somebody) bool { return slices.ContainsFunc(acting, a.same) })
	switch {
	case len(acting) > 1:
		return nobody, either(what, acting[0], acting[1]), true
	case len(acting) == 1 && len(passing) > 0 && leans:
		return nobody, either(what, acting[0], passing[0]), true
	case len(acting) == 1:
		return acting[0], "", true
	case len(passing) > 0 && leans:
		return nobody, uncertain(what), true
	}
	return nobody, "", false
}

// isTagged reports whether what a sentence says before token at is said by whom the pronoun there stands for: “…, he said”.
func (r *reader) isTagged(s *sentence, at int) bool {
	if at == s.from || r.tokens[s.from].in(subordinators) || r.tokens[s.from].in(prepositions) {
		return false
	}
	return r.tokens[at-1].is(",") || r.isVerb(s, at-1)
}

// inMind looks for whom a pronoun stands for in the sentences before: the one who spoke last, else the subject of the nearest
// sentence, where it names nobody else that could be meant.
func (r *reader) inMind(i int, what string, fits func(somebody) bool) (somebody, string) {
	passing := nobody // named beside the subject: meant only if nobody else can be
	for j := r.previous(i); j >= 0 && r.near(i, j); j = r.previous(j) {
		if pronouns[what] == mention.NoGender && !r.isJustBefore(i, j) {
			break // it and they may be so much
		}
		may, leads, clear := r.candidates(j, fits)
		switch {
		case !clear:
			return nobody, uncertain(what)
		case len(may) == 0:
		case passing.Name != "" && (len(may) > 1 || !may[0].same(passing)):
			return nobody, either(what, passing, may[len(may)-1])
		case len(may) > 1:
			return nobody, either(what, may[0], may[1])
		case !leads:
			passing = may[0]
		case pronouns[what] != mention.NoGender && may[0].party >= 0 && may[0].gender == mention.NoGender && !r.isJustBefore(i, j):
			return nobody, fmt.Sprintf("“%s” may be %s or somebody before", what, may[0].Name)
		case may[0].party >= 0 && r.parties[may[0].party].weak:
			return r.only(i, may[0], what, fits)
		default:
			return may[0], ""
		}
	}
	if passing.Name != "" {
		return r.only(i, passing, what, fits)
	}
	return nobody, fmt.Sprintf("“%s” is nobody named before", what)
}

// candidates are whom a pronoun may stand for of those in sentence j: who speaks, else its subject and whom else it names. leads
// is whether the first does more than being named; clear whether nobody unknown speaks or acts.
func (r *reader) candidates(j int, fits func(somebody) bool) (may []somebody, leads, clear bool) {
	h := &r.sentences[j].heard
	add := func(all ...somebody) {
		for _, a := range all {
			if a.Name != "" && fits(a) && !slices.ContainsFunc(may, a.same) {
				may = append(may, a)
			}
		}
	}
	if add(h.voices...); len(may) > 0 {
		return may, true, true
	}
	add(h.unsure...)
	add(h.subject)
	leads = len(may) > 0
	add(h.others...)
	return may, leads, !h.doubtful && !h.lost
}

// uncertain is why a pronoun stands for nobody, where somebody unknown is meant perhaps.
func uncertain(what string) string { return fmt.Sprintf("“%s” is nobody certain", what) }

// isJustBefore reports whether nothing but quotations stands between two sentences.
func (r *reader) isJustBefore(i, j int) bool {
	for k := j + 1; k < i; k++ {
		if s := &r.sentences[k]; s.caption == r.sentences[i].caption && !r.isAllQuotes(s) {
			return false
		}
	}
	return true
}

// only leaves open whether a pronoun of sentence i stands for somebody where the article has named another who surely is a person.
func (r *reader) only(i int, a somebody, what string, fits func(somebody) bool) (somebody, string) {
	for n := range r.parties {
		b := r.party(n, r.parties[n].name.Span)
		if n != a.party && b.Kind == Person && r.parties[n].first < r.sentences[i].Start && fits(b) {
			return nobody, either(what, a, b)
		}
	}
	return a, ""
}
