package desk

import (
	"strings"

	"dateline/bot"
)

// Untold is what an answer says of what a summary does not tell, "" where that is nothing: "3 more stories are not told here: …".
func (l Locale) Untold(a bot.Answer) string {
	var sentences []string
	if u := a.Untold; u.Stories > 0 {
		headlines := strings.Join(u.Headlines, "”; “")
		if headlines != "" {
			headlines = ": “" + headlines + "”"
		}
		if more := u.Stories - len(u.Headlines); more > 0 && headlines != "" {
			headlines += " " + l.Say("settings.more", "n", more)
		}
		sentences = append(sentences, l.Count("untold.stories", u.Stories)+headlines+".")
	}
	if n := a.Untold.Older; n > 0 {
		sentences = append(sentences, l.Count("untold.older", n))
	}
	return strings.Join(sentences, " ")
}
