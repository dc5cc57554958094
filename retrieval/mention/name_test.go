package mention

import (
	"os"
	"strings"
	"testing"
)

var kindNames = map[Kind]string{
	Unknown: "?", Person: "person", Place: "place", Org: "org", Acronym: "acronym", Nationality: "nationality", Code: "code",
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{
		// persons
		"Secretary of State John F. Kerry on Wednesday threatened": "john f kerry person",
		"State Department spokesman John Kirby said":               "state department org; john kirby person",
		"Russia’s foreign minister, Sergey Lavrov, left":           "russia place; sergey lavrov person",
		"Syrian President Bashar Assad spoke":                      "syrian nationality; bashar assad person",
		"Russian Foreign Minister Sergey Lavrov met him":           "russian nationality; sergey lavrov person",
		"U.S. Ambassador Samantha Power called it a stunt":         "us place; samantha power person",
		"Lt. Gen. Jeffrey Harrigian and Brig. Gen. Richard Coe":    "jeffrey harrigian person; richard coe person",
		"the envoy, Staffan de Mistura, and Bashar al-Assad":       "staffan de mistura person; bashar al assad person",
		"he told de Mistura and al-Assad":                          "de mistura person; al assad person",
		"U.N. Secretary-General Ban Ki-moon":                       "un org; ban ki moon person",
		"White House Press Secretary Josh Earnest":                 "white house org; josh earnest person",
		"former chancellor Helmut van der Berg Jr. came":           "helmut van der berg person",
		"It was Jean-Marc Ayrault; Theresa May; Stephen O'Brien":   "jean marc ayrault person; theresa may person; stephen obrien person",
		"Sen. McCain met Mr. Tillerson":                            "mccain person; tillerson person",
		"Merkel said no. Then Hollande, who agreed, left.":         "merkel person; hollande person",
		"NASA Administrator Charles Bolden":                        "nasa acronym; charles bolden person",
		"In Paris, François Hollande":                              "paris place; francois hollande person",
		"He met the President and the Secretary of State.":         "",
		"Viber COO Michael Shmilov left":                           "viber ?; michael shmilov person",
		"Green Party leader Juergen Trittin said":                  "green party org; juergen trittin person",
		"Shadow Home Secretary Yvette Cooper asked":                "yvette cooper person",
		"Minister of Education Stefania Giannini wants more":       "stefania giannini person",
		"Environment Minister John Baird told them":                "john baird person",
		// places
		"in the divided city of Aleppo, Syria, this week":    "aleppo place; syria place",
		"near Urum al-Kubra and in Jebel Tharda":             "urum al kubra place; jebel tharda place",
		"Deir ez-Zor airport":                                "deir ez zor place",
		"the U.S.-Russia talks in Geneva":                    "us place; russia place; geneva place",
		"the Castello Road, Lake Victoria, the Gulf of Aden": "castello road place; lake victoria place; gulf of aden place",
		"CARTAGENA, Colombia — He said":                      "cartagena place; colombia place",
		"from Moscow to Washington, in The Hague":            "moscow place; washington place; the hague place",
		"east Aleppo, the West Bank, North Korea":            "aleppo place; west bank place; north korea place",
		// organisations
		"defeating Islamic State and other groups":                 "islamic state org",
		"the U.N. Security Council met":                            "un security council org",
		"The Pentagon and the Kremlin":                             "pentagon org; kremlin org",
		"the World Health Organization (WHO) said who died":        "world health organization org; who org",
		"the Syrian Observatory for Human Rights":                  "syrian observatory for human rights org",
		"Russia's Ministry of Defence and its Defense Ministry":    "russia place; ministry of defence org; defense ministry org",
		"It ended. Rolling Stone called it grand.":                 "rolling stone org",
		"(AFP/Getty Images)":                                       "afp org; getty images org",
		"IS fighters; it is IS; NATO, US and EU officials":         "is org; is org; nato org; us place; eu org",
		"the Free Syrian Army; Paris Hilton; University of Aleppo": "free syrian army org; paris hilton ?; university of aleppo org",
		"the UK's BBC and Russia's RT":                             "uk place; bbc org; russia place; rt acronym",
		// nationalities
		"Russian-backed and U.S.-led forces, Syrians, Americans": "russian nationality; us place; syrians nationality; americans nationality",
		"post-Taliban Afghanistan; pro-Assad; anti-American":     "taliban org; afghanistan place; assad ?; american nationality",
		// codes
		"resolution 2328 after hospital M2 was hit by a Su-24": "resolution 2328 code; m2 code; su 24 code",
		"Flight 370, two B-52s, MH17":                          "flight 370 code; b 52s code; mh17 code",
		// ordinary capitals
		"Extremists will fill the void. Airstrikes hit. Diplomats met.":        "",
		"In recent days, it rained. At least one. Asked later if Kerry went":   "kerry ?",
		"Following Kerry's visit, talks began. But Moscow refused.":            "kerry ?; moscow place",
		"Wednesday in September. May and March. I think I'm right.":            "",
		"“We left,” she said. “Truckloads came.” Humanitarian access stopped.": "",
		"They have troops. Troops left. Pangolins sleep.":                      "",
		"Kirby’s words. The Obama administration":                              "kirby ?; obama ?",
		// case that tells nothing
		"KERRY WARNS RUSSIA ON SYRIA":                                                                             "",
		"KERRY WARNS RUSSIA\n\nKerry warned Russia.":                                                              "kerry person; russia place",
		"Kerry Warns Russia That Cooperation Over Syria May End Soon":                                             "russia place; syria place",
		"Kerry Warns Russia That Cooperation Over Syria May End Soon\n\nOn Monday Secretary Kerry warned Moscow.": "kerry person; russia place; syria place; kerry person; moscow place",
		"see https://Example.org/Kerry and @Kerry":                                                                "",
	} {
		var got []string
		for _, n := range Names(text) {
			if n.Text != n.In(text) {
				t.Errorf("%q: text %q is not its span's %q", text, n.Text, n.In(text))
			}
			got = append(got, n.Norm+" "+kindNames[n.Kind])
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q\n got %s\nwant %s", text, g, want)
		}
	}
}

