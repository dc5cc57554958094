package ground_test

import (
	"strings"
	"testing"

	"dateline/bot/ground"
	"dateline/retrieval/embed"
)

// Claims in another language than their passage; why is part of the reason where they are to be dropped.
func TestAnotherLanguage(t *testing.T) {
	const burden = "“The burden remains on Russia to stop this assault”"
	for name, tt := range map[string]struct {
		text string
		n    int
		why  string
	}{
		"Spanish":                    {"El portavoz John Kirby dijo que " + burden + ".", 1, ""},
		"Spanish, dated":             {"El portavoz John Kirby dijo el 28 de septiembre de 2016 que " + burden + ".", 1, ""},
		"Spanish, day and month":     {"El 19 de septiembre fue atacado “An aid convoy of 31 trucks” en Urum al-Kubra.", 3, ""},
		"Spanish, in figures":        {"El 28/09/2016 dijo Kirby que " + burden + ".", 1, ""},
		"Spanish, a big figure":      {"Unas 250.000 personas, según el texto, “are trapped in the east of the city”.", 1, ""},
		"Spanish, names":             {"Según Estados Unidos y John Kirby sobre Alepo, " + burden + " de Rusia.", 1, ""},
		"French":                     {"Le porte-parole John Kirby a déclaré le 28 septembre 2016 que «\u00a0The burden remains on Russia to stop this assault\u00a0».", 1, ""},
		"French, a space in figures": {"Selon le texte, 250\u00a0000 personnes “are trapped in the east of the city” dans cette ville.", 1, ""},
		"German":                     {"Der Sprecher John Kirby sagte am 28. September 2016, dass „The burden remains on Russia to stop this assault“.", 1, ""},
		"German, metric tons":        {"Der Präsident Putin hat ein Abkommen ausgesetzt, “under which 34 metric tons of plutonium” entsorgt werden sollten.", 6, ""},

		"German, short":               {"Kirby sagte, die Last trage Russland: „The burden remains on Russia to stop this assault“.", 1, ""},
		"French, plain spaces":        {"Kirby a averti la Russie que « The burden remains on Russia to stop this assault ».", 1, ""},
		"French, more than the words": {"Kirby a annoncé la guerre : Washington attaquera Alep demain matin, et la Russie devra entendre que « The burden remains on Russia to stop this assault ».", 1, "n"},

		"no quotation":                             {"El portavoz John Kirby dijo que la responsabilidad es de Rusia y que no queda mucho tiempo.", 1, "quotes no 4 words"},
		"too short a quotation":                    {"El portavoz John Kirby dijo que “The burden remains” en manos de Rusia y que no hay tiempo.", 1, "quotes no 4 words"},
		"a quotation translated":                   {"El portavoz John Kirby dijo: “La responsabilidad de detener este asalto es de Rusia”, según el texto.", 1, "quotation"},
		"a quotation changed":                      {"El portavoz John Kirby dijo que “The burden remains on Syria to stop this assault”.", 1, "quotation"},
		"another day":                              {"El portavoz John Kirby dijo el 27 de septiembre de 2016 que " + burden + ".", 1, "27 September 2016"},
		"another month":                            {"Le porte-parole John Kirby a dit le 28 août 2016 que " + burden + ".", 1, "28 August 2016"},
		"another German day":                       {"Der Sprecher John Kirby sagte am 29.9.2016, dass " + burden + ".", 1, "29 September 2016"},
		"another figure":                           {"Unas 350.000 personas, según el texto, “are trapped in the east of the city”.", 1, "350,000"},
		"another name":                             {"El portavoz de Putin dijo que " + burden + ".", 1, "Putin"},
		"another speaker":                          {"El secretario Kerry dijo en la ciudad que “An aid convoy of 31 trucks was attacked”.", 3, "Kerry"},
		"a speaker whom the passage does not name": {"Putin dijo a los periodistas en la ciudad que " + burden + ".", 1, "names nobody"},
		"another's words":                          {"Según el secretario John Kerry, “About 250,000 people are trapped in the east of the city”.", 1, "Kerry"},
		"no speaker in German":                     {"Der Mann sagte gestern, dass " + burden + " und dass die Zeit nicht reicht.", 1, "names nobody"},
		"Russian":                                  {"Кирби сказал: “The burden remains on Russia to stop this assault”, и это всё, что было сказано.", 1, ""},
		"Russian, not quoted":                      {"Кирби сказал, что ответственность лежит на России.", 1, "quotes no 4 words"},
		"Chinese, not quoted":                      {"柯比说，责任在于俄罗斯。", 1, "quotes no 4 words"},
		"English":                                  {"Kirby said that “The burden remains on Russia to stop this assault”.", 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			evidence := eight()
			d := prose(tt.text, tt.n)
			v := ground.New(embed.NewStatic()).Ground(d, evidence)
			checkCitations(t, d, v, evidence)
			if supported := len(v.Claim.Citations) > 0; supported != (tt.why == "") || !strings.Contains(v.Why, tt.why) {
				t.Errorf("supported %v because %q, want %q: %q", supported, v.Why, tt.why, tt.text)
			}
			for _, c := range v.Claim.Citations {
				if c.N != tt.n {
					t.Errorf("cites passage %d, want %d", c.N, tt.n)
				}
			}
		})
	}
}
