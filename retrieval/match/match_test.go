package match

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dateline/retrieval"
)

// lexicon knows a few words: those of one topic point the same way.
type lexicon map[string][]float32

func (l lexicon) Word(word string) ([]float32, bool) {
	v, ok := l[word]
	return v, ok
}

func (l lexicon) Weight(word string) float64 {
	if _, known := l[word]; known {
		return 0.5
	}
	return 1
}

func (l lexicon) Vector(string) []float32 { return []float32{1, 0} }

var words = lexicon{
	"bombing": {1, 0, 0}, "airstrikes": {0.8, 0.6, 0}, "bread": {0, 1, 0},
	"kerry": {0, 0, 1}, "lavrov": {0, 0, 1},
	"halt": {0.6, 0.8, 0}, "stop": {0.6, 0.8, 0},
}

// How well a word is met, in steps that tuning does not move.
func step(score float64) string {
	switch {
	case score == 0:
		return "not"
	case score < sameWord:
		return "related"
	case score < 1:
		return "form"
	}
	return "same"
}

func TestIn(t *testing.T) {
	for _, tt := range []struct{ target, text, want string }{
		{"bombing", "The bombing went on.", "same@1"},
		{"bombing", "They bombed the city.", "same@1"},
		{"bombing", "The airstrikes went on.", "related@1"},
		{"bombing", "The bread went out.", "not@-1"},
		{"bombing", "The airstrikes and the bombing", "same@4"},
		{"Kerry", "Lavrov left.", "not@-1"}, // names are not held against each other
		{"Russia", "The Russian army", "form@1"},
		{"Russia", "Rust covers it.", "not@-1"},
		{"halt", "Stop it.", "related@0"},    // the first word has a capital of its own
		{"truce", "the ceasefire", "not@-1"}, // only a word that the lexicon knows is related
		{"US", "the U.S. army", "same@1"},
		{"US", "tell us", "not@-1"},
		{"31", "31 trucks", "same@0"},
		{"31", "310 trucks", "not@-1"},
		{"250,000", "250000 people", "same@0"},
		{"Kerry bombing", "The bombing, Kerry said", "same@2 same@1"},
		{"bombing", "", "not@-1"},
		{"", "The bombing", ""},
	} {
		m := New(Words(tt.target), words).In(Words(tt.text))
		var got []string
		for i := range m.Scores {
			got = append(got, fmt.Sprintf("%s@%d", step(m.Scores[i]), m.At[i]))
		}
		if g := strings.Join(got, " "); g != tt.want {
			t.Errorf("%q in %q: got %s, want %s", tt.target, tt.text, g, tt.want)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

func TestCoverage(t *testing.T) {
	target := New(Words("Kerry bombing"), words) // two words of one weight
	cover := func(text string) float64 { return target.Coverage(target.In(Words(text)), false) }
	both, one, related, none := cover("Kerry on the bombing"), cover("Kerry left"), cover("Kerry and airstrikes"), cover("bread")
	if !near(both, 1) || !near(one, 0.5) || !(related > one && related < both) || none != 0 {
		t.Errorf("both %v, one %v, one and a related word %v, none %v", both, one, related, none)
	}
	if got := target.Coverage(target.In(Words("Kerry and airstrikes")), true); !near(got, 0.5) {
		t.Errorf("by the words themselves %v", got)
	}
	rare := New(Words("bombing pangolin"), words) // the unknown word weighs more
	if with, without := rare.Coverage(rare.In(Words("pangolin")), false), rare.Coverage(rare.In(Words("bombing")), false); with <= without || !near(with+without, 1) {
		t.Errorf("the rare word covers %v, the frequent one %v", with, without)
	}
	if got := New(nil, words).Coverage(Match{}, false); got != 0 {
		t.Errorf("of nothing %v", got)
	}
}

func TestWeigh(t *testing.T) {
	target := New(Words("Kerry bombing"), words)
	var matches []Match
	for _, text := range []string{"Kerry called", "Kerry left", "Kerry on the bombing"} {
		matches = append(matches, target.In(Words(text)))
	}
	target.Weigh(matches)
	if kerry, bombing := target.Coverage(matches[0], false), target.Coverage(target.In(Words("bombing")), false); kerry >= bombing || !near(kerry+bombing, 1) {
		t.Errorf("what all share covers %v, the rest %v", kerry, bombing)
	}
}

func TestUnion(t *testing.T) {
	target := New(Words("Kerry bombing"), words)
	u := target.In(Words("Kerry left")).Union(target.In(Words("the bombing")))
	if !near(u.Scores[0], 1) || !near(u.Scores[1], 1) || u.At[0] != 0 || u.At[1] != -1 {
		t.Errorf("union %+v", u)
	}
}

func TestNames(t *testing.T) {
	target := New(Words("Did Kerry call 31 pangolins"), words)
	some, all := target.In(Words("Kerry has 30")), target.In(Words("31 for Kerry"))
	if got := target.Names(some); got <= 0 || got >= 1 || !target.NameMissing(some) {
		t.Errorf("of two names one is met: %v, missing %v", got, target.NameMissing(some))
	}
	if got := target.Names(all); !near(got, 1) || target.NameMissing(all) {
		t.Errorf("both names are met: %v, missing %v", got, target.NameMissing(all))
	}
	plain := New(Words("the bombing"), words)
	if none := plain.In(nil); plain.Names(none) != 1 || plain.NameMissing(none) {
		t.Errorf("a text without names: %v, missing %v", plain.Names(none), plain.NameMissing(none))
	}
}

func TestPairs(t *testing.T) {
	pair := New(Words("Kerry pangolin truck"), words)
	for text, want := range map[string]float64{
		"Kerry pangolin truck":                       1,
		"truck pangolin by Kerry":                    1,
		"Kerry spoke a long time about one pangolin": 0,
		"Kerry": 0,
	} {
		if got := pair.Pairs(pair.In(Words(text))); !near(got, want) {
			t.Errorf("%q: pairs %v, want %v", text, got, want)
		}
	}
	if got := New(Words("Kerry"), words).Pairs(Match{Scores: []float64{1}, At: []int{0}}); got != 0 {
		t.Errorf("pairs of one word %v", got)
	}
}

func TestRarest(t *testing.T) {
	rare := New(Words("bombing pangolin"), words)
	if with, without := rare.Rarest(rare.In(Words("a pangolin"))), rare.Rarest(rare.In(Words("bombing"))); with != 1 || without != 0 {
		t.Errorf("rarest met %v, not met %v", with, without)
	}
}

func TestProximity(t *testing.T) {
	text := "Kerry flew home and the bombing killed 31"
	all := Words(text)
	target := New(Words("bombing"), words)
	m := target.In(all)
	at := func(s string) retrieval.Span {
		i := strings.Index(text, s)
		return retrieval.Span{Start: i, End: i + len(s)}
	}
	for s, distance := range map[string]float64{"bombing": 0, "killed 31": 1, "31": 2, "Kerry": 5, "the bombing killed": 0} {
		if got, want := Proximity(m, all, at(s)), math.Exp(-distance/8); !near(got, want) {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
	if got := Proximity(Match{Scores: []float64{0}, At: []int{-1}}, all, at("31")); got != 0 {
		t.Errorf("near nothing: %v", got)
	}
}

func TestCosine(t *testing.T) {
	if got := Cosine([]float32{0.6, 0.8}, []float32{0.8, 0.6}); !near(got, 0.96) {
		t.Errorf("got %v", got)
	}
	if got := Cosine(nil, []float32{1}); got != 0 {
		t.Errorf("got %v", got)
	}
}
