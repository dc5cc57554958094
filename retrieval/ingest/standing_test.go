package ingest_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"dateline/retrieval/ingest"
)

// What front matter says of an article's standing: whether it is withdrawn, and what it corrects.
func TestStanding(t *testing.T) {
	for _, tt := range []struct {
		field, problem string
		retracted      bool
		corrects       string
	}{
		{"retracted: true", "", true, ""},
		{"retracted: false", "", false, ""},
		{"retracted:", "", false, ""},
		{"retracted: perhaps", "line 2: cannot use retracted in its front matter: \"perhaps\" is neither true nor false", false, ""},
		{"status: Withdrawn", "", true, ""},
		{"status: killed", "", true, ""},
		{"status: published", "", false, ""},
		{"corrects: ferry-sinks", "", false, "ferry-sinks"},
		{"corrects: https://example.org/ferry", "", false, "https://example.org/ferry"},
	} {
		folder := fstest.MapFS{
			"a.md": {Data: []byte("---\n" + tt.field + "\n---\n# Ferry\n\nThe ferry sank off Kettle Island.\n")},
			"b.md": {Data: []byte("# Mill\n\nThe mill shut on Friday.\n")},
		}
		articles, skipped, err := ingest.Read(t.Context(), ingest.Folder{FS: folder})
		if err != nil {
			t.Fatal(err)
		}
		if tt.problem != "" {
			if len(skipped) != 1 || !strings.Contains(skipped[0].String(), tt.problem) {
				t.Errorf("%s: skipped %v, want %s", tt.field, skipped, tt.problem)
			}
			continue
		}
		if len(articles) != 2 || articles[0].Retracted != tt.retracted || articles[0].Corrects != tt.corrects {
			t.Errorf("%s: skipped %v, got %+v", tt.field, skipped, articles)
		}
	}
}
