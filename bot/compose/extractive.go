package compose

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/digest"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
	"dateline/retrieval/search"
)

// Abstain is the confidence below which the extractive composer says nothing. Confidence is fitted, a shape of question each,
// so that even odds are where an answer is as welcome as an abstention.
const Abstain = 0.5

// Bounds of an extractive answer.
const (
	mostSentences = 5
	factSentences = 3    // of an answer to a question for one fact, and of any that another passage than the best one's may add to
	nearBest      = 0.75 // of the best sentence's score that another one needs
	alikeOverlap  = 0.7  // of the shorter sentence's words, above which two say the same
	contextLength = 320  // bytes of a sentence that is shown before one that begins with a pronoun
)

// Extractive answers with sentences of the coverage, letter for letter. It needs no model.
type Extractive struct {
	Judge  Judge // of claims that are checked; needed for these alone
	ranker *search.Ranker
}

// NewExtractive chooses sentences with ranker.
func NewExtractive(ranker *search.Ranker) *Extractive { return &Extractive{ranker: ranker} }

// Describe names the composer.
func (*Extractive) Describe() (composer, model string) { return "extractive", "" }

// Compose yields the sentences that answer, in reading order, or nothing where the evidence does not answer; or a summary.
func (x *Extractive) Compose(ctx context.Context, q bot.Question, found retrieval.Result) iter.Seq2[bot.Draft, error] {
	if q.Task == bot.Checking {
		return x.check(ctx, q, found)
	}
	return func(yield func(bot.Draft, error) bool) {
		if q.Task == bot.Chronicling {
			timeline(ctx, q, found, yield)
			return
		}
		var drafts []bot.Draft
		if q.Task == bot.Quoting {
			var err error
			if drafts, err = quotations(q, found.Evidence); err != nil {
				yield(bot.Draft{}, err)
				return
			}
		} else if q.Task == bot.Summarising {
			coverage := digest.Read(ctx, q.Topic, found.Evidence)
			drafts = coverage.Summary(q.Length)
			if untold := coverage.Untold(drafts); untold.Stories > 0 {
				drafts = append(drafts, bot.Draft{Untold: untold})
			}
		} else if found.Confidence >= Abstain {
			for _, c := range x.answer(found.Read.Spell(q.Text), found.Evidence, found.Read.Newest) {
				drafts = append(drafts, bot.Draft{Text: c.text(), Kind: bot.Quote, Markers: []int{c.evidence.N}})
			}
		}
		for _, d := range drafts {
			if ctx.Err() != nil || !yield(d, nil) {
				return
			}
		}
	}
}

// extract is a run of sentences of one piece of evidence.
type extract struct {
	evidence *retrieval.Evidence
	span     retrieval.Span
	words    map[string]bool // stems that carry a topic
}

func (e extract) text() string { return e.span.In(e.evidence.Passage.Text) }

func newExtract(e *retrieval.Evidence, span retrieval.Span) extract {
	return extract{evidence: e, span: span, words: topicWords(span.In(e.Passage.Text))}
}

// topicWords are the stems of the words of a text that carry a topic.
func topicWords(text string) map[string]bool {
	stems := map[string]bool{}
	for _, w := range match.Words(text) {
		if !w.Stop {
			stems[w.Stem] = true
		}
	}
	return stems
}

