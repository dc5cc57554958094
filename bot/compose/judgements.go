package compose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dateline/bot"
)

// Forms in which models number passages and judge them.
var (
	numbering = regexp.MustCompile(`(?im)\[\s*(?:passage\s*)?(\d{1,2})\s*\]|\bpassage\s*(?:no\.?\s*|number\s*|#\s*)?(\d{1,2})\b|` +
		`"(?:passage|number|n|id|index)"\s*:\s*"?(\d{1,2})\b|"(\d{1,2})"\s*:|^[\s|>*#(-]*(\d{1,2})\s*[.):|=–—-]|^\s*(\d{1,2})\s+[a-z]`)
	// tallied is a judgement with the numbers of those that it is of: “Contradict: 2, 4”.
	tallied  = regexp.MustCompile(`(?i)\b(support(?:s|ed|ing)?|contradict(?:s|ed|ing|ions?)?|neither)"?\s*:\s*\[?\s*((?:passages?\s*)?\[?\d{1,2}\]?(?:\s*(?:,|and|&)\s*(?:passages?\s*)?\[?\d{1,2}\]?)*)\s*(?:\]|[.;,}]|$)`)
	jointly  = regexp.MustCompile(`\bpassages\s+\d{1,2}(?:\s*(?:,|and|&)\s*\d{1,2})+`) // “Passages 1, 2 and 4”
	between  = regexp.MustCompile(`(?i)^[\s,;&/\])("*]*(?:and|to)?[\s,;&/\[("*]*$`)
	neitherW = regexp.MustCompile(`\b(?:neither|neutral|irrelevant|unrelated|undecided|unclear|inconclusive|un-?supported|insufficient|partial(?:ly)?|partly|none|n/?a)\b|` +
		`\b(?:no|not|n't|cannot|never|without|fails? to)\b[^.;]{0,24}\b(?:support|contradict|mention|relate|relevant|enough)|\w+n't\b[^.;]{0,24}\b(?:support|contradict|mention)`)
	contraryW = regexp.MustCompile(`\b(?:contradict|refut|den(?:y|ies|ied)\b|disput|disagree|conflict|oppos|against\b|false\b)`)
	supportW  = regexp.MustCompile(`\b(?:support|confirm|agree|entail|true\b|for\b)`)
)

// judgements reads what a model says of the passages numbered 1 to n: bot.For, bot.Against, or "" for neither. Where it says
// several things of one the last counts; what cannot be read is left out.
func judgements(reply string, n int) map[int]string {
	text := strings.ToLower(emphasisW.Replace(reply))
	read := map[int]string{}
	set := func(number, words string) {
		i, _ := strconv.Atoi(number)
		if side, ok := judgement(words); ok && i >= 1 && i <= n {
			read[i] = side
		}
	}
	for _, m := range tallied.FindAllStringSubmatch(text, -1) {
		for _, number := range digits.FindAllString(m[2], -1) {
			set(number, m[1])
		}
	}
	if len(read) > 0 {
		return read
	}
	text = jointly.ReplaceAllStringFunc(text, func(list string) string {
		return "passage " + strings.Join(digits.FindAllString(list, -1), " passage ")
	})
	places := numbering.FindAllStringSubmatchIndex(text, -1)
	var waiting []string // numbers whose judgement is that of the next: “1 and 3 support it”
	for k, m := range places {
		end := len(text)
		if k+1 < len(places) {
			end = places[k+1][0]
		}
		number, last := "", m[1]
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 {
				number, last = text[m[g]:m[g+1]], m[g+1]
			}
		}
		words := text[last:end]
		waiting = append(waiting, number)
		if between.MatchString(words) && k+1 < len(places) {
			continue
		}
		for _, number := range waiting {
			set(number, words)
		}
		waiting = nil
	}
	if len(places) == 0 {
		inOrder(text, n, set)
	}
	return read
}

// inOrder reads judgements without numbers: the one of a single passage, or as many lines as there are passages.
func inOrder(text string, n int, set func(number, words string)) {
	if n == 1 {
		set("1", text)
		return
	}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
	lines = slices.DeleteFunc(lines, func(l string) bool { _, ok := judgement(l); return !ok })
	if len(lines) != n {
		return
	}
	for i, l := range lines {
		set(strconv.Itoa(i+1), l)
	}
}

// judgement reads what is said of one passage: the first sentence that says anything.
func judgement(words string) (side string, ok bool) {
	for _, s := range sentenceW.FindAllString(words, -1) {
		switch {
		case neitherW.MatchString(s):
			return "", true
		case contraryW.MatchString(s):
			return bot.Against, true
		case supportW.MatchString(s):
			return bot.For, true
		}
	}
	return "", false
}
