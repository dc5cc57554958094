package search

import (
	"regexp"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
)

// Asks is the kind of answer that a question wants.
type Asks int

// What questions ask for.
const (
	Something Asks = iota // what, which, or no question word
	Person                // who, whom, whose
	Time                  // when, what day, which year
	Place                 // where, which city
	Count                 // how many, how much, how long, how old
	Cause                 // why, what led to
	Words                 // what did X say
	Manner                // how
	Truth                 // did, is, will: yes or no
	askedCount
)

// Question is a question as matching sees it.
type Question struct {
	Text    string
	Asks    Asks
	Topic   []match.Word // the words that carry its topic
	Speaker []match.Word // of a question that asks for Words, who said them
	counted []match.Word // of a question that asks for a Count, the noun after "how many"
	asked   []match.Word // the noun after "which" or "what"
	measure measure      // of a question that asks for a Count, what it is measured in
	news    news         // that it asks for
}

// Shape tells questions apart whose features mean different things.
type Shape int

// Shapes of questions.
const (
	Plain  Shape = iota
	Long         // of many clauses, which no one passage meets
	Lookup       // typed without capitals, as a search engine gets them, and held against reference pages
	shapes
)

// longTopic is the number of topic words above which a question is Long.
const longTopic = 12

// Shape is the shape of the question over its evidence.
func (q Question) Shape(evidence []retrieval.Evidence) Shape {
	switch {
	case len(q.Topic) > longTopic:
		return Long
	case strings.ToLower(q.Text) == q.Text && reference(evidence):
		return Lookup
	}
	return Plain
}

// shortHeadline is the mean number of words below which headlines name a subject instead of telling news.
const shortHeadline = 6

// reference reports whether the evidence is pages of an encyclopaedia or a handbook: none has a date, and their headlines
// name a subject.
func reference(evidence []retrieval.Evidence) bool {
	words := 0
	for _, e := range evidence {
		if !e.Article.Published.IsZero() || e.Article.Headline == "" {
			return false
		}
		words += len(strings.Fields(e.Article.Headline))
	}
	return words < shortHeadline*len(evidence)
}

// Fact reports whether one sentence can hold the whole answer: a person, a time, a place, a number, or yes or no.
func (q Question) Fact() bool {
	return q.Asks == Person || q.Asks == Time || q.Asks == Place || q.Asks == Count || q.Asks == Truth
}

// measure is the unit that a Count is asked in.
type measure int

// Measures.
const (
	anything measure = iota
	money
	age
	length
	duration
	clock // of a question that asks for a Time of day
)

// kinds are tried in order; of those that match, the one that begins first decides, the earlier one of two that begin alike.
var kinds = []struct {
	asks    Asks
	pattern *regexp.Regexp
}{
	{Words, regexp.MustCompile(`(?i)\bwhat(?: exactly| else| words)? (?:did|do|does|has|have|had|was|were|is)\s+.+?\s(?:say|says|said|saying|tell|told|telling|call|called|warn|warned|describe|described|respond|reply|replied|answer|answered|promise|promised|demand|demanded|announce|announced|accuse|accused|urge|urged|argue|argued|claim|claimed|state|stated|express|expressed|stress|stressed|write|written|mean)\b`)},
	{Words, regexp.MustCompile(`(?i)\b(?:how|in what words|what words) (?:did|does|do|has|have)\s+.+?\s(?:describe|described|respond|react|reply|characteri[sz]e|put|explain|call|answer|defend|justify)\b`)},
	{Words, regexp.MustCompile(`(?i)\b(?:what (?:was|were|is) (?:the )?.*?(?:response|reaction|reply|answer|message|warning|words|quote|comment|statement|explanation)\b)`)},
	{Count, regexp.MustCompile(`(?i)\bhow (?:many|much|long|old|far|often|big|large|high|tall|deep|fast|frequently|heavy|wide)\b`)},
	{Count, regexp.MustCompile(`(?i)\b(?:what|which) (?:is |was |were |are )?(?:the )?(?:number|figure|share|percentage|proportion|total|toll|death toll|estimate|estimated|population|price|cost|rate|vote|score|size|length|amount|age|tally|count)\b`)},
	{Time, regexp.MustCompile(`(?i)\bwhen\b|\b(?:what|which) (?:day|date|year|month|week|time|hour|century|decade|weekday)\b|\bhow soon\b|\bsince when\b`)},
	{Place, regexp.MustCompile(`(?i)\bwhere\b|\b(?:what|which) (?:city|cities|country|countries|town|place|state|province|region|area|venue|hotel|location|site|village|district|square|capital|neighbou?rhoods?)\b`)},
	{Cause, regexp.MustCompile(`(?i)\bwhy\b|\bhow come\b|\bwhat (?:led|caused|prompted|triggered|made|drove|motivated)\b|\bfor (?:what|which) reasons?\b|\bwhat (?:is|was|were|are) the (?:reasons?|causes?|motives?|grounds?)\b`)},
	{Person, regexp.MustCompile(`(?i)\b(?:what (?:is|are|was|were) )?(?:the )?names? of\b|\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|official|minister|spokes\w+|general|president|leader|author|actor|actress|singer|king|queen|diplomat|envoy|ambassador)\b`)},
	{Manner, regexp.MustCompile(`(?i)\bhow\b`)},
	{Something, regexp.MustCompile(`(?i)\b(?:what|which)\b`)},
	{Truth, regexp.MustCompile(`(?i)^\W*(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might)\b`)},
}

