package search

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval/injection"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// unfit is why a sentence may not be shown as an answer however well its words score, or "". A model of features weighs; these
// are the mistakes that no weight excuses: a question for an answer, another day's news, what was said to somebody else, a number
// of other things.
func (g *reading) unfit(s *sentence) string {
	switch {
	case asks(s.text()):
		return "it is a question"
	case len(g.days) > 0 && !g.onDays(s):
		return "it tells of another day"
	case len(g.addressed) > 0 && !g.toThem(s):
		return "it was said to others"
	case g.Asks == Words && (!g.heard(s) || g.othersSpeak(s)):
		return "somebody else says it"
	case g.Asks == Count && !g.tallies(s):
		return "it counts something else"
	case g.office != nil && g.ofOtherPlace(s):
		return "it is of another place"
	case !g.tells(s):
		return "it lacks what is asked"
	}
	return ""
}

// Instructs reports whether a text orders a machine about instead of asking something.
func Instructs(text string) bool {
	return !strings.Contains(text, "?") && Parse(text).Asks == Something && injection.Speaks(text) != ""
}

// toThem reports whether somebody says something in a sentence to those asked about: they are named in it, or by a pronoun, right
// behind a verb of saying, or where the speaker says it otherwise than together with them.
func (g *reading) toThem(s *sentence) bool {
	speaks := len(g.Speaker) == 0 || g.speaks(s, s.text()) >= spokenOfBefore
	return slices.ContainsFunc(g.addressed, func(i int) bool {
		at := s.match.At[i]
		switch {
		case s.match.Scores[i] == 0:
			return false
		case at > 0 && s.match.Scores[i] > pronounName && speech.MatchString(s.words[at-1].In(s.text())):
			return true
		}
		beside := at > 1 && s.match.Scores[i] > pronounName && s.words[at-1].Form == "and" && s.words[at-2].Capital
		return speaks && !beside
	})
}

// heard reports whether the one whose words are asked for is named in a sentence or its paragraph before it.
func (g *reading) heard(s *sentence) bool {
	if len(g.Speaker) == 0 {
		return true
	}
	last := g.Speaker[len(g.Speaker)-1]
	i := slices.IndexFunc(g.Topic, func(w match.Word) bool { return w.Stem == last.Stem })
	return i < 0 || g.around(s, i) > 0
}

// othersSpeak reports whether a sentence begins with a country or body, other than the one asked about, that says what follows. Who
// speaks for a body, a sentence need not tell.
func (g *reading) othersSpeak(s *sentence) bool {
	if len(g.Speaker) == 0 || len(s.names) == 0 || g.speaks(s, s.text()) >= spokenOfBefore {
		return false
	}
	first := s.names[0]
	i := slices.IndexFunc(s.words, func(w match.Word) bool { return w.End >= first.End })
	return i >= 0 && i <= 2 && first.Kind != mention.Person && first.Kind != mention.Unknown && subject(s.words, i, s.text()) &&
		!slices.ContainsFunc(g.names, func(a mention.Name) bool { return mention.Related(a, first) })
}

// lookback is how many sentences of a paragraph one may count from.
const lookback = 3

// paragraph yields a sentence and those before it in its paragraph, the nearest first.
func (s *sentence) paragraph(yield func(*sentence) bool) {
	for n := 0; s != nil && n <= lookback; n++ {
		if !yield(s) || s.before == nil || strings.Contains(s.evidence.Passage.Text[s.before.span.End:s.span.Start], "\n\n") {
			return
		}
		s = s.before
	}
}

// around is how well a topic word is met by a sentence or by those before it in its paragraph.
func (g *reading) around(s *sentence, word int) (best float64) {
	for p := range s.paragraph {
		best = max(best, p.match.Scores[word])
	}
	return best
}

// related is the score of a topic word from which it counts as met.
const related = 0.5

// shortTopic is the number of topic words up to which each of them counts.
const shortTopic = 2

