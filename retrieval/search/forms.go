package search

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/event"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// answersInForm reports whether a sentence has the very form of an answer to the question: it names who holds the office asked for,
// who was awarded what somebody won, who did what was done, or the day of what happened.
func (g *reading) answersInForm(s *sentence) bool {
	switch {
	case asks(s.text()):
		return false
	case g.Asks == Person:
		return g.office != nil && g.holdsOffice(s) || g.awarded(s) || g.did(s)
	case g.Asks == Time && g.measure != clock:
		return g.happenedOnDay(s)
	}
	return false
}

// office is what a question asks the holder of: who is the mayor of Millport?
type office struct {
	place string
	of    *regexp.Regexp // the office and the place, with the holder's name
	bare  *regexp.Regexp // the office alone, with the holder's name
}

const properName = `(\p{Lu}[\pL.'’-]+(?: (?:(?:al|bin|da|de|del|der|di|la|van|von) ){0,2}\p{Lu}[\pL.'’-]*){0,3})`

var (
	asksOffice = regexp.MustCompile(`(?i:^\W*who(?:['’]s| is| was) (?:the )?)((?:\p{Ll}[\p{Ll}-]* ){0,2}\p{Ll}[\p{Ll}-]*) of (?:the )?(\p{Lu}[\pL’'-]*(?: \p{Lu}[\pL’'-]*){0,3})\W*$`)
	// notHolding stands before the office of one who does not hold it.
	notHolding = regexp.MustCompile(`(?i)\b(?:former|ex|late|deputy|vice|acting|assistant|then|onetime|would-be|first|new|next|previous|no)[ -]$`)
)

func (q Question) asksOffice() *office {
	m := asksOffice.FindStringSubmatch(q.Text)
	if m == nil {
		return nil
	}
	role, place := `(?i:`+regexp.QuoteMeta(m[1])+`)`, regexp.QuoteMeta(m[2])
	return &office{
		place: m[2],
		of: regexp.MustCompile(`\b(` + role + `) of (?:the )?` + place + `,? ` + properName + `|` + properName + `, (?:\pL+ ){0,2}?(` + role + `) of (?:the )?` + place + `\b|` +
			`\b` + place + `(?:['’]s)? (` + role + `),? ` + properName),
		bare: regexp.MustCompile(`\b(?:[Tt]he|[Ii]ts) (` + role + `), ` + properName + `(?:,|\.|$)|\b(` + role + `) ` + properName + `|` + properName + `, the (` + role + `)(?:,|\.|$)`),
	}
}

// holdsOffice reports whether a sentence names who holds the office asked for: of the place itself, or where the sentence names no
// other and the story is of that place.
func (g *reading) holdsOffice(s *sentence) bool {
	text := s.text()
	for i, form := range []*regexp.Regexp{g.office.of, g.office.bare} {
		for _, m := range form.FindAllStringSubmatchIndex(text, -1) {
			if slices.ContainsFunc(groups(m), func(at [2]int) bool { return notHolding.MatchString(text[:at[0]]) }) {
				continue
			}
			if i == 0 || !strings.HasPrefix(text[m[1]:], " of ") && g.isOf(s, g.office.place) {
				return true
			}
		}
	}
	return false
}

// ofOtherPlace reports whether neither a sentence, its paragraph before it, nor the headline and lede name the place of the office
// asked for.
func (g *reading) ofOtherPlace(s *sentence) bool {
	at := strings.LastIndex(g.Text, g.office.place)
	return slices.ContainsFunc(g.within(retrieval.Span{Start: at, End: at + len(g.office.place)}), func(i int) bool {
		return max(g.around(s, i), s.story.Scores[i]) < relatedName
	}) && !strings.Contains(strings.ToLower(s.evidence.Article.Dateline), strings.ToLower(g.office.place))
}

// groups are where the groups of a match stand.
func groups(m []int) (all [][2]int) {
	for i := 2; i+1 < len(m); i += 2 {
		if m[i] >= 0 {
			all = append(all, [2]int{m[i], m[i+1]})
		}
	}
	return all
}

// isOf reports whether a story is of a place: its dateline or its lede names that one and no other.
func (g *reading) isOf(s *sentence, place string) bool {
	a := &s.evidence.Article
	if a.Dateline != "" {
		return strings.Contains(strings.ToLower(a.Dateline), strings.ToLower(place))
	}
	lede := a.Headline + ". " + a.Lede()
	return strings.Contains(lede, place) && !slices.ContainsFunc(mention.Names(lede), func(n mention.Name) bool {
		return n.Kind == mention.Place && !strings.Contains(n.Text, place) && !strings.Contains(place, n.Text)
	})
}

var (
	asksWinner = regexp.MustCompile(`(?i)^\W*who (?:won|got|received|secured|was (?:given|awarded|granted)) (?:the |a |an )`)
	award      = regexp.MustCompile(`(?i)\b(?:was|were|has been|have been|had been) (?:\pL+ly )?(?:awarded|given|granted) (?:the |a |an )`)
)

