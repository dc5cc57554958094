package conversation

import (
	"regexp"
	"strings"

	"dateline/retrieval/mention"
)

var (
	anaphor   = regexp.MustCompile(`(?i)\b(he|him|his|she|hers|her|they|them|theirs|their|its|it|there|then|that|this|so|these|those)\b`)
	expletive = regexp.MustCompile(`(?i)\b(?:is|was|isn['’]t|wasn['’]t|be|been) it (?:true|possible|clear|likely|unlikely|known|certain|necessary|important|fair|right|correct|the case|too|not)\b|` +
		`\bit (?:is|was|has been|seems?|appears?|looks?|takes?|took|turns? out)\s+(?:true|possible|clear|likely|that|to|like|as|known|certain|not)\b|\bdoes it take to\b|\bdid it take to\b`)
	existential = regexp.MustCompile(`(?i)\b(?:there\s+(?:is|are|was|were|has|have|had|will|would|may|might|could|be|remains?)\b|(?:is|are|was|were|will|been|be)\s+there\s+(?:any|a|an|no|some|more|still|other|evidence|news|reports?|enough|been|be|another|many|much|not|proof|doubt|talk|signs?)\b)|\bhow many\b.{0,40}\b(?:is|are|were|was)\s+there\b`)
	boundary    = regexp.MustCompile(`(?i)(?:[,;:—]| (?:and|but|when|while|because|after|before|if|that|who|whom|which|whose|why|how|where|whether|although|though|as|so|until|since|than|or|what)) `)
	behindWord  = regexp.MustCompile(`^\s+([\p{L}\p{N}’'-]+)`)
	doneIt      = regexp.MustCompile(`(?i)^(?:but )?who (?:did|has done|had done|was behind|is behind|is responsible for|was responsible for|carried out) (?:it|that|this)\s*\??$`)
	whenWas     = regexp.MustCompile(`(?i)^(when|where|why|how) (?:is|was) (?:that|this|it)\s*\??$`)
	isTrue      = regexp.MustCompile(`(?i)^(is|was) (?:that|this|it) (true|certain|confirmed|sure|known|clear|right|correct|official)\s*\??$`)
	ending      = regexp.MustCompile(`^\s*(?:[?.!,;]|$)`)
	notOwned    = words(`in on at to for from with by about after before when while and or but during since until again too also as then now later yesterday today alone of`)
	claiming    = words(`deny denies denied denying confirm confirms confirmed admit admits admitted announce announced`) // of what was claimed, not of a thing
	doing       = words(`do did does done doing`)
	timeBefore  = words(`by before since until after from`)
)

// pronouns puts in what the pronouns of a question stand for. settled is true where the question needs no more: it leans
// on nothing, or what it leans on was put in.
func (f *followUp) pronouns(question string) (full string, settled bool) {
	if m := whenWas.FindStringSubmatch(question); m != nil && f.claim() != "" {
		return m[1] + " was it that " + f.claim() + "?", true
	}
	if m := isTrue.FindStringSubmatch(question); m != nil && f.claim() != "" {
		return m[1] + " it " + m[2] + " that " + f.claim() + "?", true
	}
	if doneIt.MatchString(question) {
		if who := f.doer(); who != "" {
			return who, true
		}
	}
	var b strings.Builder
	at := 0
	for _, p := range anaphor.FindAllStringIndex(question, -1) {
		if put := f.put(question, p[0], p[1]); put != "" {
			b.WriteString(question[at:p[0]])
			b.WriteString(put)
			at = p[1]
			settled = settled || !timely(question[p[0]:p[1]])
		}
		if f.doubt != "" {
			return question, true
		}
	}
	b.WriteString(question[at:])
	return b.String(), settled
}

func timely(pronoun string) bool { return strings.EqualFold(pronoun, "then") }

