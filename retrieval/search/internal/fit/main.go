// Command fit fits the weights of search's sentence ranker and confidence on judged questions and writes them as Go, and
// prints how they do on what they were not fitted on.
//
//	go run ./retrieval/search/internal/fit -o retrieval/search/weights.go ../shared/eval cmd/dateline/testdata/questions
//
// Sentences are fitted on trecqa/train, on the even half of clapnq's answerable questions and on questions.jsonl here, which
// asks about the sample articles; confidence on the same, on trecqa/train and questions.jsonl less the sentences that answer,
// and on the even half of multihoprag500. The odd halves, trecqa/dev, and the questions of cmd/dateline, about the sample
// articles and about ../shared/coverage, are only looked at.
package main

import (
	"cmp"
	"context"
	"flag"
	"hash/fnv"
	"log"
	"path/filepath"
	"slices"

	"dateline/retrieval/embed"
	"dateline/retrieval/search"
)

func main() {
	log.SetFlags(0)
	out := flag.String("o", "", "the Go file to write")
	flag.Parse()
	if flag.NArg() != 2 || *out == "" {
		log.Fatal("fit wants -o, the folder of the judged sets and that of the questions")
	}
	ctx := context.Background()
	ranker := search.NewRanker(embed.NewStatic())
	sets, err := load(ctx, ranker, flag.Arg(0), flag.Arg(1))
	if err != nil {
		log.Fatal(err)
	}
	sentences := calibrate(logistic(sets.sentencePairs(), 0.3, sentencePrior()), sets.sentenceExamples())
	copy(search.SentenceWeights[:], sentences)
	sets.confide(ranker)
	for shape, m := range models {
		copy(search.ConfidenceWeights[shape][:], logistic(sets.confidenceExamples(shape, m.favour, m.signals), m.penalty, m.prior))
	}
	search.ConfidenceTrees = boost(sets.confidenceExamples(search.Plain, models[search.Plain].favour, everything))
	if err := write(*out); err != nil {
		log.Fatal(err)
	}
	for _, s := range sets {
		s.reportSentences(sentences)
	}
	for _, s := range sets {
		s.reportConfidence()
	}
}

// model is how the confidence of one shape of question is fitted.
type model struct {
	signals func(*question) []float64
	penalty float64
	prior   []float64
	favour  float64 // how much more an answerable question weighs than another
}

// models are by shape. Of Long and Lookup questions there are many of one origin, which the evidence as a whole tells; their
// penalties were chosen by eight-fold cross-validation on the even halves. Readers of news mostly ask for what is there: the
// favour of Plain questions was chosen by looking at how many of cmd/dateline's are answered and how many abstained from.
var models = map[search.Shape]model{
	search.Plain:  {func(q *question) []float64 { return q.confidence[:] }, 1, prior, 1.6},
	search.Long:   {whole, 0.1, nil, 1},
	search.Lookup: {whole, 0.05, nil, 1},
}

func everything(q *question) []float64 { return q.signals[:] }

// whole is 1 and what ConfidenceFeatures say of the evidence as a whole, the others being 0.
func whole(q *question) []float64 {
	f := q.confidence
	clear(f[1:search.WholeFrom])
	return f[:]
}

// shapes are the names of search's shapes of questions.
var shapes = []string{"Plain", "Long", "Lookup"}

// prior is what confidence is taken to depend on before anything is fitted: an answer of the kind asked for has to be there.
var prior = append([]float64{0, 1.5, 1, 0.5, 1, 0.5, 0.5, 0.5, -1, 0.5, 1, 0.5, 0, 0.5, -1.5, -1.5, -1.5, -2, -0.7, -2.5, -0.7},
	make([]float64, len(search.ConfidenceNames)-search.WholeFrom)...)

// calibrate scales weights that only order sentences, and sets their bias, so that they tell the odds that one answers.
func calibrate(weights []float64, examples []example) []float64 {
	for i := range examples {
		examples[i].x = []float64{1, sum(weights, examples[i].x)}
	}
	platt := logistic(examples, 0, nil)
	for i := range weights {
		weights[i] *= platt[1]
	}
	weights[0] += platt[0]
	return weights
}

// sentencePrior is what an answer is taken to look like where the fitted sets hardly say: who is asked about speaks, and the
// figure counts what is asked for.
func sentencePrior() []float64 {
	prior := make([]float64, len(search.SentenceFeatures))
	for i, name := range search.SentenceFeatures {
		prior[i] = map[string]float64{"fSpeaker": 1.5, "fQuoted": 0.5, "fCounted": 1, "fAsked": 0.5, "fKindSoft": 0.5}[name]
	}
	return prior
}

// half tells the two halves of a set apart by the question's ID.
func half(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % 2)
}

func sum(w, x []float64) float64 {
	s := 0.0
	for i := range w {
		s += w[i] * x[i]
	}
	return s
}

// ranked is the order of a question's sentences by weights, best first.
func (q *question) ranked(weights []float64) []int {
	order := make([]int, len(q.sentences))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(sum(weights, q.sentences[b].x), sum(weights, q.sentences[a].x))
	})
	return order
}

func path(parts ...string) string { return filepath.Join(parts...) }
