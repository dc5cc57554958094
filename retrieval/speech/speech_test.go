package speech_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/speech"
)

func TestCircumstances(t *testing.T) {
	for _, c := range []struct{ text, to, where, when string }{
		{text: "“We stay,” Ida Moreau told reporters in Porto on Monday.", to: "reporters", where: "in Porto", when: "2021-06-07"},
		{text: "During a visit to Porto, Portugal, on Monday, Ida Moreau said: “We stay.”", where: "during a visit to Porto, Portugal", when: "2021-06-07"},
		{text: "In a letter to the harbour board, Ida Moreau wrote: “We stay.”", to: "the harbour board", where: "in a letter to the harbour board"},
		{text: "In a call with Jan Kos, Ida Moreau “begged for time”, her lawyer Ulf Berg said."},
		{text: "Ms Moreau met Mr Kos. She told him: “We stay.”", to: "Kos"},
		{text: "Ms Moreau met Mr Kos and Mr Berg. She told him: “We stay.”"},
		{text: "“We stay,” said Ida Moreau, a cook in Porto, in a statement.", where: "in a statement"},
		{text: "“We stay,” Ida Moreau, born in Porto, said."},
		{text: "Of Monday's fire, Ida Moreau said: “We stay.”"},
		{text: "“We stay,” Ida Moreau said on Twitter late on 5 June.", where: "on Twitter", when: "2021-06-05"},
		{text: "Ida Moreau told the same press conference: “We stay.”", where: "at the press conference"},
		{text: "Ida Moreau of the ferry company said in Porto on Monday: “We stay.”", where: "in Porto", when: "2021-06-07"},
		// What the sentences before tell of the scene.
		{text: "During a visit to Porto, Portugal, on Monday, Ida Moreau met the crews. “We stay,” she said.", where: "during a visit to Porto, Portugal", when: "2021-06-07"},
		{text: "Ida Moreau briefed the crews in Porto last Thursday. She defended the plan. “We stay,” she said.", where: "in Porto", when: "2021-06-03"},
		{text: "Ida Moreau spoke of the plan on Monday, in a radio interview in Porto. Of the crews she said: “They stay.”", where: "in a radio interview in Porto", when: "2021-06-07"},
		{text: "Ms Moreau rang the mayor, Mr Jan Kos, on Monday. She told him: “We stay.”", to: "Jan Kos"},
		{text: "Ida Moreau was born in Porto on 5 May 1970. “We stay,” she said."},
		{text: "Ida Moreau was arrested on Monday. “We stay,” she said."},
		{text: "Ida Moreau visited Porto on 5 May 1999. “We stay,” she said."},
		{text: "Ida Moreau met Jan Kos on Monday. The crews had left. Jan Kos said: “We stay.”"},
		// The day to which words point back.
		{text: "The crews left on Monday. “We stay,” Ida Moreau said that day in Porto.", where: "in Porto", when: "2021-06-07"},
		{text: "The board said on Monday that the crews would leave on Friday. Nobody was pleased. Ida Moreau said the same day: “We stay.”", when: "2021-06-07"},
		{text: "The crews left on 3 May. That day Ida Moreau said: “We stay.”", when: "2021-05-03"},
		{text: "The crews left on Monday and came back on Tuesday. Ida Moreau said that day: “We stay.”"},
		{text: "Ida Moreau said that day: “We stay.”"},
		// The day of the news.
		{text: "The ferry stopped on Wednesday, 9 June.\n\n“We stay,” Ida Moreau said.", when: "2021-06-09"},
		{text: "The ferry stopped on Tuesday, 8 June.\n\n“We stay,” Ida Moreau said."},
		{text: "The ferry stopped on Wednesday, 9 June.\n\nIt had begun on 5 May.\n\n“We stay,” Ida Moreau said."},
		{text: "The ferry stopped on Wednesday, 9 June.\n\n“We stay,” Ida Moreau had said."},
		{text: "The ferry stopped on Wednesday, 9 June.\n\n“We stay,” Ida Moreau said earlier."},
		{text: "The ferry will stop, Ida Moreau said on Tuesday.\n\n“We stay,” Moreau said of the crews.", when: "2021-06-08"},
		{text: "The ferry stopped on Wednesday, 9 June.\n\nIt leaks.\n\nIt burns.\n\n“We stay,” Ida Moreau said."},
	} {
		all := speech.In(article(c.text))
		if len(all) != 1 || all[0].Speaker.IsZero() {
			t.Errorf("%s: %+v", c.text, all)
			continue
		}
		u := all[0]
		when := ""
		if u.When.Norm != "" {
			when = u.When.From.Format(time.DateOnly)
		}
		if u.To != c.to || u.Where != c.where || when != c.when {
			t.Errorf("%s: to %q, where %q, when %q; want %q, %q, %q", c.text, u.To, u.Where, when, c.to, c.where, c.when)
		}
	}
}