var (
	preamble       = regexp.MustCompile(`(?i)^\W*(?:(?:can|could|would) you )?(?:please )?(?:tell me|do you know|i(?:'d| would) like to know|i want to know|any idea)\b(?: about)?,?`)
	speakerPattern = regexp.MustCompile(`(?i)\b(?:did|do|does|has|have|had|was|were)\s+(?:the\s+)?(.+?)\s+(?:say|says|said|tell|told|telling|call|called|warn|warned|describe|described|respond|react|reply|replied|answer|answered|promise|promised|demand|demanded|announce|announced|accuse|accused|urge|urged|argue|argued|claim|claimed|state|stated|express|expressed|stress|stressed|explain|defend|put|write|characteri[sz]e)\b`)
	askedPattern   = regexp.MustCompile(`(?i)\b(?:which|what)\s+((?:\S+\s+){1,3})`)
	measures       = []struct {
		measure measure
		pattern *regexp.Regexp
	}{
		{money, regexp.MustCompile(`(?i)\bhow much\b.*\b(?:costs?|pays?|paid|money|worth|spend|spent|price|compensation|aid money|dollars)\b|\b(?:price|cost) of\b`)},
		{age, regexp.MustCompile(`(?i)\bhow old\b|\bwhat age\b`)},
		{length, regexp.MustCompile(`(?i)\bhow (?:high|tall|far|deep|wide)\b`)},
		{duration, regexp.MustCompile(`(?i)\bhow long\b`)},
		{clock, regexp.MustCompile(`(?i)\b(?:what|which) (?:time|hour)\b`)},
	}
	countedPattern = regexp.MustCompile(`(?i)\bhow (?:many|much)\s+((?:\S+\s*){1,3})`)
)

// idioms are turns of a question that say something else than their words: no talks need hold a place, nor take a part.
var idioms = []struct {
	pattern *regexp.Regexp
	plain   string
}{
	{regexp.MustCompile(`(?i)\b(?:take|takes|took|taken) place\b`), ""},
	{regexp.MustCompile(`(?i)\b(?:take|takes|took|taken) part in\b`), "attend"},
}

// Parse reads a question.
func Parse(text string) Question {
	text = strings.TrimSpace(preamble.ReplaceAllString(text, ""))
	for _, i := range idioms {
		text = i.pattern.ReplaceAllString(text, i.plain)
	}
	q := Question{Text: text}
	first := len(text)
	for _, k := range kinds {
		if at := k.pattern.FindStringIndex(text); at != nil && at[0] < first {
			q.Asks, first = k.asks, at[0]
		}
	}
	q.Topic = match.Topic(text)
	if m := speakerPattern.FindStringSubmatch(text); m != nil && q.Asks == Words {
		q.Speaker = match.Topic(m[1])
	}
	if m := countedPattern.FindStringSubmatch(text); m != nil {
		if words := match.Topic(m[1]); len(words) > 0 {
			q.counted = words[:1]
		}
	}
	if m := askedPattern.FindStringSubmatch(text); m != nil {
		q.asked = nouns(m[1])
	}
	if q.Asks == Something && len(q.asked) > 0 && q.asked[len(q.asked)-1].Person() {
		q.Asks = Person // which senator
	}
	for _, m := range measures {
		if q.measure == anything && m.pattern.MatchString(text) {
			q.measure = m.measure
		}
	}
	q.news = q.asksNews()
	return q
}

// generic are nouns after "which" that no answer repeats.
var generic = regexp.MustCompile(`^(?:kinds?|sorts?|types?|parts?|things?|ways?|steps?|options?|reasons?|name|happen\w*|time|day|date|year|month|role|effect|result|outcome|others?|else|exactly)$`)

// nouns is the topic words at the head of text, up to its first stop word; none where they are generic.
func nouns(text string) []match.Word {
	words := match.Words(text)
	n := 1
	for i, w := range words {
		if w.Stop {
			n = i
			break
		}
	}
	words = words[:min(n, len(words))]
	if len(words) == 0 || generic.MatchString(words[len(words)-1].Form) {
		return nil
	}
	return words
}
