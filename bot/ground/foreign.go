package ground

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/language"
	"dateline/retrieval/mention"
)

// abroad holds a claim in another language than its passages to what can be read across languages. Words do not overlap
// there, so support cannot be measured: a claim holds only if its quotations, dates, figures and names stand in what it cites
// and it quotes at least leastQuoted words of it letter for letter. isAbroad is false where the languages are the same or
// not certain.
//
// Dates, figures and the names of countries are read in Spanish, French and German beside English. A word with a capital
// may be no name at the head of a sentence, nor anywhere in German: a claim with such a word has to name somebody whom the
// passage names beside the words quoted. Names in another script cannot be read.
func abroad(text string, cited []*source) (found *support, why string, isAbroad bool) {
	text = pairedMarks(text)
	outside := outsideQuotations(text)
	short := language.Of(outside) == "" && anglicised(outside) != outside // too short to tell, but for a name
	if !slices.ContainsFunc(cited, func(s *source) bool { return short || language.Differ(outside, s.evidence.Passage.Text) }) {
		return nil, "", false
	}
	claim := read(inEnglish(text), cited[0].evidence.Article.Published)
	for _, check := range []func(*reading, []*source) string{quotations, dates, figuresAbroad} {
		if why := check(claim, cited); why != "" {
			return nil, why, true
		}
	}
	unread, why := namesAbroad(claim, cited, language.Of(outside) == "de")
	if why != "" {
		return nil, why, true
	}
	found, why = quotedAbroad(claim, cited, unread)
	if found != nil && wordsAround(claim) > mostAround {
		return nil, fmt.Sprintf("it is in another language than %s and says more than who said the words quoted", called(cited)), true
	}
	return found, why, true
}

// mostAround is how many words of weight a claim in another language has at most around its quotations: who said it, where
// and of whom. What more it says could not be held to the passage.
const mostAround = 6

// wordsAround counts the words outside the quotations and dates of a claim; a name is one, and words that only hold
// sentences together are none.
func wordsAround(claim *reading) (n int) {
	rest := []byte(outsideQuotations(claim.text))
	for _, d := range claim.dates {
		copy(rest[d.Span.Start:], strings.Repeat(" ", d.Span.Len()))
	}
	named := false
	for word := range strings.FieldsSeq(string(rest)) {
		bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		if at := strings.IndexAny(bare, "'’"); at == 1 { // d’État
			bare = strings.TrimLeft(bare[at:], "'’")
		}
		first, size := utf8.DecodeRuneInString(bare)
		capital := unicode.IsUpper(first)
		if size < len(bare) && !language.IsFunctionWord(bare) && (!capital || !named) {
			n++
		}
		last, _ := utf8.DecodeLastRuneInString(word)
		named = capital && unicode.IsLetter(last)
	}
	return n
}

// leastQuoted is how many words in a row a claim in another language quotes at least.
const leastQuoted = 4

// quotedAbroad finds the sources that hold a long quotation of the claim. Where the claim names somebody whom a source
// names, one of those has to stand beside the words quoted, so that nobody is given another's words.
func quotedAbroad(claim *reading, cited []*source, mustName bool) (*support, string) {
	why := fmt.Sprintf("it is in another language than %s and quotes no %d words of it", called(cited), leastQuoted)
	found := &support{score: 1}
	for _, q := range claim.quotations {
		quoted := q.Inner.In(claim.text)
		if len(strings.Fields(quoted)) < leastQuoted {
			continue
		}
		for _, s := range cited {
			span, beside := bearing(s, fold(quoted))
			switch named := s.namedIn(outsideQuotations(claim.text)); {
			case span.Len() == 0 || slices.Contains(found.sources, s):
				continue
			case len(named) == 0 && mustName:
				why = fmt.Sprintf("it is in another language than %s and names nobody there as the speaker", called(cited))
				continue
			case len(named) > 0 && !slices.ContainsFunc(named, func(name string) bool { return find(beside, name) >= 0 }):
				why = fmt.Sprintf("%s is not named beside the words quoted in passage %d", named[0], s.evidence.N)
				continue
			}
			found.sources, found.bearing = append(found.sources, s), append(found.bearing, span)
		}
	}
	if len(found.sources) == 0 {
		return nil, why
	}
	return found, ""
}

