package local_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/embed"
)

// corpus is made-up coverage of any size, made article by article, each by its number: words as Zipf's law has them, of which an
// article has its own that it repeats, lengths spread as those of news are, dates over ten years, outlets of which a few print
// most, and here and there a wire copy. It is an archive.Coverage that leaves out what it told before.
type corpus struct {
	articles int
	words    []string // the most frequent first
	told     []telling
	known    int           // how many of those are remembered
	making   time.Duration // of articles, which is nobody's cost
}

// telling is what tells an article from the others.
type telling struct{ id, path, hash string }

// What the corpus is like. An article is ten passages at the mean.
const (
	meanWords   = 1120
	spreadWords = 0.5 // standard deviation of the length's logarithm
	topicWords  = 40  // of an article's own, from beyond the commonWords of all
	commonWords = 150
	topicShare  = 0.25 // of an article's words that are its own
	madeUpWords = 200_000
	outletCount = 60
	copyEvery   = 40 // articles
)

var (
	firstDay = time.Date(2014, 1, 1, 6, 0, 0, 0, time.UTC)
	lastDay  = time.Date(2024, 1, 1, 6, 0, 0, 0, time.UTC)
)

const functionWords = "the to and of a in that for is on was he with it as at by from his have an be has are but who they not were " +
	"had this will which their or been would there when more"

// newCorpus makes one of so many articles. Behind the words that the embedder knows come made-up ones, many of them names.
func newCorpus(articles int) (*corpus, error) {
	wordnet, err := os.ReadFile("../match/wordnet.txt")
	if err != nil {
		return nil, err
	}
	static := embed.NewStatic()
	byWeight := map[float64]string{} // which is another for each word that the embedder knows
	for line := range strings.Lines(string(wordnet)) {
		stem, _, _ := strings.Cut(line, " ")
		for _, ending := range []string{"", "s", "e", "ed", "ing", "er", "ly", "y", "ion"} {
			word := stem + ending
			if _, known := static.Word(word); known {
				if former, ok := byWeight[static.Weight(word)]; !ok || len(word) < len(former) {
					byWeight[static.Weight(word)] = word
				}
			}
		}
	}
	c := &corpus{articles: articles, words: strings.Fields(functionWords)}
	for _, weight := range slices.Sorted(maps.Keys(byWeight)) {
		c.words = append(c.words, byWeight[weight])
	}
	for n := range madeUpWords {
		c.words = append(c.words, madeUp(n))
	}
	return c, nil
}

// madeUp spells a number in syllables, every third as a name.
func madeUp(n int) string {
	var b strings.Builder
	for i := n + 400; i > 0; i /= 60 {
		b.WriteByte("bdfgklmnprst"[i%12])
		b.WriteByte("aeiou"[i/12%5])
	}
	word := b.String() + string("nrsltmk"[n%7])
	if n%3 == 0 {
		word = strings.ToUpper(word[:1]) + word[1:]
	}
	return word
}

// writer draws the words of an article: from all, and from its own.
type writer struct {
	*rand.Rand
	word  func() string
	topic []string
}

func (c *corpus) writer(article int) *writer {
	if copies(article) {
		article--
	}
	w := &writer{Rand: rand.New(rand.NewPCG(uint64(article), 7))}
	zipf := rand.NewZipf(w.Rand, 1.2, 2.7, uint64(len(c.words)-1))
	w.word = func() string { return c.words[zipf.Uint64()] }
	for len(w.topic) < topicWords {
		if at := zipf.Uint64(); at > commonWords {
			w.topic = append(w.topic, c.words[at])
		}
	}
	return w
}

// own draws one of the article's words, the first of which come most.
func (w *writer) own() string { return w.topic[int(topicWords*math.Pow(w.Float64(), 2))] }

