package injection

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mood is what a sentence does.
type mood int

const (
	telling mood = iota
	bidding      // an imperative, or what "you must", "can you" and "I want you to" say in its place
	asking
)

var (
	// label is a word or two with a colon at the head of a sentence: IMPORTANT: , Note to editors:
	label = regexp.MustCompile(`^[\s*_#>(\[-]*\p{L}[\p{L} ,’'-]{0,40}[)\]*_]*:[*_]*\s+`)
	// bullet is the number or dash of a list.
	bullet = regexp.MustCompile(`^[\s*•·>–—-]*(?:\(?\d{1,2}[.)]\s+)?`)
	// clause says how, when or to what end, before the main clause and a comma.
	clause = regexp.MustCompile(`(?i)^(?:in|for|with|at|to|when|whenever|if|before|after|while|as|from|throughout|within|during|using|based on|given|once|instead of|by|without|on)\s[^,]{1,90},\s+`)
	// lead is a word that may stand before an imperative and leaves it one.
	lead = regexp.MustCompile(`(?i)^(?:please|now|then|also|next|finally|lastly|firstly|first|second|secondly|just|kindly|simply|hey|hi|hello|ok|okay|well|and|or|but|so|always|never|do not|don't|only|instead|additionally|furthermore|moreover|afterwards|quickly|briefly|carefully|clearly|subtly|randomly|thanks|great|do|dear \w+|hey \w+)(?:\s+(?:there|all|everyone|AI|assistant))?\s*[,!:;.–—-]?\s+`)
	// proxy stands for an imperative.
	proxy = regexp.MustCompile(`(?i)^(?:can|could|would|will) you\b|^(?:you (?:must|should|need to|have to|shall|will|are to|are required to|are asked to)|your (?:task|job|goal|role|mission|objective|assignment)\b|you(?:'re| are) now (?:an?|the|my|in)\b|I(?:'d| would)? (?:want|need|like|wish) you to|I (?:need|want|would like|'d like) (?:an?|some|help)\b|help (?:me|us)\b|let's\b|make sure\b|be sure\b)`)
	// wonders is what makes more than a fragment of a question: a question word, or a verb before its subject.
	wonders = regexp.MustCompile(`(?i)\b(?:what|who|whom|whose|how|why|when|where|which|what's|who's|how's|where's)\b|^(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must|isn't|aren't|don't|doesn't|can't|won't)\b`)
	// opener begins a question.
	opener = regexp.MustCompile(`(?i)^(?:what|who|whom|whose|how|why|when|where|which|what's|who's|how's|where's)\b`)
)

// depth is how many labels and leading words may stand before an imperative.
const depth = 4

// moodOf reads a sentence's mood from its plain text.
func moodOf(plain string) mood {
	s := bullet.ReplaceAllString(strings.TrimSpace(plain), "")
	for range depth {
		if commands(s) {
			return bidding
		}
		rest := lead.ReplaceAllString(label.ReplaceAllString(s, ""), "")
		if rest == s {
			break
		}
		s = rest
	}
	trimmed := strings.TrimRight(s, "\"')]*_ ")
	switch last, _ := utf8.DecodeLastRuneInString(trimmed); {
	case last == '?':
		if wonders.MatchString(s) {
			return asking
		}
		return telling // a fragment: More proof?
	case opener.MatchString(s) && unicode.IsLetter(last):
		if words := strings.Fields(s); len(words) > 1 && auxiliaries[strings.ToLower(words[1])] {
			return asking
		}
	}
	return telling
}

// commands reports whether s is an imperative or stands for one, perhaps behind a clause.
func commands(s string) bool {
	if proxy.MatchString(s) || bids(s) {
		return true
	}
	m := clause.FindString(s)
	rest := s[len(m):]
	return m != "" && (proxy.MatchString(rest) || bids(lead.ReplaceAllString(rest, "")))
}

// bids reports whether s begins with an imperative. Its head must be a word that can be a verb's base form; what follows
// must be the beginning of an object and not the verb of a subject: "Draft an essay", not "Draft rules were".
func bids(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 {
		return false
	}
	head, next := clean(words[0]), clean(words[1])
	if strings.HasSuffix(words[0], ",") || strings.HasSuffix(words[0], ".") || head == "" {
		return false
	}
	if closedClass[head] || !baseVerbs[head] && (strings.HasSuffix(head, "ly") || strings.HasSuffix(head, "ing")) {
		return false
	}
	if particles[next] && baseVerbs[head] && len(words) > 2 {
		next = clean(words[2])
	}
	switch {
	case tells(words):
		return false
	case determiners[next]:
		return baseVerbs[head] || opensObject[next] && !inflected(head) && openClass(words[0], head)
	case !baseVerbs[head]:
		return false
	case strings.HasPrefix(words[1], `"`), unicode.IsDigit(rune(words[1][0])):
		return true
	case relatives[next] && !conjunctions[next]:
		return !nounToo[head]
	case next == "", next == "of", auxiliaries[next], conjunctions[next], strings.HasSuffix(next, "ed") && len(next) > 4:
		return false
	case prepositions[next]:
		return !nounToo[head]
	}
	return !nounToo[head] && (len(words) < 3 || !strings.HasSuffix(clean(words[2]), "ed"))
}

// tells reports whether one of the first words behind the head is a finite verb, so that the head is its subject: "Support
// for the plan was". A clause of its own, behind a relative or conjunction, has one by right.
func tells(words []string) bool {
	for _, w := range words[1:min(len(words), 9)] {
		c := clean(w)
		if relatives[c] || strings.ContainsAny(w, "\":") {
			return false
		}
		if finite[c] {
			return true
		}
		if strings.HasSuffix(w, ",") {
			return false
		}
	}
	return false
}

// inflected reports whether a word has an ending that an imperative has not.
func inflected(w string) bool {
	return strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")
}

// openClass reports whether a sentence's first word may be a verb by its letters: one capital at most, none within.
func openClass(raw, lower string) bool {
	return len(lower) > 2 && !strings.ContainsFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) }) &&
		strings.ToUpper(raw) != raw
}

// clean is a word in lower case without the marks around it.
func clean(w string) string {
	return strings.ToLower(strings.Trim(w, ".,:;!?()[]{}*_\"'–—"))
}
