package digest

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval/match"
)

// What makes a sentence one side of a matter, and another one its other side. A summary that shows the first shows the second
// too, or neither.
var (
	// turning begins a sentence that takes back something of the one before it, or stands within it.
	turning = regexp.MustCompile(`^(?:But|However|Yet|Nevertheless|Nonetheless|Even so|By contrast|In contrast|On the other hand|Not all|Not everyone|Others (?:say|said|disagree|doubt))\b|, (?:however|though|by contrast|on the other hand)[,.;]`)
	// contesting is that somebody denies or doubts what another one says.
	contesting = regexp.MustCompile(`(?i)\b(?:den(?:y|ies|ied|ying)|disput(?:es|ed|ing)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|contradict(?:s|ed|ing)?|refut(?:es?|ed|ing)|contest(?:s|ed)|rebut(?:s|ted)?|` +
		`disagree[sd]?|doubt(?:s|ed)|question(?:s|ed) (?:the|whether|that)|counter(?:s|ed) that|insist(?:s|ed)?|retort(?:s|ed)|(?:do|does|did) not (?:believe|agree|accept|think))\b`)
	// unproven is that something has not been found, shown or said.
	unproven = regexp.MustCompile(`(?i)\b(?:not|never|nor|neither)(?: \w+){0,2} (?:established|proven?|confirmed|verified|substantiated|determined|identified|named|blamed?|shown)\b|` +
		`\b(?:no|without|lack(?:s|ed)?|little) (?:\w+ )?(?:evidence|proof|sign|trace|indication)\b|\b(?:unproven|unverified|unconfirmed|unsubstantiated|disputed|inconclusive)\b`)
	// accusing is that somebody is said to have done wrong.
	accusing = regexp.MustCompile(`(?i)\b(?:accus(?:es?|ed|ing|ations?)|blam(?:es?|ed|ing)|alleg(?:es?|ed|edly|ing|ations?)|suspect(?:s|ed)? of|charged with|guilty of|responsible for)\b`)
)

// hedging are parts of words of which every form of contesting, unproven and accusing, and of turning within a sentence, holds
// one. They are looked for first because that is fast.
var hedging = []string{
	"deni", "deny", "disput", "eject", "ismiss", "ontradict", "efut", "ontest", "rebut", "isagree", "doubt", "question", "counter", "nsist", "retort", "elieve", "agree", "accept",
	"think", "not ", "never ", "nor ", "Nor ", "either ", "no ", "No ", "ithout", "lack", "ittle", "unproven", "nverified", "nconfirmed", "nsubstantiated", "nconclusive",
	", however", ", though", ", by contrast", ", on the other",
}

// isOtherSide reports whether a text takes back, denies or doubts what stands before it.
func isOtherSide(text string) bool {
	if turning.MatchString(text) {
		return true
	}
	return slices.ContainsFunc(hedging, func(part string) bool { return strings.Contains(text, part) }) &&
		(contesting.MatchString(text) || unproven.MatchString(text) || saysUnknown(text))
}

// common are words that two sentences have to share, for one to deny what the other accuses somebody of elsewhere in the article.
const common = 2

// reply finds for each sentence the one that gives the other side of it: the next one, or, where somebody is accused, the first
// that denies it. Of what the outlet said before, it is the correction.
func (a *article) reply() {
	otherSide := make([]bool, len(a.sentences))
	for i, s := range a.sentences {
		otherSide[i] = isOtherSide(s.text())
	}
	for i, s := range a.sentences {
		if i+1 < len(a.sentences) {
			next := a.sentences[i+1]
			if RecitalOf(s.text()) != NoRecital && next.follows(s) || otherSide[i+1] && !otherSide[i] && (next.follows(s) || shared(s.words, next.words) > 0) {
				s.reply = next
			}
		}
		if s.reply == nil && RecitalOf(s.text()) == Unadmitted {
			s.told = false
		}
		if s.reply != nil || otherSide[i] || !accusing.MatchString(s.text()) {
			continue
		}
		for j, t := range a.sentences {
			if j != i && t.told && !t.leans && contesting.MatchString(t.text()) && shared(s.words, t.words) >= common {
				s.reply = t
				break
			}
		}
	}
	for _, s := range a.sentences { // what cannot be shown takes with it what it replies to
		if r := s.reply; r != nil && (r.length > mostWords || !strings.HasSuffix(strings.TrimRight(r.text(), `”"’')`), ".")) {
			s.told = false
		}
	}
}

// turnsWithin reports whether a text replies to what stands before it by a word in its midst: "Officials, however, …".
func turnsWithin(text string, words []match.Word) bool {
	return len(words) > 0 && words[0].Start == 0 && strings.Contains(text, ", however") && turning.MatchString(text)
}
