// Package conversation makes a full question of a follow-up: "and the Russians?" or "when did he say that?" means something
// only beside the turns before it.
//
// Rules do it (Read), in English; with a language model a Rewriter does, whose words are held against the turns and whose
// failure leaves the rules' reading. Both add only what stands in the former turns, and words that hold a sentence together.
// Where two readings are equally likely the question stays as it is, and the reader is told why.
//
// The rules know a question's frame (clause.go), who and what it may speak of again (people.go, gender.go, things.go), what the last
// answer claimed (claim.go) and the two kinds of follow-up: those with a pronoun (pronouns.go) and those with a gap
// (ellipsis.go). It leans on retrieval/mention for names and dates.
package conversation

import (
	"regexp"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/language"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// remembered is how many former turns a pronoun may point back to.
const remembered = 3

var (
	thanks = regexp.MustCompile(`(?i)^\W*(?:(?:ok(?:ay)?|great|perfect|good|cool|nice|awesome|super|all right|alright|got it|i see)\b\W*)*` +
		`(?:(?:many )?thanks?(?: you)?(?: (?:a lot|so much|very much|a million|again|for (?:that|this|your help|the answer|the help)))?|thx|ty|cheers|` +
		`that(?:['’]s| is) (?:all|helpful|great)|(?:very |that was )?helpful|(?:merci|gracias|danke)(?: beaucoup| schön)?)\W*(?:bot|dateline|everyone)?\W*$`)
	agreed   = regexp.MustCompile(`(?i)^\W*(?:(?:ok(?:ay)?|great|perfect|cool|nice|awesome|super|all right|alright|got it|i see)\W*)+$`)
	greeting = regexp.MustCompile(`(?i)^\W*(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|hola|bonjour|salut|hallo|guten (?:tag|morgen|abend))` +
		`(?: (?:there|all|everyone|bot|dateline))?\W*(?:how are you(?: today)?)?\W*$`)
)

func courtesy(question string) bot.Courtesy {
	switch {
	case thanks.MatchString(question), agreed.MatchString(question):
		return bot.Thanks
	case greeting.MatchString(question):
		return bot.Greeting
	}
	return bot.None
}

// Read makes a full question of a follow-up, by rules. Questions in other languages than English are left as they are.
func Read(turns []bot.Turn, question string) bot.Understood {
	question = strings.TrimSpace(question)
	read := bot.Understood{Question: question, Courtesy: courtesy(question)}
	if read.Courtesy != bot.None || len(turns) == 0 || len(splitWords(question)) == 0 || loneNumber.MatchString(question) || foreign(question) {
		return read
	}
	f := newFollowUp(turns, question)
	read.Question = f.read()
	read.Changed = read.Question != question
	read.Doubt = f.doubt
	if read.Changed {
		read.Filter = f.carried()
	}
	return read
}

func foreign(question string) bool {
	code := language.Of(question)
	return code != "" && code != "en" || strings.ContainsAny(question, "¿¡")
}

// followUp is a question beside the turns before it.
type followUp struct {
	turns   []bot.Turn // newest last, at most as many as are remembered
	last    bot.Turn
	base    clause // of the last question
	text    string // the question
	outlets bool   // it asks what an outlet or a speaker says
	doubt   string
}

func newFollowUp(turns []bot.Turn, question string) *followUp {
	turns = grounded(turns[max(0, len(turns)-remembered):])
	last := turns[len(turns)-1]
	return &followUp{turns: turns, last: last, base: parse(last.Full()), text: question}
}

var lead = regexp.MustCompile(`(?i)^(?:(?:ok(?:ay)?|yes|no|hm+|well|so)[,.!]?\s+)*(?:(?:and|but|or)\s+)?(?:(?:also|so|then)[,]?\s+)?`)

// read is the question in full.
func (f *followUp) read() string {
	bare := strings.TrimSpace(f.text[len(lead.FindString(f.text)):])
	led := bare != f.text
	if bare == "" {
		return f.text
	}
	for _, rule := range []func(string, bool) string{f.again, f.bareWord, f.instead, f.according} {
		if full := rule(bare, led); full != "" {
			return full
		}
	}
	full, settled := f.pronouns(bare)
	if f.doubt != "" {
		return f.text
	}
	if !settled && f.open(bare, led) {
		full = f.placed(full)
	}
	full = f.counted(full)
	if full == bare {
		return f.text
	}
	return capital(full)
}

var (
	definition = regexp.MustCompile(`(?i)^(?:what|who)(?:['’]s| is| are| was| were)\s+(?:(?:an?|the)\s+)?[\w’'-]+(?:\s+[\w’'-]+)?\s*\??$`)
	relational = regexp.MustCompile(`(?i)\bthe (?:[\p{L}’'-]+ )?(?:reactions?|response|reply|answer|outcome|results?|reasons?|causes?|consequences?|impact|aftermath|motives?)\s*\??$`)
	hanging    = regexp.MustCompile(`(?i)\s(?:against|about|for|of|with|from|into|behind|after|before|over)$`)
)

const (
	mostOpen = 2  // topic words up to which a question without a name leans on the last one
	mostBase = 14 // words of the last question that is repeated as a whole
)

// open reports whether a question says too little by itself.
func (f *followUp) open(question string, led bool) bool {
	names := mention.Names(question)
	open := len(match.Topic(question))
	for _, n := range names {
		open -= len(match.Topic(n.Text))
	}
	if relational.MatchString(question) {
		return true
	}
	if len(names) > 0 {
		return led && open < mostOpen
	}
	return open <= mostOpen && !definition.MatchString(question)
}

// placed puts the last question's topic before a question.
func (f *followUp) placed(question string) string {
	thing := f.topic()
	if thing == "" {
		return question
	}
	stem := strings.TrimRight(question, " ?")
	if same := f.specified(stem); same != stem {
		return same + "?"
	}
	if contains(question, thing) {
		return question
	}
	if hanging.MatchString(stem) {
		return stem + " " + thing + "?"
	}
	if !strings.Contains(thing, " ") && len(strings.Fields(f.base.text)) <= mostBase && f.base.asks+f.base.aux != "" {
		return f.base.text + ", and " + uncapital(stem) + "?" // a bare name says too little
	}
	return thing + ": " + uncapital(question)
}

var uncounted = regexp.MustCompile(`(?i)^(how many) ((?:did|do|does|is|are|was|were|has|have|had|will|would|can|could) .*)$`)

var fewer = regexp.MustCompile(`(?i)^(?:(?:the|more|some|other|these|those|all|\d+)\s+)+`)

// counted says of what a number is asked for: "how many did he announce?"
func (f *followUp) counted(question string) string {
	m := uncounted.FindStringSubmatch(question)
	if m == nil {
		return question
	}
	for _, thing := range f.base.things() {
		if plural(thing) && len(f.people(thing)) == 0 {
			return m[1] + " " + fewer.ReplaceAllString(thing, "") + " " + m[2]
		}
	}
	return question
}

// specified gives a thing that the question names by its head alone ("the convoy") the words that the last one had for it.
func (f *followUp) specified(question string) string {
	for _, thing := range f.base.things() {
		head := "the " + headOf(thing)
		if at := indexWord(question, head); at >= 0 && len(thing) > len(head) && !contains(question, thing) {
			return question[:at] + thing + question[at+len(head):]
		}
	}
	return question
}

// carried is the filter of the last turn, without what the question says itself.
func (f *followUp) carried() retrieval.Filter {
	filter := f.last.Filter
	if len(mention.Dates(f.text, f.last.At)) > 0 {
		filter.Since, filter.Until = retrieval.Filter{}.Since, retrieval.Filter{}.Until
	}
	if f.outlets {
		filter.Outlets = nil
	}
	return filter
}
