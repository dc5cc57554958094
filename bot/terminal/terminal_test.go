package terminal_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/fatih/color"
	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/terminal"
	"dateline/retrieval"
	"dateline/retrieval/goldentest"
)

func day(m time.Month, d int) bot.Day {
	return bot.Day{Time: time.Date(2016, m, d, 0, 0, 0, 0, time.UTC)}
}

func sources() []bot.Source {
	return []bot.Source{
		{
			N: 1, ArticleID: "kerry", Headline: "Kerry warns Russia over Aleppo", Outlet: "Dateline sample desk", Published: day(time.September, 28),
			URL: "https://example.org/kerry", PassageID: "p1", Kind: retrieval.Body, Paragraph: 6, AlsoCarriedBy: []string{"Dateline sample wire"},
			Text: "Kerry told Lavrov that “the United States is making preparations to suspend U.S.-Russia bilateral engagement on Syria” unless Russia took immediate steps to end the assault on Aleppo, spokesman John Kirby said.",
		},
		{N: 3, ArticleID: "report.txt", Kind: retrieval.Caption, Paragraph: 2, Text: "A convoy."},
	}
}

// answer is one of two claims.
func answer() bot.Answer {
	return bot.Answer{
		Claims: []bot.Claim{
			{Text: "Kerry told Lavrov that “the United States is making preparations to suspend U.S.-Russia bilateral engagement on Syria” unless Russia took immediate steps to end the assault on Aleppo, spokesman John Kirby said.", Citations: []bot.Citation{{N: 1}}},
			{Text: "An\n\naid convoy was hit.", Citations: []bot.Citation{{N: 1}, {N: 3}}},
		},
		Dropped:         []bot.Dropped{{Text: "About 300 people are trapped.", Why: "figure 300 is not in passage 1"}},
		Sources:         sources(),
		CoverageThrough: day(time.December, 22),
		Timings:         bot.Timings{Total: 38},
	}
}

func abstention() bot.Answer {
	return bot.Answer{
		Abstained: true, Reason: "The coverage does not answer this question.", Sources: sources(), CoverageThrough: day(time.December, 22),
	}
}

func TestPrinter(t *testing.T) {
	noticed := answer()
	noticed.Notice = "The language model did not answer, so these are sentences of the coverage itself."
	noticed.Model, noticed.Dropped = "writer", nil
	nothing := bot.Answer{Abstained: true, Reason: "The coverage does not answer this question."}
	for name, tt := range map[string]struct {
		answer bot.Answer
		why    bool
	}{
		"answer":     {answer(), false},
		"why":        {answer(), true},
		"notice":     {noticed, false},
		"abstention": {abstention(), false},
		"nothing":    {nothing, false},
	} {
		for suffix, width := range map[string]int{"": 0, "-60": 60} {
			var b strings.Builder
			p := terminal.NewPrinter(&b, width, tt.why)
			for _, c := range tt.answer.Claims {
				p.Claim(c)
			}
			p.Finish(tt.answer)
			goldentest.Compare(t, name+suffix+".golden", b.String())
			for line := range strings.Lines(b.String()) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); width > 0 && n > width && strings.Contains(strings.TrimSpace(line), " ") && !strings.Contains(line, " · ") {
					t.Errorf("%s: a line of %d characters: %q", name, n, line)
				}
				if strings.TrimRight(line, " \n") != strings.TrimRight(line, "\n") {
					t.Errorf("%s: blanks at the end of %q", name, line)
				}
			}
		}
	}
}

// Claims are to be seen as soon as they are grounded, not when the answer is finished.
func TestClaimsAreWrittenAtOnce(t *testing.T) {
	var b strings.Builder
	p := terminal.NewPrinter(&b, 0, false)
	p.Claim(answer().Claims[1])
	if got, want := b.String(), "An aid convoy was hit. [1] [3]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// paint makes the test binary print an answer as if to a terminal with colours.
const paint = "DATELINE_TEST_PAINT"

func TestMain(m *testing.M) {
	if os.Getenv(paint) != "" {
		color.NoColor = false
		terminal.NewPrinter(os.Stdout, 0, false).Finish(abstention())
		return
	}
	os.Exit(m.Run())
}

func TestColours(t *testing.T) {
	print := func(env ...string) string {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		for _, v := range os.Environ() {
			if !strings.HasPrefix(v, "NO_COLOR=") {
				cmd.Env = append(cmd.Env, v)
			}
		}
		cmd.Env = append(cmd.Env, paint+"=1")
		cmd.Env = append(cmd.Env, env...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if got := print(); !strings.Contains(got, "\x1b[") {
		t.Errorf("no colours in a terminal: %q", got)
	}
	if got := print("NO_COLOR=1"); strings.Contains(got, "\x1b") {
		t.Errorf("colours against NO_COLOR: %q", got)
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		want string
	}{
		{"Kerry called.", 20, "Kerry called."},
		{"Kerry called.", 13, "Kerry called."},
		{"Kerry called Lavrov.", 14, "Kerry called…"},
		{"Kerry called, and he left.", 15, "Kerry called…"},
		{" Kerry\n\ncalled. ", 20, "Kerry called."},
		{"Übergangsregierung", 5, "Über…"},
		{"", 5, ""},
	} {
		got := terminal.Shorten(tt.text, tt.n)
		if got != tt.want || utf8.RuneCountInString(got) > tt.n {
			t.Errorf("%q in %d: got %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
}

func FuzzPrinter(f *testing.F) {
	f.Add("Kerry called.", "“no”\n\nway", 20)
	f.Add("\xff é\u00a0", "", 1)
	f.Fuzz(func(t *testing.T, first, second string, width int) {
		var b strings.Builder
		p := terminal.NewPrinter(&b, width, false)
		p.Claim(bot.Claim{Text: first})
		p.Claim(bot.Claim{Text: second})
		if got, want := strings.Fields(b.String()), strings.Fields(first+" "+second); !cmp.Equal(got, want) {
			t.Errorf("words %q, want %q", got, want)
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if width > 0 && utf8.RuneCountInString(line) > width && len(strings.Fields(line)) > 1 {
				t.Errorf("%q is wider than %d", line, width)
			}
		}
	})
}
