package search_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/measure"
	"dateline/retrieval/search"
)

// BenchmarkSearch searches 10,000 passages and, where DATELINE_BENCH is "large", 100,000, which take a minute to index. Their
// words are drawn as Zipf's law has them, from the words of the sample articles and made-up ones behind them.
func BenchmarkSearch(b *testing.B) {
	sizes := []int{10_000}
	if os.Getenv("DATELINE_BENCH") == "large" {
		sizes = append(sizes, 100_000)
	}
	for _, passages := range sizes {
		b.Run(fmt.Sprint(passages), func(b *testing.B) { benchmarkSearch(b, over(b, zipfian(b, passages))) })
	}
}

var benchQuestions = []string{
	"Why did Kerry threaten to suspend cooperation with Russia?", "How many trucks of the aid convoy were hit near Aleppo?",
	"What did Lavrov tell the Security Council about the ceasefire?", "When does the truce start?", "Who led the inquiry into the strike?",
}

// benchmarkSearch reports the median besides the mean.
func benchmarkSearch(b *testing.B, s *search.Search) {
	b.ReportAllocs()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if _, err := s.Search(b.Context(), retrieval.Query{Text: benchQuestions[i%len(benchQuestions)]}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
}

// zipfian is articles of five passages of a hundred words each.
func zipfian(tb testing.TB, passages int) []retrieval.Article {
	tb.Helper()
	const rareWords = 60_000
	rng := rand.New(rand.NewPCG(1, 2))
	counts := map[string]int{}
	for _, a := range seedArticles(tb) {
		for _, w := range match.Words(a.Text) {
			counts[w.In(a.Text)]++
		}
	}
	var vocabulary []string
	for w := range counts {
		vocabulary = append(vocabulary, w)
	}
	slices.SortFunc(vocabulary, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	for i := range rareWords {
		vocabulary = append(vocabulary, fmt.Sprintf("%c%s%c", 'a'+i%26, strings.Repeat(string(rune('b'+i/26%20)), 1+i/26/20%9), 'a'+i/4680%26)+fmt.Sprintf("%c%c", 'a'+i/7%26, 'a'+i/182%26))
	}
	zipf := rand.NewZipf(rng, 1.07, 8, uint64(len(vocabulary)-1))
	draw := func() string { return vocabulary[zipf.Uint64()] }
	articles := make([]retrieval.Article, passages/5)
	for i := range articles {
		var text strings.Builder
		for range 5 {
			for w := range 100 {
				text.WriteString(draw())
				text.WriteString(map[bool]string{true: ". The ", false: " "}[w%20 == 19])
			}
			text.WriteString("end.\n\n")
		}
		d := measure.Document{
			ID: fmt.Sprint(i), Title: draw() + " " + draw(), Text: text.String(), Outlet: fmt.Sprintf("Outlet %c", 'A'+i%20),
			Author: fmt.Sprintf("By Writer Number%d", i%500), Date: fmt.Sprintf("2016-%02d-%02d", 1+i%12, 1+i%28),
		}
		articles[i] = d.Article()
	}
	return articles
}
