package web

import (
	"context"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// mostExcerpts is how many passages of an article a search gives of coverage that may be shown in excerpts alone.
const mostExcerpts = 2

// excerpts is a desk that gives no more of an article than may be shown: of what answers, the sentences that are cited with their
// neighbours; of what is found, few passages. Citations keep their places in the whole passage.
type excerpts struct{ Desk }

// FollowUp answers a question.
func (x excerpts) FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	return cut(x.Desk.FollowUp(ctx, former, question, w, show))
}

// Summary summarises.
func (x excerpts) Summary(ctx context.Context, s desk.Summary, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	return cut(x.Desk.Summary(ctx, s, w, show))
}

// Timeline tells what happened, day by day.
func (x excerpts) Timeline(ctx context.Context, topic string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	return cut(x.Desk.Timeline(ctx, topic, w, show))
}

// Quotes finds quotations.
func (x excerpts) Quotes(ctx context.Context, q desk.Quotes, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	return cut(x.Desk.Quotes(ctx, q, w, show))
}

// Check checks a claim.
func (x excerpts) Check(ctx context.Context, claim string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	return cut(x.Desk.Check(ctx, claim, w, show))
}

// Find finds passages.
func (x excerpts) Find(ctx context.Context, query string, w desk.Window, k int) (retrieval.Result, error) {
	found, err := x.Desk.Find(ctx, query, w, k)
	of := map[string]int{}
	some := found.Evidence[:0:0]
	for _, e := range found.Evidence {
		if of[e.Article.ID]++; of[e.Article.ID] <= mostExcerpts {
			e.N = len(some) + 1
			some = append(some, e)
		}
	}
	found.Evidence = some
	return found, err
}

// cut leaves of each source the sentences that are cited, with one before and one behind, or its first where none is.
func cut(a bot.Answer, err error) (bot.Answer, error) {
	a.Sources = slices.Clone(a.Sources)
	for i := range a.Sources {
		s := &a.Sources[i]
		sentences := segment.Sentences(s.Text)
		kept := make([]bool, len(sentences))
		for _, c := range a.Claims {
			for _, cite := range c.Citations {
				for k, span := range sentences {
					if cite.N == s.N && cite.PassageID == s.PassageID && cite.Start < span.End && span.Start < cite.End {
						for near := max(0, k-1); near < min(len(kept), k+2); near++ {
							kept[near] = true
						}
					}
				}
			}
		}
		if !slices.Contains(kept, true) && len(kept) > 0 {
			kept[0] = true
		}
		s.Text = runs(s.Text, sentences, kept)
	}
	return a, err
}

// runs are the sentences of a text that are kept, with dots where others stood.
func runs(text string, sentences []retrieval.Span, kept []bool) string {
	var b strings.Builder
	left := false
	for k, span := range sentences {
		if !kept[k] {
			left = true
			continue
		}
		switch {
		case left:
			b.WriteString(" … ")
		case k > 0:
			b.WriteString(text[sentences[k-1].End:span.Start])
		}
		b.WriteString(span.In(text))
		left = false
	}
	if left {
		b.WriteString(" …")
	}
	return strings.TrimSpace(b.String())
}
