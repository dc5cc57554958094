package search

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// How much less a passage scores that lies outside what the question leans to: published before the event, long after it, or
// by another outlet. The last was chosen out of 0.3 and 0.5 on half of multihoprag500's questions; the others are guesses on
// the careful side, which gained on both halves.
const (
	tooEarly  = 0.3
	late      = 0.1
	elsewhere = 0.5
)

// soonAfter is how long after an event its own news is published.
const soonAfter = 14 * 24 * time.Hour

// relevantTopic is the share of the topic words met by other evidence that the evidence let through has to meet.
const relevantTopic = 0.8

// narrowing is what a question's own words let through and lean to, and what is left of it to look for.
type narrowing struct {
	retrieval.Reading
	topic   string
	kept    string           // what is let through, in words
	near    []period         // soft ones
	outlets []string         // softly named
	asked   retrieval.Filter // the query's own
}

var (
	// ofNews are the words of a question for news that no news need hold.
	ofNews = regexp.MustCompile(`(?i)\b(` + newsNoun + `|(?:is|are|was|were|been) (?:published|reported)|published)\b`)
)

// narrow reads a question over the coverage. What the query's own filter says comes first: the question's words on the same
// matter are then left alone, and all of them in a search within named articles. A question of many clauses may say it of one
// of them only, so there nothing is hard.
func (s *Search) narrow(q retrieval.Query, known *coverage) narrowing {
	n := narrowing{topic: q.Text, asked: q.Filter}
	if len(q.Filter.Articles) > 0 {
		return n
	}
	question := Parse(q.Text)
	firm := len(question.Topic) <= longTopic
	var cuts []retrieval.Span
	if word, ok := latest(q.Text); ok && firm {
		n.Newest = true
		cuts = append(cuts, word)
	}
	o := known.originsOf(q.Text)
	if len(q.Filter.Outlets) > 0 {
		o.outlets = nil
		o.firm = len(o.bylines)+len(o.sections) > 0
	}
	if len(q.Filter.Bylines)+len(q.Filter.Sections) > 0 {
		o.bylines, o.sections = nil, nil
		o.firm = len(o.outlets) > 0
	}
	if o.firm && firm {
		n.Filter.Outlets, n.Bylines, n.Sections = o.outlets, o.bylines, o.sections
		cuts = append(cuts, o.cuts...)
	} else {
		n.outlets = o.outlets
	}
	words := "" // what a relative date was read against
	if c := s.calendar(known); q.Filter.Since.IsZero() && q.Filter.Until.IsZero() && !c.newest.IsZero() {
		var hard []period
		for _, p := range c.periods(q.Text, question.Asks, len(o.outlets)+len(o.bylines) > 0) {
			if !firm || !p.hard {
				n.near = append(n.near, p)
				continue
			}
			hard = append(hard, p)
		}
		since, until := hull(hard)
		if since.After(c.oldest) || !until.IsZero() && !until.After(c.newest) {
			n.Filter.Since, n.Filter.Until = since, until
			for _, p := range hard {
				cuts = append(cuts, p.cut)
				if p.words != "" {
					words = fmt.Sprintf(" (“%s” read against the newest coverage, %s)", strings.Join(strings.Fields(p.words), " "), shownDay(c.newest))
				}
			}
		}
	}
	if len(cuts) > 0 {
		for _, at := range ofNews.FindAllStringSubmatchIndex(q.Text, -1) {
			cuts = append(cuts, retrieval.Span{Start: at[2], End: at[3]})
		}
	}
	if topic := without(q.Text, cuts); len(match.Topic(topic)) > 0 {
		n.topic = topic
	}
	n.kept = n.keptIn(words)
	n.Shown = n.shown()
	return n
}

// calendar is today and the days of the coverage.
func (s *Search) calendar(known *coverage) calendar {
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	return calendar{today: now(), oldest: known.oldest, newest: known.newest}
}

