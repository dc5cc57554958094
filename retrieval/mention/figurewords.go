package mention

import "strings"

// isNumber tells numbers from the words that look like them: "no one", "the first to arrive", "wait a second".
func (r *figureReader) isNumber(i int, q quantity) bool {
	ts := r.ts
	if i > 0 && hyphenAt(ts, i-1) && ts[i].kind == word && !q.share { // "twenty" of "mid-twenty": a part of a word
		if b := &ts[i-2]; b.kind == word && scales[b.lower] == 0 && smallNumbers[b.lower] == 0 {
			return false
		}
	}
	before, after := lowerAt(ts, i-1), lowerAt(ts, q.next)
	switch {
	case q.ordinal && q.value <= 3 && !q.digits:
		return !(ts[i].caps && q.next < len(ts) && !ts[q.next].caps) && r.isOrdinal(i, q)
	case ts[i].is("one") && q.next == i+1:
		if oneAfter.has(before) || oneBefore.has(after) {
			return false
		}
		return q.next < len(ts) && (ts[q.next].kind == word && !functionWords.has(after) || hyphenAt(ts, q.next) || after == "in" || after == "to" || after == "or" || ts[q.next].is("%"))
	case q.vague && ts[i].is("tens"):
		return q.next > i+1
	}
	return true
}

// oneAfter and oneBefore are the words around "one" as a pronoun.
var (
	oneAfter = set{
		"no": {}, "this": {}, "that": {}, "which": {}, "the": {}, "any": {}, "every": {}, "each": {}, "another": {}, "some": {}, "other": {},
		"new": {}, "good": {}, "big": {}, "by": {},
	}
	oneBefore = set{"of": {}, "another": {}, "day": {}, "who": {}, "that": {}, "thing": {}, "can": {}, "could": {}, "way": {}}
)

// isOrdinal admits first, second and third only between a determiner and a noun: adverbs and seconds are none.
func (r *figureReader) isOrdinal(i int, q quantity) bool {
	ts := r.ts
	before := lowerAt(ts, i-1)
	determined := determiners.has(before) || i > 0 && ts[i-1].bare() != ts[i-1].lower
	if !determined || before == "a" && ts[i].is("second") && (q.next >= len(ts) || ts[q.next].kind == mark) {
		return false
	}
	return q.next < len(ts) && ts[q.next].kind == word && !functionWords.has(ts[q.next].lower) || before == "the"
}

var determiners = set{
	"the": {}, "a": {}, "an": {}, "its": {}, "his": {}, "her": {}, "their": {}, "our": {}, "my": {}, "your": {}, "this": {}, "that": {}, "every": {},
}

// qualifiers are the words before a figure that bound it, the last of them as the key. The longest wins.
var qualifiers = map[string][]struct {
	before []string
	is     Qualifier
}{
	"about": {{nil, About}}, "around": {{nil, About}}, "roughly": {{nil, About}}, "approximately": {{nil, About}},
	"nearly": {{nil, About}}, "almost": {{nil, About}}, "some": {{nil, About}}, "estimated": {{nil, About}},
	"approx": {{nil, About}}, "circa": {{nil, About}}, "~": {{nil, About}},
	"to": {{[]string{"close"}, About}, {[]string{"up"}, AtMost}},
	"than": {
		{[]string{"no", "more"}, AtMost}, {[]string{"not", "more"}, AtMost}, {[]string{"no", "fewer"}, AtLeast},
		{[]string{"no", "less"}, AtLeast}, {[]string{"not", "less"}, AtLeast}, {[]string{"more"}, MoreThan},
		{[]string{"greater"}, MoreThan}, {[]string{"higher"}, MoreThan}, {[]string{"fewer"}, LessThan},
		{[]string{"less"}, LessThan}, {[]string{"lower"}, LessThan},
	},
	"over": {{nil, MoreThan}}, "above": {{nil, MoreThan}}, "exceeding": {{nil, MoreThan}}, ">": {{nil, MoreThan}},
	"under": {{nil, LessThan}}, "below": {{nil, LessThan}}, "<": {{nil, LessThan}},
	"of":    {{[]string{"upwards"}, MoreThan}, {[]string{"minimum"}, AtLeast}, {[]string{"maximum"}, AtMost}},
	"least": {{[]string{"at"}, AtLeast}}, "minimum": {{nil, AtLeast}},
	"most": {{[]string{"at"}, AtMost}},
	"as": {
		{[]string{"as", "many"}, AtMost}, {[]string{"as", "much"}, AtMost}, {[]string{"as", "few"}, AtLeast},
		{[]string{"as", "little"}, AtLeast},
	},
}

