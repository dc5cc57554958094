package ground

import (
	"strconv"
	"strings"

	"dateline/retrieval/match"
)

// spelling is what a text spells, to find a claim's words in it that are spelled in another way.
type spelling struct {
	forms    map[string]bool // its words in lower case
	joined   map[string]bool // two words with nothing or one mark between them, as one: iberoamerican
	numerals map[string]bool // its numbers in digits: of 6, six, 6th, sixth and VI
	initials map[string]bool // of its runs of words with capitals: RAN of Royal Australian Navy
	acronyms map[string]bool
	dated    bool // it names a year
}

// spelling is made once.
func (r *reading) spelling() *spelling {
	r.once.Do(func() {
		s := &spelling{forms: map[string]bool{}, joined: map[string]bool{}, numerals: map[string]bool{}, initials: map[string]bool{}, acronyms: map[string]bool{}}
		for i, w := range r.words {
			s.forms[lower(w)] = true
			if number := numeral(w); number != "" {
				s.numerals[number] = true
				s.dated = s.dated || year(number)
			}
			if i > 0 && w.Start-r.words[i-1].End <= 1 {
				s.joined[lower(r.words[i-1])+lower(w)] = true
			}
			if w.Acronym {
				s.acronyms[w.Form] = true
			}
			for _, letters := range runs(r.words[i:]) {
				s.initials[letters] = true
			}
		}
		r.spelled = s
	})
	return r.spelled
}

func lower(w match.Word) string { return strings.ToLower(w.Form) }

const longestRun = 6 // words whose initials may be an acronym

// runs are the initials of the words with capitals at the beginning of words, after each of them; small words between them
// have none, so their places hold "".
func runs(words []match.Word) (all []string) {
	letters := ""
	for _, w := range words[:min(len(words), longestRun)] {
		switch {
		case w.Capital:
			letters += strings.ToUpper(w.Form[:1])
			all = append(all, letters)
		case w.Stop && letters != "":
			all = append(all, "")
		default:
			return all
		}
	}
	return all
}

// numeral is the number that a word spells, in digits; "" where it spells none.
func numeral(w match.Word) string {
	if w.Figure() {
		f := w.Form
		for _, ending := range []string{"st", "nd", "rd", "th"} {
			f = strings.TrimSuffix(f, ending)
		}
		return strings.TrimSuffix(f, ".0")
	}
	return numerals[w.Form]
}

// numerals are the numbers up to twenty in words, as ordinals and in Roman letters, but for I and V, which are letters.
var numerals = func() map[string]string {
	all := map[string]string{}
	for _, names := range []string{
		"zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
		"zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
		"N I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX",
	} {
		for i, name := range strings.Fields(names) {
			if len(name) > 1 {
				all[name] = strconv.Itoa(i)
			}
		}
	}
	return all
}()

// year reports whether a number may be that of a year.
func year(number string) bool {
	return len(number) == 4 && (strings.HasPrefix(number, "18") || strings.HasPrefix(number, "19") || strings.HasPrefix(number, "20"))
}