// hull is the time that all periods together span, or where one begins and another ends, what lies between the two.
func hull(periods []period) (since, until time.Time) {
	if len(periods) == 0 {
		return since, until
	}
	since, until = periods[0].from, periods[0].to
	for _, p := range periods[1:] {
		switch {
		case until.IsZero() && p.from.IsZero() && since.Before(p.to):
			until = p.to
		case since.IsZero() && p.to.IsZero() && p.from.Before(until):
			since = p.from
		default:
			if since.IsZero() || p.from.Before(since) {
				since = p.from
			}
			if !until.IsZero() && (p.to.IsZero() || p.to.After(until)) {
				until = p.to
			}
		}
	}
	return since, until
}

// narrows reports whether anything is kept out.
func (n *narrowing) narrows() bool { return !n.Filter.IsZero() || len(n.Bylines)+len(n.Sections) > 0 }

// lets reports whether an article is by the authors and in the sections that the question names, if any.
func (n *narrowing) lets(a *retrieval.Article) bool {
	return isBy(n.Bylines, a) && isBy(n.asked.Bylines, a) && isIn(n.Sections, a) && isIn(n.asked.Sections, a)
}

// isBy reports whether an article is by one of these people, or there are none.
func isBy(names []string, a *retrieval.Article) bool {
	return len(names) == 0 || slices.ContainsFunc(a.Authors(), func(author string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, author) })
	})
}

// isIn reports whether an article stands in one of these sections, or there are none.
func isIn(sections []string, a *retrieval.Article) bool {
	return len(sections) == 0 || slices.Contains(sections, a.Section) || slices.Contains(sections, a.Label)
}

// mostNamed bounds the articles of an author or section that are searched by name: of larger ones enough are among those that
// match best.
const mostNamed = 500

// filter is the query's with what the question adds.
func (n *narrowing) filter(own retrieval.Filter, known *coverage) retrieval.Filter {
	if !n.Filter.Since.IsZero() || !n.Filter.Until.IsZero() {
		own.Since, own.Until = n.Filter.Since, n.Filter.Until
	}
	if len(n.Filter.Outlets) > 0 {
		own.Outlets = n.Filter.Outlets
	}
	if len(own.Articles) == 0 && len(n.Bylines)+len(n.Sections)+len(own.Bylines)+len(own.Sections) > 0 {
		var ids []string
		for _, a := range known.named(n) {
			ids = append(ids, a.ID)
		}
		if len(ids) <= mostNamed {
			own.Articles = ids
		}
	}
	return own
}

// misses reports whether evidence misses words of a topic that other evidence meets.
func (s *Search) misses(topic string, evidence, other []retrieval.Evidence) bool {
	q := Parse(topic)
	of, _, _ := s.ranker.Signals(q, evidence)
	than, _, _ := s.ranker.Signals(q, other)
	return of[cUnion] < relevantTopic*than[cUnion]
}

// relaxed is the narrowing without what it keeps out, and the sentence that says so. own is the query's filter.
func (n *narrowing) relaxed(own retrieval.Filter, known *coverage) narrowing {
	f := n.filter(own, known)
	nothing := true
	for i := range known.articles { // which are too many to be copied
		a := &known.articles[i]
		if !a.Published.Before(f.Since) && (f.Until.IsZero() || a.Published.Before(f.Until)) &&
			(len(f.Outlets) == 0 || slices.Contains(f.Outlets, a.Outlet)) && n.lets(a) {
			nothing = false
			break
		}
	}
	r := narrowing{topic: n.topic, near: n.near, outlets: n.outlets, asked: own}
	r.Newest, r.Relaxed = n.Newest, fmt.Sprintf("Nothing %s answers this; what follows is from all the coverage.", n.kept)
	if nothing {
		r.Relaxed = fmt.Sprintf("The coverage has nothing %s; what follows is from all of it.", n.kept)
	}
	r.Shown = r.shown()
	return r
}

