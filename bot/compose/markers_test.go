package compose

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestCut(t *testing.T) {
	for sentence, want := range map[string]string{
		"Kerry called. [1]":                          "Kerry called. [1]",
		"Kerry called [2].":                          "Kerry called. [2]",
		"Kerry called.[3]":                           "Kerry called. [3]",
		"Kerry called [1, 2].":                       "Kerry called. [1 2]",
		"Kerry called [1,2,7].":                      "Kerry called. [1 2 7]",
		"Kerry called [1; 2].":                       "Kerry called. [1 2]",
		"Kerry called [1 and 2].":                    "Kerry called. [1 2]",
		"Kerry called [1 & 2].":                      "Kerry called. [1 2]",
		"Kerry called [1][2].":                       "Kerry called. [1 2]",
		"Kerry called [1] [2].":                      "Kerry called. [1 2]",
		"Kerry called [1], [2].":                     "Kerry called. [1 2]",
		"Kerry called [1] and [2].":                  "Kerry called. [1 2]",
		"Kerry called [1], [2] and [3].":             "Kerry called. [1 2 3]",
		"Kerry called [2][2].":                       "Kerry called. [2]",
		"Kerry called [1-3].":                        "Kerry called. [1 2 3]",
		"Kerry called [1–3, 5].":                     "Kerry called. [1 2 3 5]",
		"Kerry called [3-1].":                        "Kerry called. []",
		"Kerry called [Source 1].":                   "Kerry called. [1]",
		"Kerry called [Source: 1].":                  "Kerry called. [1]",
		"Kerry called [source 1, source 2].":         "Kerry called. [1 2]",
		"Kerry called [Sources 1 and 3].":            "Kerry called. [1 3]",
		"Kerry called [Passage 4].":                  "Kerry called. [4]",
		"Kerry called [passages 1, 2].":              "Kerry called. [1 2]",
		"Kerry called [No. 3].":                      "Kerry called. [3]",
		"Kerry called [#2].":                         "Kerry called. [2]",
		"Kerry called [^1].":                         "Kerry called. [1]",
		"Kerry called [^1][^2].":                     "Kerry called. [1 2]",
		"Kerry called【1】.":                           "Kerry called. [1]",
		"Kerry called【1†L3-L5】【2†source】.":           "Kerry called. [1 2]",
		"Kerry called (1).":                          "Kerry called. [1]",
		"Kerry called (1, 2).":                       "Kerry called. [1 2]",
		"Kerry called (Source 1).":                   "Kerry called. [1]",
		"Kerry called [1], and Lavrov answered [2].": "Kerry called, and Lavrov answered. [1 2]",
		// not markers
		"Kerry called (2016).":                  "Kerry called (2016). []",
		"Kerry called (AFP).":                   "Kerry called (AFP). []",
		"Kerry called (11-2).":                  "Kerry called (11-2). []",
		"Kerry called (No. 10 said).":           "Kerry called (No. 10 said). []",
		"Kerry called [2016].":                  "Kerry called [2016]. []",
		"Kerry called [sic].":                   "Kerry called [sic]. []",
		"“They [the Russians] agreed,” he said": "“They [the Russians] agreed,” he said []",
		"Kerry  called\n twice.":                "Kerry called twice. []",
		"":                                      " []",
	} {
		text, numbers := cut(sentence)
		if got := fmt.Sprint(text, " ", numbers); got != want {
			t.Errorf("%q\n got %s\nwant %s", sentence, got, want)
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, s := range []string{"A [1, 2] b", "[1][2]", "x【1†L3】", "(1) (2016)", "[1-999]", "[^1], [2] and [Source 3].", "[[1]]", "a\xff[1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sentence string) {
		text, numbers := cut(sentence)
		if strings.Join(strings.Fields(text), " ") != text {
			t.Errorf("%q is not trimmed", text)
		}
		for i, n := range numbers {
			if n < 0 || n > 999 || slices.Contains(numbers[:i], n) {
				t.Errorf("%q names %v", sentence, numbers)
			}
		}
		if len(numbers) == 0 && !strings.ContainsAny(sentence, "[【(") && text != strings.Join(strings.Fields(sentence), " ") {
			t.Errorf("%q lost its words: %q", sentence, text)
		}
	})
}
