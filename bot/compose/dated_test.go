package compose

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

func chronicling(topic string) bot.Question { return bot.Question{Text: topic, Task: bot.Chronicling} }

// spanOf writes the days of a line: one day, or the first and the last.
func spanOf(d bot.Detail) string {
	switch {
	case d.Date.IsZero():
		return "?"
	case d.Through.IsZero():
		return d.Date.Format(time.DateOnly)
	}
	return d.Date.Format(time.DateOnly) + ".." + d.Through.Format(time.DateOnly)
}

// timelineOf composes and shows each line, the count of what is left out last.
func timelineOf(t *testing.T, c bot.Composer, topic string, evidence []retrieval.Evidence) (all []string) {
	t.Helper()
	for d, err := range c.Compose(t.Context(), chronicling(topic), retrieval.Result{Evidence: evidence, Confidence: 1}) {
		var f *endpoint.Failure
		switch {
		case errors.As(err, &f):
			all = append(all, "error: "+f.Kind.Error())
		case err != nil:
			all = append(all, "error: "+err.Error())
		case d.Text == "":
			all = append(all, fmt.Sprintf("%d undated", d.Undated))
		default:
			all = append(all, fmt.Sprint(spanOf(d.Detail), " ", d.Text, " ", d.Markers))
		}
	}
	return all
}

// What models write instead of “2016-09-28 — Kerry warned Russia. [1]”.
func TestTimelineLines(t *testing.T) {
	const want = "2016-09-28 Kerry warned Russia. [1]"
	one := []string{want}
	for written, want := range map[string][]string{
		"2016-09-28 — Kerry warned Russia. [1]":                                                                       one,
		"2016-09-28: Kerry warned Russia [1].":                                                                        {"2016-09-28 Kerry warned Russia. [1]"},
		"- 2016-09-28 - Kerry warned Russia. [1]":                                                                     one,
		"1. **2016-09-28** – Kerry warned Russia. [1]":                                                                one,
		"* **28 September 2016:** Kerry warned Russia. [1]":                                                           one,
		"**September 28, 2016** — Kerry warned Russia. [1]":                                                           one,
		"### 28 September 2016\nKerry warned Russia. [1]":                                                             one,
		"| Date | Event |\n|---|---|\n| 2016-09-28 | Kerry warned. [1] |":                                             {"2016-09-28 Kerry warned. [1]"},
		"[2016-09-28] Kerry warned Russia. [1]":                                                                       one,
		"(2016-09-28) Kerry warned Russia. [1]":                                                                       one,
		"Date: 2016-09-28 - Event: Kerry warned Russia. [1]":                                                          one,
		"On 28 September 2016, Kerry warned Russia. [1]":                                                              {"2016-09-28 On 28 September 2016, Kerry warned Russia. [1]"},
		"Kerry warned Russia on 28 September 2016. [1]":                                                               {"2016-09-28 Kerry warned Russia on 28 September 2016. [1]"},
		"28 September — Kerry warned Russia. [1]":                                                                     one,
		"Sept. 28: Kerry warned Russia. [1]":                                                                          one,
		"2016-09-28 — Kerry warned\nRussia. [1]":                                                                      one,
		"2016-09-28 — Kerry warned Russia.\n[1]":                                                                      one,
		"2016-09-28 — Kerry warned Russia. [1] 2016-10-03 — The talks ended. [2]":                                     {want, "2016-10-03 The talks ended. [2]"},
		"Here is the timeline:\n\n2016-09-28 — Kerry warned Russia. [1]\n\nLet me know if you need more.":             one,
		"2016-09-28 — Kerry warned Russia. [1]\n2016-09-28 — Kerry warned Russia. [1]":                                one,
		"2016-09-12 to 2016-09-19 — The truce held. [1]":                                                              {"2016-09-12..2016-09-19 The truce held. [1]"},
		"2016-09-12 – 2016-09-19: The truce held. [1]":                                                                {"2016-09-12..2016-09-19 The truce held. [1]"},
		"12–19 September 2016: The truce held. [1]":                                                                   {"2016-09-12..2016-09-19 The truce held. [1]"},
		"September 2016 — The truce held. [1]":                                                                        {"2016-09-01..2016-09-30 The truce held. [1]"},
		"2016-09 — The truce held. [1]":                                                                               {"2016-09-01..2016-09-30 The truce held. [1]"},
		"2000: The agreement was signed. [1]":                                                                         {"2000-01-01..2000-12-31 The agreement was signed. [1]"},
		"2016-09-28 — 30 people were killed. [1]":                                                                     {"2016-09-28 30 people were killed. [1]"},
		"28 September 2016\n- Kerry warned Russia. [1]\n- Kirby spoke. [1]\n\n3 October 2016\n- The talks ended. [2]": {want, "2016-09-28 Kirby spoke. [1]", "2016-10-03 The talks ended. [2]"},
		"2016-09-28 — Kerry warned Russia.":                                                                           {"2016-09-28 Kerry warned Russia. []"},
		"2016-09-28 — Kerry warned Russia. [1] [2]":                                                                   {"2016-09-28 Kerry warned Russia. [1 2]"},
		`[{"date": "2016-09-28", "event": "Kerry warned Russia.", "source": 1}, {"date": "2016-10-03", "event": "The talks ended.", "sources": [2]}]`: {want, "2016-10-03 The talks ended. [2]"},
		"```json\n{\"timeline\": [{\"date\": \"2016-09-28\", \"description\": \"Kerry warned Russia.\", \"citations\": [1]}]}\n```":                   one,
		"Kerry left for home at last. [1]":                                  {"? Kerry left for home at last. [1]"},
		"Recently — Kerry warned Russia. [1]":                               {"? Recently — Kerry warned Russia. [1]"},
		"2016-13-45 — Kerry warned Russia. [1]":                             {"? 2016-13-45 — Kerry warned Russia. [1]"},
		"The coverage does not answer this.":                                nil,
		"Kerry threatened to suspend cooperation with Russia on Syria. [1]": {"2016-09-28 Kerry threatened to suspend cooperation with Russia on Syria. [1]"},
	} {
		s := endpointtest.New(t, endpointtest.Answer(written))
		got := timelineOf(t, writer(t, s), "Chad", evidenceOf(kerry(), convoy()))
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", written, diff)
		}
		var pieces []string
		for _, r := range written {
			pieces = append(pieces, string(r))
		}
		s = endpointtest.New(t, endpointtest.Answer(pieces...))
		if diff := gocmp.Diff(got, timelineOf(t, writer(t, s), "Chad", evidenceOf(kerry(), convoy()))); diff != "" {
			t.Errorf("%q letter by letter (-whole +pieces):\n%s", written, diff)
		}
	}
}

