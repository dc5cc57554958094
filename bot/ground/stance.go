package ground

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
)

// Stances are how the sentences of a passage stand to a claim: those that speak for it or against it, in reading order, each
// alone or with the one before it on which it leans (“They did not ...”); where there are none, the one that is most about
// the claim, undecided. What asks, or speaks to the reader, is no claim.
func (g *Grounder) Stances(claim string, e retrieval.Evidence) (found []bot.Stance) {
	s := g.passages.source(e)
	claim = leadIn.ReplaceAllString(claim, "")
	c := read(claim, e.Article.Published)
	first := slices.IndexFunc(s.sentences, func(t sentence) bool { return t.Start >= s.from })
	if first < 0 || !c.says() || !c.touches(s.words) || aside(claim, []*source{s}) != "" {
		return nil
	}
	m := g.meaning(c)
	article := sync.OnceValue(func() *reading { return about(e) })
	around := m.in(append(match.Words(e.Article.Headline), match.Words(lede(e))...))
	heard := make([]match.Match, len(s.sentences))
	for i := first; i < len(s.sentences); i++ {
		heard[i] = m.in(s.sentences[i].words)
	}
	taken := make([]bool, len(s.sentences))
	var open bot.Stance
	for width := range 2 {
		for i := first; i+width < len(s.sentences); i++ {
			last, before := i+width, max(first, i-1)
			if taken[i] || taken[last] || s.asks(i) || s.asks(last) || m.covers(heard[i], heard[last], heard[before], around) < nearly {
				continue
			}
			p := s.part(i, last)
			p.article, p.setting = article, map[int]bool{}
			for k, w := range m.topic {
				p.setting[w.Start] = around.Scores[k] >= meant || heard[before].Scores[k] >= meant
			}
			how := alone
			if width > 0 {
				how = tieOf(s.sentences[last].words)
			}
			st := g.judge(c, p, how)
			st.Span = retrieval.Span{Start: s.sentences[i].Start - s.from, End: s.sentences[last].End - s.from}
			switch {
			case st.Side != "":
				found = append(found, st)
				taken[i], taken[last] = true, true
			case how == alone && len(st.May) > 0 && st.Score > open.Score:
				open = st
			}
		}
	}
	if len(found) == 0 && len(open.May) > 0 {
		return []bot.Stance{open}
	}
	slices.SortFunc(found, func(a, b bot.Stance) int { return a.Span.Start - b.Span.Start })
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

// tie is how the sentences of a part hang together.
type tie int

const (
	alone   tie = iota
	leaning     // the second on the first
	beside      // one stands after the other
)

// tieOf is how a sentence hangs on the one before it: it leans on it where a word stands for what that one speaks of.
func tieOf(words []match.Word) tie {
	if anyOf(words, standIns) || anyOf(words[:min(3, len(words))], pointers) {
		return leaning
	}
	return beside
}

var (
	standIns = set(`he she it they him her them`)
	pointers = set(`his its their this that these those both all some none another other others`)
)

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

// judge holds a claim against a part of a passage.
func (g *Grounder) judge(claim *reading, in *source, how tie) bot.Stance {
	if fold(claim.text) == in.folded {
		return bot.Stance{Side: bot.For, Score: 1, Why: "it is the claim, word for word"}
	}
	v := g.view(claim, in)
	if spans := append(v.entailed(), v.descriptions()...); len(spans) > 0 {
		v = g.view(claim.blank(spans), in)
	}
	ok, score, why := g.agrees(v, nil, false)
	if ok {
		if newer := v.superseded(); newer != "" {
			return bot.Stance{Side: bot.Against, Score: score, Speaker: v.voice(), Why: newer}
		}
		if how == alone || how == leaning && score >= moving {
			return bot.Stance{Side: bot.For, Score: score, Speaker: v.voice(), Why: "it is carried"}
		}
	}
	if st := g.against(v, how); st.Side != "" {
		return st
	}
	st := bot.Stance{Why: why, Speaker: v.voice()}
	st.May, st.Score = v.open()
	return st
}

// open are the sides that figures, dates and names leave open, where a part is plainly about what the claim is about, and how
// much of the claim it meets. A claim that has a figure or date may not be contradicted by what has them all.
func (v *view) open() (sides []string, score float64) {
	met, all := 0.0, 0.0
	for k, share := range v.share {
		all += share
		if v.met[k].score >= meant || v.set[k] {
			met += share
		}
	}
	if met < plainly*all {
		return nil, 0
	}
	cited := []*source{v.in}
	told := ""
	for _, check := range []func(*reading, []*source) string{quotations, figures, dates} {
		if told == "" {
			told = check(v.claim, cited)
		}
	}
	if told == "" && names(v.alignment) == "" {
		sides = append(sides, bot.For)
	}
	if v.named() == "" && (told != "" || len(v.claim.figures)+len(v.claim.dates) == 0) {
		sides = append(sides, bot.Against)
	}
	return sides, met / max(all, 1)
}

// plainly is the share of a claim's information that what is about the same has at least.
const plainly = 0.5

// nearly is the share below which a part, with what its article is about, is not looked at.
const nearly = 0.3