// put is what a pronoun of the question stands for, or "" where it stays.
func (f *followUp) put(question string, start, end int) string {
	before, word, behind := question[:start], strings.ToLower(question[start:end]), question[end:]
	switch word {
	case "he", "him", "his", "she", "her", "hers":
		if len(peopleIn(before)) > 0 {
			return "" // of the question's own
		}
		g := mention.Male
		if word[0] != 'h' || strings.HasPrefix(word, "her") {
			g = mention.Female
		}
		p, ok := f.meant(question[start:end], g)
		if !ok {
			return ""
		}
		if word == "his" || word == "hers" || word == "her" && owns(behind) {
			return possessive(p.name)
		}
		return p.name
	case "they", "them", "their", "theirs":
		if hasOwn(before, true) {
			return ""
		}
		return owned(f.group(), word == "their" || word == "theirs")
	case "these", "those":
		if !ending.MatchString(behind) {
			return ""
		}
		return f.group()
	case "it", "its":
		if hasOwn(before, false) || overlaps(expletive, question, start, end) || doing[lastWord(before)] && ending.MatchString(behind) {
			return ""
		}
		if claim := f.said(); claiming[lastWord(before)] && ending.MatchString(behind) && claim != "" {
			return claim
		}
		return owned(f.thing(), word == "its")
	case "there":
		if overlaps(existential, question, start, end) || boundary.MatchString(before) && hasOwn(before, false) || len(mention.Names(before)) > 0 && boundary.MatchString(before) {
			return ""
		}
		return f.place()
	case "then":
		if timeBefore[lastWord(before)] {
			return f.moment()
		}
	case "that", "this", "so":
		if speech[lastWord(before)] && ending.MatchString(behind) {
			if f.last.Answer == "" {
				f.doubt = "Nothing was answered that “" + question[start:end] + "” could stand for; write it out."
			}
			return f.said()
		}
		thing := f.thing()
		if word == "so" || !ending.MatchString(behind) || timeBefore[lastWord(before)] || doing[lastWord(before)] || !strings.Contains(thing, " ") {
			return "" // of an event, which no thing stands for
		}
		return thing
	}
	return ""
}

func owned(phrase string, owns bool) string {
	if owns && phrase != "" {
		return possessive(phrase)
	}
	return phrase
}

// owns tells "her team" from "did they see her".
func owns(behind string) bool {
	m := behindWord.FindStringSubmatch(behind)
	return m != nil && !notOwned[strings.ToLower(m[1])]
}

func lastWord(text string) string {
	w := strings.Fields(text)
	if len(w) == 0 {
		return ""
	}
	return bareWordOf(w[len(w)-1])
}

func overlaps(pattern interface {
	FindAllStringIndex(string, int) [][]int
}, text string, start, end int) bool {
	for _, at := range pattern.FindAllStringIndex(text, -1) {
		if at[0] <= start && end <= at[1] {
			return true
		}
	}
	return false
}

// peopleIn are the persons, or names that may be one, in a question's own words.
func peopleIn(text string) (all []mention.Name) {
	for _, n := range mention.Names(text) {
		if n.Kind == mention.Person || n.Kind == mention.Unknown {
			all = append(all, n)
		}
	}
	return all
}

// hasOwn reports whether a question's own words before a pronoun name what it stands for, in a clause of its own, or a
// name before a possessive.
func hasOwn(before string, many bool) bool {
	at := boundary.FindAllStringIndex(before, -1)
	if at == nil {
		return len(mention.Names(before)) > 0
	}
	own := before[:at[len(at)-1][1]]
	if len(mention.Names(own)) > 0 {
		return true
	}
	for i, w := range strings.Fields(own) {
		w = bareWordOf(w)
		if i > 0 && !auxiliaries[w] && !pronoun[w] && !verbs[w] && !determiners[w] && len(w) > 2 && (!many || manyWords[w] || strings.HasSuffix(w, "s")) && !notOwned[w] {
			return true
		}
	}
	return false
}
