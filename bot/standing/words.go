package standing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// changed are the words cited of the article that are not in it any more, each once.
func (c *citing) changed() []bot.Amendment {
	var all []bot.Amendment
	for _, claim := range c.answer.Claims {
		for _, cite := range claim.Citations {
			s := c.source(cite.N)
			if s == nil || s.ArticleID != c.id || c.stands(*s, cite) {
				continue
			}
			old := line(cite.Quote)
			if !slices.ContainsFunc(all, func(m bot.Amendment) bool { return m.Old == old && m.Sources[0] == cite.N }) {
				all = append(all, bot.Amendment{Kind: bot.Changed, Sources: []int{cite.N}, Old: old, New: c.nearest(s.Kind, old)})
			}
		}
	}
	return all
}

// stands tells whether cited words are in the article, letter for letter, quotation marks and white space aside: as whole
// sentences where they were such, since within a longer one they may say something else.
func (c *citing) stands(s bot.Source, cite bot.Citation) bool {
	whole := newSentences(s.Text, segment.Sentences(s.Text))
	quote := bare(cite.Quote)
	starts, ends := false, false
	for at := range whole.find(quote) {
		starts = starts || slices.Contains(whole.starts, at)
		ends = ends || slices.Contains(whole.ends, at+len(quote))
	}
	for _, p := range c.passages {
		if !quotable(p.Kind, s.Kind) {
			continue
		}
		if p.ID == cite.PassageID {
			return true
		}
		now := newSentences(p.Text, p.Sentences)
		for at := range now.find(quote) {
			if (!starts || slices.Contains(now.starts, at)) && (!ends || slices.Contains(now.ends, at+len(quote))) {
				return true
			}
		}
	}
	return false
}

// quotable tells whether words of one kind of text may be looked for in another. A correction repeats what was wrong.
func quotable(in, from retrieval.Kind) bool { return in == from || in == retrieval.Body }

// sentences are those of a text, joined by blanks, as they are compared.
type sentences struct {
	text         string
	starts, ends []int
}

func newSentences(text string, spans []retrieval.Span) sentences {
	var s sentences
	for _, span := range spans {
		if s.text != "" {
			s.text += " "
		}
		s.starts = append(s.starts, len(s.text))
		s.text += bare(span.In(text))
		s.ends = append(s.ends, len(s.text))
	}
	return s
}

// find goes through the places at which a quotation stands as words of its own.
func (s sentences) find(quote string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; quote != "" && at < len(s.text); {
			i := strings.Index(s.text[at:], quote)
			if i < 0 {
				return
			}
			at += i
			before, _ := utf8.DecodeLastRuneInString(s.text[:at])
			after, _ := utf8.DecodeRuneInString(s.text[at+len(quote):])
			if (at == 0 || !inWord(before) && !strings.ContainsRune(".,-–$€£", before)) && !inWord(after) && !yield(at) {
				return
			}
			at++
		}
	}
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// similar is the share of words in common, of all words of both, from which on a sentence counts as another wording. It is a
// guess on the safe side: where no sentence is near, readers see the old one alone.
const similar = 0.5

// nearest is the sentence, or the run of as many as the words have, that has most words in common with them; "" where none is
// similar.
func (c *citing) nearest(kind retrieval.Kind, words string) string {
	wanted, run := bag(words), max(1, len(segment.Sentences(words)))
	best, score := "", similar
	for _, p := range c.passages {
		if !quotable(p.Kind, kind) {
			continue
		}
		for i := range p.Sentences {
			last := p.Sentences[min(i+run, len(p.Sentences))-1]
			there := line(p.Text[p.Sentences[i].Start:last.End])
			if alike := dice(wanted, bag(there)); alike > score || alike == score && best == "" {
				best, score = there, alike
			}
		}
	}
	return best
}

// bag counts the words of a text that carry something: numbers, and words of more than three letters.
func bag(text string) map[string]int {
	words := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !inWord(r) }) {
		if utf8.RuneCountInString(w) > 3 || strings.ContainsFunc(w, unicode.IsDigit) {
			words[w]++
		}
	}
	return words
}

// dice is the Sørensen–Dice coefficient of two multisets.
func dice(a, b map[string]int) float64 {
	both, all := 0, 0
	for w, n := range a {
		both += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(both) / float64(all)
}

// line is a text on one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

var marks = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'")

// bare is a text as it is compared.
func bare(text string) string { return marks.Replace(line(text)) }
