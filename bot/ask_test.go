package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/retrieval"
)

var question = bot.Question{Text: "What did Kerry tell Lavrov?"}

// asked is what a reader saw of an answer.
type asked struct {
	Shown     []string
	Dropped   []string
	Sources   []string // number and passage's article
	Abstained bool
	Reason    string
	Notice    string
	Composer  string
}

func ask(t *testing.T, b *bot.Bot, q bot.Question) (asked, bot.Answer) {
	t.Helper()
	var got asked
	a, err := b.Ask(t.Context(), q, func(c bot.Claim) { got.Shown = append(got.Shown, c.Marked()) })
	if err != nil {
		t.Fatal(err)
	}
	checkAnswer(t, a)
	for _, c := range a.Claims {
		if len(got.Shown) == 0 {
			t.Errorf("claim %q was not shown", c.Text)
		}
	}
	for _, d := range a.Dropped {
		got.Dropped = append(got.Dropped, d.Text+" ("+d.Why+")")
	}
	for _, s := range a.Sources {
		got.Sources = append(got.Sources, fmt.Sprintf("[%d] %s, paragraph %d", s.N, s.ArticleID, s.Paragraph))
	}
	got.Abstained, got.Reason, got.Notice, got.Composer = a.Abstained, a.Reason, a.Notice, a.Composer
	return got, a
}

// checkAnswer holds an answer to what is true of every answer.
func checkAnswer(t *testing.T, a bot.Answer) {
	t.Helper()
	cited := map[int]bool{}
	for _, c := range a.Claims {
		if c.Grounding != bot.Supported || len(c.Citations) == 0 {
			t.Errorf("claim %q is %s with %d citations", c.Text, c.Grounding, len(c.Citations))
		}
		for _, cite := range c.Citations {
			cited[cite.N] = true
			found := false
			for _, s := range a.Sources {
				if s.N == cite.N {
					found = true
					if s.PassageID != cite.PassageID || s.Text[cite.Start:cite.End] != cite.Quote {
						t.Errorf("citation %+v does not stand in source %+v", cite, s)
					}
				}
			}
			if !found {
				t.Errorf("marker [%d] has no source", cite.N)
			}
		}
	}
	for i, s := range a.Sources {
		if i > 0 && a.Sources[i-1].N >= s.N {
			t.Errorf("sources are not in order: %d after %d", s.N, a.Sources[i-1].N)
		}
		if !a.Abstained && !cited[s.N] {
			t.Errorf("source [%d] is not cited", s.N)
		}
	}
	if a.Abstained != (len(a.Claims) == 0) || a.Abstained != (a.Reason != "") {
		t.Errorf("abstained %v with %d claims and reason %q", a.Abstained, len(a.Claims), a.Reason)
	}
}

