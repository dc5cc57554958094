package compose

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
	"dateline/retrieval/search"
)

// chatter is a model that writes what reply makes of a prompt.
type chatter func(ctx context.Context, r endpoint.ChatRequest) (string, error)

func (c chatter) Chat(ctx context.Context, r endpoint.ChatRequest) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		text, err := c(ctx, r)
		for _, piece := range strings.SplitAfter(text, " ") {
			if piece != "" && !yield(piece, nil) {
				return
			}
		}
		if err != nil {
			yield("", err)
		}
	}
}

// Forms of a prompt, by what only it says.
func formOf(r endpoint.ChatRequest) string {
	switch all := r.System; {
	case strings.Contains(all, "that a summary needs most"):
		return noting
	case strings.Contains(all, "a line of ##"):
		return bot.Detailed
	case strings.Contains(all, "Key points:"):
		return bot.Standard
	}
	return bot.Brief
}

var (
	givenIn = regexp.MustCompile(`(?m)^(?:\S+ passage \[(\d+)\].*\n(.*?[.])(?:\s|$)|\[(\d+)\] [^:\n]*: (.*))`)
	mostIn  = regexp.MustCompile(`at most (\d+)`)
)

// givenTo are the numbers and first sentences of what a prompt holds.
func givenTo(r endpoint.ChatRequest) (all [][2]string) {
	for _, m := range givenIn.FindAllStringSubmatch(r.Messages[0].Text, -1) {
		all = append(all, [2]string{m[1] + m[3], m[2] + m[4]})
	}
	return all
}

// obedient writes what it is asked for, with sentences that it was given.
func obedient(_ context.Context, r endpoint.ChatRequest) (string, error) {
	var b strings.Builder
	all := givenTo(r)
	switch form := formOf(r); form {
	case noting:
		var most int
		_, _ = fmt.Sscan(mostIn.FindStringSubmatch(r.System)[1], &most)
		for _, g := range all[:min(len(all), most)] {
			fmt.Fprintf(&b, "%s [%s]\n", g[1], g[0])
		}
	default:
		for i, g := range all {
			switch {
			case form == bot.Detailed && i%3 == 0:
				b.WriteString("## A heading of its own\n")
			case form == bot.Standard && i == 3:
				b.WriteString("\nKey points:\n")
			}
			if form == bot.Standard && i >= 3 {
				b.WriteString("- ")
			}
			fmt.Fprintf(&b, "%s [%s]\n", g[1], g[0])
			if i == 5 {
				break
			}
		}
	}
	return b.String(), nil
}

// reports are n articles of a coverage, ten to an event and an event a day, about thirty sentences each.
func reports(n int) []retrieval.Evidence {
	r := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		syllables := strings.Fields("ba co du fe gi ha jo ku le mi no pu ra se ti vo wa xe yo zu bra cle dri flo gru ple sta tri")
		return syllables[r.IntN(28)] + syllables[r.IntN(28)] + syllables[r.IntN(28)]
	}
	var articles []retrieval.Article
	var own []string
	for i := range n {
		if i%10 == 0 {
			own = []string{capitalised(word()), word(), word(), word(), word(), word(), word(), word()}
		}
		var paragraphs []string
		for j := range 15 {
			paragraphs = append(paragraphs, fmt.Sprintf("The %s of %s said in report %d that the %s had approved %d grants for the %s. Officials counted %d visitors and announced the %s.",
				own[1+j%3], own[0], 100*i+j, own[4+j%4], 10+r.IntN(80), own[1+r.IntN(7)], 100+r.IntN(900), word()))
		}
		a := article(fmt.Sprintf("report-%d", i), fmt.Sprintf("The %s of %s, day by day: %s", own[1], own[0], own[2]), paragraphs...)
		a.Published = time.Date(2016, 1, 1+i/10, 0, 0, 0, 0, time.UTC)
		a.Sketch = retrieval.NewSketch(a.Text)
		articles = append(articles, a)
	}
	return evidenceOf(articles...)
}

// tokensOf is the size of a request as package endpoint counts, the answer's share included.
func tokensOf(r endpoint.ChatRequest) int {
	const chatTemplate = 3 * 8 // what package endpoint counts around two turns
	return chatTemplate + endpoint.Tokens(r.System) + endpoint.Tokens(r.Messages[0].Text) + r.MaxTokens
}

// summaryDrafts are the sentences of a summary.
func summaryDrafts(ctx context.Context, l *LLM, q bot.Question, evidence []retrieval.Evidence) (all []bot.Draft, err error) {
	q.Task = bot.Summarising
	for d, failure := range l.Compose(ctx, q, retrieval.Result{Evidence: evidence}) {
		if failure != nil {
			return all, failure
		}
		if d.Text != "" {
			all = append(all, d)
		}
	}
	return all, nil
}

