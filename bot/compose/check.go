package compose

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"regexp"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/language"
	"dateline/retrieval/match"
)

// Judge tells how the sentences of a passage stand to a claim: for it, against it, or undecided.
type Judge interface {
	Stances(claim string, e retrieval.Evidence) []bot.Stance
}

// mostOnASide is how many lines of a check each side has at most.
const mostOnASide = 4

// testimony is what a check may show as a line: sentences of the coverage, and how they stand to the claim.
type testimony struct {
	extract
	bot.Stance
}

func (t testimony) draft() bot.Draft {
	return bot.Draft{
		Text: t.text(), Kind: bot.Quote, Markers: []int{t.evidence.N}, Detail: bot.Detail{Stance: t.Side, Speaker: t.Speaker},
	}
}

// check yields what speaks for a claim and then what speaks against it, the newest first.
func (x *Extractive) check(ctx context.Context, q bot.Question, found retrieval.Result) iter.Seq2[bot.Draft, error] {
	return func(yield func(bot.Draft, error) bool) {
		all, err := heard(x.Judge, q, found)
		if err != nil {
			yield(bot.Draft{}, err)
			return
		}
		for _, t := range chosen(all) {
			if ctx.Err() != nil || !yield(t.draft(), nil) {
				return
			}
		}
	}
}

// heard is what the passages say of a claim, decided or not. The error is bot.Unfit where it is no claim that can be checked.
func heard(judge Judge, q bot.Question, found retrieval.Result) (all []testimony, err error) {
	if judge == nil {
		return nil, errors.New("claims cannot be checked: no judge is wired")
	}
	claim, err := claimed(q.Text, found.Evidence)
	if err != nil {
		return nil, err
	}
	for i := range found.Evidence {
		all = append(all, testimonies(judge, claim, &found.Evidence[i])...)
	}
	return all, nil
}

// claimed is the claim that a reader writes: “Is it true that he left?” claims that he left.
func claimed(text string, evidence []retrieval.Evidence) (string, error) {
	claim := strings.TrimSpace(text)
	if m := isItTrue.FindStringSubmatch(claim); m != nil {
		claim = m[1] + "."
	}
	if strings.HasSuffix(claim, "?") || strings.HasSuffix(claim, "？") || strings.HasSuffix(claim, "؟") {
		return "", &bot.Unfit{Reader: "That is a question. A check wants a claim, for instance: Russia vetoed the resolution."}
	}
	if len(evidence) > 0 && foreign(claim, evidence) {
		return "", &bot.Unfit{Reader: "The claim is in another language than the coverage, so that it could not be checked."}
	}
	return claim, nil
}

var isItTrue = regexp.MustCompile(`(?i)^is it (?:really |actually )?(?:true|so|correct) that (.+?)\s*\?+$`)

// foreign reports whether a claim is in another language than all passages. Short claims are easily mistaken for one; the words
// that it shares with the passages, and the small ones of English, tell.
func foreign(claim string, evidence []retrieval.Evidence) bool {
	if slices.ContainsFunc(evidence, func(e retrieval.Evidence) bool { return !language.Differ(claim, e.Passage.Text) }) {
		return false
	}
	known := map[string]bool{}
	for _, e := range evidence {
		for _, w := range match.Words(e.Passage.Text) {
			known[w.Form] = true
		}
	}
	shared, all := 0, 0
	for _, w := range match.Words(claim) {
		if w.Capital {
			continue // names are the same everywhere
		}
		all++
		if w.Stop || known[w.Form] {
			shared++
		}
	}
	return shared*2 < all
}

// satire labels what tells no news.
const satire = "satire"

// testimonies are what a passage says itself of a claim, and not the headlines of other stories beside it.
func testimonies(judge Judge, claim string, e *retrieval.Evidence) (all []testimony) {
	if e.Passage.Kind == retrieval.Instruction || e.Passage.Kind == retrieval.RelatedHeadline || e.Article.Label == satire {
		return nil
	}
	for _, s := range judge.Stances(claim, *e) {
		i := slices.IndexFunc(e.Passage.Sentences, func(t retrieval.Span) bool { return t.Start == s.Span.Start })
		span := retrieval.Span{Start: withAntecedent(e.Passage, i).Start, End: s.Span.End}
		all = append(all, testimony{newExtract(e, span), s})
	}
	return all
}

// chosen are the lines shown: those for the claim, then those against it, at most mostOnASide each, the newest first. The newest
// is always among them, then the surest of every outlet, then the surest.
func chosen(all []testimony) (shown []testimony) {
	for _, side := range []string{bot.For, bot.Against} {
		of := slices.DeleteFunc(slices.Clone(all), func(t testimony) bool { return t.Side != side })
		slices.SortStableFunc(of, newestFirst)
		var picked []testimony
		pick := func(t testimony) {
			if len(picked) < mostOnASide && !slices.ContainsFunc(picked, t.repeats) {
				picked = append(picked, t)
			}
		}
		for _, t := range of[:min(1, len(of))] {
			pick(t)
		}
		slices.SortStableFunc(of, func(a, b testimony) int { return cmp.Compare(b.Score, a.Score) })
		for _, t := range of {
			if !slices.ContainsFunc(picked, func(p testimony) bool { return p.evidence.Article.Outlet == t.evidence.Article.Outlet }) {
				pick(t)
			}
		}
		for _, t := range of {
			pick(t)
		}
		slices.SortStableFunc(picked, newestFirst)
		shown = append(shown, picked...)
	}
	return shown
}

func newestFirst(a, b testimony) int {
	return cmp.Or(b.evidence.Article.Published.Compare(a.evidence.Article.Published), cmp.Compare(a.evidence.N, b.evidence.N))
}

// repeats reports whether a line says what another of the same outlet or story does, or says it in the same words.
func (t testimony) repeats(other testimony) bool {
	a, b := t.evidence.Article, other.evidence.Article
	related := strings.EqualFold(a.Outlet, b.Outlet) || a.Sketch.SameStory(b.Sketch)
	return related && t.saysTheSame(other.extract) || t.text() == other.text()
}
