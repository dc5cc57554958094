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
// Nations. Somebody of whom the article does not tell what they are is known by their last name too. Nobody unnamed is.
func (s Speaker) Is(n mention.Name) bool {
	if s.Unnamed || s.IsZero() {
		return false
	}
	return mention.SameName(n, s.Mention) ||
		(s.Kind == Unknown || s.Kind == Person) && s.Mention.Kind == mention.Unknown && strings.HasSuffix(s.Mention.Norm, " "+n.Norm)
}

// IsOf reports whether the speaker's role names who bears the name: the UN aid chief is of the UN, and so is the head of its mission;
// the French ambassador to the UN is not.
func (s Speaker) IsOf(n mention.Name) bool {
	return slices.ContainsFunc(mention.Names(s.Role), func(of mention.Name) bool {
		before := strings.Fields(strings.TrimSuffix(strings.TrimSpace(s.Role[:of.Start]), " the"))
		return mention.SameName(n, of) && (len(before) == 0 || !isOutside[before[len(before)-1]])
	})
}

// isOutside stands between a role and what it is turned to.
var isOutside = words(`to on against before with for`)

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
