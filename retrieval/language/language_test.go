package language_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/retrieval/language"
)

func TestOf(t *testing.T) {
	for text, want := range map[string]string{
		"What did Kerry tell Lavrov?":                 "en",
		"Who won?":                                    "en",
		"Why was the convoy attacked near Aleppo?":    "en",
		"Kerry told Lavrov that the talks were over.": "en",
		"¿Qué dijo Kerry a Lavrov?":                   "es",
		"¿Cuántas personas están atrapadas en Alepo?": "es",
		"Kerry dijo que los Estados Unidos se preparan para suspender las conversaciones con Rusia.":  "es",
		"Qu'est-ce que Kerry a dit à Lavrov ?":                                                        "fr",
		"Pourquoi le convoi a-t-il été attaqué ?":                                                     "fr",
		"Kerry a menacé de suspendre la coopération avec la Russie en Syrie.":                         "fr",
		"Was hat Kerry zu Lawrow gesagt?":                                                             "de",
		"Wer gewann?":                                                                                 "de",
		"Der Außenminister drohte, die Zusammenarbeit mit Russland auszusetzen.":                      "de",
		"Chi ha detto che i colloqui sono finiti?":                                                    "it",
		"Quem disse que as conversas não foram suspensas?":                                            "pt",
		"Waarom werd het konvooi bij Aleppo aangevallen?":                                             "nl",
		"Sekretarz stanu ostrzegł, że Stany Zjednoczone zawieszą współpracę z Rosją w sprawie Syrii.": "pl",
		"Что Керри сказал Лаврову в среду по телефону о переговорах?":                                 "ru",
		"克里对拉夫罗夫说了什么？":                                                                                "zh",
		"ケリー国務長官は何と言ったか。":                                                                             "ja",
		"케리는 라브로프에게 뭐라고 했나?":                                                                          "ko",
		"Τι είπε ο Κέρι στον Λαβρόφ;":                                                                 "el",

		// too short, or names alone
		"":                      "",
		"2016?":                 "",
		"Aleppo":                "",
		"Kerry Lavrov":          "",
		"De Mistura":            "",
		"Der Spiegel":           "",
		"La Paz":                "",
		"Los Angeles":           "",
		"Mevlüt Çavuşoğlu":      "",
		"Kerry, Lavrov, Geneva": "",
	} {
		if got := language.Of(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestName(t *testing.T) {
	for code, want := range map[string]string{"es": "Spanish", "de": "German", "zh": "Chinese", "": "", "xx": ""} {
		if got := language.Name(code); got != want {
			t.Errorf("%q is called %q, want %q", code, got, want)
		}
	}
}

func TestDiffer(t *testing.T) {
	const english = "Kerry told Foreign Minister Sergei Lavrov by telephone that the talks were over."
	for text, want := range map[string]bool{
		"Kerry dijo a Lavrov que las conversaciones se suspenden.": true,
		"克里警告拉夫罗夫。":                                                true,
		"Керри":                                                    true,
		"He said that the talks would go on.":                      false,
		"Kerry, Lavrov":                                            false,
		"":                                                         false,
		"Mevlüt Çavuşoğlu, Kgalema Motlanthe.": false,
	} {
		if got := language.Differ(text, english); got != want {
			t.Errorf("%q differs: %v, want %v", text, got, want)
		}
	}
	if !language.Differ("东京的会谈结束了。", "東京での会談はおわったとのこと。") || language.Differ("東京会談", "東京会談終了") {
		t.Error("Chinese and Japanese share a script: kana tell")
	}
}

// English questions and claims of the evaluation sets are hardly ever taken for another language (those that are hold a title
// or names in it), and nearly all are known.
func TestEnglishIsEnglish(t *testing.T) {
	for _, set := range []struct{ file, field string }{
		{"clapnq/queries.jsonl", "text"}, {"wice/oracle_chunks_dev.jsonl", "claim"}, {"multihoprag500/queries.jsonl", "text"}, {"attributionbench/dev.jsonl", "claim"},
	} {
		f, err := os.Open(filepath.Join("../../../shared/eval", set.file))
		if err != nil {
			t.Logf("%s is absent", set.file)
			continue
		}
		lines, known, wrong := 0, 0, 0
		for read := bufio.NewReader(f); ; {
			var line map[string]any
			raw, err := read.ReadBytes('\n')
			if err != nil {
				break
			}
			if err := json.Unmarshal(raw, &line); err != nil {
				t.Fatal(err)
			}
			text, _ := line[set.field].(string)
			if strings.TrimSpace(text) == "" {
				continue
			}
			lines++
			switch got := language.Of(text); got {
			case "en":
				known++
			case "":
			default:
				wrong++
				t.Logf("%q is taken for %s", text, got)
			}
		}
		_ = f.Close()
		t.Logf("%s: %d of %d known as English", set.file, known, lines)
		if known < lines*9/10 || wrong > lines/200 {
			t.Errorf("%s: of %d are %d known as English and %d taken for another language", set.file, lines, known, wrong)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("¿Qué?")
	f.Add("\xff\xfe ノの漢")
	f.Fuzz(func(t *testing.T, text string) {
		if code := language.Of(text); code != "" && language.Name(code) == "" {
			t.Errorf("%q has no name", code)
		}
		if language.Differ(text, text) {
			t.Error("a text differs from itself")
		}
	})
}

func BenchmarkOf(b *testing.B) {
	for b.Loop() {
		language.Of("Kerry told Foreign Minister Sergei Lavrov by telephone that the United States was preparing to suspend the talks.")
	}
}
