package digest

import (
	"regexp"
	"slices"
	"strings"
)

// saysDiffer says that accounts of something differ. Each has one of the parts of disputing.
var saysDiffer = regexp.MustCompile(`(?i)\b(?:accounts?|versions?|reports?|figures?|counts?|estimates?|numbers?|tolls?|those who (?:count|tell))\b[^.;]{0,40} (?:differ|vary|diverge|conflict|disagree|contradict each other|(?:do|did) not (?:agree|match|tally|count alike))\b|` +
	`\b(?:different|conflicting|contradictory|differing|other) (?:\w+ )?(?:accounts?|versions?|figures?|counts?|estimates?|tolls?) (?:of|for|on|are|were|have been|had been|put|give|gave)\b|` +
	`\b(?:is|are|was|were|remains?|remained) (?:still |also )?(?:in dispute|disputed)\b|\bdepends? on who\b|\bdisagree[sd]? (?:on|about|over|whether)\b|\bin different ways\b|\bnot count alike\b`)

var disputing = []string{"iffer", " vary", "diverge", "onflict", "disagree", "ontradict", " not ", " other ", "Other ", "disput", "on who"}

// Bounds of what tells of one dispute.
const (
	mostTold       = 3  // sentences
	mostToldLength = 90 // words
)

// dispute are the sentences with which an article itself says that accounts differ, and whose they are: the one that says so, behind
// the one before it where it leans on that, and those after it in its paragraph. They speak of what the headline does.
func (a *article) dispute() (groups [][]*sentence) {
	for i, s := range a.sentences {
		text := s.text()
		if s.quoted > 0 || !slices.ContainsFunc(disputing, func(part string) bool { return strings.Contains(text, part) }) || !saysDiffer.MatchString(text) {
			continue
		}
		from, to := i, i+1
		if s.leans {
			from--
		}
		length := 0
		for _, s := range a.sentences[max(0, from):to] {
			length += s.length
		}
		for to < len(a.sentences) && to-from < mostTold && a.sentences[to].follows(a.sentences[to-1]) && length+a.sentences[to].length <= mostToldLength {
			length += a.sentences[to].length
			to++
		}
		if from < 0 || to-from < 2 || from < i && !s.follows(a.sentences[from]) || a.sentences[from].leans || strings.HasSuffix(a.sentences[to-1].text(), "?") {
			continue
		}
		group := a.sentences[from:to:to]
		if slices.ContainsFunc(group, func(s *sentence) bool { return shared(s.words, a.headline) > 0 }) {
			groups = append(groups, group)
		}
	}
	return groups
}