func TestNameSpans(t *testing.T) {
	for text, want := range map[string]string{
		"Russia’s foreign minister":              "Russia",
		"Secretary of State John F. Kerry on it": "Secretary of State John F. Kerry",
		"in the U.S.":                            "U.S.",
		"the Russians' claim":                    "Russians",
		"he met Ban Ki-moon.":                    "Ban Ki-moon",
		"US's and McDonald's":                    "US|McDonald",
	} {
		var got []string
		for _, n := range Names(text) {
			got = append(got, n.Text)
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%q: got %s, want %s", text, g, want)
		}
	}
}

// onlyName is the last name of a text, so that words before it can show what it is.
func onlyName(t *testing.T, text string) Name {
	t.Helper()
	names := Names(text)
	if len(names) == 0 {
		t.Fatalf("%q has no name", text)
	}
	return names[len(names)-1]
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b          string
		same, related bool
	}{
		{"he met Kerry", "Secretary of State John F. Kerry", true, true},
		{"John Kerry", "John F. Kerry", true, true},
		{"J. Kerry", "John Kerry", true, true},
		{"John Kirby", "John Kerry", false, false},
		{"James Kerry", "John Kerry", false, false},
		{"John Forbes Kerry", "John F. Kerry", true, true},
		{"he met de Mistura", "Staffan de Mistura", true, true},
		{"Bashar Assad", "Bashar al-Assad", true, true},
		{"he met Assad", "President Bashar al-Assad", true, true},
		{"he met Ban", "Secretary-General Ban Ki-moon", true, true},
		{"the UN", "the United Nations", true, true},
		{"the U.N.", "the UN", true, true},
		{"the WHO", "the World Health Organization", true, true},
		{"the JIC", "the Joint Implementation Center", true, true},
		{"the SAMS", "the Syrian American Medical Society", true, true},
		{"fighters of ISIS", "fighters of Islamic State", true, true},
		{"fighters of IS", "fighters of ISIL", true, true},
		{"the US", "the United States", true, true},
		{"the U.S.", "in America", true, true},
		{"the UN Security Council", "the Security Council", true, true},
		{"the UN Security Council", "the UN", false, false},
		{"the Russian Defense Ministry", "its Defense Ministry", true, true},
		{"the Free Syrian Army", "the Syrian Army", false, false},
		{"the Syrian Observatory", "the Syrian Observatory for Human Rights", true, true},
		{"a Russian", "the Russians", true, true},
		{"the Russian side", "in Russia", false, true},
		{"the Kremlin", "in Moscow", false, true},
		{"an American", "the U.S.", false, true},
		{"in Washington", "the U.S.", false, true},
		{"the Pentagon", "the White House", false, true},
		{"in Damascus", "the Syrians", false, true},
		{"in Moscow", "in Damascus", false, false},
		{"in Russia", "in Syria", false, false},
		{"in South Korea", "in North Korea", false, false},
		{"in York", "in New York", false, false},
		{"resolution 2328", "resolution 2336", false, false},
		{"a Su-24", "two Su-24", true, true},
		{"spokesman Michael Jordan", "in Jordan", false, false},
		{"the Nusra Front", "with Jabhat Fateh al-Sham", true, true},
	} {
		a, b := onlyName(t, c.a), onlyName(t, c.b)
		if got := SameName(a, b); got != c.same || SameName(b, a) != got {
			t.Errorf("SameName(%+v, %+v) = %t, want %t both ways", a, b, got, c.same)
		}
		if got := Related(a, b); got != c.related || Related(b, a) != got {
			t.Errorf("Related(%+v, %+v) = %t, want %t both ways", a, b, got, c.related)
		}
	}
}

