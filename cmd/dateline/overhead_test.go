package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/compose"
	"dateline/bot/ground"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/measure"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// BenchmarkOverhead is everything but the model, from the question to the first checked sentence: the sample articles
// beside 10,000 passages of their words, and a server on loopback whose model answers at once.
func BenchmarkOverhead(b *testing.B) {
	articles, _, err := ingest.Read(b.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		b.Fatal(err)
	}
	var words []string
	for _, a := range articles {
		words = append(words, strings.Fields(strings.NewReplacer(".", "", "“", "", "”", "").Replace(a.Text))...)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 2_000 {
		var text strings.Builder
		for n := range 5 * 100 {
			text.WriteString(words[rng.IntN(len(words))])
			text.WriteString(map[int]string{19: ".\n\nThe ", 9: ". "}[n%20] + " ")
		}
		articles = append(articles, measure.Document{ID: fmt.Sprint(i), Title: "Noise", Text: text.String()}.Article())
	}
	static := embed.NewStatic()
	store := local.NewMemory(static.Identity())
	if _, err := archive.Sync(b.Context(), store, static, articles, nil); err != nil {
		b.Fatal(err)
	}
	server := endpointtest.New(b, endpointtest.Answer("John Kerry threatened to suspend cooperation with Russia on Syria.", " [1] ", "More", " follows."))
	chat, err := endpoint.New(endpoint.Config{BaseURL: server.BaseURL(), ContextTokens: 4096})
	if err != nil {
		b.Fatal(err)
	}
	ranker := search.NewRanker(static)
	road := &bot.Bot{
		Search: search.New(store, static, ranker), Compose: compose.NewLLM(chat, "small", 4096), Ground: ground.New(static),
		Log: slog.New(slog.DiscardHandler),
	}
	var first time.Duration
	for b.Loop() {
		start, shown := time.Now(), false
		if _, err := road.Ask(b.Context(), bot.Question{Text: "Why did Kerry threaten to suspend cooperation with Russia?"}, func(bot.Claim) {
			if !shown {
				first += time.Since(start)
			}
			shown = true
		}); err != nil || !shown {
			b.Fatalf("nothing was shown: %v", err)
		}
	}
	b.ReportMetric(float64(first.Microseconds())/1000/float64(b.N), "ms-to-first-claim")
}
