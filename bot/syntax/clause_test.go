package syntax_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/syntax"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

var day = time.Date(2018, 6, 13, 0, 0, 0, 0, time.UTC)

func read(text string) ([]match.Word, []syntax.Clause) {
	words := match.Words(text)
	return words, syntax.Read(text, words, mention.Names(text), mention.Dates(text, day))
}

// told is a clause in a line: “sell: city > harbour; to group; Monday”.
func told(words []match.Word, c syntax.Clause) string {
	heads := func(some []syntax.Phrase) string {
		var all []string
		for _, p := range some {
			all = append(all, words[p.Head].Form)
		}
		return strings.Join(all, "+")
	}
	line := fmt.Sprintf("%s: %s > %s", c.Base, heads(c.Agents), heads(c.Patients))
	for _, a := range c.Adjuncts {
		line += "; " + strings.TrimSpace(a.Preposition+" "+words[a.Head].Form)
	}
	return line
}

func TestRead(t *testing.T) {
	for text, want := range map[string][]string{
		"The city sold its harbour to the Ostby group on Monday.":           {"sell: city > harbour; to group; monday"},
		"The harbour was sold to the Ostby group by the city.":              {"sell: city > harbour; to group"},
		"On Monday the mayor flew to Belm.":                                 {"fly: mayor > ; to belm; monday"},
		"Rebel-held Tarva was shelled.":                                     {"shell:  > tarva"},
		"Soldiers shelled the rebel-held town.":                             {"shell: soldiers > town"},
		"Norland and Sorland signed a treaty and opened the border.":        {"sign: sorland+norland > treaty", "open: sorland+norland > border"},
		"Norland signed the treaty, and Sorland recalled its envoy.":        {"sign: norland > treaty", "recall: sorland > envoy"},
		"The captain, who had led the crew, was arrested.":                  {"lead: captain > crew", "arrest:  > captain"},
		"The ship that the navy boarded belonged to Almira.":                {"board: navy > ship", "belong: ship > ; to almira"},
		"A text drafted by Norland was rejected on Friday.":                 {"draft: norland > text", "reject:  > text; friday"},
		"Trucks carrying flour were stopped near Tarva.":                    {"carry: trucks > flour", "stop:  > trucks; near tarva"},
		"Its envoy, Petra Solin, walked out.":                               {"walk: envoy+solin > "},
		"Police arrested a guard, Erik Moen, on Sunday.":                    {"arrest: police > guard+moen; sunday"},
		"The court in Tarva, two days after the vote, ordered a recount.":   {"order: court > recount"},
		"The mayor said that the bridge was closed.":                        {"say: mayor > ", "close:  > bridge"},
		"Norland refused to let the ship dock.":                             {"refuse: norland > ", "let: norland > ship", "dock: ship > "},
		"The union asked the minister to resign.":                           {"ask: union > minister", "resign: minister > "},
		"At least 40 people were hurt and 12 killed in the fire.":           {"hurt:  > people; in fire", "kill:  > 12; in fire"},
		"The army declared the siege over, accusing rebels of breaking it.": {"declare: army > siege", "accuse: army > rebels", "break: rebels > it"},
		"The verdict was unanimous.":                                        {"be: verdict > unanimous"},
		"There was no vote.":                                                {"be: there > vote"},
		"Votes were counted before the rival party protested.":              {"count:  > votes", "protest: party > "},
		"The board argued against the plan.":                                {"argue: board > ; against plan"},
		"The number of victims is not known.":                               {"know:  > victims"},
		"Rain.":                                                             nil,
		"":                                                                  nil,
	} {
		words, clauses := read(text)
		var got []string
		for _, c := range clauses {
			got = append(got, told(words, c))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// Every number is of a word of the sentence, heads lie in their phrases, and no verb is read twice.
func FuzzRead(f *testing.F) {
	f.Add("The city, which on Monday sold its harbour, was sued by the union and 12 dockers.")
	f.Add("“That is,” he said – not to say “was” – to be at least up to 20, or about to.")
	f.Add("of of by by to to that that who and, and; 12 in may 2016 more than")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			return
		}
		words, clauses := read(text)
		verbs := map[int]bool{}
		for _, c := range clauses {
			if c.Verb < 0 || c.Verb >= len(words) || verbs[c.Verb] {
				t.Errorf("verb %d of %d words", c.Verb, len(words))
			}
			verbs[c.Verb] = true
			phrases := append(append([]syntax.Phrase(nil), c.Agents...), c.Patients...)
			for _, a := range c.Adjuncts {
				phrases = append(phrases, a.Phrase)
			}
			for _, p := range phrases {
				if p.From < 0 || p.Head < p.From || p.Head >= p.To || p.To > p.Until || p.Until > len(words) {
					t.Errorf("phrase %+v of %d words", p, len(words))
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	text := "The city of Marnholt, which had owned it since 1911, sold its harbour to the Ostby group on Monday, and the union of dockers, angered by the sale, called a strike."
	words, names, dates := match.Words(text), mention.Names(text), mention.Dates(text, day)
	for b.Loop() {
		syntax.Read(text, words, names, dates)
	}
}