func TestAsk(t *testing.T) {
	broken := errors.New("connection refused")
	extractive := writes("extractive", nil, quote("Paragraph two of 4.", 4))
	const (
		tookOver = "The language model did not answer, so these are sentences of the coverage itself."
		cutShort = "The model's answer was cut short."
		silent   = "The coverage does not answer this question."
	)
	nearest := []string{"[1] article-1, paragraph 2", "[2] article-2, paragraph 4", "[3] article-3, paragraph 6"}
	for name, tt := range map[string]struct {
		compose, fallback bot.Composer
		want              asked
	}{
		"a model keeps the numbers that it was shown": {
			compose: writes("llm", nil, prose("He warned.", 4), prose("He called.", 2, 4)),
			want: asked{
				Shown:    []string{"He warned. [4]", "He called. [2] [4]"},
				Sources:  []string{"[2] article-2, paragraph 5", "[4] article-4, paragraph 9"},
				Composer: "llm",
			},
		},
		"sentences of the coverage are numbered as they come": {
			compose: writes("extractive", nil, quote("Paragraph two of 5.", 5), quote("Paragraph two of 2.", 2), quote("Paragraph one of 5.", 5)),
			want: asked{
				Shown:    []string{"Paragraph two of 5. [1]", "Paragraph two of 2. [2]", "Paragraph one of 5. [1]"},
				Sources:  []string{"[1] article-5, paragraph 11", "[2] article-2, paragraph 5"},
				Composer: "extractive",
			},
		},
		"what is dropped is counted and leaves no source": {
			compose: writes("llm", nil, prose("A false claim.", 1), prose("He called.", 3), prose("Another false one.", 2)),
			want: asked{
				Shown:    []string{"He called. [3]"},
				Dropped:  []string{"A false claim. (it is false)", "Another false one. (it is false)"},
				Sources:  []string{"[3] article-3, paragraph 7"},
				Composer: "llm",
			},
		},
		"nothing drafted is an abstention with the nearest passages": {
			compose: writes("extractive", nil),
			want:    asked{Abstained: true, Reason: silent, Sources: nearest, Composer: "extractive"},
		},
		"all dropped is an abstention that says so": {
			compose: writes("llm", nil, prose("A false claim.", 5)),
			want: asked{
				Abstained: true, Reason: "The coverage does not support an answer to this question.", Sources: nearest,
				Dropped: []string{"A false claim. (it is false)"}, Composer: "llm",
			},
		},
		"a model of which nothing holds is replaced, and what it wrote is counted": {
			compose: writes("llm", nil, prose("A false claim.", 5)), fallback: extractive,
			want: asked{
				Shown: []string{"Paragraph two of 4. [1]"}, Sources: []string{"[1] article-4, paragraph 9"}, Composer: "extractive",
				Dropped: []string{"A false claim. (it is false)"},
				Notice:  "The coverage does not carry what the language model wrote, so these are sentences of the coverage itself.",
			},
		},
		"a model that says that there is no answer is not replaced": {
			compose: writes("llm", nil), fallback: extractive,
			want: asked{Abstained: true, Reason: silent, Sources: nearest, Composer: "llm"},
		},
		"a model that fails before the first claim is replaced": {
			compose: writes("llm", broken), fallback: extractive,
			want: asked{
				Shown: []string{"Paragraph two of 4. [1]"}, Sources: []string{"[1] article-4, paragraph 9"},
				Notice: tookOver, Composer: "extractive",
			},
		},
		"a model that fails after dropped claims alone is replaced": {
			compose: writes("llm", broken, prose("A false claim.", 1)), fallback: extractive,
			want: asked{
				Shown: []string{"Paragraph two of 4. [1]"}, Sources: []string{"[1] article-4, paragraph 9"},
				Notice: tookOver, Composer: "extractive",
			},
		},
		"what a model said before it failed stays": {
			compose: writes("llm", broken, prose("He called.", 2)), fallback: extractive,
			want: asked{
				Shown: []string{"He called. [2]"}, Sources: []string{"[2] article-2, paragraph 5"}, Notice: cutShort, Composer: "llm",
			},
		},
		"it stays without a fallback too": {
			compose: writes("llm", broken, prose("He called.", 2)),
			want: asked{
				Shown: []string{"He called. [2]"}, Sources: []string{"[2] article-2, paragraph 5"}, Notice: cutShort, Composer: "llm",
			},
		},
		"why a model failed is said in its own words": {
			compose: writes("llm", &bot.Failure{Reader: "The language model is busy with other questions", Err: broken}), fallback: extractive,
			want: asked{
				Shown: []string{"Paragraph two of 4. [1]"}, Sources: []string{"[1] article-4, paragraph 9"}, Composer: "extractive",
				Notice: "The language model is busy with other questions, so these are sentences of the coverage itself.",
			},
		},
		"a replacement that finds nothing announces no sentences": {
			compose: writes("llm", broken), fallback: writes("extractive", nil),
			want: asked{
				Abstained: true, Reason: silent, Sources: nearest, Notice: "The language model did not answer.", Composer: "extractive",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := ask(t, newBot(t, tt.compose, tt.fallback), question)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

type reviewer func(c bot.Claim) (bool, error)

func (f reviewer) Review(_ context.Context, c bot.Claim, _ []retrieval.Evidence) (bool, error) {
	return f(c)
}

func TestSecondOpinion(t *testing.T) {
	doubts := reviewer(func(c bot.Claim) (bool, error) { return !strings.Contains(c.Text, "doubtful"), nil })
	silent := reviewer(func(bot.Claim) (bool, error) { return false, errors.New("connection refused") })
	for name, tt := range map[string]struct {
		compose bot.Composer
		review  bot.Reviewer
		want    asked
	}{
		"it removes": {
			compose: writes("llm", nil, prose("He called.", 1), prose("A doubtful claim.", 2)), review: doubts,
			want: asked{
				Shown: []string{"He called. [1]"}, Sources: []string{"[1] article-1, paragraph 3"}, Composer: "llm",
				Dropped: []string{"A doubtful claim. (the second opinion is that its passages do not carry it)"},
			},
		},
		"it adds nothing": {
			compose: writes("llm", nil, prose("A false claim.", 1), prose("He called.", 1)), review: doubts,
			want: asked{
				Shown: []string{"He called. [1]"}, Sources: []string{"[1] article-1, paragraph 3"}, Composer: "llm",
				Dropped: []string{"A false claim. (it is false)"},
			},
		},
		"where there is none the first one stands": {
			compose: writes("llm", nil, prose("A doubtful claim.", 1)), review: silent,
			want: asked{Shown: []string{"A doubtful claim. [1]"}, Sources: []string{"[1] article-1, paragraph 3"}, Composer: "llm"},
		},
		"sentences of the coverage need none": {
			compose: writes("extractive", nil, quote("Paragraph two of 4.", 4)), review: reviewer(func(bot.Claim) (bool, error) { return false, nil }),
			want: asked{Shown: []string{"Paragraph two of 4. [1]"}, Sources: []string{"[1] article-4, paragraph 9"}, Composer: "extractive"},
		},
		"what came before an answer broke off is reviewed too": {
			compose: writes("llm", errors.New("broken"), prose("A doubtful claim.", 1), prose("He called.", 1)), review: doubts,
			want: asked{
				Shown: []string{"He called. [1]"}, Sources: []string{"[1] article-1, paragraph 3"}, Composer: "llm",
				Dropped: []string{"A doubtful claim. (the second opinion is that its passages do not carry it)"},
				Notice:  "The model's answer was cut short.",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBot(t, tt.compose, nil)
			b.Review = tt.review
			got, _ := ask(t, b, question)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A small server answers one request at a time: a second opinion asked for within the answer would wait for its end.
func TestSecondOpinionWaitsForTheComposer(t *testing.T) {
	composing := false
	b := newBot(t, composer{name: "llm", compose: func(_ context.Context, _ bot.Question, yield func(bot.Draft, error) bool) {
		composing = true
		yield(prose("He called.", 1), nil)
		yield(prose("He warned.", 2), nil)
		composing = false
	}}, nil)
	b.Review = reviewer(func(bot.Claim) (bool, error) {
		if composing {
			t.Error("asked while the composer was writing")
		}
		return true, nil
	})
	if got, _ := ask(t, b, question); len(got.Shown) != 2 {
		t.Errorf("%d claims shown", len(got.Shown))
	}
}

func TestSummaryAbstainsInItsOwnWords(t *testing.T) {
	for _, compose := range []bot.Composer{writes("extractive", nil), writes("llm", nil, prose("A false claim.", 1))} {
		a, err := newBot(t, compose, nil).Answer(t.Context(), bot.Question{Text: "cricket", Task: bot.Summarising}, five(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !a.Abstained || strings.Contains(a.Reason, "question") {
			t.Errorf("reason %q: nobody asked a question", a.Reason)
		}
	}
}

// The passages of a summary are numbered as they are cited, whatever the model was shown, and its drafts are held against no
// others than they name.
func TestSummaryOfManyPassages(t *testing.T) {
	var against []int
	b := newBot(t, writes("llm", nil, prose("He called.", 4), bot.Draft{Text: "He left.", Kind: bot.Prose, Markers: []int{2}, Among: []int{2, 4}}, quote("Paragraph two of 5.", 5), prose("He called again.", 4)), nil)
	b.Ground = grounder(func(d bot.Draft, evidence []retrieval.Evidence) bot.Verdict {
		against = append(against, len(evidence))
		return believing(d, five().Evidence)
	})
	a, err := b.Answer(t.Context(), bot.Question{Text: "Kerry", Task: bot.Summarising, Length: bot.Standard}, five(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var cited []int
	for _, c := range a.Claims {
		cited = append(cited, c.Citations[0].N)
	}
	if !slices.Equal(cited, []int{1, 2, 3, 1}) || a.Sources[0].ArticleID != "article-4" || a.Sources[2].N != 3 {
		t.Errorf("cited %v of %+v", cited, a.Sources)
	}
	if !slices.Equal(against, []int{5, 2, 5, 5}) {
		t.Errorf("held against %v passages", against)
	}
}

// What a composer says of a failure after its drafts is what the reader is told.
func TestNoticeOfAFailure(t *testing.T) {
	const missing = "2 of 9 parts of the coverage are missing."
	for want, failure := range map[string]error{
		missing:                             &bot.Failure{Reader: "The model is busy", Notice: missing, Err: errors.New("busy")},
		"The model's answer was cut short.": &bot.Failure{Reader: "The model is busy", Err: errors.New("busy")},
	} {
		a, err := newBot(t, writes("llm", failure, prose("He called.", 4)), nil).Answer(t.Context(), question, five(), nil)
		if err != nil || a.Notice != want {
			t.Errorf("notice %q (%v), want %q", a.Notice, err, want)
		}
	}
}

func TestProgress(t *testing.T) {
	bot.Progress(t.Context())(1, 2) // to nobody
	bot.Progress(bot.WithProgress(t.Context(), nil))(1, 2)
	var told [2]int
	bot.Progress(bot.WithProgress(t.Context(), func(done, of int) { told = [2]int{done, of} }))(1, 2)
	if told != [2]int{1, 2} {
		t.Errorf("told %v", told)
	}
}

func TestFewPassagesAreNearest(t *testing.T) {
	b := newBot(t, writes("extractive", nil), nil)
	b.Search = searcher(func(context.Context, retrieval.Query) (retrieval.Result, error) { return retrieval.Result{}, nil })
	got, a := ask(t, b, question)
	if len(got.Sources) != 0 || !got.Abstained || a.CoverageThrough.String() != "date unknown" {
		t.Errorf("of no coverage: %+v", got)
	}
}

func TestAskPassesQuestionOn(t *testing.T) {
	var searched retrieval.Query
	var composed bot.Question
	b := newBot(t, composer{name: "extractive", compose: func(_ context.Context, q bot.Question, _ func(bot.Draft, error) bool) { composed = q }}, nil)
	b.Search = searcher(func(_ context.Context, q retrieval.Query) (retrieval.Result, error) {
		searched = q
		return five(), nil
	})
	filter := retrieval.Filter{Outlets: []string{"Sample desk"}}
	if _, err := b.Ask(t.Context(), bot.Question{Text: " \nWho called? ", Filter: filter}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(retrieval.Query{Text: "Who called?", Filter: filter}, searched); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if composed.Text != "Who called?" {
		t.Errorf("composed for %q", composed.Text)
	}
}

func TestBadQuestions(t *testing.T) {
	b := newBot(t, writes("extractive", nil), nil)
	b.Search = searcher(func(context.Context, retrieval.Query) (retrieval.Result, error) {
		t.Error("searched all the same")
		return retrieval.Result{}, nil
	})
	for text, want := range map[string]error{
		"":                        bot.ErrNoQuestion,
		" \n\t":                   bot.ErrNoQuestion,
		"??? …":                   bot.ErrNoQuestion,
		strings.Repeat("é", 2001): bot.ErrLongQuestion,
	} {
		a, err := b.Ask(t.Context(), bot.Question{Text: text}, nil)
		if !errors.Is(err, want) || len(a.Claims) > 0 {
			t.Errorf("%.10q: error %v, want %v", text, err, want)
		}
	}
	for _, text := range []string{strings.Repeat("é", 2000), "?a", "9/11", "谁?"} {
		if err := (bot.Question{Text: text}).Check(); err != nil {
			t.Errorf("%.10q: %v", text, err)
		}
	}
	for _, err := range []error{bot.ErrNoQuestion, bot.ErrLongQuestion} {
		if s := err.Error(); strings.Contains(s, "\n") || !strings.Contains(s, ";") {
			t.Errorf("%q does not say what to do", s)
		}
	}
}

func TestErrors(t *testing.T) {
	broken := errors.New("connection refused")
	t.Run("search", func(t *testing.T) {
		b := newBot(t, writes("extractive", nil), nil)
		b.Search = searcher(func(context.Context, retrieval.Query) (retrieval.Result, error) { return retrieval.Result{}, broken })
		if _, err := b.Ask(t.Context(), question, nil); !errors.Is(err, broken) || !strings.Contains(err.Error(), "search the coverage") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("no fallback", func(t *testing.T) {
		if _, err := newBot(t, writes("llm", broken), nil).Ask(t.Context(), question, nil); !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("the fallback fails too", func(t *testing.T) {
		if _, err := newBot(t, writes("llm", broken), writes("extractive", broken)).Ask(t.Context(), question, nil); !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
	})
}

func TestCancellation(t *testing.T) {
	for name, after := range map[string]int{"before the first claim": 0, "after the first claim": 1} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			shown := 0
			leaving := composer{name: "llm", compose: func(ctx context.Context, _ bot.Question, yield func(bot.Draft, error) bool) {
				for range after {
					yield(prose("He called.", 1), nil)
				}
				cancel()
				yield(bot.Draft{}, ctx.Err())
			}}
			fallback := composer{name: "extractive", compose: func(context.Context, bot.Question, func(bot.Draft, error) bool) {
				t.Error("the fallback composed for a reader who had left")
			}}
			_, err := newBot(t, leaving, fallback).Ask(ctx, question, func(bot.Claim) { shown++ })
			if !errors.Is(err, context.Canceled) || shown != after {
				t.Errorf("error %v, %d claims shown", err, shown)
			}
		})
	}
	t.Run("a composer that just stops", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		stops := composer{name: "extractive", compose: func(context.Context, bot.Question, func(bot.Draft, error) bool) { cancel() }}
		if a, err := newBot(t, stops, nil).Ask(ctx, question, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, abstained %v", err, a.Abstained)
		}
	})
}

func TestTimings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := composer{name: "llm", compose: func(_ context.Context, _ bot.Question, yield func(bot.Draft, error) bool) {
			time.Sleep(300 * time.Millisecond)
			yield(prose("He called.", 1), nil)
		}}
		b := newBot(t, slow, nil)
		b.Search = searcher(func(context.Context, retrieval.Query) (retrieval.Result, error) {
			time.Sleep(20 * time.Millisecond)
			return five(), nil
		})
		b.Ground = grounder(func(d bot.Draft, e []retrieval.Evidence) bot.Verdict {
			time.Sleep(4 * time.Millisecond)
			return believing(d, e)
		})
		a, err := b.Ask(t.Context(), question, nil)
		if want := (bot.Timings{Retrieve: 20, Compose: 300, Ground: 4, Total: 324}); err != nil || a.Timings != want {
			t.Errorf("timings %+v, want %+v (%v)", a.Timings, want, err)
		}
		a, err = b.Answer(t.Context(), question, five(), nil)
		if want := (bot.Timings{Compose: 300, Ground: 4, Total: 304}); err != nil || a.Timings != want {
			t.Errorf("without search: timings %+v, want %+v (%v)", a.Timings, want, err)
		}
	})
}

// What was taken from the question goes to the reader, and what of it was set aside is said before a model's failure is.
func TestReading(t *testing.T) {
	found := five()
	found.Read = retrieval.Reading{Newest: true, Shown: "newest first", Relaxed: "Nothing from Sample wire answers this."}
	b := newBot(t, writes("extractive", nil, quote("He called.", 2)), nil)
	b.Search = searcher(func(context.Context, retrieval.Query) (retrieval.Result, error) { return found, nil })
	a, err := b.Ask(t.Context(), bot.Question{Text: "What is the latest?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.Read.Shown != found.Read.Shown || !a.Read.Newest || a.Notice != found.Read.Relaxed {
		t.Errorf("got %+v and the notice %q", a.Read, a.Notice)
	}
	b.Compose = writes("llm", errors.New("it broke"), prose("He called.", 2))
	if a, err = b.Ask(t.Context(), bot.Question{Text: "What is the latest?"}, nil); err != nil {
		t.Fatal(err)
	}
	if want := "Nothing from Sample wire answers this. The model's answer was cut short."; a.Notice != want {
		t.Errorf("got the notice %q, want %q", a.Notice, want)
	}
}

// lined is a line of a timeline.
func lined(day, text string, marker int) bot.Draft {
	d := prose(text, marker)
	d.Date.Time, _ = time.Parse(time.DateOnly, day)
	return d
}

// A timeline comes in order of date, says what it leaves out, and shows no line without a date; a model that fails takes its
// count with it.
func TestTimeline(t *testing.T) {
	left := bot.Draft{Undated: 3}
	q := bot.Question{Text: "Aleppo", Task: bot.Chronicling}
	for name, tt := range map[string]struct {
		compose bot.Composer
		want    []string
		dropped []string
		undated int
		reason  string
	}{
		"lines": {
			compose: writes("llm", nil, lined("2016-10-03", "The talks end.", 2), lined("2016-09-28", "He called.", 1), prose("He warned.", 4), left),
			want:    []string{"2016-09-28 He called.", "2016-10-03 The talks end."}, dropped: []string{"it gives no day"}, undated: 3,
		},
		"a model that fails": {
			compose: writes("llm", errors.New("cut"), left), want: []string{"2016-09-19 Paragraph two of 3."}, undated: 1,
		},
		"nothing":      {compose: writes("llm", nil), reason: "The coverage dates no event of this."},
		"nothing held": {compose: writes("llm", nil, lined("2016-09-28", "A false call.", 1)), want: []string{"2016-09-19 Paragraph two of 3."}, undated: 1},
	} {
		t.Run(name, func(t *testing.T) {
			fallback := writes("extractive", nil, lined("2016-09-19", "Paragraph two of 3.", 3), bot.Draft{Undated: 1})
			_, a := ask(t, newBot(t, tt.compose, fallback), q)
			var got, dropped []string
			for _, c := range a.Claims {
				got = append(got, c.Date.Format(time.DateOnly)+" "+c.Text)
			}
			for _, d := range a.Dropped {
				dropped = append(dropped, d.Why)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.dropped != nil && !cmp.Equal(tt.dropped, dropped) || a.Undated != tt.undated || a.Reason != tt.reason {
				t.Errorf("dropped %q, %d undated, reason %q", dropped, a.Undated, a.Reason)
			}
			if tt.undated > 0 && !strings.Contains(a.Small(""), fmt.Sprintf("%d left out for want of a certain day", tt.undated)) {
				t.Errorf("the last line is %q", a.Small(""))
			}
		})
	}
}
