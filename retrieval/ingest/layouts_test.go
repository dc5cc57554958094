package ingest

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// Of pages laid out like those of large news sites the whole story is kept, and of what stands around it only what belongs
// to it, as what it is.
func TestLayouts(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "layouts.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	story := bodies["BODY"]
	for _, f := range archive.Files {
		t.Run(f.Name, func(t *testing.T) {
			page, kept, _ := strings.Cut(strings.TrimSpace(string(f.Data)), "\n")
			if kept == "" {
				kept = "P1\nP2\nP3\nP4"
			}
			paragraphs := story
			for name, b := range map[string]string{"german": "BODYDE", "french": "BODYFR", "spanish": "BODYES"} {
				if strings.HasPrefix(f.Name, name) {
					paragraphs = append(bodies[b], bodies[b][0][:len(bodies[b][0])/2]+".")
				}
			}
			page = strings.ReplaceAll(page, "<p>P1T</p>", "P1")
			var want []string
			for line := range strings.SplitSeq(kept, "\n") {
				for i, p := range paragraphs {
					name := "P" + string(rune('1'+i))
					page = strings.ReplaceAll(page, name, "<p>"+p+"</p>")
					if line == name {
						line = p
					}
				}
				if !strings.Contains(line, ": ") || !strings.HasPrefix(line, "c") && !strings.HasPrefix(line, "r") {
					line = "body: " + line
				}
				want = append(want, line)
			}
			if diff := cmp.Diff(want, blocksOf(readOne(t, f.Name, page))); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}
