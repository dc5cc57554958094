package compose

import (
	"cmp"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
	"dateline/retrieval/speech"
)

const (
	mostQuotations = 40
	longestRepeat  = 4 // words of a quotation that is passed over where a longer one of the same speaker holds it
)

// quotation is an utterance with the passages in which its words stand.
type quotation struct {
	speech.Utterance
	article *retrieval.Article
	words   []string // each part, without the comma that an editor sets at its end
	markers []int
	order   int // in which it was found
}

// quotations are the drafts of what a speaker said, on a topic where one is given, newest first; behind them what they may have
// said. The evidence has whole articles, since who “he” is is told within one.
func quotations(q bot.Question, evidence []retrieval.Evidence) (drafts []bot.Draft) {
	asked, ok := speech.Asked(q.Text)
	if !ok {
		return nil
	}
	var certain, of, open []quotation
	isPerson := false
	for _, passages := range byArticle(evidence) {
		about := onTopic(q.Topic, evidence, passages)
		for _, u := range speech.In(passages[0].Article) {
			said := quotation{Utterance: u, article: &passages[0].Article, order: len(certain) + len(of) + len(open)}
			if u.Scare || !said.place(passages) || !about(u) {
				continue
			}
			switch {
			case u.Speaker.Is(asked):
				isPerson = isPerson || u.Speaker.Kind == speech.Person
				certain = append(certain, said)
			case u.Speaker.SpeaksFor(asked), u.Speaker.IsOf(asked):
				of = append(of, said)
			case u.Speaker.IsZero() && names(u.Why, asked):
				open = append(open, said)
			}
		}
	}
	if !isPerson { // an organisation speaks by its people, a person by nobody else
		certain = append(certain, of...)
	}
	for _, said := range [][]quotation{certain, open} {
		said = once(said)
		for _, one := range said[:min(len(said), mostQuotations)] {
			drafts = append(drafts, one.draft())
		}
	}
	return drafts
}

// byArticle is evidence in groups of one article each, in the order in which the articles come first.
func byArticle(evidence []retrieval.Evidence) (groups [][]retrieval.Evidence) {
	at := map[string]int{}
	for _, e := range evidence {
		i, ok := at[e.Article.ID]
		if !ok {
			i = len(groups)
			at[e.Article.ID], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], e)
	}
	return groups
}

// place finds the passages that hold the words; it reports false where one of the parts stands in none as a whole.
func (u *quotation) place(passages []retrieval.Evidence) bool {
	for _, part := range u.Parts {
		at := slices.IndexFunc(passages, func(e retrieval.Evidence) bool {
			return e.Passage.Span.Start <= part.Start && part.End <= e.Passage.Span.End
		})
		if at < 0 {
			return false
		}
		if n := passages[at].N; !slices.Contains(u.markers, n) {
			u.markers = append(u.markers, n)
		}
		u.words = append(u.words, strings.TrimRight(part.In(u.article.Text), ","))
	}
	return len(u.words) > 0
}

// onTopic tells which utterances of an article are on a topic: their words, or those of the paragraph around them.
func onTopic(topic string, evidence, passages []retrieval.Evidence) func(speech.Utterance) bool {
	if topic == "" {
		return func(speech.Utterance) bool { return true }
	}
	of, article := newSubject(topic, evidence), &passages[0].Article
	whole := storied{}.of(article)
	return func(u speech.Utterance) bool {
		text := paragraphOf(article, u.Parts[0])
		return of.about(match.Words(text), mention.Names(text), whole) > 0
	}
}

// paragraphOf is the paragraph of an article in which a span begins.
func paragraphOf(a *retrieval.Article, span retrieval.Span) string {
	for _, b := range a.Blocks {
		if b.Start <= span.Start && span.Start < b.End {
			return b.In(a.Text)
		}
	}
	return span.In(a.Text)
}

// names reports whether a text names somebody.
func names(text string, who mention.Name) bool {
	return slices.ContainsFunc(mention.Names(text), func(n mention.Name) bool { return mention.SameName(n, who) })
}

// once leaves out what the same speaker says again in no more words, in this article or another that quotes it too; the one that
// stays is marked for all of them. What is left comes newest first, of one article as it reads.
func once(all []quotation) (kept []quotation) {
	slices.SortStableFunc(all, func(a, b quotation) int { return len(b.joined()) - len(a.joined()) })
	for _, u := range all {
		at := slices.IndexFunc(kept, func(k quotation) bool {
			return k.Speaker.Name == u.Speaker.Name && strings.Contains(k.joined(), u.joined()) &&
				(k.joined() == u.joined() || len(strings.Fields(u.joined())) >= longestRepeat)
		})
		switch {
		case at < 0:
			kept = append(kept, u)
		case kept[at].joined() == u.joined() && !slices.Contains(kept[at].markers, u.markers[0]):
			kept[at].markers = append(kept[at].markers, u.markers...)
		}
	}
	slices.SortFunc(kept, func(a, b quotation) int {
		return cmp.Or(b.article.Published.Compare(a.article.Published), cmp.Compare(a.order, b.order))
	})
	return kept
}

// joined are the words alone, in small letters, between blanks.
func (u quotation) joined() string {
	var all []string
	for _, part := range u.words {
		all = append(all, folded(part)...)
	}
	return " " + strings.Join(all, " ") + " "
}

// draft is a quotation as it is shown: its parts between marks, with what is told of them.
func (u quotation) draft() bot.Draft {
	marked := make([]string, len(u.words))
	for i, part := range u.words {
		marked[i] = "“" + part + "”"
	}
	d := bot.Draft{Text: strings.Join(marked, " … "), Kind: bot.Quote, Markers: u.markers}
	if u.Speaker.IsZero() {
		d.Part = bot.Unattributed
		return d
	}
	d.Speaker, d.Role, d.To, d.Where, d.Via = u.Speaker.Name, u.Speaker.Role, u.To, u.Where, u.Via.Name
	if u.When.Resolved {
		d.Date = bot.Day{Time: u.When.From}
		if last := u.When.To.AddDate(0, 0, -1); last.After(u.When.From) {
			d.Through = bot.Day{Time: last}
		}
	}
	return d
}
