package search

import (
	"strings"
	"testing"

	"dateline/retrieval/match"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		text             string
		asks             Asks
		shape            Shape
		speaker, counted string
		asked            string
	}{
		{"Who warned Lavrov?", Person, Plain, "", "", ""},
		{"Which senator was behind the act?", Person, Plain, "", "", "senator"},
		{"When did the truce begin?", Time, Plain, "", "", ""},
		{"On which day was the convoy hit?", Time, Plain, "", "", ""},
		{"Where did Kerry speak?", Place, Plain, "", "", ""},
		{"How many trucks were hit?", Count, Plain, "", "trucks", ""},
		{"How old is the envoy of Syria?", Count, Plain, "", "", ""},
		{"Why did the Council meet?", Cause, Plain, "", "", ""},
		{"What did Kirby say about the call?", Words, Plain, "kirby", "", ""},
		{"How did the Kremlin respond?", Words, Plain, "kremlin", "", ""},
		{"How was the deal reached in Geneva?", Manner, Plain, "", "", ""},
		{"Did Kerry call Lavrov?", Truth, Plain, "", "", ""},
		{"Please tell me when the truce began", Time, Plain, "", "", ""},
		{"when did the truce begin", Time, Plain, "", "", ""},
		{"Why did three envoys leave when Syria's ambassador spoke?", Cause, Plain, "", "", ""},
		{"Who was there when the truce began?", Person, Plain, "", "", ""},
		{"Does the report of Reuters agree with the statement of the State Department, both published before the vote in the Council on Aleppo, about the hospital, its director and doctor?", Truth, Long, "", "", ""},
	} {
		q := Parse(tt.text)
		if q.Asks != tt.asks || q.Shape(nil) != tt.shape {
			t.Errorf("%q: asks %v of shape %v, want %v, %v", tt.text, q.Asks, q.Shape(nil), tt.asks, tt.shape)
		}
		if got := forms(q.Speaker); got != tt.speaker {
			t.Errorf("%q: speaker %q, want %q", tt.text, got, tt.speaker)
		}
		if got := forms(q.counted); got != tt.counted {
			t.Errorf("%q: counted %q, want %q", tt.text, got, tt.counted)
		}
		if got := forms(q.asked); tt.asked != "" && got != tt.asked {
			t.Errorf("%q: asked %q, want %q", tt.text, got, tt.asked)
		}
	}
	if got := Parse("Can you tell me who warned Lavrov?").Text; got != "who warned Lavrov?" {
		t.Errorf("the preamble stays: %q", got)
	}
}

func forms(words []match.Word) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Form)
	}
	return strings.Join(all, " ")
}

func TestTreeAt(t *testing.T) {
	tree := Tree{
		Signal: [7]uint8{1, 2, 0}, Cut: [7]float64{0.5, 0.2, 0},
		Leaf: [8]float64{10, 11, 12, 13, 14, 15, 16, 17},
	}
	for _, tt := range []struct {
		one, two float64
		want     float64
	}{
		{0.4, 0.1, 11}, // below, below, and a node that does not split goes above
		{0.4, 0.2, 13},
		{0.5, 0.1, 17},
	} {
		signals := Signals{0: 1, 1: tt.one, 2: tt.two}
		if got := tree.At(&signals); got != tt.want {
			t.Errorf("%v, %v: leaf %v, want %v", tt.one, tt.two, got, tt.want)
		}
	}
}
