package endpoint

import (
	"strings"
	"testing"
)

// FuzzThinking: wherever an answer is cut into pieces, the same is shown of it.
func FuzzThinking(f *testing.F) {
	f.Add("<think>Who was it?</think>\n\nKerry did.", uint8(3))
	f.Add("a <th b [THINK]c[/THINK] <reasoning>", uint8(1))
	f.Fuzz(func(t *testing.T, answer string, size uint8) {
		whole, stray := show(answer, len(answer)+1)
		if at, tag := earliest(answer, allTags); stray || strings.HasPrefix(tag, "</") || tag == "[/THINK]" || at < 0 && whole != strings.TrimLeft(answer, " \t\r\n") {
			if at < 0 {
				t.Errorf("%q without a tag became %q", answer, whole)
			}
			return // a tag that closes what none opened depends on what was shown before it
		}
		if got, _ := show(answer, int(size)+1); got != whole {
			t.Errorf("%q in pieces of %d shows %q, whole %q", answer, int(size)+1, got, whole)
		}
	})
}

func show(answer string, size int) (string, bool) {
	var filter thinking
	var out strings.Builder
	for len(answer) > 0 {
		n := min(size, len(answer))
		visible, stray := filter.write(answer[:n])
		out.WriteString(visible)
		if stray {
			return out.String(), true
		}
		answer = answer[n:]
	}
	out.WriteString(filter.end())
	return out.String(), false
}
