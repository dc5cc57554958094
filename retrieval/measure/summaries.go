package measure

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
)

// Summarised is a document with summaries that were written of it.
type Summarised struct {
	Document
	Summaries []string `json:"summaries"`
}

// writer names in parentheses, before a summary, who wrote it: "(human1)".
var writer = regexp.MustCompile(`^\([^()]*\)\s*`)

// Summaries reads the docs.jsonl of a folder whose documents carry summaries, and takes the names of their writers off.
func Summaries(dir string) ([]Summarised, error) {
	path := filepath.Join(dir, "docs.jsonl")
	all, err := jsonl[Summarised](path)
	for i, d := range all {
		if len(d.Summaries) == 0 {
			return nil, fmt.Errorf("%s: document %d (%q) has no summaries", path, i+1, d.ID)
		}
		for j, s := range d.Summaries {
			d.Summaries[j] = writer.ReplaceAllString(strings.TrimSpace(s), "")
		}
	}
	return all, err
}

// Lead is the document's text as it is given, without a first line that repeats its title: what a summary of its first words
// is cut from.
func (d Document) Lead() string {
	first, rest, ok := strings.Cut(strings.TrimSpace(d.Text), "\n")
	if ok && strings.TrimSpace(first) == strings.TrimSpace(d.Title) {
		return rest
	}
	return d.Text
}
