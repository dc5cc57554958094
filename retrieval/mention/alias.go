package mention

import (
	"slices"
	"strings"
	"unicode"
)

// SameName reports whether two names certainly or by custom name the same: equal norms, known aliases (UN, United Nations),
// an acronym and what it spells, a surname and a full name that do not disagree, an organisation with and without what
// stands before or behind its own two words or more (Security Council, U.N. Security Council).
//
// A metonym is not what it stands for (Washington, United States) and a nationality not its country: see Related.
func SameName(a, b Name) bool {
	if a.Norm == "" || b.Norm == "" {
		return false
	}
	ka, knownA := lookup(a)
	kb, knownB := lookup(b)
	switch {
	case a.Norm == b.Norm:
		return knownA == knownB // Jordan, the man, is no country
	case knownA && knownB:
		return ka.key == kb.key && ka.kind == kb.kind
	case spells(a, b) || spells(b, a):
		return true
	case knownA || knownB:
		return a.Kind != Person && b.Kind != Person && (contains(a, b) || contains(b, a))
	case a.Kind == Code || b.Kind == Code:
		return false
	}
	return samePerson(a, b) || samePerson(b, a) || contains(a, b) || contains(b, a) || isPluralOf(a, b) || isPluralOf(b, a)
}

// Related reports whether two names are the same, or one is the nationality, capital, city or seat of power of the country
// that the other is or belongs to: Russian and Russia, Kremlin and Moscow, American and U.S.
func Related(a, b Name) bool {
	if SameName(a, b) {
		return true
	}
	ka, knownA := lookup(a)
	kb, knownB := lookup(b)
	return knownA && knownB && ka.country != "" && ka.country == kb.country
}

// lookup finds a name in the gazetteer; a person is not there, whatever bears the same name.
func lookup(n Name) (entity, bool) {
	if n.Kind == Person || n.Kind == Code {
		return entity{}, false
	}
	e, ok := known().names[n.Norm]
	return e, ok
}

// spells reports whether the acronym a is made of the first letters of b's words, with or without the small ones.
func spells(a, b Name) bool {
	if len(a.Norm) < 2 || strings.Contains(a.Norm, " ") || !strings.Contains(b.Norm, " ") || strings.ContainsFunc(a.Text, unicode.IsLower) {
		return false
	}
	all, great := make([]byte, 0, 8), make([]byte, 0, 8)
	for w := range strings.FieldsSeq(b.Norm) {
		all = append(all, w[0])
		if !functionWords.has(w) {
			great = append(great, w[0])
		}
	}
	return string(great) == a.Norm || string(all) == a.Norm
}

// samePerson reports whether short is a name of the person with the longer name full: Kerry of John F. Kerry, John Kerry of
// John F. Kerry, de Mistura of Staffan de Mistura, Ban of Ban Ki-moon.
func samePerson(short, full Name) bool {
	last := short.Norm[strings.LastIndexByte(short.Norm, ' ')+1:]
	if !canBePerson(short) || !canBePerson(full) || !strings.Contains(full.Norm, last) {
		return false
	}
	s, f := personWords(short.Norm), personWords(full.Norm)
	if len(s) == 0 || len(s) > len(f) {
		return false
	}
	if len(s) == 1 {
		if len(f) == 1 {
			return s[0] == f[0]
		}
		return full.Kind == Person && (s[0] == f[len(f)-1] || familyFirst.has(f[0]) && s[0] == f[0]) ||
			full.Kind == Unknown && s[0] == f[len(f)-1] && (short.Kind == Person || firstNames.has(f[0]))
	}
	if particles.has(s[0]) && slices.Equal(s, f[len(f)-len(s):]) {
		return true
	}
	if s[len(s)-1] != f[len(f)-1] || !sameGiven(s[0], f[0]) {
		return false
	}
	// What stands between must agree as far as both have it.
	at := 1
	for _, w := range s[1 : len(s)-1] {
		for at < len(f)-1 && !sameGiven(w, f[at]) {
			at++
		}
		if at >= len(f)-1 {
			return false
		}
		at++
	}
	return true
}

func canBePerson(n Name) bool { return n.Kind == Person || n.Kind == Unknown }

// sameGiven compares given names, of which one may be an initial.
func sameGiven(a, b string) bool {
	return a == b || len(a) == 1 && a[0] == b[0] || len(b) == 1 && a[0] == b[0]
}

// personWords are the words of a person's norm without the Arabic article, which papers put and leave as they like.
func personWords(norm string) []string {
	return slices.DeleteFunc(strings.Fields(norm), func(w string) bool { return w == "al" || w == "el" })
}

// contains reports whether the organisation full is short behind a country or body that it belongs to (U.N. Security
// Council) or before what it is for (Syrian Observatory for Human Rights). Free Syrian Army is no Syrian Army.
func contains(short, full Name) bool {
	if full.Kind != Org && short.Kind != Org || !strings.Contains(short.Norm, " ") {
		return false
	}
	if owner, ok := strings.CutSuffix(full.Norm, " "+short.Norm); ok {
		_, isKnown := known().names[owner]
		return isKnown
	}
	rest, ok := strings.CutPrefix(full.Norm, short.Norm+" ")
	purpose, _, _ := strings.Cut(rest, " ")
	return ok && functionWords.has(purpose)
}

func isPluralOf(many, one Name) bool {
	return many.Kind != Person && one.Kind != Person && len(one.Norm) > 3 && many.Norm == one.Norm+"s"
}
