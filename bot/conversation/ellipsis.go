package conversation

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

var (
	more    = regexp.MustCompile(`(?i)^(?:(?:please )?tell me more|(?:any )?more details?|more(?: please| about (?:that|this|it))?|go on|continue|details|(?:is there )?anything else|what else|elaborate|explain(?: that)?)\s*[.?!]*$`)
	bareAsk = regexp.MustCompile(`(?i)^((?:since |until |by |from |to |at |on |in |for |with )?(?:when|where|why|how come|how|how long|how often|how much|how far|who|whom|what for|what|(?:what|which) (?:day|date|month|year|time|place|city|town|country))|who else|how many(?: of them| in all| in total| exactly)?)` +
		`(?: exactly| precisely| then| so| not)?\s*\?*$`)
	notBehind = regexp.MustCompile(`(?i)\bnot\W*$`)
	asks      = regexp.MustCompile(`(?i)^(who|what|which|where|when)\b`)
	instead   = regexp.MustCompile(`(?i)^(?:(?:what|how) about\s+)?(.{2,80}?)(?:\s+(?:too|then|instead))?\s*\?*$`)
	inSpace   = regexp.MustCompile(`(?i)^(?:in|at|near|from|around|on|to)\s+(.+)$`)
	meant     = regexp.MustCompile(`(?i)^(?:no[,.]?\s+)?(?:i|we) mean[t]?\s+`)
	// loneNumber is a choice from a list more likely than a question.
	loneNumber = regexp.MustCompile(`^\W*\d{1,2}\W*$`)
	inTime     = regexp.MustCompile(`(?i)^(?:in|on|at|by|since|until|before|after|during|from|between|around|as of)\s+\S`)
)

// again repeats the last question where the reader asks for more of the same.
func (f *followUp) again(question string, _ bool) string {
	if more.MatchString(question) {
		return f.last.Full()
	}
	return ""
}

// bareWord is a question word alone, which asks on about the last question or its answer.
func (f *followUp) bareWord(question string, _ bool) string {
	m := bareAsk.FindStringSubmatch(question)
	if m == nil || f.base.text == "" {
		return ""
	}
	word := strings.ToLower(m[1])
	c := f.base
	switch {
	case strings.HasPrefix(word, "how many"), word == "how much" && c.noun != "":
		return f.howMany()
	case word == "who else":
		if asks.MatchString(c.text) {
			return asks.ReplaceAllString(c.text, "$1 else") + "?"
		}
	case !slices.Contains([]string{"when", "where", "why", "how", "how come", "how long"}, word):
	case c.asks == "" && notBehind.MatchString(question) && c.verb != "":
		return c.negated()
	case c.asks == "": // did the truce hold?
		return capital(word) + " " + uncapital(c.text) + "?"
	case c.noun != "" && c.aux != "" && c.subject == "": // how many troops will go to Iraq?
		return capital(word) + " " + strings.Join(slices.DeleteFunc([]string{c.aux, c.noun, c.verb, c.rest}, isEmpty), " ") + "?"
	case f.last.Answer == "" && c.swapped(word) != "", word == "when" && c.swapped(word) != "", word == "where" && c.swapped(word) != "":
		return c.swapped(word)
	case f.claim() != "" && word == "how come":
		return "How come that " + f.claim() + "?"
	case f.claim() != "" && (word == "why" || word == "how"):
		return capital(word) + " is it that " + f.claim() + "?"
	}
	if c.text == "" {
		return ""
	}
	return c.text + ", and " + word + "?"
}

func isEmpty(s string) bool { return s == "" }

// howMany asks for the number of what the last question speaks of.
func (f *followUp) howMany() string {
	for _, thing := range slices.Backward(f.base.things()) {
		if plural(thing) && len(f.people(thing)) == 0 {
			return "How many of " + thing + "?"
		}
	}
	return f.base.text + ", and how many?"
}

// instead puts what is asked about now ("and UNICEF?", "what about October?") into the last question, in the place of what
// is of its kind.
func (f *followUp) instead(question string, led bool) string {
	if at := meant.FindStringIndex(question); at != nil {
		question, led = question[at[1]:], true
	}
	m := instead.FindStringSubmatch(question)
	if m == nil || asking.MatchString(question) && !strings.Contains(strings.ToLower(question), " about ") {
		return ""
	}
	about := len(m[1]) < len(strings.TrimRight(question, " ?"))
	dated := inTime.MatchString(m[1]) || wholeDate(m[1])
	if !led && !about && !dated || f.base.text == "" || loneNumber.MatchString(m[1]) {
		return ""
	}
	f.unclaimed()
	thing := f.spelt(m[1])
	if w := strings.Fields(thing); auxiliaries[bareWordOf(w[0])] || len(w) > 6 || pronoun[bareWordOf(w[0])] {
		return ""
	}
	if m := inSpace.FindStringSubmatch(thing); m != nil && f.isName(m[1]) {
		if full := f.replaced(m[1]); full != "" {
			return full + "?"
		}
		if full := f.concerning(thing); full != "" {
			return full + "?"
		}
		return f.base.text + " " + thing + "?"
	}
	if dated {
		return f.redated(thing)
	}
	if full := f.concerning(thing); full != "" {
		return full + "?"
	}
	if full := f.actor(thing); full != "" {
		return strings.TrimSpace(full) + "?"
	}
	if full := f.replaced(thing); full != "" {
		return full + "?"
	}
	return capital(thing) + ": " + uncapital(f.base.text) + "?"
}

