package speech

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval/mention"
)

// Asked is the name of whose words a reader asks for: "Kerry", "secretary kerry", "the State Department", "UN", "russia". It
// reports false where there is none.
func Asked(query string) (mention.Name, bool) {
	capitals := strings.Fields(query)
	for i, w := range capitals {
		if !functions[strings.ToLower(w)] {
			first, size := utf8.DecodeRuneInString(w)
			capitals[i] = string(unicode.ToUpper(first)) + w[size:]
		}
	}
	// As it is written, with capitals, as an acronym; within a sentence, where every capital makes a name.
	for _, text := range []string{query, strings.Join(capitals, " "), strings.ToUpper(query)} {
		names := mention.Names("by " + text)
		if len(names) > 0 {
			return slices.MaxFunc(names, func(a, b mention.Name) int { return len(a.Norm) - len(b.Norm) }), true
		}
	}
	return mention.Name{}, false
}

// Is reports whether the speaker is who bears the name, by the custom of [mention.SameName]: Kerry is John F. Kerry, UN the United
// Nations. Nobody unnamed is.
func (s Speaker) Is(n mention.Name) bool {
	return !s.Unnamed && !s.IsZero() && mention.SameName(n, s.Mention)
}

// SpeaksFor reports whether the speaker is called a spokesperson of who bears the name: State Department spokesman John Kirby of
// the State Department, “a spokesman for Amnesty International” of that.
func (s Speaker) SpeaksFor(n mention.Name) bool {
	called := s.Role
	if s.Unnamed {
		called = s.Name
	}
	if !slices.ContainsFunc(plainWords(called), func(w string) bool { return spokes[w] }) {
		return false
	}
	return slices.ContainsFunc(mention.Names(called), func(of mention.Name) bool { return mention.SameName(n, of) })
}
