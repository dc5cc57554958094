package injection

import (
	"slices"
	"strings"
)

// speaks is the signal that a sentence gives by its own words, or "".
func (s *sentence) speaks() Signal {
	lower := strings.ToLower(s.plain)
	has := func(c cue) bool { return c.in(s.plain, lower) }
	whole := strings.ToLower(s.text)
	toReader := s.mood == bidding || strings.Contains(lower, "you")
	switch {
	case markup.in(s.text, whole), role.in(s.text, whole):
		return Markup
	case isEncoded(s.text):
		return Encoded
	case has(overrides), toReader && has(overridesYou), slices.ContainsFunc(tongueOrders, has),
		slices.ContainsFunc(undisguised(s.plain), isOverride):
		return Override
	case s.speaksOfAnswer(has), s.saysWhatToAnswer(has):
		return Dialogue
	case s.callsMachine(has), has(youAre), has(toMachine), toReader && has(part), s.mood == bidding && has(hearer),
		has(machine) && has(product) && duty.MatchString(s.plain):
		return Model
	}
	return ""
}

// isOverride reports whether a text overrides instructions where it orders.
func isOverride(text string) bool { return overrides.in(text, strings.ToLower(text)) }

// speaksOfAnswer reports whether a sentence is about what a machine is to write.
func (s *sentence) speaksOfAnswer(has func(cue) bool) bool {
	switch {
	case has(yourAnswer), has(greeting):
		return true
	case s.mood == telling:
		return has(talk) && has(parts) || has(product) && duty.MatchString(s.plain) && letters.MatchString(s.plain)
	}
	return has(about) || s.mood == bidding && (has(talk) || has(parts) || letters.MatchString(s.plain) || above.MatchString(s.plain))
}
