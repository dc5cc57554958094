package embed

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                   nil,
		"Kerry warned Lavrov.":               {"Kerry", "warned", "Lavrov"},
		"the U.S.-Russia talks":              {"the", "U.S", "Russia", "talks"},
		"U.S . troops":                       {"U.S", "troops"},
		"“Aleppo’s hospitals,” he said":      {"Aleppo’s", "hospitals", "he", "said"},
		"a cease-fire - at last":             {"a", "cease-fire", "at", "last"},
		"1,000 or 2.5,three":                 {"1,000", "or", "2.5", "three"},
		"the Russians' army":                 {"the", "Russians", "army"},
		"Erdog\u0306an e-mail":               {"Erdog\u0306an", "e-mail"},
		"'quoted' --dash-- .5":               {"quoted", "dash", "5"},
		"one,two":                            {"one", "two"},
		"one,2":                              {"one", "2"},
		"\xffbroken\xfe utf-8":               {"broken", "utf-8"},
		"北京市, Москва":                        {"北京市", "Москва"},
		"http://example.org/a_b?x=1&y=don't": {"http", "example.org", "a", "b", "x", "1", "y", "don't"},
	} {
		if diff := cmp.Diff(want, slices.Collect(tokens(text))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestNormalNumber(t *testing.T) {
	for w, want := range map[string]string{
		"600": "600", "1,000": "1000", "250,000": "250000", "007": "7", "0": "0", "000": "0", "2.50": "2.5", "3.0": "3",
		"20th": "20", "1st": "1", "1930s": "1930", "0.5": "0.5",
		"": "", "f-16": "", "th": "", "1.2.3": "", "g20": "", "٣": "", "s": "",
	} {
		got, ok := normalNumber(w)
		if got != want || ok != (want != "") {
			t.Errorf("normalNumber(%q) = %q, %v, want %q", w, got, ok, want)
		}
	}
}

func TestShouting(t *testing.T) {
	for text, want := range map[string]bool{
		"WHO TOLD US": true, "US": false, "U.S.": false, "WHO told us": false, "": false, "600 700": true,
	} {
		if got := shouting(text); got != want {
			t.Errorf("shouting(%q) = %v, want %v", text, got, want)
		}
	}
}
