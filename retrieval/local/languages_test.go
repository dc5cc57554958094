package local

import (
	"slices"
	"strings"
	"testing"

	"dateline/retrieval"
)

func inLanguage(tag, id, headline string, paragraphs ...string) retrieval.Entry {
	e := newEntry(id, headline, 4, paragraphs...)
	e.Article.Language = tag
	return e
}

// world is coverage in ten languages: of a dam, and of something else, in most of them.
func world() []retrieval.Entry {
	return []retrieval.Entry{
		inLanguage("en", "en-dam", "Dam at Orlova holds", "Engineers inspected the dam at Orlova on Monday. The villages below it were evacuated."),
		inLanguage("en", "en-vote", "Vote postponed", "The election was postponed until spring, the minister said, since no hall could be heated."),
		inLanguage("en", "en-war", "War of words over fish", "A war of words over fishing rights went on. The Danish hat maker was in it too, and so was the harbour."),
		inLanguage("de", "de-bridge", "Brücken gesperrt", "Die Brücken über die Elster wurden nach dem Hochwasser gesperrt. Ministerin Quastenberg besuchte die beschädigten Häuser."),
		inLanguage("de", "de-school", "Schulen geschlossen", "Wegen der Kälte bleiben die Schulen geschlossen. 1.129 Kinder lernen zu Hause."),
		inLanguage("fr", "fr-strike", "Grève des cheminots", "Les cheminots ont voté la grève. Les négociations avec l’État reprendront lundi, a déclaré la ministre."),
		inLanguage("fr", "fr-wine", "Les vendanges commencent", "Les vignerons commencent les vendanges plus tôt que l'année dernière."),
		inLanguage("es", "es-vote", "Elecciones aplazadas", "Las elecciones municipales fueron aplazadas por las inundaciones, según los alcaldes de la región."),
		inLanguage("es", "es-fire", "Incendio en el puerto", "El incendio destruyó tres almacenes del puerto."),
		inLanguage("ru", "ru-talks", "Переговоры в Женеве", "Министры встретились в Женеве. Переговоры о перемирии продолжатся в среду."),
		inLanguage("ru", "ru-snow", "Снегопад", "Снегопад остановил поезда, дороги закрыты."),
		inLanguage("ar", "ar-truce", "هدنة جديدة", "أعلن الوزراء هدنة جديدة في المدينة. وصلت المساعدات إلى السكان."),
		inLanguage("ar", "ar-rain", "أمطار غزيرة", "أمطار غزيرة أغرقت الطرق في الشمال."),
		inLanguage("zh", "zh-talks", "日内瓦会谈", "外交部长在日内瓦举行会谈,讨论停火问题。"),
		inLanguage("zh", "zh-quake", "地震", "地震造成多栋房屋倒塌,救援人员赶到现场。"),
		inLanguage("ja", "ja-talks", "停戦協議", "外相は東京で停戦について協議した。"),
		inLanguage("ja", "ja-storm", "台風が接近", "台風が接近し、列車が運休した。"),
		inLanguage("ko", "ko-vote", "선거 연기", "선거는 홍수 때문에 연기되었다고 장관이 말했다."),
		inLanguage("ko", "ko-train", "열차 운행 중단", "폭설로 열차가 멈췄다."),
		inLanguage("tr", "tr-port", "Limanlar kapandı", "Fırtına nedeniyle İzmir'deki limanlar kapandı."),
		inLanguage("vi", "vi-flood", "Lũ lụt", "Lũ lụt làm hư hại nhiều ngôi nhà ở miền Trung."),
	}
}

