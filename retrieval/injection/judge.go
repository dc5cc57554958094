package injection

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval/match"
)

// fewestWords is how many words an article must have besides, for a request to be foreign to it.
const fewestWords = 40

// article is what a sentence is held against.
type article struct {
	paragraphs [][]*sentence
	known      map[string]int // occurrences of stems in sentences that tell something
	names      map[string]int // the same for two capitalised words in a row
	size       int            // words that tell
	service    bool           // a recipe, a guide, advice: requests are what it is made of
}

// A piece of service has this many requests of its own, or fewer where they are a fifth of its sentences.
const (
	fewestRequests    = 3
	fewestIfAFifth    = 2
	sentencesPerGuide = 5
)

func read(paragraphs, context []string) *article {
	a := &article{known: map[string]int{}, names: map[string]int{}}
	for _, p := range paragraphs {
		sentences := sentencesOf(p)
		a.paragraphs = append(a.paragraphs, sentences)
		for _, s := range sentences {
			if s.mood == telling && s.signal == "" {
				a.learn(s, 1)
			}
		}
	}
	a.service = isService(a.paragraphs)
	for _, c := range context {
		for _, s := range sentencesOf(c) {
			if s.signal == "" {
				a.learn(s, 1)
			}
		}
	}
	return a
}

// isService reports whether requests are what paragraphs are made of. Those for what a teacher, a clerk or a machine does
// do not count, nor do others' words.
func isService(paragraphs [][]*sentence) bool {
	requests, all := 0, 0
	for _, p := range paragraphs {
		for _, s := range p {
			all++
			if s.mood == bidding && s.signal == "" && !s.isCited() && !s.opensWith(tasks, 3) {
				requests++
			}
		}
	}
	return requests >= fewestRequests || requests >= fewestIfAFifth && sentencesPerGuide*requests >= all
}

// isCited reports whether a sentence begins in quotation marks.
func (s *sentence) isCited() bool { return s.masked[0] == quoted || s.masked[0] == blank }

// learn takes a sentence's words for the article's own, once; -1 times takes that back.
func (a *article) learn(s *sentence, times int) {
	before := ""
	for _, w := range s.words {
		a.size += times
		if !w.Stop {
			a.known[w.Stem] += times
		}
		if w.Capital {
			a.names[before+" "+w.Stem] += times
			before = w.Stem
		} else {
			before = ""
		}
	}
}

// judge is the signal by which a sentence is marked, or "".
func (a *article) judge(s *sentence) Signal {
	if s.signal != "" {
		return s.signal
	}
	if s.mood == telling || a.size < fewestWords {
		return ""
	}
	switch {
	case s.isCited(), a.service && !s.isOdd(), !a.isForeign(s):
		return ""
	case s.mood == asking:
		return Question
	}
	return Request
}

var (
	// backward are words that lead back to what was said before, pronoun those of them that a name before them explains.
	backward = regexp.MustCompile(`(?i)\b(?:it|its|it's|he|him|his|he's|she|her|hers|they|them|their|theirs|these|those|this|that|such|here|there|we|our|we're|us|else|again|too|instead|then|now|today|so|anyway|yet|still|already)\b|^(?:but|and|or|yet)\b`)
	pronoun  = regexp.MustCompile(`(?i)^(?:it|its|he|him|his|she|her|hers|they|them|their|theirs)$`)
	// wordless is a quotation of signs: '=='.
	wordless = regexp.MustCompile(`(?:^|\s)['"“‘][^\p{L}\p{N}\s'"]+['"”’]`)
	// me is the talk of two.
	me = regexp.MustCompile(`(?i)\b(?:I|me|my)\b|\byou(?:r|rself)?\b`)
)

// isForeign weighs what a request or question names that the article does not know against what the article knows and
// what leads back to it.
func (a *article) isForeign(s *sentence) bool {
	foreign, known, name := a.compare(s)
	least, weight := 2, 2
	if s.mood == bidding && s.isTask() {
		least, weight = 1, 1
	}
	if s.alone || me.MatchString(s.plain) || s.asksForWord() {
		least = 1
	}
	return foreign >= least && foreign > weight*(known+s.leadsBack(name))
}

// goesOn reports whether a sentence that follows a marked one belongs to it, such as the text that is to be translated: it
// has nothing at all in common with the article.
func (a *article) goesOn(s *sentence) bool {
	if s.mood != telling || a.size < fewestWords {
		return false
	}
	a.learn(s, -1)
	foreign, known, name := a.compare(s)
	a.learn(s, 1)
	return foreign > 0 && known == 0 && s.leadsBack(name) == 0
}

