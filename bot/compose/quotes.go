package compose

import (
	"cmp"
	"fmt"
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
	mostOpen       = 12 // of those whose speaker is not certain
	longestRepeat  = 4  // words of a quotation that is passed over where a longer one of the same speaker holds it
)

// quotation is an utterance with the passages in which its words stand.
type quotation struct {
	speech.Utterance
	article *retrieval.Article
	words   []string // each part, without the comma that an editor sets at its end
	markers []int
	order   int // in which it was found
}

// quotations are the drafts of what a speaker said, on a topic where one is given, newest first; behind them what they may have said,
// and what on the topic has no certain speaker. The evidence has whole articles, since who “he” is is told within one.
func quotations(q bot.Question, evidence []retrieval.Evidence) ([]bot.Draft, error) {
	asked := newQuoted(q.Text, evidence)
	var certain, open []quotation
	others := false // they are quoted on something else
	for _, passages := range byArticle(evidence) {
		about := onTopic(q.Topic, evidence, passages)
		var host speech.Utterance
		for _, u := range speech.In(passages[0].Article) {
			if !u.Nested {
				host = u
			} else if u.Speaker.IsZero() || u.Speaker.Name == host.Speaker.Name {
				continue // it stands in the quotation around it
			}
			said := quotation{Utterance: u, article: &passages[0].Article, order: len(certain) + len(open)}
			is := asked.is(u.Speaker)
			mayBe := u.Speaker.IsZero() && q.Topic != "" || slices.ContainsFunc(u.May, asked.is)
			if u.Scare || !is && !mayBe || !said.place(passages) {
				continue
			}
			switch on := about(u); {
			case is && on:
				certain = append(certain, said)
			case is:
				others = true
			case on:
				open = append(open, said)
			}
		}
	}
	certain = once(certain)
	open = slices.DeleteFunc(once(open), func(o quotation) bool { return slices.ContainsFunc(certain, o.isWithin) })
	var drafts, cut []bot.Draft
	for _, some := range []struct {
		said []quotation
		part string
		most int
	}{{certain, "", mostQuotations}, {open, bot.Unattributed, mostOpen}} {
		most := min(len(some.said), some.most)
		for _, one := range some.said[:most] {
			drafts = append(drafts, one.draft(some.part))
		}
		for _, one := range some.said[most:] {
			cut = append(cut, bot.Draft{Text: one.draft(some.part).Text, Why: fmt.Sprintf("there is room for %d of them", most), Cut: 1})
		}
	}
	if len(drafts) == 0 && others {
		return nil, &bot.Unfit{Reader: "The coverage quotes this speaker, but not on this topic."}
	}
	return append(drafts, cut...), nil
}

// quoted is whose words are asked for: somebody's of a name, or of whoever is called something.
type quoted struct {
	text     string
	name     mention.Name
	isNamed  bool
	isPerson bool
	isRole   bool
}

func newQuoted(text string, evidence []retrieval.Evidence) quoted {
	a := quoted{text: text, isRole: speech.IsRole(text)}
	a.name, a.isNamed = speech.Asked(text)
	for _, e := range evidence {
		a.isPerson = a.isPerson || a.isNamed && slices.ContainsFunc(mention.Names(e.Passage.Text), func(n mention.Name) bool {
			return n.Kind == mention.Person && mention.SameName(n, a.name)
		})
	}
	return a
}

// is reports whether a speaker is whose words are asked for, or speaks for them: an organisation by its people, a person by a
// spokesperson alone, the UN envoy by nobody else.
func (a quoted) is(s speech.Speaker) bool {
	switch {
	case a.isNamed && s.Is(a.name):
		return true
	case a.isRole:
		return s.Holds(a.text)
	}
	return a.isNamed && (s.SpeaksFor(a.name) || !a.isPerson && s.IsOf(a.name))
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

// once leaves out what the same speaker says again in no more words, in this article or another that quotes it too; the one that
// stays is marked for all of them, and tells what any of them does. What is left comes newest first, of one article as it reads.
func once(all []quotation) (kept []quotation) {
	slices.SortStableFunc(all, func(a, b quotation) int { return len(b.joined()) - len(a.joined()) })
	for _, u := range all {
		at := slices.IndexFunc(kept, func(k quotation) bool { return sameSpeaker(k.Speaker, u.Speaker) && u.isWithin(k) })
		switch {
		case at < 0:
			kept = append(kept, u)
		case kept[at].joined() == u.joined():
			kept[at].merge(u)
		}
	}
	slices.SortFunc(kept, func(a, b quotation) int {
		return cmp.Or(b.article.Published.Compare(a.article.Published), cmp.Compare(a.order, b.order))
	})
	return kept
}

func sameSpeaker(a, b speech.Speaker) bool {
	return a.Name == b.Name || !a.Unnamed && !b.Unnamed && !a.IsZero() && !b.IsZero() && mention.SameName(a.Mention, b.Mention)
}

// isWithin reports whether another quotation has the same words, or the same among more where they are not so few as to be chance.
func (u quotation) isWithin(other quotation) bool {
	words, more := u.joined(), other.joined()
	return words == more || strings.Contains(more, words) && len(strings.Fields(words)) >= longestRepeat
}

// merge adds to a quotation what a copy of it tells.
func (u *quotation) merge(copy quotation) {
	if !slices.Contains(u.markers, copy.markers[0]) {
		u.markers = append(u.markers, copy.markers...)
	}
	for i := range min(len(u.words), len(copy.words)) {
		if strings.HasPrefix(u.words[i], copy.words[i]) {
			u.words[i] = copy.words[i] // without the full stop that an editor sets at its end
		}
	}
	if a, b := &u.Speaker, copy.Speaker; len(strings.Fields(b.Role)) > len(strings.Fields(a.Role)) {
		a.Role = b.Role
	}
	u.To, u.Where = cmp.Or(u.To, copy.To), cmp.Or(u.Where, copy.Where)
	if a, b := u.When, copy.When; b.Resolved && (!a.Resolved || b.To.Sub(b.From) < a.To.Sub(a.From)) {
		u.When = b
	}
}

// joined are the words alone, in small letters, between blanks.
func (u quotation) joined() string {
	var all []string
	for _, part := range u.words {
		all = append(all, folded(part)...)
	}
	return " " + strings.Join(all, " ") + " "
}

// draft is a quotation as it is shown: its parts between marks, with what is told of them. Of a part whose speaker is not certain
// what the article calls whoever it is stands as the role.
func (u quotation) draft(part string) bot.Draft {
	marked := make([]string, len(u.words))
	for i, part := range u.words {
		marked[i] = "“" + part + "”"
	}
	d := bot.Draft{Text: strings.Join(marked, " … "), Kind: bot.Quote, Markers: u.markers}
	d.Part, d.To, d.Where, d.Via = part, u.To, u.Where, u.Via.Name
	if part == "" {
		d.Speaker, d.Role = u.Speaker.Name, u.Speaker.Role
	} else {
		d.Role = u.Speaker.Name
	}
	if u.When.Resolved {
		d.Date = bot.Day{Time: u.When.From}
		if last := u.When.To.AddDate(0, 0, -1); last.After(u.When.From) {
			d.Through = bot.Day{Time: last}
		}
	}
	return d
}
