package main

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/measure"
	"dateline/retrieval/search"
	"dateline/retrieval/segment"
	"dateline/seeds"
)

// question is one question with the features of its evidence.
type question struct {
	text       string
	answerable bool
	sentences  []example // empty where nothing says which are right
	shape      search.Shape
	confidence search.ConfidenceFeatures
	signals    search.Signals
	asked      search.Question
	evidence   []retrieval.Evidence
	right      map[place]bool // the sentences that answer
	bare       bool           // asked of evidence that those were taken out of
}

// place is a sentence of a numbered piece of evidence.
type place struct {
	n    int
	span retrieval.Span
}

// set is questions of one origin.
type set struct {
	name      string
	fitted    bool // on, rather than looked at
	judged    bool // sentence by sentence
	abstains  bool // holds questions without an answer
	questions []question
}

type sets []*set

// judge says whether a sentence answers; nil where nothing says so.
type judge func(q measure.Query, article, sentence string) bool

func load(ctx context.Context, ranker *search.Ranker, eval, questions string) (sets, error) {
	var all sets
	for _, part := range []string{"train", "dev"} {
		s, err := pooled(ranker, path(eval, "trecqa", part))
		if err != nil {
			return nil, err
		}
		s.fitted = part == "train"
		all = append(all, s)
	}
	for _, name := range []string{"clapnq", "multihoprag500"} {
		judged, err := measure.Load(path(eval, name))
		if err != nil {
			return nil, err
		}
		selected, err := selections(path(eval, name, "queries.jsonl"))
		if err != nil {
			return nil, err
		}
		var articles []retrieval.Article
		for _, d := range judged.Documents {
			articles = append(articles, d.Article())
		}
		right := func(q measure.Query, _, sentence string) bool { return selected[q.ID][squeeze(sentence)] }
		for i, half := range [2][]measure.Query{halves(judged.Queries, 0), halves(judged.Queries, 1)} {
			s, err := searched(ctx, ranker, fmt.Sprintf("%s half %d", name, i), articles, half, right)
			if err != nil {
				return nil, err
			}
			s.fitted, s.judged, s.abstains = i == 0, name == "clapnq", true
			all = append(all, s)
		}
	}
	own := []struct {
		name, file string
		fsys       fs.FS
	}{
		{"own, fitted", path("retrieval", "search", "internal", "fit", "questions.jsonl"), seeds.FS},
		{"own, seeds", path(questions, "seeds.jsonl"), seeds.FS},
		{"own, coverage", path(questions, "kerry.jsonl"), os.DirFS(path(eval, "..", "coverage"))},
	}
	for i, o := range own {
		articles, _, err := ingest.Read(ctx, ingest.Folder{Name: o.name, FS: o.fsys})
		if err != nil {
			return nil, err
		}
		queries, err := measure.Questions(o.file)
		if err != nil {
			return nil, err
		}
		s, err := searched(ctx, ranker, o.name, articles, queries, func(q measure.Query, _, sentence string) bool {
			return slices.ContainsFunc(q.Answers, func(a string) bool { return strings.Contains(strings.ToLower(sentence), strings.ToLower(a)) })
		})
		if err != nil {
			return nil, err
		}
		if s.fitted, s.judged, s.abstains = i == 0, true, true; s.fitted {
			s.takeOut(ranker)
		}
		all = append(all, s)
	}
	return all, nil
}