// What a summary does not tell of is said behind it, whoever writes it.
func TestSummarySaysWhatItDoesNotTell(t *testing.T) {
	evidence := reports(60) // six events
	told := evidence[0].Passage.Sentences[0].In(evidence[0].Passage.Text)
	llm := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) { return told + " [1]", nil }), "writer", 1<<20)
	for _, c := range []bot.Composer{llm, NewExtractive(nil)} {
		var left bot.Untold
		for d, err := range c.Compose(t.Context(), bot.Question{Text: "News", Task: bot.Summarising}, retrieval.Result{Evidence: evidence}) {
			if err != nil {
				t.Fatal(err)
			}
			left = d.Untold
		}
		if left.Stories < 3 || left.Articles < 30 || len(left.Headlines) != min(left.Stories, 12) {
			name, _ := c.Describe()
			t.Errorf("%s: %+v", name, left)
		}
	}
}

// A model's sentence that counts days from the article that it cites has that one's day, where several are summarised.
func TestSummarySaysByWhichDayItCounts(t *testing.T) {
	several := evidenceOf(kerry(), convoy())
	for name, tt := range map[string]struct {
		evidence []retrieval.Evidence
		text     string
		want     time.Time
	}{
		"a weekday, of several": {several, "Kerry threatened on Wednesday to suspend cooperation.", kerry().Published},
		"no day":                {several, "Kerry threatened to suspend cooperation.", time.Time{}},
		"a weekday, of one":     {evidenceOf(kerry()), "Kerry threatened on Wednesday to suspend cooperation.", time.Time{}},
	} {
		at := slices.IndexFunc(tt.evidence, func(e retrieval.Evidence) bool { return e.Article.ID == kerry().ID })
		l := NewLLM(chatter(func(_ context.Context, r endpoint.ChatRequest) (string, error) {
			for n, g := range givenTo(r) {
				if strings.HasPrefix(tt.evidence[at].Passage.Text, g[1]) {
					return fmt.Sprintf("%s [%d]", tt.text, n+1), nil
				}
			}
			return "", nil
		}), "writer", 1<<20)
		drafts, err := summaryDrafts(t.Context(), l, bot.Question{Text: "Aleppo"}, tt.evidence)
		if err != nil || len(drafts) != 1 || !drafts[0].Told.Equal(tt.want) {
			t.Errorf("%s: %+v, %v", name, drafts, err)
		}
	}
}

// What fits is summarised in one prompt; the numbers of the prompt become those of the evidence.
func TestSummaryInOnePrompt(t *testing.T) {
	evidence := evidenceOf(convoy(), kerry()) // convoy is undated and comes first
	for i := range evidence {
		evidence[i].N = []int{7, 3}[i]
	}
	var sent []endpoint.ChatRequest
	l := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) {
		sent = append(sent, r)
		return "## Kerry warns Russia\nKerry threatened to suspend cooperation. [2]\n## Relief\nTrucks were attacked. [1] Nobody knows. [9]\n", nil
	}), "writer", 4096)
	var progress []string
	ctx := bot.WithProgress(t.Context(), func(done, of int) { progress = append(progress, fmt.Sprintf("%d/%d", done, of)) })
	got, err := summaryDrafts(ctx, l, bot.Question{Text: "Aleppo", Length: bot.Detailed}, evidence)
	if err != nil {
		t.Fatal(err)
	}
	want := []bot.Draft{
		{Text: "Kerry threatened to suspend cooperation.", Kind: bot.Prose, Markers: []int{3}, Detail: bot.Detail{Heading: "Kerry warns Russia"}},
		{Text: "Trucks were attacked.", Kind: bot.Prose, Markers: []int{7}, Detail: bot.Detail{Heading: "Aid convoy is hit near Aleppo"}},
		{Text: "Nobody knows.", Kind: bot.Prose, Detail: bot.Detail{Heading: "Aid convoy is hit near Aleppo"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(sent) != 1 || !slices.Equal(progress, []string{"0/1", "1/1"}) {
		t.Errorf("%d requests, progress %v", len(sent), progress)
	}
}

// Many articles are read in parts, each prompt within the context, and what is written cites the passages themselves.
func TestSummaryOfManyArticles(t *testing.T) {
	many, few := reports(500), reports(12)
	for _, size := range []int{900, 4096, 32 << 10} {
		for _, length := range []string{bot.Brief, bot.Standard, bot.Detailed} {
			evidence := few
			if size == 4096 && length == bot.Detailed {
				evidence = many
			}
			t.Run(fmt.Sprint(length, size), func(t *testing.T) {
				forms := map[string]int{}
				l := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) {
					forms[formOf(r)]++
					if tokens := tokensOf(r); tokens > size {
						t.Errorf("a prompt for %s and its answer take %d tokens of %d", formOf(r), tokens, size)
					}
					if len(givenTo(r)) == 0 {
						t.Errorf("nothing is given:\n%s", r.Messages[0].Text)
					}
					return obedient(ctx, r)
				}), "writer", size)
				last, of := -1, 0
				ctx := bot.WithProgress(t.Context(), func(done, all int) {
					if done < last || all < done {
						t.Errorf("%d of %d, then %d of %d", last, of, done, all)
					}
					last, of = done, all
				})
				drafts, err := summaryDrafts(ctx, l, bot.Question{Text: "the grants", Length: length}, evidence)
				if err != nil {
					t.Fatal(err)
				}
				if last != of || of != forms[noting]+1 || forms[length] != 1 {
					t.Errorf("told %d of %d of the calls %v", last, of, forms)
				}
				if len(drafts) < 3 {
					t.Fatalf("%d drafts", len(drafts))
				}
				var before time.Time
				for i, d := range drafts {
					if len(d.Markers) != 1 || d.Among != nil && !slices.Contains(d.Among, d.Markers[0]) || len(d.Among) > 100 {
						t.Fatalf("markers %v among %d", d.Markers, len(d.Among))
					}
					e := evidence[d.Markers[0]-1]
					if !strings.Contains(e.Passage.Text, d.Text) {
						t.Errorf("%q is not in the passage that it cites", d.Text)
					}
					if i > 0 && d.Part == drafts[i-1].Part && e.Article.Published.Before(before) {
						t.Errorf("%q is older than what stands before it", d.Text)
					}
					before = e.Article.Published
					if length == bot.Detailed && !slices.ContainsFunc(evidence, func(e retrieval.Evidence) bool { return e.Article.Headline == d.Heading }) {
						t.Errorf("a section is called %q", d.Heading)
					}
				}
			})
		}
	}
}

