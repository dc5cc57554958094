package discord

import (
	"cmp"
	"fmt"
	"strings"

	"dateline/bot"
)

const (
	// mostAmended is how many amendments an answer says in full.
	mostAmended = 3
	// amendedWords is the length of what is repeated of a correction, in units; of changed words, the old ones and the new
	// ones have it each.
	amendedWords = 300
)

// amended are the lines that say what became of an answer's articles since it was shown.
func (s sheet) amended(p plan) []string {
	var lines []string
	for i, m := range s.answer.Amended {
		if i == mostAmended {
			lines = append(lines, "-# "+s.locale.Count("amended.more", len(s.answer.Amended)-mostAmended))
			break
		}
		lines = append(lines, s.amendment(m, p))
	}
	return lines
}

func (s sheet) amendment(m bot.Amendment, p plan) string {
	head := s.locale.Say("amended." + m.Kind)
	switch {
	case m.Kind == bot.Corrected && !m.On.IsZero():
		head = s.locale.Say("amended.corrected_on", "date", s.locale.Day(m.On))
	case m.Kind == bot.Changed && m.New == "":
		head = s.locale.Say("amended.gone")
	}
	line := "**" + escape(head) + "**"
	for _, n := range m.Sources[:min(len(m.Sources), cmp.Or(p.few, maxMarkers))] {
		line += fmt.Sprintf(" [%d]", n)
	}
	words := amendedWords
	if p.claim > 0 {
		words = min(words, p.claim/2)
	}
	said := []string{escape(bound(m.Words, words))}
	if m.Old != "" {
		said = []string{struck(bound(m.Old, words))}
	}
	if m.New != "" {
		said = append(said, escape(s.locale.Say("amended.now", "words", bound(m.New, words))))
	}
	return strings.TrimSuffix(line+": "+strings.Join(said, " "), ": ")
}

// maxMarkers bounds the markers of an amendment.
const maxMarkers = 8

// struck is a text that is struck through, escaped.
func struck(text string) string { return "~~" + escape(text) + "~~" }