func halves(queries []measure.Query, which int) []measure.Query {
	return slices.DeleteFunc(slices.Clone(queries), func(q measure.Query) bool { return half(q.ID) != which })
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// pooled reads a set whose documents are sentences, judged one by one.
func pooled(ranker *search.Ranker, dir string) (*set, error) {
	judged, err := measure.Load(dir)
	if err != nil {
		return nil, err
	}
	s := &set{name: "trecqa/" + judged.Name, judged: true, abstains: true}
	for _, q := range judged.Queries {
		if q.Clean != nil && !*q.Clean {
			continue
		}
		var evidence []retrieval.Evidence
		for _, d := range judged.Documents {
			if _, ok := judged.Grades[q.ID][d.ID]; ok {
				a := d.Article()
				for _, p := range segment.Passages(a) {
					evidence = append(evidence, retrieval.Evidence{N: len(evidence) + 1, Passage: p, Article: a})
				}
			}
		}
		right := func(_ measure.Query, article, _ string) bool { return judged.Grades[q.ID][article] > 0 }
		s.questions = append(s.questions, describe(ranker, q, evidence, right))
	}
	s.takeOut(ranker)
	return s, nil
}

// takeOut asks the questions that are answered again, of their evidence less the sentences that answer.
func (s *set) takeOut(ranker *search.Ranker) {
	no := false
	for _, q := range slices.Clone(s.questions) {
		if evidence := q.unanswered(); len(evidence) > 0 {
			bare := describe(ranker, measure.Query{Text: q.text, Answerable: &no}, evidence, nobody)
			bare.sentences, bare.bare = nil, true
			s.questions = append(s.questions, bare)
		}
	}
}

func nobody(measure.Query, string, string) bool { return false }

// unanswered is the evidence of a question less the sentences that answer; nil where none does.
func (q *question) unanswered() []retrieval.Evidence {
	if len(q.right) == 0 {
		return nil
	}
	var left []retrieval.Evidence
	for _, e := range q.evidence {
		e.Passage.Sentences = slices.DeleteFunc(slices.Clone(e.Passage.Sentences), func(s retrieval.Span) bool { return q.right[place{e.N, s}] })
		if len(e.Passage.Sentences) > 0 {
			left = append(left, e)
		}
	}
	for i := range left {
		left[i].N = i + 1
	}
	return left
}

// searched asks questions of articles.
func searched(ctx context.Context, ranker *search.Ranker, name string, articles []retrieval.Article, queries []measure.Query, right judge) (*set, error) {
	embedder := embed.NewStatic()
	store := local.NewMemory(embedder.Identity())
	if _, err := archive.Sync(ctx, store, embedder, articles, nil); err != nil {
		return nil, err
	}
	searcher := search.New(store, embedder, ranker)
	s := &set{name: name}
	for _, q := range queries {
		found, err := searcher.Search(ctx, retrieval.Query{Text: q.Text})
		if err != nil {
			return nil, err
		}
		s.questions = append(s.questions, describe(ranker, q, found.Evidence, right))
	}
	return s, nil
}

func describe(ranker *search.Ranker, q measure.Query, evidence []retrieval.Evidence, right judge) question {
	described := question{text: q.Text, answerable: q.Answerable == nil || *q.Answerable, right: map[place]bool{}}
	for _, s := range ranker.Sentences(search.Parse(q.Text), evidence) {
		e := evidence[s.Evidence-1]
		answers := right(q, e.Article.ID, s.Span.In(e.Passage.Text))
		if answers {
			described.right[place{e.N, s.Span}] = true
		}
		described.sentences = append(described.sentences, example{x: slices.Clone(s.Features[:]), right: answers})
	}
	described.asked, described.evidence = search.Parse(q.Text), evidence
	described.shape = described.asked.Shape(evidence)
	return described
}

// confide describes the evidence of every question by the sentence weights in force.
func (all sets) confide(ranker *search.Ranker) {
	for _, s := range all {
		for i := range s.questions {
			q := &s.questions[i]
			q.confidence, q.signals, _ = ranker.Signals(q.asked, q.evidence)
		}
	}
}

// each calls f for every question that has right and wrong sentences.
func (all sets) each(f func(right, wrong []example)) {
	for _, s := range all {
		if !s.fitted || !s.judged {
			continue
		}
		for _, q := range s.questions {
			var right, wrong []example
			for _, e := range q.sentences {
				if e.right {
					right = append(right, e)
				} else {
					wrong = append(wrong, e)
				}
			}
			if len(right) > 0 && len(wrong) > 0 {
				f(right, wrong)
			}
		}
	}
}

// sentencePairs are the differences between each question's right and wrong sentences, every question weighing alike: what
// is the same for all of them tells nothing.
func (all sets) sentencePairs() []example {
	var pairs []example
	all.each(func(right, wrong []example) {
		for _, r := range right {
			for _, w := range wrong {
				difference := make([]float64, len(r.x))
				for i := range difference {
					difference[i] = r.x[i] - w.x[i]
				}
				pairs = append(pairs, example{x: difference, right: true, weight: 1 / float64(len(right)*len(wrong))})
			}
		}
	})
	return pairs
}

// sentenceExamples weighs every question alike, and within it right sentences as much as wrong ones.
func (all sets) sentenceExamples() []example {
	var examples []example
	all.each(func(right, wrong []example) {
		for _, e := range right {
			e.weight = 1 / float64(len(right))
			examples = append(examples, e)
		}
		for _, e := range wrong {
			e.weight = 1 / float64(len(wrong))
			examples = append(examples, e)
		}
	})
	return examples
}

// confidenceExamples are the questions of a shape as signals tell them. Every set weighs alike, and within it answerable
// questions favour times as much as others.
func (all sets) confidenceExamples(shape search.Shape, favour float64, signals func(*question) []float64) []example {
	var examples []example
	for _, s := range all {
		if !s.fitted || !s.abstains {
			continue
		}
		sum := map[bool]float64{}
		for i := range s.questions {
			sum[s.questions[i].answerable] += s.questions[i].weight()
		}
		for i := range s.questions {
			q := &s.questions[i]
			if q.shape != shape {
				continue
			}
			e := example{x: signals(q), right: q.answerable, weight: s.weight() * q.weight() / sum[q.answerable]}
			if e.right {
				e.weight *= favour
			}
			examples = append(examples, e)
		}
	}
	return examples
}

// weight is how much a question counts in its set. What a question leaves when its answers are gone is not quite what one
// without an answer finds.
func (q *question) weight() float64 {
	if q.bare {
		return 0.3
	}
	return 1
}

func (s *set) reportSentences(weights []float64) {
	if !s.judged {
		return
	}
	var all []measure.Metrics
	first, near := 0.0, 0.0
	for _, q := range s.questions {
		var ranking []string
		grades := map[string]int{}
		order := q.ranked(weights)
		for place, i := range order {
			id := fmt.Sprint(i)
			ranking = append(ranking, id)
			if q.sentences[i].right {
				grades[id] = 1
				if place == 0 {
					first++
				}
			}
		}
		if len(grades) == 0 {
			continue
		}
		for _, i := range order[:min(5, len(order))] {
			p := func(i int) float64 { return 1 / (1 + math.Exp(-sum(weights, q.sentences[i].x))) }
			if q.sentences[i].right && p(i) > 0.6*p(order[0]) {
				near++
				break
			}
		}
		all = append(all, measure.Of(ranking, grades))
	}
	m := measure.Mean(all)
	n := float64(len(all))
	fmt.Printf("%-24s fitted %-5v %3d questions, MAP %.3f, MRR %.3f, first %.3f, shown %.3f\n", s.name, s.fitted, len(all), m.MAP, m.MRR, first/n, near/n)
}

func (s *set) reportConfidence() {
	if !s.abstains {
		return
	}
	var scores []float64
	var right []bool
	count, kept := map[bool]float64{}, map[bool]float64{}
	for _, q := range s.questions {
		z := search.LogOdds(q.shape, q.confidence, q.signals)
		scores, right = append(scores, z), append(right, q.answerable)
		count[q.answerable]++
		if z >= 0 {
			kept[q.answerable]++
		}
	}
	fmt.Printf("%-24s fitted %-5v AUC %.3f, answered when answerable %.3f, abstained when not %.3f\n", s.name, s.fitted,
		measure.AUC(scores, right), kept[true]/count[true], 1-kept[false]/count[false])
}

// weight is how much a set counts in fitting confidence. Pools of single sentences are unlike what search finds.
func (s *set) weight() float64 {
	if strings.HasPrefix(s.name, "trecqa") {
		return 10
	}
	return 100
}
