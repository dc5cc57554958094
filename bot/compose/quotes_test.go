package compose

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/goldentest"
	"dateline/retrieval/ingest"
	"dateline/seeds"
)

// saidBy is what is shown of a speaker's words in evidence, checked, a line each: "speaker (role) to, via, where, when: words [markers]".
func saidBy(t *testing.T, speaker, topic string, evidence []retrieval.Evidence) (lines []string) {
	t.Helper()
	b := &bot.Bot{Compose: extractive(), Ground: ground.New(embed.NewStatic()), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	a, err := b.Answer(t.Context(), bot.Question{Task: bot.Quoting, Text: speaker, Topic: topic}, retrieval.Result{Evidence: evidence}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range a.Dropped {
		t.Errorf("dropped %q: %s", d.Text, d.Why)
	}
	for _, c := range a.Claims {
		for _, cite := range c.Citations {
			s := a.Sources[slices.IndexFunc(a.Sources, func(s bot.Source) bool { return s.N == cite.N })]
			if s.Text[cite.Start:cite.End] != cite.Quote || !strings.Contains(c.Text, "“"+cite.Quote+"”") {
				t.Errorf("%q cites %q", c.Text, cite.Quote)
			}
		}
		d := c.Detail
		line := d.Speaker + d.Part
		for _, more := range [][2]string{{" (%s)", d.Role}, {", to %s", d.To}, {", via %s", d.Via}, {", %s", d.Where}} {
			if more[1] != "" {
				line += fmt.Sprintf(more[0], more[1])
			}
		}
		if !d.Date.IsZero() {
			line += ", " + spanOf(d)
		}
		lines = append(lines, line+": "+c.Marked())
	}
	return lines
}

func TestQuotes(t *testing.T) {
	master := dispatch("a", "2016-09-28", "Lock opens", "Nora Finch, the harbour master, told the council on Monday that the lock had cost too much.",
		"“We waited a year,” Finch said, “and paid for two.” Jonas Pell, a clerk, called it “a scandal of the first order”.",
		"Pell met Finch’s deputy, Ada Holm. “It was badly built”, she said. “The river will tell”, he added.",
		"Finch’s spokesman would say only that the gates “hold for now”, and that the harbour’s “golden years” were over.")
	later := dispatch("b", "2016-10-03", "Lock leaks", "The lock leaks. “We waited a year”, Nora Finch had said in September. “Now we wait again”, she told reporters in Oakmere.")
	trial := dispatch("t", "2016-09-28", "Trial opens", "Mark Hall went on trial. Hall’s lawyer, Beth Orr, said: “Mark was at home.” A spokesman for Hall said: “He sleeps well.”",
		"Mayor Jane Roe said: “We are a town of lamps, not of ‘dark corners’.” Deputy mayor Rob Falk said nothing but “no”.",
		"Ida Moss looked at the lamps with Chief Ray Dunn. “It is a scandal”, the engineer said.")
	for name, tt := range map[string]struct {
		speaker, topic string
		evidence       []retrieval.Evidence
		want           []string
	}{
		"by surname, split and said again": {"finch", "", evidenceOf(master, later), []string{
			"Nora Finch, to reporters, in Oakmere: “Now we wait again” [1]",
			"Nora Finch (harbour master), 2016-09-26: “We waited a year” … “and paid for two.” [2]",
			"Finch’s spokesman: “hold for now” [2]", "Finch’s spokesman: “golden years” [2]",
			"unattributed: “It was badly built” [2]",
		}},
		"an office, by its people": {"the harbour office", "", evidenceOf(dispatch("c", "2016-09-28", "Lock opens",
			"“It holds”, a spokesman for the Harbour Office said. “It leaks”, said Nora Finch of the ferry company.")), []string{
			"a spokesman for the Harbour Office: “It holds” [1]",
		}},
		"another speaker, and what may be theirs apart": {"Jonas Pell", "", evidenceOf(master), []string{
			"Jonas Pell (clerk): “a scandal of the first order” [1]", "unattributed: “It was badly built” [1]", "unattributed: “The river will tell” [1]",
		}},
		"on a topic": {"Finch", "the leak", evidenceOf(master, later), []string{
			"Nora Finch, 2016-09-01..2016-09-30: “We waited a year” [1]", "Nora Finch, to reporters, in Oakmere: “Now we wait again” [1]",
		}},
		"nobody of this name":         {"Lavrov", "", evidenceOf(master), nil},
		"a lawyer speaks for himself": {"Hall", "", evidenceOf(trial), []string{"a spokesman for Hall: “He sleeps well.” [1]"}},
		"what the lawyer said":        {"Beth Orr", "", evidenceOf(trial), []string{"Beth Orr (Hall’s lawyer): “Mark was at home.” [1]"}},
		"by role":                     {"the mayor", "", evidenceOf(trial), []string{"Jane Roe (Mayor): “We are a town of lamps, not of ‘dark corners’.” [1]"}},
		"by a role with a body": {"the Harbour Office’s clerk", "", evidenceOf(dispatch("c", "2016-09-28", "Lock opens",
			"“It holds”, a spokesman for the Harbour Office said. “It leaks”, said Harbour Office clerk Nora Finch.")), []string{
			"Nora Finch (Harbour Office clerk): “It leaks” [1]",
		}},
		"by role, of somebody unnamed": {"engineer", "", evidenceOf(trial), []string{"the engineer: “It is a scandal” [1]"}},
		"an unnamed speaker who may be the one asked for": {"Ida Moss", "", evidenceOf(trial), []string{
			"unattributed (the engineer): “It is a scandal” [1]",
		}},
		"what is told of a copy": {"Ulf Berg", "", evidenceOf(
			dispatch("d", "2016-09-28", "Lock", "Ulf Berg, the guard of the lock, said: “I heard the gate go.”"),
			dispatch("e", "2016-09-28", "Lock again", "“I heard the gate go,” guard Ulf T. Berg told reporters in Oakmere on Monday.")), []string{
			"Ulf Berg (guard of the lock), to reporters, in Oakmere, 2016-09-26: “I heard the gate go” [1] [2]",
		}},
		"no name": {"???", "", evidenceOf(master), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, saidBy(t, tt.speaker, tt.topic, tt.evidence)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What speakers of the seeds said; each line was held against the articles by hand.
func TestQuotesOfSeeds(t *testing.T) {
	articles, _, err := ingest.Read(t.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		t.Fatal(err)
	}
	evidence := evidenceOf(articles...)
	var got []string
	for _, speaker := range []string{"Kerry", "John Kirby", "Lavrov", "Ban Ki-moon", "Stephen O’Brien", "UN"} {
		got = append(got, "== "+speaker)
		got = append(got, saidBy(t, speaker, "", evidence)...)
	}
	goldentest.Compare(t, "quotes.golden", strings.Join(got, "\n")+"\n")
}

// What they said is said to be on something else where that is so, and a list that is too long is counted.
func TestQuotesLeftOut(t *testing.T) {
	_, err := quotations(bot.Question{Task: bot.Quoting, Text: "Finch", Topic: "pizza"}, evidenceOf(dispatch("a", "2016-09-28", "Lock", "Nora Finch said: “It leaks.”")))
	if unfit, ok := errors.AsType[*bot.Unfit](err); !ok || unfit.Reader != "The coverage quotes this speaker, but not on this topic." {
		t.Errorf("got %v", err)
	}
	if drafts, err := quotations(bot.Question{Task: bot.Quoting, Text: "Kos", Topic: "pizza"}, evidenceOf(dispatch("a", "2016-09-28", "Lock", "Nora Finch said: “It leaks.”"))); len(drafts) > 0 || err != nil {
		t.Errorf("of nobody: %v, %v", drafts, err)
	}
	var said strings.Builder
	for i := range mostQuotations + 3 {
		fmt.Fprintf(&said, "Nora Finch said: “Leak %d.” ", i)
	}
	for i := range mostOpen + 2 {
		fmt.Fprintf(&said, "Ida Moss met Nora Finch. “Gate %d,” she said. ", i)
	}
	drafts, err := quotations(bot.Question{Task: bot.Quoting, Text: "Finch"}, evidenceOf(dispatch("a", "2016-09-28", "Lock", said.String())))
	cut := 0
	for _, d := range drafts {
		cut += d.Cut
	}
	if err != nil || len(drafts) != mostQuotations+mostOpen+5 || cut != 5 {
		t.Errorf("%d drafts, of which %d are cut, %v", len(drafts), cut, err)
	}
}

// On a topic, what nobody is certain to have said of it stands apart too.
func TestQuotesOpenOnTopic(t *testing.T) {
	evidence := evidenceOf(dispatch("a", "2016-09-28", "Lock", "Nora Finch said of the lock: “It leaks.”", "“The lock is a disgrace.” The words were painted on a boat."),
		dispatch("b", "2016-09-28", "Soup", "“My soup is cold.” Nobody knows whose words they were."))
	want := []string{"Nora Finch: “It leaks.” [1]", "unattributed: “The lock is a disgrace.” [1]"}
	if diff := cmp.Diff(want, saidBy(t, "Finch", "the lock", evidence)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
