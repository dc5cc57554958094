package digest_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/digest"
)

// Eight times as many articles take about eight times as long, where work that grows with the square would take sixty-four.
func TestWorkGrowsWithTheArticles(t *testing.T) {
	quickest := func(articles int) time.Duration {
		evidence := generated(articles)
		least := time.Duration(math.MaxInt64)
		for range 3 { // of several, since others use the machine too
			start := time.Now()
			digest.Read(t.Context(), "", evidence).Summary(bot.Detailed)
			least = min(least, time.Since(start))
		}
		return least
	}
	few, many := quickest(20), quickest(160)
	if ratio := float64(many) / float64(few); ratio > 28 {
		t.Errorf("160 articles took %.0f times as long as 20", ratio)
	}
}

// BenchmarkSummary is of articles of thirty sentences each, ten to an event: 500 should take well under two seconds.
func BenchmarkSummary(b *testing.B) {
	for _, n := range []int{1, 50, 500, 2000} {
		evidence := generated(n)
		b.Run(fmt.Sprintf("articles=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				digest.Read(b.Context(), "", evidence).Summary(bot.Detailed)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/article")
		})
	}
}