func TestGazetteer(t *testing.T) {
	for name, e := range known().names {
		if name != strings.TrimSpace(name) || strings.ContainsAny(name, ".,'-|") {
			t.Errorf("gazetteer name %q is not in normal form", name)
		}
		if len(strings.Fields(name)) > longestKnown {
			t.Errorf("gazetteer name %q is longer than %d words", name, longestKnown)
		}
		if _, ok := known().names[e.key]; !ok {
			t.Errorf("gazetteer name %q has the key %q, which is no name", name, e.key)
		}
		if _, ok := known().names[e.country]; e.country != "" && !ok {
			t.Errorf("gazetteer name %q is of %q, which is no country", name, e.country)
		}
	}
}

func TestArticle(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/coverage/000_0609b44ece0b164b.txt")
	if err != nil {
		t.Skip("the shared coverage is absent")
	}
	kinds := map[string]Kind{}
	for _, n := range Names(string(raw)) {
		kinds[n.Norm] = n.Kind
	}
	for norm, want := range map[string]Kind{
		"john f kerry": Person, "kerry": Person, "lavrov": Person, "kirby": Person, "assad": Person, "aleppo": Place,
		"us": Place, "islamic state": Org, "state department": Org, "russian": Nationality,
	} {
		if got, ok := kinds[norm]; !ok || got != want {
			t.Errorf("%q: got %q (found: %t), want %q", norm, kindNames[got], ok, kindNames[want])
		}
	}
	for _, ordinary := range []string{"extremists", "both", "during", "follow", "wednesday", "monday", "for"} {
		if _, ok := kinds[ordinary]; ok {
			t.Errorf("%q is taken for a name", ordinary)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, text := range []string{
		"Secretary of State John F. Kerry", "Bashar al-Assad’s", "U.S.-led", "Ban Ki-moon & Co. of the UN", "ȺȺȺ's İstanbul'S", "M2 Su-24s",
		"The “Center for Strategic and International Studies”", "A. B. C. De La Van", "Ki- -A al-", "K'S a's O'",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, n := range Names(text) {
			if n.Start < end || n.End <= n.Start || n.End > len(text) {
				t.Fatalf("name %v in %q overlaps or is out of order", n.Span, text)
			}
			end = n.End
			if n.Norm == "" || n.Text != n.In(text) {
				t.Fatalf("name %+v in %q has no norm or not its span's text", n, text)
			}
			if !SameName(n, n) || !Related(n, n) {
				t.Fatalf("name %+v in %q is not itself", n, text)
			}
		}
	})
}
