package compose

import (
	"fmt"
	"regexp"
	"strings"
)

// Forms of a verdict. Nothing but a plain yes counts as one: what negates, limits or contradicts says no.
var (
	verdictField = regexp.MustCompile(`(?i)"(supported|unsupported|verdict|answer|label|result|judge?ment|conclusion|decision|status|final_?\w*)"\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,}\]]+)`)
	verdictLabel = `(?:(?:(?:so|thus|therefore|hence)\W+)?(?:the |my )?(?:final |short )?(?:answer|verdict|conclusion|judge?ment|decision|result)(?: is)?\W*)?`
	plainYes     = regexp.MustCompile(`^\W*` + verdictLabel + `(?:(?:yes|true)\b|(?:(?:fully|entirely|completely|directly|clearly|explicitly|well) )?supported\b)`)
	proseYes     = regexp.MustCompile(`\b(?:claim|sentence|statement|assertion|it|this|that) (?:is|are) (?:(?:\w+ly|well) )?supported\b|` +
		`\b(?:passages?|sources?|texts?|coverage|excerpts?|they|it)(?:\W*\d+\W?)?(?: (?:and|\w+ly|do|does))* supports? (?:the (?:whole |entire )?(?:claim|sentence|statement)|it|this|every part)\b`)
	plainNo = regexp.MustCompile(`^\W*` + verdictLabel + `(?:no|false|none|not|partial(?:ly)?|partly)\b`)
	denied  = regexp.MustCompile(`\b(?:un-?supported|(?:refut|contradict|disprov|unverif|unprov|insufficien|inaccura|incorrect|mislead)\w*|not enough)`)
	aboutIt = regexp.MustCompile(`\bsupport(?:s|ed|ing)?\b`)
	limited = regexp.MustCompile(`\b(?:no|not|\w+n't|cannot|never|neither|nor|none|nothing|nowhere|without|lack\w*|fail\w*|hardly|barely|scarcely|` +
		`partial\w*|partly|part|half|only|some|somewhat|mostly|largely|weakly|loosely|poorly|inadequate\w*|false|wrong|but|except|however|although|though|` +
		`unclear|doubt\w*|questionable|missing|absent|omit\w*|too|may|might|could|would|rather|instead|beyond|little|few|extent|almost|nearly)\b|\bsupported\W{0,3}[:=]\W*\d`)
	asked     = regexp.MustCompile(`\b(?:whether|if)\b|\?\s*$`)
	sentenceW = regexp.MustCompile(`[^.!?;\n]+[.!?;\n]?`)
	emphasisW = strings.NewReplacer("*", "", "`", "", "’", "'", "NOT_", "not ", "not_", "not ")
)

// verdict reads what a model says of a claim. Where it says several things the last counts, and a yes said in passing does
// not take back a no.
func verdict(reply string) (supported bool, err error) {
	yes, no := verdictFields(reply)
	if !yes && !no {
		yes, no = verdictProse(reply)
	}
	if !yes && !no {
		return false, fmt.Errorf("%w: %.80q", errNoVerdict, reply)
	}
	return yes && !no, nil
}

// verdictFields reads a verdict in JSON.
func verdictFields(reply string) (yes, no bool) {
	for _, m := range verdictField.FindAllStringSubmatch(reply, -1) {
		name, value := strings.ToLower(m[1]), strings.ToLower(strings.Trim(m[2], `" `))
		isYes := value == "true" || value == "yes"
		switch name {
		case "supported":
			isYes = isYes || value == "supported"
			yes, no = yes || isYes, no || !isYes
		case "unsupported":
			isYes = value == "false" || value == "no"
			yes, no = yes || isYes, no || !isYes
		default:
			y, n := verdictProse(value)
			yes, no = yes || y, no || n
		}
	}
	return yes, no
}

// verdictProse reads a verdict in words, sentence by sentence.
func verdictProse(reply string) (yes, no bool) {
	for _, s := range sentenceW.FindAllString(emphasisW.Replace(reply), -1) {
		s = strings.ToLower(s)
		plain := plainYes.MatchString(s)
		switch {
		case asked.MatchString(s):
		case plainNo.MatchString(s), denied.MatchString(s), (plain || yes || aboutIt.MatchString(s)) && limited.MatchString(s):
			yes, no = false, true
		case plain:
			yes, no = true, false
		case proseYes.MatchString(s):
			yes = !no
		}
	}
	return yes, no
}
