package speech_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/speech"
)

// testCase is a short article, and who says each of its quotations.
type testCase struct {
	name, text string
	want       []string
}

// readCases reads cases of the form
//
//	== what it is about
//	text, in paragraphs
//	-> speaker [via who tells it] [| to whom], once an utterance
//
// where ? is nobody certain, ~ no speech, and one in brackets has no name.
func readCases(tb testing.TB, path string) []testCase {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var cases []testCase
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "== "):
			cases = append(cases, testCase{name: line[3:]})
		case strings.HasPrefix(line, "-> "):
			c := &cases[len(cases)-1]
			c.want = append(c.want, line[3:])
		case len(cases) > 0:
			cases[len(cases)-1].text += line + "\n"
		}
	}
	return cases
}

// article is text as an article whose paragraphs are parted by blank lines.
func article(text string) retrieval.Article {
	a := retrieval.Article{Text: strings.TrimSpace(text), Published: time.Date(2021, 6, 9, 12, 0, 0, 0, time.UTC)}
	at := 0
	for p := range strings.SplitSeq(a.Text, "\n\n") {
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
		at += len(p) + 2
	}
	return a
}

// said is who says an utterance, as cases have it.
func said(u speech.Utterance) string {
	switch {
	case u.Scare:
		return "~"
	case u.Speaker.IsZero():
		return "?"
	}
	got := called(u.Speaker)
	if !u.Via.IsZero() {
		got += " via " + called(u.Via)
	}
	return got
}

func called(s speech.Speaker) string {
	if s.Unnamed {
		return "(" + s.Name + ")"
	}
	return s.Name
}

// TestCases reads articles written for it: the first 60 and more before there was a rule, the others once the rules held on those
// before them. Nobody may be named who does not speak; a case that asks whom it is said to is told.
func TestCases(t *testing.T) {
	for _, path := range []string{"testdata/first.txt", "testdata/second.txt", "testdata/third.txt"} {
		all, told := 0, 0
		for _, c := range readCases(t, path) {
			var got []string
			why := ""
			for i, u := range speech.In(article(c.text)) {
				as := said(u)
				if i < len(c.want) && strings.Contains(c.want[i], " | to ") {
					as += " | to " + u.To
				}
				got = append(got, as)
				if !u.Speaker.IsZero() {
					told++
				}
				if u.Why != "" {
					why += fmt.Sprintf(" (%s)", u.Why)
				}
			}
			all += len(got)
			if g, w := strings.Join(got, "\n     "), strings.Join(c.want, "\n     "); g != w {
				t.Errorf("%s: %s\n got %s%s\nwant %s", c.name, strings.TrimSpace(c.text), g, why, w)
			}
		}
		t.Logf("%s: %d of %d utterances have a speaker", path, told, all)
	}
}
