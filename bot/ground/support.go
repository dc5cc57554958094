package ground

import (
	"fmt"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
)

// Threshold is the support below which a model's sentence is not shown. It is low: figures, dates and quotations are
// checked on their own, and a paraphrase shares few words with its passage.
const Threshold = 0.45

// missingFigure is what support is multiplied by for a figure of the claim that the evidence lacks.
const missingFigure = 0.6

// Support is how well the evidence carries a claim, 0..1: how much of what the claim's words tell is met in the evidence,
// half of it within the best sentence, less for each figure that is missing.
func (g *Grounder) Support(claim string, evidence []string) float64 {
	target := match.New(match.Topic(claim), g.lexicon)
	all := target.In(nil)
	best := 0.0
	var figures []mention.Figure
	for _, text := range evidence {
		figures = append(figures, mention.Figures(text)...)
		for _, s := range segment.Sentences(text) {
			m := target.In(match.Words(s.In(text)))
			all = all.Union(m)
			best = max(best, target.Coverage(m, false))
		}
	}
	support := (target.Coverage(all, false) + best) / 2
	for _, f := range mention.Figures(claim) {
		if !anySame(f, figures) {
			support *= missingFigure
		}
	}
	return support
}

// support holds a model's sentence to be carried by what it cites.
func (g *Grounder) support(d bot.Draft, cited []retrieval.Evidence) string {
	if d.Kind == bot.Quote {
		return ""
	}
	var texts []string
	for _, e := range cited {
		texts = append(texts, e.Article.Headline+".\n\n"+e.Passage.Text)
	}
	if s := g.Support(d.Text, texts); s < Threshold {
		return fmt.Sprintf("%s does not carry it (support %.2f)", names(cited), s)
	}
	return ""
}

func anySame(f mention.Figure, all []mention.Figure) bool {
	for _, k := range all {
		if mention.SameFigure(f, k) {
			return true
		}
	}
	return false
}
