package analysis

import (
	"strings"
	"testing"
)

func TestTermsByLanguage(t *testing.T) {
	for _, tt := range []struct{ name, tag, text, want string }{
		{"umlauts, or none", "de", "Die Häuser in Zürich; ein Haus in Zuerich", "haus zurich haus zurich"},
		{"figures with a decimal comma", "de-CH", "1.129 Zelte, 4,5 Prozent, 1.129,5", "1129 zelt 4.5 prozent 1129.5"},
		{"acronyms", "de", "Die UNO und die WHO", "UNO uno WHO who"},
		{"elision", "fr", "L’État d’urgence, l'urgence de l'État", "etat urgenc urgenc etat"},
		{"Spanish, typed without accents too", "es", "las elecciones de mañana; la eleccion de manana", "eleccion manan eleccion manan"},
		{"cases", "ru", "о министрах и министру, в Женеве", "министр министр женев"},
		{"articles and endings", "ar", "الوزراء والوزراء", "وزراء وزراء"},
		{"pairs", "zh-Hans", "日内瓦 NATO", "日内 内瓦 NATO nato"},
		{"pairs of kana", "ja", "ケリー長官", "ケリ リー ー長 長官"},
		{"Korean endings", "ko", "제네바에서 제네바는", "제네 네바 바에 에서 제네 네바 바는"},
		{"a script that needs a dictionary", "th", "เจนีวา 2016", "เจ จน นี ีว วา 2016"},
		{"a suffix behind an apostrophe", "tr", "İstanbul'da", "istanbul"},
		{"bleve has stop words alone", "cs", "v Praze a v Brně", "praze brne"},
		{"bleve has nothing", "vi", "Tổng thống gặp", "tong thong gap"},
		{"no language is said", "", "Families were evacuated", "famili evacu"},
		{"Norwegian by another code", "nb-NO", "partiene", "parti"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Of(tt.tag)
			if got := strings.Join(l.Terms(tt.text, l), " "); got != tt.want {
				t.Errorf("%q in %q becomes %q, want %q", tt.text, tt.tag, got, tt.want)
			}
		})
	}
}

// TestEveryLanguageIsMade makes bleve's parts for each, which panic where bleve has none of that name.
func TestEveryLanguageIsMade(t *testing.T) {
	for code := range shipped {
		l := Of(code)
		if l.code != code || len(l.stop) == 0 {
			t.Errorf("%q makes %q with %d stop words", code, l.code, len(l.stop))
		}
		for _, term := range l.Terms("Kerry 2016 L'ONU d'Haïti, министр الوزراء मंत्री", l) {
			if len(strings.Fields(term)) != 1 {
				t.Errorf("%q holds %q, which the index would not keep as one term", code, term)
			}
		}
	}
}
