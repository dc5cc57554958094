package ground_test

import (
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
)

// Sentences over the sample coverage that its passages carry in other words, by what has to be read for it, and ones that
// they do not carry. The floor is what is right of each kind.
func TestReadings(t *testing.T) {
	all := coverage(t)
	g := ground.New(embed.NewStatic())
	for _, tt := range []struct {
		kind    string
		article string // of which it is told
		words   string // of the passage that is cited
		right   string // claims that hold, one a line
		wrong   string // claims that do not
		floor   int
	}{
		{
			kind: "verbs and their doers", article: "deir-ez-zor-strike", words: "Australia confirmed",
			right: "Denmark and Britain confirmed their part on Monday.\nAustralia confirmed that its aircraft had been there.",
			wrong: "Russia confirmed on Sunday that its aircraft had taken part.\nAustralia denied that its aircraft had taken part.",
			floor: 3,
		},
		{
			kind: "compounds", article: "aid-convoy-attack", words: "local branch of the Red Crescent",
			right: "The Red Crescent warehouse was damaged.\nThe Red Crescent branch was headed by Omar Barakat, who is among the dead.",
			wrong: "Omar Barakat of the local Red Crescent branch was wounded.\nKerry headed the local branch of the Red Crescent.",
			floor: 4,
		},
		{
			kind: "figures", article: "syria-truce-declared-over", words: "breaking it 300 times",
			right: "Syria’s military accused the rebels of 300 breaches of the truce.",
			wrong: "Syria’s military accused the rebels of breaking the truce 400 times.\nSyria’s military accused the rebels of breaking the truce more than 300 times.",
			floor: 2,
		},
		{
			kind: "moods", article: "geneva-truce-deal", words: "due to start at sundown",
			right: "The ceasefire in Syria was to start at sundown on Monday, 12 September.\nThe ceasefire in Syria is set to begin at sundown on Monday.",
			wrong: "The ceasefire in Syria did not start at sundown on Monday.\nThe ceasefire in Syria started at dawn on Monday.",
			floor: 3,
		},
		{
			kind: "negations", article: "geneva-truce-deal", words: "Much stayed unsaid",
			right: "None of the five documents was made public on the night.\nThe five documents were not made public.",
			wrong: "The five documents were made public on the night.\nThe five documents were made secret on the night.",
			floor: 3,
		},
		{
			kind: "opposites", article: "security-council-vetoes", words: "Russia vetoed a resolution",
			right: "Russia vetoed the resolution that France and Spain had drafted.\nEleven members backed the draft.",
			wrong: "Russia adopted the resolution drafted by France and Spain.\nEleven members opposed the draft.",
			floor: 4,
		},
		{
			kind: "parts of a sentence", article: "geneva-truce-deal", words: "De Mistura welcomed",
			right: "De Mistura welcomed the agreement, which is the second truce brokered this year.",
			wrong: "De Mistura welcomed the agreement, which carpenters ridiculed loudly.\nDe Mistura criticised the agreement.",
			floor: 2,
		},
		{
			kind: "dates", article: "plutonium-law", words: "The lower house",
			right: "The State Duma passed the bill on 19 October.",
			wrong: "The State Duma passed the bill on 26 October.",
			floor: 2,
		},
	} {
		t.Run(tt.kind, func(t *testing.T) {
			var evidence []retrieval.Evidence
			cited := 0
			for _, e := range all {
				if !strings.Contains(e.Article.ID, tt.article) {
					continue
				}
				e.N = len(evidence) + 1
				if cited == 0 && strings.Contains(e.Passage.Text, tt.words) {
					cited = e.N
				}
				evidence = append(evidence, e)
			}
			right := 0
			for holds, claims := range map[bool]string{true: tt.right, false: tt.wrong} {
				for claim := range strings.SplitSeq(claims, "\n") {
					v := g.Ground(prose(claim, cited), evidence)
					if (v.Claim.Grounding == bot.Supported) == holds {
						right++
					} else {
						t.Logf("%q holds: %t: %s", claim, holds, v.Why)
					}
				}
			}
			if right < tt.floor {
				t.Errorf("%d right, want %d", right, tt.floor)
			}
		})
	}
}
