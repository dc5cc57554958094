package bot

import (
	"cmp"
	"strings"
	"time"

	"dateline/retrieval"
)

// Turn is one question of a conversation and what was answered, as far as a follow-up may lean on it.
type Turn struct {
	Question   string
	Understood string           // the full question that was answered, where it is another one
	Answer     string           // the claims without their markers, a blank between them; "" of an abstention
	Headlines  []string         // of the articles cited
	Filter     retrieval.Filter // asked for beside the question
	At         time.Time
}

// Full is the question that was answered.
func (t Turn) Full() string { return cmp.Or(t.Understood, t.Question) }

// Turn is the answer as a turn of its conversation, asked for within a filter.
func (a Answer) Turn(f retrieval.Filter, at time.Time) Turn {
	t := Turn{Question: a.Question, Understood: a.Understood, Filter: f, At: at}
	var claims []string
	for _, c := range a.Claims {
		if !c.Withdrawn {
			claims = append(claims, c.Text)
		}
	}
	t.Answer = strings.Join(claims, " ")
	if !a.Abstained {
		for _, s := range a.Sources {
			t.Headlines = append(t.Headlines, s.Headline)
		}
	}
	return t
}

// Understood is how a question was read in its conversation.
type Understood struct {
	Question string           // in full: the reader's own words where nothing had to be added
	Changed  bool             // words of former turns were added
	Filter   retrieval.Filter // of the former turn, where the question goes on with it and says nothing else
	Doubt    string           // a sentence for the reader, where two readings are equally likely: the question is then taken literally
	Courtesy Courtesy         // what it is instead of a question
}

// Courtesy is what readers write that is no question.
type Courtesy int

// Courtesies.
const (
	None Courtesy = iota
	Greeting
	Thanks
)