// trusted is the confidence from which evidence is taken to answer: even odds.
const trusted = 0.5

// RankRead orders passages as Rank does, with what the question says of dates and origins read.
func (s *Search) RankRead(ctx context.Context, text string, f retrieval.Filter, depth int) ([]Ranked, error) {
	known, err := s.coverage(ctx)
	if err != nil {
		return nil, err
	}
	n := s.narrow(retrieval.Query{Text: text, Filter: f}, known)
	found, err := s.rankUnder(ctx, f, n, known, depth)
	if err == nil && len(found.ranked) == 0 && n.narrows() {
		found, err = s.rankUnder(ctx, f, n.relaxed(f, known), known, depth)
	}
	return found.ranked, err
}

// ranking is what rankUnder finds: passages, their articles by ID, and how their scores came about.
type ranking struct {
	ranked []Ranked
	byID   map[string]*retrieval.Article
	fusion fusion
}

// rankUnder orders the passages that a narrowing lets through, by fused score weighed by what the question leans to.
func (s *Search) rankUnder(ctx context.Context, own retrieval.Filter, n narrowing, known *coverage, depth int) (ranking, error) {
	ranked, fused, err := s.rank(ctx, n.topic, n.filter(own, known), depth, 1, s.denseWeight(n.topic))
	if err != nil {
		return ranking{}, err
	}
	ids := make([]string, len(ranked))
	for i, r := range ranked {
		ids[i] = r.Passage.ArticleID
	}
	byID, err := s.store.ArticlesByID(ctx, ids)
	if err != nil {
		return ranking{}, fmt.Errorf("list articles: %w", err)
	}
	ranked = slices.DeleteFunc(ranked, func(r Ranked) bool {
		a := byID[r.Passage.ArticleID] // nil where the store moved on since it ranked them
		return a == nil || !n.lets(a)
	})
	if len(n.near)+len(n.outlets) > 0 {
		for i := range ranked {
			ranked[i].leaning = n.weight(byID[ranked[i].Passage.ArticleID])
			ranked[i].Score *= ranked[i].leaning
		}
		slices.SortStableFunc(ranked, func(a, b Ranked) int { return cmp.Compare(b.Score, a.Score) })
	}
	return ranking{ranked, byID, fused}, nil
}

func (n *narrowing) weight(a *retrieval.Article) float64 {
	weight := 1.0
	if len(n.outlets) > 0 && !slices.Contains(n.outlets, a.Outlet) {
		weight = 1 - elsewhere
	}
	if len(n.near) == 0 || a.Published.IsZero() {
		return weight
	}
	best := 0.0
	for _, p := range n.near {
		best = max(best, p.weight(a.Published))
	}
	return weight * best
}

// weight is that of an article of this day as news of the period.
func (p period) weight(published time.Time) float64 {
	switch {
	case published.Before(p.from):
		return 1 - tooEarly
	case !p.to.IsZero() && !published.Before(p.to.Add(soonAfter)):
		return 1 - late
	}
	return 1
}

// stray is white space before a mark, or marks that a cut left behind.
var stray = regexp.MustCompile(`^[\s,;:]+|\s+([,;:.?!])|,\s*([?.!])`)

// without is text with the spans cut out.
func without(text string, cuts []retrieval.Span) string {
	cuts = slices.DeleteFunc(cuts, func(c retrieval.Span) bool { return c.Len() == 0 })
	if len(cuts) == 0 {
		return text
	}
	slices.SortFunc(cuts, func(a, b retrieval.Span) int { return cmp.Compare(a.Start, b.Start) })
	var left strings.Builder
	at := 0
	for _, c := range cuts {
		if c.Start >= at {
			left.WriteString(text[at:c.Start])
			at = c.End
		}
	}
	left.WriteString(text[at:])
	tidy := strings.Join(strings.Fields(left.String()), " ")
	return stray.ReplaceAllString(stray.ReplaceAllString(tidy, "$1$2"), "$1$2")
}