// tells reports whether a sentence meets every word of a question that has only two. A name may stand in the article's headline
// or lede, another word in a question that the article itself asks right before. Of one who is said to be something, the sentence
// has to say that of them.
func (g *reading) tells(s *sentence) bool {
	if len(g.Topic) != shortTopic || g.Asks == Something || g.Asks == Words || g.Asks == Cause || g.Asks == Manner {
		return true
	}
	for i := range g.Topic {
		met := s.match.Scores[i]
		switch {
		case g.roles.names[i] && !g.states:
			met = max(met, s.story.Scores[i], g.around(s, i))
		case !g.roles.names[i]:
			met = max(met, s.posed(i))
		}
		if met < related {
			return false
		}
	}
	return !g.states || s.predicates()
}

// posed is how well a topic word is met by a question that the article asks before a sentence in its paragraph.
func (s *sentence) posed(word int) (best float64) {
	for p := range s.paragraph {
		if p != s && asks(p.text()) {
			best = max(best, p.match.Scores[word])
		}
	}
	return best
}

// predicates reports whether a sentence says the second topic word of the first: the name itself stands before it, with nobody
// else between.
func (s *sentence) predicates() bool {
	const reach = 6 // words
	from, to := s.match.At[0], s.match.At[1]
	if from < 0 || to <= from || to-from > reach || !s.words[from].Capital {
		return false
	}
	for _, w := range s.words[from+1 : to] {
		if w.Capital {
			return false
		}
	}
	return !strings.ContainsAny(s.text()[s.words[from].End:s.words[to].Start], "“”\";:")
}

var (
	copular   = regexp.MustCompile(`(?i)^\W*(?:is|are|was|were)\s+`)
	addressee = regexp.MustCompile(`(?i)\b(?:tell|told|answer|answered|ask|asked|warn|warned|inform|informed|promise|promised|assure|assured|remind|reminded|(?:say|said|write|written|reply|respond) to)\s+(?:the\s+)?$`)
)

// addressees are the topic words that name to whom something was said.
func (q Question) addressees() (all []int) {
	for _, n := range mention.Names(q.Text) {
		if !addressee.MatchString(q.Text[:n.Start]) {
			continue
		}
		for i, w := range q.Topic {
			if w.Start >= n.Start && w.End <= n.End {
				all = append(all, i)
			}
		}
	}
	return all
}

// misread takes back what a sentence seems to meet and does not: those who left are not those who “were left”, and to run is not
// “running water”.
func (g *reading) misread(s *sentence) {
	for i, w := range g.Topic {
		at := s.match.At[i]
		if at < 0 || s.match.Scores[i] == 0 || w.Capital {
			continue
		}
		met := s.words[at]
		remains := met.Form == "left" && passive(s.words, at)
		if leaves(w) {
			if remains && !g.remaining {
				s.match.Scores[i] = 0
			}
			continue
		}
		if met.Stem == w.Stem && met.Form != w.Form && attributive(s.words, at, s.text()) {
			s.match.Scores[i] = 0
		}
	}
}

func leaves(w match.Word) bool { return w.Stem == "left" || w.Stem == "leav" }

var (
	beForms = wordSet("be been being is are was were isn't aren't wasn't weren't")
	adverbs = wordSet("not still also then already only just now never all both")
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// passive reports whether a form of to be stands before word i, perhaps with an adverb or a "not" between.
func passive(words []match.Word, i int) bool {
	const between = 2
	for j := i - 1; j >= max(0, i-between); j-- {
		if beForms[words[j].Form] {
			return true
		}
		if !adverbs[words[j].Form] && !strings.HasSuffix(words[j].Form, "ly") {
			return false
		}
	}
	return false
}

// attributive tells running water from who is running it: a noun follows at once, and no form of to be comes before.
func attributive(words []match.Word, i int, text string) bool {
	if !strings.HasSuffix(words[i].Form, "ing") || i+1 == len(words) || passive(words, i) {
		return false
	}
	next := words[i+1]
	return !next.Stop && !next.Capital && !next.Figure() && text[words[i].End:next.Start] == " " &&
		(i == 0 || words[i-1].Stop || words[i-1].Form == "without")
}