// isTask reports whether a request is for a task, by its first verb.
func (s *sentence) isTask() bool { return s.opensWith(tasks, 8) }

// isOdd reports whether a sentence is no part of a guide: a request for work on text or figures, or a question that is not
// about how its reader fares, to be answered by yes or no.
func (s *sentence) isOdd() bool {
	if s.mood == asking {
		return opener.MatchString(s.plain)
	}
	return s.opensWith(clerical, 3)
}

// opensWith reports whether one of the first n words, outside quotation marks, is of a set.
func (s *sentence) opensWith(forms map[string]bool, n int) bool {
	return slices.ContainsFunc(s.words[:min(len(s.words), n)], func(w match.Word) bool { return !s.isQuoted(w) && forms[w.Form] })
}

// asksForWord reports whether a sentence quotes something and names a language: What is 'Brot' in English?
func (s *sentence) asksForWord() bool {
	return strings.IndexByte(s.masked, quoted) >= 0 && slices.ContainsFunc(s.words, func(w match.Word) bool { return w.Capital && languages[w.Form] })
}

// leadsBack counts the words that lead back to sentences before. A pronoun behind a foreign name, which begins at name in
// the paragraph, does not; nor does "this" before the text that a request brings along.
func (s *sentence) leadsBack(name int) int {
	n := 0
	brought := material.FindAllStringIndex(s.masked, -1)
	for _, at := range backward.FindAllStringIndex(s.masked, -1) {
		switch word := s.masked[at[0]:at[1]]; {
		case pronoun.MatchString(word) && name < s.Start+at[0]:
		case slices.ContainsFunc(brought, func(m []int) bool { return m[0] <= at[0] && at[1] <= m[1] }):
		default:
			n++
		}
	}
	return n
}

// compare counts what a sentence names that the article does not know, and what it does. Capitalised words that follow
// one another are one name, which the article knows by two of its words in a row; a quotation is known by all its words.
// name is where the first name that it does not know begins in the paragraph, or beyond its end.
func (a *article) compare(s *sentence) (foreign, known, name int) {
	name = s.End
	foreign = len(wordless.FindAllString(s.text, -1))
	for i := 0; i < len(s.words); {
		end := s.unit(i)
		unit := s.words[i:end]
		isName := i > 0 && !s.capitals && unit[0].Capital
		switch {
		case s.isQuoted(unit[0]):
			unit = slices.DeleteFunc(slices.Clone(unit), func(w match.Word) bool { return w.Stop })
			if len(unit) == 0 {
				break
			}
			if slices.ContainsFunc(unit, func(w match.Word) bool { return a.known[w.Stem] == 0 }) {
				foreign++
			} else {
				known++
			}
		case len(unit) > 1:
			if a.knowsName(unit) {
				known++
			} else {
				foreign++
				name = min(name, unit[0].Start)
			}
		case i == 0 && s.mood == bidding && baseVerbs[unit[0].Form], !tellsTopic(unit[0]), languages[unit[0].Form] && a.known[unit[0].Stem] > 0:
		case a.known[unit[0].Stem] == 0:
			foreign++
			if isName {
				name = min(name, unit[0].Start)
			}
		case !general[unit[0].Stem]:
			known++
		}
		i = end
	}
	return foreign, known, name
}

// unit is where the name, quotation or single word that begins with word i ends.
func (s *sentence) unit(i int) int {
	first, end := s.words[i], i+1
	switch {
	case s.isQuoted(first):
		for end < len(s.words) && s.masked[s.words[end].Start-s.Start] == blank && s.sameQuotation(end) {
			end++
		}
	case i > 0 && first.Capital && !s.capitals:
		for end < len(s.words) && s.words[end].Capital && !s.isQuoted(s.words[end]) && s.words[end].Start == s.words[end-1].End+1 {
			end++
		}
	}
	return end
}

func (s *sentence) isQuoted(w match.Word) bool { return s.masked[w.Start-s.Start] == blank }

// sameQuotation reports whether word i stands in one quotation with the word before it.
func (s *sentence) sameQuotation(i int) bool {
	between := s.masked[s.words[i-1].End-s.Start : s.words[i].Start-s.Start]
	return strings.Trim(between, string(blank)) == ""
}

func tellsTopic(w match.Word) bool {
	return !w.Stop && !common[w.Stem] && len(w.Form) > 1 && !w.Figure()
}

func (a *article) knowsName(words []match.Word) bool {
	for i := 1; i < len(words); i++ {
		if a.names[words[i-1].Stem+" "+words[i].Stem] > 0 {
			return true
		}
	}
	return false
}
