package speech_test

import (
	"strings"
	"testing"

	"dateline/retrieval/mention"
	"dateline/retrieval/speech"
)

// BenchmarkIn reads an article of about 1,000 words, beside what it takes to find the names in it, which reading begins with.
func BenchmarkIn(b *testing.B) {
	var text strings.Builder
	words := 0
	for _, a := range seedArticles(b) {
		if words < 1000 {
			text.WriteString(a.Text + "\n\n")
			words += len(strings.Fields(a.Text))
		}
	}
	a := article(text.String())
	for _, c := range []struct {
		name string
		read func()
	}{
		{"speech", func() { speech.In(a) }},
		{"names", func() { mention.Names(a.Text) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.read()
			}
			b.ReportMetric(float64(words), "words")
		})
	}
}
