package bot_test

import (
	"context"
	"flag"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/retrieval"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

type searcher func(ctx context.Context, q retrieval.Query) (retrieval.Result, error)

func (f searcher) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	return f(ctx, q)
}

// composer drafts what compose yields.
type composer struct {
	name, model string
	compose     func(ctx context.Context, q bot.Question, yield func(bot.Draft, error) bool)
}

func (c composer) Describe() (string, string) { return c.name, c.model }

func (c composer) Compose(ctx context.Context, q bot.Question, _ retrieval.Result) iter.Seq2[bot.Draft, error] {
	return func(yield func(bot.Draft, error) bool) { c.compose(ctx, q, yield) }
}

// writes is a composer that drafts these and then fails, unless err is nil.
func writes(name string, err error, drafts ...bot.Draft) composer {
	return composer{name: name, model: map[string]string{"llm": "writer"}[name], compose: func(_ context.Context, _ bot.Question, yield func(bot.Draft, error) bool) {
		for _, d := range drafts {
			if !yield(d, nil) {
				return
			}
		}
		if err != nil {
			yield(bot.Draft{}, err)
		}
	}}
}

type grounder func(d bot.Draft, evidence []retrieval.Evidence) bot.Verdict

func (f grounder) Ground(d bot.Draft, evidence []retrieval.Evidence) bot.Verdict {
	return f(d, evidence)
}

// believing supports every draft that names evidence and does not say "false"; it cites the passage's second sentence.
func believing(d bot.Draft, evidence []retrieval.Evidence) bot.Verdict {
	claim := bot.Claim{Text: d.Text, Kind: d.Kind, Grounding: bot.Unsupported, Detail: d.Detail}
	if strings.Contains(d.Text, "false") {
		return bot.Verdict{Claim: claim, Why: "it is false"}
	}
	for _, n := range d.Markers {
		e := evidence[n-1]
		s := e.Passage.Sentences[1]
		claim.Citations = append(claim.Citations, bot.Citation{N: n, PassageID: e.Passage.ID, Start: s.Start, End: s.End, Quote: s.In(e.Passage.Text)})
	}
	claim.Grounding = bot.Supported
	return bot.Verdict{Claim: claim}
}

// five is a result of five passages of two paragraphs.
func five() retrieval.Result {
	r := retrieval.Result{Confidence: 1, CoverageThrough: time.Date(2016, 12, 22, 18, 30, 0, 0, time.UTC)}
	for n := 1; n <= 5; n++ {
		text := fmt.Sprintf("Paragraph one of %d.\n\nParagraph two of %d.", n, n)
		half := strings.Index(text, "\n\n")
		r.Evidence = append(r.Evidence, retrieval.Evidence{
			N: n,
			Passage: retrieval.Passage{
				ID: fmt.Sprintf("passage%05d", n), ArticleID: fmt.Sprintf("article-%d", n), Kind: retrieval.Body, Text: text,
				Sentences: []retrieval.Span{{Start: 0, End: half}, {Start: half + 2, End: len(text)}}, Paragraph: 2 * n,
			},
			Article: retrieval.Article{
				ID: fmt.Sprintf("article-%d", n), Headline: fmt.Sprintf("Headline %d", n), Outlet: "Sample desk",
				Published: time.Date(2016, 9, 20+n, 0, 0, 0, 0, time.UTC), URL: fmt.Sprintf("https://example.org/%d", n),
			},
		})
	}
	return r
}

// newBot runs the road over five passages.
func newBot(t *testing.T, c, fallback bot.Composer) *bot.Bot {
	b := &bot.Bot{
		Search:  searcher(func(context.Context, retrieval.Query) (retrieval.Result, error) { return five(), nil }),
		Compose: c, Fallback: fallback, Ground: grounder(believing), Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	return b
}

func prose(text string, markers ...int) bot.Draft {
	return bot.Draft{Text: text, Kind: bot.Prose, Markers: markers}
}

func quote(text string, marker int) bot.Draft {
	return bot.Draft{Text: text, Kind: bot.Quote, Markers: []int{marker}}
}