// qualify reads the words around the figure of tokens [start, next): its bound, and whether it adds to another.
func (r *figureReader) qualify(f *Figure, start, next int) {
	ts := r.ts
	at := start - 1
	for at >= r.from && (ts[at].is("a") || ts[at].is("an") || ts[at].is("the") || ts[at].is("just") || ts[at].is("between")) {
		at--
	}
	if at >= r.from && additions.has(lowerAt(ts, at)) {
		f.Additional = true
		at--
		for at >= r.from && (ts[at].is("a") || ts[at].is("an")) {
			at--
		}
	}
	if at >= r.from {
		f.Qualifier = r.qualifierAt(f, at)
	}
	if f.Age = f.Age || r.isAge(f, start, next); f.Age {
		f.Unit = "year"
	}
	switch after := lowerAt(ts, next); after {
	case "more", "additional", "extra", "further", "others":
		f.Additional = f.Additional || after != "more" || lowerAt(ts, next+1) != "than"
	case "+":
		f.Qualifier = AtLeast
	case "or":
		switch lowerAt(ts, next+1) {
		case "more":
			f.Qualifier = AtLeast
		case "less", "fewer":
			f.Qualifier = AtMost
		case "so":
			f.Qualifier = About
		}
	case "-":
		if hyphenAt(ts, next) && ts[next+1].is("plus") {
			f.Qualifier = AtLeast
		}
	}
}

func (r *figureReader) qualifierAt(f *Figure, at int) Qualifier {
	w := r.ts[at].lower
	if isDuration(f.Unit) && (w == "over" || w == "around") || r.ts[at].kind == number {
		return Exactly // "over two days" is how long as well as how much longer
	}
	for _, q := range qualifiers[w] {
		from := at - len(q.before)
		if from < 0 {
			continue
		}
		if followed(r.ts, from, q.before) {
			return q.is
		}
	}
	return Exactly
}

// isAge tells "aged 25" and the "Smith, 25," of a person.
func (r *figureReader) isAge(f *Figure, start, next int) bool {
	if f.Unit != "" && f.Unit != "year" || f.IsRange() && f.Unit != "" || f.Ordinal || f.Value >= 120 {
		return false
	}
	switch lowerAt(r.ts, start-1) {
	case "aged", "age":
		return true
	case ",":
		after := lowerAt(r.ts, next)
		return start >= 2 && r.ts[start-2].upper && r.ts[start].kind == number && (after == "," || after == ".") && f.Unit == "" && f.Value >= 1
	}
	return false
}

// counted is the noun that the figure counts: the first plural of the words after it, else their last.
func (r *figureReader) counted(f *Figure, q quantity, next int) string {
	ts := r.ts
	if f.Age || f.Unit == UnitScore || isDuration(f.Unit) {
		return ""
	}
	at := next
	hyphened := hyphenAt(ts, at)
	if hyphened {
		at++
	}
	if f.Unit != "" && f.Unit != UnitShare && lowerAt(ts, at) != "of" {
		return ""
	}
	singular := hyphened || f.Ordinal || f.Value == 1
	var last, state string
	for seen := 0; at < len(ts) && seen < 6; at++ {
		t := &ts[at]
		w := t.lower
		if t.gap == newBlock || t.kind == number || t.kind == address {
			break
		}
		if last == "" && state == "" && countLeads.has(w) {
			continue
		}
		if t.kind == mark {
			if t.is("+") || !hyphened && (hyphenAt(ts, at) || t.dash() && t.gap == joined && at+1 < len(ts) && ts[at+1].gap == joined) {
				continue
			}
			break
		}
		if functionWords.has(w) || t.upper && (weekdayNames[w] > 0 || monthNames[w] > 0) || hyphenAt(ts, at+1) && ts[at+2].kind == number {
			break
		}
		seen++
		switch {
		case states.has(w):
			if state == "" {
				state = w
			}
		case isPlural(w) && singular && last != "":
			return last // "one convoy carries": a verb
		case isPlural(w):
			return singularOf(w)
		case w != t.bare() || strings.HasSuffix(w, "ed") && last != "":
			// a possessive, or a verb
		default:
			last = w
		}
		if hyphened {
			break
		}
	}
	if state != "" {
		return state
	}
	return last
}