// truce is told of on the day on which it ended.
func truce() retrieval.Article {
	a := article("truce", "Syria’s army declares the truce over",
		"Syria’s army declared the truce over on Monday and accused the rebels of more than 300 violations. The truce had begun on 12 September.",
		"Envoys are to meet in Geneva on Friday, a diplomat said.")
	a.Published = time.Date(2016, 9, 19, 0, 0, 0, 0, time.UTC)
	return a
}

// What a model's timeline goes through before a reader sees it: each line is held to its day and to what it cites.
func TestTimelineOverHTTP(t *testing.T) {
	found := retrieval.Result{Evidence: evidenceOf(kerry(), truce()), Confidence: 1}
	for name, tt := range map[string]struct {
		written          string
		claims, dropped  []string
		composer, notice string
		undated          int
	}{
		"right days, in the wrong order": {
			written: "2016-09-28 — Kerry threatened to suspend cooperation with Russia on Syria. [1]\n2016-09-12 — The truce began. [2]\n2016-09-19 — Syria’s army declared the truce over. [2]",
			claims: []string{
				"2016-09-12 The truce began. [2]", "2016-09-19 Syria’s army declared the truce over. [2]",
				"2016-09-28 Kerry threatened to suspend cooperation with Russia on Syria. [1]",
			},
		},
		"days of other events": {
			written: "2016-09-12 — The truce began. [2]\n2016-09-19 — The truce had begun. [2]\n2016-09-27 — Kerry threatened to suspend cooperation with Russia on Syria. [1]\n2016-10-01 — A truce had begun. [2]",
			claims:  []string{"2016-09-12 The truce began. [2]"},
			dropped: []string{
				"passage 2 dates it to 12 September 2016, not to 19 September 2016", "passage 1 dates it to 28 September 2016, not to 27 September 2016",
				"passage 2 dates it to 12 September 2016, not to 1 October 2016",
			},
		},
		"a day that no passage dates": {
			written: "2016-09-12 — The truce began. [2]\n2016-09-20 — About 250,000 people are trapped in the east of the city. [1]",
			claims:  []string{"2016-09-12 The truce began. [2]"},
			dropped: []string{"passage 1 does not date it to 20 September 2016"},
		},
		"a month is true of its days": {
			written: "2016-09 — The truce began. [2]",
			claims:  []string{"2016-09-01..2016-09-30 The truce began. [2]"},
		},
		"no markers, no date": {
			written: "2016-09-12 — The truce began.\nThe truce had begun. [2]\nThe rebels were accused. [2]\nAbout 250,000 people are trapped in the east of the city. [1]\nKerry was glad.",
			claims: []string{
				"2016-09-12 The truce began. [2]", "2016-09-12 The truce had begun. [2]", "2016-09-19 The rebels were accused. [2]",
			},
			dropped: []string{"it gives no day"},
		},
		"what is planned says so": {
			written: "2016-09-23 — Envoys are to meet in Geneva, a diplomat said. [2]",
			claims:  []string{"2016-09-23 planned Envoys are to meet in Geneva, a diplomat said. [2]"},
		},
		"what was planned is no fact": {
			written: "2016-09-12 — The truce began. [2]\n2016-09-23 — The envoys of both sides met on Friday in Geneva. [2]",
			claims:  []string{"2016-09-12 The truce began. [2]"},
			dropped: []string{"passage 2 tells it as what was to come"},
		},
		"the marker of another passage": {
			written: "2016-09-12 — The truce had begun. [1]", claims: []string{"2016-09-12 The truce had begun. [2]"},
		},
		"nothing holds": {
			written: "2016-09-13 — The truce began. [2]", composer: "extractive", notice: "does not carry",
			claims: []string{
				"2016-09-12 The truce had begun on 12 September. [1]",
				"2016-09-19 Syria’s army declared the truce over on Monday and accused the rebels of more than 300 violations. [1]",
				"2016-09-23 planned Envoys are to meet in Geneva on Friday, a diplomat said. [1]",
			},
			dropped: []string{"passage 2 dates it to 12 September 2016, not to 13 September 2016"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.New(t, endpointtest.Answer(tt.written))
			answer, err := road(t, writer(t, s)).Answer(t.Context(), chronicling("truce"), found, nil)
			if err != nil {
				t.Fatal(err)
			}
			var claims, dropped []string
			for _, c := range answer.Claims {
				planned := ""
				if c.Planned {
					planned = " planned"
				}
				claims = append(claims, spanOf(c.Detail)+planned+" "+c.Marked())
			}
			for _, d := range answer.Dropped {
				dropped = append(dropped, d.Why)
			}
			if diff := gocmp.Diff(tt.claims, claims); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}
			if diff := gocmp.Diff(tt.dropped, dropped); diff != "" {
				t.Errorf("dropped (-want +got):\n%s", diff)
			}
			if composer := cmp.Or(tt.composer, "llm"); answer.Composer != composer || answer.Undated != tt.undated || !strings.Contains(answer.Notice, tt.notice) {
				t.Errorf("composer %s, %d undated, notice %q", answer.Composer, answer.Undated, answer.Notice)
			}
		})
	}
}

