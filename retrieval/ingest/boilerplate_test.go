package ingest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/retrieval/segment"
)

func TestBoilerplateLines(t *testing.T) {
	for _, c := range []struct {
		line string
		want role
	}{
		{"For more on harbours, follow @examplewire on Twitter", dropped},
		{"Follow us on Facebook and Instagram", dropped},
		{"Follow @examplewire", dropped},
		{"You can follow our harbour desk on Bluesky.", dropped},
		{"Sign up for our newsletter", dropped},
		{"Sign up for the Harbour Daily email", dropped},
		{"Subscribe to continue", dropped},
		{"Get the day’s harbour news delivered to your inbox", dropped},
		{"Read more: Ten harbours worth a detour", dropped},
		{"READ MORE »", dropped},
		{"Watch: the boat comes in", dropped},
		{"Read the full report here", dropped},
		{"Advertisement", dropped},
		{"ADVERTISEMENT CONTINUES BELOW", dropped},
		{"Story continues below", dropped},
		{"Sponsored by Example Nets", dropped},
		{"Click here for the timetable", dropped},
		{"Share this article", dropped},
		{"Tweet", dropped},
		{"14 comments", dropped},
		{"Twitter: @examplewire", dropped},
		{"desk@example.org", dropped},
		{"@examplewire", dropped},
		{"Support our journalism", dropped},
		{"Download our free app today", dropped},
		{"Have a tip? Tell us.", dropped},
		{"5 min read", dropped},
		{"© 2019 Example Wire", dropped},
		{"Copyright 2019 Example Wire. All rights reserved.", dropped},
		{"(Reporting by Jane Doe in Lind; Editing by John Roe)", dropped},
		{"Additional reporting by Jane Doe", dropped},
		{"The post Ferry saved appeared first on Example Wire.", dropped},
		{"Enter your email address", dropped},
		{"By signing up you agree to our terms and our privacy policy.", dropped},
		{"Thank you for subscribing!", dropped},
		{"Please check your inbox to confirm.", dropped},
		{"Keep reading", dropped},
		{"Show more", dropped},
		{"View all comments", dropped},
		{"Lire aussi : Le port ferme ses portes", dropped},
		{"Lesen Sie auch: Der Hafen schließt", dropped},
		{"Link copied!", dropped},
		{"Facebook Twitter WhatsApp E-mail", dropped},
		{"Share on Facebook | Share on X", dropped},
		{"1.2k shares", dropped},
		{"This article contains affiliate links, so we may earn a commission.", dropped},
		{"Please enable JavaScript to watch this video", dropped},
		{"Key event", dropped},
		{"12 minutes ago", dropped},
		{"3h ago", dropped},
		{"14:35", dropped},
		{"Updated at 10.04am BST", dropped},
		{"Posted 9:15 p.m.", dropped},
		{"ADVERTISEMENT - CONTINUE READING BELOW", dropped},
		{"Skip ad", plain},
		{"Skip advertisement", dropped},
		{"Already a subscriber? Log in", dropped},
		{"This article is for subscribers only", dropped},
		{"You have 2 free articles left this month.", dropped},
		{"Your support makes this possible. Give today", dropped},
		{"Was this article helpful?", dropped},
		{"Thanks for your feedback!", dropped},
		{"Our Standards: The Example Trust Principles.", dropped},
		{"((jane.doe@wire.example; +44 20 0000 0000))", dropped},
		{"Follow AP’s full coverage of the storm", dropped},
		{"▶ Watch the latest episode of our show here", dropped},
		{"WATCH | How the ferry was saved", dropped},
		{"Play video", dropped},
		{"Listen to this article · 4:32 min", dropped},
		{"Back to top", dropped},
		{"Report a typo", dropped},
		{"View this post on Instagram", dropped},
		{"A post shared by Harbour Office (@harbouroffice)", dropped},
		{"— Harbour Office (@harbouroffice) March 4, 2019", dropped},
		{"Key moments", dropped},
		{"Anzeige", dropped},
		{"Lesezeit: 3 Min.", dropped},
		{"Newsletter abonnieren", dropped},
		{"Quelle: dpa", dropped},
		{"Article réservé aux abonnés", dropped},
		{"La suite après la publicité", dropped},
		{"Le Quai avec AFP", dropped},
		{"Suscríbete para seguir leyendo", dropped},
		{"Lea también: El puerto cierra", dropped},
		{"Condividi", dropped},
		{"Doe reported from Lind. Associated Press writer John Roe in Os contributed to this report.", dropped},
		{"Mehr zum Thema", label},
		{"Te puede interesar", label},
		{"À lire aussi", label},
		{"Image source, Getty Images", credit},
		{"ALSO", label},
		{"Related:", label},
		{"More from Harbours", label},
		{"You may also like", label},
		{"Most read", label},
		{"(AFP/Getty Images)", credit},
		{"(Jane Doe / Example Wire)", credit},
		{"(Reuters)", credit},
		{"(Photo by Jane Doe)", credit},
		{"(Handout)", credit},
		{"AFP/Getty Images", credit},
		{"Jane Doe / AP", credit},
		{"Photograph: Jane Doe", credit},
		{"Photo by Jane Doe", credit},
		{"Image credit: Example Wire", credit},

		{"Your support makes all of the difference, the mayor told the crew.", plain},
		{"This story is for anyone who has ever waited for a boat.", plain},
		{"This article continues a series on harbours.", plain},
		{"You have two weeks left, the judge said.", plain},
		{"Follow the council’s rules, the mayor said.", plain},
		{"Quelle catastrophe, dit le maire.", plain},
		{"Die Anzeige wurde am Montag erstattet.", plain},
		{"Compartir la carga es justo, dijo el alcalde.", plain},
		{"He contributed to this report of the council.", plain},
		{"The post office on the island closed in May.", plain},
		{"By signing the treaty, the islands agreed to share the grounds.", plain},
		{"Twelve minutes ago nobody knew of the boat, she said.", plain},
		{"14:35 was the time on the clock when it stopped.", plain},
		{"Thank you for the boat, she said.", plain},
		{"Show more courage, the mayor told the council.", plain},
		{"X marks the place where the ferry sank.", plain},
		{"Facebook and Twitter took the pictures down.", plain},
		{"Listen to the sea, the old man said.", plain},
		{"41,000 views were counted on the first day.", plain},
		{"Print is dead, said the owner of the last newspaper.", plain},
		{"Read more books, the minister told pupils.", plain},
		{"Follow the money, the prosecutor said, and you will find the harbour.", plain},
		{"Share prices fell on Monday.", plain},
		{"Sign language is taught in every school on the island.", plain},
		{"Subscribers left in their thousands last year.", plain},
		{"Hundreds of thousands follow him on Twitter, where he writes about boats.", plain},
		{"Advertisements for the ferry were banned.", plain},
		{"More from the north than from the south came to vote.", plain},
		{"Related crimes rose by 3 percent.", plain},
		{"Photographs of the boat were published on Monday.", plain},
		{"Reuters and AP reported the vote.", plain},
		{"(The mayor did not answer.)", plain},
		{"Click tracks were used in the recording.", plain},
		{"Getting there takes 40 minutes.", plain},
		{"See page 4 of the report, he said.", plain},
	} {
		if got := roleOf(c.line); got != c.want {
			t.Errorf("roleOf(%q) = %d, want %d", c.line, got, c.want)
		}
	}
}

