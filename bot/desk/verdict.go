package desk

import "dateline/bot"

// Verdict is what a check comes to, in words: what the coverage says of the claim, never whether it is true. It is "" of any
// other answer, and where the coverage does not speak of the claim, for which an abstention has its reason.
func (l Locale) Verdict(a bot.Answer) string {
	if a.Verdict == "" || a.Abstained {
		return ""
	}
	text := l.Say("verdict." + a.Verdict)
	if a.Sides == nil {
		return text
	}
	if a.Sides.For > 0 {
		text += " " + l.Count("verdict.for", a.Sides.For)
	}
	if a.Sides.Against > 0 {
		text += " " + l.Count("verdict.against", a.Sides.Against)
	}
	return text
}