// unclaimed goes back from a question about what was claimed ("when did Kerry say “…”?") to the one before it: what one
// said is not to be put into the mouth of another.
func (f *followUp) unclaimed() {
	for i := len(f.turns) - 1; i >= 0; i-- {
		if full := f.turns[i].Full(); !claimed.MatchString(full) {
			f.base = parse(full)
			return
		}
	}
}

// claimed is a question that repeats what somebody said or what an answer claims.
var claimed = regexp.MustCompile(`“|\b(?:is|was) it that\b|\b(?:say|said) that\b`)

// isName reports whether all of a text is a name, and no date.
func (f *followUp) isName(text string) bool {
	names := mention.Names(text)
	return len(names) == 1 && names[0].Len() >= len(text)-len("the ") && !wholeDate(text)
}

func wholeDate(text string) bool {
	dates := mention.Dates(text, retrieval.Filter{}.Since)
	return len(dates) == 1 && dates[0].Len() >= len(text)-1
}

// spelt is a name as a former turn has it, where it was typed without capitals.
func (f *followUp) spelt(typed string) string {
	if typed != strings.ToLower(typed) {
		return typed
	}
	the, name := "", typed
	if strings.HasPrefix(typed, "the ") {
		the, name = "the ", typed[4:]
	}
	for _, t := range f.turns {
		for _, text := range []string{t.Full(), t.Answer} {
			for _, n := range mention.Names(text) {
				if strings.EqualFold(n.Text, name) || strings.EqualFold(lastOf(n.Norm), name) {
					return the + text[n.End-len(name):n.End]
				}
			}
		}
	}
	return typed
}

// redated is the last question with another time.
func (f *followUp) redated(when string) string {
	text := undated(f.base.text)
	if !inTime.MatchString(when) {
		when = "in " + when
		if d := mention.Dates(when, retrieval.Filter{}.Since); len(d) > 0 && d[0].Precision <= mention.Day {
			when = "on " + when[3:]
		}
	}
	return text + " " + uncapital(when) + "?"
}

// replaced is the last question with thing in the place of a name of its kind, or of what it counts.
func (f *followUp) replaced(thing string) string {
	names := mention.Names(thing)
	base := f.base.text
	if len(names) == 0 {
		if counted := f.base.noun; counted != "" && plural(thing) {
			if at := indexWord(base, counted); at >= 0 {
				return base[:at] + strings.TrimPrefix(thing, "the ") + base[at+len(counted):]
			}
		}
		return ""
	}
	kind := f.kindOf(names[0])
	for _, n := range mention.Names(base) {
		k := f.kindOf(n)
		if k != kind || kind == mention.Place && !inPlace(base[:n.Start]) {
			continue
		}
		start, put := n.Start, thing
		if the := strings.ToLower(base[:start]); strings.HasSuffix(the, "the ") && (strings.HasPrefix(strings.ToLower(thing), "the ") || kind != mention.Place) {
			start -= len("the ")
		}
		return base[:start] + put + base[n.End:]
	}
	return ""
}

var placed = regexp.MustCompile(`(?i)\b(?:in|to|from|for|of|into|on)\s+(?:the\s+)?(?:\p{Ll}+\s+)?$`)

func inPlace(before string) bool { return placed.MatchString(before) }

// kindOf is the kind of a name as far as one takes another's place: those who act are one kind, called Person.
func (f *followUp) kindOf(n mention.Name) mention.Kind {
	if n.Kind == mention.Place {
		if len(f.people(n.Text)) > 0 {
			return mention.Person
		}
		return mention.Place
	}
	if n.Kind == mention.Code {
		return mention.Code
	}
	return mention.Person
}

var says = regexp.MustCompile(`(?i)^what (does|do|did|has|have|is|are) (.+?) (say|said|saying|report|reported|reporting|write|written|think|claim|claimed|argue)( (?:about|of|on|to) (?:it|that|this))?\s*\?*$`)

// according asks the last question of another speaker or outlet: "what does Reuters say?"
func (f *followUp) according(question string, led bool) string {
	m := says.FindStringSubmatch(question)
	if m == nil || f.base.text == "" || pronoun[bareWordOf(m[2])] {
		return ""
	}
	if now := strings.ToLower(m[1]); !led && m[4] == "" && now != "does" && now != "do" {
		return ""
	}
	f.outlets = true
	stem := "What " + m[1] + " " + f.spelt(m[2]) + " " + m[3]
	if thing := f.topic(); thing != "" && f.base.noun == "" && thing != m[2] {
		return stem + " about " + thing + "?"
	}
	return f.base.text + ", according to " + f.spelt(m[2]) + "?"
}
