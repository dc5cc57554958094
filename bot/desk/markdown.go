package desk

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"dateline/bot"
)

// Heading is the title of what a command gives for a topic: "Summary: Aleppo". What answers a question has the question.
func (l Locale) Heading(command, topic string) string {
	switch command {
	case "summary", "timeline", "check":
		return l.Say(command+".title", "topic", topic)
	case "quotes":
		return l.Say("quotes.of", "name", topic)
	}
	return topic
}

// Markdown is an answer under a title as CommonMark: its sections, then its numbered sources, then its last line.
func (l Locale) Markdown(title string, a bot.Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", plainText(title))
	if v := l.Verdict(a); v != "" {
		fmt.Fprintf(&b, "\n**%s**\n", plainText(v))
	}
	if a.Abstained {
		fmt.Fprintf(&b, "\n%s\n", plainText(l.Translate(a.Reason)))
	}
	for _, s := range l.Sections(a) {
		if s.Title != "" {
			fmt.Fprintf(&b, "\n## %s\n", plainText(s.Title))
		}
		b.WriteByte('\n')
		for i, line := range s.Lines {
			switch {
			case s.Listed:
				b.WriteString("- ")
			case i > 0:
				b.WriteByte(' ')
			}
			if line.Lead != "" {
				fmt.Fprintf(&b, "**%s** ", plainText(line.Lead))
			}
			b.WriteString(plainText(line.Marked()))
			if line.Tail != "" {
				fmt.Fprintf(&b, " — %s", plainText(line.Tail))
			}
			if s.Listed || i == len(s.Lines)-1 {
				b.WriteByte('\n')
			}
		}
	}
	for _, said := range []string{l.Untold(a), l.Notice(a.Notice)} {
		if said != "" {
			fmt.Fprintf(&b, "\n%s\n", plainText(said))
		}
	}
	if len(a.Sources) > 0 {
		title := l.Say("sources")
		if a.Abstained {
			title = strings.TrimSuffix(l.Say("answer.nearest"), ":")
		}
		fmt.Fprintf(&b, "\n## %s\n\n", plainText(title))
	}
	for _, s := range a.Sources {
		headline := plainText(cmp.Or(s.Headline, s.ArticleID))
		if strings.HasPrefix(s.URL, "http://") || strings.HasPrefix(s.URL, "https://") {
			headline = fmt.Sprintf("[%s](<%s>)", headline, strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "", " ", "%20").Replace(s.URL))
		}
		fmt.Fprintf(&b, "- \\[%d\\] %s · %s\n", s.N, headline, plainText(strings.Join(l.Particulars(s), " · ")))
	}
	fmt.Fprintf(&b, "\n%s\n", plainText(l.Small(a, "")))
	return b.String()
}

var markdownMarks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`, "&", `\&`)

// numbered begins like an item of a numbered list.
var numbered = regexp.MustCompile(`^([0-9]+)([.)])`)

// plainText is a text on one line that shows as what it is.
func plainText(text string) string {
	text = markdownMarks.Replace(strings.Join(strings.Fields(text), " "))
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
		return `\` + text
	}
	return numbered.ReplaceAllString(text, `$1\$2`)
}
