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

// Privacy tells a reader what is kept and who is told of their question. retention is how long, in words, or "" without end.
func Privacy(l Locale, retention string, m Models) string {
	kept := l.Say("privacy.forever")
	if retention != "" {
		kept = l.Say("privacy.kept", "retention", retention)
	}
	return strings.Join([]string{kept, m.told(l), l.Say("privacy.logs")}, " ")
}

// ChatPrivacy is Privacy of a chat that forgets when it ends.
func ChatPrivacy(l Locale, m Models) string {
	return strings.Join([]string{l.Say("privacy.chat"), m.told(l), l.Say("privacy.logs")}, " ")
}

// Models are those that are asked at an endpoint, by name; "" where none is.
type Models struct{ Chat, Embedding string }

// told says what each model gets.
func (m Models) told(l Locale) string {
	var told []string
	if m.Chat != "" {
		told = append(told, l.Say("privacy.chat_model", "model", m.Chat))
	}
	if m.Embedding != "" {
		told = append(told, l.Say("privacy.embedding_model", "model", m.Embedding))
	}
	if told == nil {
		return l.Say("privacy.local")
	}
	return strings.Join(told, " ")
}
