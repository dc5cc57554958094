package conversation

import (
	"regexp"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval/mention"
)

// grounded are the turns that a follow-up may build on: one that was put together from others and then not answered leads nowhere, nor
// does a number alone.
func grounded(turns []bot.Turn) []bot.Turn {
	kept := slices.DeleteFunc(slices.Clone(turns), func(t bot.Turn) bool {
		return t.Answer == "" && (t.Understood != "" || loneNumber.MatchString(t.Question))
	})
	if len(kept) == 0 {
		return turns
	}
	return kept
}

var (
	telling = words(`tell ask warn urge promise assure remind inform threaten`)
	prepOf  = regexp.MustCompile(`(?i)^(about|against|with|from|of|over|in|at|near)\s+(.+)$`)
)

// actor is the last question asked of somebody else: "and the Russians?" behind "why did Kerry threaten Russia?" is not why the
// Russians threaten Russia but what they answered. What would say of them that they did it, which nobody has said, is asked as what
// they said of it. "" where no one acts in the last question.
func (f *followUp) actor(thing string) string {
	c, names := f.base, mention.Names(thing)
	asks := strings.ToLower(c.asks)
	named := len(names) == 1 && names[0].Kind != mention.Code && len(thing) <= names[0].Len()+len("the ")
	if asks == "who" && c.subject == "" && c.verb != "" && c.aux == "" && (named || plural(thing) && strings.HasPrefix(thing, "the ")) { // who vetoed the draft?
		return were(thing) + " " + thing + " among those who " + c.verb + " " + c.rest
	}
	if !named {
		return ""
	}
	place := names[0].Kind == mention.Place
	if strings.HasPrefix(asks, "how m") && !place && len(f.objects()) > 0 { // how many died in Kabul?
		return "What did " + thing + " say about " + f.objects()[0]
	}
	subject := mention.Names(c.subject)
	if len(subject) == 0 || c.aux == "" || c.verb == "" || !strings.HasPrefix(strings.ToLower(c.aux), "d") && asks == "" {
		return ""
	}
	addressed := mention.Names(c.rest)
	switch {
	case slices.ContainsFunc(addressed, func(n mention.Name) bool { return mention.Related(n, names[0]) }),
		asks == "what" && telling[bareWordOf(c.verb)] && len(addressed) > 0 && names[0].Kind != mention.Person && names[0].Kind != mention.Unknown:
		return "What did " + thing + " answer " + c.subject
	case asks == "why" && len(f.objects()) > 0:
		return "What did " + thing + " say about " + f.objects()[0]
	case place && slices.ContainsFunc(addressed, func(n mention.Name) bool { return n.Kind == mention.Place }):
		return ""
	}
	at := indexWord(c.text, c.subject)
	if at < 0 {
		return ""
	}
	return c.text[:at] + thing + c.text[at+len(c.subject):]
}

// objects are what the last question says was acted on.
func (f *followUp) objects() []string {
	return slices.DeleteFunc(f.base.things(), func(t string) bool { return t == f.base.subject })
}

func were(thing string) string {
	if plural(thing) || strings.HasPrefix(strings.ToLower(thing), "the ") {
		return "Were"
	}
	return "Was"
}

// concerning puts what stands behind a preposition ("and about Syria?") in the place of what the last question has behind the same
// one, or at its end.
func (f *followUp) concerning(thing string) string {
	m := prepOf.FindStringSubmatch(thing)
	if m == nil || len(mention.Names(m[2])) == 0 {
		return ""
	}
	base := f.base.text
	at := strings.LastIndex(strings.ToLower(base), " "+strings.ToLower(m[1])+" ")
	if at >= 0 && len(mention.Names(base[at:])) > 0 {
		base = base[:at]
	}
	return base + " " + strings.ToLower(m[1]) + " " + m[2]
}

// negated is a question for yes or no as one why not: why did the truce not hold?
func (c clause) negated() string {
	return "Why " + uncapital(c.aux) + " " + c.subject + " not " + strings.TrimSpace(c.verb+" "+c.rest) + "?"
}

// swapped is the last question with another question word: "why?" behind "when did it close?".
func (c clause) swapped(word string) string {
	switch strings.ToLower(c.asks) {
	case "when", "where", "why", "how":
		if c.aux != "" && c.subject != "" {
			return capital(word) + " " + strings.TrimSpace(c.text[strings.Index(c.text, c.asks)+len(c.asks):]) + "?"
		}
	}
	return ""
}
