package digest

import (
	"testing"

	"dateline/retrieval/match"
)

func TestLeans(t *testing.T) {
	for text, want := range map[string]bool{
		// understood by itself
		"The ferry to Kettle Island sailed again on Monday, the harbour office said.":      false,
		"Mayor Ruth Abbot said that she would resign if the vote failed.":                  false,
		"Abbot told the council that it had to save two million pounds.":                   false,
		"There was no electricity in the east of the town, a doctor said.":                 false,
		"The doctor said that there were no bandages left.":                                false,
		"Norway and Sweden agreed that the two countries would share the grid.":            false,
		"A spokesman said he had no figures.":                                              false,
		"After the storm, officials counted 40 fallen trees.":                              false,
		"Some 300 people marched, according to the police.":                                true, // “Some” may go on
		"The council met four days after the flood.":                                       false,
		"“We lost everything,” said Tom Carver, whose farm lies below the dam.":            false,
		"Workers of the mill, who lost their jobs in May, marched through Low Weir.":       false,
		"The harbour master, Jane Piper, asked her deputy to close the gates on Thursday.": false,

		"It is not known whether the driver was alone.": false,
		"It remains unclear why the bridge fell.":       false,

		// not
		"He resigned the same evening.":                                            true,
		"It was the third flood in ten years.":                                     true,
		"But the council refused.":                                                 true,
		"Meanwhile the water rose in the old town.":                                true,
		"However, the plan found no majority.":                                     true,
		"This was the third flood in ten years.":                                   true,
		"Those who stayed were taken out by boat.":                                 true,
		"“They left us alone,” said nobody in particular.":                         true,
		"Sailors, however, told the harbour office that no inspector had come.":    true,
		"On the same day the bridge was closed to lorries.":                        true,
		"As a result the ferry stayed in port.":                                    true,
		"Abbot told him that the money was gone.":                                  true,
		"Norway and Sweden voted against it, while Iceland abstained.":             true,
		"Abbot, Carver and Piper spoke for it.":                                    true,
		"The mayor had asked for the inquiry four days earlier.":                   true,
		"The vote on the budget was held the following week.":                      true,
		"Contact between the two men had never quite stopped.":                     true,
		"When they will be there is unclear.":                                      true,
		"Up to 900 people are cut off in the valley, he said.":                     true,
		"The Mercer administration wants her to pay for the damage.":               true,
		"The trucks were still standing there.":                                    true,
		"Officials there are angry at the delay.":                                  true,
		"Four of the five coaches do not believe it.":                              true,
		"At that point the river had already left its bed.":                        true,
		"Behind it lies a quarrel over the price of water.":                        true,
		"A year later the mill closed for good.":                                   true,
		"A summary of its report was sent to the council on Monday.":               true,
		"The second convoy was stopped at the border for want of the right papers": true,
	} {
		if got := leans(text, match.Words(text), false); got != want {
			t.Errorf("%q leans: %v", text, got)
		}
	}
}

// An article begins with nothing before it.
func TestLeansAtTheBeginning(t *testing.T) {
	for text, want := range map[string]bool{
		"All three mills of Low Weir will close in June, their owner said on Monday.":    false,
		"Most passengers of the Kettle Island ferry want it to sail at night.":           false,
		"Some 300 people marched through Low Weir against the closure, the police said.": false,
		"All of them had been warned, the mayor of Low Weir said on Monday.":             true,
		"They were warned, the mayor of Low Weir said on Monday.":                        true,
	} {
		if got := leans(text, match.Words(text), true); got != want {
			t.Errorf("%q leans: %v", text, got)
		}
	}
}

func TestTells(t *testing.T) {
	for text, want := range map[string]bool{
		"The ferry to Kettle Island sailed again on Monday.":           true,
		"The mayor said on Sunday: “We shall rebuild every house.”":    true,
		"Volunteers took blankets to the school hall on Friday night.": true,
		"The ferry sailed.": false, // too short to say anything
		"The old harbour of Kettle Island at dawn on a cold day in winter.":                       false, // no verb
		"members of the rescue team rest near the dam on Monday.":                                 false, // a caption cut off
		"What will the council of Low Weir do about the mill now?":                                false,
		"Where the council of Low Weir stands on the mill":                                        false, // a subhead
		"Subscribe to our newsletter and read more about the mill every Monday.":                  false,
		"A reporter of the Sample post asked the mayor of Low Weir whether the mill would close.": false,
		"The council of Low Weir asked for a loan of two million on Monday.":                      true,
		"This article was updated on Monday to add what the mayor said.":                          false,
	} {
		if got := tells(text, match.Words(text)); got != want {
			t.Errorf("%q tells: %v", text, got)
		}
	}
}

func TestQuotedShare(t *testing.T) {
	for text, want := range map[string]float64{
		"The ferry sailed.":      0,
		"“The ferry”":            1,
		"Say “aye”":              9.0 / 13,
		"“The ferry sailed. It ": 1, // left open
		`He said "no`:            1,
	} {
		if got := quotedShare(text); got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
