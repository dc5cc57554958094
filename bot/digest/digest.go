// Package digest summarises coverage with sentences of its own, letter for letter, without a model.
//
// The road of a summary:
//
//	Evidence ──> articles, wire copies once (article.go) ──> stories (story.go)
//	                                                            │
//	sentences that tell something (sentence.go, phrasing.go), valued by their place in the graph of their story (rank.go)
//	                                                            │
//	chosen one by one for what they add, each story getting its share (choose.go), for the text and key points, for the
//	sections (section.go, heading.go), and as what accounts differ on (differ.go) and what is not known (unknown.go)
//
// What is chosen is shown in reading order, the newest article last.
//
// Decisions, measured on 24 stories of Wikinews with five summaries each, the summary cut at the mean length of these (ROUGE-1
// and ROUGE-2 F; the story's first words .380 and .177, those of its body as it is read .392 and .182):
//
//   - The graph's walk restarts by place and headline: .408 and .194. Its damping and the headline's weight are the middle of
//     where they do well on these stories. Chosen on all but one story and measured on that one, they give .411 and .198; chosen
//     on one half and measured on the other, .401 and .189.
//   - Words count alike: by how rare they are, in the story or in English, changed nothing beyond chance.
//   - Sentences are chosen for what they add to those before. Covering weighted words or pairs of words (Gillick and Favre 2009)
//     gave .404 and .182 at best, words weighted by a regression (Hong and Nenkova 2014) .384 and .167, and sentences by a
//     regression on 20 features .400 and .187, both fitted without the story measured.
//   - That a sentence is understood by itself cost nothing (pronouns, openings that go on from before) or little (.002 and .004:
//     names and things that are not introduced), and was kept.
package digest

import (
	"cmp"
	"math"
	"strings"

	"dateline/bot"
)

// plan is what a length allows: sentences and words of the text, or of each section, and of the key points.
type plan struct {
	sentences, words           int
	pointSentences, pointWords int
	sections                   bool
	asides                     bool // accounts that differ, and what is not known
}

var plans = map[string]plan{
	bot.Brief:    {sentences: 3, words: 110},
	bot.Standard: {sentences: 4, words: 110, pointSentences: 5, pointWords: 140, asides: true},
	bot.Detailed: {sentences: 4, words: 120, sections: true, asides: true},
}

// Summary makes a summary of a length, one of bot's; "" is bot.Brief. Each draft is of kind bot.Quote: whole sentences of the
// passage that it cites.
func (c *Coverage) Summary(length string) []bot.Draft {
	p := plans[cmp.Or(length, bot.Brief)]
	text, asides := c.compose(p)
	if len(text) == 0 && len(asides) > 0 { // nothing else is there
		p.asides = false
		text, asides = c.compose(p)
	}
	return append(text, asides...)
}

// compose makes what a plan allows, and what stands beside it.
func (c *Coverage) compose(p plan) (text, asides []bot.Draft) {
	c.reset()
	var chosen choice
	if p.asides {
		asides = c.asides(&chosen)
	}
	if p.sections {
		for _, s := range c.sections() {
			text = append(text, show(chosen.share([]*seat{&s.seat}, p.sentences, p.words), bot.Detail{Heading: s.heading})...)
		}
		return text, asides
	}
	var seats []*seat
	for _, s := range c.stories {
		seats = append(seats, s.seat())
	}
	text = show(chosen.share(seats, p.sentences, p.words), bot.Detail{})
	chosen.alone = true
	points := chosen.share(seats, p.pointSentences, p.pointWords)
	return append(text, show(points, bot.Detail{Part: bot.KeyPoint})...), asides
}

// Asides are the sentences that a summary shows beside its text, where there are any: on what accounts differ, and what is not
// known. They are drafts as Summary makes them.
func (c *Coverage) Asides() []bot.Draft {
	c.reset()
	return c.asides(&choice{})
}

// Extract is what a summary of one article begins with: sentences in reading order, of about so many words, or more where no
// sentence ends there. Measures of summaries cut it at the length of their references.
func (c *Coverage) Extract(words int) string {
	c.reset()
	var all []*sentence
	for _, a := range c.articles {
		all = append(all, a.sentences...)
	}
	var chosen choice
	for words-chosen.words >= fewestWords {
		s := chosen.next(all, math.MaxInt, math.MaxInt)
		if s == nil {
			break
		}
		for ; s != nil && !s.chosen; s = s.reply {
			chosen.take(s, all)
		}
	}
	var texts []string
	for _, d := range show(chosen.chosen, bot.Detail{}) {
		texts = append(texts, d.Text)
	}
	return strings.Join(texts, " ")
}

// reset takes back what was chosen.
func (c *Coverage) reset() {
	for _, a := range c.articles {
		for _, s := range a.sentences {
			s.chosen, s.nearest = false, 0
		}
	}
}

// asides chooses the sentences that stand beside the text, which then does not repeat them.
func (c *Coverage) asides(chosen *choice) (drafts []bot.Draft) {
	beside := func(sentences []*sentence, part string) {
		drafts = append(drafts, show(sentences, bot.Detail{Part: part})...)
		chosen.aside = append(chosen.aside, sentences...)
		for _, s := range sentences {
			s.chosen = true
		}
	}
	for _, pair := range c.differing() {
		beside(pair[:], bot.Differing)
	}
	beside(c.unknown(), bot.NotKnown)
	return drafts
}

// show makes drafts of sentences, in reading order.
func show(sentences []*sentence, d bot.Detail) (drafts []bot.Draft) {
	inOrder(sentences)
	for _, s := range sentences {
		drafts = append(drafts, bot.Draft{Text: s.text(), Kind: bot.Quote, Markers: []int{s.evidence.N}, Detail: d})
	}
	return drafts
}