func (w *writer) sentence(b *strings.Builder) (words int) {
	words = 8 + w.IntN(24)
	for n := range words {
		var word string
		if w.Float64() < topicShare {
			word = w.own()
		} else {
			word = w.word()
		}
		if n == 0 {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		} else {
			b.WriteString(" " + word)
		}
	}
	b.WriteByte('.')
	return words
}

// copies reports whether an article is a wire copy of the one before it.
func copies(article int) bool { return article%copyEvery == copyEvery-1 }

// article makes that of a number. What comes once others are remembered is newer than they.
func (c *corpus) article(n int) retrieval.Article {
	w := c.writer(n)
	left := int(meanWords * math.Exp(spreadWords*w.NormFloat64()-spreadWords*spreadWords/2))
	a := retrieval.Article{
		ID: fmt.Sprintf("article-%07d", n), Path: fmt.Sprintf("%03d/%07d.md", n/1000, n), Hash: fmt.Sprintf("%064x", n),
		URL: fmt.Sprintf("https://news.example/%07d", n), Language: "en", Headline: strings.Join(w.topic[:6], " "),
		Published: firstDay.Add(time.Duration(w.Float64() * float64(lastDay.Sub(firstDay)))).Truncate(time.Minute),
		Byline:    fmt.Sprintf("By Reporter Number%d", w.IntN(2000)), Section: fmt.Sprintf("Section %c", 'A'+w.IntN(12)),
		Outlet: outlet(int(outletCount * math.Pow(w.Float64(), 3))),
	}
	if c.known > 0 {
		a.Published = lastDay.Add(time.Duration(n) * time.Minute)
	}
	var b strings.Builder
	if copies(n) {
		a.Outlet = outlet(n / copyEvery % outletCount)
		b.WriteString("This was first told by others. ")
	}
	for start := 0; left > 0; start = b.Len() {
		for range 2 + w.IntN(3) {
			left -= w.sentence(&b)
			b.WriteByte(' ')
		}
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: start, End: b.Len() - 1}, Kind: retrieval.Body})
		b.WriteString("\n\n")
	}
	a.Text = b.String()
	a.Sketch = retrieval.NewSketch(a.Text)
	return a
}

func outlet(n int) string { return fmt.Sprintf("The Daily %d", n) }

func (c *corpus) Articles(ctx context.Context) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		for n := range c.articles {
			var a retrieval.Article
			if n < c.known {
				a.ID, a.Path, a.Hash = c.told[n].id, c.told[n].path, c.told[n].hash
			} else {
				start := time.Now()
				a = c.article(n)
				c.told = append(c.told[:n], telling{a.ID, a.Path, a.Hash})
				c.making += time.Since(start)
			}
			if !yield(a, ctx.Err()) {
				return
			}
		}
	}
}

func (c *corpus) Remember() error {
	c.known = c.articles
	return nil
}

func (c *corpus) Forget() { c.known = 0 }

// question asks after what an article tells, in five to eight words that carry a topic.
func (c *corpus) question(n int) string {
	w := c.writer(n * 7919 % c.articles)
	switch n % 4 {
	case 0:
		return fmt.Sprintf("Why did %s %s the %s %s with %s?", w.own(), w.own(), w.own(), w.own(), w.own())
	case 1:
		return fmt.Sprintf("How many %s of the %s %s were hit near %s %s?", w.own(), w.own(), w.own(), w.own(), w.own())
	case 2:
		return fmt.Sprintf("What did %s tell the %s %s about the %s?", w.own(), w.own(), w.own(), w.own())
	}
	return fmt.Sprintf("Who led the inquiry into %s %s after the %s %s in %s said that the %s was %s?", w.own(), w.own(), w.own(), w.own(), w.own(), w.own(), w.own())
}

// unit is a vector of length 1 in any direction.
func unit(random *rand.Rand, dims int) []float32 {
	v := make([]float32, dims)
	square := 0.0
	for i := range v {
		v[i] = float32(random.NormFloat64())
		square += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / math.Sqrt(square))
	}
	return v
}
