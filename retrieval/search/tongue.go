package search

import "dateline/retrieval/language"

// speaker is an Embedder that does not know every language, told by its code in BCP 47.
type speaker interface {
	Embeds(language string) bool
}

// denseWeight is the embedder's, and 0 for a question that is plainly in a language that it does not know: its vector would
// find what is written in others, whatever that says.
func (s *Search) denseWeight(question string) float64 {
	if e, ok := s.embedder.(speaker); ok {
		if code := language.Of(question); code != "" && !e.Embeds(code) {
			return 0
		}
	}
	return s.embedder.DenseWeight()
}