// bearing is the span of a passage's sentences that holds folded words, and the text of it and its neighbours; the zero
// span where none does.
func bearing(s *source, folded string) (span retrieval.Span, beside string) {
	p := s.evidence.Passage
	for width := 1; width <= len(p.Sentences); width++ {
		for i := 0; i+width <= len(p.Sentences); i++ {
			last := i + width - 1
			span := retrieval.Span{Start: p.Sentences[i].Start, End: p.Sentences[last].End}
			if find(fold(span.In(p.Text)), folded) >= 0 {
				return span, p.Text[p.Sentences[max(0, i-1)].Start:p.Sentences[min(len(p.Sentences)-1, last+1)].End]
			}
		}
	}
	return retrieval.Span{}, ""
}

// namedIn are the last words of the source's names of people that stand in text.
func (s *source) namedIn(text string) (named []string) {
	for _, n := range s.names {
		last := n.Text[strings.LastIndexByte(n.Text, ' ')+1:]
		if (n.Kind == mention.Person || n.Kind == mention.Unknown) && find(text, last) >= 0 && !slices.Contains(named, last) {
			named = append(named, last)
		}
	}
	return named
}

// figuresAbroad holds every figure in digits to stand in a source; what it counts cannot be read.
func figuresAbroad(claim *reading, cited []*source) string {
	for _, f := range claim.figures {
		span := f.Span.In(claim.text)
		dated := slices.ContainsFunc(claim.dates, func(t mention.Date) bool { return t.Span.Start < f.Span.End && f.Span.Start < t.Span.End })
		if dated || !strings.ContainsFunc(span, unicode.IsDigit) || within(f.Span, quotedSpan(claim, f.Span)) {
			continue
		}
		f.Ordinal = false
		same := func(k mention.Figure) bool { return mention.SameFigure(f, k) }
		if !slices.ContainsFunc(cited, func(s *source) bool { return slices.ContainsFunc(s.figures, same) }) {
			return fmt.Sprintf("figure %s is not in %s", span, called(cited))
		}
	}
	return codes(claim, cited)
}

// quotedSpan is the quotation that a span lies in, or the zero span.
func quotedSpan(r *reading, span retrieval.Span) retrieval.Span {
	for _, q := range r.quotations {
		if within(span, q.Outer) {
			return q.Outer
		}
	}
	return retrieval.Span{}
}

// namesAbroad holds the names of a claim to stand in a source, as they are or nearly so (Alepo, Aleppo), and reports
// whether there may be a name that could not be read.
func namesAbroad(claim *reading, cited []*source, german bool) (unread bool, why string) {
	for _, n := range claim.names {
		words := strings.Fields(n.Text)
		first := slices.ContainsFunc(claim.sentences, func(s sentence) bool { return s.Start == n.Span.Start })
		if first && (german || language.IsFunctionWord(words[0])) {
			words = words[1:]
		}
		last := ""
		if len(words) > 0 {
			last = words[len(words)-1]
		}
		switch {
		case within(n.Span, quotedSpan(claim, n.Span)), last == "", !latin(last):
			continue
		case utf8.RuneCountInString(last) < 4 && last != strings.ToUpper(last): // a particle
			continue
		case len(words) == 1 && (first || german):
			unread = true
			continue
		}
		known := func(s *source) bool {
			return s.knows(n) || nearlyIn(s, last) || n.Kind != mention.Person && slices.ContainsFunc(words, func(w string) bool { return nearlyIn(s, w) })
		}
		if !slices.ContainsFunc(cited, known) {
			return unread, fmt.Sprintf("%s is not named in %s", n.Text, called(cited))
		}
	}
	return unread || german, ""
}

