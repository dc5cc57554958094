package conversation

import (
	"regexp"
	"strings"

	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
)

// Bounds of what is repeated of a claim.
const (
	mostClaim = 24 // words
	leastSaid = 3  // words of a quotation that is worth repeating
)

func firstSentence(text string) string {
	if spans := segment.Sentences(text); len(spans) > 0 {
		return spans[0].In(text)
	}
	return ""
}

var (
	reported   = regexp.MustCompile(`(?i)\b(?:said|says|announced|warned|told (?:\S+ ){1,4}?|claimed|denied|insisted|argued|confirmed|added|reported|estimated|predicted)(?: on \S+,)? (that .+)$`)
	attributed = regexp.MustCompile(`(?i)[,”"] (?:according to .{1,80}|(?:[^,]{1,80}, ){0,2}[^,“”"]{1,80} (?:said|says|told|added|reported|predicted|announced|wrote|estimated)\b[^,“”"]{0,60})[.]?$`)
)

// claim is what the last answer's first sentence claims, as a clause; "" where nothing was answered.
func (f *followUp) claim() string {
	sentence := strings.TrimRight(firstSentence(f.last.Answer), " .")
	if sentence == "" {
		return ""
	}
	if at := attributed.FindStringIndex(sentence); at != nil && len(mention.Quotations(sentence)) == 0 {
		sentence = sentence[:at[0]]
	}
	return shortened(uncapital(sentence), mostClaim)
}

// said is the last answer's claim as what somebody said: its quotation, else what is reported behind "that", else all of it.
func (f *followUp) said() string {
	for _, q := range mention.Quotations(f.last.Answer) {
		inner := strings.TrimRight(q.Inner.In(f.last.Answer), " .,")
		if !q.Nested && len(strings.Fields(inner)) >= leastSaid {
			return "“" + shortened(inner, mostClaim) + "”"
		}
	}
	sentence := strings.TrimRight(firstSentence(f.last.Answer), " .")
	if m := reported.FindStringSubmatch(sentence); m != nil {
		return shortened(m[1], mostClaim)
	}
	if claim := f.claim(); claim != "" {
		return "that " + claim
	}
	return ""
}

// shortened cuts a text to at most n words, at its last comma where that leaves half of them.
func shortened(text string, n int) string {
	w := strings.Fields(text)
	if len(w) <= n {
		return strings.Join(w, " ")
	}
	cut := strings.Join(w[:n], " ")
	if at := strings.LastIndexAny(cut, ",;"); at > len(cut)/2 {
		cut = cut[:at]
	}
	if strings.Count(cut, "“") > strings.Count(cut, "”") {
		cut += "”"
	}
	return cut
}

var passive = regexp.MustCompile(`(?i)^(?:[^,]*, )?(.{3,60}?) (?:was|were|has been|have been|had been) ((?:\p{L}+ed)|hit|shot|killed|struck|burned|burnt|held|sent|cut|brought|built|caught)\b`)

// doer is the question for who did what the last answer says was done, or "".
func (f *followUp) doer() string {
	if c := f.base; being[bareWordOf(c.aux)] && participle(c.verb) && c.subject != "" { // where was the convoy attacked?
		return "Who " + bareWordOf(c.verb) + " " + uncapital(c.subject) + "?"
	}
	sentence := firstSentence(f.last.Answer)
	m := passive.FindStringSubmatch(sentence)
	if m == nil {
		return ""
	}
	done := m[1]
	if full := f.specified(uncapital(done)); full != uncapital(done) {
		done = full
	} else {
		for _, thing := range f.base.things() {
			if h := headOf(thing); h != "" && h == headOf(done) && len(thing) > len(done) {
				done = thing
			}
		}
	}
	return "Who " + strings.ToLower(m[2]) + " " + uncapital(done) + "?"
}