// A model that writes no markers in its notes is helped: each is of the passage whose words it has.
func TestNotesWithoutMarkers(t *testing.T) {
	evidence := reports(15)
	l := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) {
		text, err := obedient(ctx, r)
		if formOf(r) == noting {
			text = regexp.MustCompile(` \[\d+\]`).ReplaceAllString(text, "")
		}
		return text, err
	}), "writer", 4096)
	drafts, err := summaryDrafts(t.Context(), l, bot.Question{Text: "the grants", Length: bot.Standard}, evidence)
	if err != nil || len(drafts) == 0 {
		t.Fatalf("%d drafts, %v", len(drafts), err)
	}
	for _, d := range drafts {
		if !strings.Contains(evidence[d.Markers[0]-1].Passage.Text, d.Text) {
			t.Errorf("%q is not in passage %v", d.Text, d.Markers)
		}
	}
}

func TestSummaryIsStopped(t *testing.T) {
	evidence := reports(20)
	t.Run("between calls", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		calls := 0
		l := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) {
			if calls++; calls == 3 {
				stop()
			}
			return obedient(ctx, r)
		}), "writer", 4096)
		if drafts, err := summaryDrafts(ctx, l, bot.Question{Text: "the grants"}, evidence); len(drafts) > 0 || !errors.Is(err, context.Canceled) || calls != 3 {
			t.Errorf("%d drafts, %v after %d calls", len(drafts), err, calls)
		}
	})
	t.Run("within one", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		l := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) {
			stop()
			<-ctx.Done()
			return "", ctx.Err()
		}), "writer", 4096)
		if drafts, err := summaryDrafts(ctx, l, bot.Question{Text: "the grants"}, evidence); len(drafts) > 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("%d drafts, %v", len(drafts), err)
		}
	})
	t.Run("by who reads", func(t *testing.T) {
		calls := 0
		l := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) {
			calls++
			return obedient(ctx, r)
		}), "writer", 4096)
		n := 0
		for _, err := range l.Compose(t.Context(), bot.Question{Text: "the grants", Task: bot.Summarising}, retrieval.Result{Evidence: evidence}) {
			if n++; err != nil {
				t.Error(err)
			}
			break
		}
		if n != 1 {
			t.Errorf("%d drafts after %d calls", n, calls)
		}
	})
}

