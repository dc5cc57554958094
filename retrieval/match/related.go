package match

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed related.txt
var relatedText string

// groups are the lines of related.txt that a stem stands in.
var groups = func() map[string][]int {
	lines := map[string][]int{}
	for i, line := range strings.Split(relatedText, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range Words(line) {
			if !slices.Contains(lines[w.Stem], i) {
				lines[w.Stem] = append(lines[w.Stem], i)
			}
		}
	}
	return lines
}()

func inOneGroup(a, b string) bool {
	for _, g := range groups[a] {
		if slices.Contains(groups[b], g) {
			return true
		}
	}
	return false
}