func TestSplitCredit(t *testing.T) {
	for line, want := range map[string]string{
		"The last boat leaves. (AFP/Getty Images)": "The last boat leaves.",
		"The last boat leaves (Jane Doe / Wire)":   "The last boat leaves",
		"The last boat leaves. (Reuters)":          "The last boat leaves.",
		"The last boat (Photo: Jane Doe)":          "The last boat",
		"She works for an agency (AP)":             "She works for an agency (AP)",
		"The boat (built in 1961) leaves.":         "The boat (built in 1961) leaves.",
		"It was over. (He did not say why.)":       "It was over. (He did not say why.)",
	} {
		if got, _ := splitCredit(line); got != want {
			t.Errorf("splitCredit(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestByline(t *testing.T) {
	for line, want := range map[string]string{
		"By Jane Doe":                            "Jane Doe",
		"BY JANE DOE AND JOHN ROE":               "JANE DOE AND JOHN ROE",
		"By Jane van der Doe, Staff Writer":      "Jane van der Doe, Staff Writer",
		"By: Jane Doe | Example Wire | 4 hours":  "Jane Doe",
		"By Monday the boat was back":            "",
		"By Jane Doe the story was told.":        "",
		"Jane Doe":                               "",
		"By the sea":                             "",
		"Bystanders Watched The Boat Come In":    "",
		"Words by Jane Doe":                      "Jane Doe",
		"By JANE DOE jdoe@wire.example":          "JANE DOE",
		"Por Joana Exemplo — Porto Lindo":        "Joana Exemplo",
		"Von Jana Beispiel und Max Muster":       "",
		"Par Avion":                              "",
		"By Jane Doe in Lind and John Roe in Os": "Jane Doe in Lind and John Roe in Os",
	} {
		if got := byline(line); got != want {
			t.Errorf("byline(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestSplitDateline(t *testing.T) {
	for _, c := range []struct{ text, place, rest string }{
		{"WASHINGTON — The vote is over.", "WASHINGTON", "The vote is over."},
		{"WASHINGTON (AP) — The vote is over.", "WASHINGTON", "The vote is over."},
		{"ALEPPO, Syria -- The vote is over.", "ALEPPO, Syria", "The vote is over."},
		{"GENEVA, Sept 28 (Reuters) - The vote is over.", "GENEVA, Sept 28", "The vote is over."},
		{"MEXICO CITY – “We voted,” she said.", "MEXICO CITY", "“We voted,” she said."},
		{"UNITED NATIONS — 7 voted.", "UNITED NATIONS", "7 voted."},
		{"NATO — which is based in Brussels — met.", "", "NATO — which is based in Brussels — met."},
		{"U.S. - Russia talks ended.", "", "U.S. - Russia talks ended."},
		{"The vote — The Vote — is over.", "", "The vote — The Vote — is over."},
	} {
		if place, rest := splitDateline(c.text); place != c.place || rest != c.rest {
			t.Errorf("splitDateline(%q) = %q, %q; want %q, %q", c.text, place, rest, c.place, c.rest)
		}
	}
}

func TestIsCorrection(t *testing.T) {
	for text, want := range map[string]bool{
		"Correction: It was 1961.":                                               true,
		"CORRECTION (March 5, 2019): It was.":                                    true,
		"Editors’ Note: This story was edited.":                                  true,
		"Anmerkung der Redaktion: Das Boot ist von 1961.":                        true,
		"Fe de errores: El barco es de 1961.":                                    true,
		"Rectificatif : le bac date de 1961.":                                    true,
		"訂正：船は1961年に造られた。":                                                       true,
		"This article was amended on 5 March 2019. The ferry was built in 1961.": true,
		"This story has been corrected to say that it was 1961.":                 true,
		"An earlier version of this article misstated the number of passengers.": true,
		"This story was updated to correct the year.":                            true,
		"This article was updated at noon.":                                      false,
		"The correction: a new boat.":                                            false,
		"Corrections officers went on strike.":                                   false,
		"An earlier version of the bill passed in May.":                          false,
	} {
		if got := isCorrection(text); got != want {
			t.Errorf("isCorrection(%q) = %v", text, got)
		}
	}
}

func TestParseDate(t *testing.T) {
	for s, want := range map[string]string{
		"2016-09-28":                    "2016-09-28T00:00:00Z",
		"2016-09-28T17:04:05+02:00":     "2016-09-28T15:04:05Z",
		"2016-09-28T15:04:05Z":          "2016-09-28T15:04:05Z",
		"2016-09-28 15:04":              "2016-09-28T15:04:00Z",
		"28 September 2016":             "2016-09-28T00:00:00Z",
		"September 28, 2016":            "2016-09-28T00:00:00Z",
		"Sept. 28, 2016":                "2016-09-28T00:00:00Z",
		"28 Oct. 2016":                  "2016-10-28T00:00:00Z",
		"Wednesday, 28 September 2016":  "2016-09-28T00:00:00Z",
		"Wed, 28 Sep 2016 15:04:05 GMT": "2016-09-28T15:04:05Z",
		"2016-02-30":                    "",
		"0016-09-28":                    "",
		"2999-01-01":                    "",
		"soon":                          "",
		"28/09/2016":                    "",
		"Wed, 28 Sep 2016 15:04:05 EST": "",
	} {
		on, err := parseDate(s)
		if got := on.Format(time.RFC3339); err == nil && got != want || err != nil && want != "" {
			t.Errorf("parseDate(%q) = %s, %v; want %q", s, got, err, want)
		}
	}
}

// The rules drop next to nothing of clean text: of every fifth sentence, at most one in two thousand.
func TestRulesSpareCleanText(t *testing.T) {
	for _, set := range []string{"time", "wikinews", "clapnq"} {
		t.Run(set, func(t *testing.T) {
			file, err := os.Open(filepath.Join("..", "..", "..", "shared", "eval", set, "docs.jsonl"))
			if err != nil {
				t.Skip("the set is not there")
			}
			defer file.Close()
			sentences, lost := 0, 0
			for lines := json.NewDecoder(file); lines.More(); {
				var d struct{ Text string }
				if err := lines.Decode(&d); err != nil {
					t.Fatal(err)
				}
				for i, span := range segment.Sentences(d.Text) { // each as if it were a paragraph of its own
					p := tidy(span.In(d.Text))
					if i%5 > 0 || len(strings.Fields(p)) < 4 || !endsSentence(p) {
						continue
					}
					sentences++
					if roleOf(p) != plain || (&draft{}).takeDayLine(p) {
						lost++
						t.Logf("dropped: %s", shorten(p, 120))
					}
				}
			}
			t.Logf("%s: %d of %d sentences dropped", set, lost, sentences)
			if lost*2000 > sentences {
				t.Errorf("%d of %d sentences are dropped", lost, sentences)
			}
		})
	}
}
