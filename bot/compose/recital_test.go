package compose

import (
	"strings"
	"testing"

	"dateline/retrieval"
)

// What an outlet said in error comes with its correction, and the report that it takes back is no answer.
func TestExtractiveCorrection(t *testing.T) {
	report := article("report", "Keeper drowns in the lock", "The lock keeper Hanna Dole drowned at Corwen on Tuesday night when the lower gate gave way.")
	notice := article("notice", "Correction: the lock", "Our report of Wednesday said that the lock keeper Hanna Dole drowned at Corwen on Tuesday. She was pulled from the water alive.")
	notice.Published = report.Published.AddDate(0, 0, 1)
	lone := article("lone", "Correction", "An earlier version of this article said that the lock keeper Hanna Dole drowned at Corwen.")
	other := report
	other.Outlet = "Sample post"
	for name, c := range map[string]struct {
		articles []retrieval.Article
		want     []string // what each extract holds
	}{
		"with the notice":       {[]retrieval.Article{report, notice}, []string{"on Tuesday. She was pulled from the water alive."}},
		"nothing corrects it":   {[]retrieval.Article{lone}, nil},
		"another outlet's word": {[]retrieval.Article{other, notice}, []string{"lower gate", "She was pulled"}},
	} {
		got := extracted(t, "Did the lock keeper Hanna Dole drown at Corwen?", retrieval.Result{Evidence: evidenceOf(c.articles...), Confidence: 1})
		if len(got) != len(c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
			continue
		}
		for i := range got {
			if !strings.Contains(strings.Join(got, "\n"), c.want[i]) {
				t.Errorf("%s: got %q, want %q", name, got, c.want)
			}
		}
	}
}
