package ground

import (
	"sync"
	"time"

	"dateline/bot/syntax"
	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
)

// reading is a text taken apart once: what a claim says, or what a passage under its headline does. All spans are in text.
type reading struct {
	text       string
	published  time.Time
	words      []match.Word
	sentences  []sentence
	names      []mention.Name
	figures    []mention.Figure
	dates      []mention.Date
	quotations []mention.Quotation

	meaning *meaning // of a claim that stances are told of; see Grounder.meaning

	once    sync.Once
	spelled *spelling

	clauses func() [][]syntax.Clause // of each sentence; read once
}

// sentence is one sentence of a reading, and its words.
type sentence struct {
	retrieval.Span
	words []match.Word
}

// read takes a text apart; relative dates are read against published.
func read(text string, published time.Time) *reading {
	r := &reading{
		text: text, published: published, words: match.Words(text),
		names: mention.Names(text), figures: mention.Figures(text), dates: mention.Dates(text, published), quotations: mention.Quotations(text),
	}
	at := 0
	for _, span := range segment.Sentences(text) {
		for at < len(r.words) && r.words[at].Start < span.Start {
			at++
		}
		from := at
		for at < len(r.words) && r.words[at].Start < span.End {
			at++
		}
		r.sentences = append(r.sentences, sentence{Span: span, words: r.words[from:at]})
	}
	r.clauses = sync.OnceValue(func() (all [][]syntax.Clause) {
		for _, s := range r.sentences {
			all = append(all, recast(s.words, syntax.Read(text, s.words, r.names, r.dates)))
		}
		return all
	})
	return r
}
