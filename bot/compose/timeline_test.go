package compose

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/search"
)

func extractive() *Extractive { return NewExtractive(search.NewRanker(embed.NewStatic())) }

// dispatch is an article of a day.
func dispatch(id, published, headline string, paragraphs ...string) retrieval.Article {
	a := article(id, headline, paragraphs...)
	a.Published, _ = time.Parse(time.DateOnly, published)
	return a
}

// dams are three articles about one dam.
func dams() []retrieval.Evidence {
	return evidenceOf(
		dispatch("herald", "2016-09-21", "Dam at Orlo gives way",
			"The dam at Orlo gave way on Tuesday evening, and at least 14 people in the valley drowned.",
			"Engineers had warned in June that the Orlo dam was cracked. Rescue teams reached the valley on Wednesday."),
		dispatch("tribune", "2016-09-22", "Fourteen dead below Orlo dam",
			"Fourteen people drowned when the dam above the valley at Orlo gave way on Tuesday. The minister for water resigned last Monday.",
			"A hearing on the Orlo dam is to be held on 3 October, parliament said."),
		dispatch("courier", "2016-10-05", "Orlo dam was never inspected",
			"The dam at Orlo was never inspected, an engineer told a hearing of parliament on 3 October.",
			"Residents of Orlo have recently begun to rebuild. A plaque was unveiled two days earlier."),
	)
}

func TestTimeline(t *testing.T) {
	caption := dispatch("caption", "2016-09-22", "Orlo", "The Orlo dam broke on Sunday.")
	caption.Blocks[0].Kind = retrieval.Caption
	notice := dispatch("notice", "2016-09-25", "Correction: dam at Orlo", "The Orlo dam burst after dark on 20 September, and 14 people of the valley drowned in it.")
	notice.Corrects = "herald"
	for name, tt := range map[string]struct {
		topic    string
		evidence []retrieval.Evidence
		want     []string
	}{
		"one event told by several articles is one line": {topic: "Orlo dam", evidence: dams(), want: []string{
			"2016-06-01..2016-06-30 Engineers had warned in June that the Orlo dam was cracked. [1]",
			"2016-09-20 The dam at Orlo gave way on Tuesday evening, and at least 14 people in the valley drowned. [1 2]",
			"2016-09-21 Rescue teams reached the valley on Wednesday. [1]",
			"2016-10-03 The dam at Orlo was never inspected, an engineer told a hearing of parliament on 3 October. [3 2]",
			"3 undated", // last Monday, recently, two days earlier
		}},
		"another topic":                {topic: "the airport of Orlo", evidence: dams()},
		"no topic":                     {topic: "½", evidence: dams()},
		"a person who does not figure": {topic: "Kirby", evidence: dams()},
		"sentences in which a person figures": {
			topic: "Anna Holm", evidence: evidenceOf(
				dispatch("holm", "2016-09-28", "Holm takes over the port",
					"Anna Holm took over the port on Monday. The pilots struck on Tuesday.",
					"On Wednesday Holm met the pilots’ leader, Pia Berg. Berg called the talks a beginning."),
				dispatch("other", "2016-09-28", "A choir", "Peter Holm conducted the choir on Sunday.")),
			want: []string{"2016-09-26 Anna Holm took over the port on Monday. [1]", "2016-09-28 On Wednesday Holm met the pilots’ leader, Pia Berg. [1]"},
		},
		"pictures tell no event": {topic: "Orlo dam", evidence: evidenceOf(caption)},
		"what is planned": {topic: "Orlo dam", evidence: dams()[1:2], want: []string{
			"2016-09-20 Fourteen people drowned when the dam above the valley at Orlo gave way on Tuesday. [2]",
			"2016-10-03 planned A hearing on the Orlo dam is to be held on 3 October, parliament said. [2]",
			"1 undated",
		}},
		"an article that was corrected does not lead": {
			topic: "Orlo dam", evidence: append(dams()[:1:1], renumbered(2, evidenceOf(notice))...), want: []string{
				"2016-06-01..2016-06-30 Engineers had warned in June that the Orlo dam was cracked. [1]",
				"2016-09-20 The Orlo dam burst after dark on 20 September, and 14 people of the valley drowned in it. [2 1]",
				"2016-09-21 Rescue teams reached the valley on Wednesday. [1]",
			},
		},
		"a sentence that an article takes over later keeps its first day": {
			topic: "ferry", evidence: evidenceOf(
				dispatch("a", "2016-09-28", "Ferry sinks", "The ferry Annelie sank off the pier on Monday, the coast guard said."),
				dispatch("b", "2016-10-12", "Ferry is raised", "The ferry Annelie sank off the pier on Monday, the coast guard said.", "Divers raised the ferry on Tuesday.")),
			want: []string{"2016-09-26 The ferry Annelie sank off the pier on Monday, the coast guard said. [1]", "2016-10-11 Divers raised the ferry on Tuesday. [2]"},
		},
		"a pronoun brings its sentence, or no line": {
			topic: "ferry", evidence: evidenceOf(dispatch("a", "2016-09-28", "Ferry Annelie is back",
				"The ferry has a new engine. It sailed for the first time on Monday.", "It had been laid up since spring. It was sold in May.")),
			want: []string{"2016-09-26 The ferry has a new engine. It sailed for the first time on Monday. [1]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			q := chronicling(tt.topic)
			for d, err := range extractive().Compose(t.Context(), q, retrieval.Result{Evidence: tt.evidence}) {
				switch planned := ""; {
				case err != nil:
					t.Fatal(err)
				case d.Text == "":
					got = append(got, fmt.Sprintf("%d undated", d.Undated))
				default:
					if d.Kind != bot.Quote {
						t.Errorf("a line of kind %s", d.Kind)
					}
					if d.Planned {
						planned = " planned"
					}
					got = append(got, fmt.Sprint(spanOf(d.Detail), planned, " ", d.Text, " ", d.Markers))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Where there are too many events the most important ones are lines, and what is undated counts all the same.
func TestTheMostImportantEvents(t *testing.T) {
	entries, undated := chronicle("Orlo dam", dams(), 2)
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprint(e.draft().Date.Format(time.DateOnly), " ", e.draft().Markers))
	}
	if want := []string{"2016-09-20 [1 2]", "2016-10-03 [3 2]"}; !slices.Equal(got, want) || undated != 3 {
		t.Errorf("%q and %d undated, want %q and 3", got, undated, want)
	}
}

func renumbered(from int, evidence []retrieval.Evidence) []retrieval.Evidence {
	for i := range evidence {
		evidence[i].N = from + i
	}
	return evidence
}
