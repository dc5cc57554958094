package mention

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// emit adds the name of tokens [i, end), of which those before name are its title.
func (r *nameReader) emit(i, name, end int, kind Kind) {
	for name < end && r.ts[name].kind == mark {
		name++
	}
	for end > name && r.ts[end-1].kind == mark {
		end--
	}
	if name >= end {
		return
	}
	r.norm = r.norm[:0]
	last := end
	if w := r.ts[end-1].lower; last-name > 1 && (w == "jr" || w == "sr" || w == "jr." || w == "sr.") {
		last--
	}
	for k := name; k < last; k++ {
		r.norm = appendNorm(r.norm, r.ts, name, k)
	}
	if len(r.norm) == 0 {
		return
	}
	s := span(r.ts, i, end)
	if r.ts[end-1].bare() != r.ts[end-1].lower {
		s.End = s.Start + strings.LastIndexFunc(s.In(r.text), isApostrophe)
	}
	r.names = append(r.names, Name{Span: s, Text: s.In(r.text), Norm: string(r.norm), Kind: kind})
}

// appendNorm adds the token at k to the norm of a name that starts at token first.
func appendNorm(b []byte, ts []token, first, k int) []byte {
	t := &ts[k]
	switch t.kind {
	case word:
		if len(b) > 0 && (t.gap != joined || ts[k-1].kind != number && k > first) {
			b = append(b, ' ')
		}
		return appendFolded(b, t.bare())
	case number:
		if len(b) > 0 && t.gap != joined || k > first && ts[k-1].is("-") {
			b = append(b, ' ')
		}
		return strconv.AppendFloat(b, t.value, 'f', -1, 64)
	}
	return b
}

