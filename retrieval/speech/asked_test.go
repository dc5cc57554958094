package speech_test

import (
	"strings"
	"testing"

	"dateline/retrieval/speech"
)

func TestAsked(t *testing.T) {
	const text = `“We are done,” State Department spokesman Carl Ruud said. Secretary of State Anna B. Holt told the United Nations: “We are
not.” Russia’s Foreign Ministry said it had “seen worse”. “So have we,” said Amnesty International. “And we,” said a spokesman for the
Red Cross. Mona Reyes, a nurse, said: “Me too.” Officials said it was “over”.`
	said := map[string]speech.Speaker{}
	for _, u := range speech.In(article(text)) {
		said[u.Speaker.Name] = u.Speaker
	}
	for _, c := range []struct{ query, is, speaksFor string }{
		{query: "Holt", is: "Anna B. Holt"},
		{query: "anna holt", is: "Anna B. Holt"},
		{query: "Secretary Holt", is: "Anna B. Holt"},
		{query: "secretary of state anna holt", is: "Anna B. Holt"},
		{query: "Bert Holt"},
		{query: "ruud", is: "Carl Ruud"},
		{query: "the State Department", speaksFor: "Carl Ruud"},
		{query: "Amnesty International", is: "Amnesty International"},
		{query: "amnesty international", is: "Amnesty International"},
		{query: "Red Cross", speaksFor: "a spokesman for the Red Cross"},
		{query: "foreign ministry", is: "Russia’s Foreign Ministry"},
		{query: "reyes", is: "Mona Reyes"},
		{query: "Reyes", is: "Mona Reyes"},
		{query: "UN"},
		{query: "officials"},
	} {
		n, ok := speech.Asked(c.query)
		is, speaksFor := "", ""
		for name, s := range said {
			if ok && s.Is(n) {
				is += name
			}
			if ok && s.SpeaksFor(n) {
				speaksFor += name
			}
		}
		if is != c.is || speaksFor != c.speaksFor {
			t.Errorf("%q, read as %q: is %q, for it speaks %q; want %q and %q", c.query, n.Norm, is, speaksFor, c.is, c.speaksFor)
		}
	}
	for _, none := range []string{"", "  ", "?"} {
		if n, ok := speech.Asked(none); ok {
			t.Errorf("%q is read as %+v", none, n)
		}
	}
}

func TestHolds(t *testing.T) {
	for _, c := range []struct {
		role string
		is   speech.Speaker
		want bool
	}{
		{"mayor", speech.Speaker{Name: "Jane Roe", Role: "Mayor"}, true},
		{"the Mayor", speech.Speaker{Name: "Jane Roe", Role: "mayor of Halden"}, true},
		{"mayor of Halden", speech.Speaker{Name: "Jane Roe", Role: "mayor of Halden"}, true},
		{"mayor of Wells", speech.Speaker{Name: "Jane Roe", Role: "mayor of Halden"}, false},
		{"mayor", speech.Speaker{Name: "Rob Falk", Role: "deputy mayor"}, false},
		{"deputy mayor", speech.Speaker{Name: "Rob Falk", Role: "deputy mayor"}, true},
		{"foreign minister", speech.Speaker{Name: "Jan Kos", Role: "Norwegian Foreign Minister"}, true},
		{"engineer", speech.Speaker{Name: "the engineer", Unnamed: true}, true},
		{"Halden", speech.Speaker{Name: "Jane Roe", Role: "mayor of Halden"}, false},
		{"the", speech.Speaker{Name: "Jane Roe", Role: "mayor"}, false},
		{"mayor", speech.Speaker{}, false},
	} {
		if got := c.is.Holds(c.role); got != c.want {
			t.Errorf("%s, %s: a %s: %t", c.is.Name, c.is.Role, c.role, got)
		}
	}
}

// An organisation speaks by its people; nobody's lawyer or wife speaks for them.
func TestIsOf(t *testing.T) {
	for role, want := range map[string]bool{
		"Hall aid chief": true, "head of the Hall mission": true, "Hall’s lawyer": false, "lawyer for Hall": false, "wife of Hall": false, "ambassador to Hall": false,
	} {
		n, _ := speech.Asked("Hall")
		if got := (speech.Speaker{Name: "Beth Orr", Role: role}).IsOf(n); got != want {
			t.Errorf("%s: %t", role, got)
		}
	}
}

// Who may have said what nobody is certain to have said.
func TestMay(t *testing.T) {
	for text, want := range map[string]string{
		"Jan Kos met Ulf Berg. “It is over,” he said.":                                                  "Ulf Berg, Jan Kos",
		"Ann Roe met Jan Kos and Ulf Berg. “It is over,” he said.":                                      "Ulf Berg, Jan Kos",
		"Ann Roe looked at the dam with Chief Ray Dunn. “It leaks,” the engineer said.":                 "Ann Roe",
		"Ann Roe, an engineer, and Ida Falk, an engineer, looked at it. “It leaks,” the engineer said.": "Ida Falk, Ann Roe",
		"Jan Kos met Ulf Berg. At the gate Kos “fumed for an hour” over it.":                            "Jan Kos",
		"“It is over.” The words stood on Jan Kos’s wall.":                                              "",
		"Jan Kos left. “It is over.” Nobody knew who wrote it.":                                         "Jan Kos",
		"Jan Kos met Ulf Berg. Officials said it was “over”.":                                           "",
		"Jan Kos was asked if it was “over”.":                                                           "",
		"Jan Kos did not say it was “over”.":                                                            "",
		"Anna Kos and Jan Kos sell fish. Ulf Berg buys it. “It smells good,” Kos said.":                 "Anna Kos, Jan Kos",
	} {
		var may []string
		for _, u := range speech.In(article(text)) {
			for _, s := range u.May {
				may = append(may, s.Name)
			}
		}
		if got := strings.Join(may, ", "); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
