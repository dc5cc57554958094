package ground

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval/match"
)

// aside says why a text is no statement of the coverage: it links elsewhere, asks, or tells the reader what to do. What
// stands in quotation marks is said by somebody else, to somebody else.
func aside(text string, cited []*source) string {
	if why := links(text, cited); why != "" {
		return why
	}
	own := outsideQuotations(pairedMarks(text))
	if strings.ContainsAny(own, "?？؟") && !slices.ContainsFunc(cited, func(s *source) bool { return holds(s.folded, fold(text)) }) {
		return "it asks a question"
	}
	claim := match.Words(own)
	for i, w := range claim {
		if readers[w.Form] && !slices.ContainsFunc(cited, func(s *source) bool { return anyOf(match.Words(outsideQuotations(s.text)), readers) }) {
			return fmt.Sprintf("it speaks to the reader (“%s”)", w.In(own))
		}
		begins := i == 0 || strings.ContainsAny(own[claim[i-1].End:w.Start], ".!:;\n")
		if begins && (bidding[w.Form] || errands[w.Form] && i+1 < len(claim) && pointing[claim[i+1].Form]) {
			return fmt.Sprintf("it tells the reader what to do (“%s”)", w.In(own))
		}
	}
	return ""
}

// link is an address of the web; bare names such as Amazon.com are names.
var link = regexp.MustCompile(`(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>“”"]+`)

// links holds every link of a text to be that of a source.
func links(text string, cited []*source) string {
	for _, found := range link.FindAllString(text, -1) {
		found = strings.TrimRight(found, ".,;:!?)]}'’*_")
		if !slices.ContainsFunc(cited, func(s *source) bool { return address(s.evidence.Article.URL) == address(found) }) {
			return fmt.Sprintf("link %s is not that of a source", found)
		}
	}
	return ""
}

// address is what of a link tells where it leads.
func address(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	host, path, _ := strings.Cut(url, "/")
	return strings.TrimPrefix(strings.ToLower(host), "www.") + "/" + strings.TrimSuffix(path, "/")
}

var (
	readers = set(`you you're you'll you've you'd your yours yourself yourselves`)
	// Words at the head of a sentence that only tell somebody what to do.
	bidding = set(`please ignore disregard remember subscribe download translate summarize summarise pretend click imagine beware`)
	// Words that do so before a word of pointing: “visit the”, but not “visit of”.
	errands = set(`visit forget follow contact send write tell ask provide buy check read see note consider try go learn share sign donate install open
repeat print reply respond enter use keep make take give add call say answer include mention state do don't let stop look find get watch listen type copy
paste delete reveal show act be`)
	pointing = set(`the a an this that these those your our my us me it them him her here now all any every only nothing no not never to as if more carefully`)
)
