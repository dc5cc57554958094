package search

import "testing"

// Vectors of English words would put any English passage before what the terms find in the question's own language.
func TestVectorsWeighInEnglishAlone(t *testing.T) {
	s := newFake(&fake{})
	for question, want := range map[string]bool{
		"Wer hat mit dem Minister über die Waffenruhe gesprochen?": false,
		"¿Qué dijo el ministro sobre la tregua?":                   false,
		"Что сказал Лавров о переговорах в Женеве?":                false,
		"Who spoke with the minister about the truce?":             true,
		"Lavrov": true,
	} {
		if got := s.denseWeight(question) > 0; got != want {
			t.Errorf("vectors weigh in %q: %v, want %v", question, got, want)
		}
	}
}
