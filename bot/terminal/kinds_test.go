package terminal_test

import (
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/terminal"
	"dateline/retrieval/goldentest"
)

func detailed(text string, d bot.Detail, markers ...int) bot.Claim {
	c := bot.Claim{Text: text, Detail: d}
	for _, n := range markers {
		c.Citations = append(c.Citations, bot.Citation{N: n})
	}
	return c
}

// What is no plain answer is laid out in sections; what is shown as it comes and what waits for its source stand in one order.
func TestPrinterKinds(t *testing.T) {
	timeline := answer()
	timeline.Dropped, timeline.Undated, timeline.Cut = []bot.Dropped{{Text: "It leaked last Monday.", Why: "which is not told"}, {Text: "Boats queued.", Why: "there is no room"}}, 1, 1
	timeline.Claims = []bot.Claim{
		detailed("Work on the lock began after a long argument about who should pay for it, the office said.", bot.Detail{Date: day(time.March, 1), Through: day(time.March, 31)}, 1),
		detailed("The gates were hung.", bot.Detail{Date: day(time.September, 28)}, 1, 3),
	}
	quotes := answer()
	quotes.Claims = []bot.Claim{
		detailed("“We waited a year.”", bot.Detail{Speaker: "Nora Finch", Role: "harbour master", To: "the council", Date: day(time.September, 27)}, 1),
		detailed("“a scandal”", bot.Detail{Part: bot.Unattributed}, 3),
	}
	check := answer()
	check.Verdict, check.Sides = bot.ClaimContradicted, &bot.Sides{Against: 2}
	check.Claims = []bot.Claim{
		detailed("The lock has not opened yet.", bot.Detail{Stance: bot.Against}, 1),
		detailed("It will open in spring.", bot.Detail{Stance: bot.Against}, 3),
	}
	summary := answer()
	summary.Claims = []bot.Claim{
		detailed("The lock opened.", bot.Detail{}, 1), detailed("It cost 3 million.", bot.Detail{}, 3),
		detailed("Boats queued on Monday.", bot.Detail{Part: bot.KeyPoint, Told: day(time.September, 28)}, 1),
		detailed("It cost 3 million.", bot.Detail{Part: bot.Differing}, 1), detailed("It cost 4 million.", bot.Detail{Part: bot.Differing}, 3),
		detailed("Who will pay is not known.", bot.Detail{Part: bot.NotKnown}, 3),
	}
	summary.Untold = bot.Untold{Stories: 3, Articles: 7, Headlines: []string{"Mill hires", "Ferry sails again"}, Older: 12}
	sections := answer()
	sections.Claims = []bot.Claim{
		detailed("Work began.", bot.Detail{Heading: "New lock opens"}, 1), detailed("It took until Friday.", bot.Detail{Heading: "New lock opens", Told: day(time.September, 28)}, 1),
		detailed("The gates were hung.", bot.Detail{Heading: "Gates hung"}, 3),
	}
	for name, a := range map[string]bot.Answer{"timeline": timeline, "quotes": quotes, "check": check, "summary": summary, "sections": sections} {
		var streamed, whole strings.Builder
		p := terminal.NewPrinter(&streamed, 60, false)
		for _, c := range a.Claims {
			p.Claim(c)
		}
		p.Finish(a)
		terminal.NewPrinter(&whole, 60, false).Finish(a)
		if streamed.String() != whole.String() {
			t.Errorf("%s as it came:\n%s\nat once:\n%s", name, streamed.String(), whole.String())
		}
		goldentest.Compare(t, "kind-"+name+".golden", whole.String())
	}
}