// Parts for which the model fails are missing, and the reader is told; where it is gone, sentences of the coverage stand in.
func TestPartsThatFail(t *testing.T) {
	evidence := reports(25)
	words := embed.NewStatic()
	down := &endpoint.Failure{Kind: endpoint.ErrServer, Text: "the server failed"}
	for name, tt := range map[string]struct {
		fails    func(call int, form string) bool
		composer string
		notice   string
	}{
		"none":           {func(int, string) bool { return false }, "llm", ""},
		"two":            {func(call int, _ string) bool { return call == 2 || call == 4 }, "llm", `^2 of \d+ parts of the coverage are missing, for which the language model did not answer\.$`},
		"from the sixth": {func(call int, form string) bool { return call > 5 && form == noting }, "llm", `^[5-8] of \d+ parts of the coverage are missing, for`},
		"all":            {func(int, string) bool { return true }, "extractive", "The language model did not answer, so these are sentences"},
		"the last":       {func(_ int, form string) bool { return form != noting }, "extractive", "The language model did not answer, so these are sentences"},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			l := NewLLM(chatter(func(ctx context.Context, r endpoint.ChatRequest) (string, error) {
				if calls++; tt.fails(calls, formOf(r)) {
					return "", down
				}
				return obedient(ctx, r)
			}), "writer", 4096)
			road := &bot.Bot{Compose: l, Fallback: NewExtractive(search.NewRanker(words)), Ground: ground.New(words), Log: slog.New(slog.DiscardHandler)}
			answer, err := road.Answer(t.Context(), bot.Question{Text: "the grants", Task: bot.Summarising, Length: bot.Standard}, retrieval.Result{Evidence: evidence}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Composer != tt.composer || len(answer.Claims) == 0 || (tt.notice == "") != (answer.Notice == "") || !regexp.MustCompile(tt.notice).MatchString(answer.Notice) {
				t.Errorf("%d claims of %s, notice %q after %d calls", len(answer.Claims), answer.Composer, answer.Notice, calls)
			}
			for i, s := range answer.Sources {
				if s.N != i+1 {
					t.Errorf("source %d is numbered %d", i+1, s.N)
				}
			}
		})
	}
}

// A model that finds nothing in any part summarises nothing, and nothing stands beside that.
func TestSummaryRefused(t *testing.T) {
	for _, evidence := range [][]retrieval.Evidence{evidenceOf(kerry()), reports(15)} {
		l := NewLLM(chatter(func(context.Context, endpoint.ChatRequest) (string, error) { return noAnswer, nil }), "writer", 4096)
		if drafts, err := summaryDrafts(t.Context(), l, bot.Question{Text: "cricket", Length: bot.Standard}, evidence); len(drafts) > 0 || err != nil {
			t.Errorf("%d drafts, %v", len(drafts), err)
		}
	}
}

// What stands beside the text is the coverage's own, behind the model's sentences.
func TestAsidesOfSummary(t *testing.T) {
	a := kerry()
	a.Text += "\n\nIt is not known whether Lavrov answered the warning."
	a = article(a.ID, a.Headline, strings.Split(a.Text, "\n\n")...)
	for length, want := range map[string]int{bot.Brief: 0, bot.Standard: 1, bot.Detailed: 1} {
		l := NewLLM(chatter(obedient), "writer", 4096)
		drafts, err := summaryDrafts(t.Context(), l, bot.Question{Text: "Aleppo", Length: length}, evidenceOf(a))
		if err != nil {
			t.Fatal(err)
		}
		var beside []string
		for i, d := range drafts {
			if d.Kind == bot.Quote {
				beside = append(beside, d.Part+": "+d.Text)
			} else if len(beside) > 0 {
				t.Errorf("%s: draft %d is behind what stands beside it", length, i)
			}
		}
		if len(beside) != want || want > 0 && beside[0] != "not known: It is not known whether Lavrov answered the warning." {
			t.Errorf("%s: %q", length, beside)
		}
	}
}

// A server whose context turns out to be smaller than one prompt is read to in parts.
func TestSummaryLearnsTheContext(t *testing.T) {
	s := endpointtest.New(t, endpointtest.LlamaServer(endpointtest.Engine{ChatModels: []string{"writer"}, Context: 1200, Answer: "The talks in Geneva went on. [1]"}))
	l := writer(t, s)
	got, err := summaryDrafts(t.Context(), l, bot.Question{Text: "Geneva"}, plenty())
	if err != nil || len(got) != 1 || got[0].Text != "The talks in Geneva went on." {
		t.Errorf("%+v, %v", got, err)
	}
	if l.ContextTokens() != 1200 || len(s.Requests()) < 4 {
		t.Errorf("a context of %d is believed after %d requests", l.ContextTokens(), len(s.Requests()))
	}
}

// BenchmarkGroundingOfManyPassages is a sentence that its own passage does not carry, held against what the notes cite, and
// against all passages of 500 articles.
func BenchmarkGroundingOfManyPassages(b *testing.B) {
	evidence := reports(500)
	grounder := ground.New(embed.NewStatic())
	draft := bot.Draft{Text: "The council of Geneva rejected forty grants for the opera on Sunday.", Kind: bot.Prose, Markers: []int{1}}
	for _, n := range []int{60, len(evidence)} {
		b.Run(fmt.Sprint("passages=", n), func(b *testing.B) {
			for b.Loop() {
				grounder.Ground(draft, evidence[:n])
			}
		})
	}
}
