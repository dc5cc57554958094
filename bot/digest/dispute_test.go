package digest_test

import (
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/digest"
)

// Where an article says that accounts differ, it is told with whose they are.
func TestWhatAnArticleSaysDiffers(t *testing.T) {
	lede := "A footbridge fell into the Arle at Low Weir on Tuesday evening, and the county has begun an inquiry into its northern pier."
	for name, tt := range map[string]struct {
		paragraph string
		want      string // how the account begins and ends
	}{
		"accounts": {
			"Accounts differ on how many people stood on the footbridge. The police speak of twenty, and the owner of the mill counted sixty. Repairs have begun. The weather was fine.",
			"Accounts differ … Repairs have begun.",
		},
		"a number": {
			"How many people stood on the footbridge is disputed. The police speak of twenty. The owner of the mill at Low Weir counted sixty.",
			"How many … counted sixty.",
		},
		"it leans": {
			"The police of Low Weir speak of twenty people on the footbridge. Others have given different figures for them. The owner of the mill counted sixty.",
			"The police … counted sixty.",
		},
		"nothing follows":      {"How many people stood on the footbridge at Low Weir that evening is disputed.", ""},
		"it leans on nothing":  {"They disagree about it. The police speak of twenty people.", ""},
		"a difference in kind": {"The two banks of the Arle differ in height by a metre. The northern one is lower.", ""},
		"a quotation":          {"“Accounts differ,” said the mayor of Low Weir, Ruth Carver. The police speak of twenty people.", ""},
	} {
		evidence := evidenceOf(article("bridge", 4, "Sample desk", "Footbridge at Low Weir falls into the river", lede, tt.paragraph))
		for _, length := range []string{bot.Standard, bot.Detailed} {
			var got string
			for _, d := range digest.Read(t.Context(), "", evidence).Summary(length) {
				if d.Part == bot.Differing {
					got += d.Text
				}
			}
			begins, ends, _ := strings.Cut(tt.want, " … ")
			if !strings.HasPrefix(got, begins) || !strings.HasSuffix(got, ends) || (got == "") != (tt.want == "") {
				t.Errorf("%s, %s: %q, want %q", name, length, got, tt.want)
			}
		}
	}
}