// countLeads may stand between a number and what it counts.
var countLeads = set{
	"more": {}, "additional": {}, "other": {}, "others": {}, "further": {}, "extra": {}, "of": {}, "the": {}, "its": {}, "his": {}, "her": {},
	"their": {}, "our": {}, "those": {}, "these": {}, "all": {}, "or": {}, "so": {}, "such": {}, "plus": {}, "-": {},
	"strong": {},
}

// states count people by what happened to them.
var states = set{
	"killed": {}, "dead": {}, "wounded": {}, "injured": {}, "missing": {}, "displaced": {}, "hurt": {}, "detained": {}, "arrested": {}, "evacuated": {},
}

// functionWords end a noun phrase.
var functionWords = func() set {
	words := set{}
	for w := range strings.FieldsSeq(`a an the of to in on at by for from with without within into onto over under after before
		since until till during through across against among between around about near per and or but nor so yet as than if
		because while when where who whom whose which that this these those there here is are was were be been being am
		isn't aren't wasn't weren't has have had having do does did done will would shall should can could may might must
		cannot can't won't don't didn't not never also only even just still already now then it its he him his she her
		they them their we us our you your i me my say says said told tells came come went go goes made make makes took
		take takes left got get gets began live lived die dies died remain remains remained`) {
		words[w] = struct{}{}
	}
	return words
}()

var irregularPlurals = map[string]string{
	"people": "people", "men": "man", "women": "woman", "children": "child", "police": "police", "personnel": "personnel",
	"aircraft": "aircraft", "feet": "foot", "teeth": "tooth", "mice": "mouse", "sheep": "sheep", "cattle": "cattle", "fish": "fish",
	"dead": "dead", "servicemen": "serviceman", "policemen": "policeman", "gunmen": "gunman", "lives": "life", "wives": "wife",
	"knives": "knife", "lawmen": "lawman", "fishermen": "fisherman", "countrymen": "countryman", "media": "media",
	"criteria": "criterion", "crises": "crisis", "fatalities": "fatality", "series": "series", "species": "species",
	"congressmen": "congressman", "firemen": "fireman", "halves": "half", "leaves": "leaf", "thieves": "thief", "buses": "bus",
}

// isPlural guesses from its ending whether a lower-case word is a plural noun.
func isPlural(w string) bool {
	if _, ok := irregularPlurals[w]; ok {
		return true
	}
	if strings.HasSuffix(w, "children") || strings.HasSuffix(w, "women") {
		return true
	}
	if len(w) < 4 || w[len(w)-1] != 's' {
		return false
	}
	switch w[len(w)-2] {
	case 's', 'u', 'i', '\'':
		return false
	}
	return !functionWords.has(w)
}

// singularOf is the singular of a plural noun, where it is regular.
func singularOf(w string) string {
	if one, ok := irregularPlurals[w]; ok {
		return one
	}
	for _, ending := range []string{"sses", "shes", "ches", "xes", "zzes"} {
		if strings.HasSuffix(w, ending) {
			return strings.TrimSuffix(w, "es")
		}
	}
	if stem, ok := strings.CutSuffix(w, "ies"); ok && len(stem) > 1 {
		return stem + "y"
	}
	return strings.TrimSuffix(w, "s")
}
