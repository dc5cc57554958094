package ground

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// Stances are how the sentences of a passage stand to a claim: those that speak for it or against it, in reading order, each
// alone or with the one before it on which it leans (“They did not ...”); where there are none, the one that is most about
// the claim, undecided. What asks, or speaks to the reader, is no claim.
func (g *Grounder) Stances(claim string, e retrieval.Evidence) (found []bot.Stance) {
	s := g.passages.source(e, lead(e))
	claim = leadIn.ReplaceAllString(claim, "")
	if st, ok := saidBy(claim, e); ok {
		return []bot.Stance{st}
	}
	c := read(claim, e.Article.Published)
	first := slices.IndexFunc(s.sentences, func(t sentence) bool { return t.Start >= s.from })
	if first < 0 || !c.says() || !c.touches(s.words) || aside(claim, []*source{s}) != "" {
		return nil
	}
	m := g.meaning(c)
	article := sync.OnceValue(func() *reading { return about(e) })
	s.article = article
	around := m.in(append(match.Words(e.Article.Headline), match.Words(lede(e))...))
	heard := make([]match.Match, len(s.sentences))
	for i := first; i < len(s.sentences); i++ {
		heard[i] = m.in(s.sentences[i].words)
	}
	var open bot.Stance
	for i := first; i < len(s.sentences); i++ {
		if s.asks(i) || m.covers(heard[i], heard[max(first, i-1)], around) < nearly {
			continue
		}
		st := g.judge(&account{g, c, s, i})
		st.Span = retrieval.Span{Start: s.sentences[i].Start - s.from, End: s.sentences[i].End - s.from}
		if st.Side == bot.Against && errs(s.sentences[i].words) && i+1 < len(s.sentences) { // what is right stands behind it
			st.Span.End = s.sentences[i+1].End - s.from
		}
		if st.Side == "" {
			st.May, st.Score = m.open(c.naming(s), s.part(i, i), heard[i], around, heard[max(first, i-1)])
		}
		switch {
		case st.Side != "":
			found = append(found, st)
		case len(st.May) > 0 && st.Score > open.Score:
			open = st
		}
	}
	if len(found) == 0 && len(open.May) > 0 {
		return []bot.Stance{open}
	}
	return found
}

// leadIn is what readers put before a claim.
var leadIn = regexp.MustCompile(`(?i)^\s*(?:(?:breaking(?: news)?|claim|fact[- ]check|rumou?r|news|just in)\s*[:–—-]+\s*|` +
	`(?:apparently|reportedly|allegedly|supposedly),?\s+|(?:i|we)(?:['’]ve| have)? (?:heard|read|saw|think|believe)(?: somewhere)? (?:that )?|` +
	`(?:it is true|it['’]s true|it is (?:said|claimed|reported)|it['’]s (?:said|claimed|reported)|they say|people say|rumou?r has it),? that )+`)

// about is what an article says that it is about: its headline and lede.
func about(e retrieval.Evidence) *reading {
	return read(e.Article.Headline+".\n\n"+lede(e), e.Article.Published)
}

// lede is an article's lede, or the beginning of a long one.
func lede(e retrieval.Evidence) string {
	text := e.Article.Lede()
	if len(text) > longestLede {
		text = text[:strings.LastIndexByte(text[:longestLede], ' ')+1]
	}
	return text
}

const longestLede = 500 // bytes

// asks reports whether a sentence of the passage is a question.
func (s *source) asks(i int) bool {
	return strings.HasSuffix(strings.TrimRight(s.sentences[i].In(s.text), ` ”"`), "?")
}

// says reports whether a reading has words enough to say anything.
func (r *reading) says() bool {
	topic := map[string]bool{}
	for _, w := range r.words {
		if !w.Stop {
			topic[w.Stem] = true
		}
	}
	return len(topic) > 1
}

// touches reports whether words have any of a claim's that carries a topic.
func (r *reading) touches(words []match.Word) bool {
	return slices.ContainsFunc(r.words, func(w match.Word) bool {
		return !w.Stop && slices.ContainsFunc(words, func(o match.Word) bool { return o.Stem == w.Stem })
	})
}

// judge holds a claim against a sentence of a passage.
func (g *Grounder) judge(a *account) bot.Stance {
	if p := a.in.part(a.sentence, a.sentence); fold(a.claim.text) == p.folded {
		return bot.Stance{Side: bot.For, Score: 1, Why: "it is the claim, word for word"}
	}
	if by, ok := a.tells(); ok {
		st := bot.Stance{Side: bot.For, Score: a.score(), Speaker: a.voice(by), Why: "it is carried"}
		if newer := a.superseded(); newer != "" {
			st.Side, st.Why = bot.Against, newer
		}
		return st
	}
	if why, by := a.contradicts(); why != "" {
		return bot.Stance{Side: bot.Against, Score: a.score(), Speaker: a.voice(by), Why: why}
	}
	if who, why := a.disclaimed(); why != "" {
		return bot.Stance{Side: bot.Against, Score: a.score(), Speaker: who, Why: why}
	}
	return bot.Stance{Why: "it does not say that the same is done by the same"}
}

// open are the sides that figures, dates and names leave open, where a sentence is plainly about what the claim is about, and how
// much of the claim it meets. A claim that has a figure or date may not be contradicted by what has them all.
func (m *meaning) open(claim *reading, in *source, texts ...match.Match) (sides []string, score float64) {
	if score = m.covers(texts...); score < plainly {
		return nil, 0
	}
	cited := []*source{in}
	told := ""
	for _, check := range []func(*reading, []*source) string{quotations, figures, dates} {
		if told == "" {
			told = check(claim, cited)
		}
	}
	if told == "" && names(&alignment{claim: claim, cited: cited}) == "" {
		sides = append(sides, bot.For)
	}
	unnamed := slices.ContainsFunc(claim.names, func(n mention.Name) bool { return !hasName(in.names, n) && !hasName(in.around, n) && !in.spells(n) })
	if !unnamed && (told != "" || len(claim.figures)+len(claim.dates) == 0) {
		sides = append(sides, bot.Against)
	}
	return sides, score
}

// plainly is the share of a claim's information that what is about the same has at least.
const plainly = 0.5

// nearly is the share below which a part, with what its article is about, is not looked at.
const nearly = 0.3
