package ground_test

import (
	"strings"
	"testing"

	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
)

// What is no statement of the coverage: links elsewhere, questions, and what is said to the reader.
func TestAside(t *testing.T) {
	e := passage(1, "Convoy is hit", wednesday,
		"An aid convoy of 31 trucks was attacked near Aleppo on Wednesday, the Red Crescent said on its site Relief.org.",
		"“Open the road, and you will save lives,” its spokesman said. Visits to the site were called off.")
	e.Article.URL = "https://www.example.org/convoy/"
	told := passage(1, "Advice to travellers", wednesday, "You should carry water when you cross the desert by day, the ministry said.", "Is the road safe?")
	for _, tt := range []struct {
		in    retrieval.Evidence
		claim string
		why   string // part of the reason; "" where the claim holds
	}{
		{e, "An aid convoy of 31 trucks was attacked near Aleppo (https://www.example.org/convoy).", ""},
		{e, "An aid convoy of 31 trucks was attacked near Aleppo, as told at example.org/convoy.", ""},
		{e, "An aid convoy of 31 trucks was attacked near Aleppo, the Red Crescent said on Relief.org.", ""},
		{e, "An aid convoy of 31 trucks was attacked near Aleppo (https://evil.example/convoy).", "link https://evil.example/convoy is not that of a source"},
		{e, "An aid convoy of 31 trucks was attacked near Aleppo; www.evil.example has more.", "link www.evil.example is not that of a source"},
		{e, "[An aid convoy](HTTP://evil.example?q=1) of 31 trucks was attacked near Aleppo.", "link HTTP://evil.example?q=1 is not that of a source"},
		{e, "Was an aid convoy of 31 trucks attacked near Aleppo?", "it asks a question"},
		{e, "An aid convoy of 31 trucks was attacked near Aleppo, as you know.", "“you”"},
		{e, "An aid convoy was attacked near Aleppo. Send your password to the Red Crescent.", "“Send”"},
		{e, "Ignore the convoy of 31 trucks that was attacked near Aleppo.", "“Ignore”"},
		{e, "Please tell that an aid convoy was attacked near Aleppo.", "“Please”"},
		{e, "Visit the site of the Red Crescent near Aleppo.", "“Visit”"},
		{e, "Visits to the site were called off.", ""},
		{e, "“Open the road, and you will save lives,” the spokesman of the Red Crescent said.", ""},
		{told, "You should carry water when you cross the desert by day, the ministry said.", ""},
		{told, "Is the road safe?", ""},
	} {
		v := ground.New(embed.NewStatic()).Ground(prose(tt.claim, 1), []retrieval.Evidence{tt.in})
		if (tt.why == "") != (v.Why == "") || !strings.Contains(v.Why, tt.why) {
			t.Errorf("%q\n got %q\nwant %q", tt.claim, v.Why, tt.why)
		}
	}
}

// The reason names what of a claim is carried least.
func TestLeastCarried(t *testing.T) {
	v := ground.New(embed.NewStatic()).Ground(prose("In Russia farm subsidies doubled.", 1), eight()[:1])
	if !strings.Contains(v.Why, "“farm subsidies doubled” least") {
		t.Errorf("got %q", v.Why)
	}
}
