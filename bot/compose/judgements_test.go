package compose

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
)

func TestJudgements(t *testing.T) {
	for _, tt := range []struct {
		reply string
		n     int
		want  string // number and + for support, - for contradiction, o for neither
	}{
		{"[1] support\n[2] contradict\n[3] neither", 3, "1+ 2- 3o"},
		{"[1]: Support.\n[2]: Contradicts.\n[3]: Neither.", 3, "1+ 2- 3o"},
		{"1. supported\n2. contradicted\n3. not relevant", 3, "1+ 2- 3o"},
		{"1) SUPPORT\n2) CONTRADICT", 2, "1+ 2-"},
		{"1: support\n\n2: neither", 2, "1+ 2o"},
		{"1 support\n2 neither", 2, "1+ 2o"},
		{"- [1] support\n- [2] contradict", 2, "1+ 2-"},
		{"**[1]** **support**\n**[2]** `contradict`", 2, "1+ 2-"},
		{"Passage 1: support\nPassage 2: contradict", 2, "1+ 2-"},
		{"[Passage 1] support\n[passage 2] neither", 2, "1+ 2o"},
		{"Here is my assessment:\n\n[1] support\n[2] neither\n\nLet me know if you need more.", 2, "1+ 2o"},
		{"| 1 | support |\n| 2 | contradict |", 2, "1+ 2-"},
		{`{"1": "support", "2": "contradict", "3": "neither"}`, 3, "1+ 2- 3o"},
		{`[{"passage": 1, "judgement": "support"}, {"passage": 2, "judgement": "neither"}]`, 2, "1+ 2o"},
		{"```json\n{\"1\": \"contradict\"}\n```", 1, "1-"},
		{"Support: 1, 3. Contradict: 2.", 3, "1+ 2- 3+"},
		{"Supported: [1], [2]\nContradicted: [3]\nNeither: [4]", 4, "1+ 2+ 3- 4o"},
		{`{"support": [1], "contradict": [2, 3]}`, 3, "1+ 2- 3-"},
		{"Passages 1 and 3 support the claim. Passage 2 contradicts it.", 3, "1+ 2- 3+"},
		{"[1], [2] support it.", 2, "1+ 2+"},
		{"[1] does not support the claim", 1, "1o"},
		{"[1] It doesn't support or contradict it.", 1, "1o"},
		{"[1] The passage doesn’t mention it.", 1, "1o"},
		{"[1] unsupported", 1, "1o"},
		{"[1] partially supports the claim", 1, "1o"},
		{"[1] The passage says that Kerry left. It supports the claim.", 1, "1+"},
		{"[1] The claim is denied by the ministry.", 1, "1-"},
		{"[1] for\n[2] against", 2, "1+ 2-"},
		{"[1] true\n[2] false", 2, "1+ 2-"},
		{"support", 1, "1+"},
		{"Contradict.", 1, "1-"},
		{"The passage supports the claim.", 1, "1+"},
		{"support\ncontradict\nneither", 3, "1+ 2- 3o"},
		{"support\ncontradict", 3, ""},                     // of which two?
		{"[1] support\n[1] contradict", 1, "1-"},           // the last counts
		{"[0] support\n[3] support\n[2] neither", 2, "2o"}, // there is no third
		{"[99] support", 2, ""},
		{"[1] perhaps", 1, ""},
		{"I cannot help with that.", 2, ""},
		{"I'm sorry, but I can't assist with this request.", 1, ""},
		{"", 3, ""},
		{"[", 3, ""},
	} {
		read := judgements(tt.reply, tt.n)
		var got []string
		for _, i := range slices.Sorted(maps.Keys(read)) {
			got = append(got, fmt.Sprint(i, map[string]string{bot.For: "+", bot.Against: "-", "": "o"}[read[i]]))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q of %d (-want +got):\n%s", tt.reply, tt.n, diff)
		}
	}
}

func FuzzJudgements(f *testing.F) {
	f.Add("[1] support\n[2] contradict", 2)
	f.Add(`{"support": [1, 2], "neither": 3}`, 3)
	f.Add("1 and 2 don't support it", 2)
	f.Fuzz(func(t *testing.T, reply string, n int) {
		for i, side := range judgements(reply, n) {
			if i < 1 || i > n || side != "" && side != bot.For && side != bot.Against {
				t.Errorf("%q of %d: %d is %q", reply, n, i, side)
			}
		}
	})
}
