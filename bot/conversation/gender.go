package conversation

import (
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
)

var (
	heOrShe = regexp.MustCompile(`(?i)\b(?:(he|himself)|(she|herself))\b`)
	// another is somebody beside a person named for whom "he" or "she" may stand.
	another = regexp.MustCompile(`(?i)\b(?:wife|husband|widow(?:er)?|mother|father|parents?|sons?|daughters?|sisters?|brothers?|girls?|boys?|(?:wo)?m[ae]n|aunt|uncle|queen|king|\pL+(?:woman|man)|child|baby|aide|colleague|deputy|boss|lawyer|friend|partner|nobody|anyone|everyone)\b`)
)

// genders are those that persons were shown to be of, by their last names. Of whom both are shown, none is.
type genders map[string]map[mention.Gender]bool

func (g genders) show(norm string, of mention.Gender) {
	last := lastOf(norm)
	if g[last] == nil {
		g[last] = map[mention.Gender]bool{}
	}
	g[last][of] = true
}

// of is the gender of a person, or NoGender.
func (g genders) of(norm string) mention.Gender {
	all := g[lastOf(norm)]
	switch {
	case len(all) != 1:
		return mention.NoGender
	case all[mention.Male]:
		return mention.Male
	}
	return mention.Female
}

// genders are those that titles, first names and pronouns show in the former turns: "Ms Vey", "Vey said. She …", and "Vey denied that
// she …" where nobody else may be meant.
func (f *followUp) genders() genders {
	shown := genders{}
	for _, t := range f.turns {
		for _, text := range slices.Concat([]string{t.Full(), t.Answer}, t.Headlines) {
			for _, n := range mention.Names(text) {
				if g := n.Gender(); g != mention.NoGender {
					shown.show(n.Norm, g)
				}
			}
		}
		before := "" // the only person that the sentences before name
		for _, span := range segment.Sentences(t.Answer) {
			sentence := span.In(t.Answer)
			named := f.people(sentence)
			who := before
			switch len(named) {
			case 0:
			case 1:
				who = named[0].norm
			default:
				who = ""
			}
			if g := pronounOf(sentence, named); g != mention.NoGender && who != "" && (before == "" || sameSurname(who, before) || shown.of(before)+g == mention.Male+mention.Female) {
				shown.show(who, g)
			}
			before = who
		}
	}
	return shown
}

// pronounOf is the gender of what a sentence says "he" or "she" of in its own voice, behind whom it names; NoGender where it says
// neither or both, or speaks of others too.
func pronounOf(sentence string, named []person) mention.Gender {
	if another.MatchString(sentence) {
		return mention.NoGender
	}
	from := 0
	if len(named) > 0 {
		from = max(0, strings.Index(sentence, surname(named[0])))
	}
	quotations := mention.Quotations(sentence)
	found := mention.NoGender
	for _, m := range heOrShe.FindAllStringSubmatchIndex(sentence, -1) {
		if m[0] < from || slices.ContainsFunc(quotations, func(q mention.Quotation) bool { return q.Outer.Start <= m[0] && m[0] < q.Outer.End }) {
			continue
		}
		g := mention.Male
		if m[4] >= 0 {
			g = mention.Female
		}
		if found != mention.NoGender && found != g {
			return mention.NoGender
		}
		found = g
	}
	return found
}
