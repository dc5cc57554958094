package digest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// mostUnknown is how many sentences a summary says of what is not known.
const mostUnknown = 3

// notKnown says that something is not known, or that those who would know did not say.
var notKnown = regexp.MustCompile(`(?i)\b(?:(?:it|that|this|(?:the )?(?:\w+ ){1,4}) ?(?:is|are|remains?|remained) (?:still |yet |as yet |largely |also )?(?:unclear|unknown|not (?:yet |immediately |publicly |fully )?(?:known|clear|established|settled|been (?:settled|established))|uncertain|to be seen)\b|` +
	`(?:it|that) has (?:still )?not (?:yet )?been (?:settled|established|confirmed|determined|disclosed|decided)\b|` +
	`(?:unclear|not known|not clear|uncertain) (?:whether|if|how|who|when|why|what|where|which)\b|` +
	`(?:did|do|does|would|could|has|have) not (?:\w+ly |yet |immediately )?(?:say|said|specify|specified|disclose|disclosed|name|named|reveal|revealed|explain|explained|confirm|confirmed) (?:whether|if|how|who|when|why|what|where|which|the (?:name|names|number|cause|identity))\b|` +
	`declin(?:ed|es) to (?:say|give|name|specify|disclose|confirm) |` +
	`could not (?:immediately |independently )?be (?:(?:immediately |independently )?verified|confirmed|reached|determined)\b|` +
	`no (?:word|information|details?) (?:was|were|is|are) (?:immediately |yet )?(?:available|given|released|known)\b|` +
	`nobody (?:knows|has claimed|has said)\b|no (?:group|one) (?:has |had )?(?:immediately )?claimed responsibility\b|has yet to (?:be (?:decided|determined|confirmed|named|identified)|say|comment)\b)`)

// unsure are parts of words of which every form of notKnown holds one. They are looked for first because that is fast.
var unsure = []string{"nknown", "nclear", "ncertain", " not ", "be seen", "eclin", " yet ", " no ", "No ", "obody "}

// past is a lack of knowledge that may have ended since.
var past = regexp.MustCompile(`(?i)\b(?:had (?:not )?been (?:unclear|unknown|known)|was (?:not (?:yet |immediately )?(?:known|clear)|unclear|unknown) (?:at first|at the time|until|then)|initially|at first)\b`)

// unknown chooses the most telling sentences that say what is not known, of the newest articles of each story: what an older one did
// not know, a newer one may. They are on the topic, stand by themselves and repeat nothing.
func (c *Coverage) unknown(chosen *choice) []*sentence {
	var all []*sentence
	for _, story := range c.stories {
		for _, a := range story.articles {
			if !sameDay(a.Published, story.last().Published) {
				continue
			}
			for _, s := range a.sentences {
				if s.told && !s.leans && !s.chosen && s.quoted == 0 && saysUnknown(s.text()) && (a.named || shared(s.words, a.headline) > 0) &&
					!s.points && !chosen.says(s) {
					all = append(all, s)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *sentence) int { return cmp.Compare(b.value, a.value) })
	all = all[:min(len(all), mostUnknown)]
	for _, s := range all {
		s.chosen = true
	}
	chosen.aside = append(chosen.aside, all...)
	return all
}

// saysUnknown reports whether a text says that something is not known now.
func saysUnknown(text string) bool {
	return slices.ContainsFunc(unsure, func(part string) bool { return strings.Contains(text, part) }) && notKnown.MatchString(text) && !past.MatchString(text)
}
