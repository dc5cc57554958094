package digest

import (
	"testing"

	"dateline/retrieval/match"
)

func TestPoints(t *testing.T) {
	known := map[string]bool{match.Words("bridge")[0].Stem: true} // the headline's
	for text, want := range map[string]bool{
		"It is not known why the bridge fell.":                                      false, // the headline's
		"It is not known whether the driver of a bus was alone.":                    false,
		"A witness did not say whose tractor stood where the tractor was found.":    false,
		"The police did not say how many people stood on the Arle Bridge.":          false,
		"The mayor said that it is not known who has the keys of the county.":       false,
		"The Sample post wrote that the planes were old, and whose is not known.":   true,
		"On Monday the police put the number at twenty, the mayor said.":            true,
		"The number of dead trees was put at twenty by the police.":                 false,
		"It is not known whether the driver was alone.":                             true,
		"The council declined to say what the repair had cost.":                     true,
		"It has not been settled to whom the money belongs.":                        true,
		"Nobody knows how the rumour began.":                                        true,
		"The government declined to say how many soldiers the new law will demand.": false,
	} {
		if got := points(text, match.Words(text), known); got != want {
			t.Errorf("%q points: %v", text, got)
		}
	}
}
