package storetest

import (
	"slices"
	"testing"

	"dateline/retrieval"
)

// testTerms checks what BM25 has to show of itself, whatever its constants.
func testTerms(t *testing.T, open func(t *testing.T) suite) {
	t.Run("rank", func(t *testing.T) {
		s := open(t)
		s.put(
			story("rare", "", "The envoy of the ministry spoke about the ceasefire today."),
			story("common", "", "The envoy of the ministry spoke about the weather today."),
			story("twice", "", "The envoy spoke to another envoy about the weather."),
			story("long", "", "The envoy of the ministry spoke about the weather today, and then about the harbour, the "+
				"bridge, the airport, the schools, the price of bread, the winter, the roads and the trains."),
			story("none", "", "Nobody said a word."),
		)
		top := func(text string) []string { return ids(s.terms(text, retrieval.Articles, retrieval.Filter{}, 10)) }
		if got := top("ceasefire envoy"); len(got) != 4 || got[0] != "rare" {
			t.Errorf("a rare word and a common one find %v, want rare first of 4", got)
		}
		if got := top("envoy"); len(got) != 4 || got[0] != "twice" || got[3] != "long" {
			t.Errorf("a word finds %v, want the article with two of it first, the long one last", got)
		}
		if got := s.terms("envoy", retrieval.Articles, retrieval.Filter{}, 2); len(got) != 2 {
			t.Errorf("k = 2 finds %v", got)
		}
	})
	t.Run("units", func(t *testing.T) {
		s := open(t)
		s.put(
			story("kerry", "Kerry warns Russia", "The talks went on.", "It was raining in Geneva."),
			story("other", "Weather", "The talks went on.", "It was raining in London.", "It was dry in Paris."),
		)
		s.same("a headline's word finds the article", ids(s.terms("Kerry", retrieval.Articles, retrieval.Filter{}, 10)),
			[]string{"kerry"})
		found := ids(s.terms("Kerry", retrieval.Passages, retrieval.Filter{}, 10))
		slices.Sort(found)
		s.same("and its passages", found, []string{passageID("kerry", 0), passageID("kerry", 1)})
		if got := ids(s.terms("Kerry, raining", retrieval.Passages, retrieval.Filter{}, 10)); len(got) != 3 || got[0] != passageID("kerry", 1) {
			t.Errorf("a headline's word and a passage's find %v, want the passage with both first of 3", got)
		}
		if got := ids(s.terms("raining dry", retrieval.Articles, retrieval.Filter{}, 10)); len(got) != 2 || got[0] != "other" {
			t.Errorf("words of two passages find %v, want the article with both first of 2", got)
		}
	})
}

// testWords checks what the analysis of English news has to keep apart and bring together.
func testWords(t *testing.T, open func(t *testing.T) suite) {
	s := open(t)
	s.put(
		story("who", "", "Officials of the WHO counted 600 patients."),
		story("pronoun", "", "He is the man who said it is over."),
		story("is", "", "Fighters of IS left the town."),
		story("islamic", "", "Fighters of Islamic State left the village."),
		story("dots", "", "Troops of the U.S. Army arrived."),
		story("nodots", "", "Soldiers of the US arrived."),
		story("plain", "", "He counted 1129 boats."),
		story("comma", "", "She counted 1,129 tents."),
		story("aleppo", "", "Aleppo’s east was shelled."),
		story("hyphen", "", "The cease-fire held."),
		story("solid", "", "The ceasefire collapsed."),
		story("accents", "", "Erdoğan met the señora."),
		story("evacuated", "", "Families were evacuated."),
		story("nato", "", "A spokesman of NATO spoke."),
	)
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"What did the WHO say?", []string{"who"}},
		{"who is it?", nil},
		{"IS", []string{"is"}},
		{"Islamic State", []string{"islamic"}},
		{"US", []string{"dots", "nodots"}},
		{"U.S.", []string{"dots", "nodots"}},
		{"the U.S. army", []string{"dots", "nodots"}},
		{"600", []string{"who"}},
		{"1,129", []string{"comma", "plain"}},
		{"1129", []string{"comma", "plain"}},
		{"129", nil},
		{"Aleppo", []string{"aleppo"}},
		{"Aleppo's", []string{"aleppo"}},
		{"ceasefire", []string{"hyphen", "solid"}},
		{"cease-fire", []string{"hyphen", "solid"}},
		{"Erdogan", []string{"accents"}},
		{"Señora", []string{"accents"}},
		{"evacuation", []string{"evacuated"}},
		{"evacuate", []string{"evacuated"}},
		{"nato", []string{"nato"}},
		{"NATO", []string{"nato"}},
		{"the of and who why when is it", nil},
		{"us", []string{"dots", "nodots"}},
		{"", nil},
		{" ?! — \x00\xff", nil},
		{`"AND" OR (+fox* ~2 \ :^`, nil},
	} {
		t.Run(tt.query, func(t *testing.T) {
			s := suite{t: t, store: s.store}
			got := ids(s.terms(tt.query, retrieval.Articles, retrieval.Filter{}, 20))
			slices.Sort(got)
			s.same("articles", got, tt.want)
			passages := s.terms(tt.query, retrieval.Passages, retrieval.Filter{}, 20)
			if len(passages) != len(tt.want) {
				t.Errorf("finds passages %v", passages)
			}
		})
	}
}
