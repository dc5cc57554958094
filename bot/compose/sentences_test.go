package compose

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// stream gives an answer in pieces and collects the sentences.
func stream(pieces ...string) []string {
	all, _ := streamed(pieces...)
	return all
}

// streamed also tells whether the rest was left because it repeats itself.
func streamed(pieces ...string) (all []string, stuck bool) {
	var s sentences
	for _, p := range pieces {
		all = append(all, texts(s.Add(p))...)
	}
	return append(all, texts(s.Rest())...), s.stuck
}

func texts(all []piece) []string {
	var texts []string
	for _, p := range all {
		texts = append(texts, p.text)
	}
	return texts
}

// answers are as models write them, with the sentences that they hold.
var answers = []struct {
	text string
	want []string // text, then its markers
}{
	{
		"Kerry called Lavrov. [1] He warned him about Aleppo. [2] The talks go on. [1]",
		[]string{"Kerry called Lavrov. [1]", "He warned him about Aleppo. [2]", "The talks go on. [1]"},
	},
	{
		"Kerry called Lavrov [1]. He warned him about Aleppo [1, 2]. It is over [3].",
		[]string{"Kerry called Lavrov. [1]", "He warned him about Aleppo. [1 2]", "It is over. [3]"},
	},
	{
		"Kerry called. [1], [2] Then the Foreign Ministry in Moscow answered. [Source 3] It was late.",
		[]string{"Kerry called. [1 2]", "Then the Foreign Ministry in Moscow answered. [3]", "It was late. []"},
	},
	{
		"He said “We tried. We failed.” to reporters in Geneva. [1] Nobody else spoke about it that day. [2]",
		[]string{"He said “We tried. We failed.” to reporters in Geneva. [1]", "Nobody else spoke about it that day. [2]"},
	},
	{
		"He said \"We tried. We failed.\" to reporters in Geneva. [1] Nobody else spoke about it that day. [2]",
		[]string{"He said \"We tried. We failed.\" to reporters in Geneva. [1]", "Nobody else spoke about it that day. [2]"},
	},
	{
		"“We tried,” Kerry said. “We failed.” [1] The U.S. Secretary of State left Geneva on Sept. 10 for Washington. [2]",
		[]string{"“We tried,” Kerry said. “We failed.” [1]", "The U.S. Secretary of State left Geneva on Sept. 10 for Washington. [2]"},
	},
	{
		"- Kerry called Lavrov. [1]\n- He warned him [2].\n\nThe talks go on.\n[3]\n",
		[]string{"Kerry called Lavrov. [1]", "He warned him. [2]", "The talks go on. [3]"},
	},
	{
		"1. Kerry called Lavrov. [1]\n2. He warned him. [2]",
		[]string{"Kerry called Lavrov. [1]", "He warned him. [2]"},
	},
	{
		"Gen. Joseph Votel spoke to J. F. Kelly at 3.5 p.m. in D.C. on the war [1]. “Is it over?” he asked. [2]",
		[]string{"Gen. Joseph Votel spoke to J. F. Kelly at 3.5 p.m. in D.C. on the war. [1]", "“Is it over?” he asked. [2]"},
	},
	{"The coverage does not answer this.", []string{"The coverage does not answer this. []"}},
	{"", nil},
}

func TestSentencesAtEverySplit(t *testing.T) {
	for _, a := range answers {
		show := func(all []string) []string {
			var shown []string
			for _, s := range all {
				text, numbers := cut(s)
				shown = append(shown, fmt.Sprint(text, " ", numbers))
			}
			return shown
		}
		if diff := cmp.Diff(a.want, show(stream(a.text))); diff != "" {
			t.Errorf("%q at once (-want +got):\n%s", a.text, diff)
		}
		for i := range len(a.text) + 1 {
			if diff := cmp.Diff(a.want, show(stream(a.text[:i], a.text[i:]))); diff != "" {
				t.Errorf("%q | %q (-want +got):\n%s", a.text[:i], a.text[i:], diff)
			}
		}
		if diff := cmp.Diff(a.want, show(stream(strings.Split(a.text, "")...))); diff != "" {
			t.Errorf("%q by characters (-want +got):\n%s", a.text, diff)
		}
	}
}

// A reader is to see the first sentence long before the last has come.
func TestSentencesComeEarly(t *testing.T) {
	var s sentences
	got := texts(s.Add("Kerry called Lavrov. [1] He warned him about the bombing of "))
	if diff := cmp.Diff([]string{"Kerry called Lavrov. [1]"}, got, cmp.Transformer("plain", func(s string) string { return strings.ReplaceAll(s, ".[", ". [") })); diff != "" {
		t.Error(diff)
	}
}

func TestWhole(t *testing.T) {
	for text, want := range map[string][]string{
		"Kerry called. [1] He war":             {"Kerry called. [1]"},
		"Kerry called. [1] He warned him. [2]": {"Kerry called. [1]", "He warned him. [2]"},
		"Kerry called [1]. He warned him [2].": {"Kerry called [1].", "He warned him [2]."},
		"Kerry called. [1] He warned the U.S.": {"Kerry called. [1]"},
		"Kerry called. [1] He warned him. [2":  {"Kerry called. [1]", "He warned him."},
		"He ca":                                {},
		"":                                     {},
	} {
		s := sentences{pending: text}
		got := texts(s.Whole())
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], ".[", ". [")
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzSentences(f *testing.F) {
	for _, a := range answers {
		f.Add(a.text, uint8(7))
	}
	f.Add("A b. C [1, 2] “d. e\n\n[3]\n1. f\xff g. (h. i", uint8(3))
	f.Fuzz(func(t *testing.T, text string, step uint8) {
		atOnce := stream(text)
		var pieces []string
		for rest := text; rest != ""; {
			n := min(int(step)+1, len(rest))
			pieces = append(pieces, rest[:n])
			rest = rest[n:]
		}
		if diff := cmp.Diff(atOnce, stream(pieces...)); diff != "" {
			t.Errorf("in pieces of %d (-at once +in pieces):\n%s", int(step)+1, diff)
		}
		letters := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) {
					return r
				}
				return -1
			}, s)
		}
		_, stuck := streamed(text)
		if got, want := letters(strings.Join(atOnce, " ")), letters(text); got != want && !(stuck && strings.HasPrefix(want, got)) {
			t.Errorf("letters %q, want %q", got, want)
		}
	})
}
