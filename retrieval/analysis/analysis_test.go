package analysis

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTerms(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"acronyms that are stop words", "The WHO and IS", "WHO IS"},
		{"the same words, meant as words", "who is it", ""},
		{"US is also the word us", "US troops", "US us troop"},
		{"dots", "the U.S. said", "US us said"},
		{"dots torn off", "the U.S . said", "US us said"},
		{"lower-case dots", "at 5 p.m. in the u.s.", "5 pm us"},
		{"an acronym that is no word", "NATO's plan", "NATO nato plan"},
		{"an acronym that the stemmer would change", "AIDS aid", "AIDS aid aid"},
		{"six capitals are a word", "UNICEF", "unicef"},
		{"a shouted text", "THE WHO SAID THAT THE U.S . WOULD SEND TROOPS", "said US us send troop"},
		{"a short shout", "IS IT US", "IS IT US us"},
		{"names", "Islamic State in Aleppo’s east", "islam state aleppo east"},
		{"numbers", "600 of 1,129 and 1,129.5, 12,34", "600 1129 1129.5 12,34"},
		{"hyphens", "a cease-fire", "ceas fire ceasefir"},
		{"no hyphen", "the ceasefire", "ceasefir"},
		{"three parts stay parts", "day-to-day U.S.-led", "day day US us led"},
		{"diacritics", "Erdoğan, São Tomé, Ærø", "erdogan sao tome aero"},
		{"a month", "in May they may", "may may"},
		{"stems", "evacuated evacuation evacuate", "evacu evacu evacu"},
		{"contractions", "They don't say what's next", "say next"},
		{"nothing", " . , — ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(English.Terms(tt.text, English), " "); got != tt.want {
				t.Errorf("Terms(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func FuzzTerms(f *testing.F) {
	for _, text := range []string{"", "The U.S. and the WHO: 1,129 cease-fires.", "ßßßß ŒŒŒ ﬃ", "a\x00b\xff-\xfe", "’s 's -"} {
		f.Add(text)
	}
	f.Add("ʼʼ l’État d'un 1.129,5 İİ ก็ 日本ーー ｶﾞ ㎞ \u200c\u200d ﷺ")
	var all []*Language
	for code := range shipped {
		all = append(all, Of(code))
	}
	all = append(all, English, pairs, plain)
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range all {
			words := map[string]bool{}
			terms := l.read(text, l, words)
			for _, term := range slices.Concat(terms, slices.Collect(maps.Keys(words))) {
				if len(strings.Fields(term)) != 1 {
					t.Errorf("%q in %q holds %q, which the index would not keep as one term", text, l.code, term)
				}
			}
			if diff := cmp.Diff(terms, l.Terms(text, l)); diff != "" {
				t.Errorf("%q in %q is not the same twice:\n%s", text, l.code, diff)
			}
		}
	})
}
