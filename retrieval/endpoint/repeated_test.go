package endpoint

import (
	"strings"
	"testing"
)

func TestRepeated(t *testing.T) {
	for name, pieces := range map[string][]string{
		"as they are":          {"Kerry called", " Lavrov, ", "and Kerry called again."},
		"each repeats":         {"Kerry", "Kerry called", "Kerry called Lavrov, ", "Kerry called Lavrov, and Kerry called again."},
		"each repeats, longer": {"Kerry called Lavrov, and", "Kerry called Lavrov, and Kerry called again."},
		"the last repeats all": {"Kerry called Lavrov, ", "and Kerry called again.", "Kerry called Lavrov, and Kerry called again."},
		"empty pieces":         {"", "Kerry called Lavrov,", "", " and Kerry called again."},
	} {
		t.Run(name, func(t *testing.T) {
			var r repeated
			var got strings.Builder
			for _, piece := range pieces {
				got.WriteString(r.add(piece))
			}
			got.WriteString(r.rest())
			if want := "Kerry called Lavrov, and Kerry called again."; got.String() != want {
				t.Errorf("%q shows %q", pieces, got.String())
			}
		})
	}
	for _, pieces := range [][]string{{"no", " no"}, {"ha", "haha"}, {"ha", "haha", "!"}, {"1", "12", "5"}} {
		var r repeated
		got := ""
		for _, piece := range pieces {
			got += r.add(piece)
		}
		if got += r.rest(); got != strings.Join(pieces, "") {
			t.Errorf("%q shows %q", pieces, got)
		}
	}
}