// appendFolded adds a lower-case word without dots, apostrophes and accents.
func appendFolded(b []byte, w string) []byte {
	ascii := true
	for i := 0; i < len(w); i++ {
		if w[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if !ascii {
		w = unmarked.Replace(norm.NFD.String(w))
	}
	for _, c := range w {
		if c != '.' && c != '\'' && !unicode.IsMark(c) {
			b = utf8.AppendRune(b, c)
		}
	}
	return b
}

// unmarked spells letters that carry no separable accent.
var unmarked = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th")

// guess is the kind of the unknown name of tokens [i, end), from its own words, then from those around it.
func (r *nameReader) guess(i, end int) Kind {
	last, first := &r.ts[end-1], &r.ts[i]
	r.norm = appendNorm(r.norm[:0], r.ts, i, i)
	given := string(r.norm)
	single := end == i+1
	switch {
	case single && first.caps:
		return Acronym
	case r.hasHead(i, end) && placeHeads.has(last.bare()):
		return Place
	case r.hasHead(i, end):
		return Org
	case placeOpeners.has(first.lower) && !single, !single && lowerAt(r.ts, i+1) == "of":
		return Place
	case !single && (firstNames.has(given) || familyFirst.has(given)), r.afterTitle(i), r.beforeSpeech(end):
		return Person
	case placePrepositions.has(lowerAt(r.ts, i-1)) && r.ts[i].gap != newBlock:
		return Place
	case !single && r.hasPersonalPart(i, end):
		return Person
	}
	return Unknown
}

// hasPersonalPart reports whether tokens [i, end) hold an initial or a particle of a person's name: John F. Kerry, Staffan
// de Mistura.
func (r *nameReader) hasPersonalPart(i, end int) bool {
	for k := i; k < end; k++ {
		t := &r.ts[k]
		if t.is(".") && k > i && r.ts[k-1].end-r.ts[k-1].start == 1 || k > i && !t.upper && particles.has(t.lower) {
			return true
		}
	}
	return particles.has(r.ts[i].lower) && !r.ts[i].upper
}

// afterTitle reports whether a title in small letters stands before token i: spokesman John Kirby; foreign minister, Sergey Lavrov.
func (r *nameReader) afterTitle(i int) bool {
	k := i - 1
	if k > 0 && r.ts[k].is(",") {
		k--
	}
	return k >= 0 && titles.has(r.ts[k].lower) && !r.ts[k].upper && r.ts[i].gap != newBlock
}

// beforeSpeech reports whether a verb of speech, or "who" behind a comma, follows the name that ends before token end.
func (r *nameReader) beforeSpeech(end int) bool {
	if lowerAt(r.ts, end) == "," {
		return lowerAt(r.ts, end+1) == "who" || lowerAt(r.ts, end+1) == "whose"
	}
	return speech.has(lowerAt(r.ts, end)) && r.ts[end-1].bare() == r.ts[end-1].lower
}

// isNameAlone decides on a single capitalised word of which nothing is known.
func (r *nameReader) isNameAlone(i int) bool {
	t := &r.ts[i]
	w := t.bare()
	switch {
	case monthNames[w] > 0 || isWeekday(w):
		return false
	case t.caps:
		return len(w) > 1 && (!functionWords.has(w) || r.flags[i]&initial == 0)
	case r.flags[i]&initial == 0:
		return !functionWords.has(w) && !titles.has(w) && !isContraction(w)
	case starters.has(w) || functionWords.has(w) || len(w) < 2 || isContraction(w):
		return false
	case r.seen(w)&asWord != 0 || smallNumbers[w] > 0:
		return false
	case r.seen(w)&asName != 0:
		return true
	case isPlural(w) && t.bare() == t.lower:
		return false
	}
	return firstNames.has(w) || speech.has(lowerAt(r.ts, i+1)) || w != t.lower || !hasOrdinaryEnding(w)
}

func isWeekday(w string) bool {
	_, ok := weekdayNames[strings.TrimSuffix(w, "s")]
	return ok && len(w) > 3
}

func isContraction(w string) bool {
	i := strings.IndexByte(w, '\'')
	return i > 0 && i >= len(w)-3 && i < len(w)-1 && strings.Contains(" re ve ll d m t ", " "+w[i+1:]+" ")
}

// isOrdinary reports whether the capital of the word at i, which starts a sentence and stands before a name, is only the sentence's.
func (r *nameReader) isOrdinary(i int) bool {
	t := &r.ts[i]
	if t.caps || firstNames.has(t.lower) || titles.has(t.lower) || t.end-t.start == 1 {
		return false
	}
	s := r.seen(t.bare())
	return s&asWord != 0 || hasOrdinaryEnding(t.lower) && t.end-t.start > 6 && s&asName == 0
}

// sighting is how a word stands elsewhere in the text.
type sighting uint8

const (
	asWord sighting = 1 << iota // in small letters
	asName                      // with a capital where only a name has one
)

// seen returns how the word stands in the text, apart from where a capital tells nothing.
func (r *nameReader) seen(w string) sighting {
	if r.sightings == nil {
		r.sightings = make(map[string]sighting, len(r.ts)/2)
		for i := range r.ts {
			switch t := &r.ts[i]; {
			case t.kind != word:
			case !t.upper:
				r.sightings[t.lower] |= asWord
			case r.flags[i] == 0:
				r.sightings[t.bare()] |= asName
			}
		}
	}
	return r.sightings[w]
}

func hasOrdinaryEnding(w string) bool {
	for _, ending := range []string{
		"tion", "sion", "ment", "ness", "ity", "ing", "ly", "ed", "ism", "ance", "ence", "able", "ible", "ful", "less", "ive", "ous",
		"ical", "ship", "ists", "ers", "ors",
	} {
		if strings.HasSuffix(w, ending) {
			return true
		}
	}
	return false
}

// settleKinds gives names of unknown kind the kind that they have elsewhere in the text, in full or by their last word.
func (r *nameReader) settleKinds() {
	kinds := make(map[string]Kind, len(r.names))
	for i := range r.names {
		n := &r.names[i]
		switch n.Kind {
		case Person:
			kinds[lastWord(n.Norm)] = Person
			fallthrough
		case Org, Code, Nationality:
			kinds[n.Norm] = n.Kind
		case Place:
			if _, ok := kinds[n.Norm]; !ok {
				kinds[n.Norm] = Place
			}
		}
	}
	for i := range r.names {
		n := &r.names[i]
		kind, ok := kinds[n.Norm]
		if !ok {
			continue
		}
		if _, isKnown := known().names[n.Norm]; !isKnown && (n.Kind == Unknown || n.Kind == Place && kind == Person) {
			n.Kind = kind
		}
	}
}

func lastWord(norm string) string { return norm[strings.LastIndexByte(norm, ' ')+1:] }