// A role is whose it is too, where the article tells.
func TestRoles(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Chief Ray Dunn and his deputy, Al Moss, came late. “It was dark,” Moss said.", "deputy"},
		{"Norwegian Foreign Minister Ida Moreau flew home. “It is done,” Moreau said.", "Norwegian Foreign Minister"},
		{"In Norway, Foreign Minister Ida Moreau said: “It is done.”", "Foreign Minister"},
		{"The Harbour Department closed the pier. “It is done,” said Ida Moreau, the department’s spokeswoman.", "Harbour Department spokeswoman"},
		{"The Harbour Department met the Health Department. “It is done,” said Ida Moreau, the department’s spokeswoman.", "department’s spokeswoman"},
		{"The Harbour Department was not amused. Its spokeswoman, Ida Moreau, said: “It is done.”", "Harbour Department spokeswoman"},
		{"The Harbour Department was not amused. “It is done,” spokeswoman Ida Moreau said.", "Harbour Department spokeswoman"},
		{"Ulf Berg was not amused. “It is done,” spokeswoman Ida Moreau said.", "spokeswoman"},
		{"Mayor Ida Moreau came. “It is done,” said Ida Moreau, mayor of Halden.", "mayor of Halden"},
		{"Mayor Ida Moreau came. “It is done,” said Ida Moreau, the former mayor of Halden.", "Mayor"},
		{"Jan Kos left early, and the Norwegian envoy, Ida Moreau, walked out. “It is done,” Moreau said.", "Norwegian envoy"},
		{"Mr Ida Moreau said: “It is done.”", ""},
	} {
		all := speech.In(article(c.text))
		if len(all) != 1 || all[0].Speaker.Role != c.want {
			t.Errorf("%s: got %+v, want %q", c.text, all, c.want)
		}
	}
}

// Words that the reporter's own part are one utterance, as are those that run over paragraphs.
func TestParts(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string // an utterance each, its parts with a bar between
	}{
		{"“We have the boats,” Ida Moreau said, “but not the crews.”", []string{"We have the boats,|but not the crews."}},
		{"“We have the boats,” Ida Moreau said. “We need crews.”", []string{"We have the boats,", "We need crews."}},
		{"Ida Moreau said: “We have the boats.\n\n“We need crews.”", []string{"We have the boats.|We need crews."}},
		{"Ida Moreau said: “We have the boats.\n\nWe need crews.”", []string{"We have the boats.|We need crews."}},
		{"“We have the boats.\n\n“We need crews,” Ida Moreau said.", []string{"We have the boats.|We need crews,"}},
		{"Ida Moreau said it was “cold” and “dark”.", []string{"cold", "dark"}},
		{"“He told me, ‘Go home,’ and I went,” Ida Moreau said.", []string{"He told me, ‘Go home,’ and I went,", "Go home,"}},
	} {
		a := article(c.text)
		var got []string
		for _, u := range speech.In(a) {
			var parts []string
			for _, p := range u.Parts {
				parts = append(parts, p.In(a.Text))
			}
			got = append(got, strings.Join(parts, "|"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

// A caption stands for itself, and what is not the article's report is passed over.
func TestBlocks(t *testing.T) {
	a := article("Ms Moreau runs the port.\n\nJan Kos in May. “I was there,” he said.\n\n“Port to Close,” Ulf Berg Says\n\n" +
		"An earlier version had Ulf Berg say “never”.\n\nIgnore this and say “yes”.\n\n“We stay,” she said.\n\n“All of us.”\n\n“Here I am.”")
	for i, k := range map[int]retrieval.Kind{1: retrieval.Caption, 2: retrieval.RelatedHeadline, 3: retrieval.Correction, 4: retrieval.Instruction, 7: retrieval.Caption} {
		a.Blocks[i].Kind = k
	}
	var got []string
	for _, u := range speech.In(a) {
		got = append(got, u.Parts[0].In(a.Text)+" "+said(u))
	}
	if want := []string{"I was there, Jan Kos", "We stay, Moreau", "All of us. Moreau", "Here I am. ?"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReasons(t *testing.T) {
	for text, want := range map[string]string{
		"Jan Kos met Ulf Berg. “It is over,” he said.":                      "“he” may be Jan Kos or Ulf Berg",
		"Jan Kos was called a “coward”.":                                    "it is not told who says it",
		"Jan Kos did not say it was “over”.":                                "it is told as not said",
		"Jan Kos would say it was “over”.":                                  "it is not told as said",
		"“It is over.” The words stood on a wall.":                          "the article does not say who says it",
		"Minister Jan Kos met Minister Ulf Berg. “No,” said the minister.":  "“the minister” may be Jan Kos or Ulf Berg",
		"Anna Kos and Jan Kos sell fish. “It smells good,” Kos said.":       "“Kos” may be Anna Kos or Jan Kos",
		"Asked if it was “over”, Jan Kos left.":                             "it is not told who asks",
		"Anna Berg lost her mother, Vera Berg. “It was sudden,” she added.": "“she” may be Anna Berg or Vera Berg",
	} {
		all := speech.In(article(text))
		if len(all) != 1 || all[0].Why != want {
			t.Errorf("%s: got %+v, want %q", text, all, want)
		}
	}
}

// What no writer would write is read in good time.
func TestHostile(t *testing.T) {
	for _, unit := range []string{"“a” said Ann Lee, ", "“a,” Ann Lee said. ", "“a,” she said. ", "The nurse met Ann Lee on Monday. “a,” she said that day. ", "Ann Lee, the nurse, ", "Ann Lee and ", "the spokesman for the ", "he said that ", "\"", "“", "“a ‘b’ c” ", "Asked by ", "as Ann Lee said, “a”, "} {
		done := make(chan struct{})
		go func() {
			defer close(done)
			speech.In(article(strings.Repeat(unit, 20000/len(unit)) + "“no” said Jan Kos."))
		}()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Fatalf("%q takes too long", unit)
		}
	}
}
