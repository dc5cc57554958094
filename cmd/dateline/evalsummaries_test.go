package main

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"dateline/retrieval/measure"
)

// The goals are ROUGE-1 F of .40 and ROUGE-2 F of .19 where the first words have .380 and .177; the floors lie a little below
// what is reached (.408 and .194), and not below the goals.
func TestWikinewsSummaries(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "eval", "wikinews")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("../shared/eval is absent")
	}
	all, err := measure.Summaries(dir)
	if err != nil {
		t.Fatal(err)
	}
	report, err := evaluateSummaries(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	if report.Items != 24 || math.Abs(report.Lead.One.F-0.380) > 0.001 || math.Abs(report.Lead.Two.F-0.177) > 0.001 {
		t.Errorf("first words of %d documents: %+v, want ROUGE-1 F .380 and ROUGE-2 F .177", report.Items, report.Lead)
	}
	if report.One.F < 0.404 || report.Two.F < 0.191 || report.L.F < 0.304 {
		t.Errorf("summaries: %+v", report.Rouge)
	}
}
