package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval/mention"
)

// dates holds every date of a claim to be told by a source, relative dates read against the published date, or to be that
// published date.
func dates(claim *reading, cited []*source) string {
	for _, t := range claim.dates {
		if !slices.ContainsFunc(cited, func(s *source) bool { return tells(s, t, t.Span.In(claim.text)) }) {
			return fmt.Sprintf("date %s is not in %s", t.Span.In(claim.text), called(cited))
		}
	}
	return ""
}

// tells reports whether a source tells a date: it names the same or one that lies within it, or was published within it.
func tells(s *source, t mention.Date, words string) bool {
	for _, k := range s.dates {
		if strings.EqualFold(k.Span.In(s.text), words) || mention.SameDate(t, k) {
			return true
		}
		if t.Resolved && k.Resolved && !k.From.Before(t.From) && !k.To.After(t.To) {
			return true
		}
	}
	published := s.evidence.Article.Published
	return t.Resolved && !published.IsZero() && !published.Before(t.From) && published.Before(t.To)
}
