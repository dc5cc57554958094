package search

import (
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/segment"
)

// about is evidence of one passage an article, numbered in order.
func about(articles ...retrieval.Article) []retrieval.Evidence {
	var evidence []retrieval.Evidence
	for i, a := range articles {
		a.ID = a.Headline
		p := retrieval.Passage{ArticleID: a.ID, Kind: retrieval.Body, Text: a.Text, Sentences: segment.Sentences(a.Text)}
		evidence = append(evidence, retrieval.Evidence{N: i + 1, Passage: p, Article: a, Score: 1 / float64(i+1)})
	}
	return evidence
}

// TestWholeNames holds that an outlet which none of the evidence is by, or a name that only halves of are met, counts as missing.
func TestWholeNames(t *testing.T) {
	ranker := NewRanker(embed.NewStatic())
	evidence := about(
		retrieval.Article{Headline: "Truce holds", Outlet: "The Harbour Times", Text: "Mark Toner praised the truce on Monday."},
		retrieval.Article{Headline: "Trucks wait", Outlet: "Evening Post", Text: "Stephen Hale said that the trucks wait."},
	)
	for _, tt := range []struct {
		question string
		want     float64
	}{
		{"Did the Harbour Times report that Mark Toner praised the truce?", 1},
		{"Did the Morning Star report that Mark Toner praised the truce?", 0.5},
		{"Was it Mark Hale who praised the truce?", 0},
		{"Did the trucks wait?", 1},
	} {
		f, _, ok := ranker.Signals(Parse(tt.question), evidence)
		if !ok || f[cWhole] != tt.want {
			t.Errorf("%q: %v of the names met, want %v", tt.question, f[cWhole], tt.want)
		}
	}
}

// TestLongQuestions holds that a long question is answered only where the coverage has what each of its clauses names.
func TestLongQuestions(t *testing.T) {
	ranker := NewRanker(embed.NewStatic())
	evidence := about(
		retrieval.Article{Headline: "Mill in Torvald closes", Outlet: "The Harbour Times", Text: "The paper mill in Torvald will close in May, its owner Karen Lind said."},
		retrieval.Article{Headline: "Torvald mill workers vote to strike", Outlet: "Evening Post", Text: "Workers at the paper mill in Torvald voted to strike over the closure."},
	)
	const there = "Does the article from The Harbour Times say that the paper mill in Torvald will close in May, while the article from Evening Post reports that its workers voted to strike over the closure?"
	const absent = "Considering a Sunday Chronicle article on the exports of Belmora Shipping and a Coastal Review report on its new harbour, which director announced the merger with Ostrand Freight?"
	if c := ranker.Confidence(Parse(there), evidence); c < 0.5 {
		t.Errorf("confidence %.2f where all clauses are met", c)
	}
	if c := ranker.Confidence(Parse(absent), evidence); c >= 0.5 {
		t.Errorf("confidence %.2f where nothing is", c)
	}
}

func TestShapeOverEvidence(t *testing.T) {
	page := retrieval.Article{Headline: "Paper mill", Text: "A paper mill makes paper."}
	dated := page
	dated.Published = time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)
	news := page
	news.Headline = "Paper mill in Torvald closes after a hundred years"
	for _, tt := range []struct {
		name, question string
		of             retrieval.Article
		want           Shape
	}{
		{"as typed into a search engine", "what does a paper mill make", page, Lookup},
		{"written out", "What does a paper mill make?", page, Plain},
		{"of a dated article", "what does a paper mill make", dated, Plain},
		{"of a headline that tells news", "what does a paper mill make", news, Plain},
	} {
		if got := Parse(tt.question).Shape(about(tt.of)); got != tt.want {
			t.Errorf("%s: shape %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestBareReply holds that what somebody answered is found only where something is called a reply.
func TestBareReply(t *testing.T) {
	ranker := NewRanker(embed.NewStatic())
	q := Parse("What did Lind answer?")
	for _, tt := range []struct {
		text string
		want float64
	}{
		{"The mill will close, Lind said.", 0},
		{"Lind replied that the mill would close.", 1},
	} {
		s := ranker.Sentences(q, about(retrieval.Article{Headline: "Mill closes", Text: tt.text}))
		if got := s[0].Features[fSpeaker]; got != tt.want {
			t.Errorf("%q: speaker %v, want %v", tt.text, got, tt.want)
		}
	}
}