// awarded reports whether a sentence says that somebody was awarded what the question asks who won.
func (g *reading) awarded(s *sentence) bool {
	asked := asksWinner.FindStringIndex(g.Text)
	if asked == nil {
		return false
	}
	text := s.text()
	at := award.FindStringIndex(text)
	if at == nil || !slices.ContainsFunc(s.names, func(n mention.Name) bool { return n.End <= at[0] && n.Kind != mention.Place }) {
		return false
	}
	const reach = 6 // words behind
	words := slices.DeleteFunc(slices.Clone(s.words), func(w match.Word) bool { return w.Start < at[1] })
	return g.allMet(words[:min(len(words), reach)], func(w match.Word) bool { return w.Start < asked[1] })
}

// allMet reports whether words meet all of the topic by themselves, but for those that are left out.
func (g *reading) allMet(words []match.Word, leaving func(match.Word) bool) bool {
	met := g.target.In(words)
	some := false
	for i, w := range g.Topic {
		if leaving(w) {
			continue
		}
		if met.Scores[i] < sameWord {
			return false
		}
		some = true
	}
	return some
}

var (
	asksDoer = regexp.MustCompile(`(?i)^\W*who (\pL+ed) (?:about|of|over|against|that|the|a|an) `)
	nobody   = wordSet(`nobody none neither no not never hardly few`)
)

// did reports whether a sentence says right behind who it was that they did what the question asks who did: inspectors warned of
// the cracks.
func (g *reading) did(s *sentence) bool {
	m := asksDoer.FindStringSubmatch(g.Text)
	if m == nil || len(g.Topic) < shortTopic {
		return false
	}
	for i, w := range s.words {
		if i == 0 || w.Form != strings.ToLower(m[1]) {
			continue
		}
		who := s.words[i-1]
		if !(who.Person() || who.Capital && !who.Stop) || s.text()[who.End:w.Start] != " " || slices.ContainsFunc(s.words[max(0, i-4):i], func(b match.Word) bool { return nobody[b.Form] }) {
			continue
		}
		const reach = 8 // words behind
		if g.allMet(s.words[i:min(len(s.words), i+reach)], func(match.Word) bool { return false }) {
			return true
		}
	}
	return false
}

// pasts are of irregular verbs of news, by the verb.
var pasts = map[string]string{
	"fall": "fell", "break": "broke", "rise": "rose", "sink": "sank", "begin": "began", "come": "came", "leave": "left", "win": "won", "lose": "lost", "hit": "hit",
	"strike": "struck", "fly": "flew", "meet": "met", "burn": "burnt", "shut": "shut", "take": "took", "give": "gave", "hold": "held", "sell": "sold", "buy": "bought",
	"shoot": "shot", "steal": "stole", "find": "found", "fight": "fought", "speak": "spoke", "go": "went", "become": "became", "build": "built", "run": "ran", "swim": "swam",
}

// happenedOnDay reports whether a sentence tells on which day what is asked for happened: one clause has it all, and the day.
func (g *reading) happenedOnDay(s *sentence) bool {
	if len(g.Topic) < shortTopic || !didPattern.MatchString(g.Text) {
		return false
	}
	for _, e := range g.eventsOf(s) {
		if e.Sentence != s.span || e.Planned || e.Said || e.Date.Start < e.Clause.Start || e.Date.End > e.Clause.End {
			continue
		}
		clause := match.Words(apart(s.evidence.Passage.Text, e))
		if slices.ContainsFunc(clause, func(w match.Word) bool { return nobody[w.Form] }) {
			continue
		}
		isPast := func(t match.Word) bool {
			return !t.Capital && pasts[t.Form] != "" && slices.ContainsFunc(clause, func(w match.Word) bool { return w.Form == pasts[t.Form] })
		}
		if g.allMet(clause, isPast) {
			return true
		}
	}
	return false
}

// conjunction begins another clause, which need not have happened on the same day.
var conjunction = regexp.MustCompile(`(?i)\b(?:when|while|as|after|before|since|until|and|but|because|that|which|who|where|if)\b|[;:]`)

// apart is the part of an event's clause, between conjunctions, that its date stands in.
func apart(text string, e event.Event) string {
	from, to := e.Clause.Start, e.Clause.End
	for _, at := range conjunction.FindAllStringIndex(text[from:e.Date.Start], -1) {
		from = e.Clause.Start + at[1]
	}
	if at := conjunction.FindStringIndex(text[e.Date.End:to]); at != nil {
		to = e.Date.End + at[0]
	}
	return text[from:to]
}

var didPattern = regexp.MustCompile(`(?i)^\W*(?:when|(?:on )?(?:what|which) (?:day|date)) did\b`)
