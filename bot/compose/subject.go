package compose

import (
	"math"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
	"dateline/retrieval/search"
)

// subject is what a timeline is of: words, and where they name a person, that person.
type subject struct {
	words  []match.Word
	names  []mention.Name
	person *mention.Name // as the evidence has them in full
	weight []float64     // of the words: how rare they are among the evidence's sentences
	total  float64
	rarity map[string]float64 // of every word of the evidence, by its stem, likewise
}

// asking are words by which a timeline is asked for, which are no part of its subject.
var asking = map[string]bool{"timeline": true, "chronology": true, "events": true, "event": true, "happened": true, "happen": true, "history": true}

// newSubject reads a topic, and learns from the evidence which of its words name a person and how much each tells.
func newSubject(topic string, evidence []retrieval.Evidence) *subject {
	s := &subject{names: mention.Names("of " + topic)}
	all := search.Parse(topic).Topic
	for _, w := range all {
		if !asking[w.Form] {
			s.words = append(s.words, w)
		}
	}
	if len(s.words) == 0 {
		s.words = all
	}
	if len(s.words) == 0 {
		return s
	}
	met, sentences := make([]float64, len(s.words)), 0.0
	s.rarity = map[string]float64{}
	for _, e := range evidence {
		for _, span := range e.Passage.Sentences {
			sentences++
			words := match.Words(span.In(e.Passage.Text))
			for i, w := range s.words {
				if meets(w, words) {
					met[i]++
				}
			}
			for _, w := range words {
				s.rarity[w.Stem]++ // how often, at first
			}
		}
		if s.person == nil {
			s.person = s.personIn(e.Passage.Text)
		}
	}
	for i := range s.words {
		s.weight = append(s.weight, math.Log(1+(sentences+1)/(met[i]+0.5)))
		s.total += s.weight[i]
	}
	for w, often := range s.rarity {
		s.rarity[w] = math.Log(1 + sentences/often)
	}
	return s
}

// personIn is a person's full name in a text that ends with a word of the subject and has no word before it that the subject
// contradicts.
func (s *subject) personIn(text string) *mention.Name {
	last := s.words[len(s.words)-1]
	if !strings.Contains(strings.ToLower(text), last.Form) {
		return nil
	}
	for _, n := range mention.Names(text) {
		parts := strings.Fields(n.Norm)
		if n.Kind != mention.Person || len(parts) < 2 {
			continue
		}
		for _, w := range s.words {
			if parts[len(parts)-1] == w.Form && !slices.ContainsFunc(s.names, func(k mention.Name) bool {
				return strings.HasSuffix(k.Norm, w.Form) && !mention.SameName(k, n)
			}) {
				return &n
			}
		}
	}
	return nil
}

// fullStory is the share of a subject that an article's headline and first paragraph have to hold for all of it to be of that
// subject, and leastStory what its story and a sentence have to hold together for the sentence to be.
const (
	fullStory  = 0.99
	leastStory = 0.6
)

// about is how much a sentence is of the subject, 0 where it is not: the share of the subject's words that it holds itself, and
// half that of those which only its article's story holds. Of a person are the sentences that name them.
func (s *subject) about(words []match.Word, names []mention.Name, of *story) float64 {
	own, around, head := 0.0, 0.0, 0.0
	if len(s.words) == 0 {
		return 0
	}
	for i, w := range s.words {
		switch {
		case s.isPerson(w):
			if !slices.ContainsFunc(names, func(n mention.Name) bool { return mention.SameName(n, *s.person) }) {
				return 0
			}
			own += s.weight[i]
		case meets(w, words), s.named(w, names):
			own += s.weight[i]
		case meets(w, of.head):
			around += s.weight[i]
			head += s.weight[i]
		case meets(w, of.again):
			around += s.weight[i]
		}
	}
	if own+around < leastStory*s.total || own == 0 && head < fullStory*s.total {
		return 0
	}
	return (own + around/2) / s.total
}

// isPerson reports whether a word of the subject is part of the person's name.
func (s *subject) isPerson(w match.Word) bool {
	return s.person != nil && slices.Contains(strings.Fields(s.person.Norm), w.Form)
}

// named reports whether names hold another form of the name that a word of the subject is part of: UN, United Nations.
func (s *subject) named(w match.Word, names []mention.Name) bool {
	for _, k := range s.names {
		if w.Start >= k.Start-len("of ") && w.End <= k.End-len("of ") {
			return slices.ContainsFunc(names, func(n mention.Name) bool { return mention.SameName(n, k) })
		}
	}
	return false
}

// meets reports whether words hold a word in any form, a nationality for its country among them: Syria, Syrian.
func meets(w match.Word, words []match.Word) bool {
	const ending = 3 // letters of a nationality's ending
	for _, o := range words {
		switch {
		case o.Stem == w.Stem, strings.EqualFold(o.Form, w.Form):
			return true
		case o.Capital && !o.Acronym && len(w.Form) >= 4 && strings.HasPrefix(o.Form, w.Form) && len(o.Form) <= len(w.Form)+ending,
			o.Capital && !o.Acronym && len(o.Form) >= 4 && strings.HasPrefix(w.Form, o.Form) && len(w.Form) <= len(o.Form)+ending:
			return true
		}
	}
	return false
}
