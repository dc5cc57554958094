package conversation

import (
	"regexp"
	"strings"
	"time"

	"dateline/retrieval/mention"
)

// clause is the frame of a question: [asks] [aux] subject verb rest.
type clause struct {
	text    string // without its question mark
	asks    string // "what", "how many people", "which countries"; "" of a question for yes or no
	noun    string // of asks: "people"
	aux     string // "did", "was"; "" where asks is the subject
	subject string // "" where asks is the subject
	verb    string // "" of "who is X"
	rest    string // behind the verb
}

var (
	asking   = regexp.MustCompile(`(?i)^((?:(?:at|on|in|by|to|from|with|for|since|until) )?(?:what|which|whose|who|whom|when|where|why|how(?: (?:many|much|long|far|often|old|big|large))?)(?: else| exactly)?)\b\s*`)
	counting = regexp.MustCompile(`(?i)\b(?:what|which|whose|many|much)$`)
)

var auxiliaries = words(`did do does is are was were has have had will would can could shall should may might must
	didn't don't doesn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't couldn't`)

var being = words(`is are was were isn't aren't wasn't weren't`)

// parse reads a question.
func parse(question string) clause {
	c := clause{text: strings.TrimRight(strings.TrimSpace(question), " ?!.")}
	left := c.text
	if at := strings.LastIndex(left, ": "); at >= 0 && asking.MatchString(left[at+2:]) && !strings.ContainsAny(left, "“\"") {
		left = left[at+2:] // behind the topic that a reading put before it
	}
	c.asks = strings.TrimSpace(asking.FindString(left))
	left = left[len(asking.FindString(left)):]
	tokens := strings.Fields(left)
	if counting.MatchString(c.asks) {
		n := 0
		for n < len(tokens) && n < 4 && !isVerbal(tokens[n]) {
			n++
		}
		if n > 0 && n < len(tokens) {
			c.noun = strings.Join(tokens[:n], " ")
			c.asks += " " + c.noun
			tokens = tokens[n:]
		}
	}
	if len(tokens) == 0 {
		return c
	}
	aux := bareWordOf(tokens[0])
	if !auxiliaries[aux] {
		c.verb, c.rest = tokens[0], strings.Join(tokens[1:], " ")
		return c
	}
	c.aux, tokens = tokens[0], tokens[1:]
	if len(tokens) > 0 && (c.noun != "" || c.asks == "What" || c.asks == "Who") && participle(tokens[0]) {
		c.verb, c.rest = tokens[0], strings.Join(tokens[1:], " ") // how many people were killed
		return c
	}
	if c.noun != "" && len(tokens) > 0 && verbs[bareWordOf(tokens[0])] { // how many troops will go
		c.verb, c.rest = tokens[0], strings.Join(tokens[1:], " ")
		return c
	}
	at := verbAt(tokens, being[aux] || strings.HasPrefix(aux, "ha"))
	c.subject = strings.Join(tokens[:at], " ")
	if at < len(tokens) {
		c.verb, c.rest = tokens[at], strings.Join(tokens[at+1:], " ")
	}
	return c
}

func isVerbal(token string) bool {
	w := bareWordOf(token)
	return auxiliaries[w] || participle(token) || verbs[w] && !nouns[w]
}

// verbAt is the index of the verb behind an auxiliary and its subject, or how many tokens there are.
func verbAt(tokens []string, participles bool) int {
	for i := 1; i < len(tokens); i++ {
		w := bareWordOf(tokens[i])
		determined := determiners[bareWordOf(tokens[i-1])]
		switch {
		case determined:
		case participles && (participle(tokens[i]) || strings.HasSuffix(w, "ing") && len(w) > 5):
			return i
		case !participles && verbs[w]:
			return i
		}
	}
	if participles {
		return len(tokens)
	}
	// No verb that is known: the word behind a name is one.
	names := mention.Names(strings.Join(tokens, " "))
	if len(names) > 0 && names[0].Start == 0 {
		return min(len(strings.Fields(names[0].Text)), len(tokens))
	}
	return len(tokens)
}

