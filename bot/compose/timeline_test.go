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
	"dateline/retrieval/mention"
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
			undated := 0
			q := chronicling(tt.topic)
			for d, err := range extractive().Compose(t.Context(), q, retrieval.Result{Evidence: tt.evidence}) {
				switch planned := ""; {
				case err != nil:
					t.Fatal(err)
				case d.Undated > 0:
					undated++
				case d.Why != "":
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
			if undated > 0 {
				got = append(got, fmt.Sprintf("%d undated", undated))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Where there are too many events the most important ones are lines, and what is undated counts all the same.
func TestTheMostImportantEvents(t *testing.T) {
	c := chronicle("Orlo dam", dams(), retrieval.Filter{}, 2)
	var got []string
	for _, e := range c.lines {
		got = append(got, fmt.Sprint(e.draft().Date.Format(time.DateOnly), " ", e.draft().Markers))
	}
	if want := []string{"2016-09-20 [1 2]", "2016-10-03 [3 2]"}; !slices.Equal(got, want) || len(c.undated) != 3 || len(c.cut) != 2 {
		t.Errorf("%q, %d undated and %d cut, want %q, 3 and 2", got, len(c.undated), len(c.cut), want)
	}
}

func renumbered(from int, evidence []retrieval.Evidence) []retrieval.Evidence {
	for i := range evidence {
		evidence[i].N = from + i
	}
	return evidence
}

// lockPaper is an article about the lock at Oakmere, of a Thursday.
func lockPaper(id, headline string, paragraphs ...string) retrieval.Article {
	return dispatch(id, "2024-05-16", headline, paragraphs...)
}

// What a line tells is of its day, is understood by itself, and is carried by what it cites.
func TestLinesOfATimeline(t *testing.T) {
	for name, tt := range map[string]struct {
		topic    string
		evidence []retrieval.Evidence
		bounds   retrieval.Filter
		want     []string
		left     []string // "why: text"
	}{
		"the sentence before a line is of its day": {
			topic: "Oakmere lock", evidence: evidenceOf(lockPaper("a", "Oakmere lock is shut",
				"The lock at Oakmere was drained on Friday, when its gates failed. “The lock is a bathtub”, the keeper Anna Holm said that day. On Sunday several boats on their way to the fair ran aground.")),
			want: []string{
				"2024-05-10 The lock at Oakmere was drained on Friday, when its gates failed. [1]",
				"2024-05-10 “The lock is a bathtub”, the keeper Anna Holm said that day. [1]",
				"2024-05-12 On Sunday several boats on their way to the fair ran aground. [1]",
			},
		},
		"and else it is left out": {
			topic: "Oakmere lock", evidence: evidenceOf(lockPaper("a", "Oakmere lock is shut",
				"The lock at Oakmere was drained on Friday. It was filled on Monday.")),
			want: []string{"2024-05-10 The lock at Oakmere was drained on Friday. [1]"},
			left: []string{leans + ": It was filled on Monday."},
		},
		"a line and what it is shown with are one": {
			topic: "Oakmere lock", evidence: evidenceOf(lockPaper("a", "Oakmere lock is shut",
				"The lock at Oakmere was drained on Friday. It was scrubbed on Friday night.")),
			want: []string{"2024-05-10 The lock at Oakmere was drained on Friday. It was scrubbed on Friday night. [1]"},
		},
		"each clause has its day, its main one's first": {
			topic: "Oakmere bridge", evidence: evidenceOf(lockPaper("a", "Oakmere bridge",
				"On Tuesday the council said the bridge at Oakmere, closed on Monday, would reopen on Friday.",
				"The borough passed the bridge bill of Oakmere on 2 May and the county followed on 9 May.")),
			want: []string{
				"2024-05-02 The borough passed the bridge bill of Oakmere on 2 May and the county followed on 9 May. [1]",
				"2024-05-09 The borough passed the bridge bill of Oakmere on 2 May and the county followed on 9 May. [1]",
				"2024-05-14 On Tuesday the council said the bridge at Oakmere, closed on Monday, would reopen on Friday. [1]",
				"2024-05-17 planned On Tuesday the council said the bridge at Oakmere, closed on Monday, would reopen on Friday. [1]",
			},
			left: []string{"it names “Monday” only in passing: On Tuesday the council said the bridge at Oakmere, closed on Monday, would reopen on Friday."},
		},
		"what was told behind it is of its own day": {
			topic: "Oakmere barge", evidence: evidenceOf(lockPaper("a", "Oakmere barge sinks", "The barge sank at Oakmere on Monday, its skipper said on Wednesday.")),
			want: []string{"2024-05-13 The barge sank at Oakmere on Monday, its skipper said on Wednesday. [1]"},
		},
		"only what carries a line is cited with it": {
			topic: "Oakmere lock", evidence: evidenceOf(
				lockPaper("a", "Oakmere lock", "A rusted bolt made the gate of the lock at Oakmere fall on 6 May, according to an inquest that a coroner closed on Wednesday."),
				dispatch("b", "2024-05-07", "Oakmere lock", "On Monday the rusted gate of the lock at Oakmere fell.")),
			want: []string{
				"2024-05-06 On Monday the rusted gate of the lock at Oakmere fell. [2 1]",
				"2024-05-15 A rusted bolt made the gate of the lock at Oakmere fall on 6 May, according to an inquest that a coroner closed on Wednesday. [1]",
			},
		},
		"what is still to come, in whatever clause": {
			topic: "Oakmere inquiry", evidence: evidenceOf(lockPaper("a", "Oakmere inquiry", "The county opened the Oakmere inquiry, which is to report on 3 June, on Tuesday.")),
			want: []string{
				"2024-05-14 The county opened the Oakmere inquiry, which is to report on 3 June, on Tuesday. [1]",
				"2024-06-03 planned The county opened the Oakmere inquiry, which is to report on 3 June, on Tuesday. [1]",
			},
		},
		"a plan of which another tells what came": {
			topic: "Oakmere fair", evidence: evidenceOf(
				lockPaper("a", "Oakmere fair", "The mayor of Oakmere announced a fair for 12 May, with boats, kites and a brass band on the green."),
				lockPaper("b", "Oakmere fair", "She had Oakmere hold the fair on 12 May, with kites, boats and the brass band.")),
			want: []string{"2024-05-12 The mayor of Oakmere announced a fair for 12 May, with boats, kites and a brass band on the green. [1 2]"},
		},
		"its events lie within the time that is asked for": {
			topic: "Oakmere lock", bounds: retrieval.Filter{Since: day(2024, 5, 8), Until: day(2024, 5, 15)},
			evidence: evidenceOf(lockPaper("a", "Oakmere lock",
				"The lock at Oakmere was shut on 7 May.", "The lock at Oakmere was drained on 8 May.", "Divers went into the Oakmere lock on Tuesday.", "The Oakmere lock was filled on Wednesday.")),
			want: []string{"2024-05-08 The lock at Oakmere was drained on 8 May. [1]", "2024-05-14 Divers went into the Oakmere lock on Tuesday. [1]"},
		},
		"a person whom the lede goes on to name": {
			topic: "Anna Holm", evidence: evidenceOf(lockPaper("a", "Wardens meet",
				"Wardens of nine locks met at Oakmere on Wednesday. They were glum.", "Anna Holm sat between Tom Reed and the mayor.", "The hall was cold at 9 a.m.", "Anna Holm likes tea.")),
			want: []string{"2024-05-15 Wardens of nine locks met at Oakmere on Wednesday. They were glum. Anna Holm sat between Tom Reed and the mayor. [1]"},
		},
		"a figure of which it is not told what it counts": {
			topic: "Oakmere lock", evidence: evidenceOf(lockPaper("a", "Oakmere lock", "The lock at Oakmere was drained on Friday.", "Tallies of fish differ. An angler spoke of 900 on 10 May.")),
			want: []string{"2024-05-10 The lock at Oakmere was drained on Friday. [1]"},
			left: []string{"it is of the story and not of the subject: Tallies of fish differ. An angler spoke of 900 on 10 May."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := chronicle(tt.topic, tt.evidence, tt.bounds, mostLines)
			var got, out []string
			for _, n := range c.lines {
				d, planned := n.draft(), ""
				if d.Planned {
					planned = " planned"
				}
				got = append(got, fmt.Sprint(spanOf(d.Detail), planned, " ", d.Text, " ", d.Markers))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, l := range c.aside {
				out = append(out, l.why+": "+l.text)
			}
			if tt.left != nil && !slices.Equal(tt.left, out) {
				t.Errorf("left out %q, want %q", out, tt.left)
			}
		})
	}
}

// A word that points to what stands before its sentence is seen, and no other.
func TestLeaning(t *testing.T) {
	for text, want := range map[string]string{
		"It was filled on Monday.":                                            leans,
		"On Monday they left the hall.":                                       leans,
		"Both said on Monday that they would stay.":                           leans,
		"Both banks of the canal were shut on Monday.":                        "",
		"On Sunday several boats on their way to the fair ran aground.":       "",
		"The keeper’s wife asked there on Monday for a lamp.":                 dangles,
		"Anna Holm flew to Oslo and asked there on Monday for a lamp.":        "",
		"There were no boats on Monday.":                                      "",
		"The upper house passed it on Monday.":                                leans,
		"The mayor signed the bill on Sunday and the county passed it later.": "",
		"On Monday the harbour office announced that it was over.":            dangles,
		"On Monday the wardens said of the strike that it was over.":          "",
		"Anna Holm hailed its opening on Monday.":                             dangles,
		"The county hailed its opening on Monday.":                            "",
		"“They are cold”, the keeper Anna Holm said on Monday.":               dangles,
		"“Boats are cold when they wait”, the keeper said on Monday.":         "",
		"An angler spoke of 900 on Monday.":                                   dangles,
		"An angler spoke of 900 carp on Monday.":                              "",
	} {
		e := evidenceOf(lockPaper("a", "A lock", text))[0]
		p := scene{Passage: e.Passage, names: mention.Names(e.Passage.Text)}
		if got := p.leaning(0); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
