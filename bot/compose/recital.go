package compose

import (
	"dateline/bot/digest"
	"dateline/retrieval"
)

// corrected is a span of sentences with the one behind it where its last one recites what the outlet said before, to correct it there;
// false where nothing corrects it.
func corrected(p retrieval.Passage, span retrieval.Span) (retrieval.Span, bool) {
	for i, s := range p.Sentences {
		if s.End != span.End {
			continue
		}
		switch recital := digest.RecitalOf(s.In(p.Text)); {
		case recital == digest.NoRecital:
		case i+1 < len(p.Sentences):
			span.End = p.Sentences[i+1].End
		default:
			return span, recital == digest.Admitted
		}
		break
	}
	return span, true
}

// takenBack reports whether a later notice of the same outlet, in the evidence, recites what an extract says.
func takenBack(x extract, evidence []retrieval.Evidence) bool {
	for i := range evidence {
		e := &evidence[i]
		if e.Article.Outlet != x.evidence.Article.Outlet || !e.Article.Published.After(x.evidence.Article.Published) || !digest.Corrects(e) {
			continue
		}
		for _, s := range e.Passage.Sentences {
			recited := topicWords(digest.Recited(s.In(e.Passage.Text)))
			both := 0
			for w := range recited {
				if x.words[w] {
					both++
				}
			}
			if len(recited) >= digest.FewestRecited && float64(both) >= digest.RecitedShare*float64(len(recited)) {
				return true
			}
		}
	}
	return false
}
