package mention

// quantity is a number as written in a run of tokens.
type quantity struct {
	value                 float64
	next                  int // the token after it
	ordinal, vague, share bool
	digits                bool // written in digits
	article               bool // opened by "a": a dozen, a third
}

var smallNumbers = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90,
}

var scales = map[string]float64{
	"dozen": 12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"lakh": 1e5, "crore": 1e7, "bn": 1e9, "tn": 1e12, "trn": 1e12, "mln": 1e6, "mn": 1e6,
}

var vagueScales = map[string]float64{
	"dozens": 12, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12, "tens": 10,
}

var ordinals = map[string]float64{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
	"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
	"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
	"fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
	"thousandth": 1000,
}

// denominators are read after "a", "one" or a number; those in the plural only after a number.
var denominators = map[string]float64{
	"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"halves": 2, "thirds": 3, "quarters": 4, "fifths": 5, "sixths": 6, "sevenths": 7, "eighths": 8, "ninths": 9,
	"tenths": 10,
}

// readQuantity reads the number that starts at token i, a share of a scale as the number that it is: a quarter of a million.
func readQuantity(ts []token, i int) (quantity, bool) {
	q, ok := readOne(ts, i)
	if ok && q.share && q.value < 1 && lowerAt(ts, q.next) == "of" && lowerAt(ts, q.next+1) == "a" {
		if scale, is := scales[lowerAt(ts, q.next+2)]; is && len(ts[q.next+2].lower) > 3 {
			return quantity{value: q.value * scale, next: q.next + 3, article: q.article}, true
		}
	}
	return q, ok
}

func readOne(ts []token, i int) (quantity, bool) {
	t := &ts[i]
	if t.kind == number {
		return readDigits(ts, i)
	}
	if t.kind != word {
		return quantity{}, false
	}
	switch t.lower {
	case "half":
		return readHalf(ts, i)
	case "a", "an":
		return readAfterArticle(ts, i)
	case "several", "few":
		if scale, ok := scales[lowerAt(ts, i+1)]; ok {
			return quantity{value: scale, next: i + 2, vague: true}, true
		}
		return quantity{}, false
	}
	if scale, ok := vagueScales[t.lower]; ok {
		return readVague(ts, i, scale)
	}
	if value, ok := ordinals[t.lower]; ok {
		return quantity{value: value, next: i + 1, ordinal: true}, true
	}
	if _, ok := smallNumbers[t.lower]; ok {
		return readWords(ts, i), true
	}
	return quantity{}, false
}

// readDigits reads 600, 1.75 million, 2bn, 24th and 150-million.
func readDigits(ts []token, i int) (quantity, bool) {
	if ts[i].malformed {
		return quantity{}, false
	}
	q := quantity{value: ts[i].value, next: i + 1, digits: true}
	if q.next < len(ts) && ts[q.next].gap == joined {
		switch ts[q.next].lower {
		case "st", "nd", "rd", "th":
			q.ordinal = true
			q.next++
			return q, true
		case "k":
			q.value *= 1e3
			q.next++
			return q, true
		}
	}
	return withScale(ts, q), true
}

// withScale multiplies by the scales that follow, two at most: "million", "-million", "hundred thousand".
func withScale(ts []token, q quantity) quantity {
	for range 2 {
		at := q.next
		if hyphenAt(ts, at) {
			at++
		}
		scale, ok := scales[lowerAt(ts, at)]
		if !ok || at < len(ts) && ts[at].gap == newBlock {
			return q
		}
		q.value *= scale
		q.next = at + 1
	}
	return q
}

// readHalf reads half, half a million, half-million and half a dozen.
func readHalf(ts []token, i int) (quantity, bool) {
	at := i + 1
	if lowerAt(ts, at) == "a" || hyphenAt(ts, at) {
		at++
	}
	if scale, ok := scales[lowerAt(ts, at)]; ok {
		return quantity{value: scale / 2, next: at + 1}, true
	}
	switch lowerAt(ts, i-1) {
	case "first", "second", "other", "latter", "better", "former", "top", "bottom", "by", "-":
		return quantity{}, false
	}
	return quantity{value: 0.5, next: i + 1, share: true}, true
}

// readAfterArticle reads a dozen, a million and a half, a hundred and fifty, a couple of hundred, a third, a half-million; not
// a mere "a".
func readAfterArticle(ts []token, i int) (quantity, bool) {
	next := lowerAt(ts, i+1)
	if next == "hundred" {
		return withArticle(readWordsOn(ts, i, i+2, 100)), true
	}
	if scale, ok := scales[next]; ok && len(next) > 3 {
		q := withScale(ts, quantity{value: scale, next: i + 2})
		if part, after, ok := andPart(ts, q.next); ok {
			q.value, q.next = q.value*(1+part), after
		}
		return withArticle(q), true
	}
	if next == "couple" {
		at := i + 2
		if lowerAt(ts, at) == "of" {
			at++
		}
		if scale, ok := scales[lowerAt(ts, at)]; ok {
			return withArticle(quantity{value: 2 * scale, next: at + 1, vague: true}), true
		}
		return quantity{}, false
	}
	if next == "few" {
		if scale, ok := scales[lowerAt(ts, i+2)]; ok {
			return quantity{value: scale, next: i + 3, vague: true}, true
		}
	}
	if next == "half" {
		if q, ok := readHalf(ts, i+1); ok {
			return withArticle(q), true
		}
	}
	if d, ok := denominators[next]; ok && d > 2 && shareFollows(ts, i+2) {
		return quantity{value: 1 / d, next: i + 2, share: true, article: true}, true
	}
	return quantity{}, false
}

