package ground

import (
	"fmt"
	"strings"
)

// carriedPart is the least share of what a part of a claim says that the sentences of one passage have to meet.
const carriedPart = 0.45

// tails holds every part of a claim that says two things or more to be carried by itself: what hangs on a claim that stands
// in the passage (“…, which experts welcomed”) is not carried with it.
func tails(a *alignment) string {
	for _, s := range a.claim.sentences {
		parts := clauses(a.claim.text, s.words)
		if len(parts) < 2 {
			continue
		}
		for _, part := range parts {
			if auxiliaries[part[0].Form] {
				continue // the sentence goes on behind an apposition
			}
			words, met := 0, 0.0
			for _, w := range part {
				if w.Stop || w.Figure() || a.claim.covers(w.Span) || a.claim.quotes(w.Span) {
					continue
				}
				k := a.topicAt(w.Start)
				if k < 0 {
					continue
				}
				words++
				most := 0.0
				for _, h := range a.best {
					most = max(most, h.match.Scores[k])
				}
				met += most
			}
			if words >= 2 && met < carriedPart*float64(words) {
				return fmt.Sprintf("%s does not carry “%s”", called(a.cited), strings.TrimSpace(a.claim.text[part[0].Start:part[len(part)-1].End]))
			}
		}
	}
	return ""
}
