package desk

import (
	"fmt"
	"strings"
)

// Help explains the bot and its commands in plain text; prefix stands before a command's name.
func Help(prefix string) string {
	var b strings.Builder
	b.WriteString("I answer questions about the news coverage that I was given. Every claim cites the passage that it comes from, " +
		"and where the coverage does not answer, I say so.\n\n")
	for _, c := range Commands {
		fmt.Fprintf(&b, "%s%s  %s\n", prefix, c.Name, c.About)
		if c.Example != "" {
			fmt.Fprintf(&b, "    e.g. %s%s %s\n", prefix, c.Name, c.Example)
		}
	}
	return b.String()
}
