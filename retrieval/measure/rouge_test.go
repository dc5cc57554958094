package measure_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/retrieval/measure"
)

func TestTokens(t *testing.T) {
	got := measure.Tokens("The U.S.-led talks — Kerry’s 13th — cost €1,129.")
	want := strings.Fields("the u s led talks kerry s 13th cost 1 129")
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Computed by hand.
func TestRouge(t *testing.T) {
	for name, tt := range map[string]struct {
		candidate, reference string
		one, two, l          measure.Overlap
	}{
		"the same": {
			"the talks ended", "The talks ended.",
			measure.Overlap{P: 1, R: 1, F: 1}, measure.Overlap{P: 1, R: 1, F: 1}, measure.Overlap{P: 1, R: 1, F: 1},
		},
		"nothing in common": {candidate: "rain fell", reference: "the talks ended"},
		"half": { // talks, ended; "talks ended"
			"talks ended on Monday", "the talks ended quietly",
			measure.Overlap{P: 0.5, R: 0.5, F: 0.5}, measure.Overlap{P: 1.0 / 3, R: 1.0 / 3, F: 1.0 / 3}, measure.Overlap{P: 0.5, R: 0.5, F: 0.5},
		},
		"turned round": { // all four words, no pair, and one word in order
			"Lavrov called Kerry today", "today Kerry called Lavrov",
			measure.Overlap{P: 1, R: 1, F: 1}, measure.Overlap{}, measure.Overlap{P: 0.25, R: 0.25, F: 0.25},
		},
		"a word counts as often as both have it": { // the, the of three; "the talks"
			"the the the talks", "the talks and the truce",
			measure.Overlap{P: 0.75, R: 0.6, F: 2.0 / 3}, measure.Overlap{P: 1.0 / 3, R: 0.25, F: 2.0 / 7}, measure.Overlap{P: 0.5, R: 0.4, F: 4.0 / 9},
		},
		"longer than its reference": { // a, b; "a b"; a b
			"a b c d", "a b",
			measure.Overlap{P: 0.5, R: 1, F: 2.0 / 3}, measure.Overlap{P: 1.0 / 3, R: 1, F: 0.5}, measure.Overlap{P: 0.5, R: 1, F: 2.0 / 3},
		},
		"words between": { // a b c d in order, with two pairs lost
			"a x b c d", "a b y c d",
			measure.Overlap{P: 0.8, R: 0.8, F: 0.8}, measure.Overlap{P: 0.25, R: 0.25, F: 0.25}, measure.Overlap{P: 0.8, R: 0.8, F: 0.8},
		},
		"one word has no pair": {
			"talks", "talks",
			measure.Overlap{P: 1, R: 1, F: 1}, measure.Overlap{}, measure.Overlap{P: 1, R: 1, F: 1},
		},
		"empty": {candidate: "", reference: "the talks"},
	} {
		t.Run(name, func(t *testing.T) {
			c, r := measure.Tokens(tt.candidate), measure.Tokens(tt.reference)
			got := measure.Rouge{One: measure.RougeN(c, r, 1), Two: measure.RougeN(c, r, 2), L: measure.RougeL(c, r)}
			if diff := cmp.Diff(measure.Rouge{One: tt.one, Two: tt.two, L: tt.l}, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A candidate is cut at the mean length of its references, and compared with each.
func TestRougeOf(t *testing.T) {
	got := measure.RougeOf("a b c d e f g h", []string{"a b", "x y z d"}) // cut at a b c: P 2/3 and 0, R 1 and 0
	want := measure.Overlap{P: 1.0 / 3, R: 0.5, F: 0.4}
	if diff := cmp.Diff(want, got.One, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := measure.RougeOf("a b", nil); got != (measure.Rouge{}) {
		t.Errorf("without references: %+v", got)
	}
}

func FuzzRouge(f *testing.F) {
	f.Add("the talks ended on Monday", "the talks ended", uint8(1))
	f.Add("a a a a", "a b a", uint8(2))
	f.Add("", "x", uint8(3))
	f.Fuzz(func(t *testing.T, candidate, reference string, n uint8) {
		c, r := measure.Tokens(candidate), measure.Tokens(reference)
		size := int(n%4) + 1
		there, back := measure.RougeN(c, r, size), measure.RougeN(r, c, size)
		if math.Abs(there.P-back.R) > 1e-9 || math.Abs(there.R-back.P) > 1e-9 || math.Abs(there.F-back.F) > 1e-9 {
			t.Errorf("%+v one way, %+v the other", there, back)
		}
		l := measure.RougeL(c, r)
		if one := measure.RougeN(c, r, 1); l.P > one.P+1e-9 || l.R > one.R+1e-9 {
			t.Errorf("more words in order (%+v) than in common (%+v)", l, one)
		}
		for _, o := range []measure.Overlap{there, l} {
			if o.P < 0 || o.P > 1 || o.R < 0 || o.R > 1 || o.F < min(o.P, o.R)-1e-9 || o.F > max(o.P, o.R)+1e-9 {
				t.Errorf("%+v", o)
			}
		}
		if same := measure.RougeN(c, c, size); len(c) >= size && same != (measure.Overlap{P: 1, R: 1, F: 1}) {
			t.Errorf("a text compared with itself: %+v", same)
		}
	})
}

func TestSummaries(t *testing.T) {
	dir := t.TempDir()
	write := func(lines string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "docs.jsonl"), []byte(lines), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"id":"a","title":"Ferry is back","text":"Ferry is back\nThe ferry sailed.\nIt rained.","summaries":["(human1) The ferry sails again.","It (the ferry) sails."]}` + "\n")
	all, err := measure.Summaries(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []measure.Summarised{{
		Document:  measure.Document{ID: "a", Title: "Ferry is back", Text: "Ferry is back\nThe ferry sailed.\nIt rained."},
		Summaries: []string{"The ferry sails again.", "It (the ferry) sails."},
	}}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := all[0].Lead(); got != "The ferry sailed.\nIt rained." {
		t.Errorf("the lead is %q", got)
	}
	write(`{"id":"a","title":"T","text":"x"}`)
	if _, err := measure.Summaries(dir); err == nil || !strings.Contains(err.Error(), `document 1 ("a") has no summaries`) {
		t.Errorf("error %v", err)
	}
}