// andPart reads "and a half" and "-and-a-quarter".
func andPart(ts []token, at int) (part float64, next int, ok bool) {
	for _, w := range []string{"and", "a"} {
		if hyphenAt(ts, at) {
			at++
		}
		if lowerAt(ts, at) != w {
			return 0, 0, false
		}
		at++
	}
	if hyphenAt(ts, at) {
		at++
	}
	switch lowerAt(ts, at) {
	case "half":
		return 0.5, at + 1, true
	case "quarter":
		return 0.25, at + 1, true
	}
	return 0, 0, false
}

func withArticle(q quantity) quantity {
	q.article = true
	return q
}

// shareFollows tells "a third of them" and "a third children" from "a third convoy".
func shareFollows(ts []token, i int) bool {
	if i >= len(ts) || ts[i].kind != word {
		return !hyphenAt(ts, i)
	}
	return functionWords.has(ts[i].lower) || isPlural(ts[i].lower) || comparisons.has(ts[i].lower)
}

var comparisons = set{"more": {}, "less": {}, "fewer": {}, "as": {}, "larger": {}, "smaller": {}}

// readVague reads hundreds, tens of thousands, hundreds of millions.
func readVague(ts []token, i int, scale float64) (quantity, bool) {
	q := quantity{value: scale, next: i + 1, vague: true}
	if lowerAt(ts, i+1) == "of" {
		if more, ok := vagueScales[lowerAt(ts, i+2)]; ok {
			q.value *= more
			q.next = i + 3
			return q, true
		}
	}
	return q, ts[i].lower != "tens" || lowerAt(ts, i+1) == "of"
}

// readWords reads a number in words: three, twenty-one, two hundred and fifty thousand, two and a half million, two-thirds,
// two dozen, twenty-first.
func readWords(ts []token, i int) quantity { return readWordsOn(ts, i, i, 0) }

// readWordsOn reads on at token at a number that starts at token i, where the words before come to group: what the next
// scale multiplies.
func readWordsOn(ts []token, i, at int, group float64) quantity {
	total, open := 0.0, true // open: the last word may take a smaller one after it
	for at < len(ts) {
		from := at
		if at > i {
			if hyphenAt(ts, at) {
				at++
			} else if ts[at].gap == joined || ts[at].gap == newBlock {
				break
			}
			if ts[at].lower == "and" && group >= 100 {
				at++
			}
		}
		w := lowerAt(ts, at)
		small, isSmall := smallNumbers[w]
		last, isOrdinal := ordinals[w]
		scale, isScale := scales[w]
		switch {
		case isSmall && (at == i || open && small > 0 && fits(group, small)):
			group += small
			open = small >= 20
		case isOrdinal && at > i && open && fits(group, last):
			return quantity{value: total + group + last, next: at + 1, ordinal: true}
		case isScale && group > 0 && group < 100 && scale == 100:
			group *= scale
			open = true
		case isScale && group > 0:
			total += group * scale
			group = 0
			open = true
		default:
			q := quantity{value: total + group, next: from}
			return readTail(ts, q)
		}
		at++
	}
	return readTail(ts, quantity{value: total + group, next: at})
}

// fits reports whether a smaller number can follow within a group: 20 takes 1, 200 takes 21.
func fits(group, small float64) bool {
	switch {
	case group == 0:
		return true
	case group < 100:
		return small < 10
	default:
		return int(group)%100 == 0 || int(group)%100 >= 20 && int(group)%10 == 0 && small < 10
	}
}

// readTail adds "and a half" and turns "two thirds" and "one-fifth" into shares.
func readTail(ts []token, q quantity) quantity {
	at := q.next
	if part, after, ok := andPart(ts, at); ok {
		return withScale(ts, quantity{value: q.value + part, next: after})
	}
	if hyphenAt(ts, at) {
		at++
	}
	d, ok := denominators[lowerAt(ts, at)]
	switch {
	case !ok || q.value >= 20 || q.value == 0:
	case q.value == 1 && (at > q.next || lowerAt(ts, at) == "half" || shareFollows(ts, at+1)):
		return quantity{value: 1 / d, next: at + 1, share: true}
	case q.value > 1 && isPlural(ts[at].lower):
		return quantity{value: q.value / d, next: at + 1, share: true}
	}
	return q
}
