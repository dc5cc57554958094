package search

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

var (
	latestPattern = regexp.MustCompile(`(?i)\bwhat(?:['’]s| is) (?:the )?(?:latest|newest|most recent)\s*(?:[?.!,]|$)|\b(?:latest|newest|most recent)\s+(?:[\pL-]+\s+)?` +
		`(?:` + newsNoun + `|reports?|developments?|figures?|toll|count|numbers?|situation|status|information)\b|` +
		`\b(?:latest|newest|most recent)\s+(?:on|about|from|in|with)\b|^\W*(?:the\s+)?latest\s[^?]+$|` +
		`^\W*(?:is there |are there |have you |do you have |got )?any (?:new |more )?(?:news|updates?|developments?)\b|\bwhat(?:['’]s| is) new (?:with|on|about|in|at|from)\b|` +
		`\b(?:happened|took place|going on)\s+(?:(?:most|more)\s+)?(?:recently|lately)\b`)
	latestWord = regexp.MustCompile(`(?i)\b(?:latest|newest|(?:most|more) recent(?:ly)?|recently|lately|any|new)\b`)
	// latestFact asks for the newest of several figures, which a sentence gives and no lede need.
	latestFact = regexp.MustCompile(`(?i)\b(?:figures?|toll|count|numbers?)\b`)
)

// latest reports whether a question is for the newest there is, and which of its words say so.
func latest(question string) (retrieval.Span, bool) {
	at := latestPattern.FindStringIndex(question)
	if at == nil {
		return retrieval.Span{}, false
	}
	word := latestWord.FindStringIndex(question[at[0]:])
	return retrieval.Span{Start: at[0] + word[0], End: at[0] + word[1]}, true
}

// What a question for news asks.
type news int

const (
	noNews     news = iota
	whatBefell      // what happened to something, whenever that was
	whatIsNew       // the latest on something
)

func (q Question) asksNews() news {
	_, isLatest := latest(q.Text)
	switch {
	case !slices.ContainsFunc(q.Topic, ofWhat), latestFact.MatchString(q.Text):
	case isLatest:
		return whatIsNew
	case happening.MatchString(q.Text) && len(q.bounds()) == 0:
		return whatBefell
	}
	return noNews
}

// What sentences are worth as news of what is asked about, beside a lede's first one, which is worth 1.
const (
	restOfLede = 0.8 // the later ones of a lede: enough to stand beside its first
	mentioned  = 0.7 // where no headline is of it, one that names it
)

// trustedNews is what a sentence has to be worth for its form to show that it answers: what somebody is only named in is news of
// them, but not all that has a common word in it is news of that.
func (g *reading) trustedNews() float64 {
	for i, w := range g.Topic {
		if ofWhat(w) && !g.roles.names[i] {
			return restOfLede
		}
	}
	return mentioned
}

// newsworth is how well a sentence tells the news of what is asked about, 0..1. What happened to it is told by the headline and lede
// of an article that its headline says to be of that; what is new of it also by a lede that speaks of it, or, where no headline does,
// by any sentence.
func (g *reading) newsworth(s *sentence) float64 {
	if g.news == noNews {
		return 0
	}
	article, passage := s.evidence.Article, s.evidence.Passage
	lede := ledeOf(passage)
	switch inLede := strings.HasPrefix(passage.Text, article.Lede()) && s.span.Start >= lede.Start && s.span.End <= lede.End; {
	case g.news == whatIsNew && !g.headed:
		if passage.Kind == retrieval.Body && g.namesAll(s.match) {
			return mentioned
		}
	case !inLede:
	case !g.namesAll(g.target.In(match.Words(article.Headline))) && !(g.news == whatIsNew && g.namesAll(g.target.In(match.Words(lede.In(passage.Text))))):
	case s.span.Start == lede.Start:
		return 1
	default:
		return restOfLede
	}
	return 0
}

// ledeOf is the first paragraph of a passage that is made of sentences: the outlet's name, which may stand before it, is none.
func ledeOf(p retrieval.Passage) retrieval.Span {
	for at := 0; at < len(p.Text); {
		paragraph, _, _ := strings.Cut(p.Text[at:], "\n\n")
		if strings.ContainsAny(paragraph, ".!?") {
			return retrieval.Span{Start: at, End: at + len(paragraph)}
		}
		at += len(paragraph) + len("\n\n")
	}
	return retrieval.Span{End: len(p.Text)}
}

// relevant is the share of the best score above which the newest passage comes first, where a question asks for the latest.
const relevant = 0.5

// newestFirst puts the passages first that are of the topic, then those that score well, each by date of publication, an article's
// lede before the rest of it. Of the topic are articles whose headline or lede names all of it, or, where no headline does, passages
// that do.
func (r *Ranker) newestFirst(ranked []Ranked, byID map[string]*retrieval.Article, topic string) {
	if len(ranked) == 0 {
		return
	}
	q := Parse(topic)
	target := match.New(q.Topic, r.lexicon)
	names := func(text string) bool {
		return slices.ContainsFunc(q.Topic, ofWhat) && q.namesAll(target.In(match.Words(text)))
	}
	ofTopic, headed := map[string]bool{}, false // by ID of an article
	for _, p := range ranked {
		id := p.Passage.ArticleID
		if names(byID[id].Headline) {
			ofTopic[id], headed = true, true
		} else if opens(p.Passage) && names(ledeOf(p.Passage).In(p.Passage.Text)) {
			ofTopic[id] = true
		}
	}
	least := relevant * ranked[0].Score
	rank := make(map[string]int, len(ranked)) // by ID of a passage
	for _, p := range ranked {
		switch {
		case headed && ofTopic[p.Passage.ArticleID], !headed && p.Passage.Kind == retrieval.Body && names(p.Passage.Text):
		case p.Score >= least:
			rank[p.Passage.ID] = 1
		default:
			rank[p.Passage.ID] = 2
		}
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int {
		of := rank[a.Passage.ID]
		if by := cmp.Compare(of, rank[b.Passage.ID]); by != 0 || of == 2 {
			return by
		}
		x, y := byID[a.Passage.ArticleID], byID[b.Passage.ArticleID]
		if x != y {
			return cmp.Or(y.Published.Compare(x.Published), strings.Compare(x.ID, y.ID))
		}
		return cmp.Compare(later(a.Passage), later(b.Passage))
	})
}

// opens reports whether a passage begins its article's body.
func opens(p retrieval.Passage) bool { return p.Kind == retrieval.Body && p.Paragraph == 1 }

// later is 0 for what opens an article and 1 for the rest of it.
func later(p retrieval.Passage) int {
	if opens(p) {
		return 0
	}
	return 1
}
