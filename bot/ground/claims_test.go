package ground_test

import (
	"strings"
	"testing"
	"time"

	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
)

// three passages in which people call, deny and threaten.
func three() []retrieval.Evidence {
	return []retrieval.Evidence{
		passage(1, "Kerry warns Lavrov", wednesday,
			"U.S. Secretary of State John Kerry warned Russian Foreign Minister Sergey Lavrov by telephone on Wednesday.",
			"Kerry told Lavrov that the United States would suspend cooperation unless Russia “takes immediate steps to end the assault on Aleppo and restore the cessation of hostilities”, spokesman John Kirby said.",
			"He would say only that Kerry had “made clear ... the sense of urgency” with which an answer was expected."),
		passage(2, "Convoy hit at Urum al-Kubra", wednesday.AddDate(0, 0, 1),
			"At least 10 aid workers were killed when a convoy of 31 trucks was attacked by unknown aircraft.",
			"The rebels had between 30 and 50 minutes of warning, and 25-year-old driver Omar Barakat died; 600 more soldiers guard the road, where up to 900 fighters stay.",
			"Russia says that no aircraft of its own was near. The Taliban denied any part in the attack. Moscow did not name a culprit."),
		passage(3, "Troops may leave", wednesday.AddDate(0, 0, 2),
			"France may withdraw its troops from Mali, Defence Minister Jean-Yves Le Drian said on Thursday.",
			"Britain approved the plan last week. Germany plans to send 40 percent of its aid to Niger by road.",
			"The plan was rejected by Spain, and the European Union praised Italy."),
	}
}

func TestClaims(t *testing.T) {
	g := ground.New(embed.NewStatic())
	for _, tt := range []struct {
		claim  string
		marker int
		why    string // part of the reason; "" where the claim holds
	}{
		// quotations
		{"Kirby said that Kerry had “made clear … the sense of urgency”.", 1, ""},
		{"Kirby said that Kerry had “made … the sense of urgency”.", 1, ""},
		{"Kerry told Lavrov that the U.S. would suspend cooperation unless “[Russia] takes immediate steps to end the assault”.", 1, ""},
		{"Kerry demanded of Lavrov that Russia “takes immediate steps ... and restore the cessation of hostilities”.", 1, ""},
		{"Kirby said that Kerry had “made clear the sense of urgency”.", 1, "the quotation"},
		{"Kirby said that Kerry had “urgency … made clear”.", 1, "the quotation"},
		{"Kirby said that Kerry had “made … a sense of urgency”.", 1, "the quotation"},
		{"Kerry told Lavrov that Russia “takes [no] steps to end the war”.", 1, "the quotation"},
		{"Kerry told Lavrov of “[peace]” in Aleppo.", 1, "the quotation"},

		// figures
		{"At least 10 aid workers were killed when a convoy was attacked.", 2, ""},
		{"At least ten workers were killed when a convoy was attacked.", 2, ""},
		{"At most 10 aid workers were killed when a convoy was attacked.", 2, "bounds it from the other side"},
		{"At least 10 soldiers were killed when a convoy was attacked.", 2, "counts"},
		{"At least 10 trucks were attacked in a convoy.", 2, "counts"},
		{"The rebels had 30–50 minutes of warning.", 2, ""},
		{"The rebels had 30 to 60 minutes of warning.", 2, "figure 30 to 60 minutes is not in passage 2"},
		{"The 25-year-old driver Omar Barakat died.", 2, ""},
		{"The driver Omar Barakat, 26 years old, died.", 2, "figure 26 years old is not in passage 2"},
		{"There are 600 soldiers who guard the road.", 2, "says that it is added"},
		{"31 more trucks were attacked in a convoy.", 2, "does not say that it is added"},
		{"Exactly 900 fighters stay on the road.", 2, "gives it as a bound"},
		{"Germany plans to send 40 of its aid trucks to Niger by road.", 3, "figure 40 is not in passage 3"},

		// dates
		{"Kerry warned Lavrov by telephone on 28 September 2016.", 1, ""},
		{"Kerry warned Lavrov by telephone on 27 September 2016.", 1, "date 27 September 2016"},

		// names
		{"Secretary Kerry warned Moscow’s foreign minister, Lavrov, by telephone.", 1, ""},
		{"Zarif warned Lavrov by telephone on Wednesday.", 1, "Zarif is not named"},
		{"A convoy of 31 trucks was attacked by unknown aircraft in Damascus.", 2, "Damascus is not named"},

		// roles
		{"Lavrov told Kerry that the United States would suspend cooperation.", 1, "it is not Lavrov that told"},
		{"Lavrov was told by Kerry that the United States would suspend cooperation.", 1, ""},
		{"Kerry was told by Lavrov that the United States would suspend cooperation.", 1, "it is not"},
		{"Lavrov warned Kerry by telephone on Wednesday.", 1, "it is not Lavrov that warned"},
		{"Spain rejected the plan.", 3, ""},
		{"The plan was approved by Britain last week.", 3, ""},
		{"Spain approved the plan.", 3, "it is not Spain that approved"},
		{"Italy praised the European Union.", 3, "it is not Italy that praised"},

		// attribution
		{"Kirby said that Kerry told Lavrov that the U.S. would suspend cooperation.", 1, ""},
		{"Lavrov said that the United States would suspend cooperation with Russia.", 1, "it is not Lavrov that said"},
		{"Russia says that no aircraft of its own was near.", 2, ""},
		{"No Russian aircraft was near.", 2, "does not tell it as a fact"},
		{"France may withdraw its troops from Mali.", 3, ""},

		// negation and modality
		{"The Taliban denied any part in the attack.", 2, ""},
		{"The Taliban took part in the attack.", 2, "passage 2"},
		{"Moscow named a culprit.", 2, "negates “named”"},
		{"France withdrew its troops from Mali.", 3, "does not have “"},
		{"France could withdraw its troops from Mali, Le Drian said.", 3, ""},
		{"Britain may have approved the plan last week.", 3, "as a fact"},
		{"Britain did not approve the plan last week.", 3, "does not negate"},
		{"Germany sent 40 percent of its aid to Niger by road.", 3, "as a fact"},
	} {
		v := g.Ground(prose(tt.claim, tt.marker), three())
		if (tt.why == "") != (v.Why == "") || !strings.Contains(v.Why, tt.why) {
			t.Errorf("%q\n got %q\nwant %q", tt.claim, v.Why, tt.why)
		}
		checkCitations(t, prose(tt.claim, tt.marker), v, three())
	}
}

// The headline, the lede and the dateline name what a later passage need not.
func TestNamesOfTheArticle(t *testing.T) {
	e := passage(1, "Carter sends troops", time.Time{}, strings.Repeat("Defense Secretary Ash Carter announced the step in Washington on the orders of President Barack Obama. ", 14)+"Enough.",
		strings.Repeat("The newcomers will handle logistics and train soldiers. ", 14))
	e.Article.Dateline = "ALBUQUERQUE, N.M."
	e.Passage.Text, e.Passage.Sentences = "The newcomers will handle logistics.", []retrieval.Span{{Start: 0, End: 36}}
	for claim, holds := range map[string]bool{
		"The newcomers of Carter will handle logistics.":        true,
		"The newcomers from Albuquerque will handle logistics.": true,
		"The newcomers from Obama will handle logistics.":       true,
		"The newcomers from Chicago will handle logistics.":     false,
	} {
		if v := ground.New(embed.NewStatic()).Ground(prose(claim, 1), []retrieval.Evidence{e}); (v.Why == "") != holds {
			t.Errorf("%q: %q", claim, v.Why)
		}
	}
}