func latin(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// nearlyIn reports whether a capitalised word of a source is this one, but for a letter in five as languages spell it.
func nearlyIn(s *source, word string) bool {
	word = plainLetters(word)
	if len(word) < 4 {
		return false
	}
	for k := range strings.FieldsFuncSeq(s.text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if first, _ := utf8.DecodeRuneInString(k); unicode.IsUpper(first) {
			if k = plainLetters(k); k[0] == word[0] && distance(k, word) <= len(word)/5 {
				return true
			}
		}
	}
	return false
}

// plainLetters is a word in lower case without accents, letters doubled written once, y as i.
func plainLetters(word string) string {
	word = accents.Replace(strings.ToLower(word))
	var b strings.Builder
	for i := range len(word) {
		if i == 0 || word[i] != word[i-1] {
			b.WriteByte(word[i])
		}
	}
	return strings.ReplaceAll(b.String(), "y", "i")
}

var accents = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ä", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "î", "i", "ï", "i",
	"ó", "o", "ô", "o", "ö", "o", "ú", "u", "û", "u", "ù", "u", "ü", "u", "ñ", "n", "ç", "c", "ß", "s")

// distance is how many letters have to be changed, added or left out to make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// pairedMarks writes the quotation marks of other languages, «…» and „…“, as “…”.
func pairedMarks(text string) string {
	low := false
	return strings.Map(func(r rune) rune {
		switch {
		case r == '„':
			low = true
			return '“'
		case r == '“' && low:
			low = false
			return '”'
		case r == '«':
			return '“'
		case r == '»':
			return '”'
		}
		return r
	}, text)
}

// outsideQuotations is text with its quotations blanked out.
func outsideQuotations(text string) string {
	rest := []byte(text)
	for _, q := range mention.Quotations(text) {
		copy(rest[q.Outer.Start:], strings.Repeat(" ", q.Outer.Len()))
	}
	return string(rest)
}

// inEnglish writes the dates, figures and countries of a Spanish, French or German text as English does. Quotations stay
// as they are.
func inEnglish(text string) string {
	var b strings.Builder
	at := 0
	for _, q := range mention.Quotations(text) {
		if q.Outer.Start >= at {
			b.WriteString(translated(text[at:q.Outer.Start]))
			b.WriteString(q.Outer.In(text))
			at = q.Outer.End
		}
	}
	return b.String() + translated(text[at:])
}

func translated(text string) string {
	text = numericDay.ReplaceAllStringFunc(text, func(m string) string {
		parts := numericDay.FindStringSubmatch(m)
		month, _ := strconv.Atoi(parts[2])
		return fmt.Sprintf("%s %s %s", parts[1], time.Month(month), parts[3])
	})
	text = dayMonth.ReplaceAllStringFunc(text, func(m string) string {
		parts := dayMonth.FindStringSubmatch(m)
		return strings.Join(strings.Fields(parts[1]+" "+months[strings.ToLower(parts[2])].String()+" "+parts[3]), " ")
	})
	text = thousands.ReplaceAllStringFunc(text, func(m string) string {
		return strings.Join(strings.FieldsFunc(m, func(r rune) bool { return !unicode.IsDigit(r) }), ",")
	})
	text = decimal.ReplaceAllString(text, "$1.$2")
	text = billions.ReplaceAllString(text, "$1 billion")
	text = millions.ReplaceAllString(text, "$1 million")
	text = thousand.ReplaceAllString(text, "$1,000")
	return anglicised(percent.ReplaceAllString(text, "$1 percent"))
}

// anglicised is text with the English names of countries, capitals and bodies.
func anglicised(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range exonym.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		after, _ := utf8.DecodeRuneInString(text[m[1]:])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			b.WriteString(text[at:m[0]] + english[text[m[0]:m[1]]])
			at = m[1]
		}
	}
	return b.String() + text[at:]
}

