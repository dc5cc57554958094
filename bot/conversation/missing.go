package conversation

import (
	"regexp"
	"strings"

	"dateline/bot"
	"dateline/retrieval/mention"
)

// mostMissing is the number of words of a question that an abstention repeats.
const mostMissing = 16

var (
	plainQuestion = regexp.MustCompile(`^[\p{L}\p{N} ,.’'/%-]+\?*$`)
	wholeWord     = regexp.MustCompile(`(?i)^(?:who|whom|what|when|where|why|how|how (?:many|much) .+|(?:which|what) .+|(?:at|on|in|by|to|from|with|for|since|until) (?:what|which|whom|whose) .+)$`)
	ofReader      = words(`i me my mine we us our you your yourself please it its this that these those there here then he him his she her they them their`)
)

// Missing says, in the words of a question, what the coverage does not say: “The coverage does not say what Lavrov answered.” It is
// "" where the question's form leaves doubt of how to say that.
func Missing(question string) string {
	question = strings.TrimSpace(question)
	tokens := strings.Fields(question)
	if len(tokens) > mostMissing || !plainQuestion.MatchString(question) || strings.Contains(strings.TrimRight(question, "?"), ". ") || foreign(question) {
		return ""
	}
	for i, t := range tokens {
		if w := bareWordOf(t); ofReader[w] && t != "US" && (w != "that" || i == 0) {
			return ""
		}
	}
	c := parse(question)
	if clause := c.indirect(); clause != "" {
		return bot.NotSaid + clause + "."
	}
	return ""
}

// indirect is a question as it stands behind "to say": what Lavrov answered. "" where its verb is not certain.
func (c clause) indirect() string {
	asks := c.asks
	if asks == "" {
		asks = "whether"
	} else if !wholeWord.MatchString(asks) {
		return ""
	}
	asks = strings.ToLower(asks[:1]) + asks[1:]
	aux, verb := bareWordOf(c.aux), bareWordOf(c.verb)
	switch {
	case strings.Contains(aux, "n't"), strings.Contains(aux, "n’t"):
		return ""
	case c.subject == "" && c.asks == "":
		return ""
	case c.subject == "" && aux == "": // who vetoed the draft
		if verb == "" || !finite(verb) {
			return ""
		}
		return spaced(asks, c.verb, c.rest)
	case c.subject == "": // how many people were killed
		return spaced(asks, c.aux, c.verb, c.rest)
	case !nominal(c.subject):
		return ""
	case aux == "did" && verbs[verb]:
		return spaced(asks, c.subject, past(verb), c.rest)
	case aux == "does" && verbs[verb]:
		return spaced(asks, c.subject, third(verb), c.rest)
	case aux == "do" && verbs[verb]:
		return spaced(asks, c.subject, verb, c.rest)
	case aux == "did" || aux == "do" || aux == "does":
		return ""
	case being[aux] && c.verb == "":
		return c.copula(asks)
	case c.verb != "":
		return spaced(asks, c.subject, strings.ToLower(c.aux), c.verb, c.rest)
	}
	return ""
}

// copula is a question with a form of to be alone: who the mayor of Millport is, whether Kerry is dead.
func (c clause) copula(asks string) string {
	if c.asks != "" {
		return spaced(asks, c.subject, c.aux)
	}
	names := mention.Names(c.subject)
	if len(names) == 0 || names[0].Start > len("the ") {
		return ""
	}
	who, what := c.subject[:names[0].End], strings.TrimSpace(c.subject[names[0].End:])
	if what == "" {
		return ""
	}
	return spaced(asks, who, strings.ToLower(c.aux), what)
}

// nominal reports whether a subject begins as one does, with a name, a determiner or a plural, so that its verb was found rightly.
func nominal(subject string) bool {
	first := strings.Fields(subject)[0]
	names := mention.Names(subject)
	return determiners[bareWordOf(first)] || len(names) > 0 && names[0].Start == 0 || plural(subject)
}

// finite reports whether a verb that follows who or what is one of the past or of the present.
func finite(verb string) bool {
	return participle(verb) || pasts[verb] || auxiliaries[verb] || verbs[strings.TrimSuffix(verb, "s")] || verbs[strings.TrimSuffix(verb, "es")]
}

func spaced(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// irregularPast are verbs of which the past is not made with -ed.
var irregularPast = func() map[string]string {
	all := map[string]string{}
	for pair := range strings.FieldsSeq(`be:was become:became bear:bore begin:began break:broke bring:brought build:built cast:cast choose:chose come:came
		cost:cost cut:cut deal:dealt do:did draw:drew fall:fell feel:felt fight:fought find:found flee:fled get:got give:gave go:went grow:grew hang:hung
		have:had hear:heard hide:hid hit:hit hold:held keep:kept know:knew lead:led learn:learned leave:left let:let lie:lay lose:lost make:made mean:meant
		meet:met overrun:overran pay:paid put:put quit:quit read:read retake:retook rise:rose run:ran say:said see:saw seek:sought sell:sold send:sent
		set:set shoot:shot show:showed shut:shut sit:sat speak:spoke spend:spent split:split stand:stood strike:struck take:took tell:told think:thought
		throw:threw understand:understood win:won withdraw:withdrew write:wrote`) {
		base, form, _ := strings.Cut(pair, ":")
		all[base] = form
	}
	return all
}()

var pasts = func() set {
	s := set{}
	for _, form := range irregularPast {
		s[form] = true
	}
	return s
}()

var doubling = regexp.MustCompile(`^[^aeiou]*[aeiou][bdgmnprt]$|(?:mit|fer|cur|trol|bel|pel)$`)

// past is the past of a verb.
func past(verb string) string {
	last := len(verb) - 1
	switch {
	case irregularPast[verb] != "":
		return irregularPast[verb]
	case strings.HasSuffix(verb, "e"):
		return verb + "d"
	case strings.HasSuffix(verb, "y") && !strings.ContainsAny(verb[last-1:last], "aeiou"):
		return verb[:last] + "ied"
	case doubling.MatchString(verb) && verb != "offer" && verb != "suffer" && verb != "differ":
		return verb + verb[last:] + "ed"
	}
	return verb + "ed"
}

// third is the third person of a verb.
func third(verb string) string {
	last := len(verb) - 1
	switch {
	case verb == "be":
		return "is"
	case verb == "have":
		return "has"
	case strings.HasSuffix(verb, "y") && !strings.ContainsAny(verb[last-1:last], "aeiou"):
		return verb[:last] + "ies"
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "x"), verb == "go", verb == "do", verb == "veto":
		return verb + "es"
	}
	return verb + "s"
}
