package digest_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// coined are n words that no language has, as different as those of different matters are.
func coined(r *rand.Rand, n int) []string {
	syllables := strings.Fields("ba co du fe gi ha jo ku le mi no pu ra se ti vo wa xe yo zu bra cle dri flo gru ple sta tri")
	all := make([]string, n)
	for i := range all {
		for range 3 {
			all[i] += syllables[r.IntN(len(syllables))]
		}
	}
	return all
}

// generated is the evidence of n articles of about thirty sentences, ten to each event. What is told of an event is told in words
// of its own and in words of all.
func generated(n int) []retrieval.Evidence {
	r := rand.New(rand.NewPCG(1, 2))
	common := coined(r, 400)
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	var own []string
	var headline string
	var all []retrieval.Evidence
	for i := range n {
		if i%10 == 0 {
			own = coined(r, 12)
			headline = fmt.Sprintf("Council of %s faces %s", strings.ToUpper(own[0][:1])+own[0][1:], own[1])
		}
		var paragraphs []string
		for j := range 15 {
			paragraphs = append(paragraphs, fmt.Sprintf("The %s of %s said on Monday that the %s had approved a %s for %s. Officials counted %d visitors and announced the %s that %s opened in %s.",
				own[min(j, 2)], own[0], pick(own), pick(common), pick(own), 100+r.IntN(900), pick(common), pick(own), pick(common)))
		}
		a := retrieval.Article{
			ID: fmt.Sprintf("generated-%d", i), Outlet: "Sample wire", Headline: headline, Text: strings.Join(paragraphs, "\n\n"),
			Published: time.Date(2016, 1, 1+i/10, 0, 0, 0, 0, time.UTC),
		}
		at := 0
		for _, p := range paragraphs {
			a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
			at += len(p) + len("\n\n")
		}
		a.Sketch = retrieval.NewSketch(a.Text)
		for _, p := range segment.Passages(a) {
			all = append(all, retrieval.Evidence{N: len(all) + 1, Passage: p, Article: a})
		}
	}
	return all
}
