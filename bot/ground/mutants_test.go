package ground_test

import (
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/ground"
	"dateline/bot/syntax"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// simple is a clause of a passage of which somebody does something to somebody or something, in the simple past.
type simple struct {
	e                 retrieval.Evidence
	sentence          retrieval.Span
	agent, verb, what string
	others            []string // verbs of the same sentence that others do
}

func (s simple) tells() string { return s.agent + " " + s.verb + " " + s.what + "." }

// simples are the simple clauses of the sample coverage.
func simples(t testing.TB) (all []simple) {
	for _, e := range coverage(t) {
		for _, span := range e.Passage.Sentences {
			text := span.In(e.Passage.Text)
			words := match.Words(text)
			clauses := syntax.Read(text, words, mention.Names(text), mention.Dates(text, e.Article.Published))
			of := func(p syntax.Phrase) string { return text[words[p.From].Start:words[p.To-1].End] }
			for _, c := range clauses {
				if c.Copula || len(c.Agents) == 0 || len(c.Patients) == 0 || c.Agents[0].To != c.Verb || c.Patients[0].From != c.Verb+1 || reflexive[of(c.Agents[0])] || reflexive[of(c.Patients[0])] {
					continue
				}
				s := simple{e: e, sentence: span, agent: of(c.Agents[0]), verb: words[c.Verb].Form, what: of(c.Patients[0])}
				for _, o := range clauses {
					apart := !slices.ContainsFunc(o.Agents, func(p syntax.Phrase) bool { return slices.Contains(c.Agents, p) })
					if o.Verb != c.Verb && len(o.Agents) > 0 && apart && strings.HasSuffix(words[o.Verb].Form, "ed") {
						s.others = append(s.others, words[o.Verb].Form)
					}
				}
				all = append(all, s)
			}
		}
	}
	return all
}

var reflexive = map[string]bool{"it": true, "It": true, "he": true, "He": true, "she": true, "She": true, "they": true, "They": true, "who": true, "them": true, "There": true, "there": true}

// unsaid are verbs that no article of the sample coverage has.
var unsaid = []string{"inherited", "translated", "rehearsed", "vaccinated"}

// exclusions are mutants that their sentence is rightly for.
var exclusions = []string{}

// A clause of the sample coverage with its parts changed is not supported by the sentence that it came from: with the one who does
// it and the one it is done to swapped, with another verb, another name of the article, or at another place of the article. Left
// as it is, it is.
func TestMutants(t *testing.T) {
	g := ground.New(embed.NewStatic())
	supports := func(s simple, claim string) bool {
		return slices.ContainsFunc(g.Stances(claim, s.e), func(st bot.Stance) bool { return st.Side == bot.For })
	}
	kept, mutants, taken := 0, 0, 0
	all := simples(t)
	for i, s := range all {
		if supports(s, s.tells()) {
			kept++
		} else {
			t.Logf("%q is not supported by %q", s.tells(), s.sentence.In(s.e.Passage.Text))
		}
		claims := []string{s.what + " " + s.verb + " " + s.agent + ".", s.agent + " " + unsaid[i%len(unsaid)] + " " + s.what + "."}
		for _, verb := range s.others {
			claims = append(claims, s.agent+" "+verb+" "+s.what+".")
		}
		near := mention.Names(s.sentence.In(s.e.Passage.Text))
		for _, n := range mention.Names(s.e.Article.Text) {
			if slices.ContainsFunc(near, func(k mention.Name) bool {
				return mention.SameName(n, k) || mention.Related(n, k) || strings.Contains(k.Norm, n.Norm) || strings.Contains(n.Norm, k.Norm)
			}) {
				continue
			}
			claims = append(claims, n.Text+" "+s.verb+" "+s.what+".", s.agent+" "+s.verb+" "+n.Text+".")
			if n.Kind == mention.Place {
				claims = append(claims, s.agent+" "+s.verb+" "+s.what+" in "+n.Text+".")
			}
		}
		slices.Sort(claims)
		for _, claim := range slices.Compact(claims) {
			mutants++
			if claim != s.tells() && !slices.Contains(exclusions, claim) && supports(s, claim) {
				taken++
				t.Errorf("%q is supported by %q", claim, s.sentence.In(s.e.Passage.Text))
			}
		}
	}
	t.Logf("%d of %d clauses are supported, %d of %d mutants", kept, len(all), taken, mutants)
	if 10*kept < 8*len(all) {
		t.Errorf("%d of %d clauses are supported by their own sentences, want eight in ten", kept, len(all))
	}
}
