package compose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The ways in which models cite: [1], [1, 2], [1-3], [Source 1], [Source 1, Source 2], [^1], [[1]], [p1], [Passage [3]],
// 【1】, and (1), (#1) or (passages 1 and 2) where only numbers of at most two digits stand in the brackets, with an "and"
// only behind a word for what is cited.
const (
	citedWord  = `(?i:sources?|passages?|excerpts?|documents?|docs?|citations?|references?|refs?|no|p)\.?\s*:?\s*`
	cited      = `(?:` + citedWord + `)?\[?[#^]?\s*\d{1,3}\]?`
	citedList  = cited + `(?:\s*(?:,|;|-|–|and|&)\s*` + cited + `)*`
	markerForm = `\s*(?:\[\s*(` + citedList + `)\s*\]` +
		`|【(` + citedList + `)(?:†[^】]*)?】` +
		`|［\s*(` + citedList + `)\s*］` +
		`|[(（]((?i:sources?|passages?)\.?\s*:?\s*\d{1,2}(?:\s*(?:,|and|&)\s*(?:and\s+)?\d{1,2})*)[)）]` +
		`|[(（](?:(?i:sources?|passages?|refs?)\.?\s*:?\s*)?(#?\d{1,2}(?:\s*,\s*#?\d{1,2})*)[)）])`
)

var (
	marker  = regexp.MustCompile(markerForm)
	markers = regexp.MustCompile(markerForm + `(?:\s*(?:[,;&]|and)?` + markerForm + `)*`) // "[1], [2] and [3]"
	leading = regexp.MustCompile(`^(` + markers.String() + `)\s*[.,;]*`)
	number  = regexp.MustCompile(`(\d+)(?:\s*[-–]\s*[#^]?(\d+))?`)
)

// widest is how many numbers a range names at most.
const widest = 20

// cut takes the markers out of a sentence and returns the numbers that they name, in order, each once.
func cut(sentence string) (text string, numbers []int) {
	for _, m := range marker.FindAllStringSubmatch(sentence, -1) {
		for _, n := range number.FindAllStringSubmatch(strings.Join(m[1:], " "), -1) {
			from, _ := strconv.Atoi(n[1])
			to := from
			if n[2] != "" {
				to, _ = strconv.Atoi(n[2])
			}
			for i := from; i <= min(to, from+widest); i++ {
				if !slices.Contains(numbers, i) {
					numbers = append(numbers, i)
				}
			}
		}
	}
	return strings.Join(strings.Fields(unmarked(sentence)), " "), numbers
}

// unmarked is text without its markers.
func unmarked(text string) string { return markers.ReplaceAllString(text, "") }
