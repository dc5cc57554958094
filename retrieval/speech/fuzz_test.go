package speech_test

import (
	"reflect"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/speech"
)

// FuzzIn holds what a caller may lean on: every part lies within its marks, in order, in one block of the text; nobody is named
// for what is no speech, and what is open has its reason; the same article gives the same.
func FuzzIn(f *testing.F) {
	for _, c := range readCases(f, "testdata/first.txt") {
		f.Add(c.text)
	}
	for _, text := range []string{
		"“", "“a\n\n“b", "“a\n\nb”", "\"a\" said", ", said \"b\" ,", "“‘’”", "he said “a‘b’c", "According to", "“x”, according to ’s", "Ann Lee (", "K: “a",
		"As K said “a", "“A,” K said, “b,” she said, “c", "with K saying “a”", "K, , said “a”", "and said “a”", "was called “a” by", "K’s claim: “a”", "“a” — K",
		"report", "As sAYing", ", Ann Lee", "0 0 Aa000sAid \"000\"00", "\"0000000000000000000\n\n 0\"00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := article(text)
		all := speech.In(a)
		start := -1
		for _, u := range all {
			if len(u.Parts) == 0 || len(u.Parts) != len(u.Outer) {
				t.Fatalf("%+v has %d parts in %d pairs of marks", u, len(u.Parts), len(u.Outer))
			}
			if u.Outer[0].Start < start {
				t.Fatalf("%+v is out of order", u)
			}
			start = u.Outer[0].Start
			end := 0
			for i, p := range u.Parts {
				o := u.Outer[i]
				if o.Start < end || p.Start < o.Start || p.End > o.End || p.Len() <= 0 || o.End > len(a.Text) || !inOneBlock(a, o) {
					t.Fatalf("part %+v of %+v in %q", p, u, a.Text)
				}
				end = o.End
			}
			switch {
			case u.Scare && !u.Speaker.IsZero(), u.Speaker.IsZero() && !u.Via.IsZero(), !u.Speaker.IsZero() && u.Cue.Len() == 0:
				t.Fatalf("%+v in %q", u, a.Text)
			case u.Speaker.IsZero() == (u.Why == "" && !u.Scare):
				t.Fatalf("%+v has no reason, or one too many, in %q", u, a.Text)
			}
			for _, s := range []speech.Speaker{u.Speaker, u.Via} {
				if s.Span.Start < 0 || s.Span.End > len(a.Text) || !s.IsZero() && s.Span.Len() <= 0 {
					t.Fatalf("speaker %+v in %q", s, a.Text)
				}
			}
		}
		if again := speech.In(a); !reflect.DeepEqual(all, again) {
			t.Fatalf("%q gives\n%+v, then\n%+v", text, all, again)
		}
	})
}

func inOneBlock(a retrieval.Article, s retrieval.Span) bool {
	for _, b := range a.Blocks {
		if b.Start <= s.Start && s.End <= b.End {
			return true
		}
	}
	return false
}
