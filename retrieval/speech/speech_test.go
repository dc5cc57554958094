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
	for _, unit := range []string{"“a” said Ann Lee, ", "Ann Lee, the nurse, ", "Ann Lee and ", "the spokesman for the ", "he said that ", "\"", "“", "“a ‘b’ c” ", "Asked by ", "as Ann Lee said, “a”, "} {
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