// The forms in which the three languages write dates and figures.
var (
	numericDay = regexp.MustCompile(`\b(\d{1,2})[./](0?[1-9]|1[0-2])[./](\d{4})\b`)
	dayMonth   = regexp.MustCompile(`(?i)\b(?:(\d{1,2})(?:\.?º|\.|er)?\s+(?:de\s+)?)?\b(` + alternatives(months) + `)\b(?:\s+(?:del?\s+)?(\d{4})\b)?`)
	thousands  = regexp.MustCompile(`\b\d{1,3}(?:[.\x{a0}\x{202f} ]\d{3})+\b`)
	decimal    = regexp.MustCompile(`(\d),(\d{1,2})\b`)
	billions   = regexp.MustCompile(`(?i)(\d)\s*(?:mil millones|milliards?|milliarden?|mrd\.?)(?:\s+de\b)?`)
	millions   = regexp.MustCompile(`(?i)(\d)\s*(?:millón|millones|millions?|millionen|mio\.?)(?:\s+de\b)?`)
	thousand   = regexp.MustCompile(`(?i)(\d)\s*(?:mil|mille|tausend)\b`)
	percent    = regexp.MustCompile(`(?i)(\d)\s*(?:por ciento|pour cent|prozent)\b`)
	exonym     = regexp.MustCompile(alternatives(english))
)

// alternatives are the keys of a table as a pattern, the longest first.
func alternatives[V any](table map[string]V) string {
	keys := slices.SortedFunc(maps.Keys(table), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i, key := range keys {
		keys[i] = regexp.QuoteMeta(key)
	}
	return strings.Join(keys, "|")
}

// months are the names of months in Spanish, French and German, in order.
var months = func() map[string]time.Month {
	all := map[string]time.Month{}
	for _, year := range []string{
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"januar februar märz april mai juni juli august september oktober november dezember",
	} {
		for i, name := range strings.Fields(year) {
			all[name] = time.Month(i + 1)
		}
	}
	all["setiembre"] = time.September
	all["jänner"] = time.January
	return all
}()

// english are the English names of countries, capitals and bodies that the three languages call otherwise; names that
// differ by a letter or two are found without.
var english = func() map[string]string {
	all := map[string]string{}
	for line := range strings.SplitSeq(`United States: Estados Unidos, EE.UU, EE. UU, EEUU, États-Unis, Etats-Unis, Vereinigte Staaten, Vereinigten Staaten
United Nations: Naciones Unidas, ONU, Nations Unies, Nations unies, Vereinte Nationen, Vereinten Nationen
Security Council: Consejo de Seguridad, Conseil de sécurité, Sicherheitsrat, Sicherheitsrats
European Union: Unión Europea, Union européenne, Europäische Union, Europäischen Union
NATO: OTAN
United Kingdom: Reino Unido, Royaume-Uni, Großbritannien
State Department: Departamento de Estado, Außenministerium, Département d'État, département d'État, Département d’État, département d’État
White House: Casa Blanca, Maison Blanche, Maison-Blanche, Weißes Haus, Weiße Haus, Weißen Haus
Red Cross: Cruz Roja, Croix-Rouge, Rotes Kreuz, Rote Kreuz, Roten Kreuzes, Roten Kreuz
Russia: Rusia, Russie, Russland, Russlands
Germany: Alemania, Allemagne, Deutschland, Deutschlands
France: Francia, Frankreich, Frankreichs
Spain: España, Espagne, Spanien
Turkey: Turquía, Turquie, Türkei
Syria: Siria, Syrie, Syrien, Syriens
Egypt: Egipto, Égypte, Egypte, Ägypten
Greece: Grecia, Grèce, Griechenland
Switzerland: Suiza, Suisse, Schweiz
Sweden: Suecia, Suède, Schweden
Japan: Japón, Japon
South Korea: Corea del Sur, Corée du Sud, Südkorea
North Korea: Corea del Norte, Corée du Nord, Nordkorea
Saudi Arabia: Arabia Saudí, Arabia Saudita, Arabie saoudite, Saudi-Arabien
Moscow: Moscú, Moscou, Moskau
London: Londres
Geneva: Ginebra, Genève, Genf
Vienna: Viena, Vienne, Wien
Damascus: Damasco, Damas, Damaskus
Aleppo: Alepo, Alep
Beijing: Pekín, Pékin, Peking
Jerusalem: Jerusalén, Jérusalem`, "\n") {
		name, others, _ := strings.Cut(line, ": ")
		for other := range strings.SplitSeq(others, ", ") {
			all[other] = name
		}
	}
	return all
}()
