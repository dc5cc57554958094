package match

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./internal/wordnet -o wordnet.txt /usr/share/wordnet

//go:embed wordnet.txt
var wordnetText string

// meanings are the numbers of a stem's meanings and of the next wider ones, the likeliest first.
type meanings struct {
	own, wider   []int32
	verb, person bool // mostly a verb; a noun for a person
}

// Verb reports whether the word is mostly used as a verb.
func (w Word) Verb() bool { return wordnet()[w.Stem].verb }

// Person reports whether the word is a noun for a person: senator, journalist.
func (w Word) Person() bool { return wordnet()[w.Stem].person }

// wordnet holds the meanings of stems, from Princeton WordNet 3.0 (see NOTICE.md).
var wordnet = sync.OnceValue(func() map[string]meanings {
	stems := make(map[string]meanings, 1<<14)
	for line := range strings.Lines(wordnetText) {
		stem, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		fields := strings.Split(rest, ";")
		stems[stem] = meanings{numbers(fields[1]), numbers(fields[2]), strings.Contains(fields[0], "v"), strings.Contains(fields[0], "p")}
	}
	return stems
})

func numbers(text string) []int32 {
	var ns []int32
	for f := range strings.FieldsSeq(text) {
		n, _ := strconv.ParseInt(f, 36, 32)
		ns = append(ns, int32(n))
	}
	return ns
}

// Scores of words that share a meaning, less by the places of the meaning among each one's.
const (
	sharedMeaning = 0.75
	widerMeaning  = 0.5 // one's own is the other's next wider
	unlikely      = 0.1 // a place
	leastMeaning  = 0.3 // below which a shared meaning does not count
)

// shareMeaning is how well one stem stands for another by their meanings, 0 where they share none.
func shareMeaning(a, b meanings) float64 {
	return max(shared(a.own, b.own, sharedMeaning), shared(a.own, b.wider, widerMeaning), shared(a.wider, b.own, widerMeaning))
}

func shared(a, b []int32, score float64) float64 {
	best := 0.0
	for i, x := range a {
		for j, y := range b {
			if x == y {
				best = max(best, score-unlikely*float64(i+j))
			}
		}
	}
	if best < leastMeaning {
		return 0
	}
	return best
}
