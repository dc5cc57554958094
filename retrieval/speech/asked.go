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
// the French ambassador to the UN is not, nor is anybody's lawyer or wife.
func (s Speaker) IsOf(n mention.Name) bool {
	return !holds(s.Role, isPrivate) && slices.ContainsFunc(mention.Names(s.Role), func(of mention.Name) bool {
		before := strings.Fields(strings.TrimSuffix(strings.TrimSpace(s.Role[:of.Start]), " the"))
		return mention.SameName(n, of) && (len(before) == 0 || !isOutside[before[len(before)-1]])
	})
}

var (
	// isOutside stands between a role and what it is turned to.
	isOutside = words(`to on against before with for`)
	// isPrivate are those who speak of a person, and not for one.
	isPrivate = words(`lawyer attorney solicitor barrister counsel advocate doctor agent coach wife husband widow widower son daughter father mother brother
		sister uncle aunt cousin nephew niece friend neighbour neighbor partner colleague rival opponent biographer`)
	// isVoice are those whose words are whose they are called.
	isVoice = union(spokes, words(`office`))
)

// SpeaksFor reports whether the speaker is called a spokesperson or the office of who bears the name: State Department spokesman
// John Kirby of the State Department, “a spokesman for Amnesty International” of that.
func (s Speaker) SpeaksFor(n mention.Name) bool {
	called := s.Role
	if s.Unnamed {
		called = s.Name
	}
	return holds(called, isVoice) && slices.ContainsFunc(mention.Names(called), func(of mention.Name) bool { return mention.SameName(n, of) })
}

// IsRole reports whether what a reader asks for is what somebody is called: the mayor, the UN envoy.
func IsRole(query string) bool {
	called := plainWords(query)
	if i := slices.IndexFunc(called, func(w string) bool { return prepositions[w] }); i > 0 {
		called = called[:i]
	}
	return len(called) > 0 && isPerson(called[len(called)-1])
}

// Holds reports whether the speaker is called what a reader asks for: the mayor, a foreign minister. Who has a higher or lower post, or
// had it once, is not: a mayor is no deputy mayor.
func (s Speaker) Holds(role string) bool {
	if !IsRole(role) {
		return false
	}
	asked := slices.DeleteFunc(plainWords(role), func(w string) bool { return functions[w] })
	called := s.Role
	if s.Unnamed {
		called = s.Name
	}
	has := plainWords(called)
	return hasAll(has, asked) && !slices.ContainsFunc(has, func(w string) bool { return isLesser[w] && !slices.Contains(asked, w) })
}

var isLesser = words(`deputy vice assistant former ex acting under undersecretary associate`)

// holds reports whether one of a text's words is in a list.
func holds(text string, list set) bool {
	return slices.ContainsFunc(plainWords(text), func(w string) bool { return list[w] })
}
