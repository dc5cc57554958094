package match

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// describe writes words in one line: the form, the stem where it differs, then what else the word is.
func describe(words []Word) string {
	var all []string
	for _, w := range words {
		s := w.Form
		if w.Stem != w.Form {
			s += "/" + w.Stem
		}
		for _, mark := range []struct {
			is   bool
			sign string
		}{{w.Acronym, "!"}, {w.Stop, "-"}, {w.Capital && !w.Acronym, "^"}, {w.Figure(), "#"}} {
			if mark.is {
				s += mark.sign
			}
		}
		all = append(all, s)
	}
	return strings.Join(all, " ")
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Kerry warned Russia.":   "kerry/kerri^ warned/warn russia^",
		"The United States":      "the-^ united/unit^ states/state^",
		"talks, talking; talked": "talks/talk talking/talk talked/talk",
		"who said it to whom":    "who- said it- to- whom-",
		// acronyms
		"the U.S. and the US":   "the- US! and- the- US!",
		"about us and the US":   "about- us- and- the- US!",
		"the WHO and those who": "the- WHO! and- those- who-",
		"IS is":                 "IS! is-",
		"UNICEF, NATO":          "UNICEF! NATO!",
		"in D.C. on Monday":     "in- DC! on- monday^",
		"U.S.-Russia talks":     "US! russia^ talks/talk",
		"A dog. I saw":          "a-^ dog i-^ saw",
		"MINISTERS":             "ministers/minist^",
		// possessives
		"Russia's bombs":             "russia^ bombs/bomb",
		"Russia’s bombs":             "russia^ bombs/bomb",
		"the WHO's and NATO’s":       "the- WHO! and- NATO!",
		"the U.S.'s and U.S.’s role": "the- US! and- US! role",
		"the rebels’ line":           "the- rebels/rebel line",
		"It’s what he didn't say":    "it-^ what- he- didn't- say",
		"O'Neill's":                  "o'neill/o'neil^",
		// figures
		"250,000 people":          "250000# people/peopl",
		"1,129 and 3.5, then 20.": "1129# and- 3.5# then- 20#",
		"on 19/09, at 11-2":       "on- 19# 09# at- 11# 2#",
		"the 24th of 31":          "the- 24th# of- 31#",
		"$5m and 12%":             "5m# and- 12#",
		// a text in capitals
		"KERRY WARNS RUSSIA OVER THE WAR":  "kerry/kerri^ warns/warn^ russia^ over-^ the-^ war^",
		"KERRY'S WARNING TO US AND RUSSIA": "kerry/kerri^ warning/warn^ to-^ us-^ and-^ russia^",
		// scripts and marks
		"Übergang, cafe\u0301s": "übergang^ cafe\u0301s/cafe\u0301",
		"":                      "",
		"“…” — !":               "",
	} {
		if got := describe(Words(text)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestTopic(t *testing.T) {
	for text, want := range map[string]string{
		"What did Kerry do to Lavrov?":   "kerry/kerri^ lavrov^",
		"What about the talks in Geneva": "talks/talk geneva^",
		"Who is who?":                    "who-^ is- who-",
		"":                               "",
	} {
		if got := describe(Topic(text)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"the U.S.’s 1,129 O'Neill", "D.C.'s A.B", "é\u0301 9.", "\xff'\xff’s", "1,a 1,2,", "KERRY'S US", "'s", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, w := range Words(text) {
			if w.Start < end || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("%q: word %+v behind %d", text, w, end)
			}
			end = w.End
			if w.Form == "" || w.Stem == "" {
				t.Errorf("%q: word %q has form %q and stem %q", text, w.In(text), w.Form, w.Stem)
			}
			if utf8.ValidString(text) && !utf8.ValidString(w.In(text)) {
				t.Errorf("%q is cut within a character", w.In(text))
			}
			_ = w.Figure()
		}
		if n := len(Topic(text)); (n == 0) != (len(Words(text)) == 0) {
			t.Errorf("%q has %d topic words", text, n)
		}
	})
}

func ExampleWords() {
	for _, w := range Topic("Why did the U.S. send 1,000 soldiers?") {
		fmt.Println(w.Form, w.Stem)
	}
	// Output:
	// US US
	// send send
	// 1000 1000
	// soldiers soldier
}

func TestMeanings(t *testing.T) {
	word := func(s string) Word { return Words(s)[0] }
	if !word("wrote").Verb() || word("senator").Verb() || !word("senators").Person() || word("truce").Person() {
		t.Error("a verb is none, or a person is none, or the reverse")
	}
	means := func(s string) meanings { return wordnet()[word(s).Stem] }
	if shareMeaning(means("outcast"), means("pariah")) == 0 || shareMeaning(means("warn"), means("caution")) == 0 {
		t.Error("words of one meaning share none")
	}
	if got := shareMeaning(means("banana"), means("resolution")); got != 0 {
		t.Errorf("words of no common meaning share %v", got)
	}
}
