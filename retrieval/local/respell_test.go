package local

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
)

func TestRespell(t *testing.T) {
	s := openWriter(t, t.TempDir())
	apply(t, s, retrieval.Change{Put: append(world(),
		newEntry("talks", "Lavrov in Geneva", 4, "Foreign Minister Lavrov met Kerry in Geneva. Lavrov's spokeswoman Zakharova spoke of progress."),
		newEntry("talks2", "Lavrov leaves", 4, "Lavrov left. Larov, a village, was not on his way, and the negotiations ended."),
		newEntry("gone", "Kuznetsova wins", 4, "Kuznetsova won the match."),
		newEntry("erdogan", "Erdoğan speaks", 4, "President Erdoğan spoke to NATO; the marchers sang."),
	)})
	apply(t, s, retrieval.Change{Delete: []string{"gone"}})
	for _, tt := range []struct {
		name  string
		words string
		want  map[string]string
	}{
		{"a letter wrong", "lavrof", map[string]string{"lavrof": "Lavrov"}},
		{"two letters swapped", "Lavorv", map[string]string{"Lavorv": "Lavrov"}},
		{"a letter left out, of a rare and a frequent one the latter", "Lavro", map[string]string{"Lavro": "Lavrov"}},
		{"a rare word that is there", "Larov", nil},
		{"another form of what is there", "negotiation Lavrovs evacuate", nil},
		{"the first letter wrong", "Kavrov", map[string]string{"Kavrov": "Lavrov"}},
		{"two letters of a long word", "Zacharowa", map[string]string{"Zacharowa": "Zakharova"}},
		{"two letters of a short word", "Lafrof", nil},
		{"a letter wrong in two words", "Genova Kery", map[string]string{"Genova": "Geneva", "Kery": "Kerry"}},
		{"diacritics", "Erdogann", map[string]string{"Erdogann": "Erdoğan"}},
		{"an acronym", "NATP", map[string]string{"NATP": "NATO"}},
		{"short words", "Kry Ged", nil},
		{"numbers", "2016 1129 4th A380", nil},
		{"stop words, also of languages that are not there", "about their wurden", nil},
		{"what was deleted", "Kusnetsova", nil},
		{"German", "Quastenburg", map[string]string{"Quastenburg": "Quastenberg"}},
		{"Russian", "Женеве Женева", map[string]string{}},
		{"Russian, a letter wrong", "Снегопат", map[string]string{"Снегопат": "Снегопад"}},
		{"Chinese", "日内瓦会议", nil},
		{"nothing near", "Xylophone", nil},
		{"nothing", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := s.Respell(t.Context(), strings.Fields(tt.words))
			if err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(got, tt.want) {
				t.Errorf("%q are read as %v, want %v", tt.words, got, tt.want)
			}
		})
	}
}

// BenchmarkRespell reports how long the slowest of some words takes in 100,000 passages: mistyped at its beginning, in its
// middle and at its end, and of nothing that there is.
func BenchmarkRespell(b *testing.B) {
	s := openWriter(b, b.TempDir())
	entries := archiveOf(100_000, 4)
	for part := range slices.Chunk(entries, len(entries)/5) {
		apply(b, s, retrieval.Change{Put: part})
	}
	typed := []string{"x" + word(9_000)[1:], "b" + word(12_345), word(23_456) + "x", word(17_000)[:3] + word(17_000)[4:], "zzzzyyyyxxxx"}
	var slowest time.Duration
	for b.Loop() {
		for _, word := range typed {
			start := time.Now()
			if _, err := s.Respell(b.Context(), []string{word}); err != nil {
				b.Fatal(err)
			}
			slowest = max(slowest, time.Since(start))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(typed)), "µs/word")
	b.ReportMetric(float64(slowest.Microseconds()), "µs-slowest")
}