func TestQuestionsInManyLanguages(t *testing.T) {
	for _, tt := range []struct{ name, question, want string }{
		{"inflected German", "Welche Brücke wurde gesperrt?", "de-bridge"},
		{"German without umlauts", "welches haus ist beschaedigt", "de-bridge"},
		{"a German figure asked for in English", "What about the 1,129 children?", "de-school"},
		{"a name, asked for in English", "What did Quastenberg visit?", "de-bridge"},
		{"a name in the possessive", "Quastenberg's visit", "de-bridge"},
		{"a name alone", "Quastenberg", "de-bridge"},
		{"German stop words are no English words", "Wer hat wann die Schule geschlossen und was war in ihr?", "de-school"},
		{"inflected French", "Qui négocie avec l'Etat ?", "fr-strike"},
		{"French of an elided word", "l’année des vendanges", "fr-wine"},
		{"inflected Spanish", "¿Qué elección fue aplazada?", "es-vote"},
		{"inflected Russian", "С каким министром прошли переговоры?", "ru-talks"},
		{"inflected Arabic", "الهدنة بين الوزراء", "ar-truce"},
		{"Chinese", "日内瓦的会谈", "zh-talks"},
		{"Japanese", "東京での協議", "ja-talks"},
		{"Korean with other endings", "선거를 연기한 장관", "ko-vote"},
		{"Turkish", "İzmir limanı", "tr-port"},
		{"Vietnamese without its marks", "lu lut mien trung", "vi-flood"},
		{"English among all these", "Which villages were evacuated below the dam?", "en-dam"},
		{"English inflected", "postponing elections", "en-vote"},
	} {
		s := NewMemory(identity)
		t.Cleanup(func() { s.Close() })
		apply(t, s, retrieval.Change{Put: world()})
		t.Run(tt.name, func(t *testing.T) {
			for _, u := range []retrieval.Unit{retrieval.Articles, retrieval.Passages} {
				hits, err := s.Terms(t.Context(), tt.question, u, retrieval.Filter{}, 3)
				if err != nil {
					t.Fatal(err)
				}
				want := tt.want
				if u == retrieval.Passages {
					want += "-0"
				}
				if len(hits) == 0 || hits[0].ID != want {
					t.Errorf("%q finds %v, want %s first", tt.question, hits, want)
				}
			}
		})
	}
}

// TestEnglishAmongOthers holds the ranking of English articles by an English question against the same without the others.
func TestEnglishAmongOthers(t *testing.T) {
	alone, among := NewMemory(identity), NewMemory(identity)
	t.Cleanup(func() { alone.Close(); among.Close() })
	all := world()
	apply(t, among, retrieval.Change{Put: all})
	apply(t, alone, retrieval.Change{Put: slices.DeleteFunc(all, func(e retrieval.Entry) bool { return e.Article.Language != "en" })})
	for _, question := range []string{"the dam at Orlova", "Who postponed the election?", "What did the minister say of the war over fish?"} {
		var ids [2][]string
		for i, s := range []*Store{alone, among} {
			hits, err := s.Terms(t.Context(), question, retrieval.Articles, retrieval.Filter{}, 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hits {
				if strings.HasPrefix(h.ID, "en-") {
					ids[i] = append(ids[i], h.ID)
				}
			}
		}
		if len(ids[0]) == 0 || !slices.Equal(ids[0], ids[1]) {
			t.Errorf("%q finds %v among English articles and %v among all", question, ids[0], ids[1])
		}
	}
}

// TestLanguagesThatLeave checks that what was in another language and is gone leaves no trace in the scores.
func TestLanguagesThatLeave(t *testing.T) {
	never, once := openWriter(t, t.TempDir()), openWriter(t, t.TempDir())
	english := archiveOf(100, 4)
	apply(t, never, retrieval.Change{Put: english})
	apply(t, once, retrieval.Change{Put: append(world()[3:5], english...)})
	apply(t, once, retrieval.Change{Delete: []string{"de-bridge", "de-school"}})
	if len(once.current.views[0].spoken.languages) != 2 {
		t.Fatal("the segment was rewritten, which tells nothing")
	}
	question := "Was war die " + strings.Join(strings.Fields(english[0].Passages[0].Text)[:5], " ")
	var hits [2][]retrieval.Hit
	for i, s := range []*Store{never, once} {
		var err error
		if hits[i], err = s.Terms(t.Context(), question, retrieval.Passages, retrieval.Filter{}, 20); err != nil {
			t.Fatal(err)
		}
	}
	if len(hits[0]) == 0 || !slices.Equal(hits[0], hits[1]) {
		t.Errorf("finds %v, and after other languages left %v", hits[0], hits[1])
	}
}