func (x *Extractive) answer(question string, evidence []retrieval.Evidence, newest bool) []extract {
	asked := search.Parse(question)
	if search.Instructs(question) {
		return nil
	}
	ranked := slices.DeleteFunc(x.ranker.Sentences(asked, evidence), func(s search.Sentence) bool { return s.Unfit != "" })
	most := mostSentences
	if asked.Fact() && asked.Shape(evidence) != search.Lookup { // an encyclopaedia's facts want explaining
		most = factSentences
	}
	plain := asked.Shape(evidence) == search.Plain
	var chosen []extract
	for _, s := range ranked {
		if len(chosen) == most || s.Score < nearBest*ranked[0].Score {
			break
		}
		if len(chosen) >= factSentences && s.Evidence != ranked[0].Evidence {
			continue
		}
		if len(chosen) > 0 && s.Lacks(asked) {
			continue
		}
		e := &evidence[s.Evidence-1]
		if s.InForm && asked.Asks == search.Person && namesAgain(chosen, s.Span.In(e.Passage.Text)) {
			continue
		}
		span, clear := standing(e.Passage, s.Index, mention.Names(e.Passage.Text))
		if !clear && len(chosen) > 0 && plain {
			continue
		}
		if span, told := corrected(e.Passage, span); told && !takenBack(newExtract(e, span), evidence) {
			chosen = joined(chosen, newExtract(e, span))
		}
	}
	if newest {
		slices.SortStableFunc(chosen, func(a, b extract) int { return b.evidence.Article.Published.Compare(a.evidence.Article.Published) })
	}
	sortReading(chosen)
	return paragraphs(chosen)
}

// namesAgain reports whether a sentence names people, all of whom the extracts chosen name.
func namesAgain(chosen []extract, sentence string) bool {
	var told []mention.Name
	for _, x := range chosen {
		told = append(told, mention.Names(x.text())...)
	}
	again := false
	for _, n := range mention.Names(sentence) {
		if n.Kind != mention.Person && n.Kind != mention.Unknown && n.Kind != mention.Org {
			continue
		}
		last := func(norm string) string { return norm[strings.LastIndexByte(norm, ' ')+1:] }
		if again = slices.ContainsFunc(told, func(t mention.Name) bool { return last(t.Norm) == last(n.Norm) }); !again {
			return false
		}
	}
	return again
}

// joined adds an extract to those chosen: one that overlaps with it is widened, and what says the same is left out.
func joined(chosen []extract, c extract) []extract {
	for i, other := range chosen {
		if other.evidence == c.evidence && other.span.Start < c.span.End && c.span.Start < other.span.End {
			chosen[i] = newExtract(c.evidence, retrieval.Span{Start: min(c.span.Start, other.span.Start), End: max(c.span.End, other.span.End)})
			return chosen
		}
	}
	if slices.ContainsFunc(chosen, c.saysTheSame) {
		return chosen
	}
	return append(chosen, c)
}

// paragraphs cuts extracts where a paragraph ends, so that each can be read on one line.
func paragraphs(all []extract) (cut []extract) {
	for _, e := range all {
		start := e.span.Start
		for {
			at := strings.Index(e.evidence.Passage.Text[start:e.span.End], "\n\n")
			if at < 0 {
				break
			}
			cut = append(cut, newExtract(e.evidence, retrieval.Span{Start: start, End: start + at}))
			start += at + len("\n\n")
		}
		cut = append(cut, newExtract(e.evidence, retrieval.Span{Start: start, End: e.span.End}))
	}
	return cut
}

// saysTheSame reports whether one extract repeats another.
func (e extract) saysTheSame(other extract) bool {
	return overlap(e.words, other.words) >= alikeOverlap
}

// overlap is the share of the smaller set that both hold.
func overlap(a, b map[string]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / float64(max(1, len(a)))
}

// sortReading orders extracts as a reader meets them: the article of the best one first, within it by place.
func sortReading(all []extract) {
	first := map[string]int{}
	for i, e := range all {
		if _, ok := first[e.evidence.Article.ID]; !ok {
			first[e.evidence.Article.ID] = i
		}
	}
	slices.SortStableFunc(all, func(a, b extract) int {
		return cmp.Or(
			cmp.Compare(first[a.evidence.Article.ID], first[b.evidence.Article.ID]),
			cmp.Compare(a.evidence.Passage.Span.Start+a.span.Start, b.evidence.Passage.Span.Start+b.span.Start),
		)
	})
}
