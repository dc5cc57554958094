package measure

import (
	"context"
	"strings"
	"time"

	"dateline/retrieval"
)

// Run is how one way of ranking did on a set.
type Run struct {
	Metrics
	MillisecondsPerQuery float64 `json:"ms_per_query"`
}

// Rank orders documents for a query, best first, each once.
type Rank func(ctx context.Context, q Query) ([]string, error)

// Evaluate averages over the queries of the set that keep holds for and that have at least one right document. It
// returns how many those are.
func Evaluate(ctx context.Context, set *Set, keep func(Query) bool, rank Rank) (Run, int, error) {
	var all []Metrics
	var spent time.Duration
	for _, q := range set.Queries {
		if !keep(q) || !anyRight(set.Grades[q.ID]) {
			continue
		}
		start := time.Now()
		ranking, err := rank(ctx, q)
		spent += time.Since(start)
		if err != nil {
			return Run{}, 0, err
		}
		all = append(all, Of(ranking, set.Grades[q.ID]))
	}
	perQuery := float64(spent.Microseconds()) / 1000 / float64(max(1, len(all)))
	return Run{Mean(all), perQuery}, len(all), nil
}

func anyRight(grades map[string]int) bool {
	for _, g := range grades {
		if g > 0 {
			return true
		}
	}
	return false
}

// Article makes a document of a set an article: paragraphs are separated by blank lines. A date that cannot be read stays
// unknown.
func (d Document) Article() retrieval.Article {
	a := retrieval.Article{ID: d.ID, Headline: d.Title, Outlet: d.Outlet, Byline: d.Author, URL: d.URL, Hash: d.ID}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, d.Date); err == nil {
			a.Published = t.UTC()
		}
	}
	for _, paragraph := range strings.Split(d.Text, "\n\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph == "" {
			continue
		}
		if a.Text != "" {
			a.Text += "\n\n"
		}
		start := len(a.Text)
		a.Text += paragraph
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: start, End: len(a.Text)}, Kind: retrieval.Body})
	}
	a.Sketch = retrieval.NewSketch(a.Text)
	return a
}