// participle tells words that stand behind "was" from nouns.
func participle(token string) bool {
	w := bareWordOf(token)
	return len(w) > 4 && strings.HasSuffix(w, "ed") || irregular[w]
}

var (
	parting  = regexp.MustCompile(`(?i)\s+(?:about|over|on|against|to|with|from|by|into|during|after|before|when|because|while|and what|and when|who|that|which)\s+`)
	opening  = regexp.MustCompile(`(?i)^(?:(?:about|over|on|against|for|to|with|from|by|into|of|at|in|near|after|before|during|if|then|so|up|out|down|off|away|place|part)\s+)+`)
	ofWithin = regexp.MustCompile(`(?i)\s+(?:of|in|at|for|near|outside|between|around|behind)\s+`)
)

// things are the noun phrases that a question speaks of, the object first; without the dates in them.
func (c clause) things() []string {
	var all []string
	add := func(phrase string) {
		phrase = strings.Trim(undated(phrase), " ,;:")
		for phrase != "" {
			next := strings.TrimSpace(opening.ReplaceAllString(phrase+" ", ""))
			if next == phrase {
				break
			}
			phrase = next
		}
		if first, left, several := strings.Cut(phrase, " "); several && verbs[first] && !nouns[first] {
			phrase = left // to suspend cooperation
		}
		if w := strings.Fields(phrase); len(w) > 0 && isPhrase(w) {
			all = append(all, phrase)
		}
	}
	for _, part := range parting.Split(" "+c.rest+" ", -1) {
		add(part)
	}
	add(c.subject)
	if c.subject == "" || c.verb == "" {
		for _, part := range parting.Split(" "+c.subject+" ", -1)[1:] {
			add(part)
		}
	}
	if c.noun != "" {
		add("the " + c.noun)
	}
	return all
}

// isPhrase tells a noun phrase from stray words: none of it is a pronoun or an auxiliary alone.
func isPhrase(w []string) bool {
	if len(w) > 9 {
		return false
	}
	for _, token := range w {
		if pronoun[bareWordOf(token)] && token != "US" || auxiliaries[bareWordOf(token)] || asking.MatchString(token) {
			return false
		}
	}
	last := bareWordOf(w[len(w)-1])
	return last != "" && !determiners[last]
}

var datePreposition = regexp.MustCompile(`(?i)(?:^|\s+)(?:in|on|at|by|since|until|before|after|during|from|between|of|as of|around)(?:\s+(?:early|late|mid|the|end|start|week|month|day|of|year))*\s*$`)

// undated is a phrase without its dates and the prepositions before them.
func undated(phrase string) string {
	for _, d := range reversedDates(phrase) {
		start := d.Start
		if at := datePreposition.FindStringIndex(phrase[:start]); at != nil {
			start = at[0]
		}
		phrase = strings.TrimSpace(strings.Join(strings.Fields(phrase[:start]+" "+phrase[d.End:]), " "))
	}
	return phrase
}

// reversedDates are the dates of a phrase, the last one first.
func reversedDates(phrase string) []mention.Date {
	dates := mention.Dates(phrase, time.Time{})
	for i, j := 0, len(dates)-1; i < j; i, j = i+1, j-1 {
		dates[i], dates[j] = dates[j], dates[i]
	}
	return dates
}

// headOf is the noun that a phrase is about: the last one before a preposition.
func headOf(phrase string) string {
	if at := ofWithin.FindStringIndex(phrase); at != nil {
		phrase = phrase[:at[0]]
	}
	w := strings.Fields(phrase)
	if len(w) == 0 {
		return ""
	}
	return bareWordOf(w[len(w)-1])
}

// plural tells several things from one.
func plural(phrase string) bool {
	if at := ofWithin.FindStringIndex(phrase); at != nil {
		phrase = phrase[:at[0]]
	}
	if contains(phrase, "and") {
		return true
	}
	h := headOf(phrase)
	return manyWords[h] || strings.HasSuffix(h, "s") && !strings.HasSuffix(h, "ss") && !strings.HasSuffix(h, "us") && !strings.HasSuffix(h, "is") && !oneWords[h]
}
