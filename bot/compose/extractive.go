package compose

import (
	"cmp"
	"context"
	"iter"
	"regexp"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/digest"
	"dateline/retrieval"
	"dateline/retrieval/match"
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
			x.timeline(ctx, q, found, yield)
			return
		}
		var drafts []bot.Draft
		if q.Task == bot.Quoting {
			drafts = quotations(q, found.Evidence)
		} else if q.Task == bot.Summarising {
			coverage := digest.Read(ctx, q.Topic, found.Evidence)
			drafts = coverage.Summary(q.Length)
			if untold := coverage.Untold(drafts); untold.Stories > 0 {
				drafts = append(drafts, bot.Draft{Untold: untold})
			}
		} else if found.Confidence >= Abstain {
			for _, c := range x.answer(found.Read.Spell(q.Text), found.Evidence) {
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

// timeline yields the lines of a timeline, and then how many events it leaves out.
func (x *Extractive) timeline(ctx context.Context, q bot.Question, found retrieval.Result, yield func(bot.Draft, error) bool) {
	entries, undated := chronicle(found.Read.Spell(q.Text), found.Evidence, mostLines)
	for _, n := range entries {
		if ctx.Err() != nil || !yield(n.draft(), nil) {
			return
		}
	}
	if undated > 0 {
		yield(bot.Draft{Undated: undated}, nil)
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
	x := extract{evidence: e, span: span, words: map[string]bool{}}
	for _, w := range match.Words(x.text()) {
		if !w.Stop {
			x.words[w.Stem] = true
		}
	}
	return x
}

func (x *Extractive) answer(question string, evidence []retrieval.Evidence) []extract {
	asked := search.Parse(question)
	ranked := x.ranker.Sentences(asked, evidence)
	most := mostSentences
	if asked.Fact() && asked.Shape(evidence) != search.Lookup { // an encyclopaedia's facts want explaining
		most = factSentences
	}
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
		c := newExtract(e, withAntecedent(e.Passage, s.Index))
		if !slices.ContainsFunc(chosen, c.saysTheSame) {
			chosen = append(chosen, c)
		}
	}
	sortReading(chosen)
	return chosen
}

// saysTheSame reports whether one extract repeats another or lies within it.
func (e extract) saysTheSame(other extract) bool {
	if e.evidence == other.evidence && e.span.Start < other.span.End && other.span.Start < e.span.End {
		return true
	}
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

// dangling begins a sentence that cannot be understood without the one before it.
var dangling = regexp.MustCompile(`^[“"]?(?:He|She|It|They|His|Her|Their|Its|This|That|These|Those|Both|Neither|But (?:he|she|it|they)|The (?:two|latter|former)|Such)\b`)

// withAntecedent is the span of a sentence, together with a short one before it where it begins with a pronoun.
func withAntecedent(p retrieval.Passage, i int) retrieval.Span {
	span := p.Sentences[i]
	if i == 0 || !dangling.MatchString(span.In(p.Text)) {
		return span
	}
	before := p.Sentences[i-1]
	if before.Len() > contextLength || strings.HasSuffix(before.In(p.Text), "?") && before.Len() > contextLength/2 {
		return span
	}
	return retrieval.Span{Start: before.Start, End: span.End}
}
