// Package bot turns a question into a checked answer: it runs the road from search by way of a Composer and a Grounder to
// an Answer, and holds the words that every surface shares.
package bot

import (
	"context"
	"iter"

	"dateline/retrieval"
)

// Task is what a Composer makes of the evidence.
type Task int

// Tasks.
const (
	Answering   Task = iota
	Summarising      // at a Length
	Chronicling      // the dated events of a topic, a line each
	Quoting          // what a speaker said, word for word
	Checking         // what speaks for a claim and what against it
)

// Question is what a reader asks: a question to answer, a topic or headline to summarise, a topic whose events are wanted, a
// speaker, or a claim to check.
type Question struct {
	Text string
	// Topic is, of Quoting, what the quotations are on; of Chronicling, the topic without the time that Text names; of Summarising,
	// what the summary is drawn to. "" is anything.
	Topic    string
	Filter   retrieval.Filter // of Chronicling its dates bound the events
	Audience string           // who asks; "" sees what is for everyone
	Task     Task
	Length   string // of Summarising: one of the lengths, "" means Brief
}

// Lengths of a summary.
const (
	Brief    = "brief"    // three sentences
	Standard = "standard" // a paragraph and key points
	Detailed = "detailed" // sections by sub-topic, each under a heading
)

// Kinds of claim.
const (
	Prose = "prose" // written by a model
	Quote = "quote" // a sentence of the coverage, letter for letter
)

// Draft is one claim as a Composer makes it, before it is checked: a sentence without its markers, and the numbers of the
// evidence that the markers named. One with a Why is no claim but what the composer itself leaves out, and one without a text says
// what a summary does not tell of.
type Draft struct {
	Text    string
	Kind    string
	Markers []int
	Why     string // it is left out
	Undated int    // of a timeline: 1 where it is left out since its day is not certain
	Cut     int    // of a timeline or of quotations: 1 where it is left out for want of room
	Untold  Untold
	Among   []int // the numbers of the only evidence that may carry it; nil is all
	Detail
}

// Grounding is a verdict on a claim.
type Grounding string

// Verdicts.
const (
	Supported   Grounding = "supported"
	Unsupported Grounding = "unsupported"
)

// Citation is a marker resolved to the words of a passage that bear a claim: Quote == passage.Text[Start:End].
type Citation struct {
	N         int    `json:"n"`
	PassageID string `json:"passage_id"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Quote     string `json:"quote"`
}

// Claim is a sentence that may be shown: grounded, each marker resolved.
type Claim struct {
	Text      string     `json:"text"`
	Kind      string     `json:"kind"`
	Grounding Grounding  `json:"grounding"`
	Citations []Citation `json:"citations"`
	Withdrawn bool       `json:"withdrawn,omitempty"` // it was shown, and words that it cites no longer stand
	Detail
}

// Dropped is a sentence that was kept from the reader, and why.
type Dropped struct {
	Text string `json:"text"`
	Why  string `json:"why"`
}

// Verdict is what a Grounder says of a draft: the claim where it holds, and why where it does not.
type Verdict struct {
	Claim Claim // Grounding says whether it may be shown
	Why   string
}

// Searcher finds the evidence for a query.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error)
}

// Composer drafts an answer from evidence, claim by claim. It yields nothing where the evidence does not answer. An error
// ends the sequence; what came before it stands.
type Composer interface {
	Compose(ctx context.Context, q Question, found retrieval.Result) iter.Seq2[Draft, error]
	// Describe names the composer ("extractive", "llm") and its model, which may be "".
	Describe() (composer, model string)
}

// Grounder checks a draft against the evidence that it was made from.
type Grounder interface {
	Ground(d Draft, evidence []retrieval.Evidence) Verdict
}

// Reviewer gives a second opinion on a claim that is grounded: whether its passages carry it. An error means that it has none.
type Reviewer interface {
	Review(ctx context.Context, c Claim, evidence []retrieval.Evidence) (supported bool, err error)
}
