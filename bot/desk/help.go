package desk

import (
	"fmt"
	"strings"
)

// Help explains the bot and its commands in plain text; prefix stands before a command's name.
func Help(prefix string) string {
	return HelpIn(English, prefix, func(c Command) bool { return !c.Admin })
}

// HelpIn is Help in a locale, of the commands that shown lets through. A command's name stands two spaces before what it
// does, its example on a line that begins with blanks.
func HelpIn(l Locale, prefix string, shown func(Command) bool) string {
	var b strings.Builder
	b.WriteString(l.Say("help.intro") + "\n\n")
	for _, c := range Commands {
		if c.Kind == OnMessage || !shown(c) {
			continue
		}
		fmt.Fprintf(&b, "%s%s  %s\n", prefix, c.Name, c.AboutIn(l, ""))
		for _, under := range c.Under {
			fmt.Fprintf(&b, "%s%s %s  %s\n", prefix, c.Name, under.Name, under.AboutIn(l, c.Name))
		}
		if c.Example != "" {
			fmt.Fprintf(&b, "    %s\n", l.Say("help.example", "example", prefix+c.Name+" "+c.Example))
		}
	}
	b.WriteString("\n" + l.Say("help.follow_up") + "\n")
	return b.String()
}

// Privacy tells a reader what is kept. retention is how long, in words, or "" without end; model is the language model that
// is asked, or "".
func Privacy(l Locale, retention, model string) string {
	kept := l.Say("privacy.forever")
	if retention != "" {
		kept = l.Say("privacy.kept", "retention", retention)
	}
	return strings.Join([]string{kept, asksModel(l, model), l.Say("privacy.logs")}, " ")
}

// ChatPrivacy is Privacy of a chat that forgets when it ends.
func ChatPrivacy(l Locale, model string) string {
	return strings.Join([]string{l.Say("privacy.chat"), asksModel(l, model), l.Say("privacy.logs")}, " ")
}

func asksModel(l Locale, model string) string {
	if model == "" {
		return l.Say("privacy.local")
	}
	return l.Say("privacy.model", "model", model)
}
