package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/search"
)

// TestExplanation holds what search --explain prints beneath a piece of evidence and beneath all of it.
func TestExplanation(t *testing.T) {
	var b bytes.Buffer
	printReason(&b, retrieval.Evidence{Score: 0.412}, search.Reason{
		Parts: []search.Part{
			{Name: "article", Value: 2.2, Gives: 0.5}, {Name: "passage", Value: 3.1, Gives: 0.2}, {Name: "phrases"},
			{Name: "vector", Value: 1, Gives: 0.08}, {Name: "lede", Value: 0.6, Gives: 0.044},
		},
		Leaning: 0.5, Repeats: 0.4, Toll: 0.05, CarriedBy: []string{"Dateline sample wire"},
		Terms: []retrieval.TermScore{
			{Term: "geneva", IDF: 1.8}, {Term: "truce", IDF: 1.7, Passage: 2, Context: 0.2, Article: 1},
			{Term: "start", IDF: 2.3, Passage: 2.1, Article: 1.7},
		},
	})
	printReason(&b, retrieval.Evidence{Score: 0.2}, search.Reason{Parts: []search.Part{{Name: "vector", Gives: 0.2}}})
	printExplanation(&b, &search.Explanation{
		Topic: "When does the truce start?", Terms: 1, Vectors: 0.12, Agreement: 0.3, Leanings: []string{"from Dateline sample wire"},
		Confidence: search.Confidence{Value: 0.85, Shape: "plain", Trees: 0.94, Features: []search.Feature{
			{Name: "cBias", Says: "before anything is looked at", Value: 1, Gives: -2.3}, {Name: "cHeld", Says: "what the first passage tells of the topic", Value: 1.2, Gives: 0.54},
		}},
	})
	golden(t, "explain.golden", b.Bytes())
}

// golden wants something to be as it is in testdata. With -update it is put there.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test ./cmd/dateline -update and look at the difference. got\n%s", path, got)
	}
}
