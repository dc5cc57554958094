package speech_test

import (
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
