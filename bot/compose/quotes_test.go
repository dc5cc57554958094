package compose

import (
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
	for name, tt := range map[string]struct {
		speaker, topic string
		evidence       []retrieval.Evidence
		want           []string
	}{
		"by surname, split and said again": {"finch", "", evidenceOf(master, later), []string{
			"Nora Finch, to reporters, in Oakmere: “Now we wait again” [1]",
			"Nora Finch (harbour master): “We waited a year” … “and paid for two.” [2]",
		}},
		"an office, by its people": {"the harbour office", "", evidenceOf(dispatch("c", "2016-09-28", "Lock opens",
			"“It holds”, a spokesman for the Harbour Office said. “It leaks”, said Nora Finch of the ferry company.")), []string{
			"a spokesman for the Harbour Office: “It holds” [1]",
		}},
		"another speaker, and what may be theirs apart": {"Jonas Pell", "", evidenceOf(master), []string{
			"Jonas Pell (clerk): “a scandal of the first order” [1]", "unattributed: “It was badly built” [1]",
		}},
		"on a topic": {"Finch", "the leak", evidenceOf(master, later), []string{
			"Nora Finch, 2016-09-01..2016-09-30: “We waited a year” [1]", "Nora Finch, to reporters, in Oakmere: “Now we wait again” [1]",
		}},
		"nobody of this name": {"Lavrov", "", evidenceOf(master), nil},
		"no name":             {"???", "", evidenceOf(master), nil},
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
	golden(t, "quotes.golden", strings.Join(got, "\n")+"\n")
}