// What broke off keeps its whole lines.
func TestTimelineStreams(t *testing.T) {
	const first, second = "2016-09-28 — Kerry warned Russia. [1]\n", "2016-10-03 — The talks end"
	want := "2016-09-28 Kerry warned Russia. [1]"
	for name, tt := range map[string]struct {
		reply endpointtest.Reply
		want  []string
	}{
		"a stream cut within a line":    {endpointtest.Stream(endpointtest.Event(first + second)), []string{want, "error: " + endpoint.ErrCut.Error()}},
		"an answer that is full":        {endpointtest.LengthCut(first + second), []string{want}},
		"a line that does not end":      {endpointtest.Answer(first + "2016-09-29 — " + strings.Repeat("and on and off, ", 400)), []string{want}},
		"more lines than were asked":    {endpointtest.Answer(many(60)), nil},
		"a line that repeats its words": {endpointtest.Answer(first + "2016-09-29 — " + strings.Repeat("no ", 40) + "\n2016-09-30 — He left. [1]"), []string{want}},
	} {
		t.Run(name, func(t *testing.T) {
			got := timelineOf(t, writer(t, endpointtest.New(t, tt.reply)), "Chad", evidenceOf(kerry(), convoy()))
			if tt.want == nil {
				if len(got) == 0 || len(got) > 2*mostLines {
					t.Errorf("%d lines", len(got))
				}
				return
			}
			if diff := gocmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// many are lines that differ.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "2016-09-%02d — %s. [1]\n", i%28+1, strings.Join(strings.Fields(strings.Repeat(fmt.Sprintf("The %d ship%d ", i, i), 3))[:3+i%6], " "))
	}
	return b.String()
}

func FuzzTimelineLines(f *testing.F) {
	for _, text := range []string{
		"2016-09-28 — Kerry warned Russia. [1]\n- **3 October 2016**: The talks ended. [2]", "28 September\n\n- He left\nhome [1]\n[2]",
		`[{"date": "2016-09", "event": "a"}]`, "| 2016 | b | [1] |", "2016-09-12 to 2016-09-19 — c [1] 2016-10 d",
	} {
		f.Add(text, 7)
	}
	evidence := evidenceOf(kerry(), convoy())
	f.Fuzz(func(t *testing.T, text string, at int) {
		at = min(max(at, 0), len(text))
		whole, pieces := newTimeline(evidence), newTimeline(evidence)
		all := append(whole.Add(text), whole.Rest(false)...)
		parts := append(append(pieces.Add(text[:at]), pieces.Add(text[at:])...), pieces.Rest(false)...)
		if diff := gocmp.Diff(all, parts); diff != "" {
			t.Errorf("%q cut at %d (-whole +pieces):\n%s", text, at, diff)
		}
		for _, d := range all {
			if d.Text == "" || !d.Through.IsZero() && !d.Date.Before(d.Through.Time) {
				t.Errorf("%q: line %+v", text, d)
			}
		}
	})
}
