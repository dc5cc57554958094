package mention

import (
	"strings"
	"testing"
)

func TestQuotations(t *testing.T) {
	for text, want := range map[string]string{
		"Kerry “expressed grave concern” over it":             "expressed grave concern",
		"over the “drastic escalation” of attacks":            "drastic escalation (scare)",
		"\"It is holding,\" he said.":                         "It is holding,",
		"He said: \"We regret it.\" \"So do I,\" she said.":   "We regret it. | So do I,",
		"He called it \"very, very bad\".":                    "very, very bad",
		"(\"so called\")":                                     "so called (scare)",
		"“He said ‘no way’ to it,” she said.":                 "He said ‘no way’ to it, | no way (scare) (nested)",
		"\"It's a 'red line' for us\"":                        "It's a 'red line' for us | red line (scare) (nested)",
		"“I don’t think the rebels’ line holds,” he said":     "I don’t think the rebels’ line holds,",
		"‘alone in single marks’ is no quotation":             "",
		"He said “we never closed this":                       "",
		"It was \"never closed.\n\nNew \"quote here now\" it": "quote here now",
		"“One paragraph goes on.\n\n“The second ends it.”":    "The second ends it.",
		"a 6\" gun and a 5'10\" man":                          "",
		"“” and \"\" and \" \" are empty":                     "",
		"„so spricht man hier“ and «ainsi parle t on»":        "so spricht man hier | ainsi parle t on",
		"“taken the U.S. for a ride\"":                        "taken the U.S. for a ride",
		"one \"two\nthree\" four":                             "two\nthree (scare)",
		"She said,“no space before this.”":                    "no space before this.",
		"":                                                    "",
	} {
		var got []string
		for _, q := range Quotations(text) {
			s := q.Inner.In(text)
			if q.Scare {
				s += " (scare)"
			}
			if q.Nested {
				s += " (nested)"
			}
			got = append(got, s)
		}
		if g := strings.Join(got, " | "); g != want {
			t.Errorf("%q\n got %s\nwant %s", text, g, want)
		}
	}
}

func FuzzQuotations(f *testing.F) {
	for _, text := range []string{"“a ‘b’ c”", "\"a\" \"b", "„a“ «b»", "\"'a'\"", "“\n\n”", "'\"'\"'"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var outer Quotation
		end := 0
		for _, q := range Quotations(text) {
			if q.Outer.Start >= q.Inner.Start || q.Inner.End >= q.Outer.End || q.Inner.Len() <= 0 || q.Outer.End > len(text) {
				t.Fatalf("quotation %+v in %q does not lie within its marks", q, text)
			}
			if !q.Nested {
				if q.Outer.Start < end {
					t.Fatalf("quotation %+v in %q overlaps or is out of order", q, text)
				}
				outer = q
				end = q.Outer.End
				continue
			}
			if q.Outer.Start < outer.Inner.Start || q.Outer.End > outer.Inner.End {
				t.Fatalf("quotation %+v in %q is not nested in %+v", q, text, outer)
			}
		}
	})
}
