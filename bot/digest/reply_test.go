package digest_test

import (
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/digest"
)

// What one side says is shown with what the article has against it, or not at all; at no length does it stand alone.
func TestBothSides(t *testing.T) {
	harbour := []string{
		"The harbour board of Corwen closed its northern quay on Monday after a crane tipped into the water, and ships are sent to Low Weir.",
		"The crane had been lifted onto the quay in March, and it carried timber from Norway to the sawmills of the upper valley.",
	}
	for name, tt := range map[string]struct {
		paragraphs []string
		side, said string // a sentence that holds side is not shown without the one that holds said
	}{
		"a denial in the same paragraph": {
			[]string{"The board’s engineer said that the crane of the northern quay had tipped since the builder laid the rails too close to the water. The builder, Arle Works, denied it."},
			"had tipped since the builder", "denied it",
		},
		"a denial in the next paragraph": {
			[]string{
				"The board’s engineer said that the crane of the northern quay had tipped since Arle Works laid the rails of Corwen too close to the water.",
				"A lawyer for Arle Works rejected that on Tuesday and spoke of a storm that nobody had foreseen.",
			},
			"had tipped since Arle Works", "rejected that",
		},
		"but": {
			[]string{"The timber trade of Corwen will not suffer from the closed quay, the harbour board promised on Tuesday. But two sawmills have sent their workers home for want of timber."},
			"timber trade of Corwen will not suffer", "two sawmills",
		},
		"however, within": {
			[]string{"The harbour board said that its northern quay at Corwen had been inspected in every month of the year. Sailors of Norway, however, told the Sample post that no inspector had come since June."},
			"had been inspected", "no inspector had come",
		},
		"however, without what it answers": {
			[]string{"The harbour board said that its northern quay at Corwen had been inspected in every month of the year. Sailors of Norway, however, told the Sample post that no inspector had come since June."},
			"no inspector had come", "had been inspected",
		},
		"not established": {
			[]string{"The Sample post wrote that a sailor of Norway had cut the cable which held the crane of the northern quay at Corwen. The police stressed that the cause had not been established."},
			"had cut the cable", "had not been established",
		},
		"an accusation denied further down": {
			[]string{
				"The union of dockers accused the harbour board of Corwen of sparing the cost of a second anchor for the crane at the northern quay.",
				"Dockers are to march through Corwen on Friday with the band of the sawmill.",
				"The harbour board denied on Wednesday that the second anchor had been left away for its cost.",
			},
			"accused the harbour board", "denied on Wednesday",
		},
	} {
		evidence := evidenceOf(article("quay", 4, "Sample desk", "Corwen closes northern quay after crane tips into the water", slices.Concat(harbour, tt.paragraphs)...))
		met := false
		for _, length := range lengths {
			drafts := digest.Read(t.Context(), "", evidence).Summary(length)
			has := func(words string) bool {
				return slices.ContainsFunc(drafts, func(d bot.Draft) bool { return strings.Contains(d.Text, words) })
			}
			if met = met || has(tt.side); has(tt.side) && !has(tt.said) {
				t.Errorf("%s, %s: one side alone:\n%s", name, length, shown(drafts, evidence))
			}
		}
		if !met {
			t.Errorf("%s: at no length is either side shown", name)
		}
	}
}
