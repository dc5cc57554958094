package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// sentence is one of the coverage, as a summary may show it.
type sentence struct {
	evidence *retrieval.Evidence
	article  *article
	span     retrieval.Span // in the passage's text
	place    int            // among the sentences of its article that were given
	words    []int32        // that carry a topic, each once, by number
	assumes  []int32        // words whose bearers the article has introduced before
	length   int            // in words
	quoted   float64        // share of it that stands in quotation marks
	points   bool           // at something that it takes for known
	leans    bool           // on the sentence before it, without which it cannot be understood
	told     bool           // is a statement that can be shown by itself or behind the one before it
	reply    *sentence      // the other side of what it says, without which it is not shown; nil where there is none

	value   float64 // how much it says of its story
	nearest float64 // cosine with the nearest one that is chosen
	chosen  bool
}

func (s *sentence) text() string { return s.span.In(s.evidence.Passage.Text) }

// follows reports whether the sentence stands behind the one before it in one paragraph.
func (s *sentence) follows(before *sentence) bool {
	return before.evidence == s.evidence && !strings.Contains(s.evidence.Passage.Text[before.span.End:s.span.Start], "\n\n")
}

// Bounds of a sentence that tells something, in words.
const (
	fewestWords = 8
	mostWords   = 70
)

// tells reports whether a text is a statement: neither caption, heading, question, in reported speech or not, nor appeal, and of a
// length that says something.
func tells(text string, words []match.Word) bool {
	if len(words) < fewestWords || len(words) > mostWords || strings.Contains(text, "?") {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsLower(first) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `”"’')`))
	return (last == '.' || last == '!') && hasVerb(words) && !(hasAny(words, appealing) && appeal.MatchString(text)) && !(hasAny(words, asks) && reportedQuestion.MatchString(text))
}

func hasVerb(words []match.Word) bool {
	return slices.ContainsFunc(words, func(w match.Word) bool {
		return auxiliaries[w.Form] || strings.HasSuffix(w.Form, "ed") || w.Verb()
	})
}

func hasAny(words []match.Word, set map[string]bool) bool {
	return slices.ContainsFunc(words, func(w match.Word) bool { return set[w.Form] })
}

// leans reports whether a sentence needs the one before it: it begins so, or a pronoun or time in it stands for nothing in it. An
// article's first goes on from nothing with "all" or "some".
func leans(text string, words []match.Word, opens bool) bool {
	if len(words) < 2 {
		return true
	}
	first, second := words[0].Form, words[1].Form
	ofNothing := first == "there" && being[second] || first == "it" && impersonal.MatchString(text)
	if goingOn[first] && !ofNothing && !(opens && quantifiers[first] && second != "of") || turnsWithin(text, words) || ownVoice[first] && words[0].Start == 0 ||
		words[0].Stop && demonstratives[second] || hasAny(words, moments) && elsewhen.MatchString(text) {
		return true
	}
	start := strings.ToLower(text[words[0].Start:min(len(text), words[0].Start+longestOpening)])
	if slices.ContainsFunc(openings, func(o string) bool { return strings.HasPrefix(start, o) }) || pointing.MatchString(text) {
		return true
	}
	capitals, acted := 0, false
	for i, w := range words {
		if w.Stop {
			switch next := words[min(i+1, len(words)-1)].Form; {
			case i == len(words)-1 && unheld[w.Form]:
				return true
			case w.Form == "there" && i > 0 && !(being[next] && words[i-1].Stop):
				return true
			case pronouns[w.Form] && capitals == 0 && !acted && !(i == 0 && ofNothing):
				return true
			case w.Form == "the" && numerals[next] && capitals < 2: // "the two men"
				return true
			case personal[w.Form] && !bearsPerson(text[:w.Start], words[:i]):
				return true
			}
		}
		if w.Capital && !calendar[w.Form] && !(i == 0 && (w.Stop || telling[w.Form])) {
			capitals++
		}
		acted = acted || auxiliaries[w.Form] || i > 0 && w.Verb()
	}
	return false
}

// bearsPerson reports whether a text, of these words, speaks of anybody whom "he" or "her" may stand for: by name or as a
// minister, not as people. A name before a noun ("the Obama administration") is of something else.
func bearsPerson(text string, words []match.Word) bool {
	isOne := func(w match.Word) bool {
		return w.Person() && !w.Stop && !(w.Capital && w.Start > 0) && w.Form != "people" && !strings.HasSuffix(w.Form, "s") && !strings.HasSuffix(w.Form, "tion")
	}
	if slices.ContainsFunc(words, isOne) {
		return true
	}
	return slices.ContainsFunc(mention.Names(text), func(n mention.Name) bool {
		if n.Kind != mention.Unknown {
			return n.Kind == mention.Person
		}
		i := slices.IndexFunc(words, func(w match.Word) bool { return w.Start >= n.End })
		return i < 0 || words[i].Stop || words[i].Capital || auxiliaries[words[i].Form] || words[i].Verb() || strings.HasSuffix(words[i].Form, "ed")
	})
}

// quotedShare is the share of a text that stands in quotation marks; 1 where a mark is left open.
func quotedShare(text string) float64 {
	if !strings.ContainsAny(text, "\"“”„«»") {
		return 0
	}
	if strings.Count(text, `"`)%2 != 0 || strings.Count(text, "“") != strings.Count(text, "”") {
		return 1
	}
	within := 0
	for _, q := range mention.Quotations(text) {
		if !q.Nested {
			within += q.Outer.Len()
		}
	}
	return float64(within) / float64(len(text))
}
